"""Reading a category cell as a stable code, in whatever spelling it arrives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from goldenthread.records.annex_a.reading import Reading, is_blank
from goldenthread.records.annex_a.spelling import as_typed, letters_and_digits, tidy, without_letter
from goldenthread.standards.annex_a import Code, CodeSet, standard

_WORDS = re.compile(r"[a-z0-9]+", re.IGNORECASE)
_LEADING = re.compile(r"^[(\[]?([a-z0-9]+)[)\]]?\s*(?:[:\-]|\s|$)", re.IGNORECASE)
_SHORT_BREAKS = ("V3", "V4")  # agreed series of short breaks: not children in care for counting
_ABUSE_WORDS = ("neglect", "physical", "sexual", "emotional")

UNKNOWN_CODE = "not a value this column takes; left blank"
GROUP_ONLY = "the group was given in place of the code; left blank"


@dataclass(frozen=True)
class _Lookup:
    """A code set turned inside out, for finding a code by any of its spellings."""

    spellings: dict[str, str]
    telling: dict[str, str]  # codes that cannot be mistaken for a word, wherever they stand in the cell
    leading: dict[str, str]
    groups: dict[str, str | None]


@cache
def _lookup(name: str) -> _Lookup:
    code_set = standard().code_sets[name]
    spellings: dict[str, str] = {}
    for spelling, raw in _spellings(code_set):
        spellings.setdefault(letters_and_digits(spelling), raw)
    spellings.pop("", None)
    return _Lookup(
        spellings=spellings,
        telling={code.raw: code.raw for code in code_set.codes if _is_telling(code.raw)},
        leading={code.raw.upper(): code.raw for code in code_set.codes},
        groups=_groups(code_set),
    )


def _spellings(code_set: CodeSet) -> Iterator[tuple[str, str]]:
    """Every spelling with its code, the surest first: a spelling two codes claim goes to the first."""
    for code in code_set.codes:
        yield code.raw, code.raw
        yield code.printed, code.raw
    for code in code_set.codes:
        yield from ((alias, code.raw) for alias in code.aliases)
    for code in code_set.codes:
        yield code.label, code.raw
        yield without_letter(code.printed), code.raw


def _is_telling(raw: str) -> bool:
    has_both = any(c.isdigit() for c in raw) and any(c.isalpha() for c in raw)
    return has_both or (len(raw) == 4 and raw.isalpha() and raw.isupper())


def _groups(code_set: CodeSet) -> dict[str, str | None]:
    """Group name to its only code, or to nothing where the group holds several."""
    groups: dict[str, list[Code]] = {}
    for code in code_set.codes:
        groups.setdefault(letters_and_digits(code.group), []).append(code)
    groups.pop("", None)
    return {name: codes[0].raw if len(codes) == 1 else None for name, codes in groups.items()}


def read_code(text: str, *, codes: str) -> Reading[str]:
    """A cell of a column that draws on the code set named; the match is always per column."""
    code_set, cell = standard().code_sets[codes], tidy(text)
    raw = _find(cell, code_set)
    if raw is not None:
        return _found(raw, code_set)
    if is_blank(cell):
        return Reading(None)
    if code_set.open:
        return Reading(as_typed(text))
    return _group_or_nothing(cell, codes)


def _find(cell: str, code_set: CodeSet) -> str | None:
    lookup = _lookup(code_set.name)
    return (
        lookup.spellings.get(letters_and_digits(cell))
        or lookup.spellings.get(letters_and_digits(without_letter(cell)))
        or _by_token(cell, lookup)
        or _by_sub_code(cell, code_set)
        or _by_flags(cell, code_set)
        or _by_words(cell, lookup)
        or _by_leading_code(cell, lookup)
    )


def _by_token(cell: str, lookup: _Lookup) -> str | None:
    """A telling code anywhere in the cell: the first word, or the only one there is."""
    found = [lookup.telling[word.upper()] for word in _WORDS.findall(cell) if word.upper() in lookup.telling]
    if not found:
        return None
    starts_it = cell.upper().startswith(found[0])
    return found[0] if starts_it or len(set(found)) == 1 else None


def _by_sub_code(cell: str, code_set: CodeSet) -> str | None:
    """A council's own sub-code (`N3SB`), rolled up to the code it belongs to."""
    if code_set.sub_code_pattern is None or not re.match(code_set.sub_code_pattern, cell):
        return None
    return _lookup(code_set.name).telling.get(cell[:2])


def _by_flags(cell: str, code_set: CodeSet) -> str | None:
    """Several kinds of abuse in one cell, as four flags (`YNNN`) or as words."""
    if not code_set.flag_order:
        return None
    flags = re.fullmatch(r"[YN]{4}", cell)
    lowered = cell.casefold()
    if flags:
        named = [word for word, flag in zip(code_set.flag_order, cell, strict=True) if flag == "Y"]
    else:
        named = [word for word in _ABUSE_WORDS if word in lowered]
    if len(named) == 1 and flags:
        return _lookup(code_set.name).spellings.get(named[0])
    return "MUL" if len(named) > 1 else None


def _by_words(cell: str, lookup: _Lookup) -> str | None:
    """`7 - Police`: local numbering drifts, so the words after it are trusted before the number."""
    leading = _LEADING.match(cell)
    words = cell[leading.end() :] if leading else ""
    return lookup.spellings.get(letters_and_digits(words)) if len(words) > 1 else None


def _by_leading_code(cell: str, lookup: _Lookup) -> str | None:
    """`(S) No fixed above`: the code stands first and is set apart by a bracket, colon or dash."""
    leading = re.match(r"^[(\[]?([a-z0-9]+)\s*[:)\]\-]", cell, re.IGNORECASE)
    return lookup.leading.get(leading[1].upper()) if leading and cell[1:2] != ")" else None


def _found(raw: str, code_set: CodeSet) -> Reading[str]:
    if code_set.name == "legal_status" and raw in _SHORT_BREAKS:
        return Reading(raw, "query", "short breaks do not belong among children in care")
    if code_set.name == "reason_ceased_looked_after" and raw == "X1":
        return Reading(raw, "query", "an episode that gives way to another does not end a period of care")
    retired = next((code.retired for code in code_set.codes if code.raw == raw), False)
    return Reading(raw, "note", "a code since retired, read as it stands") if retired else Reading(raw)


def _group_or_nothing(cell: str, codes: str) -> Reading[str]:
    groups = _lookup(codes).groups
    key = letters_and_digits(cell)
    if groups.get(key):
        return Reading(groups[key], "note", "the group was given; it holds only one code")
    return Reading(None, "query", GROUP_ONLY if key in groups else UNKNOWN_CODE)

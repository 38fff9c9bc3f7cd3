"""Reading a category cell as a stable code, in whatever spelling it arrives."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from goldenthread.records.annex_a.reading import Reading, error_or_none, is_blank
from goldenthread.records.annex_a.spelling import as_typed, letters_and_digits, tidy, without_letter
from goldenthread.standards.annex_a import Code, CodeSet, standard

_WORDS = re.compile(r"[a-z0-9]+", re.IGNORECASE)
_LEADING = re.compile(
    r"^[(\[]?(?:[a-z]?[.]?[a-z]{0,2}\d[a-z0-9.]*|[a-z])[)\]]?\s*(?:[:\-=]|\s|(?<=[)\]]))\s*", re.I
)
_MOST_LEADING = 3  # `A1: A1 - White - British` has its code twice
_SHORT_BREAKS = ("V3", "V4")  # agreed series of short breaks: not children in care for counting
_ABUSE_WORDS = ("neglect", "physical", "sexual", "emotional")
_FEWEST_LETTERS = 8  # of a cell cut short, for it to be told from another
_FEWEST_OF_A_GROUP = 5
_NEAR = 0.84
_SYSTEM_MESSAGE = "is not mapped"
_PLAIN_YES = ("1", "y", "yes", "1yes", "ayes", "true", "disability", "hasadisability")

UNKNOWN_CODE = "not a value this column takes; left blank"
GROUP_ONLY = "the group was given in place of the code; left blank"
GROUP_READ = "only the group was given: the detail is lost"
SUB_CODE = "a finer code than the list's, read as the code it belongs to"
CUT_SHORT = "cut short, read as the one value that begins so"
WHERE_TOO = "the answer also says where the young person is; only the contact is read"
CONDITION = "a condition in place of yes, read as yes"
NOT_KNOWN = "said not to be known; left blank"
RETIRED = "a code since retired, read as it stands"


@dataclass(frozen=True)
class _Lookup:
    """A code set turned inside out, for finding a code by any of its spellings."""

    spellings: dict[str, str]
    telling: dict[str, str]  # codes that cannot be mistaken for a word, wherever they stand in the cell
    leading: dict[str, str]
    groups: dict[str, tuple[str, str | None]]


@cache
def _lookup(name: str) -> _Lookup:
    code_set = standard().code_sets[name]
    spellings: dict[str, str] = {}
    for spelling, raw in _spellings(code_set):
        spellings.setdefault(letters_and_digits(spelling), raw)
    for words, raw in _words_alone(code_set).items():
        spellings.setdefault(words, raw)
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


def _words_alone(code_set: CodeSet) -> dict[str, str]:
    """What follows the code in a spelling met (`WROM - Gyspy/Roma`), where it follows no other code."""
    claimed: dict[str, set[str]] = defaultdict(set)
    for code in code_set.codes:
        for alias in code.aliases if _is_telling(code.raw) else ():
            words = re.sub(rf"^.*?\b{re.escape(code.raw)}\b", "", tidy(alias))
            claimed[letters_and_digits(words)].add(code.raw)
    return {words: min(raws) for words, raws in claimed.items() if len(raws) == 1 and len(words) > 3}


def _is_telling(raw: str) -> bool:
    has_both = any(c.isdigit() for c in raw) and any(c.isalpha() for c in raw)
    return has_both or (len(raw) == 4 and raw.isalpha() and raw.isupper())


def _groups(code_set: CodeSet) -> dict[str, tuple[str, str | None]]:
    """Group, with its letter and without, to its plain name and its only code (None where it has several)."""
    groups: dict[str, list[Code]] = {}
    for code in code_set.codes:
        groups.setdefault(without_letter(code.group), []).append(code)
    groups.pop("", None)
    return {
        letters_and_digits(name): (name, codes[0].raw if len(codes) == 1 else None)
        for name, codes in groups.items()
    }


def read_code(text: str, *, codes: str) -> Reading[str]:
    """A cell of a column that draws on the code set named; the match is always per column."""
    code_set, cell = standard().code_sets[codes], tidy(text)
    if cell in code_set.not_known:
        return Reading(None, "note", NOT_KNOWN)
    found = _find(cell, code_set, _WAYS) or _by_first_line(text, code_set)
    if found is not None:
        return _found(*found, cell=cell, code_set=code_set)
    if is_blank(cell):
        return error_or_none(cell)
    if code_set.open:
        return Reading(as_typed(text))
    return _short_or_group(cell, code_set)


def as_census_style(cells: list[str], *, codes: str) -> Mapping[str, str]:
    """Cell to code where every cell of a column is a census-style code (`A1`); none where any is not.

    One cell alone proves nothing: the same codes mean other things in other local lists.
    """
    codes_of = {
        code.census_style: code.raw for code in standard().code_sets[codes].codes if code.census_style
    }
    filled = [cell for cell in cells if not is_blank(tidy(cell))]
    if not codes_of or not all(tidy(cell).upper() in codes_of for cell in filled):
        return {}
    return {cell: codes_of[tidy(cell).upper()] for cell in filled}


Way = Callable[[str, CodeSet], str | None]
Found = tuple[str, str | None]  # the raw code, and what there is to say about how it was found


def _find(cell: str, code_set: CodeSet, ways: tuple[tuple[Way, str | None], ...]) -> Found | None:
    for way, remark in ways:
        raw = way(cell, code_set)
        if raw is not None:
            return raw, remark
    return None


def _by_spelling(cell: str, code_set: CodeSet) -> str | None:
    spellings = _lookup(code_set.name).spellings
    return spellings.get(letters_and_digits(cell)) or spellings.get(letters_and_digits(without_letter(cell)))


def _by_token(cell: str, code_set: CodeSet) -> str | None:
    """A telling code anywhere in the cell: the first word, or the only one there is."""
    telling = _lookup(code_set.name).telling
    found = [telling[word.upper()] for word in _WORDS.findall(cell) if word.upper() in telling]
    if not found:
        return None
    starts_it = cell.upper().startswith(found[0])
    return found[0] if starts_it or len(set(found)) == 1 else None


def _by_sub_code(cell: str, code_set: CodeSet) -> str | None:
    """A council's own sub-code (`N3SB`, `6SOCUNAC`) or a finer national one, rolled up to its code."""
    telling = _lookup(code_set.name).telling
    if code_set.sub_code_pattern is not None and re.match(code_set.sub_code_pattern, cell):
        return telling.get(cell[:2])
    if code_set.local_code_pattern and (local := re.match(code_set.local_code_pattern, cell)):
        return telling.get(code_set.local_code_prefix + local[1])
    found = {code_set.sub_codes[word] for word in _WORDS.findall(cell.upper()) if word in code_set.sub_codes}
    return found.pop() if len(found) == 1 else None


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


def _by_words(cell: str, code_set: CodeSet) -> str | None:
    """`7 - Police`: local numbering drifts, so the words after it are trusted before the number."""
    spellings = _lookup(code_set.name).spellings
    words = cell
    for _ in range(_MOST_LEADING):
        leading = _LEADING.match(words)
        if leading is None:
            return None
        words = words[leading.end() :]
        if len(words) > 1 and letters_and_digits(words) in spellings:
            return spellings[letters_and_digits(words)]
    return None


def _by_leading_code(cell: str, code_set: CodeSet) -> str | None:
    """`(S) No fixed above`: the code stands first and is set apart by a bracket, colon or dash."""
    leading = re.match(r"^[(\[]?([a-z0-9]+)\s*[:)\]\-]", cell, re.IGNORECASE)
    if leading is None or cell[1:2] == ")":
        return None
    return _lookup(code_set.name).leading.get(leading[1].upper())


def _by_answer(cell: str, code_set: CodeSet) -> str | None:
    """`03 - Yes, gone abroad`: older answers fold where the young person is into whether there is contact."""
    answer = re.match(r"^(?:\d+\s*[-:.]?\s*)?(yes|no),", cell, re.IGNORECASE)
    return answer[1].upper() if answer and code_set.name == "in_touch" else None


def _by_start(cell: str, code_set: CodeSet) -> str | None:
    """A value a system cut short, where only one begins so."""
    letters = letters_and_digits(cell)
    if len(letters) < _FEWEST_LETTERS:
        return None
    spellings = _lookup(code_set.name).spellings
    met = {raw for spelling, raw in spellings.items() if spelling.startswith(letters)}
    return met.pop() if len(met) == 1 else None


_WAYS: tuple[tuple[Way, str | None], ...] = (
    (_by_spelling, None),
    (_by_token, None),
    (_by_sub_code, SUB_CODE),
    (_by_flags, None),
    (_by_words, None),
    (_by_leading_code, None),
    (_by_answer, WHERE_TOO),
)


def _by_first_line(text: str, code_set: CodeSet) -> Found | None:
    """A passage pasted from the guidance: its first line names the value."""
    first, several, _ = text.strip().partition("\n")
    return _find(tidy(first), code_set, _WAYS) if several else None


def _found(raw: str, remark: str | None, *, cell: str, code_set: CodeSet) -> Reading[str]:
    if code_set.name == "legal_status" and raw in _SHORT_BREAKS:
        return Reading(raw, "query", "short breaks do not belong among children in care")
    if code_set.name == "reason_ceased_looked_after" and raw == "X1":
        return Reading(raw, "query", "an episode that gives way to another does not end a period of care")
    if code_set.name == "disability" and raw == "Y" and letters_and_digits(cell) not in _PLAIN_YES:
        return Reading(raw, "note", CONDITION)
    if remark is None and any(code.retired for code in code_set.codes if code.raw == raw):
        remark = RETIRED
    return Reading(raw, "note", remark) if remark else Reading(raw)


def _short_or_group(cell: str, code_set: CodeSet) -> Reading[str]:
    name, only = _group(cell, code_set)
    if only is not None:
        return Reading(only, "note", "the group was given; it holds only one code")
    if name and code_set.groups_read:
        return Reading(name, "note", GROUP_READ)
    if name:
        return Reading(None, "query", GROUP_ONLY)
    cut_short = _by_start(cell, code_set)
    return Reading(cut_short, "note", CUT_SHORT) if cut_short else Reading(None, "query", UNKNOWN_CODE)


def _group(cell: str, code_set: CodeSet) -> tuple[str, str | None]:
    """The group a cell names, in full or by its first words, and its only code where it has but one."""
    groups = _lookup(code_set.name).groups
    key = letters_and_digits(without_letter(cell))
    for spelt in (letters_and_digits(cell), key):
        if spelt in groups:
            return groups[spelt]
    begun = [group for name, group in groups.items() if name.startswith(key)]
    is_told = code_set.groups_read and len(begun) == 1 and len(key) >= _FEWEST_OF_A_GROUP
    return begun[0] if is_told else ("", None)


def near(cell: str, *, codes: str) -> str | None:
    """The printed value of the set that a cell nobody could read comes nearest to, to be offered."""
    if _SYSTEM_MESSAGE in cell:
        return None
    code_set = standard().code_sets[codes]
    spellings = _lookup(codes).spellings
    letters = letters_and_digits(without_letter(tidy(cell)))[:60]
    closest = difflib.get_close_matches(letters, [key for key in spellings if len(key) > 3], 1, _NEAR)
    return code_set.printed[spellings[closest[0]]] if closest else None

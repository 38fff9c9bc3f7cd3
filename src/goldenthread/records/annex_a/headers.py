"""Knowing a list by its headers: where the header row is, which list it is, which column is which.

Exact headers and known spellings come first. Patterns come last, and only where a single column fits: a
loose pattern for one header is easily met by another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache

from goldenthread.records.annex_a.sheets import RawSheet
from goldenthread.records.annex_a.spelling import letters_and_digits, tidy
from goldenthread.standards.annex_a import Column, ListStandard, standard

_ROWS_LOOKED_AT = 25
_FEWEST_HEADERS = 3
_FEWEST_LETTERS = 8
_SLIP = 0.92


@dataclass(frozen=True)
class Recognised:
    """A sheet known for one of the lists. `columns` is column name to its place in the sheet."""

    number: int
    header_row: int
    columns: dict[str, int]
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    repeated: tuple[str, ...]
    by_pattern: tuple[str, ...]
    misspelt: tuple[str, ...] = ()
    by_place: bool = False


@dataclass(frozen=True)
class _Headers:
    """A row of headers: place in the sheet to text as typed, and to its letters and digits."""

    typed: dict[int, str]
    keys: dict[int, str]


@cache
def _known(number: int) -> dict[str, str]:
    """Every spelling of a list's headers, as letters and digits, to the column it means."""
    known: dict[str, str] = {}
    for column in standard().lists[number].columns:
        for spelling in (column.header, column.template_header, *column.aliases):
            known.setdefault(letters_and_digits(spelling), column.name)
    return known


@cache
def _telling() -> dict[str, int]:
    """The headers that only one list has, and which list that is."""
    owners: dict[str, set[int]] = {}
    for number in standard().lists:
        for key in _known(number):
            owners.setdefault(key, set()).add(number)
    return {key: min(numbers) for key, numbers in owners.items() if len(numbers) == 1}


@cache
def _any_header() -> frozenset[str]:
    return frozenset(key for number in standard().lists for key in _known(number))


def recognise(sheet: RawSheet) -> Recognised | None:
    """Which list a sheet is, or nothing where its headers are none of ours."""
    found = _header_row(sheet)
    if found is None:
        return None
    header_row, headers = found
    number = _which_list(headers, sheet.name)
    return None if number is None else _match(number, header_row=header_row, headers=headers)


def _header_row(sheet: RawSheet) -> tuple[int, _Headers] | None:
    """The first row most of which is headers we know; failing that, the row that holds the most of them."""
    best: tuple[int, _Headers] | None = None
    most = _FEWEST_HEADERS - 1
    for position, cells in enumerate(sheet.cells.head(_ROWS_LOOKED_AT).iter_rows()):
        row = _headers(cells)
        known = len(_any_header() & set(row.keys.values()))
        if known > most:
            best, most = (position, row), known
        if known >= _FEWEST_HEADERS and known * 2 >= len(row.keys):
            return position, row
    return best


def _headers(row: tuple[str | None, ...]) -> _Headers:
    typed = {place: tidy(cell) for place, cell in enumerate(row) if cell is not None and tidy(cell)}
    return _Headers(typed=typed, keys={place: letters_and_digits(cell) for place, cell in typed.items()})


def _which_list(headers: _Headers, sheet_name: str) -> int | None:
    """The list most of whose own headers are here; a sheet's name decides only between lists left level."""
    present = set(headers.keys.values())
    votes = Counter(number for key, number in _telling().items() if key in present)
    if not votes:
        return _by_name(sheet_name)
    most = max(votes.values())
    level = [number for number, count in votes.items() if count == most]
    named = _by_name(sheet_name)
    return named if named in level else min(level, key=lambda number: -_share(number, present))


def _share(number: int, present: set[str]) -> float:
    """How much of a list's own headers are present, of 1."""
    known = _known(number)
    matched = {name for key, name in known.items() if key in present}
    return len(matched) / len(set(known.values()))


def _by_name(sheet_name: str) -> int | None:
    """The list a sheet's name means: the whole number counts, for `List 1` is inside `List 11`."""
    numbered = re.search(r"list[ _-]*(\d+)(?!\d)", sheet_name, re.IGNORECASE)
    if numbered and int(numbered[1]) in standard().lists:
        return int(numbered[1])
    key = letters_and_digits(sheet_name)
    named = [
        item.number for item in standard().lists.values() if key in map(letters_and_digits, item.sheet_names)
    ]
    return named[0] if named else None


def recognise_by_place(sheet: RawSheet, number: int) -> Recognised | None:
    """A sheet with headers of ours that tell no list from another, taken for the list its place means."""
    found = _header_row(sheet)
    if found is None:
        return None
    return replace(_match(number, header_row=found[0], headers=found[1]), by_place=True)


def has_headers(sheet: RawSheet) -> bool:
    """Whether the sheet has a row of headers we know at all."""
    return _header_row(sheet) is not None


def _match(number: int, *, header_row: int, headers: _Headers) -> Recognised:
    wanted = standard().lists[number]
    columns: dict[str, int] = {}
    repeated: list[str] = []
    for place, key in headers.keys.items():
        name = _known(number).get(key)
        if name is not None and name in columns:
            repeated.append(headers.typed[place])
        elif name is not None:
            columns[name] = place
    known_places = {place for place, key in headers.keys.items() if key in _known(number)}
    left = {place: text for place, text in headers.typed.items() if place not in known_places}
    misspelt = [name for name, place in columns.items() if _is_misspelt(headers.keys[place])]
    patterned = dict(_by_pattern(wanted, columns=columns, left=left))
    columns |= patterned
    left = {place: text for place, text in left.items() if place not in patterned.values()}
    mistaken = dict(_by_near_spelling(wanted, columns=columns, left=left))
    columns |= mistaken
    return Recognised(
        number=number,
        header_row=header_row,
        columns=columns,
        missing=tuple(column.name for column in wanted.columns if column.name not in columns),
        extra=tuple(text for place, text in left.items() if place not in mistaken.values()),
        repeated=tuple(repeated),
        by_pattern=tuple(patterned),
        misspelt=(*misspelt, *mistaken),
    )


def _is_misspelt(key: str) -> bool:
    return any(word in key for word in standard().misspelt_words)


def _by_near_spelling(
    wanted: ListStandard, *, columns: dict[str, int], left: dict[int, str]
) -> Iterator[tuple[str, int]]:
    """Columns still wanted that exactly one header left over is a slip of the pen away from."""
    unmatched = [column for column in wanted.columns if column.name not in columns]
    for column in unmatched:
        places = [place for place, text in left.items() if _is_slip(column.header, text)]
        rivals = [
            other for other in unmatched if len(places) == 1 and _is_slip(other.header, left[places[0]])
        ]
        if len(places) == 1 and len(rivals) == 1:
            yield column.name, places[0]


def _is_slip(header: str, typed: str) -> bool:
    """Whether the two are one header but for a letter or two. `Stage 1` and `Stage 2` never are."""
    one, other = letters_and_digits(header), letters_and_digits(typed)
    if abs(len(one) - len(other)) > 2 or len(one) < _FEWEST_LETTERS or _digits(one) != _digits(other):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SLIP


def _digits(key: str) -> str:
    return "".join(filter(str.isdigit, key))


def _by_pattern(
    wanted: ListStandard, *, columns: dict[str, int], left: dict[int, str]
) -> Iterator[tuple[str, int]]:
    """Columns still wanted that exactly one header left over fits, when it fits no other column wanted."""
    unmatched = [column for column in wanted.columns if column.pattern and column.name not in columns]
    for column in unmatched:
        places = [place for place, text in left.items() if _fits(column, text)]
        rivals = [other for other in unmatched if len(places) == 1 and _fits(other, left[places[0]])]
        if len(places) == 1 and len(rivals) == 1:
            yield column.name, places[0]


def _fits(column: Column, header: str) -> bool:
    return column.pattern is not None and re.search(column.pattern, header) is not None

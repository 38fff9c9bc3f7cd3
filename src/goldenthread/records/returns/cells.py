"""A return's cells of text as typed columns: each different spelling is read once, by the collection year."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import polars as pl

from goldenthread.records.annex_a.reading import Kind, Reading, error_or_none, is_blank
from goldenthread.records.annex_a.spelling import as_typed, letters_and_digits, tidy
from goldenthread.records.annex_a.typing import identifier
from goldenthread.records.annex_a.values import (
    read_date,
    read_integer,
    read_postcode,
    read_text,
    read_urn,
)
from goldenthread.standards.returns import ReturnCode, ReturnColumn

UNKNOWN_CODE = "not a code this column takes; left blank"
OTHER_YEAR = "a code of other collection years, read as it stands"
NOT_A_FLAG = "neither yes nor no; left blank"
NOT_A_UPN = "not a pupil number; left blank"
BAD_FIRST_LETTER = "a pupil number that begins with a letter none begins with; read as it stands"
REASON_IN_PLACE = "a reason in place of a pupil number; read as the reason"
NOT_A_WORKER = "a social worker's number begins SW or XX; read as it stands"
TOO_MUCH = "beyond the range of this column; left blank"
CUT_OFF_AT = "longer than a return allows; read as it stands"

_PUPIL = re.compile(r"[A-Z]\d{11}(\d|[A-Z])")
_NO_PUPIL = re.compile(r"UN[1-7]")
_YES, _NO = frozenset({"1", "y", "yes", "true"}), frozenset({"0", "n", "no", "false"})
_POLARS = {"date": pl.Date, "integer": pl.Int64}
Read = Callable[[str], Reading[Any]]
Readings = Mapping[str, Reading[Any]]


def kind_of(column: ReturnColumn) -> type[pl.DataType]:
    return _POLARS.get(column.kind, pl.String)


def readings(
    cells: pl.Series, column: ReturnColumn, *, codes: Mapping[str, ReturnCode] | None, year: int | None
) -> Readings:
    """What each different cell of a column is read as; none for identifiers, which are read in bulk."""
    if column.kind == "id":
        return {}
    read = _reader(column, codes=codes, year=year)
    return {cell: read(cell) for cell in cells.drop_nulls().unique().to_list()}


def values(column: ReturnColumn, read: Readings) -> pl.Expr:
    """The column as read."""
    if column.kind == "id":
        return identifier(column.name)
    if not read:
        return pl.lit(None, kind_of(column)).alias(column.name)
    found = [reading.value for reading in read.values()]
    return pl.col(column.name).replace_strict(list(read), found, default=None, return_dtype=kind_of(column))


def remarks(read: Readings) -> dict[tuple[Kind, str], list[str]]:
    """The cells each remark is about."""
    said: dict[tuple[Kind, str], list[str]] = {}
    for cell, reading in read.items():
        if reading.kind is not None and reading.message is not None:
            said.setdefault((reading.kind, reading.message), []).append(cell)
    return said


def _reader(column: ReturnColumn, *, codes: Mapping[str, ReturnCode] | None, year: int | None) -> Read:
    if codes is not None and column.kind == "code":
        return partial(read_code, codes=codes, year=year)
    if column.kind == "integer":
        return partial(_integer, column=column)
    return _READERS[column.kind]


def read_code(text: str, *, codes: Mapping[str, ReturnCode], year: int | None) -> Reading[str]:
    """A code, or its whole label. One of other collection years is read and queried."""
    cell = tidy(text)
    found = codes.get(cell.upper()) or codes.get(cell) or _by_label(cell, codes)
    if found is None:
        return error_or_none(cell) if is_blank(cell) else Reading(None, "query", UNKNOWN_CODE)
    if found.is_of(year):
        return Reading(found.means)
    return Reading(found.means, "query", OTHER_YEAR)


def _by_label(cell: str, codes: Mapping[str, ReturnCode]) -> ReturnCode | None:
    """The one code whose label this is, alone or after the code (`WBRI - White British`)."""
    plain = letters_and_digits(cell)
    found = [
        one
        for one in codes.values()
        if plain and plain in (letters_and_digits(one.label), letters_and_digits(one.code + one.label))
    ]
    return found[0] if len(found) == 1 else None


def read_flag(text: str) -> Reading[str]:
    """Y or N, from 1 and 0, true and false, yes and no."""
    cell = tidy(text).casefold()
    if cell in _YES:
        return Reading("Y")
    if cell in _NO:
        return Reading("N")
    return error_or_none(cell) if is_blank(cell) else Reading(None, "query", NOT_A_FLAG)


def read_pupil_number(text: str) -> Reading[str]:
    """A pupil number in capitals, or the reason there is none (UN1 to UN7)."""
    cell = tidy(text).upper().replace(" ", "")
    if _NO_PUPIL.fullmatch(cell):
        return Reading(cell, "note", REASON_IN_PLACE)
    if not _PUPIL.fullmatch(cell):
        return error_or_none(cell) if is_blank(cell) else Reading(None, "query", NOT_A_UPN)
    return Reading(cell, "query", BAD_FIRST_LETTER) if cell[0] in "IOS" else Reading(cell)


def _worker(text: str) -> Reading[str]:
    cell = as_typed(text)
    if is_blank(cell):
        return error_or_none(cell)
    known = cell.upper().startswith(("SW", "XX"))
    return Reading(cell) if known else Reading(cell, "query", NOT_A_WORKER)


def _integer(text: str, *, column: ReturnColumn) -> Reading[int]:
    read = read_integer(text, minimum=column.least)
    if read.value is not None and column.most is not None and read.value > column.most:
        return Reading(None, "query", TOO_MUCH)
    return read


def _partial_date(text: str) -> Reading[str]:
    """A date whose day or month may be unknown: kept as it was typed."""
    cell = as_typed(text)
    return error_or_none(cell) if is_blank(cell) else Reading(cell)


_READERS: Mapping[str, Read] = {
    "date": read_date,
    "partial_date": _partial_date,
    "flag": read_flag,
    "upn": read_pupil_number,
    "postcode": read_postcode,
    "urn": read_urn,
    "worker": _worker,
    "text": read_text,
}

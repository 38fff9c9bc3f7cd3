"""Text cells to typed columns. Each different spelling is read once; a column of dates has few of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl

from goldenthread.records.annex_a.codes import UNKNOWN_CODE, as_census_style, near, read_code
from goldenthread.records.annex_a.lists import schema
from goldenthread.records.annex_a.notes import row_notes
from goldenthread.records.annex_a.reading import Reading, blank_markers
from goldenthread.records.annex_a.spelling import is_broken, tidy
from goldenthread.records.annex_a.values import (
    read_age,
    read_date,
    read_integer,
    read_postcode,
    read_text,
    read_urn,
)
from goldenthread.standards.annex_a import Column, ListStandard, standard

ROW = "__row"  # the sheet's row number, carried beside the cells
URN = "placement_urn"
CENSUS_STYLE = (
    "codes of another scheme (A1 to E5), used in the whole column; A4 and A5 mean the reverse in places"
)
REPAIRED = "broken on the way (â€™ for an apostrophe), and repaired"
_OFFERED = 200  # different unreadable cells of a column for which a near value is looked for
Read = Callable[[str], Reading[Any]]


@dataclass(frozen=True)
class TypedRows:
    """A list's rows as read (with ROW), the remarks, and the cells remarked on as they were typed."""

    rows: pl.DataFrame
    notes: pl.DataFrame
    queried_cells: pl.DataFrame


def typed(cells: pl.DataFrame, number: int) -> TypedRows:
    """Rows of text (ROW and the list's columns by name) as typed rows."""
    wanted = standard().lists[number]
    readings = _readings(cells, wanted)
    kinds = schema(number)
    values = [
        _values(column, readings=readings.get(column.name, {}), kind=kinds[column.name])
        for column in wanted.columns
    ]
    notes, queried = [], []
    for name, read in readings.items():
        for rows, kind, text in _remarks(cells, name=name, readings=read):
            notes.append(row_notes(rows, kind=kind, message=text, column=wanted.column(name).header))
            queried.append(_queried(cells, rows=rows, name=name))
    rows_read = cells.select(pl.col(ROW).cast(pl.Int64), *values)
    return TypedRows(
        rows=rows_read.with_columns(_unborn(cells, wanted)),
        notes=_stacked(notes),
        queried_cells=_stacked(queried),
    )


def _unborn(cells: pl.DataFrame, wanted: ListStandard) -> list[pl.Expr]:
    """Unborn said in words where sex or "seen" is asked for, and no age given: the age of the unborn, -1."""
    said_in = [name for name in ("gender", "child_seen") if name in wanted.column_names]
    if "age" not in wanted.column_names or not said_in:
        return []
    says_so = cells.select(
        pl.any_horizontal(pl.col(said_in).str.strip_chars().str.to_lowercase() == "unborn").fill_null(False)
    ).to_series()
    if not says_so.any():
        return []
    return [
        pl.when(pl.col("age").is_null() & says_so).then(pl.lit(-1, pl.Int64)).otherwise("age").alias("age")
    ]


def _stacked(frames: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(frames) if frames else pl.DataFrame()


def _queried(cells: pl.DataFrame, *, rows: pl.Series, name: str) -> pl.DataFrame:
    found = cells.filter(pl.col(ROW).is_in(rows.implode()))
    return found.select(row=pl.col(ROW).cast(pl.Int64), column=pl.lit(name), cell=pl.col(name))


Readings = dict[str, Reading[Any]]
Remark = tuple[pl.Series, Any, str]  # rows, kind, message


def _readings(cells: pl.DataFrame, wanted: ListStandard) -> dict[str, Readings]:
    """What each different cell of each column is read as; identifiers are too many, and read in bulk."""
    read_once = [column for column in wanted.columns if column.kind != "id" or column.name == URN]
    different = [pl.col(column.name).drop_nulls().unique().implode() for column in read_once]
    once = cells.select(different).row(0, named=True)
    return {column.name: _read_each(once[column.name], column) for column in read_once}


def _read_each(cells: list[str], column: Column) -> Readings:
    read = _reader(column)
    readings = {cell: _noted_if_broken(cell, read(cell)) for cell in cells}
    if column.codes is None:
        return readings
    of_scheme = as_census_style(cells, codes=column.codes) if cells else {}
    if of_scheme:
        return readings | {cell: Reading(raw, "note", CENSUS_STYLE) for cell, raw in of_scheme.items()}
    return readings | dict(_offers(readings, column.codes))


def _noted_if_broken(cell: str, reading: Reading[Any]) -> Reading[Any]:
    is_worth_saying = reading.kind is None and reading.value is not None and is_broken(cell)
    return Reading(reading.value, "note", REPAIRED) if is_worth_saying else reading


def _offers(readings: Readings, codes: str) -> Iterator[tuple[str, Reading[Any]]]:
    """For cells nobody could read, the value they come nearest to: offered, not taken."""
    unread = [cell for cell, reading in readings.items() if reading.message == UNKNOWN_CODE]
    for cell in unread[:_OFFERED]:
        if (offered := near(cell, codes=codes)) is not None:
            yield cell, Reading(None, "query", f"{UNKNOWN_CODE}. Near to {tidy(offered)}: is that meant?")


def _values(column: Column, *, readings: Readings, kind: type[pl.DataType]) -> pl.Expr:
    if column.kind == "id" and column.name != URN:
        return identifier(column.name)
    if not readings:
        return pl.lit(None, kind).alias(column.name)
    values = [reading.value for reading in readings.values()]
    return pl.col(column.name).replace_strict(list(readings), values, default=None, return_dtype=kind)


def _remarks(cells: pl.DataFrame, *, name: str, readings: Readings) -> list[Remark]:
    """The rows each remark is about."""
    spellings: dict[tuple[Any, str], list[str]] = {}
    for cell, reading in readings.items():
        if reading.kind is not None and reading.message is not None:
            spellings.setdefault((reading.kind, reading.message), []).append(cell)
    return [
        (cells.filter(pl.col(name).is_in(met))[ROW], kind, message)
        for (kind, message), met in spellings.items()
    ]


def _reader(column: Column) -> Read:
    if column.kind == "date":
        return read_date
    if column.kind == "integer":
        return read_age if column.minimum == -1 else partial(read_integer, minimum=column.minimum)
    if column.name == URN:
        return read_urn
    if column.kind == "postcode":
        return read_postcode
    if column.codes is not None:
        return partial(read_code, codes=column.codes)
    return read_text


def identifier(name: str) -> pl.Expr:
    """An identifier as typed: a number cell's `.0` goes, leading zeros stay."""
    tidied = pl.col(name).str.replace_all("\u00a0", " ", literal=True).str.strip_chars()
    without_point = tidied.str.replace(r"^(\d+)\.0$", "$1")
    whole = pl.when(tidied.str.ends_with(".0")).then(without_point).otherwise(tidied)
    is_nothing = whole.str.to_lowercase().is_in(sorted(blank_markers()))
    return pl.when(~is_nothing).then(whole).alias(name)

"""Text cells to typed columns. Each different spelling is read once; a column of dates has few of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl

from goldenthread.records.annex_a.codes import read_code
from goldenthread.records.annex_a.lists import schema
from goldenthread.records.annex_a.notes import row_notes
from goldenthread.records.annex_a.reading import Reading, blank_markers
from goldenthread.records.annex_a.values import (
    read_age,
    read_date,
    read_integer,
    read_postcode,
    read_text,
)
from goldenthread.standards.annex_a import Column, ListStandard, standard

ROW = "__row"  # the sheet's row number, carried beside the cells
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
    return TypedRows(
        rows=cells.select(pl.col(ROW).cast(pl.Int64), *values),
        notes=_stacked(notes),
        queried_cells=_stacked(queried),
    )


def _stacked(frames: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(frames) if frames else pl.DataFrame()


def _queried(cells: pl.DataFrame, *, rows: pl.Series, name: str) -> pl.DataFrame:
    found = cells.filter(pl.col(ROW).is_in(rows.implode()))
    return found.select(row=pl.col(ROW).cast(pl.Int64), column=pl.lit(name), cell=pl.col(name))


Readings = dict[str, Reading[Any]]
Remark = tuple[pl.Series, Any, str]  # rows, kind, message


def _readings(cells: pl.DataFrame, wanted: ListStandard) -> dict[str, Readings]:
    """What each different cell of each column is read as; identifiers are too many, and read in bulk."""
    read_once = [column for column in wanted.columns if column.kind != "id"]
    different = [pl.col(column.name).drop_nulls().unique().implode() for column in read_once]
    once = cells.select(different).row(0, named=True)
    return {column.name: _read_each(once[column.name], _reader(column)) for column in read_once}


def _read_each(cells: list[str], read: Read) -> Readings:
    return {cell: read(cell) for cell in cells}


def _values(column: Column, *, readings: Readings, kind: type[pl.DataType]) -> pl.Expr:
    if column.kind == "id":
        return _identifier(column.name)
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
    if column.kind == "postcode":
        return read_postcode
    if column.codes is not None:
        return partial(read_code, codes=column.codes)
    return read_text


def _identifier(name: str) -> pl.Expr:
    """An identifier as typed: a number cell's `.0` goes, leading zeros stay."""
    tidied = pl.col(name).str.replace_all("\u00a0", " ", literal=True).str.strip_chars()
    without_point = tidied.str.replace(r"^(\d+)\.0$", "$1")
    whole = pl.when(tidied.str.ends_with(".0")).then(without_point).otherwise(tidied)
    is_nothing = whole.str.to_lowercase().is_in(sorted(blank_markers()))
    return pl.when(~is_nothing).then(whole).alias(name)

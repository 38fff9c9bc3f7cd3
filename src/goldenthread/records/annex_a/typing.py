"""Text cells to typed columns. Each different spelling is read once; a column of dates has few of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl

from goldenthread.records.annex_a.codes import UNKNOWN_CODE, as_census_style, near, read_code
from goldenthread.records.annex_a.lists import schema
from goldenthread.records.annex_a.notes import noted
from goldenthread.records.annex_a.reading import Reading, blank_markers
from goldenthread.records.annex_a.spelling import is_broken, tidy
from goldenthread.records.annex_a.values import (
    PLAIN_DAY,
    YEARS,
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
Readings = dict[str, Reading[Any]]
_SAID: dict[str, type[pl.DataType]] = {"cell": pl.String, "kind": pl.String, "message": pl.String}
_REMARKED: dict[str, type[pl.DataType]] = {"row": pl.Int64, "column": pl.String, **_SAID}


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
    values = [value for reading in readings for value in reading.values]
    identifiers = [identifier(column.name) for column in wanted.columns if _is_identifier(column)]
    rows = cells.select(pl.col(ROW).cast(pl.Int64), *values, *identifiers)
    remarked = _remarked(cells, readings, wanted)
    return TypedRows(
        rows=rows.select(ROW, *wanted.column_names).with_columns(_unborn(cells, wanted)),
        notes=_notes(remarked, wanted),
        queried_cells=remarked.select("row", "column", "cell"),
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


@dataclass(frozen=True)
class _Read:
    """Columns that were read in one go: their values, and what each different cell that was looked at alone
    was read as."""

    columns: tuple[str, ...]
    each: Readings
    values: tuple[pl.Expr | pl.Series, ...]

    def said(self) -> dict[str, pl.DataFrame]:
        """`cell`, `kind` and `message` of the cells there is something to say of, by column."""
        remarks = [
            (cell, reading.kind, reading.message)
            for cell, reading in self.each.items()
            if reading.kind is not None and reading.message is not None
        ]
        if not remarks:
            return {}
        return dict.fromkeys(self.columns, pl.DataFrame(remarks, schema=_SAID, orient="row"))


def _is_identifier(column: Column) -> bool:
    """Whether a column's cells are too many and too different to be read one by one."""
    return column.kind == "id" and column.name != URN


def _readings(cells: pl.DataFrame, wanted: ListStandard) -> list[_Read]:
    """What each different cell is read as: days over all the columns of days, others column by column."""
    kinds = schema(wanted.number)
    days = tuple(column.name for column in wanted.columns if column.kind == "date")
    others = [column for column in wanted.columns if column.kind != "date" and not _is_identifier(column)]
    different = [pl.col(column.name).drop_nulls().unique().implode() for column in others]
    once = cells.select(different).row(0, named=True)
    read = {column.name: _read_each(once[column.name], column) for column in others}
    return [
        _read_days(cells, days),
        *(_Read((name,), each, (_values(name, each, kinds[name]),)) for name, each in read.items()),
    ]


def _values(name: str, readings: Readings, kind: type[pl.DataType]) -> pl.Expr:
    if not readings:
        return pl.lit(None, kind).alias(name)
    values = [reading.value for reading in readings.values()]
    return pl.col(name).replace_strict(list(readings), values, default=None, return_dtype=kind)


def _read_days(cells: pl.DataFrame, names: tuple[str, ...]) -> _Read:
    """The columns of days, one under another. A day as the reader of workbooks gives it is read at once with
    all like it, any other alone."""
    under = pl.concat([cells[name].rename("cell") for name in names])
    day = pl.when(pl.col("cell").str.contains(PLAIN_DAY)).then(pl.col("cell").str.head(10))
    met = under.drop_nulls().unique().to_frame()
    different = met.with_columns(value=day.str.to_date("%Y-%m-%d", strict=False))
    is_plain = pl.col("value").dt.year().is_between(*YEARS).fill_null(False)
    each = {cell: _noted_if_broken(cell, read_date(cell)) for cell in different.filter(~is_plain)["cell"]}
    alone = pl.DataFrame(
        {"cell": list(each), "value": [reading.value for reading in each.values()]}, schema=different.schema
    )
    read = pl.concat([different.filter(is_plain), alone])
    days = under.replace_strict(read["cell"], read["value"], default=None, return_dtype=pl.Date)
    values = (days.slice(place * cells.height, cells.height).alias(name) for place, name in enumerate(names))
    return _Read(names, each, tuple(values))


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


def _remarked(cells: pl.DataFrame, readings: list[_Read], wanted: ListStandard) -> pl.DataFrame:
    """`row`, `column`, `cell`, `kind` and `message` of every cell there is something to say of, in the order
    of the list's columns."""
    said = {name: remarks for reading in readings for name, remarks in reading.said().items()}
    found = [_where(cells, name, said[name]) for name in wanted.column_names if name in said]
    return pl.concat([pl.DataFrame(schema=_REMARKED), *found])


def _where(cells: pl.DataFrame, name: str, said: pl.DataFrame) -> pl.DataFrame:
    """The rows of a column whose cells are among those."""
    column = cells.select(pl.col(ROW).cast(pl.Int64).alias("row"), pl.lit(name).alias("column"), cell=name)
    return column.join(said, on="cell", maintain_order="left")


def _notes(remarked: pl.DataFrame, wanted: ListStandard) -> pl.DataFrame:
    headers = {column.name: column.header for column in wanted.columns}
    return noted(remarked.with_columns(pl.col("column").replace_strict(headers, return_dtype=pl.String)))


def _reader(column: Column) -> Read:
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

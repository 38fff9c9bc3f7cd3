"""One table of a return, from cells of text: typed rows, and everything there is to say about them.

Rows are set aside for want of an identifier or of what they are nothing without, as stray rows (a total or
a remark under the table) and as exact duplicates. Rows read = rows loaded + rows set aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import polars as pl

from goldenthread.records.annex_a.reading import Kind
from goldenthread.records.annex_a.typing import ROW
from goldenthread.records.returns import cells as reading
from goldenthread.records.store import NOTE_SCHEMA, Counts
from goldenthread.standards.returns import ReturnStandard, ReturnTable

NO_IDENTIFIER = "no usable identifier"
NOTHING_WITHOUT = "no usable {column}, without which the row says nothing"
STRAY_ROW = "a stray row: only one cell is filled"
DUPLICATE = "an exact duplicate of an earlier row"
BEFORE = "{later} is before {earlier}"
OTHER_YEARS = "not a table of this collection year; read as it stands"

SET_ASIDE_SCHEMA: dict[str, type[pl.DataType]] = {
    "sheet": pl.String,
    "row": pl.Int64,
    "reason": pl.String,
    "cells": pl.String,
}
QUERIED_SCHEMA: dict[str, type[pl.DataType]] = {
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "cell": pl.String,
}


@dataclass(frozen=True)
class TableRead:
    """A table read. `rows` are typed, with ROW (and whatever else came beside the columns, unchanged)."""

    wanted: ReturnTable
    file: str
    sheet: str
    rows: pl.DataFrame
    counts: Counts
    set_aside: pl.DataFrame
    notes: pl.DataFrame
    queried_cells: pl.DataFrame

    def noting(self, *notes: pl.DataFrame) -> TableRead:
        """The same, with more said of it."""
        return replace(self, notes=pl.concat([self.notes, *notes]))

    def without(self, rows: pl.Series, *, reason: str) -> TableRead:
        """The same with some rows set aside too: rows that only another table shows to be of no use."""
        gone = self.rows.filter(pl.col(ROW).is_in(rows.implode()))
        if gone.is_empty():
            return self
        whole = gone.with_columns(pl.col(self.wanted.column_names).cast(pl.String))
        reasons = pl.Series("reason", [reason] * gone.height)
        counts = Counts(
            self.counts.rows_read,
            self.counts.rows_loaded - gone.height,
            self.counts.rows_set_aside + gone.height,
        )
        return replace(
            self.noting(self.said(gone[ROW], kind="set aside", message=reason)),
            rows=self.rows.filter(~pl.col(ROW).is_in(rows.implode())),
            counts=counts,
            set_aside=pl.concat([self.set_aside, _set_aside(whole, reasons, self.wanted, sheet=self.sheet)]),
        )

    def said(self, rows: pl.Series, *, kind: Kind, message: str, column: str | None = None) -> pl.DataFrame:
        """A remark about rows of this table."""
        return _notes(self.file, self.sheet, rows, kind=kind, message=message, column=column)


def read_table(  # what a table is, where it stands, and how it is read
    cells: pl.DataFrame,
    wanted: ReturnTable,
    *,
    standard: ReturnStandard,
    year: int | None,
    file: str,
    sheet: str,
    is_listed: bool = True,
) -> TableRead:
    """A table's cells of text (with ROW, and the columns by name) as typed rows. `is_listed`: it is a list of
    rows, in which a repeated row or one with a single cell is no row; XML has neither."""
    read = {
        column.name: reading.readings(
            cells[column.name],
            column,
            codes=standard.code_sets[column.codes] if column.codes else None,
            year=year,
        )
        for column in wanted.columns
    }
    others = [name for name in cells.columns if name not in wanted.column_names]
    rows = cells.select(*others, *(reading.values(column, read[column.name]) for column in wanted.columns))
    reasons = _reasons(cells, rows, wanted, is_listed=is_listed)
    aside = cells.filter(reasons.is_not_null())
    loaded = rows.filter(reasons.is_null())
    marked = [*_remarked(cells.filter(reasons.is_null()), read, wanted, file=file, sheet=sheet)]
    notes = [said for said, _ in marked] + [*_aside_notes(aside, reasons, file=file, sheet=sheet)]
    return TableRead(
        wanted=wanted,
        file=file,
        sheet=sheet,
        rows=loaded,
        counts=Counts(cells.height, loaded.height, aside.height),
        set_aside=_set_aside(aside, reasons.drop_nulls(), wanted, sheet=sheet),
        notes=pl.concat([pl.DataFrame(schema=NOTE_SCHEMA), *notes]),
        queried_cells=pl.concat([pl.DataFrame(schema=QUERIED_SCHEMA), *(cell for _, cell in marked)]),
    )


def sheet_note(
    *, file: str, sheet: str | None, kind: Kind, message: str, column: str | None = None
) -> pl.DataFrame:
    """One remark about a whole sheet, a column of it, or (without a sheet) the file."""
    return _notes(file, sheet, pl.Series([None], dtype=pl.Int64), kind=kind, message=message, column=column)


def out_of_order(read: TableRead, pairs: Iterable[tuple[str, str]]) -> Iterator[pl.DataFrame]:
    """Queries about rows whose later date comes before the earlier one."""
    for earlier, later in pairs:
        wrong = read.rows.filter(pl.col(later) < pl.col(earlier))[ROW]
        if len(wrong):
            message = BEFORE.format(later=later, earlier=earlier)
            yield read.said(wrong, kind="query", message=message, column=later)


def _notes(  # a note's own six columns
    file: str,
    sheet: str | None,
    rows: pl.Series,
    *,
    kind: Kind,
    message: str,
    column: str | None = None,
) -> pl.DataFrame:
    return pl.DataFrame({"row": rows.cast(pl.Int64)}).select(
        pl.lit(file, pl.String).alias("file"),
        pl.lit(sheet, pl.String).alias("sheet"),
        "row",
        pl.lit(column, pl.String).alias("column"),
        pl.lit(kind, pl.String).alias("kind"),
        pl.lit(message, pl.String).alias("message"),
    )


def _reasons(cells: pl.DataFrame, rows: pl.DataFrame, wanted: ReturnTable, *, is_listed: bool) -> pl.Series:
    """Why each row is set aside; null where it is not."""
    columns = pl.col(wanted.column_names)
    only_one = cells.select(pl.sum_horizontal(columns.is_not_null()) == 1).to_series()
    again = ~cells.select(pl.struct(columns).is_first_distinct()).to_series()
    never = pl.repeat(False, cells.height, eager=True)
    frame = pl.DataFrame(
        {
            "stray": only_one if is_listed and len(wanted.columns) > 1 else never,
            "no_id": rows[wanted.id].is_null() if wanted.id else never,
            "nothing": rows[wanted.date].is_null() if wanted.date else never,
            "again": again if is_listed else never,
        }
    )
    return frame.select(
        pl.when("stray")
        .then(pl.lit(STRAY_ROW))
        .when("no_id")
        .then(pl.lit(NO_IDENTIFIER))
        .when("nothing")
        .then(pl.lit(NOTHING_WITHOUT.format(column=wanted.date)))
        .when("again")
        .then(pl.lit(DUPLICATE))
        .alias("reason")
    ).to_series()


def _remarked(
    cells: pl.DataFrame,
    read: dict[str, reading.Readings],
    wanted: ReturnTable,
    *,
    file: str,
    sheet: str,
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Each remark on cells of the rows that are loaded, and those cells as they came."""
    for name in wanted.column_names:
        for (kind, message), met in reading.remarks(read[name]).items():
            about = cells.filter(pl.col(name).is_in(met))
            if about.height:
                yield (
                    _notes(file, sheet, about[ROW], kind=kind, message=message, column=name),
                    about.select(
                        sheet=pl.lit(sheet),
                        row=pl.col(ROW).cast(pl.Int64),
                        column=pl.lit(name),
                        cell=pl.col(name),
                    ),
                )


def _aside_notes(aside: pl.DataFrame, reasons: pl.Series, *, file: str, sheet: str) -> Iterator[pl.DataFrame]:
    why = aside.select(ROW).with_columns(reasons.drop_nulls())
    for (reason,), rows in why.group_by("reason", maintain_order=True):
        yield _notes(file, sheet, rows[ROW], kind="set aside", message=str(reason))


def _set_aside(aside: pl.DataFrame, reasons: pl.Series, wanted: ReturnTable, *, sheet: str) -> pl.DataFrame:
    if aside.is_empty():
        return pl.DataFrame(schema=SET_ASIDE_SCHEMA)
    return aside.with_columns(reasons).select(
        sheet=pl.lit(sheet),
        row=pl.col(ROW).cast(pl.Int64),
        reason="reason",
        cells=pl.struct(wanted.column_names).struct.json_encode(),
    )

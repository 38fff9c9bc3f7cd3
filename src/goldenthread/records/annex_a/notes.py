"""What there is to say about a workbook: remarks with their place, and never a child's details."""

from __future__ import annotations

import polars as pl

from goldenthread.records.annex_a.reading import Kind

NOTE_SCHEMA: dict[str, type[pl.DataType]] = {
    "file": pl.String,
    "sheet": pl.String,
    "list": pl.Int64,  # null where the remark is about no one list
    "row": pl.Int64,  # the sheet's own row number, from 1; null where it is about the whole sheet
    "column": pl.String,  # the header as the form prints it; null where it is about the whole row
    "kind": pl.String,  # set aside, query or note
    "message": pl.String,
}


def no_notes() -> pl.DataFrame:
    return pl.DataFrame(schema=NOTE_SCHEMA)


def sheet_note(
    *, file: str, sheet: str | None, number: int | None, kind: Kind, message: str, column: str | None = None
) -> pl.DataFrame:
    """One remark about a whole sheet, or one column of it."""
    note = {
        "file": file,
        "sheet": sheet,
        "list": number,
        "row": None,
        "column": column,
        "kind": kind,
        "message": message,
    }
    return pl.DataFrame([note], schema=NOTE_SCHEMA)


def row_notes(rows: pl.Series, *, kind: Kind, message: str, column: str | None = None) -> pl.DataFrame:
    """The same remark about each of the rows given; file, sheet and list are put in with `placed`."""
    return pl.DataFrame({"row": rows.cast(pl.Int64)}).select(
        pl.lit(None, pl.String).alias("file"),
        pl.lit(None, pl.String).alias("sheet"),
        pl.lit(None, pl.Int64).alias("list"),
        "row",
        pl.lit(column, pl.String).alias("column"),
        pl.lit(kind, pl.String).alias("kind"),
        pl.lit(message, pl.String).alias("message"),
    )


def noted(remarks: pl.DataFrame) -> pl.DataFrame:
    """Remarks (`row`, `column`, `kind`, `message`) as notes; their places are put in with `placed`."""
    nowhere = {
        "file": pl.lit(None, pl.String),
        "sheet": pl.lit(None, pl.String),
        "list": pl.lit(None, pl.Int64),
    }
    return remarks.with_columns(**nowhere).select(*NOTE_SCHEMA)


def placed(notes: pl.DataFrame, *, file: str, sheet: str, number: int) -> pl.DataFrame:
    """The notes with where they belong."""
    return notes.with_columns(
        file=pl.lit(file, pl.String), sheet=pl.lit(sheet, pl.String), list=pl.lit(number, pl.Int64)
    )

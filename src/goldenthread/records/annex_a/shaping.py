"""Small steps shared by the two directions between lists and records."""

from __future__ import annotations

import polars as pl

from goldenthread.records.annex_a.lists import schema as list_schema
from goldenthread.records.tables import schema as table_schema


def fitted(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """The frame with exactly a table's fields, in order; a field it lacks is null."""
    return _fitted(frame, table_schema(table))


def fitted_list(frame: pl.DataFrame, number: int) -> pl.DataFrame:
    """The frame with exactly a list's columns, in order; a column it lacks is null."""
    return _fitted(frame, list_schema(number))


def _fitted(frame: pl.DataFrame, schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    return frame.select(
        pl.col(name).cast(kind) if name in frame.columns else pl.lit(None, kind).alias(name)
        for name, kind in schema.items()
    )


def place_among(child: str, day: str) -> pl.Expr:
    """1 for a child's first row of that day, 2 for the next: what tells same-day events apart."""
    return pl.int_range(1, pl.len() + 1).over(child, day).alias("_n")


def key(child: str, table: str, *, day: str | None = None, n: str | None = None) -> pl.Expr:
    """A key made only of what the row is: child, table, date, place among the day's rows."""
    parts = [pl.col(child), pl.lit(table)]
    if day is not None:
        parts.append(pl.col(day).cast(pl.String).fill_null(""))
    if n is not None:
        parts.append(pl.col(n).cast(pl.String))
    return pl.concat_str(parts, separator="|")


def inverse(flag: str) -> pl.Expr:
    """Y for N and N for Y; unknown and blank stay as they are."""
    return pl.col(flag).replace({"Y": "N", "N": "Y"})


def latest_of_each(frame: pl.DataFrame, by: list[str], *order: str) -> pl.DataFrame:
    """The last row of each group when sorted by the columns given, an open (null) one counting as latest."""
    return frame.sort(*order, nulls_last=True, maintain_order=True).unique(
        by, keep="last", maintain_order=True
    )

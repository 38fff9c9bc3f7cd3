"""Reading an indicator off drawn records: its figures as tuples, its children as words."""

from __future__ import annotations

from typing import Any

import polars as pl

from drawn import frame
from goldenthread.clocks.engine import all_clocks
from goldenthread.clocks.rows import ROW_SCHEMA
from goldenthread.indicators import compute
from goldenthread.records.tables import Records

NO_CLOCKS = pl.DataFrame(schema=ROW_SCHEMA)


def clock_rows(drawn: str) -> pl.DataFrame:
    """Clock rows as drawn; what is not drawn is null, days late nought."""
    return frame(drawn, ROW_SCHEMA).with_columns(pl.col("days_late").fill_null(0))


def figure(records: Records, id: str, *, clocks: pl.DataFrame | None = None) -> tuple[Any, Any, Any]:
    """Numerator, denominator and value of the default figure."""
    rows = compute.figures(records, all_clocks(records) if clocks is None else clocks, ids=[id])
    assert rows.height == 1
    return rows.select("numerator", "denominator", "value").row(0)


def series(records: Records, id: str, *, period: str, clocks: pl.DataFrame | None = None) -> dict[str, Any]:
    """Period end to value."""
    rows = compute.figures(
        records, all_clocks(records) if clocks is None else clocks, ids=[id], period=period
    )
    return {str(end): value for end, value in rows.select("period_end", "value").iter_rows()}


def counted(records: Records, id: str, *, clocks: pl.DataFrame | None = None) -> dict[str, bool]:
    """Each child behind the default figure, and whether counted in the numerator."""
    rows = compute.children(records, all_clocks(records) if clocks is None else clocks, id=id)
    assert rows["child_id"].is_unique().all(), "one row per child is expected here"
    return dict(rows.select("child_id", "in_numerator").iter_rows())


def only_counted(records: Records, id: str, *, clocks: pl.DataFrame | None = None) -> set[str]:
    """The children of a count."""
    return set(counted(records, id, clocks=clocks))

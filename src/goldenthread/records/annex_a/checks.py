"""What is odd about a list's rows. Nothing here removes a row: each breach is a query, and the row stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from goldenthread.records.annex_a.notes import no_notes, row_notes
from goldenthread.records.annex_a.typing import ROW
from goldenthread.standards.annex_a import DateOrder, ListStandard, standard
from goldenthread.standards.calendar import add_months

_TERM_DAYS = 280  # 40 weeks: an event about an unborn child may come this long before the birth


def queries(rows: pl.DataFrame, number: int, *, as_at: date | None) -> pl.DataFrame:
    """Every query about the rows of a list (typed, with ROW), as notes without their place."""
    wanted = standard().lists[number]
    found = [*_date_orders(rows, wanted), *_repeats(rows, wanted), *_birth_dates(rows, wanted)]
    if as_at is not None:
        found += list(_windows(rows, wanted=wanted, as_at=as_at))
    return pl.concat([no_notes(), *found])


def _date_orders(rows: pl.DataFrame, wanted: ListStandard) -> Iterator[pl.DataFrame]:
    for order in wanted.date_order:
        broken = rows.filter(_breach(order))[ROW]
        earlier, later = wanted.column(order.earlier).header, wanted.column(order.later).header
        yield row_notes(broken, kind="query", message=f"comes before {earlier}", column=later)


def _breach(order: DateOrder) -> pl.Expr:
    earlier, later = pl.col(order.earlier), pl.col(order.later)
    if order.rule == "<":
        return later <= earlier
    allowed = _TERM_DAYS if order.rule == "allow_before_birth" else 0
    return later < earlier - pl.duration(days=allowed)


def _repeats(rows: pl.DataFrame, wanted: ListStandard) -> Iterator[pl.DataFrame]:
    """Rows that share what should tell them apart; in lists 6 to 9 the latest is the one to use."""
    key = list(wanted.natural_key)
    shared = rows.filter(pl.struct(key).is_duplicated())
    if shared.is_empty():
        return
    if wanted.one_row_per_child:
        shared = shared.sort(wanted.key_date or ROW, ROW, descending=True, nulls_last=True)
        message = "another row of this child is later, and is the one used"
    else:
        message = "another row has the same child, date and kind"
    later_rows = shared.filter(~pl.struct(key).is_first_distinct())
    yield row_notes(later_rows[ROW].sort(), kind="query", message=message)


def _birth_dates(rows: pl.DataFrame, wanted: ListStandard) -> Iterator[pl.DataFrame]:
    """A date of birth may be blank for an unborn child (age -1, sex not stated), and for nobody else."""
    if "date_of_birth" not in wanted.column_names:
        return
    maybe_unborn = (pl.col("age") == -1) | (pl.col("age").is_null() & (pl.col("gender") == "U"))
    missing = rows.filter(pl.col("date_of_birth").is_null() & maybe_unborn.fill_null(False).not_())[ROW]
    yield row_notes(missing, kind="query", message="no date of birth", column="Date of Birth")


def _windows(rows: pl.DataFrame, *, wanted: ListStandard, as_at: date) -> Iterator[pl.DataFrame]:
    window = wanted.window
    if window.column is None:
        return
    start = add_months(as_at, -window.months)
    header = wanted.column(window.column).header
    future = rows.filter(pl.col(window.column) > as_at)[ROW]
    yield row_notes(future, kind="query", message="later than the date of the workbook", column=header)
    if window.rule == "event_in_window":
        early = rows.filter(pl.col(window.column) < start)[ROW]
        yield row_notes(early, kind="query", message="before the months this list covers", column=header)
    elif window.end_column is not None:
        early = rows.filter(pl.col(window.end_column) < start)[ROW]
        ended = wanted.column(window.end_column).header
        yield row_notes(early, kind="query", message="ended before the months this list covers", column=ended)

"""What is odd about a list's rows. Nothing here removes a row: each breach is a query, and the row stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from goldenthread.records.annex_a.notes import no_notes, row_notes
from goldenthread.records.annex_a.typing import ROW
from goldenthread.standards.annex_a import DateOrder, ListStandard, standard
from goldenthread.standards.calendar import add_months

LATEST_BY: dict[int, tuple[str, ...]] = {
    6: ("cin_closed",),
    7: ("plan_end",),
    8: ("care_end", "legal_status_start", "placement_start"),
    9: ("latest_contact",),
}
"""What tells a child's latest row from the others in the lists that ask for one, after the key date."""

_DATE_AND_REASON = {
    6: (("cin_closed", "closure_reason"),),
    8: (("care_end", "care_end_reason"),),
    10: (("decision_reversed", "reversal_reason"),),
    11: (("left_process", "left_reason"),),
}
_TERM_DAYS = 280  # 40 weeks: an event about an unborn child may come this long before the birth


def queries(rows: pl.DataFrame, number: int, *, as_at: date | None) -> pl.DataFrame:
    """Every query about the rows of a list (typed, with ROW), as notes without their place."""
    wanted = standard().lists[number]
    found = [*_date_orders(rows, wanted), *_repeats(rows, wanted), *_birth_dates(rows, wanted)]
    found += [*_unborn(rows, wanted), *_together(rows, wanted), *_own_provision(rows, wanted)]
    if as_at is not None:
        found += list(_windows(rows, wanted=wanted, as_at=as_at))
        found += list(_births_to_come(rows, wanted=wanted, as_at=as_at))
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
        shared = _latest_first(shared, wanted)
        message = "another row of this child is later, and is the one used"
    else:
        message = "another row has the same child, date and kind"
    later_rows = shared.filter(~pl.struct(key).is_first_distinct())
    yield row_notes(later_rows[ROW].sort(), kind="query", message=message)


def _latest_first(rows: pl.DataFrame, wanted: ListStandard) -> pl.DataFrame:
    """The rows in the order in which they speak for a child: an open spell counts as later than an ended one,
    and of care leavers' rows one without a contact as the earliest."""
    order = [wanted.key_date] if wanted.key_date else []
    is_leaving_care = wanted.key_date is None
    return rows.sort([*order, *LATEST_BY[wanted.number], ROW], nulls_last=not is_leaving_care).reverse()


def _births_to_come(rows: pl.DataFrame, *, wanted: ListStandard, as_at: date) -> Iterator[pl.DataFrame]:
    """A date of birth after the workbook's own date, on a child not said to be unborn."""
    if "date_of_birth" in wanted.column_names:
        to_come = (pl.col("date_of_birth") > as_at) & pl.col("age").ne_missing(-1)
        message = "a date of birth still to come: read as that of an unborn child"
        yield row_notes(rows.filter(to_come)[ROW], kind="note", message=message, column="Date of Birth")


def _unborn(rows: pl.DataFrame, wanted: ListStandard) -> Iterator[pl.DataFrame]:
    """The sex of an unborn child is not stated."""
    if "age" in wanted.column_names:
        sexed = (pl.col("age") == -1) & pl.col("gender").is_in(["M", "F"])
        message = "an unborn child is given a sex"
        yield row_notes(rows.filter(sexed)[ROW], kind="query", message=message, column="Gender")


def _together(rows: pl.DataFrame, wanted: ListStandard) -> Iterator[pl.DataFrame]:
    """An ending has its date and its reason: one without the other leaves it open whether it ended."""
    for day, reason in _DATE_AND_REASON.get(wanted.number, ()):
        undated = rows.filter(pl.col(reason).is_not_null() & pl.col(day).is_null())[ROW]
        message = f"a reason without {wanted.column(day).header}: read as not ended"
        yield row_notes(undated, kind="query", message=message, column=wanted.column(reason).header)


def _own_provision(rows: pl.DataFrame, wanted: ListStandard) -> Iterator[pl.DataFrame]:
    """A council's own provision is expected inside its own boundary (SSDA903 rule 1015)."""
    if "placement_provider" in wanted.column_names:
        outside = (pl.col("placement_provider") == "PR1") & (pl.col("placement_location") == "OUT")
        message = "own provision, and outside the council's boundary"
        header = wanted.column("placement_location").header
        yield row_notes(rows.filter(outside)[ROW], kind="query", message=message, column=header)


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

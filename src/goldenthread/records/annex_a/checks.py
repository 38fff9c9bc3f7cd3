"""What is odd about a list's rows. Nothing here removes a row: each breach is a query, and the row stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from goldenthread.records.annex_a.notes import no_notes, row_notes
from goldenthread.records.annex_a.reading import Kind
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


Check = tuple[pl.Expr, Kind, str, str | None]  # the rows it is about, kind, message, header


def queries(rows: pl.DataFrame, number: int, *, as_at: date | None) -> pl.DataFrame:
    """Every query about the rows of a list (typed, with ROW), as notes without their place."""
    wanted = standard().lists[number]
    checks = [*_date_orders(wanted), *_birth_dates(wanted), *_unborn(wanted), *_together(wanted)]
    checks += _own_provision(wanted)
    if as_at is not None:
        checks += [*_windows(wanted, as_at=as_at), *_births_to_come(wanted, as_at=as_at)]
    return pl.concat([no_notes(), *_found(rows, checks), *_repeats(rows, wanted)])


def _found(rows: pl.DataFrame, checks: list[Check]) -> Iterator[pl.DataFrame]:
    """The notes of the checks that some row meets; all are looked at in one pass."""
    met = rows.select(check.fill_null(False).alias(str(place)) for place, (check, *_) in enumerate(checks))
    for about, (_, kind, message, header) in zip(met.iter_columns(), checks, strict=True):
        if about.any():
            yield row_notes(rows[ROW].filter(about), kind=kind, message=message, column=header)


def _date_orders(wanted: ListStandard) -> Iterator[Check]:
    for order in wanted.date_order:
        earlier, later = wanted.column(order.earlier).header, wanted.column(order.later).header
        yield _breach(order), "query", f"comes before {earlier}", later


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


def _births_to_come(wanted: ListStandard, *, as_at: date) -> Iterator[Check]:
    """A date of birth after the workbook's own date, on a child not said to be unborn."""
    if "date_of_birth" in wanted.column_names:
        to_come = (pl.col("date_of_birth") > as_at) & pl.col("age").ne_missing(-1)
        yield (
            to_come,
            "note",
            "a date of birth still to come: read as that of an unborn child",
            "Date of Birth",
        )


def _unborn(wanted: ListStandard) -> Iterator[Check]:
    """The sex of an unborn child is not stated."""
    if "age" in wanted.column_names:
        sexed = (pl.col("age") == -1) & pl.col("gender").is_in(["M", "F"])
        yield sexed, "query", "an unborn child is given a sex", "Gender"


def _together(wanted: ListStandard) -> Iterator[Check]:
    """An ending has its date and its reason: one without the other leaves it open whether it ended."""
    for day, reason in _DATE_AND_REASON.get(wanted.number, ()):
        undated = pl.col(reason).is_not_null() & pl.col(day).is_null()
        message = f"a reason without {wanted.column(day).header}: read as not ended"
        yield undated, "query", message, wanted.column(reason).header


def _own_provision(wanted: ListStandard) -> Iterator[Check]:
    """A council's own provision is expected inside its own boundary (SSDA903 rule 1015)."""
    if "placement_provider" in wanted.column_names:
        outside = (pl.col("placement_provider") == "PR1") & (pl.col("placement_location") == "OUT")
        header = wanted.column("placement_location").header
        yield outside, "query", "own provision, and outside the council's boundary", header


def _birth_dates(wanted: ListStandard) -> Iterator[Check]:
    """A date of birth may be blank for an unborn child (age -1, sex not stated), and for nobody else."""
    if "date_of_birth" in wanted.column_names:
        maybe_unborn = (pl.col("age") == -1) | (pl.col("age").is_null() & (pl.col("gender") == "U"))
        missing = pl.col("date_of_birth").is_null() & maybe_unborn.fill_null(False).not_()
        yield missing, "query", "no date of birth", "Date of Birth"


def _windows(wanted: ListStandard, *, as_at: date) -> Iterator[Check]:
    window = wanted.window
    if window.column is None:
        return
    start = add_months(as_at, -window.months)
    header = wanted.column(window.column).header
    yield pl.col(window.column) > as_at, "query", "later than the date of the workbook", header
    if window.rule == "event_in_window":
        yield pl.col(window.column) < start, "query", "before the months this list covers", header
    elif window.end_column is not None:
        ended = wanted.column(window.end_column).header
        early = pl.col(window.end_column) < start
        yield early, "query", "ended before the months this list covers", ended

"""The health clocks of a child in care: the first assessment, those after it, and the dental check.

The first assessment is due 20 working days after entering care, in time for the first review; one in the
three
months before does instead (regulation 7). The next is due six months after it where the child was then under
five, else twelve. A child whose date of birth is not held is held to twelve, and the row says that is
assumed.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.care import care_periods
from goldenthread.clocks.duties import (
    FIRST,
    born,
    duties,
    events_within,
    intervals,
    no_duties,
    settled,
    told_whole,
    weakest_history,
)
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import leg
from goldenthread.records.tables import Records
from goldenthread.standards.calendar import add_months_in_bulk

INITIAL, REVIEW, DENTAL = "ts_health_initial", "ts_health_review", "ts_dental"
NEEDS = ("ssd_cla_episodes", "ssd_cla_health")
ASSESSMENT, CHECK = "health_assessment", "dental_check"
STANDS_FOR_MONTHS = 3  # how old an assessment may be on entering care (regulation 7)


def initial_duties(records: Records) -> pl.LazyFrame:
    """One duty per care period. Where only the latest assessment is held, whether an earlier one was in
    time is not: only children with none have a row."""
    history = weakest_history(records, *NEEDS)
    if history == "absent":
        return no_duties()
    limit, start = leg(INITIAL, "every"), pl.col("begun")
    spells = settled(_from_before(records))
    held = events_within(
        spells, _of_kind(records, ASSESSMENT), as_at=records.as_at, on_first_day=True, by="child_id"
    )
    first = held.group_by("spell").agg(done=pl.col("on").min())
    rows = (
        spells.with_columns(begun=pl.col("entered"))
        .join(first, on="spell", how="left")
        .with_columns(
            started=start,
            done=pl.max_horizontal("done", pl.when(pl.col("done").is_not_null()).then(start)),
            due=limit.in_bulk(start),
            rule=pl.lit(f"{limit.words} from entering care, unless assessed in the 3 months before"),
            basis=pl.lit(Basis.KNOWN),
        )
    )
    if history == "latest":
        rows = rows.filter(pl.col("done").is_null() & pl.col("ended").is_null())
    return duties(rows, clock=INITIAL)


def review_duties(records: Records) -> pl.LazyFrame:
    """One duty per interval that an assessment starts."""
    history = weakest_history(records, *NEEDS)
    if history == "absent":
        return no_duties()
    spells = settled(_from_before(records))
    held = events_within(
        spells, _of_kind(records, ASSESSMENT), as_at=records.as_at, on_first_day=True, by="child_id"
    )
    young, older = leg(REVIEW, "under_five"), leg(REVIEW, "five_and_over")
    started = pl.col("started")
    under_five = (started < add_months_in_bulk(pl.col("born"), 60)).fill_null(value=False)
    rows = (
        intervals(spells, held, history=history)
        .filter(pl.col("leg") != FIRST)
        .join(born(records), on="child_id", how="left")
        .with_columns(
            due=pl.when(under_five).then(young.in_bulk(started)).otherwise(older.in_bulk(started)),
            rule=pl.when(under_five)
            .then(pl.lit(f"{young.words} from the assessment before, under five"))
            .otherwise(pl.lit(f"{older.words} from the assessment before, five or over")),
            basis=pl.when(pl.col("born").is_null())
            .then(pl.lit(Basis.ASSUMED))
            .otherwise(pl.lit(Basis.KNOWN)),
        )
    )
    return duties(rows, clock=REVIEW)


def dental_duties(records: Records) -> pl.LazyFrame:
    """One duty per interval between checks; the first is counted from entering care."""
    history = weakest_history(records, *NEEDS)
    if history == "absent":
        return no_duties()
    spells = settled(told_whole(care_periods(records), records, events="ssd_cla_health"))
    checks = _of_kind(records, CHECK)
    held = events_within(spells, checks, as_at=records.as_at, on_first_day=True, by="child_id")
    first, later, started = leg(DENTAL, "first"), leg(DENTAL, "later"), pl.col("started")
    is_first = pl.col("leg") == FIRST
    rows = intervals(spells, held, history=history).with_columns(
        due=pl.when(is_first).then(first.in_bulk(started)).otherwise(later.in_bulk(started)),
        rule=pl.when(is_first)
        .then(pl.lit(f"{first.words} from entering care"))
        .otherwise(pl.lit(f"{later.words} from the check before")),
        basis=pl.lit(Basis.KNOWN),
    )
    return duties(rows, clock=DENTAL)


def _from_before(records: Records) -> pl.LazyFrame:
    """The care periods, reached back to where an assessment before them still stands."""
    periods = told_whole(care_periods(records), records, events="ssd_cla_health")
    return periods.with_columns(
        entered=pl.col("begun"), begun=add_months_in_bulk(pl.col("begun"), -STANDS_FOR_MONTHS)
    )


def _of_kind(records: Records, kind: str) -> pl.LazyFrame:
    """The checks that took place: one offered and refused, or only planned, is none."""
    happened = pl.col("clah_health_check_status").is_null() | (pl.col("clah_health_check_status") == "done")
    return (
        records.table("ssd_cla_health")
        .filter(pl.col("clah_health_check_type") == kind, happened)
        .select(child_id="clah_person_id", on="clah_health_check_date")
        .drop_nulls()
    )

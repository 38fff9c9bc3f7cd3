"""The clock of the strengths and difficulties questionnaire: a score a year for each child in care aged 4 to
16, the first within a year of entering care or of the fourth birthday.

A child whose date of birth is not held is taken as of that age, and the row says that is assumed.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.care import care_periods
from goldenthread.clocks.duties import (
    FIRST,
    as_known_at,
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

CLOCK = "ts_sdq"
NEEDS = ("ssd_cla_episodes", "ssd_sdq_scores")
YOUNGEST, TOO_OLD = 4, 17


def score_duties(records: Records) -> pl.LazyFrame:
    """One duty per interval between scores while the child is in care and of the age asked about."""
    history = weakest_history(records, *NEEDS)
    if history == "absent":
        return no_duties()
    spells = settled(told_whole(_of_age(records), records, events="ssd_sdq_scores"))
    held = events_within(spells, _scores(records), as_at=records.as_at, on_first_day=True, by="child_id")
    first, later, started = leg(CLOCK, "first"), leg(CLOCK, "later"), pl.col("started")
    is_first = pl.col("leg") == FIRST
    rows = intervals(spells, held, history=history).with_columns(
        due=pl.when(is_first).then(first.in_bulk(started)).otherwise(later.in_bulk(started)),
        rule=pl.when(is_first)
        .then(pl.concat_str(pl.lit(f"{first.words} from "), "from_what"))
        .otherwise(pl.lit(f"{later.words} from the score before")),
        basis=pl.when(pl.col("born").is_null()).then(pl.lit(Basis.ASSUMED)).otherwise(pl.lit(Basis.KNOWN)),
    )
    return duties(rows, clock=CLOCK)


def _of_age(records: Records) -> pl.LazyFrame:
    """The part of each care period in which the child is of the age; none where only a year is stated of any
    of the child's scores, as the day the next is due cannot then be told."""
    four, too_old = (add_months_in_bulk(pl.col("born"), years * 12) for years in (YOUNGEST, TOO_OLD))
    grew = (four > pl.col("begun")).fill_null(value=False)
    return (
        care_periods(records)
        .join(_stated_for_a_year(records), on="child_id", how="anti")
        .join(born(records), on="child_id", how="left")
        .with_columns(
            begun=pl.max_horizontal("begun", four),
            ended=pl.min_horizontal("ended", as_known_at(too_old, records.as_at)),
            from_what=pl.when(grew).then(pl.lit("the fourth birthday")).otherwise(pl.lit("entering care")),
        )
        .filter(
            pl.col("begun") <= records.as_at,
            pl.col("ended").is_null() | (pl.col("begun") < pl.col("ended")),
        )
    )


def _scores(records: Records) -> pl.LazyFrame:
    """Scores received: a reason why there is none is none."""
    is_none = pl.col("csdq_sdq_score").is_null() & pl.col("csdq_sdq_reason").is_not_null()
    return (
        records.table("ssd_sdq_scores")
        .filter(~is_none)
        .select(child_id="csdq_person_id", on="csdq_sdq_completed_date")
        .drop_nulls()
    )


def _stated_for_a_year(records: Records) -> pl.LazyFrame:
    return (
        records.table("ssd_sdq_scores")
        .filter(pl.col("csdq_sdq_completed_date").is_null(), pl.col("csdq_sdq_score").is_not_null())
        .select(child_id="csdq_person_id")
        .unique()
    )

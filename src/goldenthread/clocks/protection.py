"""The clocks of a protection plan: its review conferences and its visits.

The first review is due three months after the plan starts, then each six months after the one before. How
often the child is visited is no law: the authority sets it, and the standard in force when an interval
starts governs that interval. An unborn child owes reviews and no visits.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.duties import (
    FIRST,
    as_known_at,
    begun_by,
    duties,
    events_within,
    intervals,
    no_duties,
    settled,
    told_whole,
    weakest_history,
)
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import Dated, leg
from goldenthread.records.tables import Records
from goldenthread.records.visits import attempted_only
from goldenthread.standards.timescales import LocalStandards

REVIEW, VISIT = "ts_cp_review", "ts_cp_visit"
REVIEW_NEEDS = ("ssd_cp_plans", "ssd_cp_reviews")
VISIT_NEEDS = ("ssd_cp_plans", "ssd_cp_visits")


def review_duties(records: Records) -> pl.LazyFrame:
    """One duty per review owed; a review on the day the plan starts is the conference that made it."""
    history = weakest_history(records, *REVIEW_NEEDS)
    if history == "absent":
        return no_duties()
    spells = settled(told_whole(plans(records), records, events="ssd_cp_reviews"))
    reviews = records.table("ssd_cp_reviews").select(about="cppr_cp_plan_id", on="cppr_cp_review_date")
    held = events_within(spells, reviews, as_at=records.as_at, on_first_day=False)
    first, later = leg(REVIEW, "first"), leg(REVIEW, "later")
    is_first, started = pl.col("leg") == FIRST, pl.col("started")
    rows = intervals(spells, held, history=history).with_columns(
        due=pl.when(is_first).then(first.in_bulk(started)).otherwise(later.in_bulk(started)),
        rule=pl.when(is_first)
        .then(pl.lit(f"{first.words} from the start of the plan"))
        .otherwise(pl.lit(f"{later.words} from the review before")),
        basis=pl.lit(Basis.KNOWN),
    )
    return duties(rows, clock=REVIEW)


def visit_duties(records: Records, standards: LocalStandards) -> pl.LazyFrame:
    """One duty per interval between visits at which the child was seen."""
    history = weakest_history(records, *VISIT_NEEDS)
    if history == "absent":
        return no_duties()
    spells = settled(told_whole(of_born_children(plans(records), records), records, events="ssd_cp_visits"))
    held = events_within(spells, _visits(records), as_at=records.as_at, on_first_day=False)
    standard, started = Dated(standards.of(VISIT)), pl.col("started")
    since = pl.when(pl.col("leg") == FIRST).then(pl.col("from_what")).otherwise(pl.lit("the visit before"))
    rows = intervals(spells, held, history=history).with_columns(
        due=standard.in_bulk(started),
        rule=pl.concat_str(standard.words_in_bulk(started), pl.lit(" from "), since, pl.lit(" (local)")),
        basis=pl.lit(Basis.KNOWN),
    )
    return duties(rows, clock=VISIT)


def plans(records: Records) -> pl.LazyFrame:
    """The protection plans begun by the as-at date: `child_id`, `about`, `begun` and `ended`."""
    return (
        records.table("ssd_cp_plans")
        .filter(begun_by(pl.col("cppl_cp_plan_start_date"), records.as_at))
        .select(
            child_id="cppl_person_id",
            about="cppl_cp_plan_id",
            begun="cppl_cp_plan_start_date",
            ended=as_known_at(pl.col("cppl_cp_plan_end_date"), records.as_at),
        )
    )


def of_born_children(made: pl.LazyFrame, records: Records) -> pl.LazyFrame:
    """The plans with the visits' spell: from the birth where the plan was made before it, as `from_what`
    says. A child not yet born owes no visits."""
    born = pl.col("pers_dob")
    expected = pl.col("pers_expected_dob").is_not_null() | (pl.col("pers_stated_unborn") == "Y")
    unborn = pl.when(born.is_null()).then(expected.fill_null(value=False)).otherwise(born > records.as_at)
    people = records.table("ssd_person").select(child_id="pers_person_id", born=born, unborn=unborn)
    made_before_birth = (pl.col("born") > pl.col("begun")).fill_null(value=False)
    return (
        made.join(people.unique("child_id", keep="first", maintain_order=True), on="child_id", how="left")
        .filter(~pl.col("unborn").fill_null(value=False))
        .with_columns(
            begun=pl.when(made_before_birth).then("born").otherwise("begun"),
            from_what=pl.when(made_before_birth)
            .then(pl.lit("the birth"))
            .otherwise(pl.lit("the start of the plan")),
        )
        .drop("born", "unborn")
    )


def _visits(records: Records) -> pl.LazyFrame:
    """Visits that count: an attempt at which the child was not seen does not."""
    return (
        records.table("ssd_cp_visits")
        .filter(~attempted_only("cppv_cp_visit_seen"))
        .select(about="cppv_cp_plan_id", on="cppv_cp_visit_date")
    )

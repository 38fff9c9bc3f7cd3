"""The clocks of a child in need plan: its visits and its reviews. How often is no law: the authority sets
it, and the standard in force when an interval starts governs that interval. An unborn child owes reviews and
no visits.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.assessment import closures
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
from goldenthread.clocks.protection import of_born_children
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import Dated
from goldenthread.clocks.told import basis, rhythm, since, told_history
from goldenthread.records.tables import Records
from goldenthread.records.visits import attempted_only
from goldenthread.standards.timescales import LocalStandards

VISIT = "ts_cin_visit"
VISIT_NEEDS = ("ssd_cin_plans", "ssd_cin_visits")
REVIEW = "ts_cin_review"
REVIEWS = "practice_review_participation"
REVIEW_NEEDS = ("ssd_cin_plans", REVIEWS)


def visit_duties(records: Records, standards: LocalStandards) -> pl.LazyFrame:
    """One duty per interval between visits at which the child was seen.

    The dataset joins a visit to the child, not to the plan: it counts for the plan that ran on its day.
    """
    history = weakest_history(records, *VISIT_NEEDS)
    if history == "absent":
        return no_duties()
    visited = of_born_children(plans(records), records)
    spells = settled(told_whole(visited, records, events="ssd_cin_visits"))
    held = events_within(spells, _visits(records), as_at=records.as_at, on_first_day=False, by="child_id")
    standard, started = Dated(standards.of(VISIT)), pl.col("started")
    since = pl.when(pl.col("leg") == FIRST).then(pl.col("from_what")).otherwise(pl.lit("the visit before"))
    rows = intervals(spells, held, history=history).with_columns(
        due=standard.in_bulk(started),
        rule=pl.concat_str(standard.words_in_bulk(started), pl.lit(" from "), since, pl.lit(" (local)")),
        basis=pl.lit(Basis.KNOWN),
    )
    return duties(rows, clock=VISIT)


def review_duties(records: Records, standards: LocalStandards) -> pl.LazyFrame:
    """One duty per interval between reviews; who took part in one is how it is held that there was one."""
    history = told_history(records, *REVIEW_NEEDS, events=REVIEWS)
    if history == "absent":
        return no_duties()
    standard, started = Dated(standards.of(REVIEW)), pl.col("started")
    spells = told_whole(plans(records), records, events=REVIEWS)
    rows = rhythm(records, spells, _reviews(records), events=REVIEWS, history=history).with_columns(
        due=standard.in_bulk(started),
        rule=pl.concat_str(
            standard.words_in_bulk(started),
            pl.lit(" from "),
            since("the start of the plan", "the review before"),
            pl.lit(" (local)"),
        ),
        basis=basis(),
    )
    return duties(rows, clock=REVIEW)


def plans(records: Records) -> pl.LazyFrame:
    """The plans; one left open ends where its referral's episode does."""
    closed = pl.when(pl.col("closed") >= pl.col("begun")).then(pl.col("closed"))
    return (
        records.table("ssd_cin_plans")
        .filter(begun_by(pl.col("cinp_cin_plan_start_date"), records.as_at))
        .select(
            child_id="cinp_person_id",
            about="cinp_cin_plan_id",
            referral="cinp_referral_id",
            begun="cinp_cin_plan_start_date",
            ended=as_known_at(pl.col("cinp_cin_plan_end_date"), records.as_at),
        )
        .join(closures(records), on=["child_id", "referral"], how="left")
        .with_columns(ended=pl.min_horizontal("ended", closed))
        .drop("closed", "referral")
    )


def _visits(records: Records) -> pl.LazyFrame:
    """Visits that count: an attempt at which the child was not seen does not."""
    return (
        records.table("ssd_cin_visits")
        .filter(~attempted_only("cinv_cin_visit_seen"))
        .select(child_id="cinv_person_id", on="cinv_cin_visit_date")
    )


def _reviews(records: Records) -> pl.LazyFrame:
    return (
        records.table(REVIEWS)
        .filter(pl.col("part_review_kind") == "in_need")
        .select(child_id="part_person_id", on="part_review_date")
        .drop_nulls()
    )

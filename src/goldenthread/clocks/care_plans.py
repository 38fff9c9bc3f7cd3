"""The clocks of a child's care plan, and of the reviewing officer's contact with the child between reviews.

The care plan is due ten working days after the child is first placed (regulation 4), and a plan for
permanence
by the second review. A plan already in force when the clock starts is in time. A source that holds a plan
without the day it began, as Annex A does, cannot say whether it was in time.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.care import REVIEW, care_periods, reviews_held, reviews_owed
from goldenthread.clocks.duties import (
    FIRST,
    as_known_at,
    duties,
    no_duties,
    told_whole,
    weakest_history,
)
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import leg
from goldenthread.records.tables import Records

PLAN, PERMANENCE, OFFICER = "ts_care_plan", "ts_permanence_by_second_review", "ts_iro_contact"
PLAN_NEEDS = ("ssd_cla_episodes", "ssd_cla_care_plan")
PERMANENCE_NEEDS = ("ssd_cla_episodes", "ssd_cla_reviews", "ssd_cla_care_plan")
OFFICER_NEEDS = ("ssd_cla_episodes", "ssd_cla_reviews")


def plan_duties(records: Records) -> pl.LazyFrame:
    """One duty per care period, from the first placement in it."""
    history = weakest_history(records, *PLAN_NEEDS)
    if history == "absent":
        return no_duties()
    limit = leg(PLAN, "every")
    placed = pl.coalesce(pl.max_horizontal("first_placed", "begun"), "begun")
    periods = _judged(records, latest=history == "latest").join(
        _first_placed(records), on="about", how="left"
    )
    rows = _with_plans(periods.with_columns(started=placed), records, of_permanence=False).with_columns(
        due=limit.in_bulk(pl.col("started")),
        rule=pl.lit(f"{limit.words} from the first placement"),
        basis=pl.lit(Basis.KNOWN),
    )
    return duties(rows, clock=PLAN)


def permanence_duties(records: Records) -> pl.LazyFrame:
    """One duty per care period, due on the day of the second review, or when that review is due.

    Where only the latest review is held the reviews before it are not, and the due date is taken from the
    limits of the first two reviews.
    """
    history = weakest_history(records, *PERMANENCE_NEEDS)
    if history == "absent":
        return no_duties()
    periods = _judged(records, latest=history == "latest").with_columns(started=pl.col("begun"))
    first, second = leg(REVIEW, "first"), leg(REVIEW, "second")
    by_limits = second.in_bulk(first.in_bulk(pl.col("started")))
    if history == "complete":
        dated = periods.join(_two_reviews(records), on="about", how="left")
        due = pl.coalesce("second_review", second.in_bulk(pl.col("first_review")), by_limits)
    else:
        dated, due = periods, by_limits
    rows = _with_plans(dated, records, of_permanence=True).with_columns(
        due=due,
        rule=pl.lit("by the second review"),
        basis=pl.lit(Basis.KNOWN if history == "complete" else Basis.ASSUMED),
    )
    return duties(rows, clock=PERMANENCE)


def officer_duties(records: Records) -> pl.LazyFrame:
    """The interval running since each child's latest review: contact is due before the next review is.

    The dataset holds the latest contact alone, so an interval already over cannot be judged.
    """
    if weakest_history(records, *OFFICER_NEEDS) == "absent":
        return no_duties()
    contact = as_known_at(pl.col("clae_cla_last_iro_contact_date"), records.as_at)
    contacts = records.table("ssd_cla_episodes").group_by(about="clae_cla_id").agg(contact=contact.max())
    running = pl.col("done").is_null() & pl.col("ended").is_null() & (pl.col("leg") != FIRST)
    rows = (
        reviews_owed(records)
        .filter(running)
        .join(contacts, on="about", how="left")
        .with_columns(
            done=pl.when(pl.col("contact") > pl.col("started")).then(pl.col("contact")),
            rule=pl.lit("before the next review is due"),
        )
    )
    return duties(rows, clock=OFFICER)


def _judged(records: Records, *, latest: bool) -> pl.LazyFrame:
    """The care periods to judge: from the latest rows alone, only those that run."""
    periods = told_whole(care_periods(records), records, events="ssd_cla_care_plan")
    return periods.filter(pl.col("ended").is_null()) if latest else periods


def _first_placed(records: Records) -> pl.LazyFrame:
    begins = pl.col("clap_cla_placement_start_date")
    return (
        records.table("ssd_cla_placement")
        .filter(begins <= records.as_at)
        .group_by(about="clap_cla_id")
        .agg(first_placed=begins.min())
    )


def _two_reviews(records: Records) -> pl.LazyFrame:
    """The days of the first and the second review of each care period."""
    periods = care_periods(records).select("about", "begun", "ended")
    after = (pl.col("on") >= pl.col("begun")) & (pl.col("on") <= records.as_at)
    return (
        reviews_held(records)
        .join(periods, on="about", how="inner")
        .filter(after, pl.col("ended").is_null() | (pl.col("on") <= pl.col("ended")))
        .unique(["about", "on"])
        .sort("about", "on")
        .group_by("about", maintain_order=True)
        .agg(first_review=pl.col("on").first(), second_review=pl.col("on").slice(1, 1).first())
    )


def _with_plans(periods: pl.LazyFrame, records: Records, *, of_permanence: bool) -> pl.LazyFrame:
    """Adds `done`, the day the first plan of the period was in force, and `undated` where only that there is
    one is held."""
    plans = records.table("ssd_cla_care_plan").select(
        child_id="lacp_person_id",
        since="lacp_cla_care_plan_start_date",
        until="lacp_cla_care_plan_end_date",
        permanence="lacp_permanence_plan",
    )
    if of_permanence:
        plans = plans.filter(pl.col("permanence").is_not_null())
    unknown = pl.col("since").is_null()
    during = (
        (unknown | (pl.col("since") <= records.as_at))
        & (pl.col("until").is_null() | (pl.col("until") > pl.col("started")))
        & (unknown | pl.col("ended").is_null() | (pl.col("since") <= pl.col("ended")))
    )
    found = (
        periods.select("child_id", "about", "started", "ended")
        .join(plans, on="child_id", how="inner")
        .filter(during)
        .group_by("child_id", "about")
        .agg(done=pl.max_horizontal("since", "started").filter(~unknown).min(), held=pl.len())
    )
    return periods.join(found, on=["child_id", "about"], how="left").with_columns(
        undated=pl.col("done").is_null() & pl.col("held").is_not_null()
    )

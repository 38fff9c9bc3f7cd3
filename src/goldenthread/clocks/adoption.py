"""The clocks of a child whose plan is adoption: the decision, the match, the move, then reviews and visits.

The two thresholds of the Department's scorecard are benchmarks, not duties; the latest published ones are
applied throughout. A child has them once it is decided that the child should be placed for adoption. All
lapse when the decision is reversed, an order ends the need for them, or the child leaves care.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.care import care_periods, reviews_held
from goldenthread.clocks.duties import (
    FIRST,
    SECOND,
    as_known_at,
    begun_by,
    duties,
    events_within,
    intervals,
    no_duties,
    settled,
    weakest_history,
)
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import leg
from goldenthread.records.tables import Records
from goldenthread.records.visits import attempted_only

MOVED, MATCHED, DECIDED, MATCHED_6M = "ts_adoption_a1", "ts_adoption_a2", "ts_adoption_panel", "ts_match_6m"
REVIEW, VISIT = "ts_adoption_reviews", "ts_adoption_visits"
NEEDS = ("ssd_permanence",)
MOVED_NEEDS = ("ssd_permanence", "ssd_cla_episodes")
DECIDED_NEEDS = ("ssd_cla_care_plan", "ssd_permanence")
REVIEW_NEEDS = ("ssd_permanence", "ssd_cla_episodes", "ssd_cla_reviews")
VISIT_NEEDS = ("ssd_permanence", "ssd_cla_episodes", "ssd_cla_reviews", "ssd_cla_visits")
ADOPTION_PLAN = "b"


def moved_duties(records: Records) -> pl.LazyFrame:
    """From entering care to moving in with those who will adopt: placed with them as foster carers first, or
    for adoption."""
    if weakest_history(records, *NEEDS) == "absent":
        return no_duties()
    entered = care_periods(records).select("child_id", perm_cla="about", entered_period="begun")
    steps = (
        _steps(records)
        .filter(pl.col("decided") <= records.as_at)
        .join(entered, on=["child_id", "perm_cla"], how="left")
        .with_columns(started=pl.coalesce("entered", "entered_period"))
    )
    return _one_step(steps, records, clock=MOVED, done="moved_in", since="entering care")


def matched_duties(records: Records) -> pl.LazyFrame:
    """From the placement order to the match."""
    if weakest_history(records, *NEEDS) == "absent":
        return no_duties()
    steps = _steps(records).with_columns(started=pl.col("ordered"))
    return _one_step(steps, records, clock=MATCHED, done="matched", since="the placement order")


def matched_in_six_months_duties(records: Records) -> pl.LazyFrame:
    """From the decision that the child should be placed for adoption to the match."""
    if weakest_history(records, *NEEDS) == "absent":
        return no_duties()
    steps = _steps(records).with_columns(started=pl.col("decided"))
    return _one_step(steps, records, clock=MATCHED_6M, done="matched", since="the decision to place")


def decided_duties(records: Records) -> pl.LazyFrame:
    """From the care plan becoming adoption to the agency's decision: one duty per stretch of such plans. It
    lapses when the plan becomes another. A source that gives the present plan alone, without the day it
    began, cannot run this clock."""
    if weakest_history(records, *DECIDED_NEEDS) != "complete":
        return no_duties()
    limit = leg(DECIDED, "every")
    rows = _plans_of_adoption(records).with_columns(
        due=limit.in_bulk(pl.col("started")),
        rule=pl.lit(f"{limit.words} from the plan becoming adoption"),
        basis=pl.lit(Basis.KNOWN),
    )
    return duties(rows, clock=DECIDED)


def review_duties(records: Records) -> pl.LazyFrame:
    """Reviews of the placement: four weeks, three months, then every six. The dataset keeps one list of
    reviews of children in care: one held in the placement is taken as a review of it."""
    history = weakest_history(records, *REVIEW_NEEDS)
    if history == "absent":
        return no_duties()
    spells = settled(_placements(records))
    reviews = reviews_held(records).rename({"about": "period"})
    held = events_within(spells, reviews, as_at=records.as_at, on_first_day=False, by="period")
    first, second, later = (leg(REVIEW, name) for name in ("first", "second", "later"))
    at, started = pl.col("leg"), pl.col("started")
    rows = intervals(spells, held, history=history).with_columns(
        due=pl.when(at == FIRST)
        .then(first.in_bulk(started))
        .when(at == SECOND)
        .then(second.in_bulk(started))
        .otherwise(later.in_bulk(started)),
        rule=pl.when(at == FIRST)
        .then(pl.lit(f"{first.words} from the placement for adoption"))
        .when(at == SECOND)
        .then(pl.lit(f"{second.words} from the first review"))
        .otherwise(pl.lit(f"{later.words} from the review before")),
        basis=pl.lit(Basis.ASSUMED),
    )
    return duties(rows, clock=REVIEW)


def visit_duties(records: Records) -> pl.LazyFrame:
    """Visits within a week of the placement for adoption, then weekly until its first review."""
    history = weakest_history(records, *VISIT_NEEDS)
    if history == "absent":
        return no_duties()
    spells = settled(_until_reviewed(settled(_placements(records)), records).drop("spell"))
    visits = (
        records.table("ssd_cla_visits")
        .filter(~attempted_only("clav_cla_visit_seen"))
        .select(period="clav_cla_id", on="clav_cla_visit_date")
    )
    held = events_within(spells, visits, as_at=records.as_at, on_first_day=True, by="period")
    limit = leg(VISIT, "every")
    since = (
        pl.when(pl.col("leg") == FIRST).then(pl.lit("the placement")).otherwise(pl.lit("the visit before"))
    )
    rows = intervals(spells, held, history=history).with_columns(
        due=limit.in_bulk(pl.col("started")),
        rule=pl.concat_str(pl.lit(f"{limit.words} from "), since, pl.lit(", until the first review")),
        basis=pl.lit(Basis.KNOWN),
    )
    return duties(rows, clock=VISIT)


def _steps(records: Records) -> pl.LazyFrame:
    """Each record of steps, as known by the as-at date; `ended` is the day adoption was given up, or an order
    made."""
    days = {
        "entered": "perm_stated_entered_care_date",
        "decided": "perm_adm_decision_date",
        "ordered": "perm_placement_order_date",
        "matched": "perm_matched_date",
        "placed": "perm_placed_for_adoption_date",
        "fostered": "perm_placed_ffa_cp_date",
        "reversed": "perm_decision_reversed_date",
        "order": "perm_permanence_order_date",
    }
    known = {name: as_known_at(pl.col(day), records.as_at) for name, day in days.items()}
    return (
        records.table("ssd_permanence")
        .select(child_id="perm_person_id", about="perm_table_id", perm_cla="perm_cla_id", **known)
        .with_columns(
            ended=pl.min_horizontal("reversed", "order"), moved_in=pl.min_horizontal("placed", "fostered")
        )
    )


def _one_step(steps: pl.LazyFrame, records: Records, *, clock: str, done: str, since: str) -> pl.LazyFrame:
    """Rows of a clock that runs once. A step dated before the start is out of order and never in time; an end
    before the start ends nothing."""
    limit = leg(clock, "every")
    rows = steps.filter(begun_by(pl.col("started"), records.as_at)).with_columns(
        due=limit.in_bulk(pl.col("started")),
        done=pl.col(done),
        ended=pl.when(pl.col("ended") >= pl.col("started")).then(pl.col("ended")),
        in_order=pl.col(done).is_null() | (pl.col(done) >= pl.col("started")),
        rule=pl.lit(f"{limit.words} from {since}"),
        basis=pl.lit(Basis.KNOWN),
    )
    return duties(rows, clock=clock)


def _plans_of_adoption(records: Records) -> pl.LazyFrame:
    """Where the plan became adoption: `started`, `done`, and `ended` where another plan took its place."""
    since = pl.col("lacp_cla_care_plan_start_date")
    until = as_known_at(pl.col("lacp_cla_care_plan_end_date"), records.as_at)
    plans = (
        records.table("ssd_cla_care_plan")
        .filter(begun_by(since, records.as_at), pl.col("lacp_permanence_plan").is_not_null())
        .sort("lacp_person_id", since, "lacp_table_id")
        .select(
            child_id="lacp_person_id",
            about="lacp_table_id",
            since=since,
            until=until,
            adoption=pl.col("lacp_permanence_plan") == ADOPTION_PLAN,
        )
        .with_columns(stretch=pl.col("adoption").rle_id().over("child_id"))
        .filter("adoption")
        .group_by("child_id", "stretch", maintain_order=True)
        .agg(pl.col("about").first(), started=pl.col("since").first(), ended=pl.col("until").last())
    )
    steps = _steps(records).select("child_id", "decided", "reversed")
    stands = pl.col("reversed").is_null() | (pl.col("reversed") > pl.col("started"))
    decisions = (
        plans.join(steps, on="child_id", how="inner")
        .filter(pl.col("decided").is_not_null(), stands)
        .with_columns(done=pl.max_horizontal("decided", "started"))
        .filter(pl.col("ended").is_null() | (pl.col("done") <= pl.col("ended")))
        .group_by("about")
        .agg(done=pl.col("done").min())
    )
    return plans.join(decisions, on="about", how="left")


def _placements(records: Records) -> pl.LazyFrame:
    """Placements for adoption: `period` is the care period the child was then in."""
    periods = care_periods(records).select("child_id", period="about", entered_on="begun", left="ended")
    placed = pl.col("placed")
    during = (pl.col("entered_on") <= placed) & (pl.col("left").is_null() | (pl.col("left") >= placed))
    return (
        _steps(records)
        .filter(begun_by(placed, records.as_at))
        .join(periods, on="child_id", how="inner")
        .filter(during)
        .sort("about", "entered_on")
        .unique("about", keep="last", maintain_order=True)
        .with_columns(ended=pl.min_horizontal("ended", "left"))
        .filter(pl.col("ended").is_null() | (pl.col("ended") >= placed))
        .select("child_id", "about", "period", "ended", begun=placed)
    )


def _until_reviewed(spells: pl.LazyFrame, records: Records) -> pl.LazyFrame:
    """The placements cut at their first review."""
    reviews = reviews_held(records).rename({"about": "period"})
    held = events_within(spells, reviews, as_at=records.as_at, on_first_day=False, by="period")
    first = held.group_by("spell").agg(reviewed=pl.col("on").min())
    return (
        spells.join(first, on="spell", how="left")
        .with_columns(ended=pl.min_horizontal("ended", "reviewed"))
        .drop("reviewed")
    )

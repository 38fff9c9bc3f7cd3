"""Section 47 enquiries and the initial conferences they lead to."""

from __future__ import annotations

import polars as pl

from goldenthread.indicators.definition import indicator
from goldenthread.indicators.needs import events, population, standing, stated
from goldenthread.indicators.population import CHILDREN_HERE, HOW_A_RATE, RATE_CAUTIONS
from goldenthread.indicators.source import (
    Source,
    banded,
    case,
    months_ago,
    named,
    overdue_at_dates,
    shared,
    stated_before,
)
from goldenthread.standards.calendar import working_days_after_in_bulk

_ENQUIRIES = (events("ssd_s47_enquiry"),)
_BOTH = (events("ssd_s47_enquiry"), events("ssd_initial_cp_conference"))


@shared
def _enquiries(source: Source) -> pl.LazyFrame:
    frame = source.table("ssd_s47_enquiry").select(
        "s47e_s47_completed_by_team",
        "s47e_s47_completed_by_worker_id",
        child_id="s47e_person_id",
        on="s47e_s47_start_date",
        about="s47e_s47_enquiry_id",
        no_conference_needed="s47e_s47_nfa",
        stated="s47e_stated_enquiries_12m",
    )
    begun = frame.filter(pl.col("on").is_not_null())
    return named(source, begun, team="s47e_s47_completed_by_team", worker="s47e_s47_completed_by_worker_id")


@shared
def _conferences(source: Source) -> pl.LazyFrame:
    """Initial conferences held, one for each child each day, without those for children moving in."""
    frame = source.table("ssd_initial_cp_conference").select(
        "icpc_icpc_team",
        "icpc_icpc_worker_id",
        child_id="icpc_person_id",
        on="icpc_icpc_date",
        about="icpc_icpc_id",
        enquiry="icpc_s47_enquiry_id",
        moved_in=(pl.col("icpc_icpc_transfer_in") == "Y").fill_null(False),
        plan_made=(pl.col("icpc_icpc_outcome_cp_flag") == "Y").fill_null(False),
    )
    here = (
        frame.filter(pl.col("on").is_not_null() & ~pl.col("moved_in"))
        .sort("child_id", "on", "plan_made", "about", descending=[False, False, True, False])
        .unique(["child_id", "on"], keep="first", maintain_order=True)
    )
    return named(source, here, team="icpc_icpc_team", worker="icpc_icpc_worker_id")


def _had_their_time(source: Source) -> pl.LazyFrame:
    """Enquiries begun at least 15 working days ago, the time a conference may take."""
    return _enquiries(source).filter(working_days_after_in_bulk(pl.col("on"), pl.lit(source.as_at)) >= 15)


def _first_conference(source: Source) -> pl.LazyFrame:
    held = source.table("ssd_initial_cp_conference").filter(pl.col("icpc_icpc_date").is_not_null())
    return held.group_by(about="icpc_s47_enquiry_id").agg(conference=pl.col("icpc_icpc_date").min())


@indicator(
    basis="events",
    numerator="Section 47 enquiries started in the period",
    why="Each is a worry that a child is suffering, or may suffer, real harm.",
    how="Count enquiries by start date, the strategy discussion that began them.",
    cautions=("A child may rightly have more than one enquiry.",),
    source="Children in need census, table C4",
    needs=_ENQUIRIES,
)
def s47_count(source: Source) -> pl.LazyFrame:
    return case(_enquiries(source))


@indicator(
    basis="events",
    numerator="Of those, enquiries that led to an initial conference",
    denominator="Enquiries started in the period, at least 15 working days ago",
    why="Enquiries that seldom lead to a conference may be used where a lighter touch would do.",
    how="Count enquiries with a conference linked to them, once 15 working days have passed.",
    cautions=(
        "The last 15 working days are left out until they have had their time.",
        "Neither high nor low is good by itself.",
    ),
    source="Derived from the children in need census, table C4",
    needs=_BOTH,
)
def s47_to_icpc_conversion(source: Source) -> pl.LazyFrame:
    linked = _had_their_time(source).join(_first_conference(source), on="about", how="left")
    return case(linked, counted=pl.col("conference").is_not_null())


@indicator(
    basis="events",
    numerator="Of those, enquiries where a conference was judged not needed",
    denominator="Enquiries begun in the period, 15 working days ago or more, with an outcome",
    why="Shows how often an enquiry finds that a child does not need a conference.",
    how="Count enquiries with an outcome by the date they began, which every source holds.",
    cautions=(
        "The last 15 working days are left out: that none is needed is soon said, a conference comes later.",
        "Enquiries still open have no outcome and are not counted.",
    ),
    source="Annex A list 5",
    needs=_BOTH,
)
def s47_no_icpc_needed(source: Source) -> pl.LazyFrame:
    linked = _had_their_time(source).join(_first_conference(source), on="about", how="left")
    not_needed = (pl.col("no_conference_needed") == "Y").fill_null(False)
    concluded = linked.filter(not_needed | pl.col("conference").is_not_null())
    return case(concluded, counted=not_needed)


@indicator(
    basis="events",
    numerator="Of those, enquiries about a child with another in the 12 months up to the day",
    denominator="Section 47 enquiries started in the period",
    why="A second enquiry within a year asks whether the first made the child safer.",
    how=(
        "Look back 12 calendar months from each enquiry. Where the source holds too little history, its own "
        "stated count of earlier enquiries is used, and an enquiry with no stated count is left out."
    ),
    cautions=("Counts enquiries, not children.",),
    source="Annex A list 5",
    needs=(events("ssd_s47_enquiry", months_before=12),),
    instead=(stated("ssd_s47_enquiry"),),
)
def s47_repeat_12m(source: Source) -> pl.LazyFrame:
    previous = pl.col("on").shift(1).over("child_id", order_by=["on", "about"])
    seen_before = (previous >= months_ago(12)).fill_null(False)
    frame = _enquiries(source).with_columns(seen_before=seen_before)
    if source.has_every("ssd_s47_enquiry"):
        return case(frame, counted=pl.col("seen_before"))
    return case(stated_before(frame), counted=pl.col("seen_before"))


@indicator(
    basis="events",
    numerator="Children considered at an initial conference held in the period",
    why="Shows how many children are thought to be at risk enough to bring professionals together.",
    how="Count each child at each conference; two records for one child on one day count once.",
    cautions=(
        "Conferences for children who moved in with a plan are left out; Annex A cannot tell them apart.",
    ),
    source="Children in need census, table C4",
    needs=(events("ssd_initial_cp_conference"),),
)
def icpc_count(source: Source) -> pl.LazyFrame:
    return case(_conferences(source))


@indicator(
    basis="events",
    numerator="Of those, held within 15 working days of the start of the enquiry",
    denominator="Initial conferences held in the period that followed an enquiry",
    why="Until the conference meets, a child thought to be at risk has no agreed plan.",
    how="Read from the conference clock; weekends and bank holidays are not counted.",
    cautions=(
        "A conference dated before its enquiry stays in the total and is never in time.",
        "Read it beside conferences overdue: one not held does not show here.",
    ),
    source="Working Together; children in need census, table C4",
    needs=_BOTH,
)
def icpc_15wd(source: Source) -> pl.LazyFrame:
    conferences = source.clock("ts_icpc_15").filter(pl.col("done").is_not_null())
    in_time = (pl.col("status") == "done") & (pl.col("done") >= pl.col("started"))
    return case(conferences, on="done", counted=in_time)


@indicator(
    basis="stock",
    numerator="Enquiries at the date past 15 working days, with a conference needed and not held",
    why="Each is a child at risk without a plan: it asks for action the same day.",
    how="Read from the conference clock: due before the date, not held, and not judged unnecessary.",
    source="Local measure",
    needs=(standing("ssd_s47_enquiry"), standing("ssd_initial_cp_conference")),
)
def icpc_overdue(source: Source) -> pl.LazyFrame:
    return case(overdue_at_dates(source, "ts_icpc_15"))


@indicator(
    basis="events",
    numerator="Of those, conferences that made a protection plan",
    denominator="Children considered at an initial conference held in the period",
    why="Shows whether the children brought to conference are those who need a plan.",
    how="Count conferences whose outcome was a plan; a blank outcome is not counted as one.",
    cautions=("Very high may mean conferences are held back; very low that too many are called.",),
    source="Derived from the children in need census",
    needs=(events("ssd_initial_cp_conference"),),
)
def icpc_to_plan(source: Source) -> pl.LazyFrame:
    return case(_conferences(source), counted=pl.col("plan_made"))


@indicator(
    basis="events",
    numerator="Section 47 enquiries started in the period, scaled to a whole year",
    denominator=CHILDREN_HERE,
    why="Shows how often a child is thought to be at risk, set against how many children live here.",
    how=f"Enquiries of the period in a year, for every 10,000 children. {HOW_A_RATE}",
    cautions=("Neither high nor low is good by itself.", *RATE_CAUTIONS),
    source="Children in need census, table C4",
    needs=(*_ENQUIRIES, population()),
)
def s47_rate(source: Source) -> pl.LazyFrame:
    return case(_enquiries(source))


@indicator(
    basis="events",
    numerator="Children about whom an enquiry started in the period",
    why="Shows how many children's lives the enquiries touch, however many each had.",
    how="Count each child once in a period, by the start of an enquiry.",
    cautions=("A child with enquiries in two months counts in both, so months do not add up to the year.",),
    source="Children in need census, table C4",
    needs=_ENQUIRIES,
    each_child_once=True,
)
def s47_children(source: Source) -> pl.LazyFrame:
    return case(_enquiries(source))


@indicator(
    basis="events",
    numerator="Children considered at an initial conference in the period, scaled to a whole year",
    denominator=CHILDREN_HERE,
    why="Shows how many children are brought to conference, set against how many live here.",
    how=f"Children at conferences of the period in a year, for every 10,000 children. {HOW_A_RATE}",
    cautions=("Neither high nor low is good by itself.", *RATE_CAUTIONS),
    source="Children in need census, table C4",
    needs=(events("ssd_initial_cp_conference"), population()),
)
def icpc_rate(source: Source) -> pl.LazyFrame:
    return case(_conferences(source))


_DAYS_TO_CONFERENCE = (
    (10, "0 to 10 working days"),
    (15, "11 to 15 working days"),
    (20, "16 to 20 working days"),
)


@indicator(
    basis="events",
    numerator="Of those, conferences held so many working days after the enquiry began",
    denominator="Initial conferences held in the period that followed an enquiry",
    why="Shows whether late conferences are late by a day or by weeks.",
    how="Read from the conference clock: working days from the start of the enquiry, in the census's bands.",
    cautions=(
        "A conference dated before its enquiry has no length and is shown as not recorded.",
        "Read it beside conferences overdue: one not held does not show here.",
    ),
    source="Children in need census, table C4",
    needs=_BOTH,
    parts="time taken",
)
def icpc_duration_bands(source: Source) -> pl.LazyFrame:
    conferences = source.clock("ts_icpc_15").filter(pl.col("done").is_not_null())
    days = working_days_after_in_bulk(pl.col("started"), pl.col("done"))
    in_order = pl.when(pl.col("started") <= pl.col("done")).then(days)
    return case(conferences, on="done", part=banded(in_order, _DAYS_TO_CONFERENCE, "21 working days or more"))

"""Lists 5 and 7 from records: section 47 enquiries with their conferences, and protection plans."""

from __future__ import annotations

import polars as pl

from goldenthread.records.annex_a.view import View, count_before_latest, latest
from goldenthread.records.visits import attempted_only

_EMERGENCY = ("L1", "L2")  # police protection; emergency protection order


def enquiries(view: View) -> pl.DataFrame:
    """List 5: enquiries open now or ended in the window, each with the conference it led to."""
    start, end = "s47e_s47_start_date", "s47e_s47_end_date"
    known = view.table("ssd_s47_enquiry").filter(view.known(start))
    held = known.join(_conferences(view), left_on="s47e_s47_enquiry_id", right_on="_enquiry", how="left")
    in_window = view.open_or_ended(5, start=start, end=end) | (
        pl.col("conference_date") >= view.window_start(5)
    )
    rows = held.filter(in_window).select(
        "conference_date",
        "conference_led_to_plan",
        child_id="s47e_person_id",
        enquiry_start=start,
        conference_unnecessary="s47e_s47_nfa",
        enquiries_12m="s47e_stated_enquiries_12m",
        conferences_12m="s47e_stated_conferences_12m",
        team="s47e_s47_completed_by_team",
        worker="s47e_s47_completed_by_worker_id",
    )
    return view.with_names(_with_counts(view, rows=rows, known=known))


def _conferences(view: View) -> pl.DataFrame:
    """The latest conference of each enquiry: `_enquiry`, `conference_date`, `conference_led_to_plan`."""
    held = view.table("ssd_initial_cp_conference").filter(
        pl.col("icpc_icpc_date") <= view.as_at, pl.col("icpc_s47_enquiry_id").is_not_null()
    )
    return latest(held, "icpc_s47_enquiry_id", "icpc_icpc_date").select(
        _enquiry="icpc_s47_enquiry_id",
        conference_date="icpc_icpc_date",
        conference_led_to_plan="icpc_icpc_outcome_cp_flag",
    )


def _with_counts(view: View, *, rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Enquiries and conferences in the 12 months to the child's latest enquiry, where they can be counted."""
    if view.is_complete("ssd_s47_enquiry"):
        counted = count_before_latest(known, child="s47e_person_id", day="s47e_s47_start_date")
        rows = (
            rows.join(counted, on="child_id", how="left")
            .with_columns(enquiries_12m="_before")
            .drop("_before")
        )
    if view.is_complete("ssd_initial_cp_conference") and view.is_complete("ssd_s47_enquiry"):
        rows = rows.join(_earlier_conferences(view, known), on="child_id", how="left").with_columns(
            conferences_12m=pl.col("_conferences").fill_null(0)
        )
    return rows


def _earlier_conferences(view: View, known: pl.DataFrame) -> pl.DataFrame:
    """Conferences in the 12 months before each child's latest enquiry, the one it led to left out."""
    last = latest(known, "s47e_person_id", "s47e_s47_start_date").select(
        child_id="s47e_person_id", _latest="s47e_s47_enquiry_id", _day="s47e_s47_start_date"
    )
    held = view.table("ssd_initial_cp_conference").join(last, left_on="icpc_person_id", right_on="child_id")
    in_the_year = pl.col("icpc_icpc_date").is_between(
        pl.col("_day").dt.offset_by("-12mo"), pl.col("_day"), closed="right"
    )
    led_to = pl.col("icpc_s47_enquiry_id").eq_missing(pl.col("_latest"))
    return (
        held.filter(in_the_year & ~led_to)
        .group_by(child_id="icpc_person_id")
        .agg(_conferences=pl.len().cast(pl.Int64))
    )


def protection_plans(view: View) -> pl.DataFrame:
    """List 7: each child's most recent plan, if it runs now or ended in the window."""
    start, end = "cppl_cp_plan_start_date", "cppl_cp_plan_end_date"
    known = view.table("ssd_cp_plans").filter(view.known(start))
    shown = known.filter(view.open_or_ended(7, start=start, end=end))
    rows = latest(shown, "cppl_person_id", start, "cppl_cp_plan_id").select(
        _plan="cppl_cp_plan_id",
        child_id="cppl_person_id",
        plan_start=start,
        initial_category="cppl_cp_plan_initial_category",
        latest_category="cppl_cp_plan_latest_category",
        plan_end=view.ended(end),
        emergency_6m="cppl_stated_emergency_6m",
        previous_plans="cppl_stated_previous_plans",
    )
    rows = rows.join(_last_visits(view), on="_plan", how="left").join(
        _last_reviews(view), on="_plan", how="left"
    )
    return view.with_holder(_with_history(view, rows=rows, known=known), until="plan_end")


def _last_visits(view: View) -> pl.DataFrame:
    """The latest visit of each plan; an attempt at which the child was not seen is none."""
    visits = view.table("ssd_cp_visits").filter(
        pl.col("cppv_cp_visit_date") <= view.as_at, ~attempted_only("cppv_cp_visit_seen")
    )
    return latest(visits, "cppv_cp_plan_id", "cppv_cp_visit_date").select(
        _plan="cppv_cp_plan_id", last_visit="cppv_cp_visit_date", seen_alone="cppv_cp_visit_seen_alone"
    )


def _last_reviews(view: View) -> pl.DataFrame:
    reviews = view.table("ssd_cp_reviews").filter(pl.col("cppr_cp_review_date") <= view.as_at)
    return latest(reviews, "cppr_cp_plan_id", "cppr_cp_review_date").select(
        _plan="cppr_cp_plan_id", latest_review="cppr_cp_review_date"
    )


def _with_history(view: View, *, rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Earlier plans and emergency protection: counted where the source allows, else as stated.

    Earlier plans may lie before any history held, so a figure stated on the plan is believed first.
    """
    if view.is_complete("ssd_cp_plans"):
        earlier = known.group_by(child_id="cppl_person_id").agg(_earlier=pl.len().cast(pl.Int64) - 1)
        rows = rows.join(earlier, on="child_id", how="left").with_columns(
            previous_plans=pl.coalesce("previous_plans", "_earlier")
        )
    if view.is_complete("ssd_legal_status"):
        rows = rows.with_columns(
            emergency_6m=pl.when(pl.col("child_id").is_in(_in_emergency(view).implode()))
            .then(pl.lit("Y"))
            .otherwise(pl.lit("N"))
        )
    return rows


def _in_emergency(view: View) -> pl.Series:
    """Children under an emergency order or police powers at some time in the last six months."""
    end = pl.col("lega_legal_status_end_date")
    return view.table("ssd_legal_status").filter(
        pl.col("lega_legal_status").is_in(_EMERGENCY),
        pl.col("lega_legal_status_start_date") <= view.as_at,
        end.is_null() | (end >= view.months_ago(6)),
    )["lega_person_id"]

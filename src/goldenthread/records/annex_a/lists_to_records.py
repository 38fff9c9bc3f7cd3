"""From the eleven lists to the model's tables.

Keys are made of what a row is (child, table, date, place among that day's rows), so the same lists always
give the same keys. Lists 6 to 9 ask for one row a child; where a file has several for one spell, the latest
speaks. What a list only states as a figure is kept in the model's `stated` fields, never turned into events.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from goldenthread.records.annex_a.care_to_records import (
    adopter_tables,
    adoption_tables,
    care_leaver_tables,
    care_tables,
)
from goldenthread.records.annex_a.lists import AnnexA
from goldenthread.records.annex_a.people_to_records import people_tables
from goldenthread.records.annex_a.shaping import fitted, inverse, key, latest_of_each, place_among
from goldenthread.records.coverage import Coverage, History
from goldenthread.records.tables import Records
from goldenthread.standards.annex_a import standard
from goldenthread.standards.calendar import add_months
from goldenthread.standards.safeguarding_dataset import dataset

Tables = dict[str, pl.DataFrame]


def to_records(annex_a: AnnexA, *, as_at: date, authority: str) -> Records:
    """The records the lists hold, as at a date, with what such a source can and cannot say."""
    tables: Tables = {}
    for number, make in _MAKERS.items():
        if number in annex_a.lists:
            tables |= make(annex_a.frame(number))
    if 3 in annex_a.lists or 6 in annex_a.lists:
        tables |= _referral_tables(annex_a)
    tables |= people_tables(annex_a, as_at=as_at)
    return Records(
        as_at=as_at,
        authority=authority,
        frames={name: fitted(frame, name).lazy() for name, frame in tables.items()},
        coverage=coverage(annex_a, as_at=as_at),
    )


_SOURCES: dict[str, tuple[History, tuple[int, ...]]] = {
    "ssd_contacts": ("window", (1,)),
    "ssd_early_help_episodes": ("window", (2,)),
    "ssd_cin_episodes": ("window", (3, 6)),
    "ssd_cin_assessments": ("window", (4,)),
    "ssd_s47_enquiry": ("window", (5,)),
    "ssd_initial_cp_conference": ("window", (5,)),
    "ssd_cp_plans": ("latest", (7,)),
    "ssd_cp_visits": ("latest", (7,)),
    "ssd_cp_reviews": ("latest", (7,)),
    "ssd_cla_episodes": ("latest", (8,)),
    "ssd_cla_placement": ("latest", (8,)),
    "ssd_legal_status": ("latest", (8,)),
    "ssd_cla_reviews": ("latest", (8,)),
    "ssd_cla_visits": ("latest", (8,)),
    "ssd_cla_care_plan": ("latest", (8,)),
    "ssd_cla_health": ("latest", (8,)),
    "ssd_care_leavers": ("current", (9,)),
    "ssd_permanence": ("window", (10,)),
    "adopters": ("window", (11,)),
    "ssd_person": ("current", tuple(range(1, 11))),
    "ssd_disability": ("current", tuple(range(4, 11))),
    "ssd_immigration_status": ("current", (8, 9)),
    "ssd_involvements": ("current", (6, 7, 8, 9)),
    "ssd_professionals": ("current", tuple(range(3, 10))),
    "ssd_department": ("current", tuple(range(3, 10))),
}
"""Each table an Annex A workbook can fill: how much history it then has, and the lists that fill it."""


def coverage(annex_a: AnnexA, *, as_at: date) -> dict[str, Coverage]:
    """What this workbook can say about every table of the model."""
    return {name: _coverage_of(name, annex_a=annex_a, as_at=as_at) for name in dataset().tables}


def _coverage_of(table: str, *, annex_a: AnnexA, as_at: date) -> Coverage:
    history, numbers = _SOURCES.get(table, ("absent", ()))
    if not any(number in annex_a.lists for number in numbers):
        return Coverage(table=table, history="absent", window_start=None, window_end=as_at)
    months = max(standard().lists[number].window.months for number in numbers) or 6
    start = add_months(as_at, -months) if history == "window" else None
    return Coverage(table=table, history=history, window_start=start, window_end=as_at)


def _contact_tables(contacts: pl.DataFrame) -> Tables:
    rows = contacts.with_columns(place_among("child_id", "contact_date"))
    return {
        "ssd_contacts": rows.select(
            cont_contact_id=key("child_id", "contact", day="contact_date", n="_n"),
            cont_person_id="child_id",
            cont_contact_date="contact_date",
            cont_contact_source_code="contact_source",
        )
    }


def _early_help_tables(early_help: pl.DataFrame) -> Tables:
    rows = early_help.with_columns(place_among("child_id", "start_date"))
    return {
        "ssd_early_help_episodes": rows.select(
            earl_episode_id=key("child_id", "early_help", day="start_date", n="_n"),
            earl_person_id="child_id",
            earl_episode_start_date="start_date",
            earl_episode_end_date="completion_date",
            earl_episode_organisation="organisation",
        )
    }


def _referral_tables(annex_a: AnnexA) -> Tables:
    """Lists 3 and 6 speak of the same thing, the referral: they meet on the child and the date."""
    has_needs = 6 in annex_a.lists
    merged = _referrals(annex_a.frame(3)).join(
        _needs(annex_a.frame(6)), on=["child_id", "_date", "_n"], how="full", coalesce=True
    )
    listed = pl.when(pl.col("_listed_in_need")).then(pl.lit("Y")).otherwise(pl.lit("N"))
    return {
        "ssd_cin_episodes": merged.sort("child_id", "_date", "_n").select(
            cine_referral_id=key("child_id", "referral", day="_date", n="_n"),
            cine_person_id="child_id",
            cine_referral_date="_date",
            cine_cin_primary_need_code="primary_need",
            cine_referral_source_code="referral_source",
            cine_referral_nfa="referral_nfa",
            cine_close_date="cin_closed",
            cine_close_reason="closure_reason",
            cine_referral_team="team",
            cine_referral_worker_id="worker",
            cine_stated_referrals_12m="referrals_12m",
            cine_stated_case_status="case_status",
            cine_stated_last_seen="last_seen",
            cine_in_need=listed if has_needs else pl.lit(None, pl.String),
        )
    }


def _referrals(referrals: pl.DataFrame) -> pl.DataFrame:
    """List 3, a referral taken further coming before one with no further action on the same day."""
    taken_further_first = pl.col("referral_nfa").eq_missing(pl.lit("Y"))
    return (
        referrals.sort(taken_further_first, maintain_order=True)
        .rename({"referral_date": "_date"})
        .with_columns(place_among("child_id", "_date"))
        .select(
            "child_id", "_date", "_n", "referral_source", "referral_nfa", "referrals_12m", "team", "worker"
        )
    )


def _needs(needs: pl.DataFrame) -> pl.DataFrame:
    """List 6, one row for each child and start: the open one, else the last closed."""
    once = latest_of_each(needs, ["child_id", "cin_start"], "cin_closed")
    return once.select(
        "child_id",
        "primary_need",
        "cin_closed",
        "closure_reason",
        "case_status",
        "last_seen",
        _date="cin_start",
        _n=pl.lit(1, pl.Int64),
        _listed_in_need=pl.lit(True),
    )


def _assessment_tables(assessments: pl.DataFrame) -> Tables:
    rows = assessments.with_columns(place_among("child_id", "assessment_start"))
    return {
        "ssd_cin_assessments": rows.select(
            cina_assessment_id=key("child_id", "assessment", day="assessment_start", n="_n"),
            cina_person_id="child_id",
            cina_assessment_start_date="assessment_start",
            cina_assessment_child_seen="child_seen",
            cina_assessment_auth_date="assessment_authorised",
            cina_assessment_outcome_nfa=inverse("support_required"),
            cina_assessment_team="team",
            cina_assessment_worker_id="worker",
        )
    }


def _enquiry_tables(enquiries: pl.DataFrame) -> Tables:
    rows = enquiries.with_columns(place_among("child_id", "enquiry_start")).with_columns(
        _enquiry=key("child_id", "enquiry", day="enquiry_start", n="_n"),
        _conference=key("child_id", "conference", day="enquiry_start", n="_n"),
    )
    return {
        "ssd_s47_enquiry": rows.select(
            s47e_s47_enquiry_id="_enquiry",
            s47e_person_id="child_id",
            s47e_s47_start_date="enquiry_start",
            s47e_s47_nfa="conference_unnecessary",
            s47e_s47_completed_by_worker_id="worker",
            s47e_s47_completed_by_team="team",
            s47e_stated_enquiries_12m="enquiries_12m",
            s47e_stated_conferences_12m="conferences_12m",
        ),
        "ssd_initial_cp_conference": rows.filter(pl.col("conference_date").is_not_null()).select(
            icpc_icpc_id="_conference",
            icpc_s47_enquiry_id="_enquiry",
            icpc_person_id="child_id",
            icpc_icpc_date="conference_date",
            icpc_icpc_outcome_cp_flag="conference_led_to_plan",
            icpc_icpc_team="team",
            icpc_icpc_worker_id="worker",
        ),
    }


def _protection_tables(plans: pl.DataFrame) -> Tables:
    once = latest_of_each(plans, ["child_id", "plan_start"], "plan_end").with_columns(
        _plan=key("child_id", "plan", day="plan_start")
    )
    visited = once.filter(pl.col("last_visit").is_not_null())
    reviewed = once.filter(pl.col("latest_review").is_not_null())
    return {
        "ssd_cp_plans": once.select(
            cppl_cp_plan_id="_plan",
            cppl_person_id="child_id",
            cppl_cp_plan_start_date="plan_start",
            cppl_cp_plan_end_date="plan_end",
            cppl_cp_plan_initial_category="initial_category",
            cppl_cp_plan_latest_category="latest_category",
            cppl_stated_previous_plans="previous_plans",
            cppl_stated_emergency_6m="emergency_6m",
        ),
        "ssd_cp_visits": visited.select(
            cppv_cp_visit_id=pl.concat_str(
                "_plan", pl.lit("visit"), pl.col("last_visit").cast(pl.String), separator="|"
            ),
            cppv_person_id="child_id",
            cppv_cp_plan_id="_plan",
            cppv_cp_visit_date="last_visit",
            cppv_cp_visit_seen=pl.when(pl.col("seen_alone") == "Y").then(pl.lit("Y")),
            cppv_cp_visit_seen_alone="seen_alone",
        ),
        "ssd_cp_reviews": reviewed.select(
            cppr_cp_review_id=pl.concat_str(
                "_plan", pl.lit("review"), pl.col("latest_review").cast(pl.String), separator="|"
            ),
            cppr_person_id="child_id",
            cppr_cp_plan_id="_plan",
            cppr_cp_review_date="latest_review",
        ),
    }


_MAKERS: dict[int, Callable[[pl.DataFrame], Tables]] = {
    1: _contact_tables,
    2: _early_help_tables,
    4: _assessment_tables,
    5: _enquiry_tables,
    7: _protection_tables,
    8: care_tables,
    9: care_leaver_tables,
    10: adoption_tables,
    11: adopter_tables,
}

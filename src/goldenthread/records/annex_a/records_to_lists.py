"""From the model's tables to the eleven lists: the inspection view at the records' as-at date.

Where the source is full history, figures such as "referrals in the last 12 months" are counted; where it
came from Annex A, the figure it stated is given back. Nothing is listed that the source does not carry.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from goldenthread.records.annex_a.adoption_from_records import adopters, adoption, care_leavers
from goldenthread.records.annex_a.care_from_records import children_in_care
from goldenthread.records.annex_a.lists import AnnexA
from goldenthread.records.annex_a.need_from_records import children_in_need
from goldenthread.records.annex_a.protection_from_records import enquiries, protection_plans
from goldenthread.records.annex_a.shaping import inverse
from goldenthread.records.annex_a.view import View, count_before_latest
from goldenthread.records.tables import Records


def from_records(records: Records) -> AnnexA:
    """The lists as an inspection would ask for them on the records' as-at date.

    A list whose table the source does not carry is left out. Rows are sorted by child and date.
    """
    view = View(records)
    lists = {
        number: view.as_list(make(view), number)
        for number, (table, make) in _LISTS.items()
        if records.can_say(table).history != "absent"
    }
    return AnnexA(as_at=records.as_at, authority=records.authority or None, lists=lists)


def contacts(view: View) -> pl.DataFrame:
    """List 1: contacts in the window."""
    day = pl.col("cont_contact_date")
    rows = view.table("ssd_contacts").filter(day.is_between(view.window_start(1), view.as_at))
    return rows.select(
        child_id="cont_person_id", contact_date="cont_contact_date", contact_source="cont_contact_source_code"
    )


def early_help(view: View) -> pl.DataFrame:
    """List 2: early help begun in the window, or running in it."""
    start, end = "earl_episode_start_date", "earl_episode_end_date"
    in_window = view.open_or_ended(2, start=start, end=end) | (
        view.known(start) & (pl.col(start) >= view.window_start(2))
    )
    rows = view.table("ssd_early_help_episodes").filter(in_window)
    return rows.select(
        child_id="earl_person_id",
        start_date=start,
        completion_date=view.ended(end),
        organisation="earl_episode_organisation",
    )


def referrals(view: View) -> pl.DataFrame:
    """List 3: referrals in the window, those with no further action included."""
    day = pl.col("cine_referral_date")
    episodes = view.table("ssd_cin_episodes").filter(day <= view.as_at)
    rows = episodes.filter(day >= view.window_start(3)).select(
        "cine_in_need",
        child_id="cine_person_id",
        referral_date="cine_referral_date",
        referral_source="cine_referral_source_code",
        referral_nfa="cine_referral_nfa",
        referrals_12m="cine_stated_referrals_12m",
        team="cine_referral_team",
        worker="cine_referral_worker_id",
    )
    if view.is_complete("ssd_cin_episodes"):
        counted = count_before_latest(episodes, child="cine_person_id", day="cine_referral_date")
        rows = rows.join(counted, on="child_id", how="left").with_columns(referrals_12m="_before")
    else:
        rows = rows.filter(_was_listed_as_referral())
    return view.with_names(rows)


def _was_listed_as_referral() -> pl.Expr:
    """An Annex A source may know an episode from list 6 alone: then it says nothing as a referral."""
    says = pl.any_horizontal(
        pl.col("referral_source", "referral_nfa", "referrals_12m", "team", "worker").is_not_null()
    )
    return says | pl.col("cine_in_need").eq_missing(pl.lit("Y")).not_()


def assessments(view: View) -> pl.DataFrame:
    """List 4: assessments open now or authorised in the window."""
    start, end = "cina_assessment_start_date", "cina_assessment_auth_date"
    rows = view.table("ssd_cin_assessments").filter(view.open_or_ended(4, start=start, end=end))
    is_done = pl.col(end) <= view.as_at
    shown = rows.select(
        child_id="cina_person_id",
        assessment_start=start,
        child_seen="cina_assessment_child_seen",
        assessment_authorised=view.ended(end),
        support_required=pl.when(is_done | pl.col(end).is_null()).then(
            inverse("cina_assessment_outcome_nfa")
        ),
        team="cina_assessment_team",
        worker="cina_assessment_worker_id",
    )
    return view.with_names(shown)


_LISTS: dict[int, tuple[str, Callable[[View], pl.DataFrame]]] = {
    1: ("ssd_contacts", contacts),
    2: ("ssd_early_help_episodes", early_help),
    3: ("ssd_cin_episodes", referrals),
    4: ("ssd_cin_assessments", assessments),
    5: ("ssd_s47_enquiry", enquiries),
    6: ("ssd_cin_episodes", children_in_need),
    7: ("ssd_cp_plans", protection_plans),
    8: ("ssd_cla_episodes", children_in_care),
    9: ("ssd_care_leavers", care_leavers),
    10: ("ssd_permanence", adoption),
    11: ("adopters", adopters),
}
"""Each list, the table it cannot be made without, and what makes it."""

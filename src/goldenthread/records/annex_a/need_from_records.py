"""List 6 from records: children in need, with the case status that says what help each has."""

from __future__ import annotations

import polars as pl

from goldenthread.records.annex_a.care_from_records import care_periods
from goldenthread.records.annex_a.view import View, latest

_ADULT = 18


def children_in_need(view: View) -> pl.DataFrame:
    """List 6: each child's most recent episode of need, if it runs now or closed in the window.

    Children only ever referred are left out, as are care leavers with no other service.
    """
    start, end = "cine_referral_date", "cine_close_date"
    in_need = pl.col("cine_in_need").fill_null(
        pl.when(pl.col("cine_referral_nfa").eq_missing(pl.lit("Y"))).then(pl.lit("N")).otherwise(pl.lit("Y"))
    )
    episodes = view.table("ssd_cin_episodes").filter(
        in_need == "Y", view.open_or_ended(6, start=start, end=end)
    )
    rows = latest(episodes, "cine_person_id", start, "cine_referral_id").select(
        child_id="cine_person_id",
        cin_start=start,
        primary_need="cine_cin_primary_need_code",
        last_seen="cine_stated_last_seen",
        cin_closed=view.ended(end),
        closure_reason=pl.when(pl.col(end) <= view.as_at).then("cine_close_reason"),
        case_status="cine_stated_case_status",
    )
    if view.is_complete("ssd_cin_episodes"):
        rows = _with_status_and_seen(view, rows)
    return view.with_holder(rows, until="cin_closed")


def _with_status_and_seen(view: View, rows: pl.DataFrame) -> pl.DataFrame:
    """Full history: status by the standard's order of precedence, and the last day the child was seen."""
    helped = [_in_care(view), _on_protection_plan(view), _on_need_plan(view), _being_assessed(view)]
    rows = rows.with_columns(
        pl.col("child_id").is_in(children.implode()).alias(name)
        for name, children in zip(("_a", "_b", "_c", "_d"), helped, strict=True)
    )
    served = rows.filter(pl.any_horizontal("_a", "_b", "_c", "_d") | ~_only_leaving_care(view))
    seen = _last_seen(view)
    return (
        served.join(_last_assessed(view), on="child_id", how="left")
        .with_columns(case_status=_case_status())
        .join(seen, on="child_id", how="left")
        .with_columns(last_seen=pl.when(pl.col("_seen") >= pl.col("cin_start")).then("_seen"))
    )


def _case_status() -> pl.Expr:
    """Closed first, then looked after, protection plan, need plan, open assessment.

    An open episode with none of these is between steps: assessment before it is assessed, need after.
    """
    return (
        pl.when(pl.col("cin_closed").is_not_null())
        .then(pl.lit("e"))
        .when("_a")
        .then(pl.lit("a"))
        .when("_b")
        .then(pl.lit("b"))
        .when("_c")
        .then(pl.lit("c"))
        .when(pl.col("_d") | (pl.col("_assessed") >= pl.col("cin_start")).fill_null(False).not_())
        .then(pl.lit("d"))
        .otherwise(pl.lit("c"))
    )


def _running(view: View, table: str, *, child: str, start: str, end: str) -> pl.Series:
    """The children with a spell of the table running on the as-at date."""
    rows = view.table(table).filter(
        pl.col(start) <= view.as_at, pl.col(end).is_null() | (pl.col(end) > view.as_at)
    )
    return rows[child].drop_nulls().unique()


def _in_care(view: View) -> pl.Series:
    periods = care_periods(view)
    return periods.filter(pl.col("care_end").is_null())["child_id"].unique()


def _on_protection_plan(view: View) -> pl.Series:
    start, end = "cppl_cp_plan_start_date", "cppl_cp_plan_end_date"
    return _running(view, "ssd_cp_plans", child="cppl_person_id", start=start, end=end)


def _on_need_plan(view: View) -> pl.Series:
    start, end = "cinp_cin_plan_start_date", "cinp_cin_plan_end_date"
    return _running(view, "ssd_cin_plans", child="cinp_person_id", start=start, end=end)


def _being_assessed(view: View) -> pl.Series:
    start, end = "cina_assessment_start_date", "cina_assessment_auth_date"
    return _running(view, "ssd_cin_assessments", child="cina_person_id", start=start, end=end)


def _only_leaving_care(view: View) -> pl.Expr:
    """Care leavers of age: with none of the four services they belong in list 9 alone."""
    adults = view.people.filter(pl.col("age") >= _ADULT)["child_id"]
    leavers = view.table("ssd_care_leavers")["clea_person_id"]
    return pl.col("child_id").is_in(adults.implode()) & pl.col("child_id").is_in(leavers.implode())


def _last_assessed(view: View) -> pl.DataFrame:
    """The start of each child's latest assessment that is authorised."""
    done = view.table("ssd_cin_assessments").filter(pl.col("cina_assessment_auth_date") <= view.as_at)
    return done.group_by(child_id="cina_person_id").agg(_assessed=pl.col("cina_assessment_start_date").max())


_SEEN = (
    ("ssd_cin_visits", "cinv_person_id", "cinv_cin_visit_date", "cinv_cin_visit_seen"),
    ("ssd_cp_visits", "cppv_person_id", "cppv_cp_visit_date", "cppv_cp_visit_seen"),
    ("ssd_cla_visits", "clav_person_id", "clav_cla_visit_date", "clav_cla_visit_seen"),
    ("ssd_cin_assessments", "cina_person_id", "cina_assessment_start_date", "cina_assessment_child_seen"),
)


def _last_seen(view: View) -> pl.DataFrame:
    """The last day each child was seen; an assessment counts from its start, the day itself being unknown."""
    seen = [
        view.table(table)
        .filter(pl.col(flag) == "Y", pl.col(day) <= view.as_at)
        .select(child_id=child, _seen=day)
        for table, child, day, flag in _SEEN
    ]
    return pl.concat(seen).group_by("child_id").agg(pl.col("_seen").max())

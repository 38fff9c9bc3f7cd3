"""List 8 from records: children in care, with the latest of everything in the period of care."""

from __future__ import annotations

import polars as pl

from goldenthread.records.annex_a.view import View, latest, with_asylum

_SHORT_BREAKS = ("V3", "V4")  # a series of short breaks: not children in care for counting
_TEMPORARY = ("T0", "T1", "T2", "T3", "T4")  # short stays elsewhere that do not end a placement


def children_in_care(view: View) -> pl.DataFrame:
    """List 8: each child's most recent period of care, if it runs now or ended in the window."""
    in_window = pl.col("care_end").is_null() | (pl.col("care_end") >= view.window_start(8))
    periods = latest(care_periods(view).filter(in_window), "child_id", "care_start")
    rows = _with_placement(view, periods)
    rows = _with_last_events(view, rows)
    rows = _with_permanence_plan(view, rows)
    rows = with_asylum(view, _with_counts(view, rows), recent_only=True)
    return view.with_holder(rows, until="care_end")


def care_periods(view: View) -> pl.DataFrame:
    """Every period of care begun by the as-at date, short breaks left out: one row each.

    Columns `child_id`, `_period`, `care_start`, `care_end`, the last episode's need and reason, the legal
    status at the end of it, and the figures the source states.
    """
    start, ceased = "clae_cla_episode_start_date", "clae_cla_episode_ceased_date"
    begun = view.table("ssd_cla_episodes").filter(
        view.known(start), pl.col("clae_entered_care_date") <= view.as_at
    )
    by_period = pl.struct("clae_person_id", "clae_entered_care_date").alias("_spell")
    last = latest(begun.with_columns(by_period), "_spell", start, "clae_cla_episode_id")
    left = (pl.col(ceased) <= view.as_at) & pl.col("clae_cla_episode_ceased_reason").eq_missing(
        pl.lit("X1")
    ).not_()
    periods = last.join(
        _reviewing_officer(view, begun.with_columns(by_period)), on="_spell", how="left"
    ).select(
        "last_iro_contact",
        child_id="clae_person_id",
        _period="clae_cla_id",
        care_start="clae_entered_care_date",
        care_end=pl.when(left).then(ceased),
        care_end_reason=pl.when(left).then("clae_cla_episode_ceased_reason"),
        primary_need="clae_cla_primary_need_code",
        second_period_12m="clae_stated_second_period_12m",
        placements_12m="clae_stated_placements_12m",
        missing_12m="clae_stated_missing_12m",
        absent_12m="clae_stated_absent_12m",
        return_interview_offered="clae_stated_return_interview_offered",
        return_interview_accepted="clae_stated_return_interview_accepted",
    )
    with_status = _with_legal_status(view, periods)
    return with_status.filter(pl.col("legal_status").is_in(_SHORT_BREAKS).fill_null(False).not_())


def _reviewing_officer(view: View, episodes: pl.DataFrame) -> pl.DataFrame:
    contact = pl.col("clae_cla_last_iro_contact_date")
    return episodes.group_by("_spell").agg(last_iro_contact=contact.filter(contact <= view.as_at).max())


def _with_legal_status(view: View, periods: pl.DataFrame) -> pl.DataFrame:
    """The last status to begin by the end of the period (or now), of those that reach into it."""
    start, end = pl.col("legal_status_start"), pl.col("_end")
    statuses = view.table("ssd_legal_status").select(
        child_id="lega_person_id",
        legal_status="lega_legal_status",
        legal_status_start="lega_legal_status_start_date",
        _end="lega_legal_status_end_date",
    )
    held = periods.select("child_id", "care_start", "care_end").join(statuses, on="child_id")
    until = pl.coalesce("care_end", pl.lit(view.as_at))
    reaching = held.filter(start.is_null() | (start <= until), end.is_null() | (end >= pl.col("care_start")))
    spell = reaching.with_columns(_spell=pl.struct("child_id", "care_start"))
    last = latest(spell, "_spell", "legal_status_start").select(
        "child_id", "care_start", "legal_status", "legal_status_start"
    )
    return periods.join(last, on=["child_id", "care_start"], how="left", maintain_order="left")


def _with_placement(view: View, periods: pl.DataFrame) -> pl.DataFrame:
    start = "clap_cla_placement_start_date"
    begun = view.table("ssd_cla_placement").filter(view.known(start))
    last = latest(begun, "clap_cla_id", start, "clap_cla_placement_id").select(
        _period="clap_cla_id",
        placement_start=start,
        placement_type="clap_cla_placement_type",
        placement_provider="clap_cla_placement_provider",
        placement_postcode="clap_cla_placement_postcode",
        placement_urn="clap_cla_placement_urn",
        placement_location="clap_placement_location",
        placement_la="clap_placement_la",
    )
    return periods.join(last, on="_period", how="left", maintain_order="left")


def _with_last_events(view: View, periods: pl.DataFrame) -> pl.DataFrame:
    """The latest review held, visit, health assessment and dental check."""
    reviews = view.table("ssd_cla_reviews").filter(
        pl.col("clar_cla_review_cancelled").eq_missing(pl.lit("Y")).not_()
    )
    checks = view.table("ssd_cla_health").filter(
        pl.col("clah_health_check_status").is_null() | (pl.col("clah_health_check_status") == "done")
    )
    kind = pl.col("clah_health_check_type")
    checked = "clah_health_check_date"
    found = [
        (
            "_period",
            _last_day(view, events=reviews, of="clar_cla_id", day="clar_cla_review_date"),
            "latest_review",
        ),
        (
            "_period",
            _last_day(view, events=view.table("ssd_cla_visits"), of="clav_cla_id", day="clav_cla_visit_date"),
            "last_visit",
        ),
        (
            "child_id",
            _last_day(
                view, events=checks.filter(kind == "health_assessment"), of="clah_person_id", day=checked
            ),
            "last_health_assessment",
        ),
        (
            "child_id",
            _last_day(view, events=checks.filter(kind == "dental_check"), of="clah_person_id", day=checked),
            "last_dental_check",
        ),
    ]
    for on, days, name in found:
        periods = periods.join(
            days.rename({"_of": on, "_day": name}), on=on, how="left", maintain_order="left"
        )
    return periods


def _last_day(view: View, *, events: pl.DataFrame, of: str, day: str) -> pl.DataFrame:
    """The latest day by the as-at date: `_of` and `_day`."""
    known = events.filter(pl.col(day) <= view.as_at, pl.col(of).is_not_null())
    return known.group_by(_of=of).agg(_day=pl.col(day).max())


def _with_permanence_plan(view: View, periods: pl.DataFrame) -> pl.DataFrame:
    """The last permanence plan made by the end of the period (or now), of those that reach into it."""
    plans = view.table("ssd_cla_care_plan").select(
        child_id="lacp_person_id",
        permanence_plan="lacp_permanence_plan",
        _from="lacp_cla_care_plan_start_date",
        _to="lacp_cla_care_plan_end_date",
    )
    held = periods.select("child_id", "care_start", "care_end").join(plans, on="child_id")
    until = pl.coalesce("care_end", pl.lit(view.as_at))
    reaching = held.filter(
        pl.col("permanence_plan").is_not_null(),
        pl.col("_from").is_null() | (pl.col("_from") <= until),
        pl.col("_to").is_null() | (pl.col("_to") >= pl.col("care_start")),
    )
    last = latest(reaching, "child_id", "_from").select("child_id", "permanence_plan")
    return periods.join(last, on="child_id", how="left", maintain_order="left")


def _with_counts(view: View, rows: pl.DataFrame) -> pl.DataFrame:
    """The 12-month figures, counted where the source is full history."""
    if view.is_complete("ssd_cla_episodes"):
        rows = _with_second_period(view, rows)
    if view.is_complete("ssd_cla_placement"):
        rows = _with_placement_count(view, rows)
    if view.is_complete("ssd_missing"):
        rows = _with_missing(view, rows)
    return rows


def _with_second_period(view: View, rows: pl.DataFrame) -> pl.DataFrame:
    """Whether an earlier period of care reached into the last 12 months."""
    end = pl.col("care_end")
    recent = care_periods(view).filter(end.is_null() | (end >= view.months_ago(12)))
    counted = recent.group_by("child_id").agg(_periods=pl.len())
    is_second = pl.when(pl.col("_periods") > 1).then(pl.lit("Y")).otherwise(pl.lit("N"))
    return rows.join(counted, on="child_id", how="left", maintain_order="left").with_columns(
        second_period_12m=is_second
    )


def _with_placement_count(view: View, rows: pl.DataFrame) -> pl.DataFrame:
    """Placements held at some time in the last 12 months; the current one makes it at least 1."""
    start, end = "clap_cla_placement_start_date", pl.col("clap_cla_placement_end_date")
    held = view.table("ssd_cla_placement").filter(
        view.known(start),
        end.is_null() | (end > view.months_ago(12)),
        pl.col("clap_cla_placement_type").is_in(_TEMPORARY).fill_null(False).not_(),
    )
    counted = held.group_by(child_id="clap_person_id").agg(_placements=pl.len().cast(pl.Int64))
    at_least_one = pl.max_horizontal(pl.col("_placements").fill_null(1), pl.lit(1, pl.Int64))
    return rows.join(counted, on="child_id", how="left", maintain_order="left").with_columns(
        placements_12m=at_least_one
    )


def _with_missing(view: View, rows: pl.DataFrame) -> pl.DataFrame:
    """Times missing and absent in the last 12 months of this period, and the interview after the last one."""
    start, kind = pl.col("miss_missing_episode_start_date"), pl.col("miss_missing_episode_type")
    episodes = view.table("ssd_missing").join(
        rows.select("child_id", "care_start", "care_end"), left_on="miss_person_id", right_on="child_id"
    )
    until = pl.coalesce("care_end", pl.lit(view.as_at))
    recent = episodes.filter(start > view.months_ago(12), start >= pl.col("care_start"), start <= until)
    missing = recent.sort("miss_missing_episode_start_date").filter(kind == "missing")
    counted = missing.group_by(child_id="miss_person_id", maintain_order=True).agg(
        missing_12m=pl.len().cast(pl.Int64),
        return_interview_offered=pl.col("miss_missing_rhi_offered").last(),
        return_interview_accepted=pl.col("miss_missing_rhi_accepted").last(),
    )
    absent = (
        recent.filter(kind == "absent")
        .group_by(child_id="miss_person_id")
        .agg(absent_12m=pl.len().cast(pl.Int64))
    )
    bare = rows.drop("missing_12m", "absent_12m", "return_interview_offered", "return_interview_accepted")
    joined = bare.join(counted, on="child_id", how="left", maintain_order="left").join(
        absent, on="child_id", how="left", maintain_order="left"
    )
    return joined.with_columns(pl.col("missing_12m", "absent_12m").fill_null(0))

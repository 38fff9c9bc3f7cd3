"""What all indicators cost by month and team, and what the same few cost written straight in Polars."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from goldenthread.clocks.engine import all_clocks
from goldenthread.indicators import compute
from goldenthread.indicators.catalogue import answerable
from goldenthread.indicators.population import with_population
from goldenthread.records.tables import Records
from goldenthread.standards.calendar import add_months
from goldenthread.synthetic.authority import synthesise

END = date(2026, 3, 31)
CPU_LIMIT = 5.0  # seconds, for 20,000 children over 36 months
RATIO_LIMIT = 3.0
ROUNDS = 3  # the least of three: the machine's other work only ever adds


def ratios(small: bool) -> list[tuple[str, float, float]]:
    """Name, figure, limit: CPU seconds of every indicator by month and team; the ratio to bare Polars."""
    children, months = (1_000, 12) if small else (20_000, 36)
    made = _in_memory(synthesise(children=children, months=months, end=END, seed=7))
    records = with_population(made, dict.fromkeys(range(END.year - 4, END.year), 6 * children))
    every = [one.id for one in answerable(records)]
    clocks = all_clocks(records)
    all_of_them = _cpu(lambda: compute.figures(records, clocks, ids=every, by=["team"], period="month"))
    ours = _cpu(lambda: compute.figures(records, clocks, ids=list(BY_HAND), by=["team"], period="month"))
    by_hand = _cpu(lambda: [write(records) for write in BY_HAND.values()])
    size = f"{len(every)} indicators by month and team, {children:,} children, {months} months"
    return [
        (f"{size}: CPU seconds", all_of_them, CPU_LIMIT),
        (f"{len(BY_HAND)} of them beside the same written in Polars", ours / by_hand, RATIO_LIMIT),
    ]


def _in_memory(records: Records) -> Records:
    frames = {name: frame.collect().lazy() for name, frame in records.frames.items()}
    return Records(as_at=records.as_at, authority=records.authority, frames=frames, coverage=records.coverage)


def _cpu(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


# The same figures as a capable analyst would write them for one authority: no words, no checks of the window.


def _months(records: Records) -> list[date]:
    start = records.can_say("ssd_cp_plans").window_start
    assert start is not None
    first = add_months(start.replace(day=1), 0 if start.day == 1 else 1)
    ends = []
    while (end := add_months(first, 1) - timedelta(days=1)) <= records.as_at:
        ends.append(end)
        first = end + timedelta(days=1)
    return ends


def _with_names(records: Records, frame: pl.LazyFrame, team: str) -> pl.LazyFrame:
    names = records.table("ssd_department").select(dept_team_id="dept_team_id", team="dept_team_name")
    return frame.join(names, left_on=team, right_on="dept_team_id", how="left")


def _held(records: Records, frame: pl.LazyFrame, child: str) -> pl.LazyFrame:
    held = _with_names(records, records.table("ssd_involvements"), "invo_professional_team")
    return frame.sort("on").join_asof(
        held.sort("invo_involvement_start_date"),
        left_on="on",
        right_on="invo_involvement_start_date",
        by_left=child,
        by_right="invo_person_id",
        check_sortedness=False,
    )


def _referrals(records: Records) -> pl.DataFrame:
    frame = records.table("ssd_cin_episodes").unique(["cine_person_id", "cine_referral_date"])
    month = pl.col("cine_referral_date").dt.month_end().alias("month")
    return _with_names(records, frame, "cine_referral_team").group_by(month, "team").len().collect()


def _no_further_action(records: Records) -> pl.DataFrame:
    frame = records.table("ssd_cin_episodes").sort("cine_referral_nfa")
    frame = frame.unique(["cine_person_id", "cine_referral_date"], keep="first")
    month = pl.col("cine_referral_date").dt.month_end().alias("month")
    counted = (pl.col("cine_referral_nfa") == "Y").sum()
    return (
        _with_names(records, frame, "cine_referral_team")
        .group_by(month, "team")
        .agg(pl.len(), counted=counted)
        .collect()
    )


def _children_seen(records: Records) -> pl.DataFrame:
    done = records.table("ssd_cin_assessments").drop_nulls("cina_assessment_auth_date")
    people = records.table("ssd_person")
    born = done.join(people, left_on="cina_person_id", right_on="pers_person_id", how="left").filter(
        ~(
            (pl.col("pers_dob") > pl.col("cina_assessment_auth_date")).fill_null(False)
            | (pl.col("pers_dob").is_null() & pl.col("pers_expected_dob").is_not_null())
        )
    )
    return (
        _with_names(records, born, "cina_assessment_team")
        .group_by(pl.col("cina_assessment_auth_date").dt.month_end().alias("month"), "team")
        .agg(pl.len(), counted=(pl.col("cina_assessment_child_seen") == "Y").sum())
        .collect()
    )


def _plans_open(records: Records) -> pl.LazyFrame:
    dates = pl.LazyFrame({"on": _months(records)})
    end = pl.col("cppl_cp_plan_end_date")
    open_then = (
        records.table("ssd_cp_plans")
        .join(dates, how="cross")
        .filter((pl.col("cppl_cp_plan_start_date") <= pl.col("on")) & (end.is_null() | (end > pl.col("on"))))
    )
    return _held(records, open_then, "cppl_person_id")


def _plans(records: Records) -> pl.DataFrame:
    return _plans_open(records).group_by("on", "team").len().collect()


def _long_plans(records: Records) -> pl.DataFrame:
    long = pl.col("cppl_cp_plan_start_date").dt.offset_by("24mo") <= pl.col("on")
    return _plans_open(records).group_by("on", "team").agg(pl.len(), counted=long.sum()).collect()


def _episodes_of_need(records: Records) -> pl.DataFrame:
    dates = pl.LazyFrame({"on": _months(records)})
    end = pl.col("cine_close_date")
    in_need = (pl.col("cine_in_need") == "Y").fill_null(False)
    open_then = (
        records.table("ssd_cin_episodes")
        .filter(in_need)
        .join(dates, how="cross")
        .filter((pl.col("cine_referral_date") <= pl.col("on")) & (end.is_null() | (end > pl.col("on"))))
    )
    return _held(records, open_then, "cine_person_id").group_by("on", "team").len().collect()


def _by_month(frame: pl.LazyFrame, day: str, *more: str) -> pl.DataFrame:
    month = pl.col(day).dt.month_end().alias("month")
    return frame.drop_nulls(day).group_by(month, "team", *more).len().collect()


def _dated(records: Records, table: str, day: str, child: str, *more: str) -> pl.DataFrame:
    """Events under who held the child that day."""
    frame = records.table(table).drop_nulls(day).with_columns(on=pl.col(day))
    return _by_month(_held(records, frame, child), "on", *more)


def _contacts(records: Records) -> pl.DataFrame:
    return _dated(records, "ssd_contacts", "cont_contact_date", "cont_person_id")


def _contacts_by_source(records: Records) -> pl.DataFrame:
    return _dated(records, "ssd_contacts", "cont_contact_date", "cont_person_id", "cont_contact_source_code")


def _early_help(records: Records) -> pl.DataFrame:
    return _dated(records, "ssd_early_help_episodes", "earl_episode_end_date", "earl_person_id")


def _assessments(records: Records) -> pl.DataFrame:
    frame = _with_names(records, records.table("ssd_cin_assessments"), "cina_assessment_team")
    return _by_month(frame, "cina_assessment_auth_date")


def _nothing_needed(records: Records) -> pl.DataFrame:
    frame = _with_names(records, records.table("ssd_cin_assessments"), "cina_assessment_team")
    done = frame.drop_nulls("cina_assessment_auth_date")
    month = pl.col("cina_assessment_auth_date").dt.month_end().alias("month")
    counted = (pl.col("cina_assessment_outcome_nfa") == "Y").sum()
    return done.group_by(month, "team").agg(pl.len(), counted=counted).collect()


def _enquiries(records: Records) -> pl.DataFrame:
    frame = _with_names(records, records.table("ssd_s47_enquiry"), "s47e_s47_completed_by_team")
    return _by_month(frame, "s47e_s47_start_date")


def _children_of_enquiries(records: Records) -> pl.DataFrame:
    month = pl.col("s47e_s47_start_date").dt.month_end().alias("month")
    frame = records.table("ssd_s47_enquiry").sort("s47e_s47_start_date").with_columns(month)
    latest = frame.unique(["s47e_person_id", "month"], keep="last")
    return _by_month(_with_names(records, latest, "s47e_s47_completed_by_team"), "month")


def _conferences(records: Records) -> pl.DataFrame:
    here = records.table("ssd_initial_cp_conference").filter(
        pl.col("icpc_icpc_date").is_not_null()
        & (pl.col("icpc_icpc_transfer_in") != "Y").fill_null(value=True)
    )
    each = here.unique(["icpc_person_id", "icpc_icpc_date"])
    return _by_month(_with_names(records, each, "icpc_icpc_team"), "icpc_icpc_date")


def _plans_ended(records: Records) -> pl.DataFrame:
    return _dated(records, "ssd_cp_plans", "cppl_cp_plan_end_date", "cppl_person_id")


def _categories(records: Records) -> pl.DataFrame:
    return _plans_open(records).group_by("on", "team", "cppl_cp_plan_latest_category").len().collect()


def _fifteen_months(records: Records) -> pl.DataFrame:
    long = pl.col("cppl_cp_plan_start_date").dt.offset_by("15mo") <= pl.col("on")
    return _plans_open(records).filter(long).group_by("on", "team").len().collect()


def _need_plans_open(records: Records) -> pl.LazyFrame:
    dates = pl.LazyFrame({"on": _months(records)})
    end = pl.col("cinp_cin_plan_end_date")
    open_then = (
        records.table("ssd_cin_plans")
        .join(dates, how="cross")
        .filter((pl.col("cinp_cin_plan_start_date") <= pl.col("on")) & (end.is_null() | (end > pl.col("on"))))
    )
    return _with_names(records, open_then, "cinp_cin_plan_team")


def _need_plans(records: Records) -> pl.DataFrame:
    return _need_plans_open(records).group_by("on", "team").len().collect()


def _long_need_plans(records: Records) -> pl.DataFrame:
    long = pl.col("cinp_cin_plan_start_date").dt.offset_by("12mo") <= pl.col("on")
    return _need_plans_open(records).group_by("on", "team").agg(pl.len(), counted=long.sum()).collect()


def _adoptions(records: Records) -> pl.DataFrame:
    adopted = records.table("ssd_permanence").filter(
        pl.col("perm_permanence_order_type").str.contains("(?i)adopt").fill_null(value=True)
    )
    frame = adopted.drop_nulls("perm_permanence_order_date").with_columns(on="perm_permanence_order_date")
    return _by_month(_held(records, frame, "perm_person_id"), "on")


BY_HAND: dict[str, Callable[[Records], pl.DataFrame]] = {
    "contacts_count": _contacts,
    "contacts_by_source": _contacts_by_source,
    "referrals_count": _referrals,
    "referrals_nfa": _no_further_action,
    "eh_assessments_count": _early_help,
    "assessments_count": _assessments,
    "assessment_outcome_nfa": _nothing_needed,
    "assessment_child_seen": _children_seen,
    "s47_count": _enquiries,
    "s47_children": _children_of_enquiries,
    "icpc_count": _conferences,
    "cpp_count": _plans,
    "cpp_ends": _plans_ended,
    "cpp_category_mix": _categories,
    "cpp_15m_flag": _fifteen_months,
    "cpp_duration_2yr_open": _long_plans,
    "cin_count": _episodes_of_need,
    "cin_plan_count": _need_plans,
    "cin_open_12m": _long_need_plans,
    "adoption_orders": _adoptions,
}


if __name__ == "__main__":
    for name, figure, limit in ratios(small=False):
        print(f"{name}: {figure:.2f} (limit {limit})")  # noqa: T201

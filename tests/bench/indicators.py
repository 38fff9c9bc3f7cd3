"""What all indicators cost by month and team, and what the same few cost written straight in Polars."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from goldenthread.clocks.engine import all_clocks
from goldenthread.indicators import compute
from goldenthread.indicators.catalogue import answerable
from goldenthread.records.tables import Records
from goldenthread.standards.calendar import add_months
from goldenthread.synthetic.authority import synthesise

END = date(2026, 3, 31)
CPU_LIMIT = 2.0  # seconds, for 20,000 children over 24 months
RATIO_LIMIT = 3.0
ROUNDS = 3  # the least of three: the machine's other work only ever adds


def ratios(small: bool) -> list[tuple[str, float, float]]:
    """Name, figure, limit: CPU seconds of every indicator by month and team; the ratio to bare Polars."""
    children, months = (1_000, 12) if small else (20_000, 24)
    records = _in_memory(synthesise(children=children, months=months, end=END, seed=7))
    clocks = all_clocks(records)
    all_of_them = _cpu(lambda: compute.figures(records, clocks, by=["team"], period="month"))
    ours = _cpu(lambda: compute.figures(records, clocks, ids=list(BY_HAND), by=["team"], period="month"))
    by_hand = _cpu(lambda: [write(records) for write in BY_HAND.values()])
    size = f"{len(answerable(records))} indicators by month and team, {children:,} children, {months} months"
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


BY_HAND: dict[str, Callable[[Records], pl.DataFrame]] = {
    "referrals_count": _referrals,
    "referrals_nfa": _no_further_action,
    "assessment_child_seen": _children_seen,
    "cpp_count": _plans,
    "cpp_duration_2yr_open": _long_plans,
    "cin_count": _episodes_of_need,
}


if __name__ == "__main__":
    for name, figure, limit in ratios(small=False):
        print(f"{name}: {figure:.2f} (limit {limit})")  # noqa: T201

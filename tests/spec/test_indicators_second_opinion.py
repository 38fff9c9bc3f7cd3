# ruff: noqa: E501  drawn tables are as wide as their headings
"""The same figures counted by hand in plain Python over generated histories: slow, simple, and equal."""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

import pytest

from goldenthread.clocks.engine import all_clocks
from goldenthread.indicators import compute
from goldenthread.standards.calendar import is_working_day
from goldenthread.synthetic.authority import synthesise

ENDS = {1: date(2026, 3, 31), 2: date(2024, 2, 29), 3: date(2025, 8, 17)}
SEEDS = pytest.mark.parametrize("seed", list(ENDS))


@cache
def history(seed):
    records = synthesise(children=200, months=27, end=ENDS[seed], seed=seed)
    return records, all_clocks(records)


def table(seed, name):
    return history(seed)[0].table(name).collect().to_dicts()


def by_month(seed, id):
    found = compute.figures(*history(seed), ids=[id], period="month")
    assert found.height > 12
    return {end: counts for end, *counts in found.select("period_end", "numerator", "denominator").rows()}


def month_end(day):
    return day.replace(day=monthrange(day.year, day.month)[1])


def year_before(day, years=1):
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def working_days(start, end):
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def open_on(day, start, end):
    return start is not None and start <= day and (end is None or end > day)


def counts_of(pairs, shown):
    """(date, in numerator) to {month end: [numerator, denominator]} for the months shown."""
    counts = {end: [0, 0] for end in shown}
    for day, counted in pairs:
        if (end := month_end(day)) in counts:
            counts[end][0] += counted
            counts[end][1] += 1
    return counts


@SEEDS
def test_re_referrals(seed):
    days = {(row["cine_person_id"], row["cine_referral_date"]) for row in table(seed, "ssd_cin_episodes")}
    pairs = [
        (day, any(child == other and year_before(day) <= past < day for other, past in days))
        for child, day in days
    ]
    shown = by_month(seed, "rereferrals_12m")
    assert shown == counts_of(pairs, shown)
    assert sum(numerator for numerator, _ in shown.values()) > 0


@SEEDS
def test_assessments_in_45_working_days(seed):
    pairs = [
        (row["cina_assessment_auth_date"], working_days(row["cina_assessment_start_date"], row["cina_assessment_auth_date"]) <= 45)
        for row in table(seed, "ssd_cin_assessments")
        if row["cina_assessment_auth_date"]
    ]  # fmt: skip
    shown = by_month(seed, "assessment_45wd")
    assert shown == counts_of(pairs, shown)


@SEEDS
def test_conferences_in_15_working_days(seed):
    starts = {
        row["s47e_s47_enquiry_id"]: row["s47e_s47_start_date"] for row in table(seed, "ssd_s47_enquiry")
    }
    pairs = [
        (row["icpc_icpc_date"], 0 <= working_days(starts[row["icpc_s47_enquiry_id"]], row["icpc_icpc_date"]) <= 15)
        for row in table(seed, "ssd_initial_cp_conference")
        if row["icpc_icpc_date"] and row["icpc_s47_enquiry_id"] in starts and row["icpc_icpc_transfer_in"] != "Y"
    ]  # fmt: skip
    shown = by_month(seed, "icpc_15wd")
    assert shown == counts_of(pairs, shown)


@SEEDS
def test_plans_open_for_two_years(seed):
    plans = [
        (row["cppl_cp_plan_start_date"], row["cppl_cp_plan_end_date"]) for row in table(seed, "ssd_cp_plans")
    ]
    shown = by_month(seed, "cpp_duration_2yr_open")
    for day, counts in shown.items():
        starts = [start for start, end in plans if open_on(day, start, end)]
        assert counts == [sum(start <= year_before(day, 2) for start in starts), len(starts)]


@SEEDS
def test_second_plans(seed):
    plans = [
        (row["cppl_person_id"], row["cppl_cp_plan_start_date"], row["cppl_cp_plan_id"])
        for row in table(seed, "ssd_cp_plans")
    ]
    pairs = [
        (start, any(child == other and (past, key2) < (start, key) for other, past, key2 in plans))
        for child, start, key in plans
    ]
    shown = by_month(seed, "cpp_second_ever")
    assert shown == counts_of(pairs, shown)


def care_periods(seed):
    periods = {}
    for row in table(seed, "ssd_cla_episodes"):
        key = (row["clae_person_id"], row["clae_entered_care_date"])
        periods.setdefault(key, []).append(row["clae_cla_episode_ceased_date"])
    return [
        (child, entered, None if None in ends else max(ends)) for (child, entered), ends in periods.items()
    ]


@SEEDS
def test_children_in_care_and_in_foster_care(seed):
    breaks = [
        (row["lega_person_id"], row["lega_legal_status_start_date"], row["lega_legal_status_end_date"])
        for row in table(seed, "ssd_legal_status")
        if row["lega_legal_status"] in ("V3", "V4")
    ]
    lived = {}
    for row in table(seed, "ssd_cla_placement"):
        if not row["clap_cla_placement_type"].startswith("T"):
            lived.setdefault(row["clap_person_id"], []).append(
                (row["clap_cla_placement_start_date"], row["clap_cla_placement_type"])
            )
    shown = by_month(seed, "cla_foster")
    for day, counts in shown.items():
        in_care = [
            child
            for child, entered, left in care_periods(seed)
            if open_on(day, entered, left)
            and not any(child == other and open_on(day, start, end) for other, start, end in breaks)
        ]
        latest = [max(stay for stay in lived[child] if stay[0] <= day)[1] for child in in_care]
        assert counts == [sum(kind.startswith("U") for kind in latest), len(in_care)]


@SEEDS
def test_children_in_need_by_the_team_that_held_them(seed):
    records, clocks = history(seed)
    names = {row["dept_team_id"]: row["dept_team_name"] for row in table(seed, "ssd_department")}
    held = [row for row in table(seed, "ssd_involvements") if row["invo_professional_role_id"] == "allocated"]

    def team(child, day):
        holding = [
            (row["invo_involvement_start_date"], names[row["invo_professional_team"]])
            for row in held
            if row["invo_person_id"] == child
            and row["invo_involvement_start_date"] <= day
            and (row["invo_involvement_end_date"] is None or row["invo_involvement_end_date"] >= day)
        ]
        return max(holding)[1] if holding else compute.NO_TEAM

    found = compute.figures(records, clocks, ids=["cin_count"], by=["team"])
    day = records.as_at
    expected: dict[str, int] = {}
    for row in table(seed, "ssd_cin_episodes"):
        needed = row["cine_in_need"] == "Y" or (
            row["cine_in_need"] is None and row["cine_referral_nfa"] != "Y"
        )
        if needed and open_on(day, row["cine_referral_date"], row["cine_close_date"]):
            expected[team(row["cine_person_id"], day)] = expected.get(team(row["cine_person_id"], day), 0) + 1
    assert dict(found.select("team", "numerator").rows()) == expected

"""A made-up authority behaves like a real one: near England's published shares, and with a story that shows.

Published figures are the Department for Education's (years to March 2020 and 2025); bounds are wide enough
for the chance in 3,000 children and narrow enough to notice a stage that has gone wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import polars as pl
import pytest

from drawn import table as drawn
from goldenthread.records.tables import Records
from goldenthread.standards.calendar import working_days_after_in_bulk
from goldenthread.synthetic.authority import synthesise
from goldenthread.synthetic.scenario import MIXED, Change, Scenario

END, WINDOW_START = date(2026, 3, 31), date(2024, 3, 31)
TURN = date(2025, 8, 1)  # two thirds of the way


@cache
def made_up(scenario: Scenario = MIXED) -> Records:
    return synthesise(children=3000, months=24, end=END, seed=7, scenario=scenario)


def table(name: str) -> pl.DataFrame:
    return made_up().table(name).collect()


def share(frame: pl.DataFrame, condition: pl.Expr) -> float:
    """Per cent of rows, to one place."""
    assert frame.height >= 25
    return round(100 * frame.select(condition.mean()).item(), 1)


# What is measured


def assessments(scenario: Scenario = MIXED) -> pl.DataFrame:
    start, done = pl.col("cina_assessment_start_date"), pl.col("cina_assessment_auth_date")
    completed = made_up(scenario).table("ssd_cin_assessments").filter(done >= WINDOW_START)
    return completed.with_columns(done=done, days=working_days_after_in_bulk(start, done)).collect()


def conferences() -> pl.DataFrame:
    enquiries = table("ssd_s47_enquiry").select("s47e_s47_enquiry_id", "s47e_s47_start_date")
    held = table("ssd_initial_cp_conference").filter(pl.col("icpc_icpc_date") >= WINDOW_START)
    joined = held.join(enquiries, left_on="icpc_s47_enquiry_id", right_on="s47e_s47_enquiry_id")
    return joined.with_columns(
        done="icpc_icpc_date",
        days=working_days_after_in_bulk(pl.col("s47e_s47_start_date"), pl.col("icpc_icpc_date")),
    )


def referrals() -> pl.DataFrame:
    day = pl.col("cine_referral_date")
    before = day.shift(1).over("cine_person_id", order_by="cine_referral_date")
    again = (before >= day.dt.offset_by("-12mo")).fill_null(value=False)
    return table("ssd_cin_episodes").with_columns(again=again).filter(day >= WINDOW_START)


def in_need() -> pl.DataFrame:
    open_now = pl.col("cine_close_date").is_null() & (pl.col("cine_in_need") == "Y")
    return table("ssd_cin_episodes").filter(open_now)


def open_plans() -> pl.DataFrame:
    return table("ssd_cp_plans").filter(pl.col("cppl_cp_plan_end_date").is_null())


def plans_started() -> pl.DataFrame:
    start = pl.col("cppl_cp_plan_start_date")
    numbered = table("ssd_cp_plans").with_columns(number=start.rank("ordinal").over("cppl_person_id"))
    return numbered.filter(start >= WINDOW_START)


def plans_ended() -> pl.DataFrame:
    start, end = pl.col("cppl_cp_plan_start_date"), pl.col("cppl_cp_plan_end_date")
    return table("ssd_cp_plans").filter(end >= WINDOW_START).with_columns(start=start, end=end)


def open_care() -> pl.DataFrame:
    return table("ssd_cla_episodes").filter(pl.col("clae_cla_episode_ceased_date").is_null())


def statuses() -> pl.DataFrame:
    return table("ssd_legal_status").filter(pl.col("lega_legal_status_end_date").is_null())


def homes() -> pl.DataFrame:
    return table("ssd_cla_placement").filter(pl.col("clap_cla_placement_end_date").is_null())


def care_and_asylum() -> pl.DataFrame:
    asylum = table("ssd_immigration_status")["immi_person_id"]
    return open_care().with_columns(asylum=pl.col("clae_person_id").is_in(asylum.to_list()))


def leavers() -> pl.DataFrame:
    born = table("ssd_person").select("pers_person_id", "pers_dob")
    joined = table("ssd_care_leavers").join(born, left_on="clea_person_id", right_on="pers_person_id")
    return joined.filter(pl.col("pers_dob").is_between(date(2004, 3, 31), date(2008, 3, 31)))


def of(code: str, *values: str) -> pl.Expr:
    return pl.col(code).is_in(values)


def in_all(part: int, whole: int) -> float:
    return round(100 * part / whole, 1)


MEASURES: dict[str, Callable[[], float]] = {
    "assessments in 11 to 20 working days": lambda: share(assessments(), pl.col("days").is_between(11, 20)),
    "assessments in 31 to 45 working days": lambda: share(assessments(), pl.col("days").is_between(31, 45)),
    "referred again within 12 months": lambda: share(referrals(), pl.col("again")),
    "referrals with no further action": lambda: share(referrals(), of("cine_referral_nfa", "Y")),
    "assessments that find no need": lambda: share(assessments(), of("cina_assessment_outcome_nfa", "Y")),
    "section 47 enquiries per 100 referrals": lambda: in_all(enquiries().height, referrals().height),
    "conferences per 100 section 47 enquiries": lambda: in_all(conferences().height, enquiries().height),
    "conferences that make a plan": lambda: share(conferences(), of("icpc_icpc_outcome_cp_flag", "Y")),
    "conferences within 15 working days": lambda: share(conferences(), pl.col("days") <= 15),
    "plans that are a second or later one": lambda: share(plans_started(), pl.col("number") > 1),
    "plans for neglect": lambda: share(plans_started(), of("cppl_cp_plan_initial_category", "NEG")),
    "ended plans of two years or more": lambda: share(
        plans_ended(), pl.col("start").dt.offset_by("24mo") <= pl.col("end")
    ),
    "children in need with a protection plan": lambda: in_all(open_plans().height, in_need().height),
    "children in need who are in care": lambda: in_all(open_care().height, in_need().height),
    "children in care under a full care order": lambda: share(statuses(), of("lega_legal_status", "C2")),
    "children in care under section 20": lambda: share(statuses(), of("lega_legal_status", "V2")),
    "children in care in foster homes": lambda: share(
        homes(), pl.col("clap_cla_placement_type").str.starts_with("U")
    ),
    "children in care placed outside": lambda: share(homes(), of("clap_placement_location", "OUT")),
    "children in care who sought asylum": lambda: share(care_and_asylum(), pl.col("asylum")),
    "care leavers of 17 to 21 in suitable homes": lambda: share(
        leavers(), of("clea_care_leaver_accom_suitable", "1")
    ),
}

CALIBRATION = """
measure                                    | published | from | to
assessments in 11 to 20 working days       | 17.3      | 13   | 21
assessments in 31 to 45 working days       | 39.1      | 28   | 42
referred again within 12 months            | 22.6      | 17   | 27
referrals with no further action           | 6.5       | 4    | 9
assessments that find no need              | 30.8      | 26   | 38
section 47 enquiries per 100 referrals     | 36.4      | 32   | 46
conferences per 100 section 47 enquiries   | 31.3      | 26   | 44
conferences that make a plan               | 85.8      | 74   | 91
conferences within 15 working days         | 81.4      | 72   | 87
plans that are a second or later one       | 24.5      | 16   | 33
plans for neglect                          | 50.5      | 43   | 58
ended plans of two years or more           | 4.4       | 1    | 8
children in need with a protection plan    | 12.3      | 9    | 16
children in need who are in care           | 20.3      | 16   | 26
children in care under a full care order   | 59        | 48   | 68
children in care under section 20          | 19        | 12   | 28
children in care in foster homes           | 67        | 62   | 82
children in care placed outside            | 44        | 36   | 52
children in care who sought asylum         | 8         | 3    | 12
care leavers of 17 to 21 in suitable homes | 89        | 80   | 96
"""


@pytest.mark.parametrize("row", drawn(CALIBRATION), ids=lambda row: row["measure"])
def test_shares_lie_near_englands(row: dict[str, str]) -> None:
    found = MEASURES[row["measure"]]()
    assert float(row["from"]) <= found <= float(row["to"]), f"{found}, where England has {row['published']}"


def enquiries() -> pl.DataFrame:
    return table("ssd_s47_enquiry").filter(pl.col("s47e_s47_start_date") >= WINDOW_START)


def test_every_measure_is_calibrated() -> None:
    assert {row["measure"] for row in drawn(CALIBRATION)} == set(MEASURES)


# The story


def test_assessments_really_become_timelier_two_thirds_of_the_way() -> None:
    done, in_time = assessments(), pl.col("days") <= 45
    before = share(done.filter(pl.col("done") < TURN), in_time)
    after = share(done.filter(pl.col("done") >= date(2025, 10, 1)), in_time)
    assert 63 <= before <= 74
    assert 82 <= after <= 93


def test_conferences_are_no_timelier_after_than_before() -> None:
    held, in_time = conferences(), pl.col("days") <= 15
    before, after = held.filter(pl.col("done") < TURN), held.filter(pl.col("done") >= TURN)
    assert abs(share(before, in_time) - share(after, in_time)) < 10


def test_reviews_of_children_in_care_have_lately_slipped() -> None:
    day = pl.col("clar_cla_review_date")
    held = (
        table("ssd_cla_reviews").filter(pl.col("clar_cla_review_cancelled") == "N").sort("clar_cla_id", day)
    )
    before = day.shift(1).over("clar_cla_id")
    later = held.with_columns(day=day, due=before.dt.offset_by("6mo")).filter(
        pl.col("due").is_not_null(), day >= WINDOW_START
    )
    on_time = pl.col("day") <= pl.col("due")
    earlier = share(later.filter(day < TURN), on_time)
    lately = share(later.filter(day >= date(2025, 12, 1)), on_time)
    assert earlier >= 92
    assert lately <= earlier - 8


def test_one_safeguarding_team_misses_visits_that_the_others_make() -> None:
    held = visits_with_teams()
    in_time = pl.col("days") <= 10
    slipping = share(held.filter(pl.col("dept_team_name") == "Safeguarding Team South"), in_time)
    others = share(held.filter(pl.col("dept_team_name") != "Safeguarding Team South"), in_time)
    assert others >= 90
    assert slipping <= others - 15


def visits_with_teams() -> pl.DataFrame:
    """Protection visits after the first: working days since the one before, and the team that held then."""
    day = pl.col("cppv_cp_visit_date")
    visits = table("ssd_cp_visits").sort("cppv_cp_plan_id", day)
    visits = visits.with_columns(before=day.shift(1).over("cppv_cp_plan_id")).filter(
        pl.col("before").is_not_null()
    )
    held = table("ssd_involvements").join(
        table("ssd_department"), left_on="invo_professional_team", right_on="dept_team_id"
    )
    joined = visits.join(held, left_on="cppv_person_id", right_on="invo_person_id")
    ended = pl.col("invo_involvement_end_date").fill_null(END)
    return joined.filter(day.is_between(pl.col("invo_involvement_start_date"), ended)).with_columns(
        days=working_days_after_in_bulk(pl.col("before"), day)
    )


def test_another_scenario_tells_another_story() -> None:
    steady = replace(MIXED, assessment_in_time=Change(before=0.5, after=0.5))
    done, in_time = assessments(steady), pl.col("days") <= 45
    before, after = done.filter(pl.col("done") < TURN), done.filter(pl.col("done") >= TURN)
    assert 44 <= share(before, in_time) <= 56
    assert 44 <= share(after, in_time) <= 56


@pytest.mark.parametrize(
    ("elapsed", "level"),
    [(-1.0, 0.6), (0.0, 0.6), (0.49, 0.6), (0.5, 0.9), (1.0, 0.9)],
)
def test_a_share_steps_where_it_says(elapsed: float, level: float) -> None:
    assert Change(before=0.6, after=0.9, at=0.5).share(elapsed) == level

# ruff: noqa: E501  drawn tables are as wide as their headings
"""Protection plans: stock and flow, length, second plans, reviews and visits."""

from datetime import date

import pytest

from drawn import records
from unit.indicators.counting import NO_CLOCKS, clock_rows, counted, figure, only_counted, series

MARCH = date(2026, 3, 31)

PLANS = """
    cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date | cppl_cp_plan_end_date
    p1              | two_years      | 2024-03-31              |
    p2              | day_less       | 2024-04-01              |
    p3              | fifteen_months | 2024-12-31              |
    p4              | fourteen       | 2025-01-31              |
    p5              | starts_today   | 2026-03-31              |
    p6              | ends_today     | 2024-03-31              | 2026-03-31
    p7              | ends_tomorrow  | 2025-12-31              | 2026-04-01
    p8              | ended_short    | 2025-12-15              | 2026-03-15
    p9              | day_too_long   | 2025-12-15              | 2026-03-16
"""
OPEN = {"two_years", "day_less", "fifteen_months", "fourteen", "starts_today", "ends_tomorrow"}


def test_a_plan_is_open_from_its_first_day_to_the_day_before_it_ends():
    assert only_counted(records(MARCH, ssd_cp_plans=PLANS), "cpp_count") == OPEN


def test_plans_are_counted_as_ended_on_the_day():
    drawn = records(MARCH, ssd_cp_plans=PLANS)
    assert only_counted(drawn, "cpp_ends") == {"ends_today", "ended_short", "day_too_long"}


def test_two_years_is_reached_on_the_same_day_two_years_on():
    drawn = records(MARCH, ssd_cp_plans=PLANS)
    assert counted(drawn, "cpp_duration_2yr_open") == {child: child == "two_years" for child in OPEN}
    assert counted(drawn, "cpp_duration_2yr_ended") == {
        "ends_today": True,
        "ended_short": False,
        "day_too_long": False,
    }


def test_three_months_or_less_is_measured_in_calendar_months():
    drawn = records(MARCH, ssd_cp_plans=PLANS)
    assert counted(drawn, "cpp_duration_3m_ended") == {
        "ends_today": False,
        "ended_short": True,
        "day_too_long": False,
    }


def test_fifteen_months_flags_a_plan_for_attention():
    drawn = records(MARCH, ssd_cp_plans=PLANS)
    assert only_counted(drawn, "cpp_15m_flag") == {"two_years", "day_less", "fifteen_months"}


def test_stock_is_taken_at_each_month_end_of_a_complete_history():
    drawn = records(
        MARCH,
        window_start=date(2026, 1, 1),
        ssd_cp_plans="""
            cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date | cppl_cp_plan_end_date
            p1              | before_window  | 2024-01-01              | 2026-02-28
            p2              | in_window      | 2026-02-10              |
        """,
    )
    assert series(drawn, "cpp_count", period="month") == {
        "2026-01-31": 1.0,
        "2026-02-28": 1.0,
        "2026-03-31": 1.0,
    }


SECOND = """
    cppl_cp_plan_id | cppl_person_id  | cppl_cp_plan_start_date | cppl_cp_plan_end_date | cppl_stated_previous_plans
    a1              | two_years_after | 2023-01-01              | 2024-03-10            |
    a2              | two_years_after | 2026-03-10              |                       |
    b1              | long_after      | 2019-01-01              | 2024-03-09            |
    b2              | long_after      | 2026-03-10              |                       |
    c1              | stated          | 2026-03-10              |                       | 1
    d1              | first           | 2026-03-10              |                       | 0
"""


def test_a_second_plan_is_one_stated_or_seen_however_long_ago():
    assert counted(records(MARCH, ssd_cp_plans=SECOND), "cpp_second_ever") == {
        "two_years_after": True,
        "long_after": True,
        "stated": True,
        "first": False,
    }


def test_a_second_plan_within_two_years_is_measured_from_the_end_of_the_last():
    assert counted(records(MARCH, ssd_cp_plans=SECOND), "cpp_second_2yr") == {
        "two_years_after": True,
        "long_after": False,
        "stated": False,
        "first": False,
    }


REVIEWED = """
    cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date
    p1              | all_in_time    | 2025-06-01
    p2              | once_late      | 2025-06-01
    p3              | overdue        | 2025-12-31
    p4              | due_today      | 2025-12-30
    p5              | too_new        | 2026-01-01
    p6              | late_long_ago  | 2024-06-01
"""
REVIEW_ROWS = """
    clock        | child_id      | about | started    | due        | done       | status    | days_late
    ts_cp_review | all_in_time   | p1    | 2025-06-01 | 2025-09-01 | 2025-09-01 | done      | 0
    ts_cp_review | all_in_time   | p1    | 2025-09-01 | 2026-03-01 | 2026-02-20 | done      | 0
    ts_cp_review | once_late     | p2    | 2025-06-01 | 2025-09-01 | 2025-09-02 | done_late | 1
    ts_cp_review | once_late     | p2    | 2025-09-02 | 2026-03-02 | 2026-02-20 | done      | 0
    ts_cp_review | overdue       | p3    | 2025-12-31 | 2026-03-30 |            | overdue   | 1
    ts_cp_review | due_today     | p4    | 2025-12-30 | 2026-03-31 |            | due_soon  | 0
    ts_cp_review | too_new       | p5    | 2026-01-01 | 2026-03-10 | 2026-03-20 | done_late | 8
    ts_cp_review | late_long_ago | p6    | 2024-06-01 | 2025-03-31 | 2025-04-20 | done_late | 14
    ts_cp_review | late_long_ago | p6    | 2025-04-20 | 2025-10-20 | 2025-10-20 | done      | 0
"""


def test_a_plan_is_reviewed_in_time_when_every_review_due_in_the_year_was():
    drawn = records(MARCH, ssd_cp_plans=REVIEWED)
    assert counted(drawn, "cpp_reviewed_timely", clocks=clock_rows(REVIEW_ROWS)) == {
        "all_in_time": True,
        "once_late": False,
        "overdue": False,
        "due_today": True,
        "late_long_ago": True,
    }


VISITED = """
    cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date
    p1              | visited        | 2026-01-05
    p2              | overdue        | 2026-01-05
    p3              | due_today      | 2026-01-05
    p4              | not_yet_asked  | 2026-03-25
    p5              | early_visit    | 2026-03-25
    p6              | late_but_done  | 2026-01-05
"""
VISIT_ROWS = """
    clock       | child_id      | about | started    | due        | done       | status    | days_late
    ts_cp_visit | visited       | p1    | 2026-01-05 | 2026-01-19 | 2026-01-16 | done      | 0
    ts_cp_visit | visited       | p1    | 2026-03-25 | 2026-04-09 |            | due       | 0
    ts_cp_visit | overdue       | p2    | 2026-03-16 | 2026-03-30 |            | overdue   | 1
    ts_cp_visit | due_today     | p3    | 2026-01-05 | 2026-01-19 | 2026-01-16 | done      | 0
    ts_cp_visit | due_today     | p3    | 2026-03-17 | 2026-03-31 |            | due_soon  | 0
    ts_cp_visit | not_yet_asked | p4    | 2026-03-25 | 2026-04-10 |            | due       | 0
    ts_cp_visit | early_visit   | p5    | 2026-03-25 | 2026-04-10 | 2026-03-27 | done      | 0
    ts_cp_visit | late_but_done | p6    | 2026-01-05 | 2026-01-19 | 2026-03-02 | done_late | 30
"""


def test_a_child_is_visited_in_time_when_no_visit_is_overdue_on_the_date():
    drawn = records(MARCH, ssd_cp_plans=VISITED)
    assert counted(drawn, "cpp_visit_timely", clocks=clock_rows(VISIT_ROWS)) == {
        "visited": True,
        "overdue": False,
        "due_today": True,
        "early_visit": True,
        "late_but_done": True,
    }


def test_a_visit_late_at_an_earlier_month_end_is_late_there():
    drawn = records(MARCH, window_start=date(2026, 1, 1), ssd_cp_plans=VISITED)
    rows = clock_rows(VISIT_ROWS).filter(child_id="late_but_done")
    assert series(drawn, "cpp_visit_timely", period="month", clocks=rows) == {
        "2026-01-31": 0.0,
        "2026-02-28": 0.0,
        "2026-03-31": 100.0,
    }


def test_seen_alone_is_read_from_the_last_visit_and_leaves_out_the_unborn():
    drawn = records(
        MARCH,
        ssd_person="""
            pers_person_id | pers_dob   | pers_expected_dob
            alone          | 2015-01-01 |
            not_last_time  | 2015-01-01 |
            never_visited  | 2015-01-01 |
            unborn         |            | 2026-06-01
        """,
        ssd_cp_plans="""
            cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date
            p1              | alone          | 2026-01-05
            p2              | not_last_time  | 2026-01-05
            p3              | never_visited  | 2026-01-05
            p4              | unborn         | 2026-01-05
        """,
        ssd_cp_visits="""
            cppv_cp_visit_id | cppv_person_id | cppv_cp_plan_id | cppv_cp_visit_date | cppv_cp_visit_seen_alone
            v1               | alone          | p1              | 2026-02-02         | N
            v2               | alone          | p1              | 2026-03-31         | Y
            v3               | not_last_time  | p2              | 2026-02-02         | Y
            v4               | not_last_time  | p2              | 2026-03-02         | U
        """,
    )
    assert counted(drawn, "cpp_seen_alone", clocks=NO_CLOCKS) == {
        "alone": True,
        "not_last_time": False,
        "never_visited": False,
    }


def test_a_plan_leads_to_care_that_starts_within_ten_days_either_side():
    drawn = records(
        MARCH,
        ssd_cp_plans="""
            cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date | cppl_cp_plan_end_date
            p1              | ten_before     | 2025-06-01              | 2026-03-15
            p2              | ten_after      | 2025-06-01              | 2026-03-15
            p3              | eleven_after   | 2025-06-01              | 2026-03-15
        """,
        ssd_cla_episodes="""
            clae_cla_episode_id | clae_person_id | clae_cla_id | clae_entered_care_date | clae_cla_episode_start_date
            e1                  | ten_before     | c1          | 2026-03-05             | 2026-03-05
            e2                  | ten_after      | c2          | 2026-03-25             | 2026-03-25
            e3                  | eleven_after   | c3          | 2026-03-26             | 2026-03-26
        """,
    )
    assert counted(drawn, "cpp_to_care") == {"ten_before": True, "ten_after": True, "eleven_after": False}
    assert figure(drawn, "cpp_dual_status") == (0, None, 0.0)


def test_a_worker_called_duty_is_nobody():
    drawn = records(
        MARCH,
        ssd_cp_plans="""
            cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date
            p1              | named          | 2026-01-05
            p2              | on_duty        | 2026-01-05
            p3              | nobody         | 2026-01-05
            p4              | held_before    | 2026-01-05
        """,
        ssd_professionals="""
            prof_professional_id | prof_professional_name
            w1                   | Dutyn Ash
            w2                   | North Duty Worker
        """,
        ssd_involvements="""
            invo_involvements_id | invo_person_id | invo_professional_id | invo_professional_role_id | invo_involvement_start_date | invo_involvement_end_date
            i1                   | named          | w1                   | allocated                 |                             |
            i2                   | on_duty        | w2                   | allocated                 |                             |
            i3                   | held_before    | w1                   | allocated                 | 2026-01-05                  | 2026-03-30
        """,
    )
    assert only_counted(drawn, "cpp_no_allocated_sw") == {"on_duty", "nobody", "held_before"}


def test_a_percent_is_not_rounded():
    drawn = records(MARCH, ssd_cp_plans=PLANS)
    assert figure(drawn, "cpp_duration_2yr_open") == (1, 6, pytest.approx(16.666666666666668, abs=1e-12))

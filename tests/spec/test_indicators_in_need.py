# ruff: noqa: E501  drawn tables are as wide as their headings
"""Children in need and care leavers."""

from datetime import date

import pytest

from drawn import records
from unit.indicators.counting import counted, figure, only_counted

MARCH = date(2026, 3, 31)
LISTED = {"history": "window", "window_start": date(2025, 9, 30)}

EPISODES = """
    cine_referral_id | cine_person_id | cine_referral_date | cine_close_date | cine_referral_nfa | cine_in_need | cine_stated_case_status
    r1               | open           | 2026-01-05         |                 | N                 | Y            | c
    r2               | closed_today   | 2025-01-05         | 2026-03-31      | N                 | Y            | e
    r3               | begins_today   | 2026-03-31         |                 | N                 | Y            | d
    r4               | nfa_by_mark    | 2026-03-02         |                 | Y                 |              |
    r5               | referral_only  | 2026-03-02         |                 | N                 | N            |
    r6               | not_said       | 2026-03-02         |                 |                   |              |
"""


def test_an_episode_of_need_is_open_until_the_day_it_closes_and_a_referral_alone_is_not_one():
    drawn = records(MARCH, ssd_cin_episodes=EPISODES)
    assert only_counted(drawn, "cin_count") == {"open", "begins_today", "not_said"}
    assert only_counted(drawn, "cin_starts") == {"begins_today", "not_said"}
    assert only_counted(drawn, "cin_ends") == {"closed_today"}


def test_a_plan_count_comes_from_plans_where_there_are_any():
    drawn = records(
        MARCH,
        ssd_cin_episodes=EPISODES,
        ssd_cin_plans="""
            cinp_cin_plan_id | cinp_person_id | cinp_cin_plan_start_date | cinp_cin_plan_end_date
            n1               | a_year         | 2025-03-31               |
            n2               | day_less       | 2025-04-01               |
            n3               | ended_today    | 2025-01-01               | 2026-03-31
        """,
    )
    assert only_counted(drawn, "cin_plan_count") == {"a_year", "day_less"}
    assert counted(drawn, "cin_open_12m") == {"a_year": True, "day_less": False}
    assert counted(drawn, "cin_open_9m") == {"a_year": True, "day_less": True}
    assert figure(drawn, "cin_open_18m")[:2] == (0, 2)


def test_without_plans_the_stated_case_status_counts():
    drawn = records(MARCH, **LISTED, ssd_cin_episodes=EPISODES)
    without = {name: cover for name, cover in drawn.coverage.items() if name != "ssd_cin_plans"}
    lists = type(drawn)(as_at=MARCH, authority="Marlford", frames=drawn.frames, coverage=without)
    assert only_counted(lists, "cin_plan_count") == {"open"}


def test_a_closure_is_followed_for_six_months_and_dated_at_the_end_of_them():
    drawn = records(
        MARCH,
        ssd_cin_episodes="""
            cine_referral_id | cine_person_id | cine_referral_date | cine_close_date
            a1               | last_day       | 2025-01-10         | 2025-09-10
            a2               | last_day       | 2026-03-10         |
            b1               | day_after      | 2025-01-10         | 2025-09-10
            b2               | day_after      | 2026-03-11         |
            c1               | same_day       | 2025-01-10         | 2025-09-10
            c2               | same_day       | 2025-09-10         |
        """,
    )
    assert counted(drawn, "cin_reopened_after_closure") == {
        "last_day": True,
        "day_after": False,
        "same_day": False,
    }


def test_a_child_awaits_assessment_until_one_begins_after_the_referral():
    drawn = records(
        MARCH,
        ssd_cin_episodes="""
            cine_referral_id | cine_person_id | cine_referral_date
            r1               | waiting        | 2026-02-02
            r2               | assessed       | 2026-02-02
            r3               | assessed_once  | 2026-02-02
            r4               | begins_later   | 2026-02-02
            r5               | too_long_ago   | 2025-09-30
        """,
        ssd_cin_assessments="""
            cina_assessment_id | cina_person_id | cina_assessment_start_date
            a2                 | assessed       | 2026-02-02
            a3                 | assessed_once  | 2026-02-01
            a4                 | begins_later   | 2026-04-01
        """,
    )
    assert only_counted(drawn, "cin_awaiting_assessment") == {"waiting", "assessed_once", "begins_later"}


def test_disability_and_nobody_named_are_counted_of_open_episodes():
    drawn = records(
        MARCH,
        ssd_cin_episodes=EPISODES,
        ssd_disability="""
            disa_table_id | disa_person_id | disa_disability_code
            d1            | open           | YES
            d2            | closed_today   | YES
        """,
        ssd_involvements="""
            invo_involvements_id | invo_person_id | invo_professional_id | invo_professional_role_id
            i1                   | open           | w1                   | allocated
            i2                   | not_said       | w1                   | reviewing
        """,
    )
    assert figure(drawn, "cin_disability")[:2] == (1, 3)
    assert only_counted(drawn, "unallocated_cases") == {"begins_today", "not_said"}


LEAVERS = """
    clea_table_id | clea_person_id | clea_care_leaver_eligibility | clea_care_leaver_in_touch | clea_care_leaver_accommodation | clea_care_leaver_accom_suitable | clea_care_leaver_activity | clea_pathway_plan_review_date | clea_care_leaver_latest_contact | clea_care_leaver_personal_advisor
    l1            | seventeen      | R  | YES  | B | 1 | F2 | 2025-09-30 | 2026-02-03 | Adviser A
    l2            | nearly         | R  | YES  | B | 1 | F2 |            |            |
    l3            | last_day_of_21 | FR | REFU | X | 2 | G5 | 2025-09-29 | 2026-02-03 | Adviser A
    l4            | twenty_two     | FR | YES  | U | 1 | F5 | 2026-03-01 | 2026-03-01 | Adviser A
    l5            | died           | FR | DIED |   |   |    |            |            |
    l6            | eligible       | E  | YES  | V | 2 | P1 | 2026-03-01 | 2026-03-01 | Adviser A
    l7            | unknown        | Q  |      | S |   |    |            |            |
    l8            | just_eighteen  | FR | YES  | D | 1 | P4 | 2026-03-01 | 2026-02-02 | Adviser A
"""
BIRTHS = """
    pers_person_id | pers_dob
    seventeen      | 2009-03-31
    nearly         | 2009-04-01
    last_day_of_21 | 2004-04-01
    twenty_two     | 2004-03-31
    died           | 2006-01-01
    eligible       | 2008-06-01
    unknown        | 2006-01-01
    just_eighteen  | 2008-03-31
"""


def leavers():
    return records(MARCH, ssd_person=BIRTHS, ssd_care_leavers=LEAVERS)


def test_eligible_children_are_not_added_to_care_leavers():
    assert len(only_counted(leavers(), "cl_count")) == 7
    assert "eligible" not in only_counted(leavers(), "cl_count")


def test_the_age_band_is_both_limits_and_never_either():
    assert set(counted(leavers(), "cl_suitable_accommodation")) == {
        "seventeen",
        "last_day_of_21",
        "died",
        "unknown",
        "just_eighteen",
    }


def test_in_touch_leaves_out_the_dead_and_keeps_the_unknown():
    assert counted(leavers(), "cl_in_touch") == {
        "seventeen": True,
        "last_day_of_21": False,
        "unknown": False,
        "just_eighteen": True,
    }


@pytest.mark.parametrize(
    ("id", "numbers"),
    [
        ("cl_suitable_accommodation", (2, 5)),
        ("cl_eet", (2, 5)),
        ("cl_custody", (1, 5)),
        ("cl_homeless_or_bnb", (1, None)),
        ("cl_pa_allocated", (5, 7)),
    ],
)
def test_what_is_not_known_stays_in_the_total(id, numbers):
    assert figure(leavers(), id)[:2] == numbers


def test_a_pathway_plan_is_current_for_six_calendar_months_and_not_owed_to_qualifying_young_people():
    current = {child for child, counts in counted(leavers(), "cl_pathway_plan_current").items() if counts}
    assert current == {"seventeen", "twenty_two", "eligible", "just_eighteen"}
    assert "unknown" not in counted(leavers(), "cl_pathway_plan_current")


def test_contact_is_recent_for_eight_weeks_from_eighteen_to_twenty():
    # Fifty-six days before 31 March 2026 is 3 February.
    assert counted(leavers(), "cl_contact_recent") == {"died": False, "just_eighteen": False}
    later = records(MARCH, ssd_person=BIRTHS, ssd_care_leavers=LEAVERS.replace("2026-02-02", "2026-02-03"))
    assert counted(later, "cl_contact_recent")["just_eighteen"]

# ruff: noqa: E501  drawn tables are as wide as their headings
"""Front door and early help: what counts, and what does not, drawn as small tables."""

from datetime import date

import pytest

from drawn import records
from goldenthread.indicators.compute import children
from unit.indicators.counting import NO_CLOCKS, counted, figure, only_counted, series

MARCH = date(2026, 3, 31)


def test_contacts_are_counted_on_the_first_and_last_day_of_the_month_and_not_beyond():
    drawn = records(
        MARCH,
        ssd_contacts="""
            cont_contact_id | cont_person_id | cont_contact_date
            c1              | before         | 2026-02-28
            c2              | first          | 2026-03-01
            c3              | last           | 2026-03-31
            c4              | undated        |
        """,
    )
    assert only_counted(drawn, "contacts_count") == {"first", "last"}


def test_each_contact_of_a_child_counts():
    drawn = records(
        MARCH,
        ssd_contacts="""
            cont_contact_id | cont_person_id | cont_contact_date
            c1              | ann            | 2026-03-02
            c2              | ann            | 2026-03-02
        """,
    )
    assert figure(drawn, "contacts_count") == (2, None, 2.0)


def test_a_contact_leads_to_a_referral_within_ten_working_days():
    # Ten working days from Monday 2 March 2026 is Monday 16 March.
    drawn = records(
        MARCH,
        ssd_contacts="""
            cont_contact_id | cont_person_id | cont_contact_date
            c1              | same_day       | 2026-03-02
            c2              | tenth_day      | 2026-03-02
            c3              | eleventh_day   | 2026-03-02
            c4              | day_before     | 2026-03-02
            c5              | never          | 2026-03-02
            c6              | not_yet        | 2026-03-18
        """,
        ssd_cin_episodes="""
            cine_referral_id | cine_person_id | cine_referral_date
            r1               | same_day       | 2026-03-02
            r2               | tenth_day      | 2026-03-16
            r3               | eleventh_day   | 2026-03-17
            r4               | day_before     | 2026-03-01
            r6               | not_yet        | 2026-03-19
        """,
    )
    assert counted(drawn, "contact_to_referral_conversion") == {
        "same_day": True,
        "tenth_day": True,
        "eleventh_day": False,
        "day_before": False,
        "never": False,
    }


def test_referrals_of_one_child_on_one_day_are_one_and_the_one_that_went_further_stands():
    drawn = records(
        MARCH,
        ssd_cin_episodes="""
            cine_referral_id | cine_person_id | cine_referral_date | cine_referral_nfa
            r1               | ann            | 2026-03-02         | Y
            r2               | ann            | 2026-03-02         | N
            r3               | ann            | 2026-03-03         | Y
            r4               | bob            | 2026-03-02         |
        """,
    )
    assert figure(drawn, "referrals_count") == (3, None, 3.0)
    assert figure(drawn, "referrals_nfa") == (1, 3, pytest.approx(100 / 3))


def test_a_re_referral_is_one_within_twelve_calendar_months_of_another():
    drawn = records(
        MARCH,
        ssd_cin_episodes="""
            cine_referral_id | cine_person_id  | cine_referral_date
            a1               | year_to_the_day | 2025-03-10
            a2               | year_to_the_day | 2026-03-10
            b1               | day_over_a_year | 2025-03-09
            b2               | day_over_a_year | 2026-03-10
            c1               | same_day_twice  | 2026-03-10
            c2               | same_day_twice  | 2026-03-10
            d1               | new             | 2026-03-31
        """,
    )
    assert counted(drawn, "rereferrals_12m") == {
        "year_to_the_day": True,
        "day_over_a_year": False,
        "same_day_twice": False,
        "new": False,
    }


def test_from_a_six_month_list_a_re_referral_is_told_by_the_stated_count():
    drawn = records(
        MARCH,
        history="window",
        window_start=date(2025, 9, 30),
        ssd_cin_episodes="""
            cine_referral_id | cine_person_id | cine_referral_date | cine_stated_referrals_12m
            r1               | stated_once    | 2026-03-02         | 1
            r2               | stated_none    | 2026-03-02         | 0
            r3               | not_stated     | 2026-03-02         |
            r4               | seen_in_list   | 2025-12-02         | 0
            r5               | seen_in_list   | 2026-03-02         |
        """,
    )
    assert counted(drawn, "rereferrals_12m") == {
        "stated_once": True,
        "stated_none": False,
        "seen_in_list": True,
    }


def test_the_stated_count_speaks_of_the_last_referral_and_settles_an_earlier_one_only_if_it_counts_more():
    drawn = records(
        MARCH,
        history="window",
        window_start=date(2025, 9, 30),
        ssd_cin_episodes="""
            cine_referral_id | cine_person_id | cine_referral_date | cine_stated_referrals_12m
            a1               | one_unseen     | 2026-03-02         | 2
            a2               | one_unseen     | 2026-03-30         | 2
            b1               | all_seen       | 2026-03-02         | 1
            b2               | all_seen       | 2026-03-30         | 1
        """,
    )
    rows = children(drawn, NO_CLOCKS, id="rereferrals_12m").select("about", "in_numerator").rows()
    assert dict(rows) == {"a1": True, "a2": True, "b2": True}  # b1: nothing settles it


def test_stated_counts_that_are_never_nought_are_taken_to_include_the_referral_itself():
    rows = "\n".join(f"r{n} | child{n} | 2026-03-02 | {1 + (n == 0)}" for n in range(20))
    drawn = records(
        MARCH,
        history="window",
        window_start=date(2025, 9, 30),
        ssd_cin_episodes="cine_referral_id | cine_person_id | cine_referral_date | cine_stated_referrals_12m\n"
        + rows,
    )
    assert figure(drawn, "rereferrals_12m") == (1, 20, 5.0)


def test_re_referrals_are_absent_for_months_without_a_year_before_them():
    drawn = records(MARCH, window_start=date(2025, 1, 1))
    assert list(series(drawn, "rereferrals_12m", period="month")) == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
    ]


EARLY_HELP = """
    earl_episode_id | earl_person_id | earl_episode_start_date | earl_episode_end_date
    e1              | ended_today    | 2026-01-05              | 2026-03-31
    e2              | open           | 2026-01-05              |
    e3              | starts_today   | 2026-03-31              |
    e4              | ends_tomorrow  | 2026-01-05              | 2026-04-01
    e5              | ended_last     | 2026-01-05              | 2026-02-28
"""


def test_early_help_is_open_until_the_day_it_ends():
    drawn = records(MARCH, ssd_early_help_episodes=EARLY_HELP)
    assert only_counted(drawn, "eh_open_caseload") == {"open", "starts_today", "ends_tomorrow"}


def test_early_help_is_counted_complete_when_it_ends():
    drawn = records(MARCH, ssd_early_help_episodes=EARLY_HELP)
    assert only_counted(drawn, "eh_assessments_count") == {"ended_today"}


def test_early_help_is_followed_for_a_year_and_dated_at_the_end_of_it():
    drawn = records(
        MARCH,
        ssd_early_help_episodes="""
            earl_episode_id | earl_person_id  | earl_episode_start_date
            e1              | year_to_the_day | 2025-03-10
            e2              | day_over_a_year | 2025-03-10
            e3              | referred_before | 2025-03-10
            e4              | too_new         | 2025-04-10
        """,
        ssd_cin_episodes="""
            cine_referral_id | cine_person_id  | cine_referral_date
            r1               | year_to_the_day | 2026-03-10
            r2               | day_over_a_year | 2026-03-11
            r3               | referred_before | 2025-03-09
        """,
    )
    assert counted(drawn, "eh_escalated_to_referral") == {
        "year_to_the_day": True,
        "day_over_a_year": False,
        "referred_before": False,
    }


def test_a_closure_steps_down_by_its_reason_or_by_early_help_within_twenty_working_days():
    # Twenty working days from Monday 2 March 2026 is Monday 30 March.
    drawn = records(
        MARCH,
        ssd_cin_episodes="""
            cine_referral_id | cine_person_id | cine_referral_date | cine_close_date | cine_close_reason
            r1               | by_reason      | 2025-11-03         | 2026-03-02      | RC9
            r2               | twentieth_day  | 2025-11-03         | 2026-03-02      | RC7
            r3               | day_later      | 2025-11-03         | 2026-03-02      | RC7
            r4               | none           | 2025-11-03         | 2026-03-02      |
            r5               | not_yet        | 2025-11-03         | 2026-03-10      | RC9
        """,
        ssd_early_help_episodes="""
            earl_episode_id | earl_person_id | earl_episode_start_date
            e1              | twentieth_day  | 2026-03-30
            e2              | day_later      | 2026-03-31
        """,
    )
    assert counted(drawn, "stepdown_to_early_help") == {
        "by_reason": True,
        "twentieth_day": True,
        "day_later": False,
        "none": False,
    }

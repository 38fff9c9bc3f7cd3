# ruff: noqa: E501  drawn tables are as wide as their headings
"""Children in care: who is counted, where they live, whether they are seen, reviewed and well, how they leave."""

from datetime import date

from drawn import records
from unit.indicators.counting import NO_CLOCKS, clock_rows, counted, figure, only_counted, series

MARCH = date(2026, 3, 31)

CARE = """
    clae_cla_episode_id | clae_person_id | clae_cla_id | clae_entered_care_date | clae_cla_episode_start_date | clae_cla_episode_ceased_date | clae_cla_episode_ceased_reason
    e1                  | two_episodes   | c1          | 2024-01-10             | 2024-01-10                  | 2025-01-10                   | X1
    e2                  | two_episodes   | c1          | 2024-01-10             | 2025-01-10                  |                              |
    e3                  | left_today     | c2          | 2024-01-10             | 2024-01-10                  | 2026-03-31                   | E4A
    e4                  | left_in_steps  | c3          | 2024-01-10             | 2024-01-10                  | 2025-06-01                   | X1
    e5                  | left_in_steps  | c3          | 2024-01-10             | 2025-06-01                  | 2026-03-10                   | E45
    e6                  | short_breaks   | c4          | 2025-01-10             | 2025-01-10                  |                              |
    e7                  | breaks_ended   | c5          | 2025-01-10             | 2025-01-10                  |                              |
    e8                  | break_left     | c6          | 2025-01-10             | 2025-01-10                  | 2026-03-05                   | E8
    e9                  | adopted        | c7          | 2024-01-10             | 2024-01-10                  | 2026-03-01                   | E12
"""
STATUS = """
    lega_legal_status_id | lega_person_id | lega_legal_status | lega_legal_status_start_date | lega_legal_status_end_date
    l1                   | two_episodes   | C2                | 2024-01-10                   |
    l2                   | short_breaks   | V4                | 2025-01-10                   |
    l3                   | breaks_ended   | V4                | 2025-01-10                   | 2026-03-31
    l4                   | breaks_ended   | C1                | 2026-03-31                   |
    l5                   | break_left     | V3                | 2025-01-10                   | 2026-03-05
"""


def care(**tables):
    return records(MARCH, ssd_cla_episodes=CARE, ssd_legal_status=STATUS, **tables)


def test_episodes_of_one_care_period_are_one_child_and_short_breaks_are_not_care():
    assert only_counted(care(), "cla_count") == {"two_episodes", "breaks_ended"}


def test_leaving_care_is_the_end_of_the_last_episode_not_of_one_that_gives_way():
    assert counted(care(), "cla_cease_home") == {"left_today": True, "left_in_steps": False, "adopted": False}
    assert counted(care(), "cla_cease_sgo")["left_in_steps"]
    assert counted(care(), "cla_cease_adoption")["adopted"]


def test_a_return_is_within_twelve_calendar_months_of_leaving():
    drawn = records(
        MARCH,
        ssd_cla_episodes="""
            clae_cla_episode_id | clae_person_id  | clae_cla_id | clae_entered_care_date | clae_cla_episode_start_date | clae_cla_episode_ceased_date | clae_stated_second_period_12m
            a1                  | year_to_the_day | a1          | 2024-01-01             | 2024-01-01                  | 2025-03-10                   |
            a2                  | year_to_the_day | a2          | 2026-03-10             | 2026-03-10                  |                              |
            b1                  | day_over        | b1          | 2024-01-01             | 2024-01-01                  | 2025-03-09                   |
            b2                  | day_over        | b2          | 2026-03-10             | 2026-03-10                  |                              |
            c1                  | stated          | c1          | 2026-03-10             | 2026-03-10                  |                              | Y
        """,
    )
    assert counted(drawn, "cla_returned_within_12m") == {
        "year_to_the_day": True,
        "day_over": False,
        "stated": True,
    }


def one_each(*children, entered="2020-01-10"):
    """Care periods open since `entered`, one for each child."""
    heading = (
        "clae_cla_episode_id | clae_person_id | clae_cla_id | clae_entered_care_date | "
        "clae_cla_episode_start_date | clae_cla_episode_ceased_date"
    )
    rows = [f"e-{child} | {child} | c-{child} | {entered} | {entered} | " for child in children]
    return "\n".join([heading, *rows])


def test_unaccompanied_children_are_those_with_the_status_at_the_date():
    drawn = records(
        MARCH,
        ssd_cla_episodes=one_each("now", "no_longer", "other"),
        ssd_immigration_status="""
            immi_immigration_status_id | immi_person_id | immi_immigration_status | immi_immigration_status_start_date | immi_immigration_status_end_date
            i1                         | now            | UASC                    | 2024-01-01                         |
            i2                         | now            | UASC                    |                                    |
            i3                         | no_longer      | UASC                    | 2024-01-01                         | 2026-03-31
            i4                         | other          | ILR                     |                                    |
        """,
    )
    assert counted(drawn, "cla_uasc") == {"now": True, "no_longer": False, "other": False}


def test_the_placement_is_the_one_behind_a_passing_stay():
    drawn = records(
        MARCH,
        ssd_cla_episodes=one_each("fostered", "in_hospital", "kin", "home", "supported", "not_known"),
        ssd_cla_placement="""
            clap_cla_placement_id | clap_cla_id   | clap_cla_placement_start_date | clap_cla_placement_end_date | clap_cla_placement_type | clap_placement_location
            p1                    | c-fostered    | 2024-01-01                    | 2026-03-31                  | K2                      | OUT
            p2                    | c-fostered    | 2026-03-31                    |                             | U6                      | IN
            p3                    | c-in_hospital | 2024-01-01                    | 2026-03-20                  | U4                      | OUT
            p4                    | c-in_hospital | 2026-03-20                    |                             | T1                      | IN
            p5                    | c-kin         | 2024-01-01                    |                             | U1                      |
            p6                    | c-home        | 2024-01-01                    |                             | K2                      | OUT
            p7                    | c-supported   | 2024-01-01                    |                             | H5                      | IN
        """,
    )
    fostered = {child for child, counts in counted(drawn, "cla_foster").items() if counts}
    assert fostered == {"fostered", "in_hospital", "kin"}
    assert figure(drawn, "cla_kinship_foster")[:2] == (1, 6)
    assert figure(drawn, "cla_residential")[:2] == (1, 6)
    assert figure(drawn, "cla_supported_accommodation")[:2] == (1, 6)
    assert figure(drawn, "cla_out_of_area")[:2] == (2, 6)


def test_three_placements_in_the_year_counts_each_lived_in_and_no_passing_stay():
    drawn = records(
        MARCH,
        ssd_cla_episodes=one_each("three", "year_old_move", "passing"),
        ssd_cla_placement="""
            clap_cla_placement_id | clap_cla_id     | clap_cla_placement_start_date | clap_cla_placement_end_date | clap_cla_placement_type
            p1                    | c-three         | 2020-01-10                    | 2025-04-01                  | U6
            p2                    | c-three         | 2025-04-01                    | 2025-06-01                  | U6
            p3                    | c-three         | 2025-06-01                    |                             | K2
            p4                    | c-year_old_move | 2020-01-10                    | 2025-03-31                  | U6
            p5                    | c-year_old_move | 2025-03-31                    | 2025-06-01                  | U6
            p6                    | c-year_old_move | 2025-06-01                    |                             | K2
            p7                    | c-passing       | 2020-01-10                    | 2025-06-01                  | U6
            p8                    | c-passing       | 2025-06-01                    | 2025-06-05                  | T4
            p9                    | c-passing       | 2025-06-05                    |                             | U6
        """,
    )
    assert counted(drawn, "cla_3plus_placements") == {
        "three": True,
        "year_old_move": False,
        "passing": False,
    }


def test_from_a_list_of_latest_placements_the_stated_number_counts():
    drawn = records(
        MARCH,
        history="latest",
        window_start=date(2025, 9, 30),
        ssd_cla_episodes="""
            clae_cla_episode_id | clae_person_id | clae_cla_id | clae_entered_care_date | clae_stated_placements_12m
            e1                  | three          | c1          | 2024-01-01             | 3
            e2                  | two            | c2          | 2024-01-01             | 2
            e3                  | not_stated     | c3          | 2024-01-01             |
        """,
    )
    assert counted(drawn, "cla_3plus_placements", clocks=NO_CLOCKS) == {
        "three": True,
        "two": False,
        "not_stated": False,
    }


def test_long_term_stability_is_two_years_for_under_sixteens_and_joins_an_adoptive_placement():
    drawn = records(
        MARCH,
        ssd_person="""
            pers_person_id | pers_dob
            settled        | 2014-01-01
            day_short      | 2014-01-01
            adoptive       | 2020-01-01
            sixteen        | 2010-03-31
            nearly_sixteen | 2010-04-01
        """,
        ssd_cla_episodes=one_each(
            "settled", "day_short", "adoptive", "sixteen", "nearly_sixteen", entered="2023-09-30"
        ),
        ssd_cla_placement="""
            clap_cla_placement_id | clap_cla_id      | clap_cla_placement_start_date | clap_cla_placement_type
            p1                    | c-settled        | 2024-03-31                    | U4
            p2                    | c-day_short      | 2024-04-01                    | U4
            p3                    | c-adoptive       | 2024-01-01                    | U5
            p4                    | c-adoptive       | 2025-12-01                    | A5
            p5                    | c-sixteen        | 2023-09-30                    | U4
            p6                    | c-nearly_sixteen | 2023-09-30                    | U4
        """,
    )
    assert counted(drawn, "cla_long_term_stability") == {
        "settled": True,
        "day_short": False,
        "adoptive": True,
        "nearly_sixteen": True,
    }


def test_agreement_for_a_year_under_sixteen_is_counted_by_the_status_in_force():
    drawn = records(
        MARCH,
        ssd_person="""
            pers_person_id | pers_dob
            a_year         | 2014-01-01
            day_less       | 2014-01-01
            sixteen        | 2010-01-01
            now_ordered    | 2014-01-01
        """,
        ssd_cla_episodes=one_each("a_year", "day_less", "sixteen", "now_ordered"),
        ssd_legal_status="""
            lega_legal_status_id | lega_person_id | lega_legal_status | lega_legal_status_start_date | lega_legal_status_end_date
            l1                   | a_year         | V2                | 2025-03-31                   |
            l2                   | day_less       | V2                | 2025-04-01                   |
            l3                   | sixteen        | V2                | 2020-01-01                   |
            l4                   | now_ordered    | V2                | 2020-01-01                   | 2026-01-01
        """,
    )
    assert only_counted(drawn, "cla_s20_long") == {"a_year"}


VISITS = """
    clock         | child_id | about | started    | due        | done       | status   | days_late
    ts_cla_visits | moved    | p1    | 2026-01-05 | 2026-02-16 |            | lapsed   | 5
    ts_cla_visits | moved    | p2    | 2026-03-02 | 2026-03-09 | 2026-03-04 | done     | 0
    ts_cla_visits | moved    | p2    | 2026-03-04 | 2026-04-15 |            | due      | 0
    ts_cla_visits | overdue  | p3    | 2026-02-16 | 2026-03-30 |            | overdue  | 1
    ts_cla_visits | new      | p4    | 2026-03-28 | 2026-04-04 |            | due_soon | 0
"""


def test_a_care_visit_missed_before_a_move_was_overdue_until_the_move_and_not_after():
    drawn = records(
        MARCH,
        window_start=date(2026, 1, 1),
        ssd_cla_episodes=one_each("moved", "overdue", "new", entered="2026-01-05"),
    )
    assert counted(drawn, "cla_visit_statutory", clocks=clock_rows(VISITS)) == {
        "moved": True,
        "overdue": False,
    }
    moved = clock_rows(VISITS).filter(child_id="moved")
    assert series(drawn, "cla_visit_statutory", period="month", clocks=moved) == {
        "2026-01-31": None,
        "2026-02-28": 100.0,  # lapsed five working days after 16 February
        "2026-03-31": 100.0,
    }


REVIEWS = """
    clock         | child_id | about | started    | due        | done       | status    | days_late
    ts_cla_review | in_time  | c1    | 2025-09-10 | 2026-03-10 | 2026-03-10 | done      | 0
    ts_cla_review | early    | c2    | 2025-09-12 | 2026-03-12 | 2026-02-01 | done      | 0
    ts_cla_review | late     | c3    | 2025-09-10 | 2026-03-10 | 2026-03-11 | done_late | 1
    ts_cla_review | overdue  | c4    | 2025-09-10 | 2026-03-10 |            | overdue   | 15
    ts_cla_review | missed   | c5    | 2025-09-10 | 2026-03-10 |            | lapsed    | 3
    ts_cla_review | not_owed | c6    | 2025-09-10 | 2026-03-10 |            | lapsed    | 0
    ts_cla_review | april    | c7    | 2025-10-10 | 2026-04-10 |            | due       | 0
"""


def test_a_review_is_counted_when_it_falls_due_and_one_missed_before_care_ended_is_not_in_time():
    assert counted(records(MARCH), "cla_review_timely", clocks=clock_rows(REVIEWS)) == {
        "in_time": True,
        "early": True,
        "late": False,
        "overdue": False,
        "missed": False,
    }


def test_health_is_six_months_for_under_fives_and_twelve_for_older_and_no_check_stays_in_the_total():
    drawn = records(
        MARCH,
        ssd_person="""
            pers_person_id | pers_dob
            under_five     | 2021-04-01
            under_late     | 2021-04-01
            five_today     | 2021-03-31
            older_late     | 2015-01-01
            never          | 2015-01-01
            booked         | 2015-01-01
        """,
        ssd_cla_episodes=one_each(
            "under_five", "under_late", "five_today", "older_late", "never", "booked", entered="2025-03-31"
        ),
        ssd_cla_health="""
            clah_health_check_id | clah_person_id | clah_health_check_type | clah_health_check_date | clah_health_check_status
            h1                   | under_five     | health_assessment      | 2025-09-30             | done
            h2                   | under_late     | health_assessment      | 2025-09-29             | done
            h3                   | five_today     | health_assessment      | 2025-03-31             |
            h4                   | older_late     | health_assessment      | 2025-03-30             |
            h5                   | booked         | health_assessment      | 2026-01-01             | cancelled
            h6                   | never          | dental_check           | 2025-03-31             | done
        """,
    )
    assert counted(drawn, "cla_health_assessment_due") == {
        "under_five": True,
        "under_late": False,
        "five_today": True,
        "older_late": False,
        "never": False,
        "booked": False,
    }
    assert figure(drawn, "cla_dental")[:2] == (1, 6)


def test_health_is_asked_only_of_children_a_year_in_care():
    drawn = records(MARCH, ssd_cla_episodes=one_each("day_short", entered="2025-04-01"))
    assert figure(drawn, "cla_health_assessment_due") == (0, 0, None)


def test_a_permanence_plan_is_asked_for_after_four_months_and_is_the_one_in_force():
    drawn = records(
        MARCH,
        ssd_cla_episodes=one_each("planned", "lapsed", "blank", "none", entered="2025-11-30")
        + "\ne-new | new | c-new | 2025-12-01 | 2025-12-01 | ",
        ssd_cla_care_plan="""
            lacp_table_id | lacp_person_id | lacp_cla_care_plan_start_date | lacp_cla_care_plan_end_date | lacp_permanence_plan
            k1            | planned        |                               |                             | f
            k2            | lapsed         | 2025-12-15                    | 2026-03-31                  | a
            k3            | blank          | 2025-12-15                    |                             |
        """,
    )
    assert counted(drawn, "cla_permanence_plan") == {
        "planned": True,
        "lapsed": False,
        "blank": False,
        "none": False,
    }


def test_the_reviewing_officer_has_been_in_touch_since_the_last_review_that_was_held():
    heading = (
        "clae_cla_episode_id | clae_person_id | clae_cla_id | clae_entered_care_date | "
        "clae_cla_last_iro_contact_date"
    )
    drawn = records(
        MARCH,
        ssd_cla_episodes=f"""
            {heading}
            e1 | since    | c1 | 2025-01-10 | 2026-02-02
            e2 | before   | c2 | 2025-01-10 | 2026-01-31
            e3 | no_review | c3 | 2026-03-10 | 2026-03-10
            e4 | never    | c4 | 2025-01-10 |
        """,
        ssd_cla_reviews="""
            clar_cla_review_id | clar_cla_id | clar_cla_review_date | clar_cla_review_cancelled
            r1                 | c1          | 2026-02-02           | N
            r2                 | c1          | 2026-03-02           | Y
            r3                 | c2          | 2026-02-02           |
        """,
    )
    assert counted(drawn, "cla_iro_contact") == {
        "since": True,
        "before": False,
        "no_review": True,
        "never": False,
    }

# ruff: noqa: E501  drawn tables are as wide as their headings
"""Assessment and section 47: what counts as in time, what stays in the total, what is left out."""

from datetime import date

from drawn import records
from unit.indicators.counting import clock_rows, counted, figure, only_counted, series

MARCH = date(2026, 3, 31)

# Forty-five working days from Monday 5 January 2026 is Monday 9 March.
ASSESSMENTS = """
    cina_assessment_id | cina_person_id | cina_assessment_start_date | cina_assessment_auth_date | cina_assessment_child_seen | cina_assessment_outcome_nfa
    a1                 | on_the_day     | 2026-01-05                 | 2026-03-09                | Y                          | Y
    a2                 | day_late       | 2026-01-05                 | 2026-03-10                | N                          | N
    a3                 | open_late      | 2026-01-05                 |                           |                            |
    a4                 | open_in_time   | 2026-03-02                 |                           |                            |
    a5                 | before_start   | 2026-03-10                 | 2026-03-09                | U                          |
    a6                 | last_month     | 2026-01-05                 | 2026-02-28                | Y                          | N
"""


def test_an_assessment_is_in_time_up_to_the_forty_fifth_working_day():
    drawn = records(MARCH, ssd_cin_assessments=ASSESSMENTS)
    assert counted(drawn, "assessment_45wd") == {
        "on_the_day": True,
        "day_late": False,
        "before_start": False,  # authorised before it began: a query, in the total and never in time
    }
    assert figure(drawn, "assessments_count") == (3, None, 3.0)


def test_bank_holidays_are_not_working_days():
    # From Monday 8 December 2025, Christmas, Boxing and New Year's Days push the 45th day to 12 February.
    drawn = records(
        date(2026, 2, 28),
        ssd_cin_assessments="""
            cina_assessment_id | cina_person_id | cina_assessment_start_date | cina_assessment_auth_date
            a1                 | on_the_day     | 2025-12-08                 | 2026-02-12
            a2                 | day_late       | 2025-12-08                 | 2026-02-13
        """,
    )
    assert counted(drawn, "assessment_45wd") == {"on_the_day": True, "day_late": False}


def test_an_open_assessment_is_never_counted_as_finished_in_time():
    drawn = records(MARCH, ssd_cin_assessments=ASSESSMENTS)
    assert "open_in_time" not in counted(drawn, "assessment_45wd")
    assert only_counted(drawn, "assessment_overdue_open") == {"open_late"}


def test_an_assessment_was_overdue_at_earlier_month_ends_until_it_was_authorised():
    drawn = records(
        MARCH,
        window_start=date(2025, 12, 1),
        ssd_cin_assessments="""
            cina_assessment_id | cina_person_id | cina_assessment_start_date | cina_assessment_auth_date
            a1                 | ann            | 2025-11-03                 | 2026-02-02
        """,
    )  # due 8 January 2026
    assert series(drawn, "assessment_overdue_open", period="month") == {
        "2025-12-31": 0.0,
        "2026-01-31": 1.0,
        "2026-02-28": 0.0,
        "2026-03-31": 0.0,
    }


def test_an_assessment_that_lapsed_was_overdue_until_then():
    lapsed = clock_rows("""
        clock            | child_id | about | started    | due        | status | days_late
        ts_assessment_45 | ann      | a1    | 2025-11-03 | 2026-01-08 | lapsed | 20
        ts_assessment_45 | bob      | a2    | 2025-11-03 | 2026-01-08 | lapsed | 0
    """)
    drawn = records(MARCH, window_start=date(2025, 12, 1))  # twenty working days late is 5 February
    overdue = series(drawn, "assessment_overdue_open", period="month", clocks=lapsed)
    assert overdue == {"2025-12-31": 0.0, "2026-01-31": 1.0, "2026-02-28": 0.0, "2026-03-31": 0.0}


def test_the_median_is_the_middle_length_in_working_days():
    drawn = records(
        MARCH,
        ssd_cin_assessments="""
            cina_assessment_id | cina_person_id | cina_assessment_start_date | cina_assessment_auth_date
            a1                 | ann            | 2026-03-02                 | 2026-03-02
            a2                 | bob            | 2026-03-02                 | 2026-03-04
            a3                 | cat            | 2026-03-02                 | 2026-03-09
            a4                 | no_start       |                            | 2026-03-09
        """,
    )
    assert figure(drawn, "assessment_duration_median") == (None, 3, 2.0)


def test_a_median_of_nothing_is_null():
    assert figure(records(MARCH), "assessment_duration_median") == (None, 0, None)


def test_a_child_not_yet_born_cannot_be_seen_and_unknown_is_not_seen():
    drawn = records(
        MARCH,
        ssd_person="""
            pers_person_id | pers_dob   | pers_expected_dob | pers_stated_unborn
            seen           | 2015-01-01 |                   |
            unknown        | 2015-01-01 |                   |
            expected       |            | 2026-05-01        |
            stated_unborn  |            |                   | Y
            born_after     | 2026-03-20 |                   |
            born_that_day  | 2026-03-10 |                   |
            no_birth_date  |            |                   |
        """,
        ssd_cin_assessments="""
            cina_assessment_id | cina_person_id | cina_assessment_start_date | cina_assessment_auth_date | cina_assessment_child_seen
            a1                 | seen           | 2026-03-02                 | 2026-03-10                | Y
            a2                 | unknown        | 2026-03-02                 | 2026-03-10                | U
            a3                 | expected       | 2026-03-02                 | 2026-03-10                | N
            a4                 | stated_unborn  | 2026-03-02                 | 2026-03-10                | N
            a5                 | born_after     | 2026-03-02                 | 2026-03-10                | N
            a6                 | born_that_day  | 2026-03-02                 | 2026-03-10                |
            a7                 | no_birth_date  | 2026-03-02                 | 2026-03-10                | Y
        """,
    )
    assert counted(drawn, "assessment_child_seen") == {
        "seen": True,
        "unknown": False,
        "born_that_day": False,
        "no_birth_date": True,
    }


def test_an_outcome_left_blank_is_neither_no_action_nor_support():
    drawn = records(MARCH, ssd_cin_assessments=ASSESSMENTS)
    assert figure(drawn, "assessment_outcome_nfa")[:2] == (1, 3)
    assert figure(drawn, "assessment_outcome_services")[:2] == (1, 3)


def test_only_a_recorded_disability_counts_and_a_child_with_two_counts_once():
    drawn = records(
        MARCH,
        ssd_disability="""
            disa_table_id | disa_person_id | disa_disability_code
            d1            | on_the_day     | AUT
            d2            | on_the_day     | LD
            d3            | day_late       | NONE
            d4            | before_start   | UNKNOWN
        """,
        ssd_cin_assessments=ASSESSMENTS,
    )
    assert figure(drawn, "assessment_disability")[:2] == (1, 3)


# Fifteen working days from Monday 2 March 2026 is Monday 23 March.
ENQUIRIES = """
    s47e_s47_enquiry_id | s47e_person_id | s47e_s47_start_date | s47e_s47_end_date | s47e_s47_nfa
    s1                  | on_the_day     | 2026-03-02          |                   | N
    s2                  | day_late       | 2026-03-02          |                   | N
    s3                  | before_enquiry | 2026-03-10          |                   | N
    s4                  | not_needed     | 2026-03-02          | 2026-03-06        | Y
    s5                  | still_waiting  | 2026-03-02          |                   | N
    s6                  | too_new        | 2026-03-25          |                   |
"""
CONFERENCES = """
    icpc_icpc_id | icpc_s47_enquiry_id | icpc_person_id | icpc_icpc_date | icpc_icpc_outcome_cp_flag
    i1           | s1                  | on_the_day     | 2026-03-23     | Y
    i2           | s2                  | day_late       | 2026-03-24     | N
    i3           | s3                  | before_enquiry | 2026-03-09     | Y
"""


def enquiries():
    return records(MARCH, ssd_s47_enquiry=ENQUIRIES, ssd_initial_cp_conference=CONFERENCES)


def test_a_conference_before_its_enquiry_stays_in_the_total_and_is_never_in_time():
    assert counted(enquiries(), "icpc_15wd") == {
        "on_the_day": True,
        "day_late": False,
        "before_enquiry": False,
    }


def test_a_conference_needed_and_not_held_is_overdue_after_fifteen_working_days():
    assert only_counted(enquiries(), "icpc_overdue") == {"still_waiting"}


def test_enquiries_count_when_they_start():
    assert figure(enquiries(), "s47_count") == (6, None, 6.0)


def test_an_enquiry_has_fifteen_working_days_to_lead_to_a_conference():
    assert counted(enquiries(), "s47_to_icpc_conversion") == {
        "on_the_day": True,
        "day_late": True,
        "before_enquiry": True,
        "not_needed": False,
        "still_waiting": False,
    }


def test_an_enquiry_still_open_has_no_outcome():
    assert counted(enquiries(), "s47_no_icpc_needed") == {
        "on_the_day": False,
        "day_late": False,
        "before_enquiry": False,
        "not_needed": True,
    }


def test_an_outcome_is_counted_once_the_enquiry_has_had_its_fifteen_working_days():
    """That none is needed is soon said, a conference comes later: counted at once, the first would crowd out."""
    drawn = records(
        MARCH,
        ssd_s47_enquiry="""
            s47e_s47_enquiry_id | s47e_person_id | s47e_s47_start_date | s47e_s47_nfa
            e1                  | fifteen_ago    | 2026-03-10          | Y
            e2                  | fourteen_ago   | 2026-03-11          | Y
        """,
    )
    assert counted(drawn, "s47_no_icpc_needed") == {"fifteen_ago": True}


def test_conferences_for_children_moving_in_are_apart_and_one_child_counts_once_a_day():
    drawn = records(
        MARCH,
        ssd_initial_cp_conference="""
            icpc_icpc_id | icpc_person_id | icpc_icpc_date | icpc_icpc_transfer_in | icpc_icpc_outcome_cp_flag
            i1           | ann            | 2026-03-03     |                       | N
            i2           | ann            | 2026-03-03     | N                     | Y
            i3           | moved_in       | 2026-03-03     | Y                     | Y
            i4           | bob            | 2026-03-03     |                       |
        """,
    )
    assert figure(drawn, "icpc_count") == (2, None, 2.0)
    assert counted(drawn, "icpc_to_plan") == {"ann": True, "bob": False}


def test_a_repeat_enquiry_is_one_within_twelve_calendar_months():
    drawn = records(
        MARCH,
        ssd_s47_enquiry="""
            s47e_s47_enquiry_id | s47e_person_id  | s47e_s47_start_date
            s1                  | year_to_the_day | 2025-03-10
            s2                  | year_to_the_day | 2026-03-10
            s3                  | day_over        | 2025-03-09
            s4                  | day_over        | 2026-03-10
        """,
    )
    assert counted(drawn, "s47_repeat_12m") == {"year_to_the_day": True, "day_over": False}

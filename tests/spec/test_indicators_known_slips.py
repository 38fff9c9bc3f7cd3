"""Slips found in a public script for these lists: none of them here."""

from datetime import date

from drawn import records
from goldenthread.indicators.catalogue import INDICATORS, unanswerable
from goldenthread.indicators.population import read_population
from unit.indicators.counting import counted, figure

MARCH = date(2026, 3, 31)


def test_working_days_leave_out_bank_holidays():
    # Monday 22 December 2025 to Monday 5 January 2026: ten weekdays, three of them bank holidays.
    drawn = records(
        date(2026, 1, 31),
        ssd_cin_assessments="""
            cina_assessment_id | cina_person_id | cina_assessment_start_date | cina_assessment_auth_date
            a1                 | ann            | 2025-12-22                 | 2026-01-05
        """,
    )
    assert figure(drawn, "assessment_duration_median") == (None, 1, 7.0)


def test_months_are_calendar_months_and_not_ninety_one_days():
    # 1 November 2025 to 31 January 2026 is 91 days and not yet three months.
    drawn = records(
        date(2026, 1, 31),
        ssd_cp_plans="""
            cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date
            p1              | ann            | 2025-11-01
            p2              | bob            | 2025-10-31
        """,
    )
    assert set(counted(drawn, "cpp_reviewed_timely")) == {"bob"}


def in_care_a_year(*, born, checked):
    return records(
        MARCH,
        ssd_person=f"pers_person_id | pers_dob\nann | {born}\nbob | {born}",
        ssd_cla_episodes="""
            clae_cla_episode_id | clae_person_id | clae_cla_id | clae_entered_care_date
            e1                  | ann            | c1          | 2024-01-10
            e2                  | bob            | c2          | 2024-01-10
        """,
        ssd_cla_health=f"""
            clah_health_check_id | clah_person_id | clah_health_check_type | clah_health_check_date
            h1                   | ann            | health_assessment      | {checked}
        """,
    )


def test_over_fives_are_held_to_twelve_months_and_not_six():
    eight_months_ago = in_care_a_year(born="2015-01-01", checked="2025-07-31")
    assert counted(eight_months_ago, "cla_health_assessment_due")["ann"]


def test_a_child_with_no_health_check_stays_in_the_total():
    assert figure(in_care_a_year(born="2015-01-01", checked="2026-01-01"), "cla_health_assessment_due") == (
        1,
        2,
        50.0,
    )


def test_an_age_band_asks_for_both_limits():
    drawn = records(
        MARCH,
        ssd_person="""
            pers_person_id | pers_dob
            too_young      | 2012-01-01
            in_band        | 2006-01-01
            too_old        | 2001-01-01
        """,
        ssd_care_leavers="""
            clea_table_id | clea_person_id | clea_care_leaver_eligibility | clea_care_leaver_activity
            l1            | too_young      | FR                           | F2
            l2            | in_band        | FR                           | F2
            l3            | too_old        | FR                           | F2
        """,
    )
    assert set(counted(drawn, "cl_eet")) == {"in_band"}


def test_stability_compares_the_placement_with_the_date_and_not_with_itself():
    drawn = records(
        MARCH,
        ssd_person="pers_person_id | pers_dob\nann | 2015-01-01",
        ssd_cla_episodes="""
            clae_cla_episode_id | clae_person_id | clae_cla_id | clae_entered_care_date
            e1                  | ann            | c1          | 2020-01-10
        """,
        ssd_cla_placement="""
            clap_cla_placement_id | clap_cla_id | clap_cla_placement_start_date | clap_cla_placement_type
            p1                    | c1          | 2026-03-01                    | U4
        """,
    )
    assert counted(drawn, "cla_long_term_stability") == {"ann": False}


def test_the_children_of_a_rate_are_those_aged_nought_to_seventeen_and_no_older(tmp_path):
    file = tmp_path / "population.csv"
    ages = "".join(f"2025,{age},100\n" for age in range(91))
    file.write_text(f"year,age,people\n{ages}")
    assert read_population(file) == {2025: 1_800}


def test_no_rate_is_given_where_nobody_said_how_many_children_live_here():
    rates = {one.id for one in INDICATORS if one.unit.startswith("rate_per_10000")}
    assert len(rates) == 12
    assert rates == {gap.id for gap in unanswerable(records(MARCH))}


def test_an_open_item_is_not_finished_on_the_as_at_date():
    drawn = records(
        MARCH,
        ssd_cin_assessments="""
            cina_assessment_id | cina_person_id | cina_assessment_start_date | cina_assessment_auth_date
            a1                 | ann            | 2026-03-30                 |
        """,
    )
    assert figure(drawn, "assessment_45wd") == (0, 0, None)

# ruff: noqa: E501  drawn tables are as wide as their headings
"""The inspection view drawn: from full history to the lists as at 31 October 2025 (window from 30 April)."""

from datetime import date

import pytest

from drawn import assert_drawn, records
from goldenthread.records.annex_a import from_records, to_records
from goldenthread.records.annex_a.lists import AnnexA

_AS_AT = date(2025, 10, 31)
_NOBODY = "pers_person_id | pers_dob"


def _list(number: int, **tables: str) -> object:
    return from_records(records(_AS_AT, **tables)).frame(number)


def _show(number: int, text: str, **tables: str) -> None:
    assert_drawn(_list(number, **tables), text)  # type: ignore[arg-type]


def test_age_is_in_whole_years_on_the_day_and_minus_one_before_birth() -> None:
    _show(
        1,
        """
        child_id | age | gender | date_of_birth
        birthday | 10  | F      | 2015-10-31
        day_off  | 9   | F      | 2015-11-01
        expected | -1  | U      | 2025-12-25
        future   | -1  | U      | 2026-01-01
        leap     | 13  | M      | 2012-02-29
        stated   | -1  | U      |
        unknown  |     | M      |
        """,
        ssd_person="""
        pers_person_id | pers_gender | pers_dob   | pers_expected_dob | pers_stated_unborn
        birthday       | F           | 2015-10-31 |                   |
        day_off        | F           | 2015-11-01 |                   |
        expected       |             |            | 2025-12-25        |
        future         | M           | 2026-01-01 |                   |
        leap           | M           | 2012-02-29 |                   |
        stated         | U           |            |                   | Y
        unknown        | M           |            |                   |
        """,
        ssd_contacts="""
        cont_contact_id | cont_person_id | cont_contact_date
        1               | birthday       | 2025-09-01
        2               | day_off        | 2025-09-01
        3               | expected       | 2025-09-01
        4               | future         | 2025-09-01
        5               | leap           | 2025-09-01
        6               | stated         | 2025-09-01
        7               | unknown        | 2025-09-01
        """,
    )


def test_contacts_are_those_of_the_six_months_both_days_included() -> None:
    _show(
        1,
        """
        child_id | contact_date
        first    | 2025-04-30
        last     | 2025-10-31
        """,
        ssd_contacts="""
        cont_contact_id | cont_person_id | cont_contact_date
        1               | before         | 2025-04-29
        2               | first          | 2025-04-30
        3               | last           | 2025-10-31
        4               | after          | 2025-11-01
        """,
    )


def test_referrals_in_12_months_leave_out_the_latest_and_are_the_same_on_each_row() -> None:
    _show(
        3,
        """
        child_id | referral_date | referrals_12m
        ann      | 2025-05-01    | 2
        ann      | 2025-10-01    | 2
        ben      | 2025-10-01    | 0
        """,
        ssd_cin_episodes="""
        cine_referral_id | cine_person_id | cine_referral_date | cine_in_need
        1                | ann            | 2024-10-02         | Y
        2                | ann            | 2025-05-01         | N
        3                | ann            | 2025-10-01         | Y
        4                | ben            | 2024-10-01         | Y
        5                | ben            | 2025-10-01         | Y
        """,
    )


def test_assessments_are_those_open_or_authorised_in_the_window() -> None:
    _show(
        4,
        """
        child_id | assessment_start | assessment_authorised | support_required
        authed   | 2019-01-07       | 2025-04-30            | Y
        later    | 2025-10-20       |                       |
        open     | 2019-01-07       |                       |
        """,
        ssd_cin_assessments="""
        cina_assessment_id | cina_person_id | cina_assessment_start_date | cina_assessment_auth_date | cina_assessment_outcome_nfa
        1                  | authed         | 2019-01-07                 | 2025-04-30                | N
        2                  | gone           | 2019-01-07                 | 2025-04-29                | N
        3                  | open           | 2019-01-07                 |                           |
        4                  | later          | 2025-10-20                 | 2025-11-03                | Y
        5                  | not_yet        | 2025-11-01                 |                           |
        """,
    )


def test_conferences_in_12_months_leave_out_the_one_the_latest_enquiry_led_to() -> None:
    _show(
        5,
        """
        child_id | enquiry_start | conference_date | enquiries_12m | conferences_12m
        ann      | 2025-06-02    | 2025-06-16      | 1             | 1
        ann      | 2025-10-01    | 2025-10-15      | 1             | 1
        """,
        ssd_s47_enquiry="""
        s47e_s47_enquiry_id | s47e_person_id | s47e_s47_start_date | s47e_s47_end_date
        A                   | ann            | 2025-06-02          | 2025-06-10
        B                   | ann            | 2025-10-01          | 2025-10-09
        """,
        ssd_initial_cp_conference="""
        icpc_icpc_id | icpc_s47_enquiry_id | icpc_person_id | icpc_icpc_date
        1            | A                   | ann            | 2025-06-16
        2            | B                   | ann            | 2025-10-15
        """,
    )


def test_list_6_has_one_row_a_child_and_leaves_out_referrals_only() -> None:
    _show(
        6,
        """
        child_id | cin_start  | cin_closed
        ann      | 2025-08-01 |
        edge     | 2024-01-01 | 2025-04-30
        """,
        ssd_cin_episodes="""
        cine_referral_id | cine_person_id | cine_referral_date | cine_referral_nfa | cine_close_date | cine_in_need
        1                | ann            | 2025-05-01         | N                 | 2025-06-01      | Y
        2                | ann            | 2025-08-01         | N                 |                 | Y
        3                | nfa            | 2025-08-01         | Y                 | 2025-08-01      | N
        4                | edge           | 2024-01-01         | N                 | 2025-04-30      | Y
        5                | gone           | 2024-01-01         | N                 | 2025-04-29      | Y
        """,
    )


def test_case_status_takes_the_first_that_applies_closed_before_all() -> None:
    _show(
        6,
        """
        child_id | case_status
        assessed | c
        care     | a
        closed   | e
        fresh    | d
        need     | c
        open     | d
        plan     | b
        """,
        ssd_cin_episodes="""
        cine_referral_id | cine_person_id | cine_referral_date | cine_close_date | cine_in_need
        1                | care           | 2025-05-01         |                 | Y
        2                | plan           | 2025-05-01         |                 | Y
        3                | need           | 2025-05-01         |                 | Y
        4                | open           | 2025-05-01         |                 | Y
        5                | closed         | 2025-05-01         | 2025-09-01      | Y
        6                | fresh          | 2025-10-30         |                 | Y
        7                | assessed       | 2025-05-01         |                 | Y
        """,
        ssd_cla_episodes="""
        clae_cla_episode_id | clae_person_id | clae_cla_id | clae_entered_care_date | clae_cla_episode_start_date
        1                   | care           | p1          | 2025-06-01             | 2025-06-01
        2                   | closed         | p2          | 2025-06-01             | 2025-06-01
        """,
        ssd_cp_plans="""
        cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date | cppl_cp_plan_end_date
        1               | care           | 2025-06-01              |
        2               | plan           | 2025-06-01              |
        3               | need           | 2025-06-01              | 2025-10-31
        """,
        ssd_cin_plans="""
        cinp_cin_plan_id | cinp_person_id | cinp_cin_plan_start_date
        1                | plan           | 2025-06-01
        2                | need           | 2025-10-31
        """,
        ssd_cin_assessments="""
        cina_assessment_id | cina_person_id | cina_assessment_start_date | cina_assessment_auth_date
        1                  | need           | 2025-10-01                 |
        2                  | open           | 2025-10-01                 |
        3                  | assessed       | 2025-05-01                 | 2025-06-10
        """,
    )


def test_a_care_leaver_of_age_with_no_other_service_is_not_in_list_6() -> None:
    _show(
        6,
        """
        child_id | case_status
        planned  | c
        """,
        ssd_person="""
        pers_person_id | pers_dob
        leaver         | 2005-01-01
        planned        | 2005-01-01
        """,
        ssd_cin_episodes="""
        cine_referral_id | cine_person_id | cine_referral_date | cine_in_need
        1                | leaver         | 2020-05-01         | Y
        2                | planned        | 2020-05-01         | Y
        """,
        ssd_care_leavers="""
        clea_table_id | clea_person_id
        1             | leaver
        2             | planned
        """,
        ssd_cin_plans="""
        cinp_cin_plan_id | cinp_person_id | cinp_cin_plan_start_date
        1                | planned        | 2025-06-01
        """,
    )


def test_list_7_shows_the_latest_plan_with_its_own_last_visit_and_review() -> None:
    _show(
        7,
        """
        child_id | plan_start | plan_end | last_visit | seen_alone | latest_review | previous_plans | emergency_6m
        ann      | 2025-05-01 |          | 2025-10-30 | N          | 2025-07-30    | 1              | Y
        """,
        ssd_cp_plans="""
        cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date | cppl_cp_plan_end_date
        old             | ann            | 2023-05-01              | 2024-05-01
        new             | ann            | 2025-05-01              |
        """,
        ssd_cp_visits="""
        cppv_cp_visit_id | cppv_person_id | cppv_cp_plan_id | cppv_cp_visit_date | cppv_cp_visit_seen_alone
        1                | ann            | old             | 2024-04-01         | Y
        2                | ann            | new             | 2025-10-16         | Y
        3                | ann            | new             | 2025-10-30         | N
        4                | ann            | new             | 2025-11-05         | Y
        """,
        ssd_cp_reviews="""
        cppr_cp_review_id | cppr_person_id | cppr_cp_plan_id | cppr_cp_review_date
        1                 | ann            | new             | 2025-07-30
        2                 | ann            | old             | 2023-07-30
        """,
        ssd_legal_status="""
        lega_legal_status_id | lega_person_id | lega_legal_status | lega_legal_status_start_date | lega_legal_status_end_date
        1                    | ann            | L2                | 2025-04-20                   | 2025-04-30
        """,
    )


_CARE = {
    "ssd_cla_episodes": """
        clae_cla_episode_id | clae_person_id | clae_cla_id | clae_entered_care_date | clae_cla_episode_start_date | clae_cla_episode_ceased_date | clae_cla_episode_ceased_reason
        1                   | ann            | first       | 2024-06-01             | 2024-06-01                  | 2024-11-30                   | E4A
        2                   | ann            | second      | 2025-02-01             | 2025-02-01                  | 2025-03-01                   | X1
        3                   | ann            | second      | 2025-02-01             | 2025-03-01                  |                              |
        4                   | left           | gone        | 2020-01-01             | 2020-01-01                  | 2025-04-29                   | E4A
        5                   | edge           | edge        | 2020-01-01             | 2020-01-01                  | 2025-04-30                   | E4A
        6                   | breaks         | breaks      | 2025-01-01             | 2025-01-01                  |                              |
        """,
    "ssd_legal_status": """
        lega_legal_status_id | lega_person_id | lega_legal_status | lega_legal_status_start_date | lega_legal_status_end_date
        1                    | ann            | V2                | 2024-06-01                   | 2024-11-30
        2                    | ann            | C1                | 2025-02-01                   | 2025-03-01
        3                    | ann            | C2                | 2025-03-01                   |
        4                    | breaks         | V4                | 2025-01-01                   |
        """,
    "ssd_cla_placement": """
        clap_cla_placement_id | clap_person_id | clap_cla_id | clap_cla_placement_start_date | clap_cla_placement_end_date | clap_cla_placement_type
        1                     | ann            | first       | 2024-06-01                    | 2024-11-30                  | U6
        2                     | ann            | second      | 2025-02-01                    | 2025-06-01                  | U6
        3                     | ann            | second      | 2025-06-01                    | 2025-06-08                  | T1
        4                     | ann            | second      | 2025-06-08                    |                             | K2
        """,
}


def test_list_8_shows_the_latest_period_with_its_current_status_and_placement() -> None:
    _show(
        8,
        """
        child_id | care_start | care_end   | care_end_reason | legal_status | legal_status_start | placement_type | placements_12m | second_period_12m
        ann      | 2025-02-01 |            |                 | C2           | 2025-03-01         | K2             | 3              | Y
        edge     | 2020-01-01 | 2025-04-30 | E4A             |              |                    |                | 1              | N
        """,
        **_CARE,
    )


def test_list_8_takes_the_latest_review_held_visit_and_checks() -> None:
    _show(
        8,
        """
        child_id | latest_review | last_visit | last_health_assessment | last_dental_check | permanence_plan
        ann      | 2025-09-01    | 2025-10-31 | 2025-03-01             |                   | f
        edge     |               |            |                        |                   |
        """,
        **_CARE,
        ssd_cla_reviews="""
        clar_cla_review_id | clar_cla_id | clar_cla_review_date | clar_cla_review_cancelled
        1                  | second      | 2025-09-01           | N
        2                  | second      | 2025-09-30           | Y
        3                  | second      | 2025-11-30           | N
        """,
        ssd_cla_visits="""
        clav_cla_visit_id | clav_cla_id | clav_person_id | clav_cla_visit_date
        1                 | second      | ann            | 2025-10-31
        2                 | second      | ann            | 2025-11-01
        """,
        ssd_cla_health="""
        clah_health_check_id | clah_person_id | clah_health_check_type | clah_health_check_date | clah_health_check_status
        1                    | ann            | health_assessment      | 2025-03-01             | done
        2                    | ann            | health_assessment      | 2025-09-01             | refused
        """,
        ssd_cla_care_plan="""
        lacp_table_id | lacp_person_id | lacp_cla_care_plan_start_date | lacp_cla_care_plan_end_date | lacp_permanence_plan
        1             | ann            | 2025-02-10                    | 2025-05-01                  | a
        2             | ann            | 2025-05-01                    |                             | f
        """,
    )


def test_missing_episodes_count_in_this_period_and_the_last_12_months() -> None:
    _show(
        8,
        """
        child_id | missing_12m | absent_12m | return_interview_offered | return_interview_accepted
        ann      | 2           | 1          | Y                        | N
        edge     | 0           | 0          |                          |
        """,
        **_CARE,
        ssd_missing="""
        miss_table_id | miss_person_id | miss_missing_episode_start_date | miss_missing_episode_type | miss_missing_rhi_offered | miss_missing_rhi_accepted
        1             | ann            | 2024-11-15                      | missing                   | Y                        | Y
        2             | ann            | 2025-03-15                      | missing                   | N                        |
        3             | ann            | 2025-08-15                      | missing                   | Y                        | N
        4             | ann            | 2025-09-15                      | absent                    | Y                        | Y
        """,
    )


def test_unaccompanied_in_list_8_is_the_last_year_and_in_list_9_ever() -> None:
    status = """
        immi_immigration_status_id | immi_person_id | immi_immigration_status | immi_immigration_status_end_date
        1                          | ann            | UASC                    | 2024-10-30
        """
    leavers = """
        clea_table_id | clea_person_id
        1             | ann
        """
    _show(8, "child_id | uasc\nann | N\nedge | N", **_CARE, ssd_immigration_status=status)
    _show(9, "child_id | uasc\nann | Y", ssd_care_leavers=leavers, ssd_immigration_status=status)


@pytest.mark.parametrize(
    ("ending", "shown"),
    [("2024-10-30", False), ("2024-10-31", True), ("2025-10-31", True), ("2025-11-01", True), ("", True)],
)
def test_list_10_keeps_standing_decisions_and_those_ended_in_the_year(ending: str, shown: bool) -> None:
    tables = f"""
        perm_table_id | perm_person_id | perm_adm_decision_date | perm_permanence_order_date
        1             | ann            | 2023-01-01             | {ending}
        """
    assert (_list(10, ssd_permanence=tables).height == 1) == shown  # type: ignore[attr-defined]


def test_who_holds_a_closed_case_is_who_held_it_when_it_closed() -> None:
    _show(
        6,
        """
        child_id | team
        closed   | Heron
        open     | Kestrel
        """,
        ssd_cin_episodes="""
        cine_referral_id | cine_person_id | cine_referral_date | cine_close_date | cine_in_need
        1                | closed         | 2025-05-01         | 2025-09-01      | Y
        2                | open           | 2025-05-01         |                 | Y
        """,
        ssd_involvements="""
        invo_involvements_id | invo_person_id | invo_professional_role_id | invo_professional_team | invo_involvement_start_date | invo_involvement_end_date
        1                    | closed         | allocated                 | h                      | 2025-05-01                  | 2025-09-01
        2                    | open           | allocated                 | h                      | 2025-05-01                  | 2025-07-01
        3                    | open           | allocated                 | k                      | 2025-07-01                  |
        """,
        ssd_department="""
        dept_team_id | dept_team_name
        h            | Heron
        k            | Kestrel
        """,
    )


def test_a_list_the_source_does_not_carry_is_left_out() -> None:
    source = to_records(AnnexA(as_at=_AS_AT, authority=None, lists={}), as_at=_AS_AT, authority="Marlford")
    assert from_records(source).lists == {}

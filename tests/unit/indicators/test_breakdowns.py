# ruff: noqa: E501  drawn tables are as wide as their headings
"""A breakdown describes the child on the day of the case, and names what the records do not say."""

from datetime import date

import pytest

from drawn import records
from goldenthread.clocks.engine import all_clocks
from goldenthread.errors import InputRefused
from goldenthread.indicators import compute
from goldenthread.indicators.catalogue import PAIRS, get

MARCH = date(2026, 3, 31)

PEOPLE = """
    pers_person_id | pers_dob   | pers_expected_dob | pers_gender | pers_ethnicity
    ann            | 2025-04-01 |                   | F           | WBRI
    bob            | 2025-03-31 |                   | M           | MWBC
    cy             | 2010-04-01 |                   | M           | APKN
    dee            | 2010-03-31 |                   | U           | NOBT
    eve            |            | 2026-06-01        |             |
    fay            | 2008-03-31 |                   | F           | ZZZ
"""
PLANS = """
    cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date | cppl_cp_plan_latest_category
    p1              | ann            | 2026-01-01              | NEG
    p2              | bob            | 2026-01-01              | EMO
    p3              | cy             | 2026-01-01              |
    p4              | dee            | 2026-01-01              | NEG
    p5              | eve            | 2026-01-01              | NEG
    p6              | fay            | 2026-01-01              | NEG
    p7              | gil            | 2026-01-01              | NEG
"""


def groups(by, id="cpp_count", **tables):
    drawn = records(MARCH, ssd_person=PEOPLE, ssd_cp_plans=PLANS, **tables)
    found = compute.figures(drawn, all_clocks(drawn), ids=[id], by=[by])
    return dict(found.select(by, "numerator").iter_rows())


def test_age_is_that_of_the_day_of_the_case():
    assert groups("age") == {
        "under 1": 1,  # ann is one tomorrow
        "1 to 4": 1,  # bob is one today
        "10 to 15": 1,
        "16 and 17": 1,  # dee is 16 today
        "18 and over": 1,
        "unborn": 1,
        "age not known": 1,  # gil is not among the people
    }


def test_sex_and_ethnic_group_keep_what_is_not_recorded_apart():
    assert groups("sex") == {"female": 2, "male": 2, "sex not recorded": 3}
    assert groups("ethnicity") == {
        "White": 1,
        "Mixed": 1,
        "Asian or Asian British": 1,
        "Not stated": 1,
        "ethnicity not recorded": 3,
    }


def test_a_disability_of_any_kind_is_one():
    disability = """
        disa_table_id | disa_person_id | disa_disability_code
        d1            | ann            | AUT
        d2            | ann            | LD
        d3            | bob            | NONE
    """
    assert groups("disability", ssd_disability=disability) == {"disabled": 1, "no disability recorded": 6}


def test_category_is_that_of_the_plan_open_on_the_day():
    assert groups("category") == {"neglect": 5, "emotional abuse": 1, "no protection plan then": 1}


def test_need_is_that_of_the_latest_referral_up_to_the_day():
    episodes = """
        cine_referral_id | cine_person_id | cine_referral_date | cine_cin_primary_need_code
        r1               | ann            | 2025-01-01         | N1
        r2               | ann            | 2026-03-31         | N2
        r3               | bob            | 2026-04-01         | N1
    """
    assert groups("need", ssd_cin_episodes=episodes) == {
        "Child's disability (N2)": 1,
        "no need recorded": 6,
    }


CARE = {
    "ssd_cla_episodes": """
        clae_cla_episode_id | clae_person_id | clae_cla_id | clae_entered_care_date
        e1                  | ann            | c1          | 2026-01-01
    """,
    "ssd_cla_placement": """
        clap_cla_placement_id | clap_cla_id | clap_cla_placement_start_date | clap_cla_placement_end_date | clap_cla_placement_type
        q1                    | c1          | 2026-01-01                    | 2026-03-01                  | U4
        q2                    | c1          | 2026-03-01                    |                             | K2
    """,
    "ssd_legal_status": """
        lega_legal_status_id | lega_person_id | lega_legal_status | lega_legal_status_start_date | lega_legal_status_end_date
        l1                   | ann            | V2                | 2026-01-01                   | 2026-03-30
        l2                   | bob            | C2                | 2026-01-01                   |
    """,
}  # fmt: skip


def test_placement_and_legal_status_are_those_held_on_the_day():
    assert groups("placement", **CARE) == {"Children's Homes (K2)": 1, "not in a placement then": 6}
    assert groups("legal_status", **CARE) == {"C2": 1, "not in care then, or no legal status": 6}


def test_locality_is_refused_because_no_address_is_held():
    with pytest.raises(InputRefused, match="no address"):
        groups("locality")


def test_what_was_done_in_time_has_beside_it_what_is_late_and_still_open():
    for done, still_open in PAIRS.items():
        assert get(done).basis == "events"
        assert get(still_open).basis == "stock"

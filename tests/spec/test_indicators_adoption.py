# ruff: noqa: E501  drawn tables are as wide as their headings
"""Adoption: children adopted, how soon they were placed, and who waits."""

from datetime import date

from drawn import records
from unit.indicators.counting import counted, only_counted

MARCH = date(2026, 3, 31)

STEPS = """
    perm_table_id | perm_person_id | perm_stated_entered_care_date | perm_adm_decision_date | perm_placement_order_date | perm_placed_for_adoption_date | perm_placed_ffa_cp_date | perm_decision_reversed_date | perm_permanence_order_date | perm_permanence_order_type
    s1            | in_a_year      | 2024-01-10                    | 2024-05-10             | 2024-06-10                | 2025-05-10                    | 2024-03-01              |                             | 2026-03-10                 | Adoption order
    s2            | day_over       | 2024-01-10                    | 2024-05-10             | 2024-06-10                | 2025-05-11                    |                         |                             | 2026-03-10                 |
    s3            | guardian       | 2024-01-10                    | 2024-05-10             | 2024-06-10                |                               |                         |                             | 2026-03-10                 | Special guardianship order
    s4            | waits_long     | 2024-09-30                    | 2025-05-10             | 2025-06-10                |                               |                         |                             |                            |
    s5            | waits          | 2024-10-01                    | 2026-03-10             | 2026-03-31                |                               | 2026-03-12              |                             |                            |
    s6            | placed_today   | 2024-01-10                    | 2026-03-11             | 2026-03-20                | 2026-03-31                    |                         |                             |                            |
    s7            | given_up       | 2024-01-10                    | 2025-03-11             | 2025-03-20                |                               |                         | 2026-03-01                  |                            |
    s8            | no_order_yet   | 2024-01-10                    | 2026-02-28             |                           |                               |                         |                             |                            |
"""


def test_an_order_of_another_kind_is_not_an_adoption():
    assert only_counted(records(MARCH, ssd_permanence=STEPS), "adoption_orders") == {"in_a_year", "day_over"}


def test_placed_within_a_year_of_the_decision_is_to_the_day():
    drawn = records(MARCH, ssd_permanence=STEPS)
    assert counted(drawn, "adoption_placed_within_12m") == {"in_a_year": True, "day_over": False}


def test_a_child_waits_from_the_placement_order_until_placed_or_the_plan_is_given_up():
    drawn = records(MARCH, ssd_permanence=STEPS)
    assert only_counted(drawn, "adoption_waiting") == {"waits_long", "waits"}
    assert only_counted(drawn, "adoption_waiting_18m") == {"waits_long"}


def test_early_permanence_is_asked_of_decisions_in_the_period():
    drawn = records(MARCH, ssd_permanence=STEPS)
    assert counted(drawn, "adoption_early_permanence") == {"waits": True, "placed_today": False}

"""The clocks of adoption, of the child and of those who apply, drawn."""

# ruff: noqa: E501 (a drawn table is read along its rows)

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from drawn import assert_drawn, records, table
from goldenthread.clocks.engine import adopter_clocks, all_clocks

AS_AT = date(2024, 6, 28)
STEPS = (
    "perm_table_id | perm_person_id | perm_stated_entered_care_date | perm_adm_decision_date | "
    "perm_placement_order_date | perm_matched_date | perm_placed_for_adoption_date | perm_placed_ffa_cp_date | "
    "perm_decision_reversed_date | perm_permanence_order_date"
)
EPISODE = "clae_cla_episode_id | clae_person_id | clae_cla_id | clae_entered_care_date | clae_cla_episode_start_date"
PLAN = (
    "lacp_table_id | lacp_person_id | lacp_permanence_plan | lacp_cla_care_plan_start_date | "
    "lacp_cla_care_plan_end_date"
)


def steps(**days: object) -> pl.DataFrame:
    """The rows of one child's steps; what is not named is blank."""
    names = ("entered", "decided", "ordered", "matched", "placed", "fostered", "reversed", "order")
    cells = " | ".join(str(days.get(name) or "") for name in names)
    return all_clocks(records(AS_AT, ssd_permanence=f"{STEPS}\n a1 | ann | {cells}"))


@pytest.mark.parametrize(
    "row",
    table("""
    what                                   | placed     | fostered   | reversed   | due        | done       | status
    placed on day 426                      | 2024-03-02 |            |            | 2024-03-02 | 2024-03-02 | done
    placed on day 427                      | 2024-03-03 |            |            | 2024-03-02 | 2024-03-03 | done_late
    moved in earlier, fostered first       | 2024-04-01 | 2024-01-15 |            | 2024-03-02 | 2024-01-15 | done
    waiting                                |            |            |            | 2024-03-02 |            | overdue
    adoption given up                      |            |            | 2024-02-01 | 2024-03-02 |            | lapsed
    """),
    ids=lambda row: row["what"],
)
def test_the_first_threshold_runs_426_days_from_entering_care(row: dict[str, object]) -> None:
    found = steps(
        entered="2023-01-01",
        decided="2023-06-01",
        placed=row["placed"],
        fostered=row["fostered"],
        reversed=row["reversed"],
    )
    rows = found.filter(clock="ts_adoption_a1")
    assert rows.select("due", "done", "status").rows() == [(row["due"], row["done"], row["status"])]


@pytest.mark.parametrize(
    "row",
    table("""
    what                    | clock          | matched    | due        | status
    on day 121              | ts_adoption_a2 | 2024-05-01 | 2024-05-01 | done
    on day 122              | ts_adoption_a2 | 2024-05-02 | 2024-05-01 | done_late
    before the order        | ts_adoption_a2 | 2023-12-20 | 2024-05-01 | done_late
    six months              | ts_match_6m    | 2024-02-29 | 2024-02-29 | done
    a day more              | ts_match_6m    | 2024-03-01 | 2024-02-29 | done_late
    """),
    ids=lambda row: row["what"],
)
def test_a_match_is_counted_from_the_order_and_from_the_decision(row: dict[str, object]) -> None:
    rows = steps(decided="2023-08-31", ordered="2024-01-01", matched=row["matched"]).filter(
        clock=row["clock"]
    )
    assert rows.select("due", "status").rows() == [(row["due"], row["status"])]


def test_the_agency_decides_within_two_months_of_the_plan_becoming_adoption() -> None:
    rows = all_clocks(
        records(
            AS_AT,
            ssd_cla_care_plan=f"""{PLAN}
                k1 | ann | a | 2023-01-10 | 2023-10-31
                k2 | ann | b | 2023-10-31 | 2024-02-01
                k3 | ann | b | 2024-02-01 |
                k4 | bob | b | 2024-01-05 | 2024-02-01
                k5 | bob | f | 2024-02-01 |
                k6 | cay | b | 2024-05-01 |
            """,
            ssd_permanence=f"{STEPS}\n a1 | ann | | 2024-01-01 | | | | | |",
        )
    )
    assert_drawn(
        rows.filter(clock="ts_adoption_panel"),
        """
        child_id | about | started    | due        | done       | status
        ann      | k2    | 2023-10-31 | 2023-12-31 | 2024-01-01 | done_late
        bob      | k4    | 2024-01-05 | 2024-03-05 |            | lapsed
        cay      | k6    | 2024-05-01 | 2024-07-01 |            | due_soon
        """,
    )


def test_a_placement_is_visited_weekly_until_it_is_reviewed_and_reviewed_on_three_legs() -> None:
    rows = all_clocks(
        records(
            AS_AT,
            ssd_permanence=f"{STEPS}\n a1 | ann | 2023-01-01 | 2023-06-01 | | | 2024-01-31 | | |",
            ssd_cla_episodes=f"{EPISODE}\n e1 | ann | c1 | 2023-01-01 | 2023-01-01",
            ssd_cla_reviews="""
                clar_cla_review_id | clar_cla_id | clar_cla_review_date
                r1                 | c1          | 2024-01-10
                r2                 | c1          | 2024-02-28
                r3                 | c1          | 2024-05-29
            """,
            ssd_cla_visits="""
                clav_cla_visit_id | clav_cla_id | clav_person_id | clav_cla_visit_date | clav_cla_visit_seen
                v1                | c1          | ann            | 2024-02-07          | Y
                v2                | c1          | ann            | 2024-02-16          | Y
                v3                | c1          | ann            | 2024-02-20          | N
                v4                | c1          | ann            | 2024-03-20          | Y
            """,
        )
    )
    assert_drawn(
        rows.filter(pl.col("clock").is_in(["ts_adoption_reviews", "ts_adoption_visits"])),
        """
        clock               | started    | due        | done       | status    | basis
        ts_adoption_reviews | 2024-01-31 | 2024-02-28 | 2024-02-28 | done      | assumed
        ts_adoption_reviews | 2024-02-28 | 2024-05-28 | 2024-05-29 | done_late | assumed
        ts_adoption_reviews | 2024-05-29 | 2024-11-29 |            | due       | assumed
        ts_adoption_visits  | 2024-01-31 | 2024-02-07 | 2024-02-07 | done      | known
        ts_adoption_visits  | 2024-02-07 | 2024-02-14 | 2024-02-16 | done_late | known
        ts_adoption_visits  | 2024-02-16 | 2024-02-23 |            | lapsed    | known
        """,
    )


def test_those_who_apply_to_adopt_are_owed_two_stages_a_couple_once() -> None:
    rows = adopter_clocks(
        records(
            AS_AT,
            adopters="""
                adop_table_id | adop_family_id | adop_stage_1_start_date | adop_stage_1_end_date | adop_stage_2_start_date | adop_approval_date | adop_left_date
                f1            | fam1           | 2023-10-31              | 2023-12-31            | 2024-01-10              | 2024-05-11         |
                f2            | fam1           | 2023-10-31              | 2023-12-31            | 2024-01-10              | 2024-05-11         |
                f3            | fam2           | 2024-02-01              |                       |                         |                    | 2024-03-01
                f4            | fam3           | 2024-05-01              |                       |                         |                    |
            """,
        )
    )
    assert_drawn(
        rows,
        """
        clock             | child_id | about | started    | due        | done       | status
        ts_adopter_stage1 |          | fam1  | 2023-10-31 | 2023-12-31 | 2023-12-31 | done
        ts_adopter_stage1 |          | fam2  | 2024-02-01 | 2024-04-01 |            | lapsed
        ts_adopter_stage1 |          | fam3  | 2024-05-01 | 2024-07-01 |            | due_soon
        ts_adopter_stage2 |          | fam1  | 2024-01-10 | 2024-05-10 | 2024-05-11 | done_late
        """,
    )

"""Every clock together: the one shape, its order, who held the case, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from drawn import assert_drawn, records, table
from goldenthread.clocks.engine import CLOCKS, all_clocks
from goldenthread.clocks.rows import ROW_SCHEMA
from goldenthread.errors import CalendarExhausted
from goldenthread.records.tables import Records
from goldenthread.standards.timescales import timescales

AS_AT = date(2024, 6, 28)
PLAN = "cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date | cppl_cp_plan_end_date"
ALLOCATED = (
    "invo_involvements_id | invo_person_id | invo_professional_role_id | invo_professional_team | "
    "invo_professional_id | invo_involvement_start_date | invo_involvement_end_date"
)


def test_the_clocks_are_timescales_of_the_standards() -> None:
    assert set(CLOCKS) <= set(timescales())


def test_records_with_nothing_in_them_give_the_shape_with_no_rows() -> None:
    rows = all_clocks(records(AS_AT))
    assert dict(rows.schema) == ROW_SCHEMA
    assert rows.is_empty()


def test_a_source_that_holds_no_table_gives_no_rows() -> None:
    nothing = Records(as_at=AS_AT, authority="Marlford", frames={}, coverage={})
    assert all_clocks(nothing).is_empty()


def test_rows_come_by_clock_child_and_start() -> None:
    rows = all_clocks(
        records(
            AS_AT,
            ssd_cp_plans=f"""{PLAN}
                p2 | bob | 2024-06-03 |
                p1 | ann | 2024-06-10 |
                p0 | ann | 2024-01-02 | 2024-02-01
            """,
        )
    )
    assert_drawn(
        rows,
        """
        clock        | child_id | about | started
        ts_cp_review | ann      | p0    | 2024-01-02
        ts_cp_review | ann      | p1    | 2024-06-10
        ts_cp_review | bob      | p2    | 2024-06-03
        ts_cp_visit  | ann      | p0    | 2024-01-02
        ts_cp_visit  | ann      | p1    | 2024-06-10
        ts_cp_visit  | bob      | p2    | 2024-06-03
        """,
    )


def reviewed(end: object, review: object) -> pl.DataFrame:
    held = f"\n v1 | p1 | {review}" if review else ""
    return all_clocks(
        records(
            AS_AT,
            ssd_cp_plans=f"{PLAN}\n p1 | ann | 2024-01-15 | {end or ''}",
            ssd_cp_reviews=f"cppr_cp_review_id | cppr_cp_plan_id | cppr_cp_review_date{held}",
            ssd_involvements=f"""{ALLOCATED}
                i1 | ann | allocated | T1 | W1 |            | 2024-03-31
                i2 | ann | allocated | T2 | W2 | 2024-04-01 | 2024-05-31
                i3 | ann | allocated | T3 |    | 2024-06-03 |
                i4 | ann | other     | T9 | W9 | 2024-04-01 |
            """,
            ssd_department="dept_team_id | dept_team_name\n T1 | North\n T2 | East",
            ssd_professionals="prof_professional_id | prof_professional_name\n W1 | Worker One",
        )
    ).filter(clock="ts_cp_review")


@pytest.mark.parametrize(
    "row",
    table("""
    what                                                   | end        | review     | team  | worker
    done: who held it on that day                          |            | 2024-03-31 | North | Worker One
    done: the next holder, a worker without a name         |            | 2024-04-01 | East  | W2
    not done: who holds it now, a team without a name      |            |            | T3    |
    ended undone: who held it at the end                   | 2024-03-01 |            | North | Worker One
    ended on a day nobody held it                          | 2024-06-02 |            |       |
    """),
    ids=lambda row: row["what"],
)
def test_a_duty_names_who_held_the_case_when_it_was_done_or_last_owed(row: dict[str, object]) -> None:
    first = reviewed(row["end"], row["review"]).row(0, named=True)
    assert (first["team"], first["worker"]) == (row["team"], row["worker"])


def test_an_assessment_names_its_own_team_before_the_holder_of_the_case() -> None:
    rows = all_clocks(
        records(
            AS_AT,
            ssd_cin_assessments="""
                cina_assessment_id | cina_person_id | cina_assessment_start_date | cina_assessment_team
                a1                 | ann            | 2024-06-03                 | T1
            """,
            ssd_department="dept_team_id | dept_team_name\n T1 | North\n T2 | East",
            ssd_involvements=f"{ALLOCATED}\n i1 | ann | allocated | T2 | W2 | |",
        )
    )
    assert rows.select("team", "worker").rows() == [("North", "W2")]


def test_an_as_at_date_past_the_bank_holidays_held_is_an_error() -> None:
    drawn = records(AS_AT, ssd_cp_plans=f"{PLAN}\n p1 | ann | 2024-06-10 |")
    with pytest.raises(CalendarExhausted):
        all_clocks(replace(drawn, as_at=date(2036, 1, 2)))


def test_a_due_date_past_the_bank_holidays_held_is_an_error() -> None:
    drawn = records(date(2035, 12, 28), ssd_cp_plans=f"{PLAN}\n p1 | ann | 2035-12-27 |")
    with pytest.raises(CalendarExhausted):
        all_clocks(drawn)

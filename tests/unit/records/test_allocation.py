"""Who held a child's case on a day."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from drawn import records, table
from goldenthread.records.allocation import allocated_on, named
from goldenthread.records.tables import Records

AS_AT = date(2024, 6, 28)


def held() -> Records:
    return records(
        AS_AT,
        ssd_involvements="""
            invo_involvements_id | invo_person_id | invo_professional_role_id | invo_professional_team | invo_professional_id | invo_involvement_start_date | invo_involvement_end_date
            i1                   | ann            | allocated                 | T1                     | W1                   |                             | 2024-01-31
            i2                   | ann            | allocated                 | T2                     | W2                   | 2024-02-05                  |
            i3                   | ann            | allocated                 | T1                     | W1                   | 2024-05-01                  |
            i4                   | bob            | allocated                 | T2                     |                      |                             |
            i5                   | cat            | reviewing                 | T2                     | W2                   |                             |
        """,  # noqa: E501 (a drawn table is read along its rows)
        ssd_department="dept_team_id | dept_team_name\n T1 | North\n T2 | East",
        ssd_professionals="prof_professional_id | prof_professional_name\n W1 | Worker One",
    )


@pytest.mark.parametrize(
    "row",
    table("""
    what                                     | child | day        | team  | worker
    an allocation that states no start       | ann   | 2001-01-01 | North | Worker One
    its last day                             | ann   | 2024-01-31 | North | Worker One
    the day after, nobody                    | ann   | 2024-02-01 |       |
    the first day of the next                | ann   | 2024-02-05 | East  | W2
    two at once: the later started           | ann   | 2024-05-01 | North | Worker One
    a team and no worker                     | bob   | 2024-05-01 | East  |
    involved in another role                 | cat   | 2024-05-01 |       |
    a child nobody holds                     | dan   | 2024-05-01 |       |
    no day                                   | ann   |            |       |
    """),
    ids=lambda row: row["what"],
)
def test_the_holder_on_the_day_is_named(row: dict[str, object]) -> None:
    asked = pl.LazyFrame(
        {"child": [row["child"]], "day": [row["day"]]}, schema={"child": pl.String, "day": pl.Date}
    )
    got = allocated_on(asked, held(), child="child", on="day").collect()
    assert got.rows() == [(row["child"], row["day"], row["team"], row["worker"])]


def test_a_column_of_the_asker_is_never_taken_for_the_end_of_an_allocation() -> None:
    asked = pl.LazyFrame({"child": ["ann"], "_until": [date(2024, 2, 1)]})
    got = allocated_on(asked, held(), child="child", on="_until").collect()
    assert got.rows() == [("ann", date(2024, 2, 1), None, None)]


def test_an_id_without_a_name_stays_and_none_stays_none() -> None:
    asked = pl.LazyFrame({"team": ["T1", "T9", None], "worker": ["W9", None, "W1"]})
    got = named(asked, held(), team="team", worker="worker").collect()
    assert sorted(got.rows(), key=str) == [("North", "W9"), ("T9", None), (None, "Worker One")]

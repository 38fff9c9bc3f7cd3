"""The health clocks of a child in care, drawn."""

# ruff: noqa: E501 (a drawn table is read along its rows)

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from drawn import assert_drawn, records, table
from goldenthread.clocks.engine import all_clocks
from goldenthread.records.coverage import History

AS_AT = date(2024, 6, 28)
EPISODE = (
    "clae_cla_episode_id | clae_person_id | clae_cla_id | clae_entered_care_date | "
    "clae_cla_episode_start_date | clae_cla_episode_ceased_date"
)
CHECK = "clah_health_check_id | clah_person_id | clah_health_check_type | clah_health_check_date | clah_health_check_status"


def health(
    clock: str,
    *days: object,
    entered: object = "2024-01-02",
    left: object = None,
    born: str = "2012-05-05",
    kind: str = "health_assessment",
    status: str = "done",
    history: History = "complete",
) -> pl.DataFrame:
    held = "".join(f"\n h{n} | ann | {kind} | {day} | {status}" for n, day in enumerate(days) if day)
    rows = all_clocks(
        records(
            AS_AT,
            history=history,
            ssd_person=f"pers_person_id | pers_dob\n ann | {born}",
            ssd_cla_episodes=f"{EPISODE}\n e1 | ann | c1 | {entered} | {entered} | {left or ''}",
            ssd_cla_health=f"{CHECK}{held}",
        )
    )
    return rows.filter(clock=clock)


@pytest.mark.parametrize(
    "row",
    table("""
    what                                     | entered    | left       | assessed   | due        | done       | status    | days_late
    on day 20                                | 2024-01-02 |            | 2024-01-30 | 2024-01-30 | 2024-01-30 | done      | 0
    on day 21                                | 2024-01-02 |            | 2024-01-31 | 2024-01-30 | 2024-01-31 | done_late | 1
    entered on a Saturday, on day 20         | 2024-01-06 |            | 2024-02-02 | 2024-02-02 | 2024-02-02 | done      | 0
    over Christmas                           | 2023-12-15 |            | 2024-01-17 | 2024-01-17 | 2024-01-17 | done      | 0
    three months before: does instead        | 2024-01-02 |            | 2023-10-02 | 2024-01-30 | 2024-01-02 | done      | 0
    a day more than three months before      | 2024-01-02 |            | 2023-10-01 | 2024-01-30 |            | overdue   | 104
    left care before it was due              | 2024-01-02 | 2024-01-20 |            | 2024-01-30 |            | lapsed    | 0
    left care after it was due               | 2024-01-02 | 2024-02-02 |            | 2024-01-30 |            | lapsed    | 3
    due on the as-at date                    | 2024-05-30 |            |            | 2024-06-27 |            | overdue   | 1
    running, due on the as-at date           | 2024-05-31 |            |            | 2024-06-28 |            | due_soon  | 0
    """),
    ids=lambda row: row["what"],
)
def test_the_first_assessment_is_due_20_working_days_after_entering_care(row: dict[str, object]) -> None:
    rows = health("ts_health_initial", row["assessed"], entered=row["entered"], left=row["left"])
    got = rows.select("due", "done", "status", "days_late").rows()
    assert got == [(row["due"], row["done"], row["status"], int(str(row["days_late"])))]


@pytest.mark.parametrize(
    "row",
    table("""
    what                                   | born       | before     | due        | basis
    under five                             | 2020-05-05 | 2024-01-20 | 2024-07-20 | known
    the day before the fifth birthday      | 2019-01-21 | 2024-01-20 | 2024-07-20 | known
    on the fifth birthday                  | 2019-01-20 | 2024-01-20 | 2025-01-20 | known
    born on 29 February, the day before    | 2020-02-29 | 2024-02-29 | 2024-08-29 | known
    six months from 31 August              | 2022-05-05 | 2023-08-31 | 2024-02-29 | known
    date of birth not held                 |            | 2024-01-20 | 2025-01-20 | assumed
    """),
    ids=lambda row: row["what"],
)
def test_the_next_assessment_is_due_in_six_months_under_five_and_twelve_after(row: dict[str, object]) -> None:
    rows = health("ts_health_review", row["before"], entered="2023-08-01", born=str(row["born"] or ""))
    assert rows.select("started", "due", "basis").rows() == [(row["before"], row["due"], row["basis"])]


def test_assessments_follow_one_another_and_one_refused_is_none() -> None:
    assert_drawn(
        health("ts_health_review", "2021-03-01", "2022-03-02", entered="2021-02-15"),
        """
        started    | due        | done       | status    | days_late
        2021-03-01 | 2022-03-01 | 2022-03-02 | done_late | 1
        2022-03-02 | 2023-03-02 |            | overdue   | 333
        """,
    )
    assert health("ts_health_review", "2024-02-01", status="refused").is_empty()


def test_a_dental_check_is_due_a_year_after_entering_care_and_then_after_each_check() -> None:
    assert_drawn(
        health("ts_dental", "2023-06-30", entered="2022-06-30", kind="dental_check"),
        """
        started    | due        | done       | status   | rule
        2022-06-30 | 2023-06-30 | 2023-06-30 | done     | 12 months from entering care
        2023-06-30 | 2024-06-30 |            | due_soon | 12 months from the check before
        """,
    )


def test_a_child_taken_into_care_again_is_owed_a_first_assessment_again() -> None:
    rows = all_clocks(
        records(
            AS_AT,
            ssd_cla_episodes=f"""{EPISODE}
                e1 | ann | c1 | 2022-01-10 | 2022-01-10 | 2022-06-10
                e2 | ann | c2 | 2024-06-10 | 2024-06-10 |
            """,
            ssd_cla_health=f"{CHECK}\n h1 | ann | health_assessment | 2022-01-28 | done",
        )
    )
    assert_drawn(
        rows.filter(clock="ts_health_initial"),
        """
        about | due        | done       | status
        c1    | 2022-02-07 | 2022-01-28 | done
        c2    | 2024-07-08 |            | due
        """,
    )


def test_from_the_latest_assessment_alone_only_children_with_none_owe_a_first() -> None:
    assert health("ts_health_initial", "2024-05-01", history="latest").is_empty()
    assert health("ts_health_initial", history="latest")["status"].to_list() == ["overdue"]
    assert health("ts_health_review", "2024-05-01", history="latest")["due"].to_list() == [date(2025, 5, 1)]

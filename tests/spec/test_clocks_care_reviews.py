"""The review clock of a child in care, drawn."""

# ruff: noqa: E501 (a drawn table is read along its rows)

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from drawn import assert_drawn, records, table
from goldenthread.clocks.engine import all_clocks
from goldenthread.records.tables import Records

AS_AT = date(2024, 6, 28)
EPISODE = (
    "clae_cla_episode_id | clae_person_id | clae_cla_id | clae_entered_care_date | "
    "clae_cla_episode_start_date | clae_cla_episode_ceased_date | clae_cla_episode_ceased_reason"
)
REVIEW = "clar_cla_review_id | clar_cla_id | clar_cla_review_date | clar_cla_review_cancelled"
STATUS = (
    "lega_legal_status_id | lega_person_id | lega_legal_status | lega_legal_status_start_date | "
    "lega_legal_status_end_date"
)


def reviews(records_: Records) -> pl.DataFrame:
    return all_clocks(records_).filter(clock="ts_cla_review")


def care_from(entered: object, *dates: object, history: str = "complete") -> Records:
    drawn = "".join(f"\n v{n} | c1 | {day} | N" for n, day in enumerate(dates))
    return records(
        AS_AT,
        history="latest" if history == "latest" else "complete",
        ssd_cla_episodes=f"{EPISODE}\n e1 | ann | c1 | {entered} | {entered} | |",
        ssd_cla_reviews=f"{REVIEW}{drawn}",
    )


def test_reviews_fall_due_after_20_working_days_then_3_months_then_every_6() -> None:
    assert_drawn(
        reviews(care_from("2023-05-05", "2023-06-06", "2023-08-31", "2024-02-29", "2024-06-20")),
        """
        about | started    | due        | done       | status    | days_late | rule
        c1    | 2023-05-05 | 2023-06-06 | 2023-06-06 | done      | 0         | 20 working days from entering care
        c1    | 2023-06-06 | 2023-09-06 | 2023-08-31 | done      | 0         | 3 months from the first review
        c1    | 2023-08-31 | 2024-02-29 | 2024-02-29 | done      | 0         | 6 months from the review before
        c1    | 2024-02-29 | 2024-08-29 | 2024-06-20 | done      | 0         | 6 months from the review before
        c1    | 2024-06-20 | 2024-12-20 |            | due       | 0         | 6 months from the review before
        """,
    )


@pytest.mark.parametrize(
    "row",
    table("""
    what                              | entered    | review     | due        | status    | days_late
    on day 20                         | 2024-01-02 | 2024-01-30 | 2024-01-30 | done      | 0
    on day 21                         | 2024-01-02 | 2024-01-31 | 2024-01-30 | done_late | 1
    entered on a Saturday, on day 20  | 2024-01-06 | 2024-02-02 | 2024-02-02 | done      | 0
    entered on Christmas Eve, day 20  | 2023-12-24 | 2024-01-24 | 2024-01-24 | done      | 0
    entered on Christmas Eve, day 21  | 2023-12-24 | 2024-01-25 | 2024-01-24 | done_late | 1
    over Easter and May, on day 20    | 2024-04-22 | 2024-05-21 | 2024-05-21 | done      | 0
    on the day of entering care       | 2024-01-02 | 2024-01-02 | 2024-01-30 | done      | 0
    """),
    ids=lambda row: row["what"],
)
def test_only_the_first_leg_counts_working_days(row: dict[str, object]) -> None:
    first = reviews(care_from(row["entered"], row["review"])).select("due", "status", "days_late").row(0)
    assert first == (row["due"], row["status"], int(str(row["days_late"])))


def test_a_cancelled_review_is_none() -> None:
    rows = reviews(
        records(
            AS_AT,
            ssd_cla_episodes=f"{EPISODE}\n e1 | ann | c1 | 2024-05-07 | 2024-05-07 | |",
            ssd_cla_reviews=f"{REVIEW}\n v1 | c1 | 2024-05-20 | Y",
        )
    )
    assert rows.select("due", "done", "status").rows() == [(date(2024, 6, 5), None, "overdue")]


@pytest.mark.parametrize(
    "row",
    table("""
    what                                          | ceased     | reason | status  | days_late
    an episode that gives way to the next         | 2024-06-03 | X1     | overdue | 7
    left care before the review was due           | 2024-06-03 | E4A    | lapsed  | 0
    left care after the review was due            | 2024-06-21 | E4A    | lapsed  | 2
    left care, reason not held                    | 2024-06-03 |        | lapsed  | 0
    an end after the as-at date                   | 2024-07-03 | E4A    | overdue | 7
    """),
    ids=lambda row: row["what"],
)
def test_the_duty_lapses_when_the_child_leaves_care(row: dict[str, object]) -> None:
    rows = reviews(
        records(
            AS_AT,
            ssd_cla_episodes=f"{EPISODE}\n e1 | ann | c1 | 2024-05-21 | 2024-05-21 | {row['ceased']} | "
            f"{row['reason'] or ''}",
        )
    )
    assert rows["due"].to_list() == [date(2024, 6, 19)]
    assert rows.select("status", "days_late").row(0) == (row["status"], int(str(row["days_late"])))


def test_episodes_of_one_care_period_share_one_clock() -> None:
    rows = reviews(
        records(
            AS_AT,
            ssd_cla_episodes=f"""{EPISODE}
                e1 | ann | c1 | 2024-05-07 | 2024-05-07 | 2024-06-01 | X1
                e2 | ann | c1 | 2024-05-07 | 2024-06-01 |            |
            """,
        )
    )
    assert rows.select("about", "started").rows() == [("c1", date(2024, 5, 7))]


def test_a_child_who_comes_back_into_care_starts_again() -> None:
    rows = reviews(
        records(
            AS_AT,
            ssd_cla_episodes=f"""{EPISODE}
                e1 | ann | c1 | 2023-01-09 | 2023-01-09 | 2023-01-20 | E4A
                e2 | ann | c2 | 2024-06-03 | 2024-06-03 |            |
            """,
        )
    )
    assert_drawn(
        rows,
        """
        about | started    | due        | status
        c1    | 2023-01-09 | 2023-02-06 | lapsed
        c2    | 2024-06-03 | 2024-07-01 | due_soon
        """,
    )


@pytest.mark.parametrize(
    "row",
    table("""
    what                                   | first | second | rows
    a short break                          | V3    |        | 0
    a series of short breaks               | V4    |        | 0
    a short break that became care         | V4    | C1     | 1
    care                                   | V2    |        | 1
    no legal status held                   |       |        | 1
    """),
    ids=lambda row: row["what"],
)
def test_short_breaks_owe_no_review(row: dict[str, object]) -> None:
    drawn = f"\n s1 | ann | {row['first']} | 2024-05-07 |" if row["first"] else ""
    drawn += f"\n s2 | ann | {row['second']} | 2024-06-03 |" if row["second"] else ""
    rows = reviews(
        records(
            AS_AT,
            ssd_cla_episodes=f"{EPISODE}\n e1 | ann | c1 | 2024-05-07 | 2024-05-07 | |",
            ssd_legal_status=f"{STATUS}{drawn}",
        )
    )
    assert rows.height == int(str(row["rows"]))


def test_an_order_that_ended_as_a_short_break_began_does_not_make_it_care() -> None:
    rows = reviews(
        records(
            AS_AT,
            ssd_cla_episodes=f"{EPISODE}\n e1 | ann | c1 | 2024-05-07 | 2024-05-07 | |",
            ssd_legal_status=f"""{STATUS}
                s1 | ann | C1 | 2024-01-02 | 2024-05-07
                s2 | ann | V4 | 2024-05-07 |
            """,
        )
    )
    assert rows.is_empty()


@pytest.mark.parametrize(
    "row",
    table("""
    what                                        | entered    | latest     | due        | basis   | rule
    no review yet                               | 2024-06-03 |            | 2024-07-01 | known   | 20 working days from entering care
    within 20 working days: taken as the first  | 2024-01-02 | 2024-01-30 | 2024-04-30 | assumed | 3 months from the latest review, taken as the first
    on day 21: taken as a later one             | 2024-01-02 | 2024-01-31 | 2024-07-31 | assumed | 6 months from the latest review, taken as the second or later
    """),
    ids=lambda row: row["what"],
)
def test_from_the_latest_review_alone_its_place_is_assumed_and_said(row: dict[str, object]) -> None:
    latest = [row["latest"]] if row["latest"] else []
    rows = reviews(care_from(row["entered"], *latest, history="latest"))
    assert rows.select("due", "basis", "rule").rows() == [(row["due"], row["basis"], row["rule"])]

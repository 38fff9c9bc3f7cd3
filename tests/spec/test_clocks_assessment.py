"""The assessment clock, drawn."""

# ruff: noqa: E501 (a drawn table is read along its rows)

from __future__ import annotations

from datetime import date

import pytest

from drawn import assert_drawn, records, table
from goldenthread.clocks.engine import all_clocks

AS_AT = date(2024, 6, 28)

EPISODES = """
    cine_referral_id | cine_person_id | cine_close_date
    r1               | ann            |
"""
HEADINGS = "cina_assessment_id | cina_person_id | cina_referral_id | cina_assessment_start_date | cina_assessment_auth_date"


def drawn_assessment(start: object, authorised: object, *, closed: object = None) -> str:
    return f"{HEADINGS}\n a1 | ann | r1 | {start} | {authorised or ''}"


@pytest.mark.parametrize(
    "row",
    table("""
    what                                | start      | authorised | due        | status    | days_late
    on day 45                           | 2024-01-02 | 2024-03-05 | 2024-03-05 | done      | 0
    on day 46                           | 2024-01-02 | 2024-03-06 | 2024-03-05 | done_late | 1
    start on a Saturday, on day 45      | 2024-01-06 | 2024-03-08 | 2024-03-08 | done      | 0
    start on a Saturday, on day 46      | 2024-01-06 | 2024-03-11 | 2024-03-08 | done_late | 1
    over Christmas and New Year         | 2023-12-01 | 2024-02-07 | 2024-02-07 | done      | 0
    authorised on the day it starts     | 2024-01-02 | 2024-01-02 | 2024-03-05 | done      | 0
    authorised on a Saturday after due  | 2024-01-06 | 2024-03-09 | 2024-03-08 | done_late | 0
    running, due today                  | 2024-04-24 |            | 2024-06-28 | due_soon  | 0
    running, five working days left     | 2024-05-01 |            | 2024-07-05 | due_soon  | 0
    running, six working days left      | 2024-05-02 |            | 2024-07-08 | due       | 0
    running, due yesterday              | 2024-04-23 |            | 2024-06-27 | overdue   | 1
    authorised after the as-at date     | 2024-04-23 | 2024-07-01 | 2024-06-27 | overdue   | 1
    """),
    ids=lambda row: row["what"],
)
def test_an_assessment_is_due_45_working_days_after_it_starts(row: dict[str, object]) -> None:
    rows = all_clocks(
        records(
            AS_AT,
            ssd_cin_episodes=EPISODES,
            ssd_cin_assessments=drawn_assessment(row["start"], row["authorised"]),
        )
    )
    assert rows["due"].to_list() == [row["due"]]
    assert rows["status"].to_list() == [row["status"]]
    assert rows["days_late"].to_list() == [int(str(row["days_late"]))]


@pytest.mark.parametrize(
    "row",
    table("""
    what                             | closed     | status  | days_late
    the episode is open              |            | overdue | 79
    it closed before the due date    | 2024-03-01 | lapsed  | 0
    it closed on the due date        | 2024-03-05 | lapsed  | 0
    it closed after the due date     | 2024-03-07 | lapsed  | 2
    it closed after the as-at date   | 2024-07-15 | overdue | 79
    it closed before the start       | 2023-12-01 | overdue | 79
    """),
    ids=lambda row: row["what"],
)
def test_an_unauthorised_assessment_lapses_when_its_episode_closes(row: dict[str, object]) -> None:
    rows = all_clocks(
        records(
            AS_AT,
            ssd_cin_episodes=EPISODES.rstrip() + str(row["closed"] or ""),
            ssd_cin_assessments=drawn_assessment("2024-01-02", None),
        )
    )
    assert rows["status"].to_list() == [row["status"]]
    assert rows["days_late"].to_list() == [int(str(row["days_late"]))]


def test_an_authorisation_before_the_start_gives_no_row_as_no_length_can_be_told() -> None:
    rows = all_clocks(records(AS_AT, ssd_cin_assessments=drawn_assessment("2024-01-02", "2023-12-29")))
    assert rows.is_empty()


def test_a_child_referred_again_has_a_row_for_each_assessment() -> None:
    rows = all_clocks(
        records(
            AS_AT,
            ssd_cin_episodes="""
                cine_referral_id | cine_person_id | cine_close_date
                r1               | ann            | 2024-02-01
                r2               | ann            |
            """,
            ssd_cin_assessments=f"""{HEADINGS}
                a1 | ann | r1 | 2024-01-02 | 2024-01-31
                a2 | ann | r2 | 2024-05-07 |
            """,
        )
    )
    assert_drawn(
        rows,
        """
        clock            | child_id | about | started    | due        | done       | status
        ts_assessment_45 | ann      | a1    | 2024-01-02 | 2024-03-05 | 2024-01-31 | done
        ts_assessment_45 | ann      | a2    | 2024-05-07 | 2024-07-10 |            | due
        """,
    )


@pytest.mark.parametrize("start", ["1900-01-01", "2024-07-01"])
def test_a_start_before_the_calendar_or_after_the_as_at_date_starts_no_clock(start: str) -> None:
    assert all_clocks(records(AS_AT, ssd_cin_assessments=drawn_assessment(start, None))).is_empty()


def test_annex_a_answers_this_clock_as_full_history_does() -> None:
    drawn = drawn_assessment("2024-01-02", "2024-03-06")
    full = all_clocks(records(AS_AT, ssd_cin_assessments=drawn))
    listed = all_clocks(records(AS_AT, history="window", ssd_cin_assessments=drawn))
    assert listed.equals(full)

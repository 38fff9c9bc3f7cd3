"""When an answer to a subject access request is due, drawn; the first row is the regulator's own example."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import table
from goldenthread.clocks.subject_access import Stop, deadline
from goldenthread.standards import calendar

DRAWN = """
received   | complex | asked      | given      | due        | because
2025-09-03 |         |            |            | 2025-10-03 | the same day of the next month
2026-01-30 |         |            |            | 2026-03-02 | 28 February is a Saturday
2027-01-31 |         |            |            | 2027-03-01 | 28 February is a Sunday
2024-01-31 |         |            |            | 2024-02-29 | the last day of a shorter month
2025-11-25 |         |            |            | 2025-12-29 | Christmas Day, Boxing Day, a weekend
2025-09-03 | yes     |            |            | 2025-12-03 | three months
2025-09-03 |         | 2025-09-10 | 2025-09-17 | 2025-10-10 | seven days stood still
2025-09-03 |         | 2025-09-10 | 2025-09-10 | 2025-10-03 | asked and given on one day
2025-09-03 |         | 2025-09-10 |            |            | stopped
2025-09-03 | yes     | 2025-09-10 | 2025-09-11 | 2025-12-04 | both
"""


def stops_of(row: dict[str, Any]) -> list[Stop]:
    return [Stop(row["asked"], row["given"])] if row["asked"] else []


@pytest.mark.parametrize("row", table(DRAWN), ids=lambda row: row["because"])
def test_the_day_an_answer_is_due(row: dict[str, Any]) -> None:
    found = deadline(row["received"], is_complex=row["complex"] == "yes", stops=stops_of(row))
    assert found.due == row["due"]
    assert (found.stopped is None) == (row["due"] is not None)


def test_the_deadline_itself_is_in_time_and_the_day_after_is_not() -> None:
    found = deadline(date(2025, 9, 3))
    days = [date(2025, 10, day) for day in (2, 3, 4)]
    assert [found.is_late(day) for day in days] == [False, False, True]
    assert [found.days_left(day) for day in days] == [1, 0, -1]


def test_a_stopped_clock_is_never_late() -> None:
    found = deadline(date(2025, 9, 3), stops=[Stop(date(2025, 9, 10))])
    assert not found.is_late(date(2030, 1, 1))
    assert found.days_left(date(2030, 1, 1)) is None


@given(
    received=st.dates(date(2020, 1, 1), date(2027, 6, 1)),
    asked=st.integers(0, 20),
    days=st.integers(0, 60),
    is_complex=st.booleans(),
)
def test_a_stop_never_brings_the_deadline_forward_nor_gives_more_than_it_took(
    received: date, asked: int, days: int, is_complex: bool
) -> None:
    since = received + timedelta(days=asked)
    plain = deadline(received, is_complex=is_complex).due
    stopped = deadline(received, is_complex=is_complex, stops=[Stop(since, since + timedelta(days=days))]).due
    assert plain is not None
    assert stopped is not None
    assert calendar.is_working_day(stopped)
    assert plain <= stopped <= plain + timedelta(days=days + 5)  # a long weekend at the most besides

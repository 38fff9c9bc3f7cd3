"""What is expected after an inspection or a notice: last days over Christmas, Easter and the bank holidays,
worked out by hand against the published list; and how each thing stands on the days about its last."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from goldenthread.clocks.after_inspection import Expected, Standing, due, limit_words
from goldenthread.errors import CalendarExhausted
from goldenthread.standards.after_inspection import CONDITIONS, after_notices, after_visits

BY_ID = {one.id: one for one in (*after_visits(), *after_notices())}

# Counted on a wall calendar: received is day 0.
DRAWN = """
    rule             received     last day      on the way
    draft_plan       2025-11-28   2025-12-30    Christmas Day and Boxing Day
    draft_plan       2025-12-24   2026-01-26    the same and New Year's Day
    draft_plan       2025-12-25   2026-01-26    received on a bank holiday: the next working day is day 1
    draft_plan       2025-12-27   2026-01-26    received on a Saturday
    draft_plan       2025-03-03   2025-03-31    none
    draft_plan       2025-04-17   2025-05-20    Good Friday, Easter Monday, the early May one
    final_statement  2025-03-03   2025-06-13    Good Friday, Easter Monday, both of May
    final_statement  2025-09-15   2025-12-22    none: three days before Christmas
    final_statement  2025-09-18   2025-12-29    Christmas Day and Boxing Day
    notice_plan      2025-01-31   2025-02-28    the month's last
    notice_plan      2025-11-25   2025-12-25    a month ends on Christmas Day and is not moved
"""
ROWS = [line.split(maxsplit=3)[:3] for line in DRAWN.strip().splitlines()[1:]]


@pytest.mark.parametrize(("rule", "received", "last"), ROWS)
def test_the_last_day_is_counted_over_bank_holidays(rule: str, received: str, last: str) -> None:
    assert due(BY_ID[rule], date.fromisoformat(received)) == date.fromisoformat(last)


def test_a_clock_that_has_not_begun_has_no_last_day() -> None:
    assert due(BY_ID["final_statement"], None) is None


def test_a_clock_past_the_bank_holidays_held_is_an_error_and_no_guess() -> None:
    with pytest.raises(CalendarExhausted):
        due(BY_ID["final_statement"], date(2035, 12, 1))


def test_the_limits_are_said_in_words() -> None:
    assert limit_words(BY_ID["final_statement"]) == "70 working days after the report is received"
    assert limit_words(BY_ID["notice_plan"]) == "1 month after the notice is issued"


DUE = date(2026, 1, 5)  # a Monday; ten working days before it is Wednesday 17 December
STANDS = [
    (date(2025, 12, 16), Standing.TO_COME),
    (date(2025, 12, 17), Standing.DUE_SOON),
    (date(2026, 1, 5), Standing.DUE_SOON),
    (date(2026, 1, 6), Standing.OVERDUE),
]


@pytest.mark.parametrize(("as_at", "stands"), STANDS)
def test_how_a_thing_stands_on_the_days_about_its_last(as_at: date, stands: Standing) -> None:
    assert Expected("Plan", date(2025, 9, 1), DUE).standing(as_at=as_at) == stands


@pytest.mark.parametrize(
    ("done", "stands"), [(DUE, Standing.DONE), (DUE + timedelta(days=1), Standing.DONE_LATE)]
)
def test_done_on_its_last_day_is_in_time_and_the_day_after_is_late(done: date, stands: Standing) -> None:
    assert Expected("Plan", None, DUE, done).standing(as_at=date(2026, 3, 1)) == stands


def test_what_was_done_later_was_not_done_on_an_earlier_day() -> None:
    thing = Expected("Plan", None, DUE, done=date(2026, 1, 9))
    assert thing.standing(as_at=date(2026, 1, 8)) == Standing.OVERDUE
    assert thing.standing(as_at=date(2026, 1, 9)) == Standing.DONE_LATE


def test_what_has_no_last_day_is_neither_overdue_nor_due() -> None:
    assert Expected("Plan", None, None).standing(as_at=date(2026, 1, 8)) == Standing.NOT_STARTED


def test_days_left_are_working_days_and_run_below_nought() -> None:
    thing = Expected("Plan", None, DUE)
    assert [thing.days_left(as_at=date(2026, 1, day)) for day in (2, 5, 6)] == [1, 0, -1]


# Against the copy kept here by hand: what a change of the data would have to change too.
LIMITS = {
    "final_statement": (70, "working_days", "verified"),
    "draft_plan": (20, "working_days", "verified"),
    "final_plan": (70, "working_days", "verified"),
    "joint_statement": (70, "working_days", "unverified"),
    "notice_plan": (1, "calendar_months", "verified"),
}


def test_the_limits_are_those_of_the_hand_kept_copy() -> None:
    held = {one.id: (one.limit.value, one.limit.unit, one.evidence) for one in BY_ID.values()}
    assert held == LIMITS


def test_each_rule_says_where_it_stands_and_when_it_holds() -> None:
    for one in after_visits():
        assert one.source
        assert one.only in CONDITIONS
        assert one.visits


def test_a_rule_holds_from_its_first_day() -> None:
    draft = BY_ID["draft_plan"]
    assert not draft.holds(date(2018, 7, 31))
    assert draft.holds(date(2018, 8, 1))
    assert draft.holds(None)

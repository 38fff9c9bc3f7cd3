"""The clock of a subject access request: one calendar month, two more where it is complex, stopped while the
authority waits for the clarification it asked for.

The month runs to the same day of the next month, or that month's last; a day that is no working day gives way
to the next that is. A day on which clarification was asked for and given adds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.clocks.rules import Months
from goldenthread.standards import calendar
from goldenthread.standards.retention import request_limits
from goldenthread.standards.timescales import Limit


@dataclass(frozen=True)
class Stop:
    """A stretch in which the clock stands still; `until` is None while clarification is waited for."""

    since: date
    until: date | None = None


@dataclass(frozen=True)
class Deadline:
    """The last day an answer is in time; `due` is None while the clock is stopped, since `stopped`."""

    due: date | None
    stopped: date | None = None

    def is_late(self, on: date) -> bool:
        return self.due is not None and on > self.due

    def days_left(self, on: date) -> int | None:
        """Days to the deadline, below 0 when it has passed; None while the clock is stopped."""
        return None if self.due is None else (self.due - on).days


def deadline(received: date, *, is_complex: bool = False, stops: Sequence[Stop] = ()) -> Deadline:
    """When the answer is due. Raises CalendarExhausted past the bank holidays held."""
    waiting = next((stop for stop in stops if stop.until is None), None)
    if waiting is not None:
        return Deadline(due=None, stopped=waiting.since)
    limits = request_limits()
    months = _months(limits.limit) + (_months(limits.complex) if is_complex else 0)
    stood_still = sum((stop.until - stop.since).days for stop in stops if stop.until is not None)
    return Deadline(due=_working_day_from(Months(months).due(received) + timedelta(days=stood_still)))


def _months(limit: Limit) -> int:
    assert limit.unit == "calendar_months", limit
    return limit.value


def _working_day_from(day: date) -> date:
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day

"""What the regulator and the department expect, and by when: a day worked out from a rule, or one that a
notice sets; and how it stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.clocks.rules import rule
from goldenthread.standards import calendar
from goldenthread.standards.after_inspection import Demand

SOON = 10  # working days before its last day from which a thing is due soon: two working weeks


class Standing(StrEnum):
    OVERDUE = "overdue"
    DUE_SOON = "due soon"
    TO_COME = "to come"
    NOT_STARTED = "not started"  # what its clock runs from has not happened, or its day is not known
    DONE = "done"
    DONE_LATE = "done late"


@dataclass(frozen=True)
class Expected:
    """One thing expected. `started` is the day its clock runs from, None while that has not come; `due` its
    last day, None where there is none to be worked out; `done` the day somebody recorded it done."""

    what: str
    started: date | None
    due: date | None
    done: date | None = None

    def standing(self, *, as_at: date) -> Standing:
        """How it stands on a day. What was done after that day is not done yet on it."""
        if self.done is not None and self.done <= as_at:
            return Standing.DONE_LATE if self.due is not None and self.done > self.due else Standing.DONE
        if self.due is None:
            return Standing.NOT_STARTED
        if as_at > self.due:
            return Standing.OVERDUE
        return Standing.DUE_SOON if self.days_left(as_at=as_at) <= SOON else Standing.TO_COME

    def days_left(self, *, as_at: date) -> int:
        """Working days from a day to its last; negative once it is past. Needs a `due`."""
        assert self.due is not None
        return calendar.working_days_after(as_at, self.due)


def due(demand: Demand, received: date | None) -> date | None:
    """The last day of what a rule asks for; None until it has begun. Raises CalendarExhausted."""
    return rule(demand.limit).due(received) if received is not None else None


def limit_words(demand: Demand) -> str:
    """70 working days after the report is received."""
    return f"{rule(demand.limit).words} after {demand.starts}"

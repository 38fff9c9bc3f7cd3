"""What an indicator needs of a source, and whether a source has it for a period or a date.

What the source cannot carry is said, with the reason, and never computed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from goldenthread.records.coverage import Coverage, History
from goldenthread.records.tables import Records
from goldenthread.standards.annex_a import standard
from goldenthread.standards.calendar import add_months
from goldenthread.standards.safeguarding_dataset import dataset

When = Literal["period", "date", "now", "any"]

_NOT_IN_ANNEX_A = ("ssd_cin_plans", "ssd_cin_visits", "ssd_missing")
_LISTS_REACH = 6  # months
POPULATION = "population"  # not a table of records: `indicators.population` lays it beside them


@dataclass(frozen=True)
class Need:
    """One table with the history it must have.

    `when`: "period" wants every row dated in the period held; "date" wants what was open at a date; "now" can
    only ever be said of the as-at date; "any" wants the table held at all. `months_before` reaches back
    before the period or date. `once_each` says that short of whole history each child is listed once, with
    the latest spell: one that gave way to another has gone, so that only the last full month is given.
    """

    table: str
    histories: tuple[History, ...]
    when: When
    months_before: int = 0
    once_each: bool = False

    def met(self, records: Records, *, start: date, end: date) -> bool:
        """Whether the source carries this from `start` to `end` (the same day twice for a date)."""
        coverage = records.can_say(self.table)
        if coverage.history not in self.histories:
            return False
        if self.when == "any":
            return True
        if self.lists_children_once(records) and start < last_full_month(records.as_at):
            return False
        if self.when == "period" or (coverage.history == "complete" and self.when == "date"):
            return _held(coverage, start=add_months(start, -self.months_before), end=end)
        return end == records.as_at

    @property
    def thing(self) -> str:
        """What the table holds, in plain words."""
        if self.table == POPULATION:
            return "estimates of how many children live here"
        return re.split("[:;]", dataset().tables[self.table].purpose)[0]

    @property
    def in_annex_a(self) -> bool:
        """Whether the lists can carry it at their own date, or for the last full month of their window."""
        if self.table == POPULATION:
            return True  # comes beside the records, whatever they are
        carried = set(self.histories) & {"window", "latest", "current"}
        return bool(carried) and self.table not in _NOT_IN_ANNEX_A and self.months_before < _LISTS_REACH

    def lists_children_once(self, records: Records) -> bool:
        """Whether this source gives only the latest spell of each child where all of them are wanted."""
        return self.once_each and records.can_say(self.table).history in ("joined", "window", "latest")

    def lack(self, records: Records) -> str:
        """Why a source falls short, in a few plain words."""
        coverage = records.can_say(self.table)
        if coverage.history == "absent":
            return f"the source does not hold {self.thing}"
        if coverage.history in self.histories and self.when == "period":
            reach = f"{self.months_before} months back" if self.months_before else "over a whole period"
            span = f"{_window_start(coverage)} to {coverage.window_end}"
            return f"it looks {reach}, and of {self.thing} the source holds only {span}"
        return f"of {self.thing}, the source holds only {_SHORT[coverage.history]}"


_SHORT = {
    "complete": "what happened from one date on",
    "joined": "what is dated in the windows of its files",
    "window": "what is dated in its window",
    "latest": "the latest for each child",
    "current": "what is current",
}


def _window_start(coverage: Coverage) -> date | None:
    """Plans and care periods are listed if open or ended in a window, even where only the latest are held."""
    if coverage.history != "latest" or coverage.window_start:
        return coverage.window_start
    months = min(standard().lists[number].window.months or 0 for number in (7, 8))
    return add_months(coverage.window_end, -months)


def _held(coverage: Coverage, *, start: date, end: date) -> bool:
    first = _window_start(coverage)
    return first is not None and first <= start and end <= coverage.window_end


def last_full_month(as_at: date) -> date:
    """The first day of the last month that had wholly passed by the end of the as-at date."""
    return add_months((as_at + timedelta(days=1)).replace(day=1), -1)


def events(table: str, *, months_before: int = 0) -> Need:
    """Every event dated in the period."""
    return Need(table, ("complete", "joined", "window"), "period", months_before)


def spells(table: str) -> Need:
    """Every spell that started or ended in the period.

    Annex A lists 6, 7 and 8 hold what was open or ended in the window, but of each child only the latest: of
    them only the last full month is given, where a spell has seldom yet been followed by another.
    """
    return Need(table, ("complete", "joined", "window", "latest"), "period", once_each=True)


def whole(table: str, *, months_before: int = 0) -> Need:
    """Every event, with no gap in history."""
    return Need(table, ("complete",), "period", months_before)


def whole_standing(table: str) -> Need:
    """What was open at a date, from whole history alone."""
    return Need(table, ("complete",), "date")


def population() -> Need:
    """An estimate of the children who live here."""
    return Need(POPULATION, ("current",), "any")


def standing(table: str) -> Need:
    """What was open at a date: any list will do at the as-at date; an earlier date wants whole history."""
    return Need(table, ("complete", "joined", "window", "latest", "current"), "date")


def held_at_all(table: str) -> Need:
    """What describes the child and does not depend on the date."""
    return Need(table, ("complete", "joined", "window", "latest", "current"), "any")


def only_now(table: str) -> Need:
    """What is said only as it stands at the as-at date."""
    return Need(table, ("complete", "joined", "window", "latest", "current"), "now")


def stated(table: str) -> Need:
    """What a list states about each row in the period, in place of the history behind it. Lists joined into
    one history state it each for its own date: there, the history itself must reach."""
    return Need(table, ("window", "latest"), "period")


def stated_now(table: str) -> Need:
    """What a list states as at its date, in place of the history behind it."""
    return Need(table, ("joined", "window", "latest", "current"), "now")

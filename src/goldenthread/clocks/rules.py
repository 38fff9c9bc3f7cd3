"""What a limit means: one value gives the due date of one day and the expression for a whole column.

Actions and questions use `due`; children's duties use `in_bulk`. A property test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

import polars as pl

from goldenthread.standards import calendar
from goldenthread.standards.timescales import Limit, LocalStandard, timescales


class Rule(Protocol):
    """How long after a start something is due."""

    def due(self, start: date) -> date:
        """The last day on which it is in time."""

    def in_bulk(self, start: pl.Expr) -> pl.Expr:
        """The same for a date column; null stays null."""

    @property
    def words(self) -> str:
        """The limit in words, such as "45 working days"."""


@dataclass(frozen=True)
class WorkingDays:
    """England's working days; the day after the start is the first that can count."""

    n: int

    def due(self, start: date) -> date:
        return calendar.add_working_days(start, self.n)

    def in_bulk(self, start: pl.Expr) -> pl.Expr:
        return calendar.add_working_days_in_bulk(start, self.n)

    @property
    def words(self) -> str:
        return _counted(self.n, "working day")


@dataclass(frozen=True)
class Days:
    """Calendar days: weekends and bank holidays count."""

    n: int

    def due(self, start: date) -> date:
        return start + timedelta(days=self.n)

    def in_bulk(self, start: pl.Expr) -> pl.Expr:
        return start + pl.duration(days=self.n)

    @property
    def words(self) -> str:
        return _counted(self.n, "day")


@dataclass(frozen=True)
class Weeks:
    """Weeks of seven days; bank holidays do not extend them."""

    n: int

    def due(self, start: date) -> date:
        return start + timedelta(weeks=self.n)

    def in_bulk(self, start: pl.Expr) -> pl.Expr:
        return start + pl.duration(weeks=self.n)

    @property
    def words(self) -> str:
        return _counted(self.n, "week")


@dataclass(frozen=True)
class Months:
    """Calendar months: the same day of the month, or the month's last."""

    n: int

    def due(self, start: date) -> date:
        return calendar.add_months(start, self.n)

    def in_bulk(self, start: pl.Expr) -> pl.Expr:
        return calendar.add_months_in_bulk(start, self.n)

    @property
    def words(self) -> str:
        return _counted(self.n, "month")


@dataclass(frozen=True)
class Hours:
    """Elapsed clock hours: weekends, bank holidays and nights count.

    The records hold days, not hours. The hour of the start is not known, so hours are whole days here, and
    the last day is the one that holds the same hour `n` hours on. `due_at` counts from a moment.
    """

    n: int

    def due(self, start: date) -> date:
        return start + timedelta(days=self._days)

    def in_bulk(self, start: pl.Expr) -> pl.Expr:
        return start + pl.duration(days=self._days)

    def due_at(self, moment: datetime) -> datetime:
        """The last moment in time, in the moment's own time zone; an hour the clocks change is no more or
        less than an hour."""
        elapsed = moment.astimezone(UTC) + timedelta(hours=self.n)
        return elapsed.astimezone(moment.tzinfo)

    @property
    def words(self) -> str:
        return _counted(self.n, "hour")

    @property
    def _days(self) -> int:
        return -(-self.n // 24)


@dataclass(frozen=True)
class Dated:
    """A local standard over time: the rule in force on the start governs the interval."""

    standards: tuple[LocalStandard, ...]  # in date order, at least one

    def due(self, start: date) -> date:
        return self._governing(start).due(start)

    def in_bulk(self, start: pl.Expr) -> pl.Expr:
        return self._choose(start, lambda each: each.in_bulk(start))

    @property
    def words(self) -> str:
        return rule(self.standards[-1].limit).words

    def words_in_bulk(self, start: pl.Expr) -> pl.Expr:
        """The words of the rule in force on each start."""
        return self._choose(start, lambda each: pl.lit(each.words))

    def _governing(self, start: date) -> Rule:
        first, *later = self.standards
        return rule(next((s for s in reversed(later) if s.from_date <= start), first).limit)

    def _choose(self, start: pl.Expr, of: Callable[[Rule], pl.Expr]) -> pl.Expr:
        first, *later = self.standards
        answer = of(rule(first.limit))
        for standard in later:
            answer = pl.when(start >= standard.from_date).then(of(rule(standard.limit))).otherwise(answer)
        return answer


def rule(limit: Limit) -> Rule:
    """The rule a limit of the timescales stands for; raises KeyError for a unit no clock can count."""
    kinds: dict[str, Callable[[int], Rule]] = {
        "working_days": WorkingDays,
        "calendar_days": Days,
        "weeks": Weeks,
        "calendar_months": Months,
        "elapsed_hours": Hours,
    }
    return kinds[limit.unit](limit.value)


def leg(clock: str, name: str) -> Rule:
    """The rule of one leg of a timescale, such as leg("ts_cla_review", "second")."""
    return rule(timescales()[clock].legs[name])


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"

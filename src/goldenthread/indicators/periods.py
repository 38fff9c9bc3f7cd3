"""Months, quarters and financial years, and which of them a source can answer for an indicator.

Only periods the source wholly covers, ended by the as-at date, are given: outside the window a figure is
absent, not small. Events and stock are never mixed: an event falls in a period, stock is taken at its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.indicators.definition import Indicator
from goldenthread.indicators.needs import Need
from goldenthread.records.tables import Records
from goldenthread.standards.calendar import add_months

Period = Literal["month", "quarter", "year"]

_MONTHS: dict[Period, int] = {"month": 1, "quarter": 3, "year": 12}
_APRIL = 4  # the financial year runs from 1 April, and its quarters with it


@dataclass(frozen=True)
class Span:
    """One period, both days included; `start` is None for stock at `end`."""

    start: date | None
    end: date

    @property
    def months(self) -> int:
        """How many calendar months it is; stock is what it is, as if of a year."""
        if self.start is None:
            return 12
        return 12 * (self.end.year - self.start.year) + self.end.month - self.start.month + 1


def checked(period: str | None) -> Period | None:
    """The period asked for; refused if there is no such."""
    if period is not None and period not in get_args(Period):
        raise InputRefused(
            source=f"period {period!r}",
            why="there is no such period",
            what_to_do="ask for month, quarter or year, or for none",
        )
    return period  # type: ignore[return-value]  # narrowed just above


def answered(indicator: Indicator, records: Records, period: Period | None) -> tuple[Span, ...]:
    """The spans the source can answer, oldest first.

    Without a period: the last full month for events, the as-at date for stock. Stock from a source without
    whole history is given at the as-at date alone, whatever the period.
    """
    if period is None or (indicator.basis == "stock" and not _has_history(indicator, records)):
        default = default_span(indicator, records)
        return (default,) if default and can_answer(indicator, records, default) else ()
    spans = _ended_periods(records, period)
    if indicator.basis == "stock":
        spans = tuple(Span(None, span.end) for span in spans if _wholly_covered(indicator, records, span))
    return tuple(span for span in spans if can_answer(indicator, records, span))


def default_span(indicator: Indicator, records: Records) -> Span | None:
    """The last full month for events, the as-at date for stock; None where no month has ended."""
    if indicator.basis == "stock":
        return Span(None, records.as_at)
    months = _ended_periods(records, "month")
    return months[-1] if months else None


def can_answer(indicator: Indicator, records: Records, span: Span) -> bool:
    """Whether the source holds what the indicator needs for that period or date."""
    return _all_met(indicator.needs, records, span) or bool(
        indicator.instead and _all_met(indicator.instead, records, span)
    )


def _all_met(needs: tuple[Need, ...], records: Records, span: Span) -> bool:
    start = span.start or span.end
    return all(need.met(records, start=start, end=span.end) for need in needs)


def _has_history(indicator: Indicator, records: Records) -> bool:
    if any(need.when == "now" for need in indicator.needs):
        return False
    return all(records.can_say(need.table).history == "complete" for need in indicator.needs)


def _wholly_covered(indicator: Indicator, records: Records, span: Span) -> bool:
    starts = [records.can_say(need.table).window_start for need in indicator.needs if need.when == "date"]
    return span.start is not None and all(first is not None and first <= span.start for first in starts)


def _ended_periods(records: Records, period: Period) -> tuple[Span, ...]:
    """Every whole period from the earliest window start to the as-at date."""
    starts = [cover.window_start for cover in records.coverage.values() if cover.window_start]
    return _ended_between(min(starts), records.as_at, _MONTHS[period]) if starts else ()


@lru_cache(maxsize=64)  # asked again for every indicator
def _ended_between(day: date, as_at: date, months: int) -> tuple[Span, ...]:
    first = _first_of(day, months)
    spans = []
    while (end := add_months(first, months) - timedelta(days=1)) <= as_at:
        spans.append(Span(first, end))
        first = add_months(first, months)
    return tuple(spans)


def _first_of(day: date, months: int) -> date:
    return add_months(day.replace(day=1), -((day.month - _APRIL) % months))


def end_of_period(on: pl.Expr, period: Period) -> pl.Expr:
    """The last day of the period a date falls in."""
    if period == "month":
        return on.dt.month_end()
    if period == "quarter":
        return on.dt.truncate("1q").dt.offset_by("3mo") - pl.duration(days=1)
    return on.dt.offset_by("-3mo").dt.truncate("1y").dt.offset_by("15mo") - pl.duration(days=1)

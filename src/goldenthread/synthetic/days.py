"""Days as whole numbers: hundreds of thousands of made-up dates have to cost little."""

from __future__ import annotations

from datetime import date
from functools import cache

from goldenthread.standards import calendar

Day = int  # days since 1 January 1970, as Parquet and Polars hold a date

_EPOCH = date(1970, 1, 1).toordinal()
_BEYOND = 30  # years either side of the bank holidays held for which a day still has a working-day number


def from_date(value: date) -> Day:
    return value.toordinal() - _EPOCH


def to_date(day: Day) -> date:
    return date.fromordinal(day + _EPOCH)


@cache
def add_months(day: Day, months: int) -> Day:
    """The same day of the month, or the month's last day."""
    return from_date(calendar.add_months(to_date(day), months))


def add_years(day: Day, years: int) -> Day:
    return add_months(day, 12 * years)


def add_working_days(day: Day, count: int) -> Day:
    """The working day that is `count` after `day`, which is day 0 whatever day it falls on."""
    numbers, days = _working_days()
    return days[numbers[day - _first()] + count] if count else day


def working_days_after(start: Day, end: Day) -> int:
    numbers, _ = _working_days()
    return numbers[end - _first()] - numbers[start - _first()]


def is_working_day(day: Day) -> bool:
    return working_days_after(day - 1, day) == 1


def next_working_day(day: Day) -> Day:
    """The day itself, or the first working day after it."""
    return day if is_working_day(day) else add_working_days(day, 1)


@cache
def _first() -> Day:
    return from_date(calendar.first_day()) - 366 * _BEYOND


@cache
def _working_days() -> tuple[list[int], list[Day]]:
    """For every day, how many working days have been (itself included); and the working days in order.

    Beyond the bank holidays held, weekdays stand in: histories that began long ago and plans not yet due need
    only likely dates.
    """
    first, last = calendar.first_day(), calendar.last_day()
    span = (last - first).days + 2 * 366 * _BEYOND
    numbers, working = [], [_first() - 1]
    for day in range(_first(), _first() + span):
        if _is_open(to_date(day), first, last):
            working.append(day)
        numbers.append(len(working) - 1)
    return numbers, working


def _is_open(day: date, first: date, last: date) -> bool:
    return calendar.is_working_day(day) if first <= day <= last else day.weekday() < 5

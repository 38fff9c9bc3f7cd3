"""Working days and calendar months, one day at a time and in bulk, from England's bank holidays held as data.

The day of the trigger is day 0 and the next working day is day 1, whether or not the trigger falls on one; a
limit of N is met on or before working day N. Months keep the day of the month, clamped to the month's end.
The plain and the bulk forms read the same running working-day numbers. A working-day count that needs a day
outside the calendar held raises CalendarExhausted: it is never guessed, and never null.
"""

from __future__ import annotations

import calendar as _civil
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from goldenthread.errors import CalendarExhausted
from goldenthread.standards import _files

if TYPE_CHECKING:
    import polars as pl

_EPOCH = date(1970, 1, 1).toordinal()  # where Polars counts days from


@dataclass(frozen=True)
class BankHoliday:
    """One bank holiday in England; `evidence` is "published" or "derived"."""

    day: date
    name: str
    evidence: str


@dataclass(frozen=True)
class _Calendar:
    """`numbers[i]` counts the working days from the first day held up to day i; `days` are those days."""

    first: date
    last: date
    numbers: tuple[int, ...]
    days: tuple[date, ...]


@cache
def bank_holidays() -> tuple[BankHoliday, ...]:
    """Every bank holiday held, in date order."""
    years: dict[int, dict[str, Any]] = _files.load("bank_holidays.yaml")["years"]
    return tuple(
        BankHoliday(day=day, name=name, evidence=year["evidence"])
        for year in years.values()
        for day, name in year["days"].items()
    )


def first_day() -> date:
    """The first day the calendar holds."""
    return _held().first


def last_day() -> date:
    """The last day the calendar holds."""
    return _held().last


def is_working_day(day: date) -> bool:
    """Whether the day is neither Saturday, Sunday nor a bank holiday in England."""
    days = _held().days
    _number(day)
    place = bisect_left(days, day)
    return place < len(days) and days[place] == day


def add_working_days(start: date, n: int) -> date:
    """Working day `n` after `start`; `start` itself when n is 0. Raises CalendarExhausted."""
    if n < 0:
        raise ValueError("working days are counted forward")
    days, number = _held().days, _number(start)
    if n == 0:
        return start
    if number + n > len(days):
        raise _exhausted()
    return days[number + n - 1]


def working_days_after(start: date, end: date) -> int:
    """Working days in (start, end]; negative when `end` comes first. Raises CalendarExhausted."""
    return _number(end) - _number(start)


def add_months(day: date, n: int) -> date:
    """The same day `n` months on, or that month's last (31 August + 6 is 28 or 29 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, _civil.monthrange(year, month + 1)[1]))


def working_day_frame() -> pl.DataFrame:
    """One row per day held: `day`, `working_day_number` (running count up to it) and `is_working_day`."""
    import polars as pl

    held = _held()
    days = pl.Series("day", [held.first + timedelta(days=i) for i in range(len(held.numbers))], dtype=pl.Date)
    frame = pl.DataFrame({"day": days, "working_day_number": _bulk_numbers()})
    return frame.with_columns(is_working_day=pl.col("day").is_in(list(held.days)))


def working_day_number(day: pl.Expr) -> pl.Expr:
    """Bulk: the running working-day number of a date column (null stays null). Raises CalendarExhausted."""
    import polars as pl

    return day.map_batches(_numbers_of, return_dtype=pl.Int64, is_elementwise=True)


def working_days_after_in_bulk(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Bulk form of `working_days_after`, null where either date is."""
    return working_day_number(end) - working_day_number(start)


def add_working_days_in_bulk(start: pl.Expr, n: int) -> pl.Expr:
    """Bulk form of `add_working_days`, null where the date is."""
    import polars as pl

    if n < 0:
        raise ValueError("working days are counted forward")
    if n == 0:
        return start
    return start.map_batches(lambda days: _days_on(days, n), return_dtype=pl.Date, is_elementwise=True)


def add_months_in_bulk(day: pl.Expr, n: int) -> pl.Expr:
    """Bulk form of `add_months`, null where the date is."""
    return day.dt.offset_by(f"{n}mo")


@cache
def _held() -> _Calendar:
    about = _files.load("bank_holidays.yaml")["about"]
    first, last = about["first_day"], about["last_day"]
    closed = {holiday.day for holiday in bank_holidays()}
    span = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    working = [day.weekday() < 5 and day not in closed for day in span]
    return _Calendar(
        first=first,
        last=last,
        numbers=tuple(accumulate(int(open_) for open_ in working)),
        days=tuple(day for day, open_ in zip(span, working, strict=True) if open_),
    )


def _number(day: date) -> int:
    held = _held()
    if not held.first <= day <= held.last:
        raise _exhausted()
    return held.numbers[(day - held.first).days]


def _exhausted() -> CalendarExhausted:
    held = _held()
    return CalendarExhausted(
        f"A clock counts working days outside the bank holidays held ({held.first} to {held.last}); "
        "add the missing years to bank_holidays.yaml, or correct the date."
    )


@cache
def _bulk_numbers() -> pl.Series:
    import polars as pl

    return pl.Series("working_day_number", _held().numbers, dtype=pl.Int64)


@cache
def _bulk_days() -> pl.Series:
    import polars as pl

    return pl.Series("day", _held().days, dtype=pl.Date)


def _numbers_of(days: pl.Series) -> pl.Series:
    import polars as pl

    held = _held()
    earliest, latest = days.min(), days.max()
    if earliest is not None and not (held.first <= earliest and latest <= held.last):  # type: ignore[operator]
        raise _exhausted()
    places = days.cast(pl.Int64) - (held.first.toordinal() - _EPOCH)
    return _bulk_numbers().gather(places).alias(days.name)


def _days_on(days: pl.Series, n: int) -> pl.Series:
    wanted = _numbers_of(days) + (n - 1)
    furthest = wanted.max()
    if furthest is not None and furthest >= len(_bulk_days()):  # type: ignore[operator]
        raise _exhausted()
    return _bulk_days().gather(wanted).alias(days.name)

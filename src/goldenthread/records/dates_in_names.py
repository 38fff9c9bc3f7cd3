"""What day a file's name may mean, where it does not say so outright: offered in words, never taken."""

from __future__ import annotations

import calendar
import re
from datetime import date

_DAY_FIRST = re.compile(r"(?<!\d)(\d{2})[-_. ]?(\d{2})[-_. ]?(20\d{2})(?!\d)")
_MONTH_AND_YEAR = re.compile(r"([a-z]{3})[a-z]*[-_. ]*(20\d{2})|(20\d{2})[-_. ]*([a-z]{3})", re.IGNORECASE)
_YEARS = re.compile(r"(?<!\d)(?:20)?(\d{2})[-/_ ]?(?:20)?(\d{2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_MONTHS = [name.lower() for name in calendar.month_abbr]


def suggested(name: str) -> str:
    """Such as ` (its name suggests 14 March 2021)`; empty where it suggests nothing."""
    day = _day(name) or _month_end(name)
    if day is not None:
        return f" (its name suggests {day.day} {day:%B %Y})"
    year = _year_end(name)
    return f" (its name suggests the year to 31 March {year})" if year else ""


def _day(name: str) -> date | None:
    for found in _DAY_FIRST.finditer(name):
        try:
            return date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            continue
    return None


def _month_end(name: str) -> date | None:
    for found in _MONTH_AND_YEAR.finditer(name):
        month, year = (found[1] or found[4]).lower(), int(found[2] or found[3])
        if month in _MONTHS:
            number = _MONTHS.index(month)
            return date(year, number, calendar.monthrange(year, number)[1])
    return None


def _year_end(name: str) -> int | None:
    """The later year of `2017-18`, `201819`, `1920`, `21/22`; else the one year there is."""
    for found in _YEARS.finditer(name):
        if int(found[2]) == int(found[1]) + 1:
            return 2000 + int(found[2])
    alone = _YEAR.search(name)
    return int(alone[1]) if alone else None

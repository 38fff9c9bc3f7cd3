"""Dates as reports print them: "24 February – 18 March 2015", "21 to 25 March 2022"."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = "|".join(_MONTHS)
_PRINTED = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+({_MONTH}))?(?:,?\s+((?:19|20)\d\d))?\b", re.IGNORECASE
)
_DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_SPAN = re.compile(
    rf"(?:\s|,|&|[-–—]|\b(?:to|and|from|between|until)\b|{_DAY}|\d{{1,2}}(?:st|nd|rd|th)?(?!\d)|{_MONTH}|(?:19|20)\d\d)+",
    re.IGNORECASE,
)


def date_span(text: str) -> str:
    """The longest beginning of a text that consists of dates and what joins them."""
    found = _SPAN.match(text)
    return found.group() if found else ""


def printed_dates(text: str) -> list[date]:
    """The dates of a printed span, in order; a missing month or year is taken from the date that follows.

    An impossible date (31 June) makes the whole span unreadable: an empty list.
    """
    parts = [match.groups() for match in _PRINTED.finditer(text)]
    month: str | None = None
    year: str | None = None
    found: list[date] = []
    for day, own_month, own_year in reversed(parts):
        month, year = own_month or month, own_year or year
        if month is None or year is None:
            continue
        try:
            printed = date(int(year), _MONTHS.index(month.lower()) + 1, int(day))
        except ValueError:
            return []
        # "30 November to 11 December 2020" is within a year, "14 December to 8 January 2016" is not.
        shared_year = own_year is None and bool(found) and printed > found[-1]
        found.append(printed.replace(year=printed.year - 1) if shared_year else printed)
    return list(reversed(found))

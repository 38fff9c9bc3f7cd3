"""Dates as people write them in plans: true dates, and words such as "End of March 2014" or "ongoing".

A whole date is read, day before month. A month, a quarter or a year is doubtful, its last day offered.
Words without a day ("ongoing", "spring 2014") are doubtful with nothing offered, and so are two dates in one
cell. A day there never was is refused.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from goldenthread.papers.plan_sheets.said import Said, blank, doubtful, read, refused

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"'?(\d{4}|\d{2})"
_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? +)?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_TIME}")
_SLASHED = re.compile(rf"{_WEEKDAY}(\d{{1,2}})[/.\- ](\d{{1,2}})[/.\- ](\d{{4}}|\d{{2}}){_TIME}")
_NAMED = re.compile(rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ \-/]*{_NAMES}\.?,?[ \-/]*{_YEAR}")
_MONTH_OF = re.compile(
    rf"(?:by |the )*(?:(end|start|beginning|early|mid|late)[ \-]*(?:of )?)?{_NAMES}\.?[ \-/]*{_YEAR}"
)
_QUARTER = re.compile(r"(?:end of |by )?(?:q|quarter )([1-4])[ \-,]*(\d{4})[/\-](\d{2}|\d{4})")
_YEAR_END = re.compile(r"(?:by )?(?:the )?end of (\d{4})")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SERIAL_DAY_0 = date(1899, 12, 30)  # Excel's day 0, its false leap day of 1900 allowed for
_OPEN = re.compile(
    r"on-? ?going|continuous|continuing|in place|tb[ac]|to be (?:agreed|confirmed|decided)|asap"
    r"|immediate(?:ly)?|complete[d]?|done|monthly|weekly|quarterly|annual(?:ly)?"
)
_BLANK = {"", "-", "n/a", "na", "none", "."}
WHOLE = "Write it as a date, such as 31/3/2026"


def read_day(cell: str) -> Said[date]:
    """What a cell of dates says."""
    text = _tidy(cell)
    if text in _BLANK:
        return blank(cell)
    if found := _parts(text):
        return _whole(cell, *found)
    return _in_words(cell, text)


def _tidy(cell: str) -> str:
    return " ".join(cell.replace("\u2013", "-").casefold().split()).strip(" .,;:")


def _parts(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a text that is one whole date."""
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _SLASHED.fullmatch(text):
        return _year(found[3]), int(found[2]), int(found[1])
    if found := _NAMED.fullmatch(text):
        return _year(found[3]), _month(found[2]), int(found[1])
    return None


def _whole(cell: str, year: int, month: int, day: int) -> Said[date]:
    try:
        return read(cell, date(year, month, day))
    except ValueError:
        return refused(cell, f"There is no such day. {WHOLE}")


def _in_words(cell: str, text: str) -> Said[date]:
    if found := _MONTH_OF.fullmatch(text):
        return _of_a_month(cell, found[1] or "", _year(found[3]), _month(found[2]))
    if found := _QUARTER.fullmatch(text):
        return doubtful(cell, "A quarter, not a day", _quarter_end(int(found[1]), int(found[2])))
    if found := _YEAR_END.fullmatch(text):
        return _offered(cell, "A year, not a day", int(found[1]), 12, 31)
    if _SERIAL.fullmatch(text):
        return _serial(cell, text)
    if _OPEN.fullmatch(text):
        return doubtful(cell, "Words without a day: give the date, or say that it has none")
    if len(_NAMED.findall(text)) + len(_SLASHED.findall(text)) > 1:
        return doubtful(cell, "More than one date: give the one that stands")
    return doubtful(cell, "Not a date that can be read: give the date, or say that it has none")


def _of_a_month(cell: str, part: str, year: int, month: int) -> Said[date]:
    if part in {"start", "beginning", "early", "mid", "late"}:
        return doubtful(cell, "Part of a month, not a day: give the date")
    return _offered(cell, "A month, not a day", year, month, _last(year, month))


def _offered(cell: str, why: str, year: int, month: int, day: int) -> Said[date]:
    try:
        return doubtful(cell, why, date(year, month, day))
    except ValueError:  # year 0
        return doubtful(cell, why)


def _last(year: int, month: int) -> int:
    return monthrange(year, month)[1] if 1 <= year <= 9999 else 28


def _quarter_end(quarter: int, first_year: int) -> date | None:
    """The last day of a quarter of a financial year, which begins in April."""
    month = (6, 9, 12, 3)[quarter - 1]
    year = first_year + (quarter == 4)
    return date(year, month, _last(year, month)) if 1 <= year <= 9999 else None


def _serial(cell: str, text: str) -> Said[date]:
    number = int(float(text))
    if 36_526 <= number <= 73_415:  # 2000 to 2100
        return doubtful(
            cell, "A day number, as a cell that lost its format", _SERIAL_DAY_0 + timedelta(days=number)
        )
    return doubtful(cell, "Not a date that can be read: give the date, or say that it has none")


def _year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1

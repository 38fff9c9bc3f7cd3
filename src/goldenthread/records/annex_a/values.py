"""Reading date, number, text, postcode and identifier cells, one value at a time."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from functools import lru_cache

from goldenthread.records.annex_a.reading import Reading, error_or_none, is_blank
from goldenthread.records.annex_a.spelling import as_typed, tidy

_TIME = r"(?:[ T]\d{1,2}[:.]\d{2}.*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}){_TIME}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_NAMED = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[- /]([a-z]{{3}})[a-z]*[- /,]+(\d{{4}}){_TIME}", re.IGNORECASE
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SERIAL_DAY_0 = date(1899, 12, 30)  # Excel's day 0, its false leap day of 1900 allowed for
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_AGE_IN_MONTHS = re.compile(r"(\d+)\s*(?:m|mth|mths|month|months)", re.IGNORECASE)
_AGE_IN_YEARS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:y|yr|yrs|year|years)(?: old)?", re.IGNORECASE)
_WHOLE_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
_POSTCODE_SECTOR = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ([0-9])")
_NO_URN_YET = re.compile(r"X{3,}", re.IGNORECASE)
_WHOLE_WITH_POINT = re.compile(r"\d+\.0")

PLAIN_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2})?$"
"""How a day stands that the reader of workbooks, or a computer, wrote: most cells of days are so."""
YEARS = (1900, 2100)
UNREADABLE_DATE = "not a date that can be read; left blank"
UNREADABLE_NUMBER = "not a whole number that can be read; left blank"


@lru_cache(maxsize=40_000)  # the same days come back in every column
def read_date(text: str) -> Reading[date]:
    """A date: day first where it is text, the time of day dropped, 9999 read as open."""
    cell = tidy(text)
    parts = _date_parts(cell)
    if parts is None:
        return _serial_date(cell)
    year, month, day = parts
    if year == 9999:
        return Reading(None, "note", "a far-future date stands for open; left blank")
    if not YEARS[0] <= year <= YEARS[1]:
        return Reading(None, "query", UNREADABLE_DATE)
    try:
        return Reading(date(year, month, day))
    except ValueError:
        return Reading(None, "query", UNREADABLE_DATE)


def _date_parts(cell: str) -> tuple[int, int, int] | None:
    if found := _YEAR_FIRST.fullmatch(cell):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(cell):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _COMPACT.fullmatch(cell):
        return int(found[1]), int(found[2]), int(found[3])
    if (found := _MONTH_NAMED.fullmatch(cell)) and found[2].lower() in _MONTHS:
        return int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1])
    return None


def _serial_date(cell: str) -> Reading[date]:
    """A day number, where a cell lost its format; anything else is blank or unreadable."""
    if _SERIAL.fullmatch(cell) and 14_611 <= float(cell) <= 73_415:  # 1940 to 2100
        read = _SERIAL_DAY_0 + timedelta(days=math.floor(float(cell)))
        return Reading(read, "note", "a day number, read as a date")
    return error_or_none(cell) if is_blank(cell) else Reading(None, "query", UNREADABLE_DATE)


def read_integer(text: str, *, minimum: int | None) -> Reading[int]:
    """A count: `3,000` and `1.0` are whole numbers; a negative count is not a count."""
    cell = tidy(text).replace(",", "")
    if not _NUMBER.fullmatch(cell):
        return error_or_none(cell) if is_blank(cell) else Reading(None, "query", UNREADABLE_NUMBER)
    number = float(cell)
    if not number.is_integer() or number < 0:
        return Reading(None, "query", UNREADABLE_NUMBER)
    if minimum is not None and number < minimum:
        return Reading(int(number), "query", f"lower than {minimum}, the least this column can be")
    return Reading(int(number))


def read_age(text: str) -> Reading[int]:
    """An age in whole years: a long decimal is floored, months become years, -1 is an unborn child."""
    cell = tidy(text)
    if _NUMBER.fullmatch(cell):
        years = float(cell)
        impossible = (years < 0 and years != -1) or years > 120
        return Reading(None, "query", UNREADABLE_NUMBER) if impossible else Reading(math.floor(years))
    if cell.replace(" ", "") == "<1":
        return Reading(0)
    if found := _AGE_IN_MONTHS.fullmatch(cell):
        return Reading(int(found[1]) // 12)
    if found := _AGE_IN_YEARS.fullmatch(cell):
        return Reading(math.floor(float(found[1])))
    if cell.casefold() == "unborn":
        return Reading(-1)
    return error_or_none(cell) if is_blank(cell) else Reading(None, "query", UNREADABLE_NUMBER)


def read_text(text: str) -> Reading[str]:
    """Free text, such as a team's name."""
    cell = tidy(text)
    if not is_blank(cell):
        return Reading(as_typed(text))
    if not any(character.isalpha() for character in cell) or cell.startswith("#"):
        return error_or_none(cell)
    return Reading(None, "note", "a way of saying nothing; left blank")


def read_postcode(text: str) -> Reading[str]:
    """A postcode as `AA9 4AA`, or a sector as `AA9 4`; CON (confidential) has no postcode to show."""
    cell = tidy(text).upper()
    if found := _WHOLE_POSTCODE.fullmatch(cell.replace(" ", "")):
        return Reading(f"{found[1]} {found[2]}")
    if found := _POSTCODE_SECTOR.fullmatch(cell):
        return Reading(cell)
    if cell == "CON" or is_blank(cell):
        return error_or_none(cell)
    return Reading(None, "query", "not a postcode; left blank")


def read_urn(text: str) -> Reading[str]:
    """A provider's registration number, kept as typed; a row of X stands for one still to come."""
    cell = tidy(text)
    if _NO_URN_YET.fullmatch(cell):
        return Reading(None, "note", "registration pending; left blank")
    if is_blank(cell):
        return error_or_none(cell)
    return Reading(cell[:-2] if _WHOLE_WITH_POINT.fullmatch(cell) else cell)

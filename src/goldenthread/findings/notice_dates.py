"""The dates a notice sets: whole dates, months, and time limits that run from its issue."""

from __future__ import annotations

import calendar as months_of_the_year
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from goldenthread.findings.dates import printed_dates
from goldenthread.findings.model import NoticeDate
from goldenthread.standards.calendar import add_months, add_working_days

_MONTHS = [name.lower() for name in months_of_the_year.month_name[1:]]
_MONTH = "|".join(_MONTHS)
_YEAR = r"(?:19|20)\d\d"
_DAY = rf"\d{{1,2}}(?:st|nd|rd|th)?(?:\s+day)?(?:\s+of)?\s+(?:{_MONTH}),?\s+{_YEAR}"
_UP_TO_TWELVE = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: place for place, word in enumerate(_UP_TO_TWELVE.split(), start=1)}
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(_NUMBERS)})"
_UNIT = r"(?:working\s+days?|calendar\s+days?|days?|weeks?|(?:calendar\s+)?months?)"
_LIMIT = (
    rf"within\s+(?P<count>{_COUNT})\s+(?P<unit>{_UNIT})\s+of\s+(?:the\s+)?"
    r"(?:(?:date|day|issue)\s+of\s+)*(?:the\s+|this\s+|its\s+)*(?:improvement\s+)?(?:notice|issue)\b"
)
_ANY = re.compile(
    rf"(?P<limit>{_LIMIT})|(?P<day>\b{_DAY})|(?P<month>\b(?:{_MONTH})\s+{_YEAR})", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z])")
# What falls on a date, by the last of these words before it in its sentence.
_WHAT = (
    ("final review", r"final review"),
    ("review", r"review(?:ed|s)?\b"),
    ("improvement plan due", r"plans?\b"),
    ("progress report", r"reports?\b|information on progress|letters?\b|updates?\b"),
    ("targets to be met", r"\bmet by|targets?\b|milestones? (?:to be|are) "),
    ("board to meet", r"board (?:must|will|should|shall|is to) (?:first )?meet|first meeting"),
)
_NUMERIC = re.compile(r"\b(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})\b")


def dates_in(text: str, *, page: int, issued: date | None) -> Iterator[NoticeDate]:
    """Every date set in a passage. One before the notice's issue is no date that it sets."""
    for sentence in _SENTENCE.split(text):
        for found in _ANY.finditer(sentence):
            one = _date(found, sentence, page)
            if one.last is None or issued is None or one.last >= issued:
                yield counted_from(one, issued)


def counted_from(one: NoticeDate, issued: date | None) -> NoticeDate:
    """A time limit with its last day, counted from the notice's issue; any other date as it is."""
    if one.count is None or one.unit is None:
        return one
    count: dict[str, Callable[[date, int], date]] = {
        "working_days": add_working_days,
        "days": lambda day, n: day + timedelta(days=n),
        "weeks": lambda day, n: day + timedelta(weeks=n),
        "months": add_months,
    }
    return replace(one, last=count[one.unit](issued, one.count) if issued else None)


def day_of_issue(text: str) -> tuple[date | None, str]:
    """The day in the words after a label such as "Date:", and a doubt about it ("" where it is plain)."""
    if found := re.search(_DAY, text, re.IGNORECASE):
        plain = re.sub(r"\s+(?:day\s+)?of\s+|\s+day\s+", " ", found.group(), flags=re.IGNORECASE)
        days = printed_dates(plain)
        return (days[0], "") if days else (None, f"The notice's date “{found.group()}” is no day.")
    if found := _NUMERIC.search(text):
        day, month, year = map(int, found.groups())
        try:
            read = date(year if year > 99 else 2000 + year, month, day)
        except ValueError:
            return None, f"The notice's date “{found.group()}” is no day."
        said = f"{read.day} {months_of_the_year.month_name[read.month]} {read.year}"
        return read, f"The notice's date is printed as “{found.group()}” and is read as {said}."
    return None, ""


def _date(found: re.Match[str], sentence: str, page: int) -> NoticeDate:
    printed = " ".join(found.group().split())
    what = _what(sentence[: found.start()], sentence[found.end() :])
    one = NoticeDate(what=what, printed=printed, wording=sentence.strip(), first=None, last=None, page=page)
    if found["limit"]:
        number = found["count"].lower()
        count = int(number) if number.isdigit() else _NUMBERS[number]
        return replace(one, count=count, unit=_unit(found["unit"]))
    if found["day"]:
        days = printed_dates(re.sub(r"\s+(?:day\s+)?of\s+|\s+day\s+", " ", printed, flags=re.IGNORECASE))
        return replace(one, first=days[0], last=days[0]) if days else one
    month, year = printed.lower().split()
    first = date(int(year), _MONTHS.index(month) + 1, 1)
    last = first.replace(day=months_of_the_year.monthrange(first.year, first.month)[1])
    return replace(one, first=first, last=last)


def _unit(printed: str) -> str:
    words = printed.lower()
    if words.startswith("working"):
        return "working_days"
    return next(unit for unit in ("days", "weeks", "months") if unit[:-1] in words)


def _what(before: str, after: str) -> str:
    """What falls on a date: the last such word before it in its sentence, else the first after it."""
    found = [
        (match.end(), -place, what)
        for place, (what, pattern) in enumerate(_WHAT)
        for match in re.finditer(pattern, before, re.IGNORECASE)
    ]
    if found:
        return max(found)[2]
    later = [
        (match.start(), place, what)
        for place, (what, pattern) in enumerate(_WHAT)
        if (match := re.search(pattern, after, re.IGNORECASE))
    ]
    return min(later)[2] if later else "date set"

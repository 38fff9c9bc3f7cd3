"""How dates, numbers and counts are said: plain British English, the same everywhere in a paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

# Unit of an indicator -> (words after a value, words on a chart's axis).
_UNITS: dict[str, tuple[str, str]] = {
    "percent": ("%", "Per cent"),
    "count": ("", "Number"),
    "rate_per_10000_aged_0_17": (" per 10,000 children", "Rate per 10,000 children"),
    "rate_per_1000": (" per 1,000", "Rate per 1,000"),
    "rate_per_100": (" per 100", "Rate per 100"),
    "days": (" days", "Days"),
    "mean_days": (" days", "Average days"),
    "median_days": (" days", "Middle value, days"),
    "mean_working_days": (" working days", "Average working days"),
    "median_working_days": (" working days", "Middle value, working days"),
    "median_weeks": (" weeks", "Middle value, weeks"),
    "mean_months": (" months", "Average months"),
    "mean": ("", "Average"),
    "fte": (" full-time equivalents", "Full-time equivalents"),
}
_JANUARY_TO_DECEMBER = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def long_date(day: date) -> str:
    """31 March 2026."""
    return f"{day.day} {_JANUARY_TO_DECEMBER[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """31 Mar 2026."""
    return f"{day.day} {_JANUARY_TO_DECEMBER[day.month - 1][:3]} {day.year}"


def month_and_year(day: date) -> str:
    """March 2026."""
    return f"{_JANUARY_TO_DECEMBER[day.month - 1]} {day.year}"


def short_month(day: date) -> str:
    """Mar 2026."""
    return f"{_JANUARY_TO_DECEMBER[day.month - 1][:3]} {day.year}"


def period(start: date | None, end: date) -> str:
    """A whole month by its name; anything else by its days. A date alone has no start."""
    if start is None or start == end:
        return long_date(end)
    if _is_whole_month(start, end):
        return month_and_year(end)
    return f"{long_date(start)} to {long_date(end)}"


def in_period(start: date | None, end: date) -> str:
    """The same with its preposition: in March 2026, on 31 March 2026, from … to …."""
    if start is None or start == end:
        return f"on {period(start, end)}"
    if _is_whole_month(start, end):
        return f"in {period(start, end)}"
    return f"from {period(start, end)}"


def _is_whole_month(start: date, end: date) -> bool:
    same_month = (start.year, start.month) == (end.year, end.month)
    return same_month and start.day == 1 and (end + timedelta(days=1)).day == 1


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """1 finding; 1,204 findings; no findings."""
    if number == 0:
        return f"no {plural or noun + 's'}"
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def joined(items: Sequence[str]) -> str:
    """a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def number_runs(numbers: Sequence[int]) -> list[str]:
    """Numbers in order, three or more in a row said as a run: 1 to 9, 12."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [said for run in runs for said in _run(run)]


def _run(run: Sequence[int]) -> list[str]:
    return [f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(number) for number in run]


def capital(sentence: str) -> str:
    """The sentence with its first letter raised and the rest left alone."""
    return sentence[:1].upper() + sentence[1:]


def value_in_words(value: float | None, unit: str) -> str:
    """82.0%; 1,204; 19.5 working days; a dash where there is no value."""
    if value is None:
        return "–"
    number = f"{value:,.0f}" if unit == "count" else f"{value:,.1f}"
    return number + _UNITS.get(unit, (f" {unit.replace('_', ' ')}", ""))[0]


def value_alone(value: float | None, unit: str) -> str:
    """The same without its unit, for a place that names it once; a percentage keeps its sign."""
    if value is None or unit == "percent":
        return value_in_words(value, unit)
    return plain_number(round(value, 1))


def axis_label(unit: str) -> str:
    """What a chart's upright axis measures."""
    return _UNITS.get(unit, ("", capital(unit.replace("_", " "))))[1]


def both_counts(numerator: float | None, denominator: float | None) -> str:
    """41 of 50; nothing where there is no denominator."""
    if numerator is None or denominator is None:
        return ""
    return f"{plain_number(numerator)} of {plain_number(denominator)}"


def average_name(unit: str) -> str:
    """How an average was taken, in words: the middle one (median) or the mean."""
    return "the middle value" if unit.startswith("median") else "the average"


def plain_number(number: float) -> str:
    """1,204 or 12.5: no needless decimal place."""
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.1f}"


def plain(text: str) -> str:
    """Text in which two ways of typing the same words are one."""
    return " ".join(text.casefold().split())

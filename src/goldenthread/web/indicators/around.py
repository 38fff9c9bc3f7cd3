"""A measure before a day and since: numbers with their counts, and no word of what caused what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean, median

from goldenthread.papers.figures import Figure
from goldenthread.papers.nearness import apart
from goldenthread.papers.wording import both_counts, counted, period, value_in_words
from goldenthread.web.indicators.disclosure import WITHHELD, Withheld
from goldenthread.web.indicators.measures import ShownMeasure
from goldenthread.web.page.measured import Around

MOST_MONTHS, FEWEST_MONTHS = 6, 3  # either side of the day; ours: a quarter is the least to compare


@dataclass(frozen=True)
class _Window:
    """Some months taken together."""

    months: tuple[Figure, ...]
    value: float | None
    said: str


def around(measure: ShownMeasure, on: date) -> Around:
    """The six months that ended before a day, and up to six that began after it. The month it falls in is
    neither."""
    before = tuple(one for one in measure.series if one.end < on)[-MOST_MONTHS:]
    since = tuple(one for one in measure.series if _begins(one) > on)[:MOST_MONTHS]
    one, other = _window(before, measure), _window(since, measure)
    return Around(one.said, other.said, _change(one, other, measure))


def _begins(figure: Figure) -> date:
    return figure.start or figure.end


def _window(months: Sequence[Figure], measure: ShownMeasure) -> _Window:
    months = tuple(months)
    if not months:
        return _Window((), None, "No figures")
    when = _when(months)
    if any(isinstance(one, Withheld) for one in months):
        return _Window(months, None, f"{when}: {WITHHELD}")
    value, counts = _together(months, measure.words.unit)
    if value is None:
        return _Window(months, None, f"{when}: nothing to count")
    said = value_in_words(value, measure.words.unit)
    return _Window(months, value, f"{when}: {said} ({counts})")


def _when(months: Sequence[Figure]) -> str:
    first, last = (period(one.start, one.end) for one in (months[0], months[-1]))
    return first if first == last else f"{first} to {last}"


def _together(months: Sequence[Figure], unit: str) -> tuple[float | None, str]:
    """Counts of events are added up; numbers on a day and averages are not, so theirs are averaged."""
    values = [one.value for one in months if one.value is not None]
    if not values:
        return None, ""
    if unit == "percent" and all(one.start and one.denominator is not None for one in months):
        top = sum(one.numerator or 0 for one in months)
        base = sum(one.denominator or 0 for one in months)
        return (100 * top / base if base else None), both_counts(top, base)
    over = counted(len(values), "month")
    if unit == "count":
        return mean(values), f"a month's average over {over}"
    if unit == "percent":
        return mean(values), f"average over {over}"
    return median(values), f"the middle of {over}"


def _change(before: _Window, since: _Window, measure: ShownMeasure) -> str:
    if not before.months:
        return "There are no figures from before to compare with."
    if len(since.months) < FEWEST_MONTHS:
        whole = counted(len(since.months), "whole month")
        return f"Too soon to compare: {whole} of figures since."
    if before.value is None or since.value is None:
        return "The two cannot be compared."
    return f"{_moved(since.value - before.value, measure)}."


def _moved(by: float, measure: ShownMeasure) -> str:
    unit, polarity = measure.words.unit, measure.words.polarity
    if not by or apart(by, unit) == apart(0.0, unit):
        return "No difference"
    way = "higher" if by > 0 else "lower"
    good = (
        ""
        if polarity == "neutral"
        else ", better"
        if (by > 0) == (polarity == "higher_better")
        else ", worse"
    )
    return f"{apart(by, unit)} {way}{good}"

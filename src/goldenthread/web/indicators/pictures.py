"""A measure's chart with the plan's actions marked on it: for its own page, and for others that show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.urls import reverse

from goldenthread.papers.judgement import ChartEvent
from goldenthread.web.accounts.standing import Standing
from goldenthread.web.indicators.measures import ShownMeasure, these_measures
from goldenthread.web.page.elsewhere import provider
from goldenthread.web.page.marks import HAPPENED, Mark, said


def marks_on(measure: ShownMeasure, *, standing: Standing) -> list[Mark]:
    """Everything to mark on one measure's chart: the plan's actions, and what happened."""
    return [*marks_of([measure.words.id], standing=standing).get(measure.words.id, []), *_events(measure)]


def _events(measure: ShownMeasure) -> list[Mark]:
    """What was marked by hand: E1, E2, ... in the order of their days."""
    return [
        Mark(event.on, f"E{number}", HAPPENED, _what(event), "")
        for number, event in enumerate(measure.events, start=1)
    ]


def _what(event: ChartEvent) -> str:
    return f"{event.what} (limits begin anew)" if event.rebases else event.what


def marks_of(indicators: Iterable[str], *, standing: Standing) -> Mapping[str, list[Mark]]:
    """The actions to mark on each measure, asked of whoever the settings name in MEASURE_MARKS."""
    asked = provider("MEASURE_MARKS")
    found: Mapping[str, list[Mark]] = asked(indicators, standing=standing) if asked else {}
    return found


def drawn(measure: ShownMeasure, marks: Sequence[Mark]) -> list[Mark]:
    """The marks that fall within the chart's time."""
    first, last = measure.series[0], measure.series[-1]
    begins = first.start or first.end
    return [mark for mark in marks if begins <= mark.on <= last.end]


def by_period(measure: ShownMeasure, marks: Sequence[Mark]) -> dict[date, list[Mark]]:
    """The marks within the chart's time by the end of the period they fall in, the earliest first."""
    found: dict[date, list[Mark]] = {}
    for mark in sorted(drawn(measure, marks), key=lambda mark: mark.on):
        end = next(one.end for one in measure.series if mark.on <= one.end)
        found.setdefault(end, []).append(mark)
    return found


def text(measure: ShownMeasure, marks: Sequence[Mark]) -> str:
    """What the chart and its marks show, in words."""
    return f"{measure.text_of_chart} {said(drawn(measure, marks))}".rstrip()


def pictures(indicators: Iterable[str], *, standing: Standing) -> dict[str, dict[str, str]]:
    """Heading, address and words of the chart of each measure that has a line to draw."""
    wanted = list(indicators)
    marks = marks_of(wanted, standing=standing)
    return {
        one.words.id: {
            "heading": one.heading,
            "src": f"{reverse('indicators:chart', args=[one.words.id])}?step=month",
            "text": text(one, [*marks.get(one.words.id, []), *_events(one)]),
        }
        for one in these_measures(wanted, standing.figures)
        if len(one.series) > 1
    }

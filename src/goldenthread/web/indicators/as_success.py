"""Measures as an objective's page shows them: how near the target, what the control chart says, before and
after; and whether a measure has fallen back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from goldenthread.indicators.judging import Verdict
from goldenthread.indicators.targets import Track
from goldenthread.papers import judged_words
from goldenthread.papers.nearness import Way, near_said
from goldenthread.papers.wording import in_period, period
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.accounts.standing import Standing
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.indicators import queries, words
from goldenthread.web.indicators.around import around
from goldenthread.web.indicators.disclosure import Withheld
from goldenthread.web.indicators.evidence import evidence_of
from goldenthread.web.indicators.measures import ShownMeasure, these_measures
from goldenthread.web.indicators.models import Step
from goldenthread.web.indicators.pictures import by_period, marks_of
from goldenthread.web.page.marks import Mark
from goldenthread.web.page.measured import MeasureNow, Month

MONTHS_SHOWN = 36


def measures_now(
    indicators: Iterable[str], *, standing: Standing, days: Mapping[str, date]
) -> dict[str, MeasureNow]:
    """Each measure that has a figure, by its id, in the form this reader may see; `days` are what to compare
    before and after of, by a name of the asker's own."""
    wanted = list(indicators)
    marks = marks_of(wanted, standing=standing)
    return {
        one.words.id: _now(one, marks.get(one.words.id, []), days)
        for one in these_measures(wanted, standing.figures)
    }


def fallen_back(indicators: Iterable[str]) -> dict[str, tuple[date, str]]:
    """Of those named, the measures that have fallen back, each with the day its figure is of and why: a real
    change for the worse on its control chart, or off the way to its target. As counted: for the site."""
    found = these_measures(indicators, FigureTier.INTERNAL)
    told = ((one, why_fallen(one)) for one in found)
    return {one.words.id: (one.latest.end, why) for one, why in told if why}


def why_fallen(measure: ShownMeasure) -> str:
    """Why a measure is said to have fallen back, without a figure of it, since everybody who sees the plan
    may read it; "" where it has not."""
    judged, latest = measure.judgement, measure.latest_known
    if judged.verdict is Verdict.CONCERNING:
        return judged_words.verdict_said(judged)
    if judged.track is Track.OFF and latest is not None:
        when = in_period(latest.start, latest.end)
        return f"Off track {when}: further from the way to its target than is tolerated."
    return ""


def periods_of(indicator: str) -> list[EvidenceRef]:
    """Every month that a baseline may be frozen from, the oldest first. As counted: where shown, small
    numbers are withheld by whoever shows it."""
    found = queries.series(indicator, Step.MONTH)
    return [evidence_of(indicator, one) for one in found if one.value is not None]


def _now(measure: ShownMeasure, marks: Sequence[Mark], days: Mapping[str, date]) -> MeasureNow:
    said, judged, unit = words.on_target(measure), measure.judgement, measure.words.unit
    rag, chart = words.rag(measure), words.chart_verdict(measure)
    return MeasureNow(
        indicator=measure.words.id,
        title=measure.words.title,
        ends=measure.latest.end,
        latest=words.figure_sentence(measure.latest, unit),
        target=said.target if said else "",
        near=_near(measure),
        track=said.track if said else "",
        track_tag=(rag.text, rag.colour) if rag else None,
        forecast=said.forecast if said else "",
        verdict=judged_words.verdict_said(judged),
        verdict_tag=(chart.text, chart.colour),
        signals=judged_words.signals_said(judged.chart.points) if judged.chart else "",
        fallen=why_fallen(measure),
        months=_months(measure, marks),
        around={name: around(measure, on) for name, on in days.items()},
    )


def _near(measure: ShownMeasure) -> str:
    target, latest = measure.judgement.target, measure.latest_known
    if target is None or latest is None:
        return ""
    way = Way(target.trajectory[0].value, target.final.value, target.polarity)
    return near_said(latest.value, way, measure.words.unit)


def _months(measure: ShownMeasure, marks: Sequence[Mark]) -> tuple[Month, ...]:
    """The latest first."""
    points, happened = measure.judgement.by_end, by_period(measure, marks)
    return tuple(
        Month(
            name=period(one.start, one.end),
            value=words.value_said(one, measure.words.unit),
            counts="" if isinstance(one, Withheld) else words.counts_said(one, measure.words.unit),
            signal="; ".join(judged_words.signal_at(fired) for fired in points[one.end].signals[:1])
            if one.end in points
            else "",
            happened="; ".join(mark.words for mark in happened.get(one.end, [])),
        )
        for one in reversed(measure.series[-MONTHS_SHOWN:])
    )

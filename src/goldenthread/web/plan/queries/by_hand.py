"""Measures entered by hand, in words: the latest figure, how near the target, whether it has fallen back.

Those from outside are shown no small number, nor what would tell it; why a measure has fallen back is said
without its figures, since it is shown to everybody who sees the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from goldenthread.indicators.targets import Milestone, Target, Track, track
from goldenthread.papers.nearness import Way, near_said
from goldenthread.papers.wording import both_counts, long_date, value_in_words
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.plan.exhibits import NOT_YOURS, SMALL, WITHHELD
from goldenthread.web.plan.models import HandMeasure, HandReading, HandUnit, Objective

_TAGS = {
    Track.ON: ("On track", "green"),
    Track.NEAR: ("Within tolerance", "yellow"),
    Track.OFF: ("Off track", "red"),
}


@dataclass(frozen=True)
class HandRow:
    """One figure as a row of a table."""

    on: date
    value: str
    counts: str
    source: str
    by: str


@dataclass(frozen=True)
class HandStanding:
    """How a measure entered by hand stands; "" where there is nothing to say."""

    measure: HandMeasure
    ends: date
    latest: str
    baseline: str
    target: str
    near: str
    track_tag: tuple[str, str] | None
    fallen: str
    rows: tuple[HandRow, ...]


def name_by_hand(measure: HandMeasure) -> str:
    """The measure as a judgement names it."""
    return f"by hand:{measure.pk}"


def hand_measures(objective: Objective) -> QuerySet[HandMeasure]:
    return HandMeasure.objects.filter(objective=objective).prefetch_related("readings")


def hand_standings(objective: Objective, tier: FigureTier) -> list[HandStanding]:
    """Every measure of an objective that is entered by hand, as this tier may see it."""
    return [_standing(one, list(one.readings.all()), tier) for one in hand_measures(objective)]


def hand_standing(measure: HandMeasure, tier: FigureTier = FigureTier.INTERNAL) -> HandStanding:
    return _standing(measure, list(measure.readings.all()), tier)


def _standing(measure: HandMeasure, readings: Sequence[HandReading], tier: FigureTier) -> HandStanding:
    rows = list({one.on: one for one in readings}.values())  # of one day, the one entered last
    latest = rows[-1] if rows else None
    value, on = (latest.value, latest.on) if latest else (measure.baseline, measure.baseline_on)
    aims = measure.target is not None
    tracked = track(_target(measure), value=value, on=on) if aims and latest else None
    hidden = _hidden(latest, measure, tier) if latest else _hidden_value(measure.baseline, measure, tier)
    return HandStanding(
        measure=measure,
        ends=on,
        latest=_latest_said(latest, measure, tier),
        baseline=_baseline_said(measure, tier),
        target=_target_said(measure),
        near=near_said(value, _way(measure), measure.unit) if aims and not hidden else "",
        track_tag=_TAGS[tracked] if tracked else None,
        fallen=_fallen(measure, latest, tracked) if latest else "",
        rows=tuple(_row(one, measure, tier) for one in reversed(rows)),
    )


def _hidden(one: HandReading, measure: HandMeasure, tier: FigureTier) -> str:
    """Why a reader may not see a figure; "" where they may."""
    if tier is not FigureTier.SUPPRESSED or one.counted is None or one.out_of is None:
        return _hidden_value(one.value, measure, tier)
    counts = (one.counted, one.out_of, one.out_of - one.counted)
    return WITHHELD if any(count in SMALL for count in counts) else ""


def _hidden_value(value: float, measure: HandMeasure, tier: FigureTier) -> str:
    if tier is FigureTier.INTERNAL:
        return ""
    if tier is FigureTier.NONE:
        return NOT_YOURS
    return WITHHELD if measure.unit == HandUnit.COUNT and round(value) in SMALL else ""


def _target(measure: HandMeasure) -> Target:
    assert measure.target is not None  # asked first
    assert measure.target_on is not None
    way = (
        Milestone(measure.baseline_on, measure.baseline),
        Milestone(measure.target_on, measure.target),
    )
    return Target(measure.name, measure.polarity, way, measure.tolerance)  # type: ignore[arg-type]


def _way(measure: HandMeasure) -> Way:
    assert measure.target is not None
    return Way(measure.baseline, measure.target, measure.polarity)  # type: ignore[arg-type]


def _fallen(measure: HandMeasure, latest: HandReading, tracked: Track | None) -> str:
    """Off the way to its target; without one, worse than where it started from."""
    when = long_date(latest.on)
    if tracked is Track.OFF:
        return f"Off track on {when}: further from the way to its target than is tolerated."
    higher_is_better = measure.polarity == "higher_better"
    worse = latest.value < measure.baseline if higher_is_better else latest.value > measure.baseline
    return f"On {when} it was worse than where it started from." if worse and measure.target is None else ""


def _latest_said(one: HandReading | None, measure: HandMeasure, tier: FigureTier) -> str:
    if one is None:
        return "No figure since the baseline."
    hidden = _hidden(one, measure, tier)
    counts = "" if hidden else both_counts(one.counted, one.out_of)
    said = hidden or value_in_words(one.value, measure.unit)
    return f"On {long_date(one.on)}: {said}{f' ({counts})' if counts else ''}."


def _baseline_said(measure: HandMeasure, tier: FigureTier) -> str:
    hidden = _hidden_value(measure.baseline, measure, tier)
    said = hidden or value_in_words(measure.baseline, measure.unit)
    return f"Started from {said} on {long_date(measure.baseline_on)} ({measure.baseline_source})."


def _target_said(measure: HandMeasure) -> str:
    if measure.target is None or measure.target_on is None:
        return "No target is set."
    return f"The target is {value_in_words(measure.target, measure.unit)} by {long_date(measure.target_on)}."


def _row(one: HandReading, measure: HandMeasure, tier: FigureTier) -> HandRow:
    hidden = _hidden(one, measure, tier)
    counts = "" if hidden else both_counts(one.counted, one.out_of)
    return HandRow(one.on, hidden or value_in_words(one.value, measure.unit), counts, one.source, one.by_name)

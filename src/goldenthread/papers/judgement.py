"""What a measure's control chart and its target let one say: worked out once, for the site and for papers.

    moved = ChartEvent(date(2025, 4, 1), "a new case system", rebases=True)
    judge(words, series, events=[moved], aim=Aim((Milestone(date(2027, 3, 31), 90.0),))).verdict

Everything is made from the series it is given. A figure withheld from a reader has no value, so it leaves a
gap: no limit, average or forecast is made from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from goldenthread.indicators.control_charts import (
    ControlChart,
    Observation,
    Phase,
    Point,
    Rebase,
    control_chart,
)
from goldenthread.indicators.judging import Assurance, Unfit, Verdict, assurance, fitting, verdict
from goldenthread.indicators.targets import (
    Forecast,
    Milestone,
    Outlook,
    Target,
    Track,
    forecast,
    outlook,
    track,
)
from goldenthread.papers.figures import Figure
from goldenthread.papers.words import MeasureWords


@dataclass(frozen=True)
class ChartEvent:
    """What happened on a day, as it stands on a measure's chart. `rebases`: the process is a new one from
    that day, and so are its limits."""

    on: date
    what: str
    rebases: bool = False

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"on": self.on.isoformat()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ChartEvent:
        return cls(date.fromisoformat(data["on"]), data["what"], data["rebases"])


@dataclass(frozen=True)
class Aim:
    """A measure's target as somebody set it: dated values, the first where it started from, and how far off
    still counts as near. What is better is the measure's own to say."""

    trajectory: tuple[Milestone, ...]
    tolerance: float = 0.0

    def target(self, words: MeasureWords) -> Target:
        """Raises ValueError for dates out of order, or a measure without a better direction."""
        return Target(words.id, words.polarity, self.trajectory, self.tolerance)

    def to_json(self) -> dict[str, Any]:
        dated = [{"on": one.on.isoformat(), "value": one.value} for one in self.trajectory]
        return {"trajectory": dated, "tolerance": self.tolerance}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Aim:
        dated = (Milestone(date.fromisoformat(one["on"]), one["value"]) for one in data["trajectory"])
        return cls(tuple(dated), data["tolerance"])


@dataclass(frozen=True)
class Judgement:
    """The chart with its verdict, and the target with what may be said of it. `unfit` is why there is no
    chart, as a clause; `expected` is where the trajectory has the measure at its latest period."""

    chart: ControlChart | None
    unfit: str
    verdict: Verdict
    target: Target | None
    assurance: Assurance | None
    track: Track | None
    expected: float | None
    forecast: Forecast | None
    outlook: Outlook | None

    @property
    def phase(self) -> Phase | None:
        """The stretch that the latest figure belongs to."""
        return self.chart.phases[-1] if self.chart and self.chart.phases else None

    @property
    def is_trial(self) -> bool:
        """Whether its limits rest on fewer than twelve points."""
        return self.phase is not None and self.phase.trial

    @property
    def by_end(self) -> dict[date, Point]:
        """The chart's points by the last day of their period."""
        return {point.on: point for point in self.chart.points} if self.chart else {}


def judge(
    words: MeasureWords,
    series: Sequence[Figure],
    *,
    events: Sequence[ChartEvent] = (),
    aim: Aim | None = None,
) -> Judgement:
    """All of it for one measure, oldest figure first; `series` is not empty."""
    chart = _chart(words, series, events)
    target = aim.target(words) if aim and words.polarity != "neutral" else None
    latest = next((one for one in reversed(series) if one.value is not None), None)
    held = chart if isinstance(chart, ControlChart) else None
    ahead = _ahead(held, target, unit=words.unit)
    return Judgement(
        chart=held,
        unfit=chart.reason if isinstance(chart, Unfit) else "",
        verdict=verdict(held, words.polarity) if held else Verdict.UNJUDGED,
        target=target,
        assurance=assurance(held, target=target.final.value, polarity=words.polarity)
        if held and target
        else None,
        track=track(target, value=latest.value, on=latest.end) if target and latest else None,
        expected=target.expected(latest.end) if target and latest else None,
        forecast=ahead,
        outlook=outlook(target, ahead) if target and ahead else None,
    )


def _chart(
    words: MeasureWords, series: Sequence[Figure], events: Sequence[ChartEvent]
) -> ControlChart | Unfit:
    points = [Observation(one.end, one.value, one.denominator) for one in series]
    kind = fitting(words.unit, words.basis, points)
    if isinstance(kind, Unfit):
        return kind
    return control_chart(points, kind=kind, rebased=_rebased(events))


def _rebased(events: Sequence[ChartEvent]) -> list[Rebase]:
    """The days that limits begin anew on, each once."""
    by_day = {one.on: Rebase(one.on, one.what) for one in events if one.rebases}
    return list(by_day.values())


def _ahead(chart: ControlChart | None, target: Target | None, *, unit: str) -> Forecast | None:
    """The forecast for the target's date, while that lies ahead of the latest figure."""
    latest = chart.latest if chart else None
    if chart is None or target is None or latest is None or target.final.on <= latest.on:
        return None
    return forecast(chart, on=target.final.on, unit=unit)

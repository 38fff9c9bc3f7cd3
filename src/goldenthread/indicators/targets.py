"""Targets: where a measure should be, by when, how near counts as near, and where it is heading.

A trajectory is dated values with straight lines between them, from the baseline to the target. What is on a
trajectory is said in words first; a colour only repeats it.

A forecast is kept modest. Where the control chart shows a run rising or falling, that run is drawn on, no
further than it is long; otherwise the measure is expected to stay where it now runs. The range holds four
times in five if nothing changes: 1.282 standard deviations of a normal process, or for a run drawn on the
prediction interval of a straight line with Student's t at 90 per cent (any statistical table).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from goldenthread.indicators.control_charts import LIMIT, SIGMA_OF_RANGE, ControlChart, Kind, Limits, Signal
from goldenthread.indicators.judging import run_signal, run_up_to_latest
from goldenthread.standards.indicators import Polarity

_FOUR_IN_FIVE = 1.282  # of the normal distribution, both tails a tenth
# Student's t with both tails a tenth, by degrees of freedom (a run has at least seven points, so five).
_T = (1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.350, 1.345, 1.341, 1.337, 1.333, 1.330, 1.328)
_FIRST_T = 5
_Run = Sequence[tuple[date, float]]


class Track(StrEnum):
    """How a value stands to its trajectory. Green, amber and red repeat these words and say nothing more."""

    ON = "on track"
    NEAR = "within tolerance"
    OFF = "off track"


class Outlook(StrEnum):
    """The target against the range of the forecast."""

    LIKELY = "likely to be met"
    OPEN = "may or may not be met"
    UNLIKELY = "unlikely to be met"


@dataclass(frozen=True)
class Milestone:
    """A value of the trajectory and the day it is for."""

    on: date
    value: float


@dataclass(frozen=True)
class Target:
    """A measure's trajectory, oldest milestone (the baseline) first. `tolerance` is in the measure's unit."""

    indicator: str
    polarity: Polarity
    trajectory: tuple[Milestone, ...]
    tolerance: float = 0.0

    def __post_init__(self) -> None:
        days = [one.on for one in self.trajectory]
        if not days or days != sorted(set(days)):
            raise ValueError("A trajectory has at least one dated value, oldest first, one for a day.")
        if self.tolerance < 0:
            raise ValueError("A tolerance is nought or more.")
        if self.polarity == "neutral":
            raise ValueError("A measure without a better direction has no target.")

    @property
    def final(self) -> Milestone:
        return self.trajectory[-1]

    def expected(self, on: date) -> float | None:
        """Where the measure should be that day; None before the baseline, the target after its date."""
        if on < self.trajectory[0].on:
            return None
        for first, second in pairwise(self.trajectory):
            if on <= second.on:
                along = (on - first.on).days / (second.on - first.on).days
                return first.value + along * (second.value - first.value)
        return self.final.value


def track(target: Target, *, value: float | None, on: date) -> Track | None:
    """How a value stands to the trajectory that day; None without a value or before the baseline."""
    expected = target.expected(on)
    if value is None or expected is None:
        return None
    short = expected - value if target.polarity == "higher_better" else value - expected
    if short <= 0:
        return Track.ON
    return Track.NEAR if short <= target.tolerance else Track.OFF


@dataclass(frozen=True)
class Forecast:
    """Where the measure is heading: the middle and the range that holds four times in five. `drawn_on` says
    whether a run was drawn on rather than the present level."""

    on: date
    value: float
    lower: float
    upper: float
    drawn_on: bool


def forecast(chart: ControlChart, *, on: date, unit: str) -> Forecast | None:
    """The measure on a later day, if nothing changes; None where the chart has no limits yet."""
    latest = chart.latest
    if latest is None or latest.limits is None:
        return None
    fired, run = run_signal(chart), run_up_to_latest(chart)
    trend = fired is not None and fired.signal is Signal.TREND
    middle, reach = _drawn_on(run, on) if trend else _as_it_runs(chart, latest.limits, run)
    held = [_within(number, unit) for number in (middle, middle - reach, middle + reach)]
    return Forecast(on, held[0], held[1], held[2], drawn_on=trend)


def outlook(target: Target, seen: Forecast) -> Outlook:
    """Whether the target is likely to be met, going by the range of the forecast for its date."""
    worst, best, wanted = seen.lower, seen.upper, target.final.value
    if target.polarity == "lower_better":
        worst, best, wanted = -best, -worst, -wanted
    if worst >= wanted:
        return Outlook.LIKELY
    return Outlook.UNLIKELY if best < wanted else Outlook.OPEN


def _as_it_runs(chart: ControlChart, limits: Limits, run: _Run) -> tuple[float, float]:
    """The level it now runs at (of a shift, its own), and how far chance takes a point from it."""
    level = limits.mean
    if len(run) > 1:
        level = sum(value for _, value in run) / len(run)
    sigma = limits.outer / 3
    if chart.kind is Kind.INDIVIDUALS:
        sigma = limits.outer / LIMIT / SIGMA_OF_RANGE
    return level, _FOUR_IN_FIVE * sigma


def _drawn_on(run: _Run, on: date) -> tuple[float, float]:
    """A straight line through the run, and the reach of its prediction. Drawn no further than the run is
    long."""
    days, values = [day.toordinal() for day, _ in run], [value for _, value in run]
    there = min(on.toordinal(), days[-1] + (days[-1] - days[0]))
    middle_day, middle = sum(days) / len(days), sum(values) / len(values)
    spread = sum((day - middle_day) ** 2 for day in days)
    slope = sum((d - middle_day) * (v - middle) for d, v in zip(days, values, strict=True)) / spread
    misses = (v - middle - slope * (d - middle_day) for d, v in zip(days, values, strict=True))
    variance = sum(miss**2 for miss in misses) / (len(run) - 2)
    reach = math.sqrt(variance * (1 + 1 / len(run) + (there - middle_day) ** 2 / spread))
    return middle + slope * (there - middle_day), _t(len(run) - 2) * reach


def _t(freedom: int) -> float:
    place = freedom - _FIRST_T
    return _T[place] if place < len(_T) else _T[-1]


def _within(number: float, unit: str) -> float:
    return min(max(number, 0.0), 100.0) if unit == "percent" else max(number, 0.0)

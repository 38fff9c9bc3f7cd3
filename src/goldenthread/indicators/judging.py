"""Is it a real change, and will it meet the target? What a control chart lets one say.

A signal starts a question; without one a miss is what the process does by itself and will do again until the
process is changed. Where direction has no good or bad, only high and low are said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from goldenthread.indicators.control_charts import ControlChart, Fired, Kind, Observation, Signal
from goldenthread.indicators.definition import Basis
from goldenthread.standards.indicators import Polarity

FEWEST_COUNTED = 20  # a period; below it a chart by month shows chance (Making Data Count; our threshold)
_STEADY_BASE = 0.25  # bases within a quarter of their average: one pair of limits serves them all


class Verdict(StrEnum):
    """What the latest point says. The colours of Making Data Count are named beside each; a page adds words
    and shape."""

    STEADY = "no real change"  # grey
    IMPROVING = "a real change for the better"  # blue
    CONCERNING = "a real change for the worse"  # orange
    HIGHER = "a real change: higher"  # purple, where neither is better
    LOWER = "a real change: lower"  # purple
    UNJUDGED = "too few points to judge"


class Assurance(StrEnum):
    """Whether the process, left as it is, meets the target."""

    PASSES = "will meet the target as it is"
    FAILS = "will not meet the target unless the process changes"
    HIT_AND_MISS = "will sometimes meet the target and sometimes not"


@dataclass(frozen=True)
class Unfit:
    """Why a series has no control chart, as a clause."""

    reason: str


def fitting(unit: str, basis: Basis, series: Sequence[Observation]) -> Kind | Unfit:
    """Which chart suits a series of events by month or quarter, or why none does."""
    if basis == "stock":
        return Unfit("each day's number rests on the day before: what starts and what ends is judged instead")
    known = [one for one in series if one.value is not None]
    if not known:
        return Unfit("there is no value to judge")
    counted = [one.value if unit == "count" else one.base or 0 for one in known]
    if median(value or 0 for value in counted) < FEWEST_COUNTED:
        return Unfit(f"it counts fewer than {FEWEST_COUNTED} in most periods: longer periods are needed")
    if unit != "percent" or _is_steady([one.base or 0 for one in known]):
        return Kind.INDIVIDUALS
    return Kind.PROPORTIONS


def _is_steady(bases: Sequence[int]) -> bool:
    average = sum(bases) / len(bases)
    return all(abs(base - average) <= _STEADY_BASE * average for base in bases)


def latest_signal(chart: ControlChart) -> Fired | None:
    """What the latest point signals, the weightiest first; None for common cause."""
    latest = chart.latest
    return latest.signals[0] if latest and latest.signals else None


def verdict(chart: ControlChart, polarity: Polarity) -> Verdict:
    """Whether the latest point tells of a real change, and whether it is a good one."""
    latest = chart.latest
    if latest is None or latest.limits is None:
        return Verdict.UNJUDGED
    fired = latest_signal(chart)
    if fired is None:
        return Verdict.STEADY
    if polarity == "neutral":
        return Verdict.HIGHER if fired.high else Verdict.LOWER
    good = fired.high == (polarity == "higher_better")
    return Verdict.IMPROVING if good else Verdict.CONCERNING


def assurance(chart: ControlChart, *, target: float | None, polarity: Polarity) -> Assurance | None:
    """The target against the limits now in force; None where there is no target, no limits, or no good
    direction."""
    latest = chart.latest
    if target is None or polarity == "neutral" or latest is None or latest.limits is None:
        return None
    worst, best = latest.limits.lower, latest.limits.upper
    if polarity == "lower_better":
        worst, best, target = -best, -worst, -target
    if worst >= target:
        return Assurance.PASSES
    return Assurance.FAILS if best < target else Assurance.HIT_AND_MISS


def run_signal(chart: ControlChart) -> Fired | None:
    """The run that the latest point belongs to: rising or falling before on one side; None for no run. A
    point may be near or outside a limit besides."""
    signals = chart.latest.signals if chart.latest else ()
    return next((one for one in signals if one.signal in (Signal.TREND, Signal.SHIFT)), None)


def run_up_to_latest(chart: ControlChart) -> list[tuple[date, float]]:
    """The dated values of that run, oldest first; empty where there is none."""
    fired = run_signal(chart)
    run: list[tuple[date, float]] = []
    for point in reversed(chart.phases[-1].points if fired else ()):
        if point.value is None:
            continue  # after the latest value, or the run would have ended before it
        if fired not in point.signals:
            break
        run.insert(0, (point.on, point.value))
    return run

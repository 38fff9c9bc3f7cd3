"""Control charts: what a measure does by itself, and the points that stand out from it.

Two kinds. XmR (individuals and moving range): limits are the mean ± 2.66 times the average moving range,
inner limits ± 1.773 times. p: for proportions whose base varies, limits stepped with each base, the mean ± 3
(inner ± 2) times the square root of p(1 - p)/n. The arithmetic, the four signals and the habit of locking
limits on the first twelve points follow the NHS programme Making Data Count and the open package written to
it (NHSRplotthedots); the p limits are those of the NIST/SEMATECH handbook, 6.3.3.2.

    rebased = [Rebase(date(2025, 4, 1), "new case system")]
    control_chart(series, kind=Kind.INDIVIDUALS, rebased=rebased).points[-1].signals

Limits are locked on a phase's first twelve points; with fewer they are trial limits. A phase begins where a
person says that the process changed for a known reason; nothing starts one by itself. A month without a value
breaks a run and lends no moving range. Limits may be clipped as drawn, never as tested.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise

LIMIT, INNER_LIMIT = 2.66, 1.773  # of the average moving range: 3 and 2 over 1.128, as published
SIGMA_OF_RANGE = 1.128  # average moving range over this is one standard deviation
BASELINE = 12  # points that limits are locked on; fewer make trial limits
RUN = 7  # points in a row that are no chance; published rules say six to eight, Making Data Count seven
FEWEST = 3  # points with a value below which there is nothing to draw limits from: our choice


class Kind(StrEnum):
    INDIVIDUALS = "XmR"
    PROPORTIONS = "p"


class Signal(StrEnum):
    """A rule that fired, in the order in which one is told first."""

    OUTSIDE = "outside the limits"
    TREND = "a run rising or falling"
    TWO_OF_THREE = "two of three near a limit"
    SHIFT = "a run on one side of the average"


@dataclass(frozen=True)
class Observation:
    """One period's value. `base` is what a percentage was taken of; a p chart needs it."""

    on: date  # the period's last day
    value: float | None
    base: int | None = None


@dataclass(frozen=True)
class Rebase:
    """From this day on the process is a new one, for a reason that stands on the chart."""

    on: date
    reason: str


@dataclass(frozen=True)
class Limits:
    """What the process does by itself, at one point."""

    mean: float
    inner: float  # distance of the inner limits from the mean
    outer: float  # distance of the limits from the mean

    @property
    def lower(self) -> float:
        return self.mean - self.outer

    @property
    def upper(self) -> float:
        return self.mean + self.outer

    def shown(self, unit: str) -> tuple[float, float]:
        """The limits as drawn: a percentage stays within 0 and 100, and nothing goes below nought."""
        top = min(self.upper, 100.0) if unit == "percent" else self.upper
        return max(self.lower, 0.0), top


@dataclass(frozen=True)
class Fired:
    """A signal at a point, and its direction: upward or above, else downward or below."""

    signal: Signal
    high: bool


@dataclass(frozen=True)
class Point:
    """An observation with the limits it is held against (None where there are none) and what it signals."""

    on: date
    value: float | None
    base: int | None
    limits: Limits | None
    signals: tuple[Fired, ...] = ()


@dataclass(frozen=True)
class Phase:
    """A stretch with limits of its own. `trial` where they rest on fewer than twelve points."""

    start: date
    reason: str  # why it began; "" for the first
    points: tuple[Point, ...]
    trial: bool

    @property
    def mean(self) -> float | None:
        return next((point.limits.mean for point in self.points if point.limits), None)


@dataclass(frozen=True)
class ControlChart:
    """A series with its limits and signals. A phase for each stretch between re-basings, oldest first."""

    kind: Kind
    phases: tuple[Phase, ...] = field(default=())

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for phase in self.phases for point in phase.points)

    @property
    def latest(self) -> Point | None:
        """The last point that has a value."""
        return next((point for point in reversed(self.points) if point.value is not None), None)


def control_chart(
    series: Sequence[Observation], *, kind: Kind, rebased: Sequence[Rebase] = (), run: int = RUN
) -> ControlChart:
    """The chart of a series, oldest first. Raises ValueError for dates out of order, or a p chart of values
    without a base."""
    _check(series, kind)
    starts = sorted(rebased, key=lambda one: one.on)
    phases = (_phase(part, reason, kind=kind, run=run) for part, reason in _parts(series, starts))
    return ControlChart(kind=kind, phases=tuple(phases))


def _check(series: Sequence[Observation], kind: Kind) -> None:
    days = [one.on for one in series]
    if days != sorted(set(days)):
        raise ValueError("A series runs from its oldest period to its latest, each once.")
    if kind is Kind.PROPORTIONS and any(one.value is not None and not one.base for one in series):
        raise ValueError("A p chart needs what each percentage was taken of.")


def _parts(
    series: Sequence[Observation], rebased: Sequence[Rebase]
) -> list[tuple[tuple[Observation, ...], str]]:
    """The series cut at each re-basing, with why each part began; a part without points is no part."""
    bounds = [date.min, *(one.on for one in rebased), date.max]
    reasons = ["", *(one.reason for one in rebased)]
    parts = [
        (tuple(one for one in series if first <= one.on < after), reason)
        for first, after, reason in zip(bounds, bounds[1:], reasons, strict=False)
    ]
    return [(part, reason) for part, reason in parts if part]


def _phase(part: tuple[Observation, ...], reason: str, *, kind: Kind, run: int) -> Phase:
    known = [one for one in part if one.value is not None]
    limits = _limits(part, kind) if len(known) >= FEWEST else [None] * len(part)
    points = [Point(one.on, one.value, one.base, held) for one, held in zip(part, limits, strict=True)]
    return Phase(start=part[0].on, reason=reason, points=_signalled(points, run), trial=len(known) < BASELINE)


def _limits(part: Sequence[Observation], kind: Kind) -> list[Limits | None]:
    """For every point of a phase, the limits that its first twelve known points make."""
    baseline = _baseline(part)
    if kind is Kind.PROPORTIONS:
        share = _pooled_share(baseline)
        return [_limits_of_share(share, one.base) for one in part]
    same = _limits_of_individuals(baseline)
    return [same for _ in part]


def _baseline(part: Sequence[Observation]) -> list[Observation]:
    """Up to and with the twelfth point that has a value."""
    known = 0
    taken = []
    for one in part:
        if known == BASELINE:
            break
        known += one.value is not None
        taken.append(one)
    return taken


def average_moving_range(values: Sequence[float | None]) -> float:
    """The mean of the steps between neighbours that both have a value; nought where there are none."""
    pairs = pairwise(values)
    steps = [abs(after - before) for before, after in pairs if before is not None and after is not None]
    return sum(steps) / len(steps) if steps else 0.0


def _limits_of_individuals(baseline: Sequence[Observation]) -> Limits:
    known = [one.value for one in baseline if one.value is not None]
    moving = average_moving_range([one.value for one in baseline])
    return Limits(sum(known) / len(known), INNER_LIMIT * moving, LIMIT * moving)


def _pooled_share(baseline: Sequence[Observation]) -> float:
    counted = [(one.value, one.base) for one in baseline if one.value is not None and one.base]
    return sum(value * base for value, base in counted) / (100 * sum(base for _, base in counted))


def _limits_of_share(share: float, base: int | None) -> Limits | None:
    if not base:
        return None
    sigma = 100 * math.sqrt(share * (1 - share) / base)
    return Limits(100 * share, 2 * sigma, 3 * sigma)


# Signals. Each rule looks at windows of neighbours; a window with a missing value tells nothing.


def _signalled(points: Sequence[Point], run: int) -> tuple[Point, ...]:
    fired: list[list[Fired]] = [[] for _ in points]
    for stretch in _stretches(points):
        held = [known for index in stretch if (known := _held(points[index])) is not None]
        for position, found in _found(held, run):
            fired[stretch[position]].append(found)
    order = list(Signal)
    return tuple(
        Point(
            one.on,
            one.value,
            one.base,
            one.limits,
            tuple(sorted(set(signs), key=lambda sign: (order.index(sign.signal), not sign.high))),
        )
        for one, signs in zip(points, fired, strict=True)
    )


def _stretches(points: Sequence[Point]) -> list[list[int]]:
    """The places of points that follow one another without a gap in values or limits."""
    stretches: list[list[int]] = [[]]
    for index, point in enumerate(points):
        if _held(point) is not None:
            stretches[-1].append(index)
        elif stretches[-1]:
            stretches.append([])
    return [stretch for stretch in stretches if stretch]


_Held = tuple[float, Limits]


def _held(point: Point) -> _Held | None:
    """A point's value and the limits it is held against, where it has both."""
    if point.value is None or point.limits is None:
        return None
    return point.value, point.limits


def _found(held: Sequence[_Held], run: int) -> list[tuple[int, Fired]]:
    """Every signal within a stretch, by place."""
    away = [value - limits.mean for value, limits in held]
    outer = [limits.outer for _, limits in held]
    inner = [limits.inner for _, limits in held]
    steps = [after - before for (before, _), (after, _) in pairwise(held)]
    return [
        *_outside(away, outer),
        *_runs(away, length=run, marks=run, signal=Signal.SHIFT),
        *_runs(steps, length=run - 1, marks=run, signal=Signal.TREND),
        *_two_of_three(away, inner),
    ]


def _outside(away: Sequence[float], outer: Sequence[float]) -> list[tuple[int, Fired]]:
    return [
        (place, Fired(Signal.OUTSIDE, high=distance > 0))
        for place, (distance, limit) in enumerate(zip(away, outer, strict=True))
        if abs(distance) > limit
    ]


def _runs(numbers: Sequence[float], *, length: int, marks: int, signal: Signal) -> list[tuple[int, Fired]]:
    """`length` neighbours of one sign mark `marks` points: steps lie between points, so a trend marks one
    more."""
    found = []
    for start in range(len(numbers) - length + 1):
        window = numbers[start : start + length]
        for high in (True, False):
            if all((number > 0) if high else (number < 0) for number in window):
                found += [(place, Fired(signal, high)) for place in range(start, start + marks)]
    return found


def _two_of_three(away: Sequence[float], inner: Sequence[float]) -> list[tuple[int, Fired]]:
    found = []
    for high in (True, False):
        beyond = [
            (distance > limit) if high else (-distance > limit)
            for distance, limit in zip(away, inner, strict=True)
        ]
        for start in range(len(beyond) - 2):
            if sum(beyond[start : start + 3]) >= 2:
                places = (place for place in range(start, start + 3) if beyond[place])
                found += [(place, Fired(Signal.TWO_OF_THREE, high)) for place in places]
    return found

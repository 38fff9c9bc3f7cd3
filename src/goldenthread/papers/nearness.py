"""How near a value is to its target, in words: a colour says only that it is off track."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.papers.wording import value_in_words
from goldenthread.standards.indicators import Polarity


@dataclass(frozen=True)
class Way:
    """Where a measure started from, where it should come to, and which way is better."""

    start: float
    target: float
    polarity: Polarity


def apart(difference: float, unit: str) -> str:
    """How far two values are apart: 6.0 percentage points; 12; 3.5 working days."""
    size = abs(difference)
    if unit == "percent":
        return f"{size:,.1f} percentage {'point' if round(size, 1) == 1.0 else 'points'}"
    return value_in_words(size, unit)


def near_said(value: float | None, way: Way, unit: str) -> str:
    """It is 6.0 percentage points short of the target of 88.0%, 50% of the way from 76.0%; "" without one."""
    if value is None:
        return ""
    short = way.target - value if way.polarity == "higher_better" else value - way.target
    target = value_in_words(way.target, unit)
    if short <= 0:
        return (
            f"It meets the target of {target}."
            if short == 0
            else f"It is better than the target of {target}."
        )
    return f"It is {apart(short, unit)} short of the target of {target}{_along(value, way, unit)}."


def _along(value: float, way: Way, unit: str) -> str:
    if way.start == way.target:
        return ""
    share = (value - way.start) / (way.target - way.start)
    start = value_in_words(way.start, unit)
    if share <= 0:
        return f", and no nearer to it than where it started from, {start}"
    return f", {share * 100:.0f}% of the way from {start}"

"""How near a value is to its target, in words."""

from __future__ import annotations

import pytest

from goldenthread.papers.nearness import Way, apart, near_said

NO_NEARER = ", and no nearer to it than where it started from"
UP, DOWN = Way(50, 90, "higher_better"), Way(30, 20, "lower_better")


@pytest.mark.parametrize(
    ("value", "way", "said"),
    [
        (70, UP, "It is 20.0 percentage points short of the target of 90.0%, 50% of the way from 50.0%."),
        (89, UP, "It is 1.0 percentage point short of the target of 90.0%, 98% of the way from 50.0%."),
        (90, UP, "It meets the target of 90.0%."),
        (91, UP, "It is better than the target of 90.0%."),
        (45, UP, f"It is 45.0 percentage points short of the target of 90.0%{NO_NEARER}, 50.0%."),
        (25, DOWN, "It is 5.0 percentage points short of the target of 20.0%, 50% of the way from 30.0%."),
        (19, DOWN, "It is better than the target of 20.0%."),
        (35, DOWN, f"It is 15.0 percentage points short of the target of 20.0%{NO_NEARER}, 30.0%."),
        (70, Way(90, 90, "higher_better"), "It is 20.0 percentage points short of the target of 90.0%."),
        (None, UP, ""),
    ],
)
def test_how_near_is_said_both_ways_round(value: float | None, way: Way, said: str) -> None:
    assert near_said(value, way, "percent") == said


@pytest.mark.parametrize(
    ("difference", "unit", "said"),
    [
        (-3, "count", "3"),
        (2.5, "median_working_days", "2.5 working days"),
        (-6, "percent", "6.0 percentage points"),
    ],
)
def test_a_difference_is_said_without_its_sign(difference: float, unit: str, said: str) -> None:
    assert apart(difference, unit) == said

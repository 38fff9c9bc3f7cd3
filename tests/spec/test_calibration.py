"""Steady made-up authorities lie near England's published figures; `make calibration` prints the table."""

from __future__ import annotations

import pytest

from calibration import MEASURES, Line, counts, lines, made_up, rows


@pytest.fixture(scope="module")
def found() -> dict[str, Line]:
    """Three small authorities of different sizes, over two years."""
    of_three = lines(list(made_up(authorities=3, children=1000, months=24)))
    return {f"{one.benchmark} {one.part}".strip(): one for one in of_three}


@pytest.mark.parametrize("figure", MEASURES)
def test_it_lies_near_englands(found: dict[str, Line], figure: str) -> None:
    one = found[figure]
    assert one.agrees, f"{one.made}, where England has {one.england} ({one.period})"


def test_every_measure_has_its_line() -> None:
    assert [row.name for row in rows()] == list(MEASURES)


def test_each_line_says_what_it_rests_on() -> None:
    assert {row.rests_on for row in rows()} == {"input", "fitted", "held out"}


def test_what_was_arranged_is_counted_apart_from_what_was_not() -> None:
    agreeing = Line("a", "", "any", "derived", 10, 11, within=2, rests_on="held out", is_widened=True)
    outside = Line("b", "", "any", "derived", 10, 13, within=2, rests_on="held out")
    given = Line("c", "", "any", "derived", 10, 10, within=2, rests_on="input")
    assert list(counts([agreeing, outside, given])) == [
        "input: 1 of 1 agree",
        "fitted: 0 of 0 agree",
        "held out: 1 of 2 agree, 1 of them within a tolerance widened after looking",
    ]


def test_another_story_lies_outside() -> None:
    """The table can fail: drifting authorities finish fewer assessments in time than England."""
    one = Line("assessment_45wd", "", "any", "derived", england=85.7, made=62.0, within=4)
    assert not one.agrees

"""Steady made-up authorities lie near England's published figures; `make calibration` prints the table."""

from __future__ import annotations

import pytest

from calibration import MEASURES, Line, lines, made_up, rows


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
    named = [f"{benchmark} {part}".strip() for benchmark, part, _ in rows()]
    assert named == list(MEASURES)


def test_another_story_lies_outside() -> None:
    """The table can fail: drifting authorities finish fewer assessments in time than England."""
    one = Line("assessment_45wd", "", "any", "derived", england=85.7, made=62.0, within=4)
    assert not one.agrees

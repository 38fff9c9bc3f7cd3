"""Every indicator on its worked examples, which are the ones the printed catalogue shows."""

from collections import Counter
from functools import cache

import pytest

from goldenthread.clocks.engine import all_clocks
from goldenthread.indicators import compute
from goldenthread.indicators.catalogue import INDICATORS, get
from goldenthread.indicators.worked import examples_of, field_of, scenes

CASES = [
    pytest.param(scene, id, expected, id=f"{id}: {scene.title}")
    for scene in scenes()
    for id, expected in scene.expect.items()
]


@cache
def told(scene):
    """Every case of the scene, all its indicators in one go."""
    records = scene.records()
    clocks = all_clocks(records)
    ids = list(scene.expect)
    return compute.cases(records, clocks, ids=ids), compute.figures(records, clocks, ids=ids)


def names(rows):
    """Who is behind the rows; adopters, who are no children, by their key."""
    return Counter(child or about for child, about in rows.select("child_id", "about").iter_rows())


@pytest.mark.parametrize(("scene", "id", "expected"), CASES)
def test_a_worked_example_comes_out_as_drawn(scene, id, expected):
    cases, figures = told_of(scene, id)
    if expected.parts is not None:
        parts = {part: names(cases.filter(part=part)) for part in cases["part"].unique()}
        assert parts == {part: Counter(children) for part, children in expected.parts.items()}
        return
    assert names(cases.filter("in_numerator")) == Counter(expected.yes)
    assert names(cases.filter(~cases["in_numerator"])) == Counter(expected.no)
    assert figures.height == 1
    assert figures.row(0) == pytest.approx(numbers(get(id), expected, scene))


def told_of(scene, id):
    cases, figures = told(scene)
    return cases.filter(indicator=id), figures.filter(indicator=id).select(
        "numerator", "denominator", "value"
    )


def numbers(one, expected, scene):
    """The numerator, denominator and value that the names give."""
    counted, total = len(expected.yes), len(expected.yes) + len(expected.no)
    if one.kind == "count":
        return counted, None, counted
    if one.kind == "percent":
        return counted, total, 100 * counted / total
    if one.kind == "rate":
        before = max(year for year in scene.population if year < scene.as_at.year)
        return counted, scene.population[before], expected.value
    return None, total, expected.value


def test_every_indicator_has_a_worked_example():
    assert [one.id for one in INDICATORS if not examples_of(one.id)] == []


def test_no_example_is_of_an_unknown_indicator():
    assert {id for scene in scenes() for id in scene.expect} <= {one.id for one in INDICATORS}


def test_a_share_is_shown_both_counted_and_not():
    """An example in which everybody is counted, or nobody, would pass a definition that never looks."""
    for one in INDICATORS:
        if one.kind == "percent" and not one.parts:
            shown = [expected for _, expected in examples_of(one.id)]
            assert any(expected.yes for expected in shown), one.id
            assert any(expected.no for expected in shown), one.id


def test_a_heading_is_the_end_of_one_fields_name():
    assert field_of("ssd_cp_plans", "plan_start_date") == "cppl_cp_plan_start_date"
    assert field_of("ssd_cp_plans", "child") == "cppl_person_id"
    with pytest.raises(ValueError, match="2 fields"):
        field_of("ssd_cp_plans", "category")

"""The dated inspection frameworks carried as data."""

from __future__ import annotations

import itertools
import re
from datetime import date, timedelta

import pytest

from goldenthread.standards.frameworks import frameworks, layouts, outcome_kinds

ILACS = [framework for name, framework in frameworks().items() if name.startswith("ilacs")]


@pytest.mark.parametrize(
    ("framework", "day", "in_force"),
    [
        ("sif_2013", "2013-10-31", False),
        ("sif_2013", "2013-11-01", True),
        ("sif_2013", "2018-05-08", True),  # a re-inspection after its successor had begun
        ("ilacs_2018", "2017-12-31", False),
        ("ilacs_2018", "2018-01-01", True),
        ("ilacs_2018", "2022-12-31", True),
        ("ilacs_2018", "2023-01-01", False),
        ("ilacs_2023", "2026-03-31", True),
        ("ilacs_2026", "2026-03-31", False),
        ("ilacs_2026", "2026-04-01", True),
        ("ilacs_2026", "2099-01-01", True),
    ],
)
def test_a_version_is_in_force_between_its_dates(framework: str, day: str, in_force: bool) -> None:
    assert frameworks()[framework].in_force(date.fromisoformat(day)) is in_force


def test_each_version_of_ilacs_follows_the_one_before_without_a_gap() -> None:
    for earlier, later in itertools.pairwise(ILACS):
        assert earlier.last is not None
        assert later.first == earlier.last + timedelta(days=1)


def test_care_leavers_are_judged_apart_from_2023_and_overall_ends_in_2026() -> None:
    ids = {name: [entry.id for entry in framework.judgements] for name, framework in frameworks().items()}
    assert ids["ilacs_2018"] == ["overall", "leaders", "help_protection", "care_and_leavers"]
    assert ids["ilacs_2023"] == ["overall", "leaders", "help_protection", "in_care", "care_leavers"]
    assert ids["ilacs_2026"] == ["leaders", "help_protection", "in_care", "care_leavers"]


def test_sub_judgements_of_the_single_framework_limit_nothing() -> None:
    [rule] = frameworks()["sif_2013"].limiting_rules
    assert rule.judgements == ("sif1", "sif2", "sif3")
    assert dict(rule.then) == {"overall": "inadequate"}


@pytest.mark.parametrize("framework", frameworks().values(), ids=lambda framework: framework.id)
def test_rules_and_parents_name_judgements_and_grades_of_their_own_framework(framework) -> None:  # type: ignore[no-untyped-def]
    ids = {entry.id for entry in framework.judgements}
    codes = {grade.code for grade in framework.scale}
    for rule in framework.limiting_rules:
        assert {*rule.judgements, *rule.then} <= ids
        assert {rule.grade, *rule.then.values()} <= codes
    assert {entry.parent for entry in framework.judgements if entry.parent} <= ids


def test_scales_run_from_best_to_worst() -> None:
    for framework in frameworks().values():
        ranks = [grade.rank for grade in framework.scale]
        assert ranks == sorted(ranks, reverse=True)


def test_printed_wordings_are_in_small_letters_with_straight_quotes() -> None:
    for framework in frameworks().values():
        for wording in (
            form for entry in (*framework.judgements, *framework.scale) for form in entry.printed
        ):
            assert wording == wording.lower().replace("’", "'")


def test_layouts_name_known_frameworks_and_kinds_and_hold_patterns_that_compile() -> None:
    for layout in layouts():
        assert set(layout.frameworks) <= set(frameworks())
        assert {one.kind for one in layout.lists} <= set(outcome_kinds())
        for pattern in (layout.title, *layout.ends, *layout.nothing, *layout.lscb_part):
            re.compile(pattern)

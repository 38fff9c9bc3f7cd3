"""What those from outside are shown of a figure, drawn case by case: the two counts of each, and which are
withheld."""

from __future__ import annotations

from datetime import date

import pytest

from goldenthread.indicators.definition import Kind
from goldenthread.papers.figures import Figure
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.indicators.disclosure import Withheld, reader
from web_figures import seen

OUTSIDE, INSIDE = FigureTier.SUPPRESSED, FigureTier.INTERNAL


def _figure(
    numerator: int | None, denominator: int | None, *, team: str | None = None, month: int = 3, start: int = 0
) -> Figure:
    value = 100 * numerator / denominator if numerator is not None and denominator else None
    return Figure(
        start=date(2026, start or month, 1),
        end=date(2026, month, 28),
        numerator=numerator,
        denominator=denominator,
        value=value,
        snapshot="s",
        definition="d/1",
        team=team,
    )


@pytest.mark.parametrize(
    ("kind", "numerator", "denominator", "small"),
    [
        ("count", 0, None, False),
        ("count", 1, None, True),
        ("count", 5, None, True),
        ("count", 6, None, False),
        ("percent", 0, 0, False),
        ("percent", 0, 5, True),
        ("percent", 0, 6, False),
        ("percent", 1, 40, True),
        ("percent", 5, 40, True),
        ("percent", 6, 40, False),
        ("percent", 34, 40, False),
        ("percent", 35, 40, True),  # five are the rest
        ("percent", 39, 40, True),
        ("percent", 40, 40, False),
        ("median", None, 0, False),
        ("median", None, 5, True),
        ("median", None, 6, False),
        ("mean", None, 1, True),
    ],
)
def test_what_is_too_small_to_show(
    kind: Kind, numerator: int | None, denominator: int | None, small: bool
) -> None:
    (shown,) = seen([_figure(numerator, denominator)], kind=kind, tier=OUTSIDE)
    assert isinstance(shown, Withheld) is small


def test_a_withheld_figure_holds_nothing_that_was_counted() -> None:
    (shown,) = seen([_figure(3, 40)], kind="percent", tier=OUTSIDE)
    assert isinstance(shown, Withheld)
    assert (shown.numerator, shown.denominator, shown.value) == (None, None, None)
    assert shown.end == date(2026, 3, 28)


def test_inside_nothing_is_withheld() -> None:
    series = [_figure(3, 40), _figure(1, 2, month=4)]
    assert seen(series, kind="percent", tier=INSIDE) == tuple(series)


def test_a_role_that_sees_no_figures_is_treated_as_from_outside() -> None:
    (shown,) = seen([_figure(3, 40)], kind="percent", tier=FigureTier.NONE)
    assert isinstance(shown, Withheld)


# Teams by name and count; those shown to somebody who knows the total
TEAMS = [
    ("none small", {"A": 8, "B": 9}, "AB"),
    ("noughts are noughts", {"A": 0, "B": 9}, "AB"),
    ("one small: the next smallest goes with it", {"A": 3, "B": 8, "C": 20}, "C"),
    ("one small and a nought: the nought hides nothing alone", {"A": 3, "B": 0, "C": 9, "D": 20}, "BD"),
    ("two small that cannot hide each other", {"A": 1, "B": 1, "C": 12}, ""),
    ("two small that can", {"A": 4, "B": 5, "C": 12}, "C"),
    ("small and alone", {"A": 2}, ""),
]


@pytest.mark.parametrize(("why", "counts", "shown"), TEAMS, ids=[case[0] for case in TEAMS])
def test_no_team_can_be_worked_back_from_the_total(why: str, counts: dict[str, int], shown: str) -> None:
    teams = [_figure(count, None, team=team) for team, count in counts.items()]
    total = _figure(sum(counts.values()), None)
    found = seen(teams, kind="count", tier=OUTSIDE, among=[total])
    assert "".join(one.team or "" for one in found if not isinstance(one, Withheld)) == shown


def test_the_rest_of_a_percentage_is_hidden_as_well_as_its_count() -> None:
    """A's 38 of 40 is withheld for the 2; C goes with it, or the total would give the 2 away."""
    teams = [_figure(38, 40, team="A"), _figure(20, 40, team="B"), _figure(10, 50, team="C")]
    found = seen(teams, kind="percent", tier=OUTSIDE, among=[_figure(68, 130)])
    assert [isinstance(one, Withheld) for one in found] == [True, False, True]


MONTHS = [(40, 40), (3, 40), (20, 40), (20, 40), (20, 40), (20, 40)]


def test_a_quarter_is_withheld_where_one_of_its_months_is() -> None:
    months = [_figure(*counts, month=month) for month, counts in enumerate(MONTHS, start=1)]
    quarters = [_figure(63, 120, month=3, start=1), _figure(60, 120, month=6, start=4)]
    found = seen(quarters, kind="percent", tier=OUTSIDE, among=months)
    assert [isinstance(one, Withheld) for one in found] == [True, False]


def test_readers_outside_are_shown_figures_under_the_rule_of_the_strictest_of_them() -> None:
    profile = reader(date(2026, 3, 31)).profile
    assert profile is not None
    assert profile.name == "dfe"

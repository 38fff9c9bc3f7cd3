"""What readers outside are told is worked out when the figures are filled, kept, and held to ever after."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from goldenthread.papers.figures import Figure
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.database.scope import DatabaseScope, scoped
from goldenthread.web.indicators import actions, queries
from goldenthread.web.indicators.disclosure import Withheld
from goldenthread.web.indicators.evidence import evidence_of, told_outside
from goldenthread.web.indicators.measures import ShownMeasure, one_measure
from goldenthread.web.indicators.models import Step
from web_figures import assessments, few_measures, held

pytestmark = pytest.mark.django_db

SOMEBODY = DatabaseScope(person="person:1")
COUNT, SHARE = "assessments_count", "assessment_45wd"
FEBRUARY = ("2026-01 North 20 0", "2026-01 South 20 0", "2026-02 North 20 0", "2026-02 South 20 0")
MARCH = (*FEBRUARY, "2026-03 North 3 0", "2026-03 South 20 0", "2026-03 East 30 0")


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    few_measures(monkeypatch)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def seen(id: str, step: Step = Step.MONTH, tier: FigureTier = FigureTier.SUPPRESSED) -> ShownMeasure:
    with scoped(SOMEBODY):
        measure = one_measure(id, step=step, tier=tier)
    assert measure is not None
    return measure


def told() -> dict[str, int | None]:
    with scoped(SOMEBODY):
        return queries.told()


def shown(id: str, step: Step = Step.MONTH) -> str:
    """The last figures of a measure and its teams, as readers outside see them."""
    measure = seen(id, step)
    latest = measure.series[-1]
    figures = [latest, *sorted(measure.by_team, key=lambda one: one.team or "")]
    counts = (one.numerator if one.denominator is None else one.denominator for one in figures)
    return " ".join(
        "c" if isinstance(one, Withheld) else str(count) for one, count in zip(figures, counts, strict=True)
    )


def test_two_measures_of_the_same_children_withhold_the_same(store: Path) -> None:
    """East 30, North 3, South 20: what the count withholds, the share's base does not give away."""
    held(store, assessments(*MARCH))
    assert shown(COUNT) == shown(SHARE) == "53 30 c c"


def test_a_quarter_and_its_months_do_not_tell_what_one_of_them_withholds(store: Path) -> None:
    held(store, assessments(*MARCH))
    quarter, month = shown(COUNT, Step.QUARTER).split(), shown(COUNT).split()
    assert month[2] == "c"
    assert quarter.count("c") != 1


def test_what_was_told_is_kept_when_the_figures_are_made_again(store: Path) -> None:
    held(store, assessments(*MARCH))
    first = told()
    held(store, assessments(*MARCH, "2026-02 North 30 0"))
    again = told()
    assert first.keys() <= again.keys()
    assert all(again[key] is None for key, count in first.items() if count is None)


def test_where_the_step_fails_the_figures_stand_and_nobody_outside_is_shown_what_is_new(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "let_out", fails)
    held(store, assessments(*MARCH))
    assert told() == {}
    assert set(shown(COUNT).split()) == {"c"}
    assert seen(COUNT, tier=FigureTier.INTERNAL).latest.numerator == 53


# What was pinned


def test_a_pinned_figure_is_shown_outside_where_it_is_what_was_told(store: Path) -> None:
    """March's total and North are withheld to hide 3 of North: pinned, they are not shown beside February."""
    held(store, assessments(*MARCH))
    with scoped(SOMEBODY):
        months = {one.end.month: one for one in queries.series(COUNT, Step.MONTH)}
        february, march = (evidence_of(COUNT, months[month]).figure for month in (2, 3))
        assert february is not None
        assert march is not None
        corrected = replace(february, numerator=41, value=41.0)
        assert told_outside([february, march, corrected]) == {
            one for one, month in ((february, 2), (march, 3)) if not isinstance(_latest(month), Withheld)
        }
        assert february in told_outside([february])


def _latest(month: int) -> Figure:
    return next(one for one in seen(COUNT).series if one.end.month == month)

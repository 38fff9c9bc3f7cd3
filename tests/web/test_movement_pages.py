"""Why a measure moved: in a sentence, by team, what is late recording, which children, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from goldenthread.indicators.catalogue import get
from goldenthread.indicators.movement import ChildMoved, Movement, Side, TeamMoved
from goldenthread.papers.figures import Figure
from goldenthread.papers.outward import LetOut, cells_of
from goldenthread.web.access.models import ChildView
from goldenthread.web.accounts import standing as standings
from goldenthread.web.accounts.permissions import FigureTier, Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.database.scope import scoped
from goldenthread.web.indicators.disclosure import reader
from goldenthread.web.indicators.measures import Seen
from goldenthread.web.indicators.moved_words import told
from goldenthread.web.indicators.moving import Explained
from web_figures import assessments, few_measures, held, registered
from web_people import person

pytestmark = pytest.mark.django_db

MEASURE = "/performance/assessment_45wd/"
WHY = f"{MEASURE}movement/"
CHILDREN = f"{WHY}children/"
FEBRUARY, MARCH = date(2026, 2, 28), date(2026, 3, 31)
_AS_THEN = ("2026-01 North 10 0", "2026-02 North 20 10", "2026-02 South 30 0")
THEN = assessments(*_AS_THEN)
NOW = assessments(*_AS_THEN, "2026-02 South 0 7", "2026-03 North 8 22", "2026-03 South 30 0")
SignIn = Callable[..., Client]
OUTSIDE, INSIDE = FigureTier.SUPPRESSED, FigureTier.INTERNAL


@pytest.fixture
def _figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few_measures(monkeypatch)
    registered(tmp_path / "store", THEN, as_at=FEBRUARY)
    held(tmp_path / "store", NOW, as_at=MARCH)


def _text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return " ".join(unescape(answer.content.decode()).split())


@pytest.mark.usefixtures("_figures")
def test_the_change_is_told_by_team_and_split_into_late_recording_and_practice(signed_in: SignIn) -> None:
    page = _text(signed_in("improvement_lead"), WHY)
    assert "fell from 83.3% (50 of 60) in February 2026 to 63.3% (38 of 60) in March 2026." in page
    assert "the largest part of the change is in North (20 to 8)." in page
    assert "Of this, -8.7 percentage points is late recording" in page
    assert "now comes to 74.6% (50 of 67). -11.3 percentage points is practice." in page
    assert 'data-label="Share of the change in those counted">-12 of -12</td>' in page
    assert "as first given (records as at 28 February 2026)" in page
    assert "children/?" not in page  # who may see no child is offered none
    assert f"{WHY}?step=month" in _text(signed_in("improvement_lead"), MEASURE)


@pytest.mark.usefixtures("_figures")
@pytest.mark.parametrize(("role", "said"), [("performance_analyst", True), ("director", False)])
@pytest.mark.parametrize("page", [CHILDREN, f"{MEASURE}children/"])
def test_a_stand_in_name_is_explained_where_there_is_one(
    page: str, role: str, said: bool, signed_in: SignIn
) -> None:
    assert ("shown under a stand-in name" in _text(signed_in(role), page)) is said


@pytest.mark.usefixtures("_figures")
def test_the_children_come_through_the_gate_within_reach_and_the_look_is_written(signed_in: SignIn) -> None:
    manager = signed_in("team_manager", team="South")
    page = _text(manager, CHILDREN)
    assert "From February 2026 to March 2026" in page
    assert page.count('data-label="Team">South</td>') == 50
    assert 'data-label="Team">North</td>' not in page
    assert page.index('data-label="Recorded late">Yes') < page.index('data-label="Recorded late">No')
    guardian = person("information_guardian")
    with scoped(standing_of(guardian).database_scope(guardian.reference)):
        assert ChildView.objects.filter(what__startswith="Behind a movement").exists()
    assert signed_in("improvement_lead").get(CHILDREN).status_code == 403


@pytest.mark.usefixtures("_figures")
@pytest.mark.parametrize("address", [CHILDREN, f"{MEASURE}children/"])
def test_children_behind_figures_are_for_those_who_see_figures_too(
    address: str, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No role of today sees children and no figures; a council may make one."""
    manager = signed_in("team_manager", team="South")
    assert manager.get(address).status_code == 200
    role = standings.ROLES["team_manager"]
    without = replace(role, permissions=role.permissions - {Permission.SEE_FIGURES})
    monkeypatch.setattr(standings, "ROLES", {**standings.ROLES, "team_manager": without})
    assert manager.get(address).status_code == 403


ASKED = [
    ("?before=2026-01-31&after=2026-02-28", "fell from 100.0% (10 of 10) in January 2026"),
    ("?before=2026-03-31&after=2026-02-28", "Choose a period that comes after the first"),
    ("?before=2026-02-28&after=2026-02-28", "Choose a period that comes after the first"),
    ("?before=2031-01-31", "Choose a period from the list"),
    ("?step=quarter", "Explain this change"),
]


@pytest.mark.usefixtures("_figures")
def test_any_two_periods_may_be_chosen_the_earlier_first(signed_in: SignIn) -> None:
    client = signed_in("director")
    for query, said in ASKED:
        assert said in _text(client, WHY + query), query
    assert client.get(f"{CHILDREN}?before=2026-03-31&after=2026-02-28").status_code == 404


@pytest.mark.usefixtures("_figures")
def test_those_from_outside_are_told_of_the_whole_alone(signed_in: SignIn) -> None:
    page = _text(signed_in("independent_chair"), WHY)
    assert "fell from 83.3% (50 of 60) in February 2026 to 63.3% (38 of 60)" in page
    assert "shown to those inside the service alone" in page
    assert "20 to 8" not in page


def test_before_two_periods_there_is_nothing_to_explain(signed_in: SignIn) -> None:
    assert "There are no figures yet" in _text(signed_in("director"), WHY)


@pytest.mark.usefixtures("_figures")
def test_a_split_is_explained_by_no_one_number(signed_in: SignIn) -> None:
    page = _text(signed_in("director"), "/performance/assessment_duration_bands/movement/")
    assert "This measure is a split" in page


def _moved(then: tuple[int, int], before: tuple[int, int], after: tuple[int, int]) -> Explained:
    one = get("assessment_45wd")

    def side(end: date, counts: tuple[int, int]) -> Side:
        numerator, base = counts
        return Side(end, numerator, base, 100 * numerator / base if base else None, end.replace(day=1))

    team = TeamMoved("North", side(FEBRUARY, before), side(MARCH, after))
    found = Movement(
        one, side(FEBRUARY, before), side(MARCH, after), side(FEBRUARY, then), "", (team,),
        (ChildMoved("C1", "North", 0, 1),),
    )  # fmt: skip
    return Explained(found, FEBRUARY)


@pytest.fixture
def _both_periods_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on the measure's own page, where neither period is withheld."""
    seen = Seen(LetOut(None, {}, {}), MARCH)
    monkeypatch.setattr("goldenthread.web.indicators.moved_words.seen_by", lambda *_: seen)


# As first given, as known now, the later period; what those from outside are told of late recording.
SMALL = [
    ((40, 60), (40, 60), (50, 60), "None of it is late recording"),
    ((40, 60), (46, 72), (50, 72), "is late recording: the earlier period now comes to 63.9% (46 of 72)"),
    ((40, 60), (45, 70), (50, 70), "What was recorded late is withheld (small)"),  # five more counted
    ((40, 60), (46, 66), (50, 70), "is late recording"),  # six more, all of them counted
    ((40, 60), (40, 61), (50, 70), "What was recorded late is withheld (small)"),
    ((40, 60), (46, 67), (50, 70), "What was recorded late is withheld (small)"),  # one more not counted
    ((3, 60), (40, 60), (50, 70), ""),  # what was first given is itself small
]


@pytest.mark.usefixtures("_both_periods_shown")
@pytest.mark.parametrize(("then", "before", "after", "said"), SMALL)
def test_a_part_recorded_late_that_is_small_is_not_told_outside_nor_in_the_draft(
    then: tuple[int, int], before: tuple[int, int], after: tuple[int, int], said: str
) -> None:
    found = _moved(then, before, after)
    shown = told(found, tier=OUTSIDE)
    assert said in shown.late
    assert bool(shown.late) is bool(said)
    assert shown.late in told(found, tier=INSIDE).draft
    assert shown.teams == ()
    hidden = "withheld" in shown.late or not said
    assert (f"({then[0]} of {then[1]})" in str(shown)) is not hidden or then == before


@pytest.mark.usefixtures("_both_periods_shown")
def test_the_draft_names_teams_without_their_numbers_and_no_child() -> None:
    draft = told(_moved((40, 60), (40, 60), (50, 60)), tier=INSIDE).draft
    assert "rose from 66.7% (40 of 60) in February 2026 to 83.3% (50 of 60) in March 2026." in draft
    assert "the largest part of the change is in North." in draft
    assert "C1" not in draft


@pytest.mark.parametrize(
    ("told_before", "said"),
    [
        ({}, ""),  # neither figure may be told: there is nothing to begin with
        ({MARCH: (50, 60)}, "83.3% (50 of 60) in March 2026. The figure before it is withheld (small)."),
        ({FEBRUARY: (40, 60)}, "66.7% (40 of 60) in February 2026. The figure after it is withheld (small)."),
    ],
)
def test_a_draft_begins_with_what_may_be_told(
    told_before: dict[date, tuple[int, int]], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = {
        key: count
        for end, (counted, base) in told_before.items()
        for key, count in cells_of(
            "assessment_45wd",
            "percent",
            Figure(end.replace(day=1), end, counted, base, None, "s", "d/1"),
        ).items()
    }
    seen = Seen(LetOut(reader(MARCH).profile, cells, {}), MARCH)
    monkeypatch.setattr("goldenthread.web.indicators.moved_words.seen_by", lambda *_: seen)
    draft = told(_moved((40, 60), (40, 60), (50, 60)), tier=INSIDE).draft
    assert draft.endswith(said)
    assert bool(draft) is bool(said)
    assert "rose" not in draft

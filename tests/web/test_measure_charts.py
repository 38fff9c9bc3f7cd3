"""Where the plan meets the figures: actions marked on a measure's chart, charts on an objective's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.plan import actions
from goldenthread.web.plan.models import Action, Objective
from web_access import asking
from web_figures import assessments, few_measures, held
from web_people import MAKER, person
from web_plan import action, objective, source

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
INDICATOR = "assessment_45wd"
PAGE = f"/performance/{INDICATOR}/"
FIGURES = assessments("2026-01 North 20 5", "2026-02 North 20 5", "2026-03 North 20 5")


@pytest.fixture
def moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Objective:
    """An objective measured by assessments in time, with one action agreed and one signed off."""
    few_measures(monkeypatch)
    held(tmp_path / "store", FIGURES)
    found = objective(*source().requirements.all())
    actions.add_measure(by=MAKER, objective=found, indicator=INDICATOR)
    _acted(found, agreed="2026-02-10")
    _acted(found, agreed="2019-11-05", signed_off="2026-03-02")
    return found


def _acted(found: Objective, *, agreed: str, signed_off: str = "") -> Action:
    one = action(towards=found)
    days = {"agreed_on": date.fromisoformat(agreed)}
    if signed_off:
        days["signed_off_on"] = date.fromisoformat(signed_off)
    Action.objects.filter(pk=one.pk).update(**days)
    return one


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def test_actions_are_marked_on_the_chart_and_told_in_words(moved: Objective, signed_in: SignIn) -> None:
    client = signed_in("director")
    page, chart = text(client, PAGE), text(client, f"{PAGE}chart.svg")
    marked = (
        "Marked on the time axis are actions of the plan: A1 agreed 10 February 2026; A2 signed off 2 March"
    )
    assert marked in page
    assert marked in chart
    assert 'stroke-dasharray="3,3"' in chart
    assert 'data-label="Plan and events">A1 agreed 10 February 2026</td>' in page


def test_a_day_outside_the_charts_time_is_listed_and_not_drawn(moved: Objective, signed_in: SignIn) -> None:
    client = signed_in("director")
    assert "A2</a> agreed 5 November 2019" in text(client, PAGE)
    assert "5 November 2019" not in text(client, f"{PAGE}chart.svg")


def test_a_stopped_action_and_another_measures_are_not_marked(moved: Objective, signed_in: SignIn) -> None:
    Action.objects.update(state="stopped", signed_off_by_name="", signed_off_on=None)
    other = objective(text="Another")
    actions.add_measure(by=MAKER, objective=other, indicator="rereferrals_12m")
    _acted(other, agreed="2026-02-11")
    client = signed_in("director")
    assert "actions of the plan" not in text(client, PAGE)
    chart = text(client, f"{PAGE}chart.svg")
    assert not any(f">A{number}" in chart for number in (1, 2, 3))


def test_the_chart_is_drawn_again_when_an_action_is(moved: Objective, signed_in: SignIn) -> None:
    client = signed_in("director")
    before = text(client, f"{PAGE}chart.svg")
    _acted(moved, agreed="2026-01-12")
    assert "A3 agreed 12 January 2026" in text(client, f"{PAGE}chart.svg")
    assert "A3" not in before


def test_the_objectives_page_shows_each_measures_chart(moved: Objective, signed_in: SignIn) -> None:
    page = text(signed_in("director"), f"/plan/objectives/{moved.pk}/")
    assert f'src="{PAGE}chart.svg?step=month"' in page
    assert "A1 agreed 10 February 2026" in page


def test_pages_ask_no_more_for_more_actions_and_measures(
    moved: Objective, signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    client = signed_in("director")
    addresses = [PAGE, f"/plan/objectives/{moved.pk}/"]
    asked = []
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked.append(len(queries))
    _acted(moved, agreed="2026-01-12")
    actions.add_measure(by=MAKER, objective=moved, indicator="rereferrals_12m")
    for address, number in zip(addresses, asked, strict=True):
        with django_assert_num_queries(number):
            client.get(address)


@pytest.mark.parametrize(("role", "shown"), [("director", True), ("information_guardian", False)])
def test_a_measures_chart_is_shown_to_those_who_see_figures(moved: Objective, role: str, shown: bool) -> None:
    from goldenthread.web.config.measure_charts import charts_of

    somebody = person(role)
    with asking(somebody):
        assert bool(charts_of([INDICATOR], standing=standing_of(somebody))) is shown


def test_whoever_does_not_see_the_plan_sees_no_mark(moved: Objective) -> None:
    from goldenthread.web.config.measure_charts import marks_on

    assert marks_on([INDICATOR], standing=standing_of(person("director")))
    assert marks_on([INDICATOR], standing=standing_of(person("administrator"))) == {}

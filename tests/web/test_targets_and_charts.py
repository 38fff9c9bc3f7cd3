"""Setting targets and marking charts: who may, what it shows, that nothing is lost between two editors."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.config.measure_nearness import nearness_of
from goldenthread.web.config.success import measures_now
from goldenthread.web.history.models import Entry
from goldenthread.web.indicators.models import ChartEvent, Target
from web_figures import assessments, few_measures, held
from web_people import person

pytestmark = pytest.mark.django_db

PAGE, CHANGES = "/performance/assessment_45wd/", "/performance/changes/"
TARGET, EVENT = f"{PAGE}target/", f"{PAGE}events/add/"
STEADY = [f"2025-{month:02} North 20 5" for month in range(1, 13)]
FIGURES = assessments(*STEADY, "2026-01 North 20 5", "2026-02 North 20 5", "2026-03 North 8 17")
TYPED = {
    "version": "0",
    "start_on": "31/1/2025",
    "start": "80",
    "between": "31/12/2025 85",
    "by": "31/3/2027",
    "value": "90",
    "tolerance": "2",
    "why": "The board agreed it",
}
HAPPENED = {"on": "1/3/2026", "what": "New case system", "rebases": "yes", "everywhere": "no"}
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few_measures(monkeypatch)
    held(tmp_path / "store", FIGURES)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return said(answer)


def said(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def test_a_real_change_is_told_in_words_with_its_limits_in_the_table(signed_in: SignIn) -> None:
    page = text(signed_in("team_manager"), PAGE)
    assert "A real change for the worse</strong> In March 2026, the figure is below the limits" in page
    assert (
        "The average is 80.0%; chance alone moves it between 80.0% and 80.0%. The limits are locked" in page
    )
    assert 'data-label="Signal">Outside the limits, below</td>' in page
    assert "orange square: a signal, for the worse" in page
    assert "Signals: March 2026, outside the limits, below." in page  # the chart's text equivalent


def test_a_target_is_set_with_its_way_and_says_red_amber_or_green(signed_in: SignIn) -> None:
    client = signed_in("director")
    assert "No target is set for this measure." in text(client, PAGE)
    assert client.post(TARGET, TYPED).url == PAGE
    page = text(client, PAGE)
    assert (
        "Red: off track</strong> Off track: 32.0% in March 2026, where the way to the target has 86.0%"
        in page
    )
    assert "The target is 90.0% by 31 March 2027, from 80.0% on 31 January 2025 by way of 85.0%" in page
    assert "Left as it is, it will not meet the target" in page
    assert "Forecast for 31 March 2027, if nothing changes" in page
    assert 'data-label="Way to target">86.0%</td>' in page
    entry = Entry.objects.get(act="set the target")
    assert entry.details["why"] == "The board agreed it"
    assert "Red: off track" in text(client, "/performance/?show=off")


# What is wrong with a target, and what is said of it
WRONG = [
    ({"by": "31/12/2025", "between": ""}, ""),
    ({"by": "31/12/2024"}, "The days must follow one another"),
    ({"value": "101"}, "A percentage is 100 at most"),
    ({"between": "soon 85"}, "Write a day and a figure on each line"),
    ({"between": "31/12/2025"}, "Write a day and a figure on each line"),
    ({"value": "nan"}, "Target must be a number"),
    ({"tolerance": "-1"}, "Tolerance must be nought or more"),
    ({"why": ""}, "Say why this target"),
]


@pytest.mark.parametrize(("typed", "told"), WRONG)
def test_a_wrong_target_is_refused_with_the_reason(
    typed: dict[str, str], told: str, signed_in: SignIn
) -> None:
    answer = signed_in("director").post(TARGET, TYPED | typed)
    assert answer.status_code == (200 if told else 302)
    assert told in (said(answer) if told else "")
    assert Target.objects.exists() is not bool(told)


def test_the_second_of_two_editors_sees_both_targets_and_nothing_is_lost(signed_in: SignIn) -> None:
    first, second = signed_in("director"), signed_in("improvement_lead")
    first.post(TARGET, TYPED)
    answer = second.post(TARGET, TYPED | {"value": "95", "why": "Another board"})
    page = said(answer)
    assert "Somebody else saved this while you were writing" in page
    assert "Another board" in page
    assert Target.objects.get().trajectory[-1]["value"] == 90
    assert second.post(TARGET, TYPED | {"value": "95", "version": "1"}).status_code == 302
    assert Target.objects.get().trajectory[-1]["value"] == 95


def test_a_target_taken_away_is_kept_by_the_history_alone(signed_in: SignIn) -> None:
    client = signed_in("director")
    client.post(TARGET, TYPED)
    assert "changed the target meanwhile" in said(client.post(f"{TARGET}end/", {"version": "7"}, follow=True))
    assert "The target is taken away" in said(client.post(f"{TARGET}end/", {"version": "1"}, follow=True))
    assert "No target is set" in text(client, PAGE)
    assert Entry.objects.filter(act="ended the target").count() == 1
    again = client.post(TARGET, TYPED | {"version": "1"})  # a page from before it was taken away
    assert "Somebody else saved this" in said(again)


def test_a_measure_without_a_better_direction_takes_no_target(signed_in: SignIn) -> None:
    assert signed_in("director").get("/performance/assessments_count/target/").status_code == 404


def test_limits_begin_anew_by_somebodys_act_with_its_reason_and_back_again(signed_in: SignIn) -> None:
    client = signed_in("performance_analyst")
    assert client.post(EVENT, HAPPENED).url == PAGE
    page = text(client, PAGE)
    assert "New case system (limits begin anew)" in page
    assert "too few points to draw limits from" in page
    assert "Marked on the time axis is what happened: E1 1 March 2026: New case system" in page
    event = ChartEvent.objects.get()
    client.post(f"/performance/events/{event.pk}/take-back/")
    client.post(f"/performance/events/{event.pk}/take-back/")
    assert "New case system" not in text(client, PAGE)
    acts = list(Entry.objects.filter(about_kind="measure").values_list("act", flat=True))
    assert sorted(acts) == ["began the limits anew", "took back an event on the chart"]


def test_the_chart_is_offered_to_be_marked_to_those_who_mark_it(signed_in: SignIn) -> None:
    signed_in("performance_analyst").post(EVENT, HAPPENED)
    offers = ("Mark what happened", "Take back")
    for role, offered in (("improvement_lead", True), ("director", False)):
        page = text(signed_in(role), PAGE)
        assert "E1 1 March 2026: New case system" in page
        assert [offer in page for offer in offers] == [offered, offered], role


def test_an_event_to_come_is_refused(signed_in: SignIn) -> None:
    answer = signed_in("performance_analyst").post(EVENT, HAPPENED | {"on": "1/3/2099"})
    assert "The day it happened must be today or before" in said(answer)


def test_an_event_on_every_measure_stands_on_each(signed_in: SignIn) -> None:
    client = signed_in("performance_analyst")
    client.post(EVENT, HAPPENED | {"rebases": "no", "everywhere": "yes"})
    assert "E1 1 March 2026: New case system" in text(client, "/performance/assessments_count/")


def test_a_start_that_is_withheld_is_not_given_away_by_the_way_to_the_target(
    tmp_path: Path, signed_in: SignIn
) -> None:
    held(tmp_path / "store", assessments("2025-01 North 38 2", *STEADY[1:], "2026-03 North 20 6"))
    signed_in("director").post(TARGET, TYPED | {"start": "95", "between": "", "value": "99"})
    page = text(signed_in("independent_chair"), PAGE)
    assert "The target is 99.0% by 31 March 2027." in page
    assert "95.0%" not in page


def test_the_plan_is_told_of_a_measure_for_those_alone_who_see_figures(signed_in: SignIn) -> None:
    assert signed_in("director").post(TARGET, TYPED).status_code == 302
    asked = ["assessment_45wd"]
    sees, not_so = (standing_of(person(role)) for role in ("team_manager", "government_observer"))
    assert set(nearness_of(asked, standing=sees)) == {"assessment_45wd"}
    assert nearness_of(asked, standing=not_so) == {}
    assert set(measures_now(asked, standing=sees, days={})) == {"assessment_45wd"}
    assert measures_now(asked, standing=not_so, days={}) == {}


def test_what_changed_since_last_month_is_said_at_the_top(signed_in: SignIn) -> None:
    client = signed_in("director")
    client.post(TARGET, TYPED | {"start": "70", "between": "", "value": "85"})
    page = text(client, CHANGES)
    assert "of a real change and 1 measure fell back against its target in March 2026" in page
    assert "New signals of a real change (" in page


def test_pages_ask_no_more_for_more_targets_and_events(
    signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    client = signed_in("director")
    counts = {}
    for address in (PAGE, CHANGES, "/performance/"):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts[address] = len(asked)
    from goldenthread.web.indicators.models import Target as Row

    by = person("director")
    for number in range(20):
        Row.objects.create(indicator=f"made_up_{number}", why="x", set_by_name=by.name)
        ChartEvent.objects.create(on="2026-01-05", what=f"x{number}", added_by_name=by.name)
    for address, number in counts.items():
        with django_assert_num_queries(number):
            client.get(address)

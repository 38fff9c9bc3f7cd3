"""Threat T30: whoever may take a list away does not take everything away. A day has a quota of rows about
children: beyond it nothing leaves, those who answer for the person are told, and the page can be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from goldenthread.web.access.actions import most_taken_away_a_day
from goldenthread.web.access.models import ChildView, Notice
from goldenthread.web.accounts.standing import LONDON
from goldenthread.web.database.scope import as_service
from goldenthread.web.history.models import Entry
from web_access import clock
from web_duties import duties
from web_people import person
from web_text import told

pytestmark = pytest.mark.django_db
LIST = "/practice/list.csv"  # three rows: C1, C2 and C5 are overdue
REFUSED = "was refused more rows about children to take away"


@pytest.fixture(autouse=True)
def _seven_rows_a_day(settings: Any) -> None:
    duties(settings.STORE)
    settings.MOST_TAKEN_AWAY_A_DAY = [(date(2026, 1, 1), 7)]


def test_a_script_that_pulls_lists_one_after_another_trips_the_quota(
    signed_in: Callable[..., Client],
) -> None:
    client = signed_in("performance_analyst")
    director, guardian = person("director"), person("information_guardian")
    answers = [client.get(LIST) for _ in range(20)]
    assert [one.status_code for one in answers] == [200] * 2 + [429] * 18
    page = told(answers[2].content.decode())
    assert "This file has 3 rows about children" in page
    assert "more than the 7 that one person may take away in a day" in page
    with as_service("tests"):
        people = {notice.to: notice.people for notice in Notice.objects.filter(about_kind="taken away")}
        assert sum(view.taken_away or 0 for view in ChildView.objects.all()) == 6
    assert people == {"manager": [director.reference], "guardian": [guardian.reference]}
    assert Entry.objects.filter(act=REFUSED).count() == 1
    assert "asked to take away more than 7 rows" in told(signed_in(guardian).get("/").content.decode())


def test_the_page_itself_and_a_smaller_file_are_still_to_be_had(signed_in: Callable[..., Client]) -> None:
    client = signed_in("performance_analyst")
    assert [client.get(LIST).status_code for _ in range(3)] == [200, 200, 429]
    assert "3 duties are overdue" in told(client.get("/practice/").content.decode())
    assert client.get(f"{LIST}?worker=Ben").status_code == 200  # the seventh row of the day
    assert client.get(f"{LIST}?worker=Ben").status_code == 429


def test_one_persons_quota_is_nobody_elses(signed_in: Callable[..., Client]) -> None:
    one, other = signed_in("performance_analyst"), signed_in("performance_analyst")
    assert [one.get(LIST).status_code for _ in range(3)] == [200, 200, 429]
    assert other.get(LIST).status_code == 200


def test_what_was_refused_was_not_looked_at(signed_in: Callable[..., Client], settings: Any) -> None:
    settings.MOST_TAKEN_AWAY_A_DAY = [(date(2026, 1, 1), 2)]
    assert signed_in("performance_analyst").get(LIST).status_code == 429
    with as_service("tests"):
        assert ChildView.objects.count() == 0


def test_a_new_day_in_london_begins_anew(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look is dated by the clock of the site: those of yesterday, put back a day, count no longer."""
    client = signed_in("performance_analyst")
    assert [client.get(LIST).status_code for _ in range(3)] == [200, 200, 429]
    at = clock(monkeypatch)
    from django.utils import timezone

    tomorrow = timezone.now().astimezone(LONDON).date().toordinal() + 1
    at(datetime.combine(date.fromordinal(tomorrow), datetime.min.time(), tzinfo=LONDON))
    client.force_login(client.person, backend="goldenthread.web.accounts.backend.EmailAndPassword")  # type: ignore[attr-defined]
    assert client.get(LIST).status_code == 200


@pytest.mark.parametrize(("on", "most"), [(date(2026, 3, 31), 100), (date(2026, 4, 1), 40)])
def test_the_quota_of_the_day_is_the_one_in_force(on: date, most: int, settings: Any) -> None:
    settings.MOST_TAKEN_AWAY_A_DAY = [(date(2026, 1, 1), 100), (date(2026, 4, 1), 40)]
    assert most_taken_away_a_day(on) == most

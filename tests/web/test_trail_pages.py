"""The History page: who did what, and whether the trail still says what was written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.database.scope import DatabaseScope, Reach, scoped, tell
from goldenthread.web.history.actions import About, record
from goldenthread.web.history.models import Check
from web_people import MAKER, person
from web_plan import action

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


def _page(client: Client, query: str = "") -> str:
    return client.get(f"/history/{query}").content.decode()


def test_only_those_who_may_see_the_history_do(signed_in: SignedIn) -> None:
    allowed = {role for role in ROLES if signed_in(role).get("/history/").status_code == 200}
    assert allowed == {"director", "information_guardian"}
    assert {role for role in ROLES if signed_in(role).post("/history/check/").status_code == 302} == allowed


def test_acts_are_shown_latest_first_and_narrowed_by_thing_and_person(signed_in: SignedIn) -> None:
    client = signed_in("director")
    who: Any = client.person  # type: ignore[attr-defined]
    record(by=who, act="looked into", about=About("thing", "1", "the first thing"))
    record(by=MAKER, act="put away", about=About("other", "2", "the second thing"))
    page = _page(client)
    assert page.index("the second thing") < page.index("the first thing")
    for query, shown, hidden in (
        ("?kind=other", "the second thing", "the first thing"),
        (f"?who={who.reference}", "the first thing", "the second thing"),
        ("?words=first", "the first thing", "the second thing"),
    ):
        page = _page(client, query)
        assert shown in page
        assert hidden not in page
        assert "1 act is like this" in page
    assert "No act is like this" in _page(client, "?kind=other&words=first")


def test_a_choice_that_is_none_shows_everything_and_says_so(signed_in: SignedIn) -> None:
    client = signed_in("director")
    action()
    page = _page(client, "?kind=nonsense")
    assert "There is a problem" in page
    assert "proposed the action" in page


def test_it_says_when_the_trail_was_read_through_and_that_it_holds(signed_in: SignedIn) -> None:
    client = signed_in("director")
    assert "It has not been read through yet" in _page(client)
    connection.check_constraints()  # as commit does: the links are made
    client.post("/history/check/")
    check = Check.objects.get()
    assert check.faults == []
    assert check.rows > 0
    page = _page(client)
    assert f"all {check.rows:,} rows hold" in page
    assert "No head had been copied out yet" in page


def test_what_does_not_hold_is_said_by_its_number(signed_in: SignedIn) -> None:
    client = signed_in("director")
    connection.check_constraints()
    record(by=MAKER, act="slipped in", about=About("thing", "1", "a thing"))  # without its commit, no link
    page = client.post("/history/check/", follow=True).content.decode()
    assert "Something is wrong with the trail in 1 place." in page
    assert "was added without a link" in page
    assert "tell whoever runs the site" in page


def test_reading_it_through_leaves_whoever_asked_with_the_reach_they_had() -> None:
    """Within another's transaction, the reader of everything is so for its own block alone."""

    def reach() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('goldenthread.person'), current_setting('goldenthread.access_log')"
            )
            return cursor.fetchone()

    tell(DatabaseScope(person="somebody", reach=Reach.SOME))
    with scoped(DatabaseScope(person="service:history", access_log=True)):
        assert reach() == ("service:history", "True")
    assert reach() == ("somebody", "False")


def test_the_page_asks_no_more_for_more_acts(
    signed_in: SignedIn, django_assert_num_queries: Callable[..., Any]
) -> None:
    client = signed_in("director")
    with CaptureQueriesContext(connection) as asked:
        _page(client)
    for number in range(60):
        record(by=person(), act="did", about=About("thing", str(number), "a thing"))
    with django_assert_num_queries(len(asked)):
        assert "Page 1 of" in _page(client)

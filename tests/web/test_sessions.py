"""Open sessions: seen, ended, and never outliving the right to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from goldenthread.web.accounts.actions import let_in_again, set_password, stop_person
from goldenthread.web.accounts.models import Person
from goldenthread.web.history.models import Entry
from goldenthread.web.signin.models import Session
from goldenthread.web.signin.sessions import SessionStore, digest
from web_people import MAKER, PASSWORD, person

pytestmark = pytest.mark.django_db
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
TELEPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1"
HOME, END = "/sign-in/", "/sign-in/sessions/end/"


def _signed_in(somebody: Person, **about: str) -> Client:
    client = Client(**about)
    answer = client.post("/people/sign-in/", {"email": somebody.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def _is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


@pytest.fixture
def somebody() -> Person:
    return person("director")


@pytest.fixture
def two(somebody: Person) -> tuple[Client, Client]:
    """The same person at a desk and on a telephone."""
    return (
        _signed_in(somebody, HTTP_USER_AGENT=EDGE, REMOTE_ADDR="192.0.2.1"),
        _signed_in(somebody, HTTP_USER_AGENT=TELEPHONE, REMOTE_ADDR="192.0.2.2"),
    )


def test_one_sees_where_and_since_when_one_is_signed_in(two: tuple[Client, Client]) -> None:
    page = two[0].get(HOME).content.decode()
    for words in ("Edge on Windows", "192.0.2.1", "Safari on iPhone", "192.0.2.2", "pass phrase", "This one"):
        assert words in page
    assert page.count("This one") == 1


def test_one_ends_one_session_or_all_but_this(two: tuple[Client, Client], somebody: Person) -> None:
    desk, telephone = two
    (other,) = re.findall(r'name="session" value="([0-9a-f]{40})"', desk.get(HOME).content.decode())
    desk.post(END, {"session": other})
    assert (_is_in(desk), _is_in(telephone)) == (True, False)
    again = _signed_in(somebody)
    desk.post(END, {"others": "yes"})
    assert (_is_in(desk), _is_in(again)) == (True, False)
    acts = Entry.objects.filter(who_id=somebody.reference).values_list("act", flat=True)
    assert {"ended a session", "ended the sessions"} <= set(acts)


def test_nobody_ends_anothers_session_by_its_name(two: tuple[Client, Client]) -> None:
    other = _signed_in(person("director"))
    session = digest(str(two[0].session.session_key))
    assert other.post(END, {"session": session}).status_code == 404
    assert _is_in(two[0])


def test_an_administrator_ends_them_all(two: tuple[Client, Client], somebody: Person) -> None:
    administrator = _signed_in(person("administrator"))
    administrator.post(f"/sign-in/people/{somebody.public_id}/end-sessions/")
    assert [_is_in(client) for client in (*two, administrator)] == [False, False, True]


def test_a_pass_phrase_that_somebody_else_sets_ends_them_all(
    two: tuple[Client, Client], somebody: Person
) -> None:
    set_password(by=MAKER, person=somebody, password="another made-up phrase")
    assert [_is_in(client) for client in two] == [False, False]
    assert not Session.objects.filter(person=somebody).exists()


def test_a_pass_phrase_of_ones_own_ends_the_others(two: tuple[Client, Client]) -> None:
    desk, telephone = two
    key = desk.session.session_key
    new = "yet another made-up phrase"
    desk.post("/people/pass-phrase/", {"now": PASSWORD, "password": new})
    assert (_is_in(desk), _is_in(telephone)) == (True, False)
    assert desk.session.session_key != key


def test_an_administrator_who_ends_their_own_stays_in_this_one() -> None:
    own = person("administrator")
    here, elsewhere = _signed_in(own), _signed_in(own)
    assert here.post(f"/sign-in/people/{own.public_id}/end-sessions/").status_code == 302
    assert [_is_in(client) for client in (here, elsewhere)] == [True, False]


def test_a_leaver_is_out_at_the_next_request_and_comes_back_to_no_open_session(
    two: tuple[Client, Client], somebody: Person
) -> None:
    stop_person(by=MAKER, person=somebody)
    assert [_is_in(client) for client in two] == [False, False]
    let_in_again(by=MAKER, person=somebody)
    assert [_is_in(client) for client in two] == [False, False]


def test_a_session_gets_a_new_key_when_somebody_signs_in(somebody: Person) -> None:
    client = Client()
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.post("/people/sign-in/", {"email": somebody.email, "password": PASSWORD})
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=digest(planted)).exists()


@pytest.mark.parametrize(("minutes", "still"), [(19, True), (21, False)])
def test_an_idle_session_ends_after_twenty_minutes(
    minutes: int, still: bool, somebody: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, now = _signed_in(somebody), timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=minutes))
    assert _is_in(client) is still


def test_the_database_holds_no_key_that_opens_a_session(two: tuple[Client, Client]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM signin_session")
        held = str(cursor.fetchall())
    for client in two:
        key = str(client.session.session_key)
        assert key not in held
        thief = Client()
        thief.cookies["session"] = digest(key)
        assert not _is_in(thief)


def test_what_has_run_out_is_cleared_when_somebody_signs_in(somebody: Person) -> None:
    old = SessionStore()
    old["x"] = 1
    old.set_expiry(-1)
    old.save()
    _signed_in(somebody)
    assert not Session.objects.filter(session_key=digest(str(old.session_key))).exists()


def test_looking_at_the_door_leaves_no_session(client: Client) -> None:
    answer = client.get("/people/sign-in/")
    assert "session" not in answer.cookies
    assert not Session.objects.exists()


def test_a_person_is_told_what_failed_since_they_were_last_here(somebody: Person) -> None:
    _signed_in(somebody)
    Client().post("/people/sign-in/", {"email": somebody.email, "password": "wrong"})
    page: Any = _signed_in(somebody).get("/").content.decode()
    assert "1 try to sign in as you failed since you were last here" in page
    assert "failed since" not in _signed_in(somebody).get("/").content.decode()


def test_another_persons_page_of_signing_in_is_for_whoever_manages_people(
    somebody: Person, signed_in: Callable[..., Client]
) -> None:
    address = f"/sign-in/people/{somebody.public_id}/"
    assert signed_in("director").get(address).status_code == 403
    page = signed_in("administrator").get(address).content.decode()
    assert "None set up" in page

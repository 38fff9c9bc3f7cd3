"""What a passkey's answer must be to open anything: each thing wrong with it, one at a time."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from goldenthread.web.accounts.actions import stop_person
from goldenthread.web.accounts.models import Person
from goldenthread.web.signin.models import Passkey
from goldenthread.web.signin.providers import SecondFactor, SignInSettings
from web_people import MAKER, PASSWORD, person
from web_soft_key import PRESENT, VERIFIED, SoftKey

pytestmark = pytest.mark.django_db
DOOR, MAKE, USE, SECOND = (
    "/people/sign-in/",
    "/sign-in/set-up/passkey/",
    "/sign-in/by-passkey/",
    "/sign-in/second/",
)


@pytest.fixture(autouse=True)
def _everybody_twice(settings: Any) -> None:
    settings.SIGN_IN = SignInSettings(SecondFactor.ALL)


def _options(client: Client, address: str) -> str:
    (found,) = re.findall(r'data-options="([^"]*)"', client.get(address).content.decode())
    return html.unescape(found)


def _half_way(somebody: Person) -> Client:
    client = Client()
    client.post(DOOR, {"email": somebody.email, "password": PASSWORD})
    return client


def _with_passkey(somebody: Person, key: SoftKey) -> Client:
    """Somebody signed in, who has just made their passkey."""
    client = _half_way(somebody)
    answer = client.post(MAKE, {"name": "a key", "passkey": key.make(_options(client, MAKE))})
    assert "Your recovery codes" in answer.content.decode()
    return client


def _is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


@pytest.fixture
def somebody() -> Person:
    return person("director")


def test_a_right_answer_opens_the_site_by_itself_and_after_a_pass_phrase(somebody: Person) -> None:
    key = SoftKey()
    _with_passkey(somebody, key)
    client = Client()
    answer = client.post(USE, {"passkey": key.show(_options(client, USE)), "next": "/people/pass-phrase/"})
    assert answer["Location"] == "/people/pass-phrase/"
    client = _half_way(somebody)
    assert client.post(SECOND, {"passkey": key.show(_options(client, SECOND))}).status_code == 302
    assert _is_in(client)


# what is wrong with the answer
WRONG = {
    "another site's page": {"origin": "https://elsewhere.example"},
    "a page of the same name at another port": {"origin": "http://testserver:8000"},
    "another site's passkey": {"site": "elsewhere.example"},
    "its owner not known": {"flags": PRESENT},
    "nobody there": {"flags": VERIFIED},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_answer_that_is_wrong_in_one_thing_opens_nothing(wrong: str, somebody: Person) -> None:
    key = SoftKey()
    _with_passkey(somebody, key)
    client = Client()
    answer = client.post(USE, {"passkey": replace(key, **WRONG[wrong]).show(_options(client, USE))})
    assert "The passkey was not accepted" in answer.content.decode()
    assert not _is_in(client)


@pytest.mark.parametrize("wrong", WRONG)
def test_nor_is_a_passkey_kept_that_was_made_so(wrong: str, somebody: Person) -> None:
    client = _half_way(somebody)
    made = replace(SoftKey(), **WRONG[wrong]).make(_options(client, MAKE))
    client.post(MAKE, {"name": "a key", "passkey": made})
    assert not Passkey.objects.exists()
    assert not _is_in(client)


def test_an_answer_is_good_once_and_in_the_session_that_asked(somebody: Person) -> None:
    key = SoftKey()
    _with_passkey(somebody, key)
    client, other = Client(), Client()
    answer = key.show(_options(client, USE))
    _options(other, USE)
    assert other.post(USE, {"passkey": answer}).status_code == 200
    assert Client().post(USE, {"passkey": answer}).status_code == 200
    assert client.post(USE, {"passkey": answer}).status_code == 302
    client.post("/people/sign-out/")
    assert client.post(USE, {"passkey": answer}).status_code == 200
    assert not _is_in(other)
    assert not _is_in(client)


def test_another_persons_passkey_is_no_second_proof_and_no_confirmation(somebody: Person) -> None:
    theirs, mine = SoftKey(), SoftKey()
    _with_passkey(person("team_manager"), theirs)
    client = _with_passkey(somebody, mine)
    client.post("/people/confirm/", {"passkey": theirs.show(_options(client, "/people/confirm/"))})
    assert "confirmed_at" not in client.session
    client.post("/people/confirm/", {"passkey": mine.show(_options(client, "/people/confirm/"))})
    assert "confirmed_at" in client.session
    half = _half_way(somebody)
    half.post(SECOND, {"passkey": theirs.show(_options(half, SECOND))})
    assert not _is_in(half)


def test_a_forged_signature_and_an_answer_of_another_kind_open_nothing(somebody: Person) -> None:
    key = SoftKey()
    _with_passkey(somebody, key)
    forger = SoftKey(identity=key.identity)
    for answer in (forger.show, lambda options: key.show(options, kind="webauthn.create")):
        client = Client()
        assert client.post(USE, {"passkey": answer(_options(client, USE))}).status_code == 200


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", '{"rawId": 1}', '{"rawId": "AAAA"}', "\x00"])
def test_what_is_no_answer_is_refused_in_plain_words(answer: str, somebody: Person) -> None:
    _with_passkey(somebody, SoftKey())
    client = Client()
    _options(client, USE)
    assert "The passkey was not accepted" in client.post(USE, {"passkey": answer}).content.decode()
    client = _half_way(person("director"))
    _options(client, MAKE)
    assert (
        "The passkey was not accepted" in client.post(MAKE, {"name": "x", "passkey": answer}).content.decode()
    )


def test_a_copied_passkey_is_refused_once_its_count_falls_behind(somebody: Person) -> None:
    key = SoftKey()
    _with_passkey(somebody, key)
    copy = replace(key)
    for _ in range(2):
        client = Client()
        assert client.post(USE, {"passkey": key.show(_options(client, USE))}).status_code == 302
    client = Client()
    assert client.post(USE, {"passkey": copy.show(_options(client, USE))}).status_code == 200


def test_somebody_stopped_is_not_let_in_by_a_passkey(somebody: Person) -> None:
    key = SoftKey()
    _with_passkey(somebody, key)
    stop_person(by=MAKER, person=somebody)
    client = Client()
    assert client.post(USE, {"passkey": key.show(_options(client, USE))}).status_code == 200

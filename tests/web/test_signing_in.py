"""Signing in, and being kept out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from web_people import PASSWORD, person

pytestmark = pytest.mark.django_db
SIGN_IN = "/people/sign-in/"


def _try(client: Client, email: str, password: str, **more: str):
    return client.post(SIGN_IN, {"email": email, "password": password, **more})


def test_the_right_password_opens_today() -> None:
    somebody = person("director")
    client = Client()
    assert _try(client, somebody.email.upper(), PASSWORD)["Location"] == "/"
    assert somebody.name in client.get("/").content.decode()


@pytest.mark.parametrize("who", ["them", "nobody@madeup.example"])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(who: str) -> None:
    somebody = person("director")
    answer = _try(Client(), somebody.email if who == "them" else who, "wrong")
    assert answer.status_code == 200
    assert "The email address or the password is not right" in answer.content.decode()


def test_what_was_typed_is_kept_but_for_the_password() -> None:
    answer = _try(Client(), "not an address", "secret words").content.decode()
    assert 'value="not an address"' in answer
    assert "secret words" not in answer
    assert 'href="#id_email"' in answer


def test_ten_wrong_passwords_lock_that_person_out_and_nobody_else() -> None:
    victim, colleague = person("director"), person("team_manager")
    client = Client()
    for _ in range(9):
        assert _try(client, victim.email, "wrong").status_code == 200
    assert _try(client, victim.email, "wrong").status_code == 429
    assert _try(client, victim.email, PASSWORD).status_code == 429
    assert _try(client, colleague.email, PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("asked", "went"),
    [("/plan/?x=1", "/plan/?x=1"), ("https://elsewhere.example/", "/"), ("//elsewhere.example", "/")],
)
def test_after_signing_in_one_goes_on_only_within_the_site(asked: str, went: str) -> None:
    assert _try(Client(), person("director").email, PASSWORD, next=asked)["Location"] == went


def test_signing_out_ends_the_session(signed_in: Callable[..., Client]) -> None:
    client = signed_in("director")
    client.post("/people/sign-out/")
    assert client.get("/").status_code == 302

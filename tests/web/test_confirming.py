"""Proving again that it is you: for ten minutes, for one act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import timezone

from goldenthread.web.accounts.confirming import ask_again, confirmed, is_confirmed, use_confirmation
from web_people import PASSWORD

pytestmark = pytest.mark.django_db
CONFIRM = "/people/confirm/"


@pytest.fixture
def asked(rf: RequestFactory, client: Client) -> HttpRequest:
    request = rf.get("/plan/actions/A1/sign-off/?from=list")
    request.session = client.session
    return request


def _confirm(client: Client, password: str) -> Any:
    return client.post(CONFIRM, {"password": password, "next": "/plan/?x=1"})


@pytest.mark.parametrize(("seconds", "still"), [(0, True), (600, True), (601, False)])
def test_a_proof_is_good_for_ten_minutes(
    seconds: int, still: bool, asked: HttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    confirmed(asked)
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=seconds))
    assert is_confirmed(asked) is still


def test_one_proof_is_one_act(asked: HttpRequest) -> None:
    confirmed(asked)
    use_confirmation(asked)
    assert not is_confirmed(asked)
    with pytest.raises(PermissionDenied):
        use_confirmation(asked)


def test_one_is_asked_and_sent_back_to_where_one_was(asked: HttpRequest) -> None:
    assert (
        ask_again(asked)["Location"]
        == "/people/confirm/?next=%2Fplan%2Factions%2FA1%2Fsign-off%2F%3Ffrom%3Dlist"
    )


def test_the_right_password_confirms_and_a_wrong_one_does_not(signed_in: Callable[..., Client]) -> None:
    client = signed_in("director")
    wrong = _confirm(client, "wrong")
    assert "The password is not right" in wrong.content.decode()
    assert "confirmed_at" not in client.session
    assert _confirm(client, PASSWORD)["Location"] == "/plan/?x=1"
    assert "confirmed_at" in client.session


def test_having_signed_in_is_not_yet_a_proof(signed_in: Callable[..., Client]) -> None:
    client = signed_in("director")
    client.get("/")
    assert "confirmed_at" not in client.session


def test_guessing_here_locks_as_at_the_door(signed_in: Callable[..., Client]) -> None:
    client = signed_in("director")
    answers = [_confirm(client, "wrong").status_code for _ in range(10)]
    assert answers == [200] * 9 + [429]
    assert _confirm(client, PASSWORD).status_code == 429


def test_a_stranger_is_not_asked_but_shown_the_door() -> None:
    assert Client().get(CONFIRM)["Location"].startswith("/people/sign-in/")

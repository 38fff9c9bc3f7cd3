"""Signing in, and being kept out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail, signing
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.web.signin import notices
from goldenthread.web.signin.models import FailedTry
from goldenthread.web.signin.place import address_digest, client_address
from web_people import PASSWORD, person
from web_text import told

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


# Limits on guessing


def _guesses(client: Client, email: str, *, times: int, **more: str) -> list[int]:
    return [_try(client, email, f"wrong {n}", **more).status_code for n in range(times)]


def _from(number: int) -> Client:
    return Client(REMOTE_ADDR=f"192.0.2.{number}")


def test_a_hundred_guesses_get_nowhere_and_the_person_is_told(
    django_capture_on_commit_callbacks: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "post", lambda message: message.send())
    somebody = person("director")
    with django_capture_on_commit_callbacks(execute=True):
        answers = [_try(_from(n // 5 + 1), somebody.email, f"guess {n}").status_code for n in range(100)]
    assert (
        answers == [200] * 20 + [429] * 80
    )  # five from each of twenty places: no place reaches its own limit
    assert FailedTry.objects.count() == 20
    assert {told.to[0] for told in mail.outbox} == {somebody.email}
    assert len(mail.outbox) == 2  # at ten, and at twenty
    assert "20 tries to sign in with your address have failed" in mail.outbox[1].body


def test_a_strangers_guesses_do_not_keep_somebody_out_of_the_browser_they_use() -> None:
    somebody, theirs = person("director"), _from(1)
    assert _try(theirs, somebody.email, PASSWORD).status_code == 302
    theirs.post("/people/sign-out/")
    _guesses(_from(1), somebody.email, times=12)  # from the same office
    for n in range(2, 12):
        _guesses(_from(n), somebody.email, times=5)
    assert _try(_from(99), somebody.email, PASSWORD).status_code == 429
    answer = _try(theirs, somebody.email, PASSWORD)
    assert answer.status_code == 302
    page = theirs.get("/").content.decode()
    assert "tries to sign in as you failed since you were last here" in page


def test_a_known_browser_has_its_own_limit_and_forgets_what_was_mistyped() -> None:
    somebody, theirs = person("director"), Client()
    _try(theirs, somebody.email, PASSWORD)
    theirs.post("/people/sign-out/")
    assert _guesses(theirs, somebody.email, times=9) == [200] * 9
    assert _try(theirs, somebody.email, PASSWORD).status_code == 302
    theirs.post("/people/sign-out/")
    assert _guesses(theirs, somebody.email, times=11) == [200] * 10 + [429]


def test_the_old_pass_phrase_is_guessed_no_more_freely_when_it_is_changed(
    signed_in: Callable[..., Client],
) -> None:
    """An open session somebody walked away from: held up at ten, in the words of the door; nobody else of the
    office is."""
    left, colleague = signed_in("director"), signed_in("team_manager")
    new = "copper lantern over the weir"

    def change(client: Client, now: str) -> int:
        return client.post("/people/pass-phrase/", {"now": now, "password": new}).status_code

    assert [change(left, f"guess {n}") for n in range(9)] == [200] * 9
    assert [change(left, now) for now in ("guess 9", "guess 10", PASSWORD)] == [429] * 3
    left.person.refresh_from_db()
    assert left.person.check_password(PASSWORD)
    assert FailedTry.objects.filter(address=address_digest(left.person.email)).count() >= 9
    assert change(colleague, PASSWORD) == 302
    assert _try(Client(), colleague.person.email, new).status_code == 302


def test_a_new_pass_phrase_that_is_too_weak_says_nothing_of_the_old_one(
    signed_in: Callable[..., Client],
) -> None:
    client = signed_in("director")
    for now in ("not this", PASSWORD):
        page = client.post("/people/pass-phrase/", {"now": now, "password": "short"}).content.decode()
        assert "That is not your pass phrase now" not in page
    assert FailedTry.objects.count() == 0


def test_a_cookie_that_is_not_ours_makes_no_browser_known() -> None:
    somebody, client = person("director"), Client()
    client.cookies["known"] = signing.dumps({address_digest(somebody.email): "1"}, key="another", salt="x")
    assert _guesses(client, somebody.email, times=10)[-1] == 429


def test_a_lock_ends_by_itself_though_the_guessing_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    somebody, start = person("director"), timezone.now()
    _guesses(Client(), somebody.email, times=10)
    monkeypatch.setattr("axes.handlers.proxy.now", lambda: start + timedelta(minutes=14))
    assert _try(Client(), somebody.email, "wrong").status_code == 429
    monkeypatch.setattr("axes.handlers.proxy.now", lambda: start + timedelta(minutes=16))
    assert _try(Client(), somebody.email, PASSWORD).status_code == 302


@pytest.mark.parametrize("tries", [1, 9, 10, 20])
def test_known_and_unknown_are_answered_alike_in_text_status_and_work(
    tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    work = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *given: hashed.append("once") or work(self, *given)
    )

    def answer(email: str) -> tuple[int, str, int, int]:
        for n in range(tries - 1):
            _try(_from(n // 3 + 1), email, "wrong")
        hashed.clear()
        with CaptureQueriesContext(connection) as asked:
            last = _try(_from(100), email, "wrong")
        page = told(last.content.decode()).replace(email, "")
        return last.status_code, page, len(hashed), len(asked)

    assert answer(person("director").email) == answer(f"nobody{tries}@madeup.example")


def test_what_is_typed_as_an_address_is_not_kept_as_it_was_typed() -> None:
    _try(Client(), "my-password@madeup.example", "wrong")
    with connection.cursor() as cursor:
        for table in ("signin_failedtry", "axes_accessattempt"):
            cursor.execute(f"SELECT * FROM {table}")
            (row,) = cursor.fetchall()
            assert "my-password" not in str(row)


def test_behind_a_proxy_the_address_is_the_one_the_proxy_wrote(rf: RequestFactory, settings: Any) -> None:
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.1.1.1, 2.2.2.2")
    settings.PROXIES = 0
    assert client_address(request) == "10.0.0.1"  # nobody's word is taken for it
    settings.PROXIES = 1
    assert client_address(request) == "2.2.2.2"
    settings.PROXIES = 2
    assert client_address(request) == "1.1.1.1"
    settings.PROXIES = 3
    assert client_address(request) == "10.0.0.1"

"""A pass phrase and a second proof: setting it up, using it, losing it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from goldenthread.cli.site import _reset
from goldenthread.errors import InputRefused
from goldenthread.web.accounts.models import Person
from goldenthread.web.history.models import Entry
from goldenthread.web.signin import actions, codes, notices
from goldenthread.web.signin.models import Authenticator, RecoveryCode, Reset
from goldenthread.web.signin.providers import SecondFactor, SignInSettings
from web_people import PASSWORD, person
from web_second_proof import app_code

pytestmark = pytest.mark.django_db
DOOR, SECOND, APP = "/people/sign-in/", "/sign-in/second/", "/sign-in/set-up/authenticator/"


@pytest.fixture(autouse=True)
def _everybody_twice(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SIGN_IN = SignInSettings(SecondFactor.ALL)
    monkeypatch.setattr(notices, "post", lambda message: message.send())  # in the test's own thread


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Sets the clock that codes go by, in steps of 30 seconds from the test's start."""
    from django.utils import timezone

    start = timezone.now()

    def at(steps: float) -> None:
        moment = start + timezone.timedelta(seconds=30 * steps)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        monkeypatch.setattr(time, "time", moment.timestamp)

    at(0)
    return at


def _door(client: Client, somebody: Person, password: str = PASSWORD) -> Any:
    return client.post(DOOR, {"email": somebody.email, "password": password, "next": "/people/pass-phrase/"})


def _key(client: Client) -> str:
    (letters,) = re.findall(r"<code>([A-Z2-7 ]+)</code>", client.get(APP).content.decode())
    return str(letters)


def _set_up(client: Client, somebody: Person) -> tuple[str, list[str]]:
    """Sign in for the first time: the app's key, and the recovery codes shown."""
    assert _door(client, somebody)["Location"] == "/sign-in/set-up/"
    key = _key(client)
    page = client.post(APP, {"code": app_code(key)}).content.decode()
    return key, re.findall(r"<code>([a-z2-9-]{14})</code>", page)


# RFC 6238, appendix B: the last six of its eight digits for SHA-1
RFC_6238 = [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
            (2000000000, "279037"), (20000000000, "353130")]  # fmt: skip


@pytest.mark.parametrize(("at", "code"), RFC_6238)
def test_codes_are_those_of_the_standard(at: int, code: str) -> None:
    assert codes.code_at(b"12345678901234567890", at // 30) == code


def test_whoever_has_no_second_proof_sets_one_up_before_anything_else() -> None:
    somebody, client = person("director"), Client()
    _door(client, somebody)
    assert client.get("/").status_code == 302
    assert client.get("/plan/").status_code == 302
    key = _key(client)
    assert _key(client) == key  # the same until it is proved
    assert client.post(APP, {"code": "000000"}).status_code == 200
    assert client.get("/").status_code == 302
    assert "Your recovery codes" in client.post(APP, {"code": app_code(key)}).content.decode()
    assert somebody.name in client.get("/").content.decode()


def test_the_square_code_is_made_here_and_holds_the_key() -> None:
    client = Client()
    _door(client, person("director"))
    client.get(APP)
    drawn = client.get("/sign-in/set-up/authenticator/code.svg")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert b"<svg" in drawn.content
    assert b"style" not in drawn.content  # nothing the policy of the page forbids
    assert codes.app_address(b"x" * 20, account="a@b", issuer="Golden Thread").startswith("otpauth://totp/")


def test_afterwards_the_pass_phrase_is_half_of_it() -> None:
    somebody = person("director")
    key, _ = _set_up(Client(), somebody)
    Authenticator.objects.update(last_step=0)  # as on another day
    client = Client()
    assert _door(client, somebody)["Location"] == SECOND
    assert client.get("/").status_code == 302
    assert client.get(APP).status_code == 302  # nor can another be set up from here
    assert client.post(SECOND, {"code": "123"}).status_code == 200
    answer = client.post(SECOND, {"code": app_code(key)})
    assert answer["Location"] == "/people/pass-phrase/"
    assert somebody.name in client.get("/").content.decode()


def test_a_code_is_good_once_and_one_step_either_way(now: Callable[[float], None]) -> None:
    somebody = person("director")
    key, _ = _set_up(Client(), somebody)

    def tried(steps: float) -> int:
        client = Client()
        _door(client, somebody)
        return client.post(SECOND, {"code": app_code(key, at=time.time() + 30 * steps)}).status_code

    assert tried(0) == 200  # used to set it up
    now(10)
    assert [tried(steps) for steps in (-2, 2)] == [200, 200]
    assert [tried(steps) for steps in (-1, -1, 0, 1, 0)] == [302, 200, 302, 302, 200]


def test_the_second_page_is_for_whoever_gave_the_right_pass_phrase_lately() -> None:
    somebody = person("director")
    key, _ = _set_up(Client(), somebody)
    Authenticator.objects.update(last_step=0)
    assert Client().post(SECOND, {"code": app_code(key)})["Location"] == DOOR
    client = Client()
    _door(client, somebody)
    session = client.session
    session["half_way"] |= {"at": session["half_way"]["at"] - 601}
    session.save()
    assert client.post(SECOND, {"code": app_code(key)})["Location"] == DOOR


def test_guessing_codes_is_held_up_as_guessing_passwords_is() -> None:
    somebody = person("director")
    _set_up(Client(), somebody)
    client = Client()
    _door(client, somebody)
    answers = [client.post(SECOND, {"code": "000000"}).status_code for _ in range(12)]
    assert answers == [200] * 9 + [429] * 3


def test_a_recovery_code_is_good_once() -> None:
    somebody = person("director")
    _, kept = _set_up(Client(), somebody)
    assert len(set(kept)) == 10

    def tried(code: str) -> int:
        client = Client()
        _door(client, somebody)
        return client.post("/sign-in/recovery/", {"recovery_code": code}).status_code

    assert [tried(code) for code in (kept[0].upper(), kept[0], "abcd-efgh-jkmn", kept[1])] == [
        302,
        200,
        200,
        302,
    ]


def test_no_secret_can_be_read_from_the_database() -> None:
    somebody = person("director")
    key, kept = _set_up(Client(), somebody)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM signin_authenticator")
        rows = str(cursor.fetchall())
        cursor.execute("SELECT digest FROM signin_recoverycode")
        rows += str(cursor.fetchall())
    plain = key.replace(" ", "")
    assert plain not in rows
    assert not any(code in rows or code.replace("-", "") in rows for code in kept)


def test_what_was_kept_with_the_sites_key_opens_with_it_and_where_it_is_an_older_one(settings: Any) -> None:
    somebody = person("director")
    sealed, kept = codes.seal(b"a secret"), actions.make_recovery_codes(by=somebody)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [settings.SECRET_KEY]
    assert codes.opened(sealed) == b"a secret"
    assert actions.spend_recovery_code(by=somebody, typed=kept[0])
    settings.SECRET_KEY_FALLBACKS = []
    assert codes.opened(sealed) is None
    assert not actions.spend_recovery_code(by=somebody, typed=kept[1])


def test_changes_to_how_one_signs_in_are_in_the_history_and_told(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    somebody = person("director")
    with django_capture_on_commit_callbacks(execute=True):
        _set_up(Client(), somebody)
    (told,) = mail.outbox
    assert told.to == [somebody.email]
    assert "set up an authenticator app" in told.body
    acts = set(Entry.objects.filter(who_id=somebody.reference).values_list("act", flat=True))
    assert {"set up an authenticator app", "made recovery codes", "signed in"} <= acts


# children: who needs a second proof where it is not asked of everybody
@pytest.mark.parametrize(
    ("role", "twice"),
    [("social_worker", True), ("director", True), ("administrator", True), ("performance_analyst", True),
     ("auditor", True), ("principal_social_worker", True), ("inspector", True),
     ("board_member", False), ("action_owner", False)],
)  # fmt: skip
def test_where_not_everybody_needs_it_those_do_who_see_children_or_sign_off(
    role: str, twice: bool, settings: Any
) -> None:
    settings.SIGN_IN = SignInSettings(SecondFactor.CHILDREN)
    somebody = person(role, worker="Ann")
    assert (_door(Client(), somebody)["Location"] == "/sign-in/set-up/") is twice


def test_a_session_on_one_proof_ends_once_its_person_needs_two(
    settings: Any, signed_in: Callable[..., Client]
) -> None:
    settings.SIGN_IN = SignInSettings(SecondFactor.NONE)
    client = signed_in("director")
    assert client.get("/").status_code == 200
    settings.SIGN_IN = SignInSettings(SecondFactor.CHILDREN)
    assert client.get("/").status_code == 302


# Proving again


def test_a_code_confirms_as_a_password_does() -> None:
    somebody, client = person("director"), Client()
    key, _ = _set_up(client, somebody)
    Authenticator.objects.update(last_step=0)
    assert client.post("/people/confirm/", {"code": "000000"}).status_code == 200
    assert "confirmed_at" not in client.session
    assert client.post("/people/confirm/", {"code": app_code(key), "next": "/plan/"})["Location"] == "/plan/"
    assert "confirmed_at" in client.session


def test_setting_up_or_removing_asks_first_who_it_is() -> None:
    somebody, client = person("director"), Client()
    _set_up(client, somebody)
    assert client.get(APP)["Location"].startswith("/people/confirm/?next=")
    assert client.post("/sign-in/set-up/remove/", {"authenticator": "yes"})["Location"].startswith(
        "/people/confirm/"
    )
    assert Authenticator.objects.exists()
    client.post("/people/confirm/", {"password": PASSWORD})
    client.post("/sign-in/set-up/remove/", {"authenticator": "yes"})
    assert not Authenticator.objects.exists()


def test_new_recovery_codes_put_an_end_to_the_old() -> None:
    somebody, client = person("director"), Client()
    _, before = _set_up(client, somebody)
    client.post("/people/confirm/", {"password": PASSWORD})
    page = client.post("/sign-in/set-up/recovery-codes/").content.decode()
    after = re.findall(r"<code>([a-z2-9-]{14})</code>", page)
    assert len(after) == 10
    assert not set(after) & set(before)
    assert not actions.spend_recovery_code(by=somebody, typed=before[0])


# Losing it: one administrator asks, another agrees


def _ask(client: Client, somebody: Person) -> Any:
    return client.post(
        f"/sign-in/people/{somebody.public_id}/", {"checked": "Seen in person with their card"}
    )


def _decide(client: Client, how: str) -> Any:
    reset = Reset.objects.get()
    client.post("/people/confirm/", {"password": PASSWORD})
    return client.post("/sign-in/resets/", {"reset": str(reset.public_id), how: "yes"})


@pytest.fixture
def administrators(signed_in: Callable[..., Client], settings: Any) -> tuple[Client, Client]:
    settings.SIGN_IN = SignInSettings(SecondFactor.NONE)
    return signed_in("administrator"), signed_in("administrator")


def test_two_administrators_let_somebody_begin_again(
    administrators: tuple[Client, Client], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    somebody, theirs = person("director"), Client()
    actions.keep_authenticator(by=somebody, secret=codes.new_secret(), step=0)
    actions.make_recovery_codes(by=somebody)
    theirs.force_login(somebody, backend="goldenthread.web.accounts.backend.EmailAndPassword")
    one, other = administrators
    _ask(one, somebody)
    assert _decide(one, "agree").status_code == 403  # who asked does not decide
    assert Authenticator.objects.exists()
    assert "lost their second proof" in other.get("/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert _decide(other, "agree").status_code == 302
    assert not Authenticator.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert theirs.get("/").status_code == 302
    assert "your second proof was reset" in mail.outbox[-1].subject
    acts = Entry.objects.filter(about_key=somebody.reference).values_list("act", flat=True)
    assert {"asked to reset the second proof", "reset the second proof"} <= set(acts)


def test_a_reset_can_be_refused_and_nobody_resets_their_own(administrators: tuple[Client, Client]) -> None:
    one, other = administrators
    itself = one.person  # type: ignore[attr-defined]
    actions.keep_authenticator(by=itself, secret=codes.new_secret(), step=0)
    assert _ask(one, itself).status_code == 403
    _ask(other, itself)
    assert _decide(one, "agree").status_code == 403
    third = Client()
    third.force_login(person("administrator"), backend="goldenthread.web.accounts.backend.EmailAndPassword")
    _decide(third, "refuse")
    assert Authenticator.objects.exists()


def test_deciding_asks_first_who_it_is(administrators: tuple[Client, Client]) -> None:
    one, other = administrators
    somebody = person("director")
    actions.keep_authenticator(by=somebody, secret=codes.new_secret(), step=0)
    _ask(one, somebody)
    answer = other.post("/sign-in/resets/", {"reset": str(Reset.objects.get().public_id), "agree": "yes"})
    assert answer["Location"] == "/people/confirm/?next=%2Fsign-in%2Fresets%2F"
    assert Authenticator.objects.exists()


def test_whoever_runs_the_machine_lets_somebody_begin_again_where_one_administrator_is_alone() -> None:
    somebody = person("director")
    actions.keep_authenticator(by=somebody, secret=codes.new_secret(), step=0)
    for email, checked in (("nobody@madeup.example", "Seen"), (somebody.email, " ")):
        with pytest.raises(InputRefused):
            _reset(email=email, checked=checked)
    assert Authenticator.objects.exists()
    _reset(email=somebody.email.upper(), checked="Seen in person")
    assert not Authenticator.objects.exists()
    entry = Entry.objects.get(act="reset the second proof")
    assert (entry.who_name, entry.details) == ("command line", {"checked": "Seen in person"})


def test_the_database_refuses_a_reset_by_one_person_alone() -> None:
    from django.db import IntegrityError, transaction

    somebody, one = person("director"), person("administrator")
    with pytest.raises(IntegrityError), transaction.atomic():
        Reset.objects.create(person=one, asked_by=one, checked="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Reset.objects.create(person=somebody, asked_by=one, checked="x", decided_by=one)

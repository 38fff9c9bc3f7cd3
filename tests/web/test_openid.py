"""Signing in with the council's account: against a provider that answers over HTTP and signs with its own
keys, well and in each wrong way."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

import web_provider
from goldenthread.web.accounts.actions import stop_person
from goldenthread.web.accounts.models import Person
from goldenthread.web.history.models import Entry
from goldenthread.web.signin import openid
from goldenthread.web.signin.models import Link
from goldenthread.web.signin.providers import Provider, SecondFactor, SignInSettings
from web_people import MAKER, person

pytestmark = pytest.mark.django_db
GO, BACK = "/sign-in/with/council/", "/sign-in/with/council/back/"
Claims = dict[str, Any]


@pytest.fixture(scope="module")
def answering() -> Iterator[web_provider.LocalProvider]:
    with web_provider.running() as found:
        yield found


@pytest.fixture
def provider(answering: web_provider.LocalProvider, settings: Any) -> web_provider.LocalProvider:
    """The provider as it is when all is well, and a site that trusts it."""
    openid.forget()
    answering.spoil, answering.signed, answering.auth_time = (lambda header, claims: None), True, None
    answering.asked.clear()
    council = Provider(
        key="council",
        label="Wexcombe Council account",
        issuer=answering.issuer,
        client_id=web_provider.CLIENT,
        client_secret=web_provider.SECRET,
        tenant=web_provider.TENANT,
        subject="oid",
        address="preferred_username",
        domains=("madeup.example",),
    )
    settings.SIGN_IN = SignInSettings(SecondFactor.ALL, (council,))
    return answering


@pytest.fixture
def somebody(provider: web_provider.LocalProvider) -> Person:
    """Somebody an administrator has added, as the provider knows them."""
    added = person("director")
    provider.account = {"oid": "o-1", "preferred_username": added.email.upper()}
    return added


def _go(client: Client, address: str = GO) -> dict[str, str]:
    """What the site asks of the provider."""
    sent = client.get(address)
    assert sent.status_code == 302, sent.content.decode()
    return {name: values[0] for name, values in parse_qs(urlsplit(sent["Location"]).query).items()}


def _come_back(client: Client, provider: web_provider.LocalProvider, asked: dict[str, str]) -> Any:
    to = urlsplit(provider.authorize(asked))
    return client.get(f"{to.path}?{to.query}")


def _sign_in(client: Client, provider: web_provider.LocalProvider, address: str = GO) -> Any:
    return _come_back(client, provider, _go(client, address))


def test_somebody_added_signs_in_and_is_linked_by_the_providers_lasting_name(
    provider: web_provider.LocalProvider, somebody: Person
) -> None:
    client = Client()
    assert _sign_in(client, provider, f"{GO}?next=/people/pass-phrase/")["Location"] == "/people/pass-phrase/"
    assert somebody.name in client.get("/").content.decode()
    assert list(Link.objects.values_list("person", "subject")) == [(somebody.pk, "o-1")]
    assert Entry.objects.filter(act="linked an account to sign in with", who_id=somebody.reference).exists()


def test_what_is_asked_is_what_the_standards_ask_for(provider: web_provider.LocalProvider) -> None:
    first, second = _go(Client()), _go(Client())
    assert first["response_type"] == "code"
    assert first["code_challenge_method"] == "S256"
    assert first["redirect_uri"] == f"http://testserver{BACK}"
    assert "openid" in first["scope"].split()
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 43
        assert first[name] != second[name]


def test_afterwards_the_lasting_name_counts_and_not_the_address(
    provider: web_provider.LocalProvider, somebody: Person
) -> None:
    _sign_in(Client(), provider)
    provider.account |= {"preferred_username": "renamed@madeup.example"}
    assert _sign_in(Client(), provider).status_code == 302
    provider.account |= {"oid": "o-2", "preferred_username": somebody.email}  # the address, given to another
    assert _sign_in(Client(), provider).status_code == 403


def _set(**claims: Any) -> Callable[[Claims, Claims], None]:
    return lambda header, sent: sent.update(claims)


def _without(name: str) -> Callable[[Claims, Claims], None]:
    def spoil(header: Claims, claims: Claims) -> None:
        claims.pop(name, None)

    return spoil


HOUR = 3600
# what is wrong with the token                 | how
WRONG = {
    "another nonce": _set(nonce="another"),
    "no nonce": _without("nonce"),
    "another audience": _set(aud="another-client"),
    "two audiences and no party named": _set(aud=[web_provider.CLIENT, "another-client"]),
    "another issuer": _set(iss="https://login.elsewhere.example/v2.0"),
    "another tenant": _set(tid="another-tenant"),
    "no tenant": _without("tid"),
    "expired": _set(exp=int(time.time()) - 61),
    "no end": _without("exp"),
    "not yet good": _set(nbf=int(time.time()) + HOUR),
    "made in the future": _set(iat=int(time.time()) + HOUR),
    "no lasting name": _without("oid"),
    "an unknown key": lambda header, claims: header.update(kid="another"),
    "no key named": lambda header, claims: header.pop("kid"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_token_that_is_wrong_in_one_thing_lets_nobody_in(
    wrong: str, provider: web_provider.LocalProvider, somebody: Person
) -> None:
    provider.spoil = WRONG[wrong]
    client = Client()
    answer = _sign_in(client, provider)
    assert answer.status_code == 403
    assert "You are not signed in" in answer.content.decode()
    assert client.get("/").status_code == 302
    assert not Link.objects.exists()


@pytest.mark.parametrize("seconds", [-30, 30])
def test_clocks_may_differ_by_half_a_minute(
    seconds: int, provider: web_provider.LocalProvider, somebody: Person
) -> None:
    provider.spoil = _set(exp=int(time.time()) - 30 if seconds < 0 else int(time.time()) + HOUR,
                          nbf=int(time.time()) + max(seconds, 0))  # fmt: skip
    assert _sign_in(Client(), provider).status_code == 302


def test_a_token_with_alg_none_or_without_its_signature_lets_nobody_in(
    provider: web_provider.LocalProvider, somebody: Person
) -> None:
    provider.signed = False
    assert _sign_in(Client(), provider).status_code == 403
    provider.spoil = lambda header, claims: header.update(alg="none")
    assert _sign_in(Client(), provider).status_code == 403


def test_a_public_key_taken_for_a_shared_secret_lets_nobody_in(
    provider: web_provider.LocalProvider, somebody: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HS256 signed with what the provider publishes: the known confusion of algorithms."""
    published = json.dumps(provider.published()["keys"][0]).encode()

    def forged(asked: dict[str, str]) -> str:
        provider.signed, provider.spoil = False, lambda header, claims: header.update(alg="HS256")
        body = type(provider).token(provider, asked).rstrip(".")
        return f"{body}.{web_provider._text(hmac.new(published, body.encode(), sha256).digest())}"

    monkeypatch.setattr(provider, "token", forged, raising=False)
    assert _sign_in(Client(), provider).status_code == 403


def test_keys_may_change_at_any_time(provider: web_provider.LocalProvider, somebody: Person) -> None:
    _sign_in(Client(), provider)
    provider.change_keys()
    time.sleep(1.1)  # a provider's keys are asked for once a second at most
    assert _sign_in(Client(), provider).status_code == 302


def test_an_answer_is_good_once(provider: web_provider.LocalProvider, somebody: Person) -> None:
    client = Client()
    to = urlsplit(provider.authorize(_go(client)))
    again = f"{to.path}?{to.query}"
    assert client.get(again).status_code == 302
    client.post("/people/sign-out/")
    assert client.get(again).status_code == 403  # the state is used up
    asked = _go(client)
    replayed = {**parse_qs(to.query), "state": [asked["state"]]}
    assert client.get(BACK, {name: values[0] for name, values in replayed.items()}).status_code == 403
    assert client.get("/").status_code == 302


def test_an_answer_is_good_in_the_browser_that_asked_alone(
    provider: web_provider.LocalProvider, somebody: Person
) -> None:
    """Nobody is signed in to an attacker's account by following a link."""
    stolen = urlsplit(provider.authorize(_go(Client())))
    victim = Client()
    _go(victim)
    assert victim.get(f"{stolen.path}?{stolen.query}").status_code == 403


@pytest.mark.parametrize("wrong", [{"state": "another"}, {"iss": "https://elsewhere.example"}])
def test_a_good_code_beside_another_state_or_issuer_lets_nobody_in(
    wrong: dict[str, str], provider: web_provider.LocalProvider, somebody: Person
) -> None:
    client = Client()
    to = urlsplit(provider.authorize(_go(client)))
    sent = {name: values[0] for name, values in parse_qs(to.query).items()}
    assert client.get(BACK, sent | wrong).status_code == 403
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "answer",
    [{}, {"state": "forged", "code": "x"}, {"error": "access_denied"}, {"iss": "https://elsewhere.example"}],
)
def test_an_answer_that_is_none_is_refused_in_plain_words(
    answer: dict[str, str], provider: web_provider.LocalProvider
) -> None:
    client = Client()
    asked = _go(client)
    sent = {"state": asked["state"], "code": "x"} | answer if answer else {}
    page = client.get(BACK, sent)
    assert page.status_code == 403
    assert "Nothing was changed" in page.content.decode()


def test_somebody_away_for_longer_than_ten_minutes_begins_again(
    provider: web_provider.LocalProvider, somebody: Person
) -> None:
    client = Client()
    asked = _go(client)
    session = client.session
    session["asked_provider"] |= {"at": session["asked_provider"]["at"] - 601}
    session.save()
    assert _come_back(client, provider, asked).status_code == 403


@pytest.mark.parametrize(
    "who", ["nobody added", "somebody stopped", "linked and stopped", "a guest's own address"]
)
def test_nobody_is_let_in_or_made_whom_no_administrator_added(
    who: str, provider: web_provider.LocalProvider, somebody: Person
) -> None:
    if who == "linked and stopped":
        _sign_in(Client(), provider)
    if "stopped" in who:
        stop_person(by=MAKER, person=somebody)
    if who == "nobody added":
        provider.account |= {"preferred_username": "nobody@madeup.example"}
    if who == "a guest's own address":
        Person.objects.filter(pk=somebody.pk).update(email="ann@elsewhere.example")
        provider.account |= {"preferred_username": "ann@elsewhere.example"}
    people = Person.objects.count()
    answer = _sign_in(Client(), provider)
    assert answer.status_code == 403
    assert "nobody may sign in to Golden Thread with that account" in answer.content.decode()
    assert Person.objects.count() == people


@pytest.mark.parametrize(
    ("claims", "address"),
    [
        ({"email": "Ann@x.example", "email_verified": True}, "ann@x.example"),
        ({"email": "ann@x.example", "xms_edov": True}, "ann@x.example"),
        ({"email": "ann@x.example", "email_verified": False}, ""),
        ({"email": "ann@x.example", "email_verified": "yes"}, ""),
        ({"email": "ann@x.example"}, ""),
        ({"preferred_username": "ann@x.example"}, ""),
    ],
)
def test_an_address_counts_only_where_the_provider_says_it_is_verified(claims: Claims, address: str) -> None:
    plain = Provider(key="p", label="P", issuer="https://p.example", client_id="c", client_secret="")
    assert plain.address_in(claims) == address


def test_a_way_of_proving_that_is_asked_for_must_be_in_the_token(
    provider: web_provider.LocalProvider, somebody: Person, settings: Any
) -> None:
    from dataclasses import replace

    council = replace(settings.SIGN_IN.providers[0], methods=("mfa",))
    settings.SIGN_IN = SignInSettings(SecondFactor.ALL, (council,))
    assert _sign_in(Client(), provider).status_code == 403
    provider.spoil = _set(amr=["pwd", "mfa"])
    assert _sign_in(Client(), provider).status_code == 302


# Proving again who it is


def _confirming(provider: web_provider.LocalProvider) -> Client:
    client = Client()
    assert _sign_in(client, provider).status_code == 302
    assert "Confirm with Wexcombe Council account" in client.get("/people/confirm/").content.decode()
    return client


def test_confirming_asks_the_provider_to_ask_anew(
    provider: web_provider.LocalProvider, somebody: Person
) -> None:
    client = _confirming(provider)
    asked = _go(client, f"{GO}?next=/plan/")
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    assert _come_back(client, provider, asked)["Location"] == "/plan/"
    assert "confirmed_at" in client.session


@pytest.mark.parametrize("wrong", ["not asked anew", "does not say", "another person"])
def test_a_confirmation_that_is_not_fresh_or_not_theirs_is_none(
    wrong: str, provider: web_provider.LocalProvider, somebody: Person
) -> None:
    client = _confirming(provider)
    if wrong == "not asked anew":
        provider.auth_time = time.time() - 900
    if wrong == "does not say":
        provider.spoil = _without("auth_time")
    if wrong == "another person":
        other = person("team_manager")
        provider.account = {"oid": "o-9", "preferred_username": other.email}
        _sign_in(Client(), provider)
    assert _sign_in(client, provider).status_code == 403
    assert "confirmed_at" not in client.session


# The provider's own description


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": ""},
    ],
)
def test_a_provider_that_describes_itself_wrongly_is_not_gone_to(
    wrong: dict[str, str], provider: web_provider.LocalProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = provider.description() | wrong
    monkeypatch.setattr(provider, "description", lambda: said, raising=False)
    assert Client().get(GO).status_code == 403


def test_a_provider_that_does_not_answer_is_said_in_plain_words(
    provider: web_provider.LocalProvider, settings: Any
) -> None:
    from dataclasses import replace

    gone = replace(settings.SIGN_IN.providers[0], issuer="http://127.0.0.1:9/x")
    settings.SIGN_IN = SignInSettings(SecondFactor.ALL, (gone,))
    assert "Nothing was changed" in Client().get(GO).content.decode()


def test_a_provider_nobody_named_is_not_there(provider: web_provider.LocalProvider) -> None:
    assert Client().get("/sign-in/with/another/").status_code == 404

"""From a first proof to an open session.

    prove(...)  ->  half_way(request, person)     a pass phrase is half of it, where two proofs are needed
                ->  enter(request, person, way=)   the session, with where, when and how

A half-way session knows who gave the right pass phrase and nothing else: for everything but the second proof
they are a stranger."""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from goldenthread.web.accounts.middleware import SIGNED_IN_AT
from goldenthread.web.accounts.models import Person
from goldenthread.web.page.templatetags.page import counted
from goldenthread.web.signin import actions
from goldenthread.web.signin.place import (
    address_digest,
    browser_words,
    client_address,
    known_browser,
    remember_browser,
)
from goldenthread.web.signin.queries import failed_since, must_prove_twice, ways_of
from goldenthread.web.signin.sessions import BROWSER, PLACE, WAY, SessionStore

BACKEND = "goldenthread.web.accounts.backend.EmailAndPassword"
_HALF_WAY = "half_way"
_LONGEST_HALF_WAY = 10 * 60  # seconds


class Way(StrEnum):
    """How somebody signed in."""

    PASSWORD = "pass phrase"
    CODE = "authenticator"
    RECOVERY = "recovery code"
    PASSKEY = "passkey"
    PROVIDER = "council account"


STRONG = frozenset({Way.CODE, Way.RECOVERY, Way.PASSKEY, Way.PROVIDER})


def after_pass_phrase(request: HttpRequest, person: Person, *, to: str) -> HttpResponseRedirect:
    """Into the site; or to the second proof, or to setting one up, where that is needed."""
    has = ways_of(person).twice
    if not has and not must_prove_twice(person):
        return enter(request, person, way=Way.PASSWORD, to=to)
    request.session.cycle_key()
    request.session[_HALF_WAY] = {"person": person.pk, "at": timezone.now().timestamp(), "to": to}
    return redirect("signin:second" if has else "signin:set-up")


def half_way(request: HttpRequest) -> Person | None:
    """Who gave the right pass phrase in this session within ten minutes, and has not been stopped."""
    held = request.session.get(_HALF_WAY)
    if held is None or timezone.now().timestamp() - held["at"] > _LONGEST_HALF_WAY:
        return None
    return Person.objects.filter(pk=held["person"], is_active=True).first()


def going_to(request: HttpRequest) -> str:
    """Where somebody half-way was going."""
    return str(request.session.get(_HALF_WAY, {}).get("to", settings.LOGIN_REDIRECT_URL))


def enter(request: HttpRequest, person: Person, *, way: Way, to: str) -> HttpResponseRedirect:
    """Open a session under a new key, say what happened since the last one, and go on."""
    before, place = person.last_login, client_address(request)
    request.session.pop(_HALF_WAY, None)
    login(request, person, backend=BACKEND)
    request.session[WAY] = way.value
    actions.note_sign_in(by=person, way=way.value, place=place)
    _say_what_failed(request, person, since=before)
    browser = known_browser(request, person.email)
    if browser:
        actions.forgive_tries(address=address_digest(person.email), browser=browser)
    SessionStore.clear_expired()
    answer = redirect(to)
    remember_browser(request, answer, person.email)
    return answer


def _say_what_failed(request: HttpRequest, person: Person, *, since: object) -> None:
    failed = failed_since(person, since=since)  # type: ignore[arg-type]
    if failed:
        at = timezone.localtime(failed[0])
        messages.warning(
            request,
            f"{counted(len(failed), 'try,tries')} to sign in as you failed since you were last here, the"
            f" latest at {at:%H:%M} on {at.day} {at:%B}. If that was not you, change your pass phrase.",
        )


def describe(request: HttpRequest) -> None:
    """A session that was just opened says from where and since when."""
    request.session[SIGNED_IN_AT] = timezone.now().timestamp()
    request.session[PLACE] = client_address(request)
    request.session[BROWSER] = browser_words(request)


def next_page(request: HttpRequest, wanted: str) -> str:
    """Where they were going, if it is a page of ours."""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else str(settings.LOGIN_REDIRECT_URL)

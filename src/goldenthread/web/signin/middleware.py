"""What a session was opened with must still be enough; and services come in by a token, on their own routes
alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import Resolver404, resolve

from goldenthread.web.accounts.middleware import no_service
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy_of
from goldenthread.web.accounts.service import ServiceCaller
from goldenthread.web.accounts.standing import today
from goldenthread.web.signin.actions import note_refused, note_token_used
from goldenthread.web.signin.codes import token_digest
from goldenthread.web.signin.entering import STRONG
from goldenthread.web.signin.models import Token
from goldenthread.web.signin.queries import must_prove_twice
from goldenthread.web.signin.sessions import WAY

GetResponse = Callable[[HttpRequest], HttpResponse]
_BEARER = "Bearer"
NOT_KNOWN = "the token is not known"
NO_LONGER = "the token has run out, was revoked or is not good yet"
NOT_GOOD_FOR_IT = "the token is not good for this"
ANOTHER = "another address"


class StillProvedTwice:
    """Ends a session opened on a pass phrase alone once its person holds a role that needs more."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, Person) and request.session.get(WAY) not in STRONG and must_prove_twice(user):
            logout(request)
        return self.get_response(request)


class BearerTokens:
    """A request with a token is a service's, whatever cookies it carries; one without is nobody's service.

    It gets 401 where the token is no good, and 403 on every route that does not ask for it by name.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        scheme, _, given = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != _BEARER.lower():
            return self.get_response(request)
        token = _token(given.strip())
        if token is None or not token.holds(on=today()):
            account, why = (token.account, NO_LONGER) if token else (None, NOT_KNOWN)
            note_refused(asked=_asked(request), why=why, status=401, account=account)
            return no_service("The token is not known, has run out or was revoked.")
        note_token_used(token)
        request.service_account = token.account  # type: ignore[attr-defined]  # for the row of a refusal
        request.user = _caller(token)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not isinstance(request.user, ServiceCaller):
            return None
        rule = policy_of(view)
        if rule is not None and rule.allows(request.user):
            return None
        account = getattr(request, "service_account", None)
        note_refused(asked=_asked(request), why=NOT_GOOD_FOR_IT, status=403, account=account)
        said = {
            "wrong": "The token is not good for this.",
            "where": "what the token was given for",
            "what_to_do": "Ask an administrator for a token that is.",
        }
        return JsonResponse(said, status=403)


def _token(given: str) -> Token | None:
    return Token.objects.filter(digest=token_digest(given)).select_related("account").first()


def _asked(request: HttpRequest) -> str:
    """The address, where it is one of those that are for services; else only that it was another. What is
    typed into an address by whoever comes uninvited is not kept."""
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return ANOTHER
    rule = policy_of(found.func)
    return f"/{found.route}" if rule is not None and rule.token is not None else ANOTHER


def _caller(token: Token) -> ServiceCaller:
    permissions = frozenset(Permission[name] for name in token.permissions if name in Permission.__members__)
    return ServiceCaller(token.account.name, token.account.reference, permissions)

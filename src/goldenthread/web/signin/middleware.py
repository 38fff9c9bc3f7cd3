"""What a session was opened with must still be enough; and services come in by a token, on their own routes
alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from goldenthread.web.accounts.middleware import no_service
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy_of
from goldenthread.web.accounts.service import ServiceCaller
from goldenthread.web.accounts.standing import today
from goldenthread.web.signin.actions import note_token_used
from goldenthread.web.signin.codes import token_digest
from goldenthread.web.signin.entering import STRONG
from goldenthread.web.signin.models import Token
from goldenthread.web.signin.queries import must_prove_twice
from goldenthread.web.signin.sessions import WAY

GetResponse = Callable[[HttpRequest], HttpResponse]
_BEARER = "Bearer"


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
        caller = _caller(given.strip())
        if caller is None:
            return no_service("The token is not known, has run out or was revoked.")
        request.user = caller  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not isinstance(request.user, ServiceCaller):
            return None
        rule = policy_of(view)
        if rule is not None and rule.allows(request.user):
            return None
        said = {
            "wrong": "The token is not good for this.",
            "where": "what the token was given for",
            "what_to_do": "Ask an administrator for a token that is.",
        }
        return JsonResponse(said, status=403)


def _caller(given: str) -> ServiceCaller | None:
    token = Token.objects.filter(digest=token_digest(given)).select_related("account").first()
    if token is None or not token.holds(on=today()):
        return None
    note_token_used(token)
    permissions = frozenset(Permission[name] for name in token.permissions if name in Permission.__members__)
    return ServiceCaller(token.account.name, token.account.reference, permissions)

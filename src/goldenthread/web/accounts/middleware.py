"""Who may come in, and for how long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone

from goldenthread.web.accounts.policy import policy_of

GetResponse = Callable[[HttpRequest], HttpResponse]
SIGNED_IN_AT = "signed_in_at"


def no_service(wrong: str) -> JsonResponse:
    """The answer to a program that did not say whose it is: it is told, not led to a page for people."""
    said = {
        "wrong": wrong,
        "where": "the header Authorization",
        "what_to_do": "Ask for a token, and send it.",
    }
    return JsonResponse(said, status=401, headers={"WWW-Authenticate": "Bearer"})


class SessionLimit:
    """Ends a session after its longest time, however busy it is; an idle one ends by its cookie's age."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self._is_over(request):
            logout(request)
        return self.get_response(request)

    def _is_over(self, request: HttpRequest) -> bool:
        began = request.session.setdefault(SIGNED_IN_AT, timezone.now().timestamp())
        return bool(timezone.now().timestamp() - began > settings.SESSION_LONGEST.total_seconds())


class OnePolicyForEachRoute:
    """Refuses any view that declares no policy, and anybody its policy does not allow."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        policy = policy_of(view)
        if policy is None:
            raise PermissionDenied
        if policy.allows(request.user):
            return None
        if policy.token is not None and not request.user.is_authenticated:
            return no_service("A service's token is needed: send it as Authorization: Bearer.")
        if not request.user.is_authenticated and request.method in {"GET", "HEAD"}:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied

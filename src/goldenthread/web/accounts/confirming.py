"""Proving again that it is you, just before an act that others will rely on: signing off, opening a
restricted record. (OWASP ASVS 5, 7.5.3.)

    if not is_confirmed(request):
        return ask_again(request)      # to the page that asks, and back here afterwards
    ...
    use_confirmation(request)          # in the request that acts: one proof, one act

Every way of signing in leads to `confirmed(request)`; nobody who relies on it needs to know which it was.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

FRESH = timedelta(minutes=10)  # long enough to read what one signs and to write why
_CONFIRMED_AT = "confirmed_at"


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the person proved who they are within FRESH and has not used that proof."""
    return confirmation(request) is not None


def confirmation(request: HttpRequest) -> float | None:
    """When the person proved who they are, as a timestamp, where that proof is fresh and not used."""
    at: float | None = request.session.get(_CONFIRMED_AT)
    fresh = at is not None and timezone.now().timestamp() - at <= FRESH.total_seconds()
    return at if fresh else None


def confirmed(request: HttpRequest) -> None:
    """Note that the person has just proved who they are."""
    request.session[_CONFIRMED_AT] = timezone.now().timestamp()


def use_confirmation(request: HttpRequest) -> None:
    """Spend the proof on the act under way. Raises PermissionDenied where there is none."""
    if not is_confirmed(request):
        raise PermissionDenied
    del request.session[_CONFIRMED_AT]


def ask_again(request: HttpRequest, *, to: str = "") -> HttpResponseRedirect:
    """To the page that asks who they are, which leads back to this one; or on to `to`, from a form that
    cannot be sent again for them."""
    return redirect(f"{reverse(settings.CONFIRM_URL)}?{urlencode({'next': to or request.get_full_path()})}")

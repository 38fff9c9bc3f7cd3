"""Signing in, and confirming, with the council's own account."""

from __future__ import annotations

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.web.accounts.confirming import confirmed
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.policy import PUBLIC, policy
from goldenthread.web.signin import actions, openid
from goldenthread.web.signin.entering import Way, enter, next_page
from goldenthread.web.signin.providers import Provider
from goldenthread.web.signin.queries import linked_person, provider_named, unlinked_person

_ASKED = "asked_provider"
_log = logging.getLogger(__name__)


@policy(PUBLIC)
@require_safe
def go(request: HttpRequest, key: str) -> HttpResponse:
    """To the provider. Somebody signed in already confirms who they are: they are asked anew there."""
    provider = _provider(key)
    try:
        asked, address = openid.begin(
            provider,
            back=_back(request, provider),
            to=next_page(request, request.GET.get("next", "")),
            at=timezone.now().timestamp(),
            fresh=isinstance(request.user, Person),
        )
    except openid.Refused as refused:
        return _refused(request, provider, refused.reason)
    request.session[_ASKED] = asked.kept()
    return redirect(address)


@policy(PUBLIC)
@require_safe
def back(request: HttpRequest, key: str) -> HttpResponse:
    """Back from the provider, with a code that is good once."""
    provider = _provider(key)
    held: dict[str, Any] | None = request.session.pop(_ASKED, None)
    if held is None:
        return _refused(request, provider, "nothing was asked in this session")
    asked = openid.Asked(**held)
    answer = {name: request.GET[name] for name in ("state", "code", "error", "iss") if name in request.GET}
    try:
        claims = openid.finish(
            provider, asked, answer, back=_back(request, provider), at=timezone.now().timestamp()
        )
    except openid.Refused as refused:
        return _refused(request, provider, refused.reason)
    person = _known(provider, claims, may_link=not asked.fresh)
    if person is None:
        return _refused(request, provider, "nobody here has that account", unknown=True)
    if not asked.fresh:
        return enter(request, person, way=Way.PROVIDER, to=asked.to)
    if person != request.user:
        return _refused(request, provider, "another person confirmed")
    confirmed(request)
    return redirect(asked.to)


def _known(provider: Provider, claims: Any, *, may_link: bool) -> Person | None:
    """Whose account it is. Nobody is created: the first time, an address that the provider vouches for finds
    somebody an administrator has added, and the account's lasting name is kept."""
    subject = str(claims[provider.subject])
    person = linked_person(provider, subject)
    if person is not None or not may_link:
        return person if person is not None and person.is_active else None
    person = unlinked_person(provider, provider.address_in(claims))
    if person is not None:
        actions.link(by=person, provider=provider, subject=subject)
    return person


def _refused(request: HttpRequest, provider: Provider, reason: str, *, unknown: bool = False) -> HttpResponse:
    """Said alike whatever is wrong with the answer; why stands in the log, without anybody's name."""
    _log.warning("sign-in with %s was refused: %s", provider.key, reason)
    context = {"provider": provider, "unknown": unknown}
    return render(request, "signin/refused.html", context, status=403)


def _back(request: HttpRequest, provider: Provider) -> str:
    return request.build_absolute_uri(reverse("signin:back", args=[provider.key]))


def _provider(key: str) -> Provider:
    provider = provider_named(key)
    if provider is None:
        raise Http404
    return provider

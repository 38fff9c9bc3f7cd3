"""Where a request comes from, in the words of a list of sessions; and which browsers a person is known by.

A browser that somebody has signed in with before carries a signed cookie that says so, for addresses of
digests only. Guesses from other browsers cannot shut it out (OWASP: device cookies)."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

_SALT = "a browser somebody signed in with"
_KEPT = 180 * 24 * 60 * 60  # seconds
_MOST = 5  # people who share one browser
# The order matters: Edge says it is Chrome too, and Chrome says it is Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("CrOS", "Chromebook"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def client_address(request: HttpRequest) -> str:
    """The network address a request comes from. Behind proxies it is the last one that a proxy of ours wrote
    down; what stands before that in the header, anybody may have written."""
    behind: int = settings.PROXIES
    said = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    found = said[-behind] if 0 < behind <= len(said) else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(found))
    except ValueError:
        return ""


def browser_words(request: HttpRequest) -> str:
    """Edge on Windows; whatever it is not sure of is left out."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    browser = next((words for sign, words in _BROWSERS if sign in agent), "A browser")
    system = next((words for sign, words in _SYSTEMS if sign in agent), "")
    return f"{browser} on {system}" if system else browser


def address_digest(email: str) -> str:
    """What an address somebody typed is kept as: without the site's key nobody finds the address by it."""
    key = f"failed tries|{settings.SECRET_KEY}".encode()
    return hmac.new(key, email.strip().lower().encode(), sha256).hexdigest()


def name_for_limits(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Whose sign-in a failure counts against, for axes: the address typed, as its digest."""
    typed = (credentials or {}).get("email") or (request.POST.get("email", "") if request is not None else "")
    return address_digest(str(typed)) if typed else ""


def known_browser(request: HttpRequest, email: str) -> str:
    """This browser's number where the person has signed in with it before, else ""."""
    return _known(request).get(address_digest(email), "")


def is_known(request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
    """For the lock by person and place: a browser the person is known by has a limit of its own."""
    email = (credentials or {}).get("email") or request.POST.get("email", "")
    return bool(email and known_browser(request, str(email)))


def remember_browser(request: HttpRequest, response: HttpResponseBase, email: str) -> None:
    """Let the browser be known by this person from now on."""
    known = _known(request)
    mine = address_digest(email)
    number = known.pop(mine, "") or secrets.token_hex(8)
    kept = dict([*known.items(), (mine, number)][-_MOST:])
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE,
        signing.dumps(kept, salt=_SALT),
        max_age=_KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        held = signing.loads(
            request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, ""), salt=_SALT, max_age=_KEPT
        )
    except signing.BadSignature:
        return {}
    return {str(key): str(value) for key, value in held.items()}

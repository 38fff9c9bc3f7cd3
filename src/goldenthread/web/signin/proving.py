"""Proofs that can be guessed, and the limits on guessing them.

Three limits, each on one address, known or not, and none on a place that others share:

- from one place (django-axes): 10 wrong within 15 minutes, then 15 minutes' wait;
- from all browsers together that the person is not known by: 20 wrong within an hour, then more as the hour
  moves on: at most 480 guesses a day, from however many places;
- from a browser the person is known by: 10 wrong within 15 minutes, and neither of the others: a stranger's
  guesses never keep somebody out of the browser they use.

Passkeys and the council's own account cannot be guessed, and are never held up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from axes.decorators import axes_dispatch
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.policy import View
from goldenthread.web.signin import actions
from goldenthread.web.signin.place import address_digest, known_browser
from goldenthread.web.signin.queries import tries

MOST_FROM_STRANGERS, STRANGERS_WITHIN = 20, timedelta(hours=1)
MOST_FROM_KNOWN, KNOWN_WITHIN = 10, timedelta(minutes=15)
_by_place: Callable[[View], View] = axes_dispatch


class HeldUp(Exception):
    """Too many tries have failed: this one is not even looked at."""


def prove(request: HttpRequest, *, email: str, **proof: str) -> Person | None:
    """Who proves to be the person with this address: by password, code or recovery_code; None where it is
    wrong. Raises HeldUp."""
    address, browser = address_digest(email), known_browser(request, email)
    most, within = (MOST_FROM_KNOWN, KNOWN_WITHIN) if browser else (MOST_FROM_STRANGERS, STRANGERS_WITHIN)
    if tries(address=address, browser=browser, within=within) >= most:
        raise HeldUp
    found = authenticate(request, email=email, **proof)
    if isinstance(found, Person):
        return found
    actions.note_failed_try(address=address, browser=browser)
    _tell_when_reached(email, number=tries(address=address, browser=browser, within=within), most=most)
    return None


def _tell_when_reached(email: str, *, number: int, most: int) -> None:
    """The person is told when a limit is reached; of a stranger's, at ten already. For an address nobody has
    as much is done, so that the time it takes tells nothing."""
    if number in {MOST_FROM_KNOWN, most}:
        person = Person.objects.filter(email__iexact=email, is_active=True).first()
        actions.note_held_up(person=person, address=address_digest(email), number=number)


def limited(view: View) -> View:
    """For a view that asks for a proof: whoever is held up is told so, and why."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)  # type: ignore[return-value]
        except HeldUp:
            return held_up(request)

    return _by_place(answer)  # type: ignore[return-value]


def held_up(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """Too many wrong tries: this person from this place waits; nobody else does."""
    context = {"wait": settings.AXES_COOLOFF_TIME, "providers": settings.SIGN_IN.providers}
    return render(request, "signin/held_up.html", context, status=429)

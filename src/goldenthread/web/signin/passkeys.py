"""Passkeys between a page and the database: what is asked is kept in the session and used once."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from goldenthread.web.accounts.models import Person
from goldenthread.web.signin import actions, ceremonies
from goldenthread.web.signin.models import Passkey

_MAKING, _SHOWING = "passkey_making", "passkey_showing"
_LONGEST = 10 * 60  # seconds


def ask_for_passkey(request: HttpRequest, *, only: Person | None = None) -> str:
    """Options for the browser: prove a passkey of this person's, or any it knows for this site."""
    have = [bytes(one.credential) for one in Passkey.objects.filter(person=only)] if only else []
    begun = ceremonies.begin_showing(request, have=have)
    request.session[_SHOWING] = begun.state | {"at": timezone.now().timestamp()}
    return begun.options


def proved_by_passkey(request: HttpRequest, *, only: Person | None = None) -> Person | None:
    """Whose passkey the browser's answer proves; None where it proves none, or somebody else's."""
    state = request.session.pop(_SHOWING, None)
    answer = request.POST.get("passkey", "")
    if state is None or timezone.now().timestamp() - state["at"] > _LONGEST:
        return None
    try:
        held = Passkey.objects.filter(credential_id=ceremonies.shown_id(answer), person__is_active=True)
        passkey = held.select_related("person").first()
        if passkey is None or (only is not None and passkey.person != only):
            return None
        shown = ceremonies.finish_showing(request, state, answer, credential=bytes(passkey.credential))
    except ceremonies.NotProved:
        return None
    return passkey.person if actions.use_passkey(by=passkey, uses=shown.uses) else None


def ask_to_make(request: HttpRequest, person: Person) -> str:
    """Options for the browser to make a passkey for this person."""
    have = [bytes(one.credential) for one in Passkey.objects.filter(person=person)]
    begun = ceremonies.begin_making(
        request, handle=person.public_id.bytes, email=person.email, name=person.name, have=have
    )
    request.session[_MAKING] = begun.state | {"at": timezone.now().timestamp()}
    return begun.options


def made(request: HttpRequest) -> ceremonies.Made | None:
    """The passkey the browser made; None where its answer is not good."""
    state = request.session.pop(_MAKING, None)
    if state is None or timezone.now().timestamp() - state["at"] > _LONGEST:
        return None
    try:
        found = ceremonies.finish_making(request, state, request.POST.get("passkey", ""))
    except ceremonies.NotProved:
        return None
    return None if Passkey.objects.filter(credential_id=found.credential_id).exists() else found

"""What of signing in needs somebody: resets that wait for a second administrator, tokens about to run out."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.page.needs import Need
from goldenthread.web.page.templatetags.page import counted
from goldenthread.web.signin.queries import open_resets, tokens_running_out

_SOON = timedelta(days=30)


def needs(person: Person, *, on: date) -> list[Need]:
    """For whoever manages people."""
    if not standing_of(person).may(Permission.MANAGE_PEOPLE):
        return []
    waiting = open_resets().exclude(asked_by=person).exclude(person=person).count()
    ending = tokens_running_out(by=on + _SOON, on=on)
    found = []
    if waiting:
        who = counted(waiting, "person has,people have")
        sentence = f"{who} lost their second proof: a second administrator decides"
        found.append(Need(sentence, reverse("signin:resets"), waiting))
    if ending:
        sentence = (
            f"{counted(ending, 'token')} of services {'runs' if ending == 1 else 'run'} out within 30 days"
        )
        found.append(Need(sentence, reverse("signin:services"), ending))
    return found

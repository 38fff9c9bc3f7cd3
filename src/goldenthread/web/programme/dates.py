"""When what could stop the programme is to be looked at again, for its owner's calendar."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.page.dates import Event
from goldenthread.web.programme.models import Concern


def dates(person: Person) -> Iterator[Event]:
    """The review of each open one of one's own: what it is about are words that people wrote."""
    if not standing_of(person).may(Permission.SEE_PLAN):
        return
    for one in Concern.objects.filter(owner=person, closed_on=None):
        href = reverse("programme:concern", args=[one.pk])
        yield Event(f"concern-{one.pk}", one.review_by, "A review in the programme is due", href, one.version)

"""When the words of owners are due, and the steps they promised, for their calendar."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.page.dates import Event
from goldenthread.web.reporting import queries
from goldenthread.web.reporting.models import Cycle


def dates(person: Person) -> Iterator[Event]:
    """One's own commentaries, a cycle at a time, and one's own steps that are not done: what they are about
    are words that people wrote."""
    if not standing_of(person).may(Permission.SEE_PLAN):
        return
    for one in Cycle.objects.filter(frozen_on=None, lines__owner=person).distinct():
        href = reverse("reporting:cycle", args=[one.pk])
        words = "Commentaries on your measures are due"
        yield Event(f"commentary-{one.pk}", one.commentary_due, words, href, one.version)
    for step in queries.corrective_actions().filter(action=None, owner=person, done_on=None):
        if step.due is not None:
            href = reverse("reporting:line", args=[step.line_id])
            words = "A corrective action of yours is due"
            yield Event(f"corrective-{step.pk}", step.due, words, href, step.version)

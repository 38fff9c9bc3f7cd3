"""What Retention asks of people: a removal that waits for a second person, an answer that is owed."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.page.needs import Need
from goldenthread.web.retention.fence import let_in
from goldenthread.web.retention.queries import deadline_of, requests, waiting_for

SOON = 7  # days before an answer is due


def needs(person: Person, *, on: date) -> list[Need]:
    """Lines for the Today page."""
    found: list[Need] = []
    if standing_of(person).may(Permission.CONFIRM_REMOVAL):
        found += _removals(let_in(person))
    if standing_of(person).may(Permission.ANSWER_REQUESTS):
        found += _answers(let_in(person), on=on)
    return found


def _removals(person: Person) -> list[Need]:
    return [
        Need(
            f"{purge.proposed_by_name} proposed to remove records: it waits for a second person",
            reverse("retention:purge", args=[purge.pk]),
        )
        for purge in waiting_for(person.pk)
    ]


def _answers(person: Person, *, on: date) -> list[Need]:
    """Answers that are late, or due within a week; no child is named here."""
    found = []
    for request in requests().filter(ended_on=None).prefetch_related("pauses"):
        left = deadline_of(request).days_left(on)
        if left is not None and left <= SOON:
            when = "is late" if left < 0 else "is due today" if left == 0 else f"is due in {left} days"
            sentence = f"An answer to a subject access request {when}"
            found.append(Need(sentence, reverse("retention:request", args=[request.pk]), late=left < 0))
    return found

"""What the roles ask of somebody: proposals that wait for a second person, and whom they cover."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.queries import proposal_words, waiting
from goldenthread.web.accounts.standing import covers_on, standing_of
from goldenthread.web.page.needs import Need


def needs(person: Person, *, on: date) -> list[Need]:
    """Lines for the Today page."""
    return [*_to_confirm(person), *_covering(person, on)]


def _to_confirm(person: Person) -> list[Need]:
    if not standing_of(person).may(Permission.CONFIRM_ROLES):
        return []
    return [
        Need(
            f"{proposal_words(one)} for {one.person.name}, proposed by {one.proposed_by_name},"
            " waits for you to confirm it",
            reverse("accounts:proposal", args=[one.pk]),
        )
        for one in waiting(by=person)
    ]


def _covering(person: Person, on: date) -> list[Need]:
    return [
        Need(
            f"You cover {one.covered.name} to {one.ends.day} {one.ends:%B %Y}: their claims to sign off are"
            " yours meanwhile",
            reverse("accounts:me"),
        )
        for one in covers_on(on).filter(deputy=person)
    ]

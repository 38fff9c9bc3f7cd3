"""What a form may choose from, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from goldenthread.web.accounts.models import Membership, Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.evidence.models import Exhibit
from goldenthread.web.plan.models import (
    Evidence,
    Judged,
)

_WORKERS = sorted(key for key, role in ROLES.items() if Permission.WORK_ACTIONS in role.permissions)


def possible_owners() -> QuerySet[Person]:
    """People who hold a role that works on actions."""
    held = Membership.objects.filter(role__in=_WORKERS).values("person")
    return Person.objects.filter(is_active=True, pk__in=held)


def possible_sponsors() -> QuerySet[Person]:
    """People who hold a role that sees the plan: whoever speaks for an action need not work on it."""
    sees = [key for key, role in ROLES.items() if Permission.SEE_PLAN in role.permissions]
    held = Membership.objects.filter(role__in=sees).values("person")
    return Person.objects.filter(is_active=True, pk__in=held)


def measure_titles(indicators: Iterable[str]) -> dict[str, str]:
    """Titles of indicators by id; one no longer in the catalogue keeps its id."""
    from goldenthread.errors import InputRefused
    from goldenthread.indicators import catalogue

    titles = {}
    for indicator in indicators:
        try:
            titles[indicator] = catalogue.get(indicator).title
        except InputRefused:
            titles[indicator] = indicator
    return titles


def exhibits_of(person: Person) -> QuerySet[Exhibit]:
    """The evidence this person froze: only they choose what it bears on."""
    return Exhibit.objects.filter(pinned_by_id=person.reference)


def sufficient(evidence: Iterable[Evidence]) -> int:
    return sum(piece.judged == Judged.SUFFICIENT for piece in evidence)

"""Reading people, their roles and their teams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from goldenthread.web.accounts.models import Membership, Person, Team
from goldenthread.web.accounts.roles import ROLES

SOON = timedelta(days=30)


@dataclass(frozen=True)
class PersonRow:
    """Somebody, and the roles they hold on a day, in words."""

    person: Person
    roles: list[str]
    ends: date | None  # the first last day among those roles


def people(*, on: date) -> list[PersonRow]:
    """Everybody: those who may sign in first, by name."""
    held = Membership.objects.filter(Q(ends=None) | Q(ends__gte=on), starts__lte=on).select_related("team")
    found = Person.objects.prefetch_related(Prefetch("memberships", held, to_attr="held"))
    return [_row(person) for person in found.order_by("-is_active", "name", "pk")]


def _row(person: Person) -> PersonRow:
    held: list[Membership] = person.held  # type: ignore[attr-defined]  # prefetched above
    ends = min((membership.ends for membership in held if membership.ends), default=None)
    return PersonRow(person, [role_words(membership) for membership in held], ends)


def role_words(membership: Membership) -> str:
    """Team manager, Safeguarding Team South."""
    label = ROLES[membership.role].label
    span = membership.team.name if membership.team else membership.service_area
    return f"{label}, {span}" if span else label


def memberships_of(person: Person) -> QuerySet[Membership]:
    """Every role somebody holds or has held, the latest first."""
    return person.memberships.select_related("team").order_by("-starts", "-pk")


def teams() -> QuerySet[Team]:
    """Every team, by service area and name, with how many people hold a role in it."""
    return Team.objects.annotate(people=Count("memberships")).order_by("service_area", "name")


def service_areas() -> list[str]:
    """The spans that teams stand in."""
    found = Team.objects.exclude(service_area="").values_list("service_area", flat=True)
    return sorted(set(found))

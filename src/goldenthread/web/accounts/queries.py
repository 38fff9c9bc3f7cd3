"""Reading people, their roles and their teams."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from goldenthread.web.accounts.models import (
    Cover,
    Decided,
    JobTitle,
    Membership,
    Person,
    Proposal,
    Team,
)
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.roles import COVER, ROLES

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
    span = membership.team.name if membership.team else membership.service_area
    words = f"{_label(membership.role)}, {span}" if span else _label(membership.role)
    return f"{words} (as {membership.title})" if membership.title else words


def _label(role: str) -> str:
    return ROLES[role].label if role in ROLES else f"{role}, a role there no longer is"


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


def titles() -> QuerySet[JobTitle]:
    """The council's job titles, by name."""
    return JobTitle.objects.all()


def labels(roles: Iterable[str]) -> list[str]:
    """Roles by their labels."""
    return [_label(role) for role in roles]


def cover_of(person: Person, *, on: date) -> list[Cover]:
    """Cover given or taken by somebody that is not over, the first to begin first."""
    found = Cover.objects.filter(Q(covered=person) | Q(deputy=person), ends__gte=on)
    return list(found.select_related("covered", "deputy"))


def proposals() -> QuerySet[Proposal]:
    """Every proposal, with the people and the team it names."""
    return Proposal.objects.select_related("person", "covered", "team", "proposed_by")


def waiting(*, by: Person | None = None) -> QuerySet[Proposal]:
    """Proposals nobody has answered, the oldest first; those `by` may answer where they are named."""
    found = proposals().filter(state=Decided.WAITING)
    return found.exclude(person=by).exclude(proposed_by=by) if by else found


def proposed_worker(person: Person) -> str:
    """The name in the records that waits to be confirmed for somebody; "" where none does."""
    found = waiting().filter(person=person).exclude(worker="").values_list("worker", flat=True).first()
    return found or ""


def proposal_words(proposal: Proposal) -> str:
    """What is proposed: Head of service, Safeguarding (as Service manager); cover for somebody; or a name."""
    if proposal.covered is not None:
        return f"Cover for {proposal.covered.name}"
    if proposal.worker:
        return f"The name {proposal.worker} in the records"
    span = proposal.team.name if proposal.team else proposal.service_area
    words = ", ".join([*labels(proposal.roles), *([span] if span else [])])
    return f"{words} (as {proposal.title})" if proposal.title else words


def what_it_gives(proposal: Proposal) -> list[str]:
    """In words, everything the proposal would let its person do, in the order of the permissions."""
    if proposal.worker:
        return [f"See the children held by {proposal.worker}, where their role reaches their own caseload"]
    if proposal.covered is not None:
        given: Iterable[Permission] = COVER.takes_over
    else:
        given = {one for key in proposal.roles if key in ROLES for one in ROLES[key].permissions}
    return [permission.value for permission in Permission if permission in given]


def first_people_are_in(*, on: date) -> bool:
    """Whether the site can look after itself: somebody may propose a role, and somebody else confirm it."""
    held = Membership.objects.filter(
        Q(ends=None) | Q(ends__gte=on), starts__lte=on, person__is_active=True
    ).values_list("person", "role")
    may = {
        permission: {who for who, key in held if key in ROLES and permission in ROLES[key].permissions}
        for permission in (Permission.MANAGE_PEOPLE, Permission.CONFIRM_ROLES)
    }
    propose, decide = may[Permission.MANAGE_PEOPLE], may[Permission.CONFIRM_ROLES]
    return bool(propose and decide and len(propose | decide) > 1)

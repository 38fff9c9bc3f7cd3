"""Reading who may see which child, and who did. Whose rows these are is PostgreSQL's to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from goldenthread.web.access.conflicts import Post, Tie, alike, ties
from goldenthread.web.access.models import (
    Allotment,
    ChildView,
    Conflict,
    Notice,
    Opening,
    Restriction,
)
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.access.records import Known
from goldenthread.web.accounts.models import Membership, Person, Team
from goldenthread.web.accounts.permissions import Permission, Scope
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.accounts.standing import LONDON, standing_on
from goldenthread.web.database.scope import asks

WHY_OPEN = {
    "emergency": Purpose.EMERGENCY,
    "put right": Purpose.DATA_QUALITY,
    "allotted": Purpose.AUDIT,
}


@dataclass(frozen=True)
class Fence:
    """Children beyond somebody's roles: `open`, each with the purpose it was opened for, and `shut`."""

    open: dict[str, Purpose]
    shut: frozenset[str]

    def purpose_of(self, child: str, otherwise: Purpose) -> Purpose:
        return self.open.get(child, otherwise)


def fence_of(by: Person) -> Fence:
    """The children open and shut to this person now, as PostgreSQL itself keeps to.

    Raises RuntimeError where the database was told that somebody else asks: what is shut to one person must
    never be worked out for another. Where it was told nobody, nothing is open and every restricted child is
    shut.
    """
    if asks() not in {"", by.reference}:
        raise RuntimeError("Children's rows are read for whoever the database was told is asking.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT child, why FROM access_open")
        opened = {child: WHY_OPEN[why] for child, why in cursor.fetchall()}
        cursor.execute("SELECT child FROM access_shut")
        shut = frozenset(child for (child,) in cursor.fetchall())
    return Fence(open={child: why for child, why in opened.items() if child not in shut}, shut=shut)


# Who is told, and who may do what -------------------------------------------------------------------------


def holders(permission: Permission, *, on: date) -> list[Person]:
    """Everybody who may do this on a day, by name."""
    roles = [key for key, role in ROLES.items() if permission in role.permissions]
    found = Membership.objects.filter(
        Q(ends=None) | Q(ends__gte=on), role__in=roles, starts__lte=on, person__is_active=True
    )
    return list(Person.objects.filter(pk__in=found.values("person")))


def managers_of(person: Person, *, on: date) -> list[Person]:
    """Whoever answers for this person's practice: the managers of their teams, else the heads over those
    teams or over the people themselves, else the directors. Never the person."""
    held = Membership.objects.filter(Q(ends=None) | Q(ends__gte=on), person=person, starts__lte=on)
    teams = set(held.exclude(team=None).values_list("team", flat=True))
    areas = set(
        Team.objects.filter(pk__in=teams).exclude(service_area="").values_list("service_area", flat=True)
    )
    over = (
        _holding(Scope.TEAM, on, Q(team__in=teams)),
        _holding(Scope.SERVICE_AREA, on, Q(service_area__in=areas)),
        _holding(Scope.AUTHORITY, on, Q(role__in=_signing_roles())),
    )
    manages = {Scope.TEAM: 1, Scope.SERVICE_AREA: 2, Scope.AUTHORITY: 3}
    own = max((manages.get(ROLES[one.role].scope, 0) for one in held if one.role in ROLES), default=0)
    for rung, found in enumerate(over):
        others = [one for one in found if one.pk != person.pk]
        if others and rung >= min(own, 2):
            return others
    return []


def _holding(scope: Scope, on: date, where: Q) -> list[Person]:
    roles = [key for key, role in ROLES.items() if role.scope is scope and not role.external]
    found = Membership.objects.filter(
        where, Q(ends=None) | Q(ends__gte=on), role__in=roles, starts__lte=on, person__is_active=True
    )
    return list(Person.objects.filter(pk__in=found.values("person")))


def _signing_roles() -> list[str]:
    return [key for key, role in ROLES.items() if Permission.SIGN_RESTRICTIONS in role.permissions]


def guardians(*, on: date, but: Person) -> list[Person]:
    """Those who answer for who sees whom, never the person it is about; the directors where there is none."""
    for permission in (Permission.GUARD_ACCESS, Permission.SIGN_RESTRICTIONS):
        found = [one for one in holders(permission, on=on) if one.pk != but.pk]
        if found:
            return found
    return []


# Conflicts ------------------------------------------------------------------------------------------------


def conflicts_of(person: Person, children: Iterable[str], *, records: Known, on: date) -> dict[str, set[Tie]]:
    """Of these children, those that may not be given to this person to audit, and why. There is no way past
    it."""
    wanted = list(children)
    found = ties(
        person.reference,
        names=_names(person),
        involved=[part for part in records.involved if part.child in wanted],
        posts=list(_posts()),
        areas=dict(Team.objects.values_list("name", "service_area")),
        on=on,
    )
    declared = Conflict.objects.filter(person=person.reference, child__in=wanted, ended_at=None)
    for child in declared.values_list("child", flat=True):
        found.setdefault(child, set()).add(Tie.DECLARED)
    return found


def _names(person: Person) -> frozenset[str]:
    return frozenset(alike(name) for name in (person.worker, person.name) if name)


def _posts() -> Iterator[Post]:
    for one in Membership.objects.select_related("person", "team"):
        role = ROLES.get(one.role)
        team = one.team.name if one.team else ""
        yield Post(
            person=one.person.reference,
            names=_names(one.person),
            scope=role.scope if role else Scope.NONE,
            team=team,
            area=one.service_area,
            starts=one.starts,
            ends=one.ends,
        )


def declared_conflicts() -> QuerySet[Conflict]:
    """The conflicts that stand, as far as whoever asks may know of them."""
    return Conflict.objects.filter(ended_at=None)


# Lists ----------------------------------------------------------------------------------------------------


def restrictions() -> QuerySet[Restriction]:
    """The children restricted now."""
    return Restriction.objects.filter(lifted_at=None).prefetch_related("listings")


def openings() -> QuerySet[Opening]:
    """Every opening whoever asks may know of, the latest first."""
    return Opening.objects.all()


def reviews_owed() -> QuerySet[Opening]:
    """Openings nobody has reviewed yet, the first due first."""
    return Opening.objects.filter(reviewed_at=None).order_by("review_due", "starts")


def notices_for(person: Person) -> QuerySet[Notice]:
    """What this person has been told and nobody has marked as read."""
    return Notice.objects.filter(read_at=None, people__contains=[person.reference])


def allotted_to(person: Person, *, on: date) -> QuerySet[Allotment]:
    """The children somebody has for reading on a day."""
    return Allotment.objects.filter(
        person=person.reference, withdrawn_at=None, starts__lte=on, ends__gte=on
    ).order_by("ends", "child")


def allotments() -> QuerySet[Allotment]:
    """Every allotment whoever asks gave, or may know of, that has not been withdrawn."""
    return Allotment.objects.filter(withdrawn_at=None).order_by("-ends", "person_name", "child")


def auditors(*, on: date) -> list[Person]:
    """Those to whom children can be allotted."""
    return holders(Permission.SEE_ALLOTTED, on=on)


def longest_allotment(person: Person, *, on: date) -> int:
    """Days at the most: those from outside, an inspector, for the days they are here; others for a
    quarter."""
    roles = standing_on(person, on=on).roles
    inside = any(Permission.SEE_ALLOTTED in role.permissions and not role.external for role in roles)
    return 92 if inside else 30


def looks_of(person: str) -> QuerySet[ChildView]:
    """What one person looked at, the latest first."""
    return ChildView.objects.filter(person=person)


def looks_at(child: str) -> QuerySet[ChildView]:
    """Who looked at one child, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_looks_at(%s)", [child])
        found = [row for (row,) in cursor.fetchall()]
    return ChildView.objects.filter(pk__in=found)


def rows_taken_away(person: str, *, on: date) -> int:
    """How many rows about children left with the person as files on a day."""
    morning = datetime.combine(on, time(), tzinfo=LONDON)
    taken = ChildView.objects.filter(person=person, taken_away__isnull=False, at__gte=morning)
    return int(taken.aggregate(rows=Sum("taken_away", default=0))["rows"])


def children_seen(person: str, *, on: date) -> int:
    """How many children the person saw by name on a day, each counted once."""
    morning = datetime.combine(on, time(), tzinfo=LONDON)
    looks = ChildView.objects.filter(person=person, identified=True, at__gte=morning)
    return len({child for children in looks.values_list("children", flat=True) for child in children})

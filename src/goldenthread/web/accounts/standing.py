"""What a person may do today: the sum of the roles they hold, worked out afresh at each request, so that a
change of role or a last day bites at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from goldenthread.web.accounts.models import Membership, Person, Team
from goldenthread.web.accounts.permissions import FigureTier, Identity, Permission, Scope
from goldenthread.web.accounts.roles import ROLES, Role
from goldenthread.web.database.scope import DatabaseScope, Reach

LONDON = ZoneInfo("Europe/London")
_IDENTITY = tuple(Identity)
_FIGURES = tuple(FigureTier)


@dataclass(frozen=True)
class ChildReach:
    """Some children, and how identifiable they are. `teams` None is the whole authority."""

    identity: Identity
    teams: frozenset[str] | None = frozenset()
    worker: str = ""


@dataclass(frozen=True)
class Standing:
    """One person's roles taken together. Each reach keeps its own identity tier: seeing everybody under
    pseudonyms and one team by name never adds up to seeing everybody by name."""

    roles: tuple[Role, ...] = ()
    reaches: tuple[ChildReach, ...] = ()

    def may(self, permission: Permission) -> bool:
        """Whether any role held allows it; anything that is not a Permission is refused."""
        return isinstance(permission, Permission) and any(
            permission in role.permissions for role in self.roles
        )

    @property
    def figures(self) -> FigureTier:
        """The fullest form of a figure this person may see."""
        return max((role.figures for role in self.roles), key=_FIGURES.index, default=FigureTier.NONE)

    @property
    def identity(self) -> Identity:
        """The most identifiable any child is to this person."""
        return max((reach.identity for reach in self.reaches), key=_IDENTITY.index, default=Identity.NONE)

    def database_scope(self, person: str) -> DatabaseScope:
        """The same reach as PostgreSQL is told it."""
        log = self.may(Permission.SEE_ACCESS_LOG)
        if any(reach.teams is None for reach in self.reaches):
            return DatabaseScope(person=person, reach=Reach.ALL, access_log=log)
        teams = frozenset[str]().union(*(reach.teams or () for reach in self.reaches))
        worker = next((reach.worker for reach in self.reaches if reach.worker), "")
        reach = Reach.SOME if teams or worker else Reach.NONE
        return DatabaseScope(person=person, reach=reach, teams=teams, worker=worker, access_log=log)


NOBODY = Standing()


def today() -> date:
    """Today's date in London: what a role's first and last day are held against."""
    return timezone.now().astimezone(LONDON).date()


def standing_on(person: Person, *, on: date) -> Standing:
    """The person's roles on a day."""
    if not person.is_active:
        return NOBODY
    held = list(
        Membership.objects.filter(
            Q(ends=None) | Q(ends__gte=on), person=person, starts__lte=on
        ).select_related("team")
    )
    reaches = (_reach(membership, person) for membership in held)
    return Standing(
        roles=tuple(dict.fromkeys(ROLES[membership.role] for membership in held)),
        reaches=tuple(reach for reach in reaches if reach is not None),
    )


def standing_of(user: object) -> Standing:
    """The standing, today, of whoever a request comes from; worked out once for each request."""
    if not isinstance(user, Person):
        return NOBODY
    known: Standing | None = getattr(user, "_standing", None)
    if known is None:
        known = standing_on(user, on=today())
        user._standing = known  # type: ignore[attr-defined]  # lives as long as the request's person does
    return known


def _reach(membership: Membership, person: Person) -> ChildReach | None:
    role = ROLES[membership.role]
    if role.identity is Identity.NONE:
        return None
    match role.scope:
        case Scope.AUTHORITY:
            return ChildReach(role.identity, teams=None)
        case Scope.SERVICE_AREA if membership.service_area:
            names = Team.objects.filter(service_area=membership.service_area).values_list("name", flat=True)
            return ChildReach(role.identity, teams=frozenset(names))
        case Scope.TEAM if membership.team:
            return ChildReach(role.identity, teams=frozenset({membership.team.name}))
        case Scope.CASELOAD if person.worker:
            return ChildReach(role.identity, worker=person.worker)
    return None

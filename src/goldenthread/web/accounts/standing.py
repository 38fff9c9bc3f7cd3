"""What a person may do today: the sum of the roles they hold and of those they cover, worked out afresh at
each request, so that a change of role or a last day bites at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from goldenthread.web.accounts.models import Cover, Membership, Person, Team
from goldenthread.web.accounts.permissions import FigureTier, Identity, Permission, Scope
from goldenthread.web.accounts.roles import COVER, ROLES, Role
from goldenthread.web.database.scope import DatabaseScope, Reach

LONDON = ZoneInfo("Europe/London")
_IDENTITY = tuple(Identity)
_FIGURES = tuple(FigureTier)


@dataclass(frozen=True)
class ChildReach:
    """Some children, and how identifiable they are. `teams` None is the whole authority. `taken_away`: a list
    of them may be downloaded."""

    identity: Identity
    teams: frozenset[str] | None = frozenset()
    worker: str = ""
    taken_away: bool = False


@dataclass(frozen=True)
class Standing:
    """One person's roles taken together. Each reach keeps its own identity tier: seeing everybody under
    pseudonyms and one team by name never adds up to seeing everybody by name."""

    roles: tuple[Role, ...] = ()
    reaches: tuple[ChildReach, ...] = ()
    covered: tuple[Person, ...] = ()  # whom this person covers

    def may(self, permission: Permission) -> bool:
        """Whether any role held allows it; anything that is not a Permission is refused."""
        return isinstance(permission, Permission) and any(
            permission in role.permissions for role in self.roles
        )

    @property
    def figures(self) -> FigureTier:
        """The fullest form of a figure this person may see, by the roles that see figures where there are
        such: a board's agreement lends nothing to a seat on scrutiny."""
        sees = [role for role in self.roles if Permission.SEE_FIGURES in role.permissions]
        tiers = (role.figures for role in sees or self.roles)
        return max(tiers, key=_FIGURES.index, default=FigureTier.NONE)

    @property
    def identity(self) -> Identity:
        """The most identifiable any child is to this person."""
        return max((reach.identity for reach in self.reaches), key=_IDENTITY.index, default=Identity.NONE)

    def database_scope(self, person: str) -> DatabaseScope:
        """The same reach as PostgreSQL is told it."""
        told = DatabaseScope(
            person=person,
            access_log=self.may(Permission.SEE_ACCESS_LOG),
            allotted=self.may(Permission.SEE_ALLOTTED),
            emergency=self.may(Permission.OPEN_IN_EMERGENCY) or self.may(Permission.ASK_WHO),
            restrictions=self.may(Permission.SIGN_RESTRICTIONS),
        )
        if any(reach.teams is None for reach in self.reaches):
            return replace(told, reach=Reach.ALL)
        teams = frozenset[str]().union(*(reach.teams or () for reach in self.reaches))
        worker = next((reach.worker for reach in self.reaches if reach.worker), "")
        return replace(told, reach=Reach.SOME if teams or worker else Reach.NONE, teams=teams, worker=worker)


NOBODY = Standing()


def today() -> date:
    """Today's date in London: what a role's first and last day are held against."""
    return timezone.now().astimezone(LONDON).date()


def standing_on(person: Person, *, on: date) -> Standing:
    """The person's roles on a day, and what they take over from anybody they cover on it: one question to the
    database, which every request asks."""
    if not person.is_active:
        return NOBODY
    covered = covers_on(on).filter(deputy=person).values("covered")
    found = memberships_on(on).filter(Q(person=person) | Q(person__in=covered))
    own = [one for one in found if one.person_id == person.pk]
    others = [one for one in found if one.person_id != person.pk]
    return _sum([*_held(own, on=on), *_taken_over_from(others, on=on)])


def memberships_on(day: date) -> QuerySet[Membership]:
    """Every role somebody holds on a day."""
    found = Membership.objects.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day)
    return found.select_related("team", "person")


def covers_on(day: date) -> QuerySet[Cover]:
    """Who covers whom on a day. Whoever may not sign in themselves is not covered: their rights are over."""
    found = Cover.objects.filter(starts__lte=day, ends__gte=day, covered__is_active=True)
    return found.select_related("covered", "deputy")


def held_role(membership: Membership, *, on: date) -> Role | None:
    """The role as held on a day: a sharing agreement, to its last day, lets it see figures as counted. A role
    the matrix no longer has gives nothing."""
    role = ROLES.get(membership.role)
    agreed = membership.agreed_until is not None and on <= membership.agreed_until
    return replace(role, figures=FigureTier.INTERNAL) if role and role.agreement and agreed else role


def _held(found: Iterable[Membership], *, on: date) -> list[tuple[Membership, Role]]:
    held = [(membership, held_role(membership, on=on)) for membership in found]
    return [(membership, role) for membership, role in held if role is not None]


def _taken_over_from(covered: Iterable[Membership], *, on: date) -> list[tuple[Membership, Role]]:
    """Of the roles of those a person covers, what a deputy takes over. Cover of cover is none, and nobody
    from outside is covered."""
    held = _held(covered, on=on)
    return [(mine, _taken_over(role, mine.person)) for mine, role in held if not role.external]


def _taken_over(role: Role, covered: Person) -> Role:
    """A caseload is handed over in the case system, so that reach does not pass."""
    scope = Scope.NONE if role.scope is Scope.CASELOAD else role.scope
    unreached = {Permission.SEE_CHILDREN} if scope is Scope.NONE else set()
    return replace(
        role,
        label=f"{role.label}, covering {covered.name}",
        permissions=role.permissions & COVER.takes_over - unreached,
        scope=scope,
        identity=role.identity if scope is not Scope.NONE else Identity.NONE,
        covering=covered.reference,
    )


def _sum(held: Sequence[tuple[Membership, Role]]) -> Standing:
    reaches = (_reach(membership, role) for membership, role in held)
    return Standing(
        roles=tuple(dict.fromkeys(role for _, role in held)),
        reaches=tuple(reach for reach in reaches if reach is not None),
        covered=tuple(dict.fromkeys(membership.person for membership, role in held if role.covering)),
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


def _reach(membership: Membership, role: Role) -> ChildReach | None:
    if role.identity is Identity.NONE:
        return None
    away = Permission.TAKE_AWAY_LISTS in role.permissions
    match role.scope:
        case Scope.AUTHORITY:
            return ChildReach(role.identity, teams=None, taken_away=away)
        case Scope.SERVICE_AREA if membership.service_area:
            names = Team.objects.filter(service_area=membership.service_area).values_list("name", flat=True)
            return ChildReach(role.identity, teams=frozenset(names), taken_away=away)
        case Scope.TEAM if membership.team:
            return ChildReach(role.identity, teams=frozenset({membership.team.name}), taken_away=away)
        case Scope.CASELOAD if membership.person.worker:
            return ChildReach(role.identity, worker=membership.person.worker, taken_away=away)
    return None

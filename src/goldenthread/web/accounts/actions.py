"""Writes: people, teams and the roles people hold."""

from __future__ import annotations

from datetime import date

from django.contrib.sessions.models import Session
from django.db import transaction

from goldenthread.web.accounts.models import Membership, Person, Team
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.history.actions import About, Actor, record
from goldenthread.web.page.conflict import save_if_unchanged


@transaction.atomic
def add_person(*, by: Actor, email: str, name: str, password: str | None, worker: str = "") -> Person:
    """Somebody who may sign in. Without a password they cannot, until one is set."""
    person = Person(email=email.strip().lower(), name=name, worker=worker)
    person.set_password(password)
    person.save()
    record(by=by, act="added the person", about=_about(person))
    return person


@transaction.atomic
def keep_team(*, by: Actor, name: str, service_area: str) -> Team:
    """A team, and the span it stands in; said again, it is brought up to date. For the site's own work: what
    a person sends goes by `set_team`."""
    team, new = Team.objects.get_or_create(name=name, defaults={"service_area": service_area})
    if new:
        _record_team(by, "added the team", team, service_area)
    else:
        _move_team(by, team, version=team.version, service_area=service_area)
    return team


@transaction.atomic
def set_team(*, by: Actor, name: str, service_area: str, version: int) -> bool:
    """A new team (version 0), or another span for one that is there. False where it stands otherwise than
    whoever sends this has seen: nothing is changed then."""
    team, new = Team.objects.get_or_create(name=name, defaults={"service_area": service_area})
    if new:
        _record_team(by, "added the team", team, service_area)
        return True
    if team.service_area == service_area:
        return True
    return _move_team(by, team, version=version, service_area=service_area)


def _move_team(by: Actor, team: Team, *, version: int, service_area: str) -> bool:
    row = Team.objects.filter(pk=team.pk)
    if not save_if_unchanged(row, version=version, changes={"service_area": service_area}):
        return False
    _record_team(by, "kept the team", team, service_area)
    return True


def _record_team(by: Actor, act: str, team: Team, service_area: str) -> None:
    about = About(kind="team", key=str(team.pk), label=team.name)
    record(by=by, act=act, about=about, details={"area": service_area})


@transaction.atomic
def give_role(
    *,
    by: Actor,
    person: Person,
    role: str,
    starts: date,
    ends: date | None = None,
    team: Team | None = None,
    service_area: str = "",
) -> Membership:
    """A role from a day, to a last day where it has one (an external person's always has).

    Raises ValueError for a role that is not in the table, or for an external role without a last day.
    """
    if role not in ROLES:
        raise ValueError(f"there is no role {role}")
    if ROLES[role].external and ends is None:
        raise ValueError(f"{ROLES[role].label} is from outside: give a last day")
    if getattr(by, "reference", None) == person.reference:
        raise ValueError("nobody gives a role to themselves")
    given = Membership.objects.create(
        person=person, role=role, team=team, service_area=service_area, starts=starts, ends=ends
    )
    record(by=by, act="gave the role", about=_about(person), details={"role": role, "starts": str(starts)})
    return given


@transaction.atomic
def end_role(*, by: Actor, membership: Membership, version: int, ends: date) -> bool:
    """A role's last day; it stops at the end of that day. False where somebody else saved first."""
    row = Membership.objects.filter(pk=membership.pk)
    if not save_if_unchanged(row, version=version, changes={"ends": ends}):
        return False
    record(
        by=by,
        act="ended the role",
        about=_about(membership.person),
        details={"role": membership.role, "ends": str(ends)},
    )
    return True


@transaction.atomic
def stop_person(*, by: Actor, person: Person) -> None:
    """A leaver: no more signing in, and every open session ends."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
    record(by=by, act="stopped the person", about=_about(person))


def _about(person: Person) -> About:
    return About(kind="person", key=person.reference, label=person.name)


@transaction.atomic
def describe_person(*, by: Actor, person: Person, version: int, name: str, email: str, worker: str) -> bool:
    """Put right what somebody is called, here and in the records. False where somebody else saved first."""
    details = {"name was": person.name, "address was": person.email, "worker was": person.worker}
    changes = {"name": name, "email": email.strip().lower(), "worker": worker}
    row = Person.objects.filter(pk=person.pk)
    if not save_if_unchanged(row, version=version, changes=changes):
        return False
    is_now = {"name is": name, "address is": changes["email"], "worker is": worker}
    record(by=by, act="changed the person", about=_about(person), details=details | is_now)
    return True


@transaction.atomic
def set_password(*, by: Actor, person: Person, password: str) -> None:
    """A new pass phrase; where somebody else set it, every open session of the person ends."""
    person.set_password(password)
    person.save(update_fields=["password"])
    own = getattr(by, "reference", None) == person.reference
    record(by=by, act="changed their pass phrase" if own else "set a pass phrase", about=_about(person))


@transaction.atomic
def let_in_again(*, by: Actor, person: Person) -> None:
    """Somebody who was stopped may sign in again, with the roles that have not ended."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(by=by, act="let the person in again", about=_about(person))

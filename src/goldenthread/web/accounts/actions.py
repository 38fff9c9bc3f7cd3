"""Writes: people, teams and the roles people hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from goldenthread.web.accounts.models import (
    Cover,
    Decided,
    JobTitle,
    Membership,
    Person,
    Proposal,
    Team,
)
from goldenthread.web.accounts.roles import COVER, EXTERNAL, ROLES, Role
from goldenthread.web.history.actions import About, Actor, Service, record
from goldenthread.web.page.conflict import save_if_unchanged


@transaction.atomic
def add_person(*, by: Actor, email: str, name: str, password: str | None, worker: str = "") -> Person:
    """Somebody who may sign in. Without a password they cannot, until one is set. Their name in the records
    is given here by the site's own work alone; raises ValueError for a person who gives one."""
    if worker and not isinstance(by, Service):
        raise ValueError("one person proposes a name in the records and another confirms it")
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


@dataclass(frozen=True)
class Span:
    """From when to when something holds, and over whom. `agreed_until`: a sharing agreement's last day."""

    starts: date
    ends: date | None = None
    team: Team | None = None
    service_area: str = ""
    agreed_until: date | None = None


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
    """A role given by the site's own work: the first people of a new site, a demonstration, tests. People
    propose and confirm.

    Raises ValueError for a person who gives one, for a role that is not in the matrix, or for an external
    role without a last day.
    """
    if not isinstance(by, Service):
        raise ValueError("one person proposes a role and another confirms it: nobody gives one")
    span = Span(starts, ends, team, service_area)
    _refuse(why_not_roles([role], person=person, span=span))
    return _give(by=by, person=person, role=role, span=span)


def _give(
    *, by: Actor, person: Person, role: str, span: Span, title: str = "", details: Any = None
) -> Membership:
    given = Membership.objects.create(
        person=person,
        role=role,
        title=title,
        team=span.team,
        service_area=span.service_area,
        starts=span.starts,
        ends=span.ends,
        agreed_until=span.agreed_until if ROLES[role].agreement else None,
    )
    said = {"role": role, "starts": str(span.starts)} | ({"ends": str(span.ends)} if span.ends else {})
    record(by=by, act="gave the role", about=_about(person), details=said | (details or {}))
    return given


def why_not_roles(roles: Sequence[str], *, person: Person, span: Span) -> str:
    """Why these roles cannot be held in this way, in words; "" where they can."""
    unknown = [role for role in roles if role not in ROLES]
    if unknown or not roles:
        return f"there is no role {', '.join(map(str, unknown))}".rstrip()
    return next((why for role in roles if (why := _why_not(ROLES[role], person, span))), "")


def _why_not(role: Role, person: Person, span: Span) -> str:
    if role.external and span.ends is None:
        return f"{role.label} is from outside: give a last day"
    if span.ends is not None and span.ends < span.starts:
        return "the last day is before the first"
    if role.longest_days and span.ends and (span.ends - span.starts).days >= role.longest_days:
        return f"{role.label} is let in for {role.longest_days} days at most"
    return ""


# One person proposes, another confirms


@transaction.atomic
def propose_roles(
    *, by: Person, person: Person, roles: Sequence[str], span: Span, on: date, title: str = ""
) -> Proposal:
    """Ask that somebody be given roles. Raises ValueError where they cannot be held so, or for oneself."""
    _refuse(_why_not_propose(by, person) or why_not_roles(roles, person=person, span=span))
    if span.agreed_until and not any(ROLES[role].agreement for role in roles):
        raise ValueError("a sharing agreement is for a board's own people")
    return _propose(
        by=by,
        on=on,
        person=person,
        roles=list(roles),
        title=title,
        team=span.team,
        service_area=span.service_area,
        starts=span.starts,
        ends=span.ends,
        agreed_until=span.agreed_until,
    )


@transaction.atomic
def propose_cover(
    *, by: Person, deputy: Person, covered: Person, starts: date, ends: date, on: date
) -> Proposal:
    """Ask that somebody cover somebody else for a time. Raises ValueError where they cannot."""
    _refuse(_why_not_propose(by, deputy) or why_not_cover(deputy, covered, starts=starts, ends=ends))
    return _propose(by=by, on=on, person=deputy, covered=covered, starts=starts, ends=ends)


@transaction.atomic
def propose_worker(*, by: Person, person: Person, worker: str, on: date) -> Proposal:
    """Ask that somebody be known as this worker of the records, whose children they then hold. What waited
    for them before is withdrawn. Raises ValueError for oneself."""
    _refuse(_why_not_propose(by, person) or ("" if worker.strip() else "say how the records name them"))
    for waiting in Proposal.objects.filter(person=person, state=Decided.WAITING).exclude(worker=""):
        withdraw(by=by, proposal=waiting, on=on)
    return _propose(by=by, on=on, person=person, worker=worker.strip(), starts=on)


def why_not_cover(deputy: Person, covered: Person, *, starts: date, ends: date) -> str:
    """Why one person cannot cover another for these days, in words; "" where they can."""
    if deputy.pk == covered.pk:
        return "nobody covers themselves"
    if ends < starts:
        return "the last day is before the first"
    if (ends - starts).days >= COVER.longest_days:
        return f"cover lasts {COVER.longest_days} days at most"
    if any(_is_external(person, starts, ends) for person in (deputy, covered)):
        return "nobody from outside covers or is covered"
    return ""


def _is_external(person: Person, starts: date, ends: date) -> bool:
    held = person.memberships.filter(role__in=EXTERNAL, starts__lte=ends)
    return held.filter(Q(ends=None) | Q(ends__gte=starts)).exists()


def _why_not_propose(by: Person, person: Person) -> str:
    return "nobody proposes a role for themselves" if by.pk == person.pk else ""


def _propose(*, by: Person, on: date, **said: Any) -> Proposal:
    made = Proposal.objects.create(proposed_by=by, proposed_by_name=by.name, proposed_on=on, **said)
    act = "proposed roles"
    if made.covered or made.worker:
        act = "proposed cover" if made.covered else "proposed a name in the records"
    record(by=by, act=act, about=_about(made.person), details=_said_of(made))
    return made


@transaction.atomic
def confirm(*, by: Person, proposal: Proposal, on: date) -> None:
    """What was proposed holds from now. Raises ValueError unless another person, who may, confirms it while
    it still can be held."""
    held = _waiting(proposal)
    _refuse(why_not_decide(by, held) or _why_not_hold(held, on=on))
    _decide(held, by=by, on=on, state=Decided.CONFIRMED)
    details = {"proposed by": held.proposed_by_name}
    if held.covered is not None:
        _cover(held, by=by, details=details)
        return
    if held.worker:
        _know_as(held, by=by, details=details)
        return
    span = Span(held.starts, held.ends, held.team, held.service_area, held.agreed_until)
    for role in held.roles:
        _give(by=by, person=held.person, role=role, span=span, title=held.title, details=details)


def _why_not_hold(held: Proposal, *, on: date) -> str:
    """What may have changed since it was proposed."""
    if not held.person.is_active:
        return "the person was stopped meanwhile"
    if held.ends is not None and held.ends < on:
        return "its last day is over"
    if held.worker:
        return ""
    if held.covered is not None:
        return why_not_cover(held.person, held.covered, starts=held.starts, ends=held.ends or held.starts)
    return why_not_roles(held.roles, person=held.person, span=Span(held.starts, held.ends))


def _cover(held: Proposal, *, by: Person, details: dict[str, str]) -> None:
    covered = held.covered
    assert covered is not None
    assert held.ends is not None
    Cover.objects.create(covered=covered, deputy=held.person, starts=held.starts, ends=held.ends)
    days = {"starts": str(held.starts), "ends": str(held.ends)}
    record(by=by, act=f"let them cover {covered.name}", about=_about(held.person), details=days | details)
    record(by=by, act=f"let {held.person.name} cover them", about=_about(covered), details=days | details)


def _know_as(held: Proposal, *, by: Person, details: dict[str, str]) -> None:
    person = Person.objects.select_for_update().get(pk=held.person_id)
    names = {"worker was": person.worker, "worker is": held.worker}
    person.worker, person.version = held.worker, person.version + 1
    person.save(update_fields=["worker", "version"])
    record(by=by, act="gave the name in the records", about=_about(person), details=details | names)


@transaction.atomic
def decline(*, by: Person, proposal: Proposal, why: str, on: date) -> None:
    """Nothing comes of it. Raises ValueError unless another person, who may, says why."""
    held = _waiting(proposal)
    _refuse(why_not_decide(by, held) or ("" if why.strip() else "say why"))
    _decide(held, by=by, on=on, state=Decided.DECLINED, why=why)
    record(
        by=by,
        act="declined what was proposed",
        about=_about(held.person),
        details=_said_of(held) | {"why": why},
    )


@transaction.atomic
def withdraw(*, by: Person, proposal: Proposal, on: date) -> None:
    """Whoever proposed it, or whoever else manages people but the person themselves, takes it back."""
    held = _waiting(proposal)
    if by.pk == held.person_id:
        raise ValueError("this is about you: somebody else must take it back")
    _decide(held, by=by, on=on, state=Decided.WITHDRAWN)
    record(by=by, act="withdrew what was proposed", about=_about(held.person), details=_said_of(held))


def why_not_decide(by: Person, proposal: Proposal) -> str:
    """Why this person may not confirm or decline, in words; "" where they may."""
    if by.pk == proposal.person_id:
        return "this is for you: somebody else must confirm it"
    if by.pk == proposal.proposed_by_id:
        return "you proposed this: somebody else must confirm it"
    return ""


def _waiting(proposal: Proposal) -> Proposal:
    held = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("person", "covered", "team")
        .get(pk=proposal.pk)
    )
    _refuse("" if held.state == Decided.WAITING else f"this was {held.state} already")
    return held


def _decide(held: Proposal, *, by: Person, on: date, state: Decided, why: str = "") -> None:
    held.state, held.why = state, why
    held.decided_by, held.decided_by_name, held.decided_on = by, by.name, on
    held.save(update_fields=["state", "why", "decided_by", "decided_by_name", "decided_on"])


def _said_of(proposal: Proposal) -> dict[str, str]:
    said = {"roles": ", ".join(proposal.roles), "title": proposal.title, "team": str(proposal.team or "")}
    said |= {"area": proposal.service_area, "covers": proposal.covered.name if proposal.covered else ""}
    said |= {"worker": proposal.worker}
    days = {"starts": proposal.starts, "ends": proposal.ends, "agreement until": proposal.agreed_until}
    return {name: text for name, text in said.items() if text} | {
        name: str(day) for name, day in days.items() if day
    }


def _refuse(why: str) -> None:
    if why:
        raise ValueError(why)


# Ending


@transaction.atomic
def end_role(*, by: Actor, membership: Membership, version: int, ends: date) -> bool:
    """A role's last day; it stops at the end of that day. False where somebody else saved first. Raises
    ValueError for a later day than it has: more time is proposed and confirmed like any role."""
    if membership.ends is not None and ends > membership.ends:
        raise ValueError("a role is not made longer: propose it again")
    row = Membership.objects.filter(pk=membership.pk)
    if not save_if_unchanged(row, version=version, changes={"ends": ends}):
        return False
    details = {"role": membership.role, "ends": str(ends)}
    record(by=by, act="ended the role", about=_about(membership.person), details=details)
    return True


@transaction.atomic
def end_role_now(*, by: Actor, membership: Membership, on: date) -> None:
    """A mover: the role is over at their next request. One that began today or is yet to begin is taken back
    whole."""
    details = {"role": membership.role, "starts": str(membership.starts)}
    if membership.starts >= on:
        record(by=by, act="took back the role", about=_about(membership.person), details=details)
        membership.delete()
        return
    membership.ends = min(membership.ends or on, on - timedelta(days=1))
    membership.save(update_fields=["ends"])
    record(by=by, act="ended the role at once", about=_about(membership.person), details=details)


@transaction.atomic
def end_cover(*, by: Actor, cover: Cover, on: date) -> None:
    """Cover is over at the deputy's next request. One that began today or is yet to begin is taken back
    whole."""
    details = {"starts": str(cover.starts), "covered": cover.covered.name, "deputy": cover.deputy.name}
    for person in (cover.covered, cover.deputy):
        record(by=by, act="ended the cover", about=_about(person), details=details)
    if cover.starts >= on:
        cover.delete()
        return
    cover.ends = min(cover.ends, on - timedelta(days=1))
    cover.save(update_fields=["ends"])


# Job titles


@transaction.atomic
def keep_title(*, by: Actor, name: str, roles: Sequence[str], kept: bool = True) -> JobTitle:
    """What a job title of the council stands for; said again, it is brought up to date, and whoever has been
    given it keeps what they have. For the site's own work: what a person sends goes by `set_title`. Raises
    ValueError for a role that is not in the matrix."""
    held = JobTitle.objects.filter(name__iexact=name).first()
    set_title(by=by, name=name, roles=roles, version=held.version if held else 0, kept=kept)
    return JobTitle.objects.get(name__iexact=name)


@transaction.atomic
def set_title(*, by: Actor, name: str, roles: Sequence[str], version: int, kept: bool = True) -> bool:
    """A new title (version 0), or other roles for one that is there. False where it stands otherwise than
    whoever sends this has seen: nothing is changed then. Raises ValueError for a role that is not in the
    matrix."""
    if not roles or set(roles) - set(ROLES):
        raise ValueError("a title stands for roles of the matrix")
    said = {"roles": [key for key in ROLES if key in roles], "kept": kept}
    title, new = JobTitle.objects.get_or_create(name__iexact=name, defaults={"name": name, **said})
    if new:
        _record_title(by, title, said)
        return True
    if (title.roles, title.kept) == (said["roles"], kept):
        return True
    if not save_if_unchanged(JobTitle.objects.filter(pk=title.pk), version=version, changes=said):
        return False
    _record_title(by, title, said | {"roles were": title.roles})
    return True


def _record_title(by: Actor, title: JobTitle, details: dict[str, Any]) -> None:
    about = About(kind="title", key=str(title.pk), label=title.name)
    record(by=by, act="kept the job title", about=about, details=details)


# Leaving and coming back


@transaction.atomic
def stop_person(*, by: Actor, person: Person) -> None:
    """A leaver: no more signing in, and every open session ends."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person)
    record(by=by, act="stopped the person", about=_about(person))


def end_sessions(person: Person, *, but: str = "") -> int:
    """Sign somebody out everywhere, but for the session with this key; gives how many sessions ended."""
    sessions = import_module(settings.SESSION_ENGINE).SessionStore
    return int(sessions.end_all_of(person, but=but))


def _about(person: Person) -> About:
    return About(kind="person", key=person.reference, label=person.name)


@transaction.atomic
def describe_person(*, by: Actor, person: Person, version: int, name: str, email: str, worker: str) -> bool:
    """Put right what somebody is called; `worker` may be left as it is, or taken away. False where somebody
    else saved first. Raises ValueError for another name in the records, which is proposed and confirmed."""
    if worker not in {"", person.worker}:
        raise ValueError("one person proposes a name in the records and another confirms it")
    details = {"name was": person.name, "address was": person.email, "worker was": person.worker}
    changes = {"name": name, "email": email.strip().lower(), "worker": worker}
    row = Person.objects.filter(pk=person.pk)
    if not save_if_unchanged(row, version=version, changes=changes):
        return False
    is_now = {"name is": name, "address is": changes["email"], "worker is": worker}
    record(by=by, act="changed the person", about=_about(person), details=details | is_now)
    return True


@transaction.atomic
def set_password(*, by: Actor, person: Person, password: str, session: str = "") -> None:
    """A new pass phrase; every open session of the person ends, but for `session`, in which they set it."""
    person.set_password(password)
    person.save(update_fields=["password"])
    end_sessions(person, but=session)
    own = getattr(by, "reference", None) == person.reference
    record(by=by, act="changed their pass phrase" if own else "set a pass phrase", about=_about(person))


@transaction.atomic
def let_in_again(*, by: Actor, person: Person) -> None:
    """Somebody who was stopped may sign in again, with the roles that have not ended."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(by=by, act="let the person in again", about=_about(person))

"""What a reporting cycle asks of somebody today: words to write, answers to give, steps to do or check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from goldenthread.papers.wording import counted, long_date
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.page.needs import Need
from goldenthread.web.reporting import queries
from goldenthread.web.reporting.models import CorrectiveAction, Cycle, Line
from goldenthread.web.reporting.queries import late_said

_SOON = timedelta(days=14)  # a step is told of from two weeks before it is due


def needs(person: Person, *, on: date) -> list[Need]:
    """The lines of the Today page about reporting cycles, as at a day."""
    may = standing_of(person).may
    if not may(Permission.SEE_PLAN):
        return []
    found = [*_own(person, on), *_steps(person, on, checks=may(Permission.SIGN_OFF))]
    cycles = list(queries.cycles().filter(frozen_on=None)) if _reads(person) else []
    return [*found, *(need for one in cycles for need in _of_cycle(person, one, on))]


def _reads(person: Person) -> bool:
    may = standing_of(person).may
    return may(Permission.CHALLENGE) or may(Permission.RECORD_DECISIONS)


def _own(person: Person, on: date) -> Iterator[Need]:
    """Commentaries to write and challenges to answer, of the measures that are one's own."""
    for line in queries.lines().filter(owner=person, cycle__frozen_on=None):
        href, title = reverse("reporting:line", args=[line.pk]), queries.title_of(line)
        if queries.latest_commentary(line) is None:
            due = line.cycle.commentary_due
            yield _due(f"Your commentary on {title}", "A commentary of yours", due, on, href)
        waiting = queries.unanswered(line)
        if waiting:
            said = counted(waiting, "challenge waits", "challenges wait")
            yield Need(
                f"{said} for your answer: {title}", href, kind="update", brief=f"{said} for your answer"
            )


def _due(what: str, brief: str, due: date, on: date, href: str) -> Need:
    late = on > due
    when = late_said(due, on) if late else f"due by {long_date(due)}"
    kind = "overdue" if late else "due"
    return Need(f"{what} is {when}", href, late=late, kind=kind, brief=f"{brief} is {when}")


def _steps(person: Person, on: date, *, checks: bool) -> Iterator[Need]:
    """Corrective actions of one's own that are due, and those of others to check."""
    held = queries.corrective_actions().filter(action=None, checked_on=None)
    for one in held.filter(owner=person, done_on=None, due__lte=on + _SOON):
        href = reverse("reporting:line", args=[one.line_id])
        assert one.due is not None  # a step of its own has one
        yield _due(
            f"A corrective action of yours, {_short(one)},", "A corrective action of yours", one.due, on, href
        )
    if checks:
        yield from _to_check(held.filter(done_on__isnull=False).exclude(owner=person).exclude(done_by=person))


def _to_check(found: object) -> Iterator[Need]:
    for one in found:  # type: ignore[attr-defined]  # a query of corrective actions
        href = reverse("reporting:line", args=[one.line_id])
        said = "A corrective action that is said to be done waits to be checked"
        yield Need(f"{said}: {_short(one)}", href, kind="sign-off", brief=said)


def _short(one: CorrectiveAction) -> str:
    return one.text if len(one.text) <= 100 else f"{one.text[:97]}…"


def _of_cycle(person: Person, cycle: Cycle, on: date) -> Iterator[Need]:
    may, href = standing_of(person).may, reverse("reporting:cycle", args=[cycle.pk])
    lines = list(cycle.lines.all())
    unread = sum(_is_unread(person, line) for line in lines)
    if may(Permission.CHALLENGE) and unread and on <= cycle.challenge_due:
        said = counted(unread, "commentary waits", "commentaries wait")
        by = f"to be read and challenged by {long_date(cycle.challenge_due)}"
        yield Need(f"{said} {by}: {cycle}", href, count=unread, kind="update", brief=f"{said} {by}")
    if may(Permission.RECORD_DECISIONS) and lines and on >= cycle.meets_on:
        said = "A reporting cycle is to be frozen as its meeting received it"
        yield Need(f"{said}: {cycle}", href, late=on > cycle.meets_on, kind="update", brief=said)


def _is_unread(person: Person, line: Line) -> bool:
    """A commentary of somebody else that nobody has put anything to."""
    mine = line.owner_id == person.pk
    return not mine and queries.latest_commentary(line) is not None and not line.challenges.all()

"""Who may not be given which child to audit, or to read for an inspection: nobody who in the last twelve
months has worked with the child, decided about the child, supervised whoever did, or managed that supervisor.

A plain function of frozen values, so that whatever allots a child, here or elsewhere, asks the same rule;
there is no way past it but to choose somebody else. (Twelve months is our own choice, on the model of the
internal auditors' standard on impairment of objectivity, which counts one year.)"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.standards.calendar import add_months
from goldenthread.web.accounts.permissions import Scope

MONTHS = 12


class Tie(StrEnum):
    """What stands between somebody and a child."""

    WORKED = "worked with the child or decided about them"
    SUPERVISED = "supervised whoever did"
    MANAGED = "managed the supervisor of whoever did"
    DECLARED = "has a declared tie to the child or the family"


@dataclass(frozen=True)
class Involved:
    """A worker's part in a child's case: allocated, or named on an assessment, an enquiry, a conference.
    Names are those of the records; a part without a first day stands for every day before its last."""

    child: str
    worker: str
    team: str
    part: str
    starts: date | None
    ends: date | None


@dataclass(frozen=True)
class Post:
    """A role somebody held for a time, by its scope: TEAM is a team's manager, SERVICE_AREA the manager's
    own."""

    person: str  # lasting reference
    names: frozenset[str]  # what the records may call the person
    scope: Scope
    team: str
    area: str
    starts: date
    ends: date | None


@dataclass(frozen=True)
class _Days:
    first: date
    last: date

    def within(self, starts: date | None, ends: date | None) -> _Days | None:
        first = max(self.first, starts or self.first)
        last = min(self.last, ends or self.last)
        return _Days(first, last) if first <= last else None


def ties(
    person: str,
    *,
    names: Iterable[str],
    involved: Iterable[Involved],
    posts: Iterable[Post],
    areas: Mapping[str, str],
    on: date,
) -> dict[str, set[Tie]]:
    """By child, what stands between the person and each child that somebody is involved with; children
    without any tie are left out. `areas` is each team's service area."""
    window = _Days(add_months(on, -MONTHS), on)
    held, mine = list(posts), {alike(name) for name in names if alike(name)}
    own = [post for post in held if post.person == person]
    found: dict[str, set[Tie]] = {}
    for part in involved:
        days = window.within(part.starts, part.ends)
        if days is None:
            continue
        tied = {Tie.WORKED} if alike(part.worker) in mine else set()
        for team, when in _teams(part, held, days):
            tied |= {tie for post in own if (tie := _over(post, team, areas, when))}
        if tied:
            found.setdefault(part.child, set()).update(tied)
    return found


def alike(name: str) -> str:
    """A name as it is compared: without what typing adds."""
    return " ".join(name.split()).casefold()


def _teams(part: Involved, posts: Iterable[Post], days: _Days) -> Iterator[tuple[str, _Days]]:
    """The team that held the case, and every team the worker stood in on those days: their manager
    supervises."""
    if part.team:
        yield part.team, days
    for post in posts:
        when = days.within(post.starts, post.ends)
        if when and post.team and alike(part.worker) in post.names:
            yield post.team, when


def _over(post: Post, team: str, areas: Mapping[str, str], when: _Days) -> Tie | None:
    if when.within(post.starts, post.ends) is None:
        return None
    if post.scope is Scope.TEAM and post.team == team:
        return Tie.SUPERVISED
    if post.scope is Scope.SERVICE_AREA and post.area and areas.get(team) == post.area:
        return Tie.MANAGED
    return None

"""Nobody is given a child to audit whom they worked with, decided about, supervised or managed in the last
twelve months: over random histories, against a second reading of the rule that goes day by day.

A few hundred histories in `make test`; with CONFLICTS=whole (`make conflicts`) ten thousand, and more of them
through the act itself, on the database.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from goldenthread.web.access.actions import InConflict, Sample, allot, record_conflict
from goldenthread.web.access.conflicts import Involved, Post, Tie, alike, ties
from goldenthread.web.access.models import Allotment
from goldenthread.web.access.records import Known
from goldenthread.web.accounts.models import Membership, Person
from goldenthread.web.accounts.permissions import Scope
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.accounts.standing import today
from goldenthread.web.database.scope import as_service
from web_access import WHY, asking
from web_people import person

WHOLE = os.environ.get("CONFLICTS") == "whole"
HISTORIES = 10_000 if WHOLE else 300
ON_THE_DATABASE = 400 if WHOLE else 12
AREAS = {"North": "Assessment", "South": "Assessment", "East": "Care", "Afar": ""}
WORKERS = ("Ann", "Ben", "Cay", "Dee", "Eve", "Fay")
CHILDREN = ("C1", "C2", "C3")
SCOPES = (Scope.TEAM, Scope.SERVICE_AREA, Scope.CASELOAD, Scope.NONE)
YEARS = 800  # days: as long before the twelve months as in them


@dataclass(frozen=True)
class History:
    """Who held which post, who had a part in whose case, up to a day."""

    on: date
    posts: tuple[Post, ...]
    involved: tuple[Involved, ...]


def histories(count: int, *, seed: int = 20261124) -> Iterator[History]:
    """Random histories; ends fall on the boundary of the twelve months more often than by chance."""
    drawn = random.Random(seed)
    for _ in range(count):
        on = date(2026, 3, 31) - timedelta(days=drawn.randrange(400))
        yield History(
            on=on,
            posts=tuple(_post(drawn, on) for _ in range(drawn.randrange(1, 9))),
            involved=tuple(_part(drawn, on) for _ in range(drawn.randrange(1, 7))),
        )


def _days(drawn: random.Random, on: date) -> tuple[date, date | None]:
    year_ago = _a_year_before(on)
    ends = [None, on, on - timedelta(days=1), *(year_ago + timedelta(days=n) for n in (-1, 0, 1))]
    starts = on - timedelta(days=drawn.randrange(-20, YEARS))
    last = drawn.choice([*ends, starts + timedelta(days=drawn.randrange(YEARS))])
    return (min(starts, last), last) if last else (starts, None)


def _post(drawn: random.Random, on: date) -> Post:
    name, (starts, ends) = drawn.choice(WORKERS), _days(drawn, on)
    scope, team = drawn.choice(SCOPES), drawn.choice([*AREAS, ""])
    area = drawn.choice([*AREAS.values()]) if scope is Scope.SERVICE_AREA else ""
    return Post(f"ref {name}", frozenset({alike(name)}), scope, team, area, starts, ends)


def _part(drawn: random.Random, on: date) -> Involved:
    starts, ends = _days(drawn, on)
    worker, team = drawn.choice([*WORKERS, ""]), drawn.choice([*AREAS, ""])
    known = None if drawn.random() < 0.1 else starts
    return Involved(drawn.choice(CHILDREN), worker, team, "allocated", known, ends)


# The second reading: for each day of the twelve months, who stood where --------------------------------


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return date(day.year - 1, 2, 28)


def _standing(starts: date | None, ends: date | None, day: date) -> bool:
    return (starts is None or starts <= day) and (ends is None or day <= ends)


def tied_day_by_day(name: str, child: str, history: History) -> bool:
    """Whether on any one day somebody of this name worked with the child, was manager of a team that the case
    or its worker was in, or head over such a team."""
    day = _a_year_before(history.on)
    while day <= history.on:
        on_duty = [post for post in history.posts if _standing(post.starts, post.ends, day)]
        for part in history.involved:
            if part.child == child and _standing(part.starts, part.ends, day):
                if part.worker == name:
                    return True
                beside = {post.team for post in on_duty if part.worker and part.worker.lower() in post.names}
                for team in ({part.team} | beside) - {""}:
                    for post in on_duty:
                        mine = name.lower() in post.names
                        manages = post.scope is Scope.TEAM and post.team == team
                        heads = post.scope is Scope.SERVICE_AREA and post.area and post.area == AREAS[team]
                        if mine and (manages or heads):
                            return True
        day += timedelta(days=1)
    return False


def test_the_rule_is_the_same_as_its_second_reading() -> None:
    """Each child offered to everybody: given where the rule finds no tie. None is given wrongly, and none is
    withheld without a tie."""
    given = refused = 0
    for number, history in enumerate(histories(HISTORIES)):
        for name in WORKERS:
            found = ties(
                f"ref {name}",
                names=[name],
                involved=history.involved,
                posts=history.posts,
                areas=AREAS,
                on=history.on,
            )
            for child in CHILDREN:
                tied = tied_day_by_day(name, child, history) if _may_be_tied(history, child) else False
                assert (child in found) == tied, f"history {number}: {name} and {child}"
                given, refused = given + (not tied), refused + tied
    assert given > HISTORIES
    assert refused > HISTORIES
    print(f"\n{HISTORIES:,} histories: {given:,} children given, {refused:,} refused, 0 wrongly")  # noqa: T201


def _may_be_tied(history: History, child: str) -> bool:
    return any(part.child == child for part in history.involved)


# worker's part ends on; the audit is given out on 31 March 2026
BOUNDARY = [
    (None, True),
    (date(2026, 3, 31), True),
    (date(2025, 4, 1), True),
    (date(2025, 3, 31), True),  # twelve months to the day
    (date(2025, 3, 30), False),
]


@pytest.mark.parametrize(("ends", "tied"), BOUNDARY)
def test_twelve_months_are_counted_to_the_day(ends: date | None, tied: bool) -> None:
    part = Involved("C1", "Ann", "North", "allocated", date(2024, 1, 1), ends)
    found = ties("ref", names=["Ann"], involved=[part], posts=[], areas=AREAS, on=date(2026, 3, 31))
    assert found == ({"C1": {Tie.WORKED}} if tied else {})


# manager of North from, to; Ann had the case in North in June 2025 alone
TIMES = [
    (date(2025, 1, 1), None, True),
    (date(2025, 6, 30), None, True),
    (date(2025, 7, 1), None, False),
    (date(2025, 1, 1), date(2025, 6, 1), True),
    (date(2025, 1, 1), date(2025, 5, 31), False),
]


@pytest.mark.parametrize(("starts", "ends", "tied"), TIMES)
def test_a_manager_has_a_tie_to_what_was_done_in_their_time(
    starts: date, ends: date | None, tied: bool
) -> None:
    part = Involved("C1", "Ann", "North", "allocated", date(2025, 6, 1), date(2025, 6, 30))
    post = Post("ref", frozenset({"moss"}), Scope.TEAM, "North", "", starts, ends)
    found = ties("ref", names=["Moss"], involved=[part], posts=[post], areas=AREAS, on=date(2026, 3, 31))
    assert found == ({"C1": {Tie.SUPERVISED}} if tied else {})


# Through the act, on the database ---------------------------------------------------------------------

_KNOWN: dict[str, Known] = {}


def known_children(asked: list[str]) -> Known:
    return _KNOWN["now"]


@pytest.mark.django_db
def test_no_act_gives_a_child_to_somebody_with_a_tie(settings: Any) -> None:
    """Each child goes to the first who has no tie, or to nobody: the act refuses, one chooses another."""
    settings.ACCESS_RECORDS = f"{__name__}.known_children"
    director = person("director")
    people = {name: person("auditor", worker=name, name=f"{name} of the audit") for name in WORKERS}
    for team, area in AREAS.items():
        person(team=team, service_area=area)
    given = 0
    for history in _moved(histories(ON_THE_DATABASE, seed=8)):
        _KNOWN["now"] = Known(dict.fromkeys(CHILDREN, ""), history.involved)
        _hold(history, people)
        declared = _declare(history, people)
        with as_service("tests"):
            Allotment.objects.update(withdrawn_at=None)
        for child in CHILDREN:
            chosen = _first_without_a_tie(child, people, by=director)
            if chosen:
                given += 1
                assert not tied_day_by_day(chosen, child, history)
                assert (chosen, child) not in declared
    assert given > ON_THE_DATABASE


def _moved(found: Iterator[History]) -> Iterator[History]:
    """The same histories as if they ended today."""
    for one in found:
        by = today() - one.on
        posts = [replace(p, starts=p.starts + by, ends=p.ends and p.ends + by) for p in one.posts]
        parts = [
            replace(p, starts=p.starts and p.starts + by, ends=p.ends and p.ends + by) for p in one.involved
        ]
        yield History(today(), tuple(posts), tuple(parts))


def _hold(history: History, people: dict[str, Person]) -> None:
    from goldenthread.web.accounts.models import Team

    teams = {team.name: team for team in Team.objects.all()}
    Membership.objects.exclude(role__in=["auditor", "director"]).delete()
    roles = {
        Scope.TEAM: "team_manager",
        Scope.SERVICE_AREA: "head_of_service",
        Scope.CASELOAD: "social_worker",
    }
    for post in history.posts:
        name = next(name for name in WORKERS if name.lower() in post.names)
        Membership.objects.create(
            person=people[name],
            role=roles.get(post.scope, "action_owner"),
            team=teams.get(post.team),
            service_area=post.area,
            starts=post.starts,
            ends=post.ends,
        )
    assert {ROLES[role].scope for role in roles.values()} == set(roles)


def _declare(history: History, people: dict[str, Person]) -> set[tuple[str, str]]:
    """One declared tie in each history, ended when it is over: declared by the first post's person."""
    name = next(name for name in WORKERS if name.lower() in history.posts[0].names)
    with asking(people[name]):
        record_conflict(by=people[name], person=people[name], children=["C2"], tie=WHY)
    return {(name, "C2")}


def _first_without_a_tie(child: str, people: dict[str, Person], *, by: Person) -> str:
    for name, auditor in people.items():
        try:
            with asking(by):
                allot(Sample(auditor, (child,), today(), WHY), by=by)
        except InConflict:
            continue
        return name
    return ""

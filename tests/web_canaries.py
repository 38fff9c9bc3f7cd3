"""Children whose every detail is a word found nowhere else, so that any byte of it that reaches somebody who
may not see it is found: canaries.

    world = told(settings)                 # 220 children, 22 of them restricted, and people of every role
    tokens(body, "text/html")              # {("identifier", 17), ("name", 17)}

An identifier, a name and a link are words of one shape each. A birth date is of a year in which nothing else
happens, and is looked for as people and machines write dates.
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import polars as pl

from drawn import records
from goldenthread.records.store import NOTE_SCHEMA, Counts, Reading, Source, keep
from goldenthread.web.access.actions import (
    Sample,
    allot,
    list_person,
    open_child,
    record_conflict,
    restrict,
    sign_restriction,
)
from goldenthread.web.access.models import OpeningKind
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.accounts.standing import today
from goldenthread.web.intake.actions import reconcile
from goldenthread.web.intake.queries import latest
from goldenthread.web.papers import making
from goldenthread.web.papers.actions import ask_for_paper, release
from goldenthread.web.papers.inputs import Inputs
from web_access import WHY, asking
from web_people import person, proof

AS_AT = date(2026, 3, 31)
CHILDREN = range(220)
RESTRICTED = frozenset(range(5, 220, 10))  # 22 of them, in every team
ASIDE = range(8)  # children with a row set aside: 5 is restricted
TEAMS = ("North", "South", "East", "West")
AREAS = {"North": "Assessment", "South": "Assessment", "East": "Care", "West": "Care"}
_BORN = date(2009, 1, 1)  # nothing else in the records is of 2009

_SHAPES = re.compile(r"KID(\d{4})X|NYM(\d{4})X|LNK(\d{4})X|OTH(\d{4})X", re.IGNORECASE)
_KINDS = ("identifier", "name", "link", "other")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = re.compile(
    r"(?P<y>2009)-(?P<m>\d\d)-(?P<d>\d\d)|(?P<d2>\d{1,2})[/.](?P<m2>\d{1,2})[/.](?:2009|09)\b"
    r"|(?P<d3>\d{1,2}) (?P<w>[a-z]{3,9})\.? 2009",
    re.IGNORECASE,
)


def identifier(number: int) -> str:
    return f"KID{number:04d}X"


def born(number: int) -> date:
    return _BORN + timedelta(days=number)


def team_of(number: int) -> str:
    return TEAMS[number % 4]


def worker_of(number: int) -> str:
    return f"{team_of(number)} Worker {number // 4 % 3}"


def held_by(*teams: str) -> frozenset[int]:
    return frozenset(number for number in CHILDREN if team_of(number) in teams)


# Finding them -----------------------------------------------------------------------------------------


def tokens(body: bytes, content_type: str) -> set[tuple[str, int]]:
    """Every canary in an answer, whatever it is wrapped in."""
    return {found for text in _texts(body, content_type) for found in in_text(text)}


def in_text(text: str) -> set[tuple[str, int]]:
    """Every canary in a text, as it stands and with its escapes undone."""
    plain = text + (html.unescape(text) if "&#" in text else "") + (unquote(text) if "%" in text else "")
    found = {
        (kind, int(number))
        for match in _SHAPES.finditer(plain)
        for kind, number in zip(_KINDS, match.groups(), strict=True)
        if number
    }
    return found | {("born", number) for day in _days(plain) if (number := (day - _BORN).days) in CHILDREN}


def _days(text: str) -> Iterable[date]:
    for match in _DAYS.finditer(text):
        part = match.groupdict()
        day, month = part["d"] or part["d2"] or part["d3"], part["m"] or part["m2"]
        if part["w"]:
            names = [number for number, name in enumerate(_MONTHS, 1) if part["w"].lower().startswith(name)]
            month = names[0] if names else 0
        try:
            yield date(2009, int(month), int(day))
        except ValueError:
            continue


def _texts(body: bytes, content_type: str) -> Iterable[str]:
    yield body.decode("utf-8", errors="replace")
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as opened:
            yield "\n".join(opened.read(name).decode("utf-8", errors="replace") for name in opened.namelist())
    if content_type.startswith("application/pdf") or body.startswith(b"%PDF"):
        import pypdfium2

        document = pypdfium2.PdfDocument(body)
        yield "\n".join(page.get_textpage().get_text_bounded() for page in document)
        yield str(document.get_metadata_dict())


# The records ------------------------------------------------------------------------------------------


def _table(*columns: str, rows: Iterable[tuple[object, ...]]) -> str:
    lines = [" | ".join(columns), *(" | ".join(str(cell) for cell in row) for row in rows)]
    return "\n".join(lines)


def _tables() -> dict[str, str]:
    on = {number: AS_AT - timedelta(days=20 + number) for number in CHILDREN}

    def done(number: int) -> object:
        return on[number] + timedelta(days=18) if number % 3 else ""

    return {
        "ssd_person": _table(
            *("pers_person_id", "pers_dob"), rows=((identifier(n), born(n)) for n in CHILDREN)
        ),
        "ssd_involvements": _table(
            *("invo_person_id", "invo_professional_role_id", "invo_professional_team"),
            *("invo_professional_id", "invo_involvement_start_date"),
            rows=((identifier(n), "allocated", team_of(n), worker_of(n), "2024-01-01") for n in CHILDREN),
        ),
        "ssd_cin_episodes": _table(
            *("cine_referral_id", "cine_person_id", "cine_referral_date", "cine_referral_team"),
            rows=((f"OTH{n:04d}X", identifier(n), on[n], team_of(n)) for n in CHILDREN),
        ),
        "ssd_cin_assessments": _table(
            *("cina_assessment_id", "cina_person_id", "cina_assessment_start_date"),
            *("cina_assessment_auth_date", "cina_assessment_team", "cina_assessment_worker_id"),
            rows=(
                (f"OTH{n:04d}X", identifier(n), on[n], done(n), team_of(n), worker_of(n)) for n in CHILDREN
            ),
        ),
    }


def _kept(store: Path) -> None:
    aside = pl.DataFrame(
        {
            "sheet": ["List 6"] * len(ASIDE),
            "row": list(range(2, len(ASIDE) + 2)),
            "reason": ["a date that is none"] * len(ASIDE),
            "cells": [
                json.dumps({"Child Unique ID": identifier(n), "Born": str(born(n)), "Note": f"OTH{n:04d}X"})
                for n in ASIDE
            ],
        }
    )
    reading = Reading(
        records=records(AS_AT, **_tables()),
        kind="dataset",
        sources=(Source("made.csv", sha256(b"canaries").hexdigest()),),
        lists={"list_6": Counts(rows_read=len(ASIDE), rows_loaded=0, rows_set_aside=len(ASIDE))},
        notes=pl.DataFrame(schema=NOTE_SCHEMA),
        set_aside=aside,
        queried_cells=pl.DataFrame(),
        made_up=True,
    )
    keep(reading, store)
    names = store.absolute().parent / "identity" / "names.csv"
    names.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{identifier(n)},NYM{n:04d}X Canary,https://cases.example/LNK{n:04d}X" for n in CHILDREN]
    names.write_text("identifier,name,link\n" + "\n".join(lines), encoding="utf-8")


# The people, and what each may be told ----------------------------------------------------------------

NOBODY: frozenset[int] = frozenset()
OPEN_TO_ALL = frozenset(CHILDREN) - RESTRICTED


@dataclass(frozen=True)
class Actor:
    """Somebody, and the children they may be shown by name. `keeps` those whose identifiers they may read on
    the pages of lists they keep (restrictions, allotments, conflicts, the trail); `aside` those in the rows
    they put right, as these came."""

    label: str
    person: Person | None
    named: frozenset[int] = NOBODY
    keeps: frozenset[int] = NOBODY
    aside: frozenset[int] = NOBODY

    def may_be_told(self, token: tuple[str, int], address: str) -> bool:
        """Written by hand from the roles' table, apart from the code that is tested."""
        kind, number = token
        if address.endswith("set-aside.csv"):
            return number in self.aside and kind in {"identifier", "born", "other"}
        if kind == "identifier" and number in self.aside and address.startswith("/access/mine"):
            return True  # what was in the rows they took away is in their own trail
        if kind == "identifier" and number in self.keeps and address.startswith("/access/"):
            return True
        return number in self.named and kind in {"identifier", "name", "link"}


@dataclass(frozen=True)
class World:
    actors: tuple[Actor, ...]
    addresses: tuple[str, ...] = field(default=())


def told(store: Path) -> World:
    """Records, people, restrictions, an allotment, an opening, a conflict and a paper."""
    _kept(store)
    reconcile(store)
    named = _people()
    with asking(named["director"]):
        sample = tuple(identifier(n) for n in (1, 2, 5))
        allot(
            Sample(named["auditor with a sample"], sample, today() + timedelta(days=7), WHY),
            by=named["director"],
        )
    _restrict(named)
    worker, manager = named["worker with an emergency"], named["manager with a conflict"]
    with asking(worker):
        for number in (3, 15):  # West's; one of them restricted
            open_child(by=worker, kind=OpeningKind.EMERGENCY, child=identifier(number), reason=WHY)
    with asking(manager):
        record_conflict(by=manager, person=manager, children=[identifier(0)], tie=WHY)
    _papers(named)
    return World(tuple(_actor(label, one) for label, one in named.items()))


def _papers(named: dict[str, Person]) -> None:
    """A board paper of these records, made, and released; its file is searched like any other."""
    newest = latest()
    assert newest is not None
    with asking(named["board_secretary"]):
        paper, _ = ask_for_paper(
            by=named["board_secretary"],
            snapshot=newest,
            inputs=Inputs(newest.identity, reports=(), plan=None),
        )
    making.work()
    paper.refresh_from_db()
    with asking(named["director"]):
        release(by=named["director"], paper=paper, proof=proof())


def _people() -> dict[str, Person]:
    for team, area in AREAS.items():
        person(team=team, service_area=area)
    about: dict[str, dict[str, Any]] = {
        "director": {},
        "head_of_service": {"service_area": "Assessment"},
        "team_manager": {"team": "South", "service_area": "Assessment"},
        "social_worker": {"team": "North", "service_area": "Assessment", "worker": "North Worker 1"},
    }
    found = {role: person(role, **about.get(role, {})) for role in ROLES}
    return found | {
        "director who is listed": person("director"),
        "manager with a conflict": person("team_manager", team="North", service_area="Assessment"),
        "worker with an emergency": person(
            "social_worker", team="South", service_area="Assessment", worker="Nobody"
        ),
        "auditor with a sample": person("auditor"),
        "analyst and manager": person(
            "performance_analyst", "team_manager", team="East", service_area="Care"
        ),
        "somebody without a role": person(),
    }


ASKS = {"North": "head_of_service", "South": "team_manager"}  # who asks to restrict a child of their own
LISTED = frozenset({25, 35})  # the restricted children the listed director is named for


def _restrict(named: dict[str, Person]) -> None:
    director = named["director"]
    for number in sorted(RESTRICTED):
        asks = named[ASKS.get(team_of(number), "information_guardian")]
        with asking(asks):
            made = restrict(
                by=asks, child=identifier(number), reason=WHY, review_on=today() + timedelta(days=30)
            )
        with asking(director):
            if number in LISTED:
                list_person(by=director, restriction=made, person=named["director who is listed"], why=WHY)
            sign_restriction(by=director, restriction=made)


def _actor(label: str, somebody: Person) -> Actor:
    signs = frozenset(CHILDREN)  # who signs restrictions keeps every list of this room
    named: dict[str, frozenset[int]] = {
        "director": OPEN_TO_ALL,
        "director who is listed": OPEN_TO_ALL | LISTED,
        "reviewing_officer": OPEN_TO_ALL,  # the records do not say who reviews whom: docs/adr/0007
        "head_of_service": held_by("North", "South") - RESTRICTED,
        "team_manager": held_by("South") - RESTRICTED,
        "social_worker": frozenset(n for n in CHILDREN if worker_of(n) == "North Worker 1") - RESTRICTED,
        "manager with a conflict": held_by("North") - RESTRICTED - {0},
        "worker with an emergency": frozenset({3, 15}),
        "auditor with a sample": frozenset({1, 2}),
        "analyst and manager": held_by("East") - RESTRICTED,
    }
    keeps: dict[str, frozenset[int]] = {
        "director": signs,
        "director who is listed": signs,
        "information_guardian": signs,
        "head_of_service": held_by("North") & RESTRICTED,  # which this one asked for
        # asked for too; and told of an emergency, to review it: the child who is not restricted
        "team_manager": held_by("South") & RESTRICTED | frozenset({3}),
    }
    puts_right = label in {"performance_analyst", "analyst and manager"}
    aside = frozenset(ASIDE) - RESTRICTED if puts_right else NOBODY
    return Actor(label, somebody, named.get(label, NOBODY), keeps.get(label, NOBODY), aside)

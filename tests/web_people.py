"""Made-up people for tests: `person("director")`, `person("team_manager", team="North 1")`."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from goldenthread.web.accounts.actions import add_person, give_role, keep_team
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.actions import Proof, Service

MAKER = Service("tests")
PASSWORD = "a made-up pass phrase"
_numbers = count(1)


def person(
    *roles: str,
    name: str = "",
    team: str = "",
    service_area: str = "",
    worker: str = "",
    starts: date | None = None,
    ends: date | None = None,
) -> Person:
    """Somebody who holds these roles today, in a team or a service area where said."""
    number = next(_numbers)
    name = name or f"{(roles[0] if roles else 'nobody').replace('_', ' ').title()} Madeup {number}"
    made = add_person(
        by=MAKER, email=f"person{number}@madeup.example", name=name, password=PASSWORD, worker=worker
    )
    kept = keep_team(by=MAKER, name=team, service_area=service_area) if team else None
    for role in roles:
        give_role(
            by=MAKER,
            person=made,
            role=role,
            team=kept,
            service_area=service_area,
            starts=starts or today() - timedelta(days=_few(role)),
            ends=ends or (today() + timedelta(days=_few(role)) if ROLES[role].external else None),
        )
    return made


def proof() -> Proof:
    """A fresh proof that it is them, for acts that are signed."""
    return Proof(key=f"tests:{next(_numbers)}", how="confirmed again who they were")


def confirm(client: Any) -> None:
    """The person signed in at this client has just proved who they are."""
    session = client.session
    session["confirmed_at"] = timezone.now().timestamp()
    session.save()


def _few(role: str) -> int:
    """Days on either side of today: a month, or as many as the longest stay has room for."""
    longest = ROLES[role].longest_days
    return (longest - 1) // 2 if longest else 30

"""What tests of restricted children, openings, allotments and conflicts need: as(person),
restricted(child)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from goldenthread.web.access.actions import list_person, restrict, sign_restriction
from goldenthread.web.access.addresses import sealed
from goldenthread.web.access.models import Restriction
from goldenthread.web.accounts.confirming import _CONFIRMED_AT
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import standing_of, today
from goldenthread.web.database.scope import scoped
from web_people import person

WHY = "Made up for a test"


@contextmanager
def asking(somebody: Person) -> Iterator[None]:
    """The database knows that this person asks, as it does in a request of theirs."""
    if hasattr(somebody, "_standing"):
        del somebody._standing
    with scoped(standing_of(somebody).database_scope(somebody.reference)):
        yield


def restricted(child: str, *listed: Person, signed: bool = True) -> Restriction:
    """A child whom only those listed may see: asked for by one director, signed by another."""
    asks, director = person("director"), person("director")
    with asking(asks):
        made = restrict(by=asks, child=child, reason=WHY, review_on=today() + timedelta(days=90))
        for one in listed:
            list_person(by=asks, restriction=made, person=one, why=WHY)
    if signed:
        with asking(director):
            sign_restriction(by=director, restriction=made)
    return made


def page_of(child: str) -> str:
    """The address of a child's timeline."""
    return f"/practice/children/{sealed(child)}/"


def looks_at(child: str) -> str:
    """The address of who looked at a child."""
    return f"/access/looked/{sealed(child)}/"


def confirm(client: Client) -> None:
    """As if the person had just proved again who they are."""
    session = client.session
    session[_CONFIRMED_AT] = timezone.now().timestamp()
    session.save()


def clock(monkeypatch: Any) -> Any:
    """The site's clock, to be set: at(moment)."""
    started = timezone.now()

    def at(moment: datetime | timedelta) -> None:
        now = started + moment if isinstance(moment, timedelta) else moment
        monkeypatch.setattr(timezone, "now", lambda: now)

    at(started)
    return at

"""Who is asking, told to PostgreSQL for one transaction: what row security goes by.

The settings last until the transaction ends, so a connection handed to the next request carries nothing over.
Without them every fenced table is empty: deny by default, in the database too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection, transaction
from django.utils import timezone


class Reach(StrEnum):
    """Whose children: nobody's, those of some teams or one worker, or the whole authority's."""

    NONE = "none"
    SOME = "some"
    ALL = "all"


@dataclass(frozen=True)
class DatabaseScope:
    """Who asks, and which children they may reach. Teams and worker are named as the records name them."""

    person: str
    reach: Reach = Reach.NONE
    teams: frozenset[str] = frozenset()
    worker: str = ""
    access_log: bool = False  # may read who looked at which child
    allotted: bool = False  # sees the children allotted to them
    emergency: bool = False  # may open one child's record that is out of reach
    restrictions: bool = False  # keeps the list of restricted children


# What the database is told, setting by setting: `goldenthread.person` and so on.
_SETTINGS = (
    *("person", "reach", "teams", "worker", "access_log"),
    *("allotted", "emergency", "restrictions", "now"),
)


def tell(scope: DatabaseScope) -> None:
    """Set the scope for the transaction under way; refused outside one, where it would not last."""
    if not connection.in_atomic_block:
        raise RuntimeError("The scope is set inside a transaction and nowhere else.")
    _set(
        person=scope.person,
        reach=scope.reach.value,
        teams=json.dumps(sorted(scope.teams)),
        worker=scope.worker,
        access_log=str(scope.access_log),
        allotted=str(scope.allotted),
        emergency=str(scope.emergency),
        restrictions=str(scope.restrictions),
        now=timezone.now().isoformat(),  # the site's clock, so that the two cannot disagree about an hour
    )


def _set(**said: str) -> None:
    with connection.cursor() as cursor:
        parts = ", ".join("set_config(%s, %s, true)" for _ in said)
        pairs = [part for name, value in said.items() for part in (f"goldenthread.{name}", value)]
        cursor.execute(f"SELECT {parts}", pairs)


def asks() -> str:
    """Who the database has been told is asking; "" where it has been told nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('goldenthread.person', true)")
        return str(cursor.fetchone()[0] or "")


@contextmanager
def scoped(scope: DatabaseScope) -> Iterator[None]:
    """One transaction in which the database knows who is asking; within another's, only until the block is
    left."""
    with transaction.atomic():
        before = _told()
        tell(scope)
        yield
        _set(**before)


@contextmanager
def as_service(name: str) -> Iterator[None]:
    """One transaction for the site's own work (keeping the register, filling tables after a load): all
    children."""
    with scoped(DatabaseScope(person=f"service:{name}", reach=Reach.ALL)):
        yield


def _told() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"current_setting('goldenthread.{name}', true)" for name in _SETTINGS)
        )
        return {name: value or "" for name, value in zip(_SETTINGS, cursor.fetchone(), strict=True)}

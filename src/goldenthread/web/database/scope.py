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

_SETTINGS = tuple(f"goldenthread.{name}" for name in ("person", "reach", "teams", "worker", "access_log"))


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


def tell(scope: DatabaseScope) -> None:
    """Set the scope for the transaction under way; refused outside one, where it would not last."""
    if not connection.in_atomic_block:
        raise RuntimeError("The scope is set inside a transaction and nowhere else.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('goldenthread.person', %s, true), set_config('goldenthread.reach', %s, true),"
            " set_config('goldenthread.teams', %s, true), set_config('goldenthread.worker', %s, true),"
            " set_config('goldenthread.access_log', %s, true)",
            [
                scope.person,
                scope.reach.value,
                json.dumps(sorted(scope.teams)),
                scope.worker,
                str(scope.access_log),
            ],
        )


@contextmanager
def scoped(scope: DatabaseScope) -> Iterator[None]:
    """One transaction in which the database knows who is asking; within another's, only until the block is
    left."""
    with transaction.atomic():
        before = _told()
        tell(scope)
        yield
        _tell_again(before)


def _told() -> list[str | None]:
    settings = ", ".join(f"current_setting('{name}', true)" for name in _SETTINGS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {settings}")
        return list(cursor.fetchone())


def _tell_again(before: list[str | None]) -> None:
    with connection.cursor() as cursor:
        again = ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS)
        cursor.execute(f"SELECT {again}", [value or "" for value in before])


@contextmanager
def as_service(name: str) -> Iterator[None]:
    """One transaction for the site's own work (keeping the register, filling tables after a load): all
    children."""
    with scoped(DatabaseScope(person=f"service:{name}", reach=Reach.ALL)):
        yield

"""The database's own fence round what this room holds of children: closed until a person who may is let in,
for the transaction under way; and the site's own eyes, for gathering what no single role sees."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import connection

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.database.fences import PERSON
from goldenthread.web.database.scope import DatabaseScope, Reach, tell
from goldenthread.web.history.actions import Service

KEEPERS = (Permission.KEEP_RECORDS, Permission.CONFIRM_REMOVAL, Permission.ANSWER_REQUESTS)
SITE = Service("retention")
# For migrations: who sees the rows of this room.
LET_IN = (
    "(current_setting('goldenthread.retention', true) = 'True'"
    f" OR starts_with(COALESCE({PERSON}, ''), 'service:'))"
)


def let_in(person: Person) -> Person:
    """Open the room's tables to somebody who keeps records or answers requests; refused to anybody else."""
    if not any(standing_of(person).may(permission) for permission in KEEPERS):
        raise PermissionDenied
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('goldenthread.retention', 'True', true)")
    return person


def with_all_eyes() -> DatabaseScope:
    """Every child and the whole trail of looks: for the site's own work here."""
    return DatabaseScope(person=SITE.reference, reach=Reach.ALL, access_log=True)


@contextmanager
def seeing_all(by: Person) -> Iterator[None]:
    """Within somebody's request, read as the site itself; then it is that person who asks again. Whoever
    opens this writes down what was looked at."""
    tell(with_all_eyes())
    try:
        yield
    finally:
        tell(standing_of(by).database_scope(by.reference))

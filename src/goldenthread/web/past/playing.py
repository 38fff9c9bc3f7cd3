"""Days gone by, played in a demonstration: what has just been done counts from the day that is played."""

from __future__ import annotations

from datetime import datetime

from django.db import connection


def write_down(moment: datetime) -> None:
    """Keep what this transaction has changed so far as changed at `moment`. When it was really written down
    is kept beside; in production the database does not listen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('goldenthread.played', %s, true)", [moment.isoformat()])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SELECT set_config('goldenthread.played', '', true)")

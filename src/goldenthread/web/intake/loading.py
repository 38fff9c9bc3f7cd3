"""The site's loads, one at a time, in a thread of the site and a process of their own.

A load is a row: waiting, reading, then kept or refused (or stopped). Whoever holds PostgreSQL's advisory lock
works through the rows that wait, oldest first, and then ends; the lock goes with its connection, so a row
found `reading` by the next holder was left by a site that stopped, and waits again, once.

The reading itself makes a snapshot or nothing (records.store); only then is the register brought into line,
in one transaction with the load's own row.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from goldenthread.web.accounts.standing import today
from goldenthread.web.database.scope import as_service
from goldenthread.web.intake import actions, uploads
from goldenthread.web.intake.models import Load
from goldenthread.web.intake.queries import store

if TYPE_CHECKING:
    from collections.abc import Iterator

LOADER = "loader"
LONGEST = 15 * 60  # seconds one file may take
_LOCK = 7_412_201  # PostgreSQL's advisory lock of the loader
_starting = threading.Lock()
_thread: threading.Thread | None = None
_log = logging.getLogger(__name__)


def wake() -> None:
    """See to it that a waiting load is worked on; nothing where a thread of this process is at it."""
    global _thread  # noqa: PLW0603  # one loading thread for each process
    with _starting:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_work_and_close, name="loading", daemon=True)
            _thread.start()


def _work_and_close() -> None:
    try:
        work()
    except Exception as fault:  # a load's row says what happened to it; what a fault says may be personal
        _log.error("the loading thread ended on %s", type(fault).__name__)
    finally:
        connection.close()


def work() -> int:
    """Work through every load that waits; gives how many were finished. 0 where somebody else is at it."""
    with _alone() as ours:
        if not ours:
            return 0
        with as_service(LOADER):
            actions.take_up_again()
        uploads.clear_forgotten(but={str(key) for key in actions.unfinished()})
        done = 0
        while (load := _next()) is not None:
            _finish(load, _read(load))
            done += 1
        return done


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether we are the one that loads, until the block is left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        (ours,) = cursor.fetchone()
    try:
        yield ours
    finally:
        if ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _next() -> Load | None:
    with as_service(LOADER):
        return actions.begin_next()


def _read(load: Load) -> dict[str, Any]:
    """What the reading process answers; a fault of its own is an answer too."""
    place = uploads.place_of(str(load.pk), load.file_name)
    asked = {
        "path": str(place),
        "store": str(store()),
        "as_at": load.as_at and load.as_at.isoformat(),
        "today": today().isoformat(),
    }
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "goldenthread.web.intake.reading"],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST,
        )
    except subprocess.TimeoutExpired:
        return {"fault": "too long"}
    return dict(json.loads(ran.stdout)) if ran.returncode == 0 and ran.stdout else {"fault": "ended"}


def _finish(load: Load, answered: dict[str, Any]) -> None:
    """Write down what came of it, with the register, or leave the row to be taken up again."""
    with transaction.atomic(), as_service(LOADER):
        if "snapshot" in answered:
            actions.keep_load(load, **answered)
        elif "refused" in answered:
            actions.refuse_load(load, **answered["refused"])
        else:
            actions.stop_load(load)
    uploads.discard(str(load.pk))

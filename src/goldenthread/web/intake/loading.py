"""The site's loads, one at a time, in a thread of the site and a process of their own.

A load is a row: waiting, reading, then kept or refused (or stopped). A row found `reading` by whoever takes
up the work was left by a site that stopped, and waits again, once.

The reading itself makes a snapshot or nothing (records.store); only then is the register brought into line,
in one transaction with the load's own row.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from django.db import transaction

from goldenthread.web.accounts.standing import today
from goldenthread.web.database.scope import as_service
from goldenthread.web.database.worker import Worker
from goldenthread.web.intake import actions, uploads
from goldenthread.web.intake.models import Load
from goldenthread.web.intake.queries import store

LOADER = "loader"
LONGEST = 15 * 60  # seconds one file may take


def _through() -> int:
    """Work through every load that waits; gives how many were finished."""
    with as_service(LOADER):
        actions.take_up_again()
    uploads.clear_forgotten(but={str(key) for key in actions.unfinished()})
    done = 0
    while (load := _next()) is not None:
        _finish(load, _read(load))
        done += 1
    return done


_worker = Worker("loading", lock=7_412_201, through=_through)
wake, work = _worker.wake, _worker.work


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

"""Papers made one at a time, in a thread of the site, so that nobody's page waits for one.

A paper is a row that waits until it is made. Whoever holds PostgreSQL's advisory lock works through the rows
that wait, oldest first; the lock goes with its connection, so what a stopped site left waiting is taken up by
the next that looks.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from goldenthread.web.database.scope import as_service
from goldenthread.web.intake.queries import store
from goldenthread.web.papers import actions
from goldenthread.web.papers.inputs import Inputs, set_paper
from goldenthread.web.papers.models import Paper

_LOCK = 7_412_202  # PostgreSQL's advisory lock of the paper maker
_SERVICE = "papers"
_GONE = "The records it was to be made from are no longer held."
_FAULT = "A fault of ours stopped it: nothing was kept."
_starting = threading.Lock()
_thread: threading.Thread | None = None
_log = logging.getLogger(__name__)


def wake() -> None:
    """See to it that a waiting paper is worked on; nothing where a thread of this process is at it."""
    global _thread  # noqa: PLW0603  # one making thread for each process
    with _starting:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_work_and_close, name="papers", daemon=True)
            _thread.start()


def work() -> int:
    """Make every paper that waits; gives how many were finished. 0 where somebody else is at it."""
    done = 0
    with _alone() as ours:
        while ours and (paper := _next()) is not None:
            _make(paper)
            done += 1
    return done


def _work_and_close() -> None:
    try:
        work()
    except Exception as fault:  # the paper's row says what became of it; a fault's own words may be personal
        _log.error("the thread that makes papers ended on %s", type(fault).__name__)
    finally:
        connection.close()


def _next() -> Paper | None:
    with as_service(_SERVICE):
        return actions.begin_next()


def _make(paper: Paper) -> None:
    try:
        content = set_paper(Inputs.from_json(paper.inputs), store=store())
    except Exception as fault:  # whatever it is, the reader gets a sentence
        _log.error("a paper could not be made: %s", type(fault).__name__)
        with as_service(_SERVICE):
            actions.fail(paper, why=_GONE if isinstance(fault, LookupError) else _FAULT)
        return
    with as_service(_SERVICE):
        actions.keep(paper, content)


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether we are the one that makes papers, until the block is left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        (ours,) = cursor.fetchone()
    try:
        yield ours
    finally:
        if ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])

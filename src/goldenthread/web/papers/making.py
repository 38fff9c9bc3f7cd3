"""Papers made one at a time, behind the pages: a paper is a row that waits until it is made, oldest first."""

from __future__ import annotations

import logging

from goldenthread.web.database.scope import as_service
from goldenthread.web.database.worker import Worker
from goldenthread.web.intake.queries import store
from goldenthread.web.papers import actions
from goldenthread.web.papers.inputs import set_paper
from goldenthread.web.papers.models import Paper

_SERVICE = "papers"
_GONE = "The records it was to be made from are no longer held."
_FAULT = "A fault of ours stopped it: nothing was kept."
_log = logging.getLogger(__name__)


def _through() -> int:
    """Make every paper that waits; gives how many were finished."""
    done = 0
    while (paper := _next()) is not None:
        _make(paper)
        done += 1
    return done


_worker = Worker("papers", lock=7_412_202, through=_through)
wake, work = _worker.wake, _worker.work


def _next() -> Paper | None:
    with as_service(_SERVICE):
        return actions.begin_next()


def _make(paper: Paper) -> None:
    try:
        with as_service(_SERVICE):
            actions.make(paper, store=store(), setting=set_paper)
    except Exception as fault:  # whatever it is, the reader gets a sentence
        _log.error("a paper could not be made: %s", type(fault).__name__)
        with as_service(_SERVICE):
            actions.fail(paper, why=_GONE if isinstance(fault, LookupError) else _FAULT)

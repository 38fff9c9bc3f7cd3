"""Work done one piece at a time, in a thread of the site, so that nobody's page waits for it.

A piece of work is a row that waits until it is done. Whoever holds PostgreSQL's advisory lock works through
the rows that wait; the lock goes with its connection, so what a stopped site left waiting is taken up by the
next that looks.

    worker = Worker("papers", lock=7_412_202, through=make_every_paper)
    transaction.on_commit(worker.wake)
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

_log = logging.getLogger(__name__)


class Worker:
    """One kind of work. `lock` is its number among PostgreSQL's advisory locks; `through` works through what
    waits and gives how many pieces were finished, and is only called while no other process is at it."""

    def __init__(self, name: str, *, lock: int, through: Callable[[], int]) -> None:
        self._name, self._lock, self._through = name, lock, through
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """See to it that what waits is worked on; nothing where a thread of this process is at it."""
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work_and_close, name=self._name, daemon=True)
                self._thread.start()

    def work(self) -> int:
        """Work through what waits, here and now; gives how many pieces were finished. 0 where somebody else
        is at it."""
        with self._alone() as ours:
            return self._through() if ours else 0

    def _work_and_close(self) -> None:
        try:
            self.work()
        except Exception as fault:  # the rows say what became of them; a fault's own words may be personal
            _log.error("the thread of %s ended on %s", self._name, type(fault).__name__)
        finally:
            connection.close()

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Whether we are the one that works, until the block is left."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [self._lock])
            (ours,) = cursor.fetchone()
        try:
            yield ours
        finally:
            if ours:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [self._lock])

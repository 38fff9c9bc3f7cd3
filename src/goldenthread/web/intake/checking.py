"""What checks count in the snapshot worked from, made behind the pages: putting three hundred checks to two
snapshots takes seconds. Whoever finds the counts out of line wakes the work; until it is done the older
counts stand, with their own date."""

from __future__ import annotations

from django.db import transaction

from goldenthread.web.database.worker import Worker
from goldenthread.web.intake.actions_of_checks import follow, in_line


def _through() -> int:
    """Bring the counts into line; gives whether there was anything to do."""
    return int(follow())


_worker = Worker("checks", lock=7_412_204, through=_through)
wake, work = _worker.wake, _worker.work


def see_to_it() -> None:
    """For a page: have the counts made where they are not in line, once its own transaction is over."""
    if not in_line():
        transaction.on_commit(wake)

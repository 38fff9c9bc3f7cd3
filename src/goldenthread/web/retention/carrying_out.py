"""Confirmed removals carried out, one at a time, behind the pages.

Files first, then the site's tables: every step may be taken twice to the same effect, so a removal that a
stopped site left half-way is finished by whoever looks next. What back-ups hold ages out with them, and is
not touched here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from goldenthread.web.accounts.standing import today
from goldenthread.web.database.scope import scoped
from goldenthread.web.database.worker import Worker
from goldenthread.web.intake.names import forget_children
from goldenthread.web.intake.queries import store
from goldenthread.web.retention import actions
from goldenthread.web.retention.fence import with_all_eyes
from goldenthread.web.retention.models import Purge
from goldenthread.web.retention.searching import tombstone

HELD = "A hold was placed on one of these records after the removal was confirmed. Nothing was removed."


def _through() -> int:
    """Carry out every confirmed removal; gives how many came to an end."""
    _clear_left_over()
    with scoped(with_all_eyes()):
        waiting = actions.confirmed()
    for purge in waiting:
        carry_out(purge, on=today())
    return len(waiting)


_worker = Worker("retention", lock=7_412_203, through=_through)
wake, work = _worker.wake, _worker.work


def carry_out(purge: Purge, *, on: date) -> None:
    """Remove what was confirmed, or nothing where a hold has been placed since and nothing is gone yet."""
    from goldenthread.records.store import manifests

    begun = any(removal.purge == str(purge.pk) for one in manifests(store()) for removal in one.removals)
    with scoped(with_all_eyes()):
        if not begun and actions.held_since(purge, on=on):
            actions.stop(purge, why=HELD)
            return
    snapshots = _from_the_store(purge, on=on)
    forget_children(purge.dry_run.children)
    with scoped(with_all_eyes()):
        actions.finish(purge, snapshots=snapshots)


def _from_the_store(purge: Purge, *, on: date) -> Mapping[str, Mapping[str, int]]:
    """Every snapshot without the children; snapshot to table to the rows that left."""
    from goldenthread.records.removing import without_children
    from goldenthread.records.store import manifests

    tombs = {child: tombstone(child) for child in purge.dry_run.children}
    left = {}
    for manifest in manifests(store()):
        now = without_children(store(), manifest, tombs, purge=str(purge.pk), on=on)
        for removal in now.removals:
            if removal.purge == str(purge.pk):
                left[now.snapshot] = removal.rows
    return left


def _clear_left_over() -> None:
    from goldenthread.records.removing import clear_left_over

    clear_left_over(store())

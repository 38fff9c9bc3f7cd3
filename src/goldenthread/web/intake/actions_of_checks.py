"""Counting what checks find in a snapshot: all of it, or none; and writing down who takes rows away."""

from __future__ import annotations

import json
import logging
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import transaction

from goldenthread import __version__
from goldenthread.errors import GoldenThreadError
from goldenthread.web.accounts.models import Person
from goldenthread.web.database.scope import as_service
from goldenthread.web.history.actions import About, record
from goldenthread.web.intake.models import CheckCount, CheckedSnapshot, Snapshot
from goldenthread.web.intake.queries import and_before, latest, manifest_of, store

if TYPE_CHECKING:
    import polars as pl

    from goldenthread.records.checks import Checked

SERVICE = "checks"
_log = logging.getLogger(__name__)
_WHOSE = ("check", "severity", "table", "team", "worker")


def in_line() -> bool:
    """Whether the counts held are those of the snapshot worked from, as it now is, by the checks now put."""
    held, newest = CheckedSnapshot.objects.first(), latest()
    if held is None or newest is None:
        return held is None and newest is None
    return held.stands_for == _stands_for(newest)


def follow() -> bool:
    """Bring the counts into line with the register; False where they are. What goes wrong is said on the
    pages, beside the counts from before, and is not tried again until the records change."""
    if in_line():
        return False
    newest = latest()
    try:
        refill(newest)
    except Exception as fault:
        _log.error("the checks of snapshot %s could not be put: %s", newest, type(fault).__name__)
        _note_fault(newest, _in_words(fault))
    return True


def refill(snapshot: Snapshot | None) -> CheckedSnapshot | None:
    """Put every check to the snapshot and hold the counts in place of those from before; None leaves none.

    In one transaction: whoever reads sees the old ones or the new ones, never some of each.
    """
    counted = _counted(snapshot) if snapshot else None
    with as_service(SERVICE):
        CheckCount.objects.all().delete()
        CheckedSnapshot.objects.all().delete()
        if counted is None or snapshot is None:
            return None
        CheckCount.objects.bulk_create(_rows(counted), batch_size=5_000)
        return CheckedSnapshot.objects.create(
            stands_for=_stands_for(snapshot),
            snapshot=snapshot.identity,
            as_at=snapshot.as_at,
            before=counted.before,
            before_as_at=counted.before_as_at,
            asked=sum(one.rows is not None for one in counted.outcomes),
            not_asked=counted.not_asked(),
        )


@transaction.atomic
def note_workbook(*, by: Person, held: CheckedSnapshot, rows: int, narrowed: dict[str, str]) -> None:
    """Somebody takes away the rows to put right."""
    about = About(kind="snapshot", key=held.snapshot, label=str(held))
    details = {"rows": rows, "narrowed": narrowed}
    record(by=by, act="downloaded the rows to put right", about=about, details=details)


def _counted(snapshot: Snapshot) -> Checked:
    from goldenthread.records.checks import checked
    from goldenthread.records.store import open_snapshot

    return checked(*(open_snapshot(store(), manifest_of(one)) for one in and_before(snapshot)))


def _rows(counted: Checked) -> list[CheckCount]:
    """Counts by list, team and worker: of what is found, what of it came, and what went."""
    import polars as pl

    from goldenthread.records.checks import not_among

    both = [one.check.id for one in counted.outcomes if one.came is not None]
    came, went = not_among(counted.found, counted.then), not_among(counted.then, counted.found)
    parts = {
        "rows": counted.found,
        "came": came.filter(pl.col("check").is_in(both)),
        "went": went.filter(pl.col("check").is_in(both)),
    }
    by = pl.concat([_by_whom(frame, name) for name, frame in parts.items()], how="diagonal")
    sums = by.group_by(_WHOSE, maintain_order=True).agg(pl.col(*parts).sum())
    return [_row(row, compared=row["check"] in set(both)) for row in sums.iter_rows(named=True)]


def _by_whom(found: pl.DataFrame, name: str) -> pl.DataFrame:
    import polars as pl

    named = found.with_columns(pl.col("team", "worker", "table").fill_null(""))
    return named.group_by(_WHOSE, maintain_order=True).agg(pl.len().cast(pl.Int64).alias(name))


def _row(row: dict[str, Any], *, compared: bool) -> CheckCount:
    return CheckCount(
        of_check=row["check"],
        severity=row["severity"],
        table=row["table"],
        team=row["team"],
        worker=row["worker"],
        rows=row["rows"],
        came=row["came"] if compared else None,
        went=row["went"] if compared else None,
    )


def _stands_for(snapshot: Snapshot) -> str:
    """All that the counts follow from: the snapshots, which a removal changes, and the checks."""
    from goldenthread.records.checks import catalogue

    asked = [one.manifest for one in and_before(snapshot)]
    checks = [f"{check.id} {check.severity} {check.says}" for check in catalogue()]
    return sha256(json.dumps([asked, checks, __version__], sort_keys=True).encode()).hexdigest()


def _note_fault(snapshot: Snapshot | None, words: str) -> None:
    if snapshot is None:
        return
    said = {"fault": words, "stands_for": _stands_for(snapshot)}
    if not CheckedSnapshot.objects.update(**said):
        CheckedSnapshot.objects.create(**said, snapshot=snapshot.identity, as_at=snapshot.as_at, asked=0)


def _in_words(fault: Exception) -> str:
    said = str(fault) if isinstance(fault, GoldenThreadError) else f"a fault of ours ({type(fault).__name__})"
    return said[:300]

"""Reading the register of snapshots."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from goldenthread.records.store import WORKING, Manifest
from goldenthread.records.store import and_before as manifests_and_before
from goldenthread.web.intake.models import Load, Snapshot


def store() -> Path:
    """The folder of children's records."""
    return Path(settings.STORE)


def latest() -> Snapshot | None:
    """The snapshot to work from, by the store's own order; None before the first load."""
    return Snapshot.objects.first()


def snapshots() -> QuerySet[Snapshot]:
    """Every snapshot that figures and papers come from, the one to work from first."""
    return Snapshot.objects.filter(kind__in=WORKING)


def every_snapshot() -> QuerySet[Snapshot]:
    """Those, and the returns and practice records that stand beside them."""
    return Snapshot.objects.all()


def first_to_reach(day: date, *, like: Snapshot) -> Snapshot | None:
    """The earliest snapshot of the same kind whose records reach a day, as they were first known; None where
    none does."""
    reached = snapshots().filter(kind=like.kind, as_at__gte=day)
    return reached.order_by("as_at", "version", "place").first()


def manifest_of(snapshot: Snapshot) -> Manifest:
    """The snapshot as the store knows it."""
    return Manifest.from_json(snapshot.manifest)


def loads() -> QuerySet[Load]:
    """Every load asked for on the site, the latest first."""
    return Load.objects.all()


def and_before(snapshot: Snapshot) -> list[Snapshot]:
    """The snapshot, and up to two of its kind before it, the latest first: what checks are put to."""
    rows = {row.identity: row for row in every_snapshot()}
    held = [manifest_of(row) for row in sorted(rows.values(), key=lambda row: row.place)]
    return [rows[one.snapshot] for one in manifests_and_before(manifest_of(snapshot), held)]

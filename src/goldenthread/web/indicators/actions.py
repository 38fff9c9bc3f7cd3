"""Filling the figures from a snapshot, all of them or none; keeping charts; freezing a figure."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from goldenthread.errors import GoldenThreadError
from goldenthread.web.accounts.models import Person
from goldenthread.web.database.scope import as_service
from goldenthread.web.evidence.actions import freeze
from goldenthread.web.evidence.models import Exhibit
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.indicators.models import Chart, Figure, Filling, OpenDuty, Step
from goldenthread.web.intake.models import Snapshot
from goldenthread.web.intake.queries import latest, manifest_of, store

if TYPE_CHECKING:
    import polars as pl

SERVICE = "figures"
_AT_ONCE = 20_000  # rows in one statement
_COLUMNS = {
    "indicator": "text", "step": "text", "team": "text", "period_start": "date", "period_end": "date",
    "numerator": "bigint", "denominator": "bigint", "value": "float8", "unit": "text", "definition": "text",
    "snapshot": "text",
}  # fmt: skip
_log = logging.getLogger(__name__)


def follow(latest_now: Snapshot | None) -> None:
    """Bring the figures into line with the register once its change is sure; nothing where they are.

    After the commit, because working them out takes seconds: a load is not kept waiting for them, and what
    goes wrong with them cannot undo it. Until then pages show the older figures, with their own date.
    """
    if not _in_line(latest_now):
        transaction.on_commit(_catch_up, robust=True)


def refill(snapshot: Snapshot | None) -> Filling | None:
    """Work out every figure of the snapshot and put them in place of those held; None leaves none.

    In one transaction: whoever reads sees the old ones or the new ones, never some of each.
    """
    if snapshot is None:
        with _writing():
            _empty()
        return None
    worked = _worked_out(snapshot)
    with _writing():
        _empty()
        _insert(worked.figures)
        OpenDuty.objects.bulk_create(worked.duties)
        return Filling.objects.create(
            snapshot=snapshot.identity,
            as_at=snapshot.as_at,
            definitions=definitions_digest(),
            unanswerable=worked.unanswerable,
        )


def definitions_digest() -> str:
    """What tells whether the figures held were made by the definitions now in force."""
    from goldenthread.indicators.catalogue import INDICATORS

    words = "\n".join(f"{one.definition} {one.unit} {one.basis}" for one in INDICATORS)
    return sha256(words.encode()).hexdigest()


def chart(key: str, *, draw: Callable[[], str]) -> str:
    """The chart of that key, drawn if it has not been. Two who ask at once both draw; one is kept."""
    kept = Chart.objects.filter(pk=key).values_list("svg", flat=True).first()
    if kept is not None:
        return kept
    drawn = draw()
    Chart.objects.bulk_create([Chart(key=key, svg=drawn)], ignore_conflicts=True)
    return drawn


@transaction.atomic
def pin(*, by: Person, ref: EvidenceRef) -> Exhibit:
    """Freeze a figure as it stands. What it is pinned to, and the history of it, is written by the plan."""
    return freeze(ref, by=by)


@dataclass(frozen=True)
class _Worked:
    """All that is made of a snapshot, before any of it is written."""

    figures: pl.DataFrame
    duties: list[OpenDuty]
    unanswerable: list[dict[str, str]]


def _in_line(snapshot: Snapshot | None) -> bool:
    held = Filling.objects.first()
    if held is None or snapshot is None:
        return held is None and snapshot is None
    current = held.snapshot == snapshot.identity and held.definitions == definitions_digest()
    return current and not held.fault


def _catch_up() -> None:
    """Twice where a newer snapshot came while the figures of the one before were being worked out."""
    for _ in range(2):
        if not _in_line(latest()):
            _tried(latest())


def _tried(snapshot: Snapshot | None) -> None:
    try:
        refill(snapshot)
    except Exception as fault:
        _log.error("the figures of snapshot %s could not be worked out: %s", snapshot, type(fault).__name__)
        Filling.objects.update(fault=_in_words(fault))


def _in_words(fault: Exception) -> str:
    said = str(fault) if isinstance(fault, GoldenThreadError) else f"a fault of ours ({type(fault).__name__})"
    return said[:300]


def _worked_out(snapshot: Snapshot) -> _Worked:
    from goldenthread.clocks.engine import all_clocks
    from goldenthread.indicators.catalogue import unanswerable
    from goldenthread.records.store import open_snapshot

    records = open_snapshot(store(), manifest_of(snapshot))
    clock_rows = all_clocks(records)
    return _Worked(
        figures=_figures(records, clock_rows),
        duties=_duties(clock_rows),
        unanswerable=[{"id": gap.id, "reason": gap.reason} for gap in unanswerable(records)],
    )


def _figures(records: Any, clock_rows: pl.DataFrame) -> pl.DataFrame:
    """Every figure in every step, for the authority and for each team."""
    import polars as pl

    from goldenthread.indicators.compute import figures

    made = [
        figures(records, clock_rows, period=None if step is Step.LATEST else step.value, by=by).with_columns(
            step=pl.lit(step.value)
        )
        for step in Step
        for by in ((), ("team",))
    ]
    return pl.concat(made, how="diagonal").select(*_COLUMNS)


def _duties(clock_rows: pl.DataFrame) -> list[OpenDuty]:
    from goldenthread.papers.duties import duties
    from goldenthread.papers.words import published_words

    found = duties(clock_rows, published_words().clocks)
    return [OpenDuty(clock=duty.words.id, **vars(team)) for duty in found for team in duty.teams]


@contextmanager
def _writing() -> Iterator[None]:
    """The site's own work inside whatever transaction is under way, one at a time."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('indicators: figures'))")  # one at a time
        with as_service(SERVICE):
            yield


def _empty() -> None:
    for model in (Figure, OpenDuty, Chart, Filling):
        model.objects.all().delete()


def _insert(figures: pl.DataFrame) -> None:
    """By arrays, one statement for many rows: PostgreSQL refuses COPY into a table with row security."""
    names = ", ".join(_COLUMNS)
    arrays = ", ".join(f"%s::{kind}[]" for kind in _COLUMNS.values())
    statement = f"INSERT INTO indicators_figure ({names}) SELECT * FROM unnest({arrays})"
    with connection.cursor() as cursor:
        for part in figures.iter_slices(_AT_ONCE):
            cursor.execute(statement, _arrays(part))


def _arrays(part: pl.DataFrame) -> Sequence[list[Any]]:
    return [part[name].to_list() for name in _COLUMNS]

"""Filling the figures from a snapshot, all of them or none; keeping charts; freezing a figure; setting a
target; marking what happened on a chart."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone

from goldenthread.errors import GoldenThreadError
from goldenthread.papers.judgement import Aim
from goldenthread.web.accounts.models import Person
from goldenthread.web.database.scope import as_service
from goldenthread.web.evidence.actions import freeze
from goldenthread.web.evidence.models import Exhibit
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.history.actions import About, record
from goldenthread.web.indicators import queries
from goldenthread.web.indicators.disclosure import OUTSIDE, let_out
from goldenthread.web.indicators.models import (
    Chart,
    ChartEvent,
    Definition,
    Figure,
    Filling,
    OpenDuty,
    Step,
    Target,
    Told,
)
from goldenthread.web.indicators.signals import figures_filled
from goldenthread.web.intake.beside import beside_of, noted, records_of
from goldenthread.web.intake.models import Snapshot
from goldenthread.web.intake.queries import latest
from goldenthread.web.page.conflict import save_if_unchanged

if TYPE_CHECKING:
    import polars as pl

    from goldenthread.papers.words import MeasureWords

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
    beside = noted(beside_of(snapshot))
    worked = _worked_out(snapshot)
    with _writing():
        _empty()
        _insert(worked.figures)
        OpenDuty.objects.bulk_create(worked.duties)
        Definition.objects.bulk_create(worked.definitions)
        filled = Filling.objects.create(
            snapshot=snapshot.identity,
            as_at=snapshot.as_at,
            definitions=definitions_digest(),
            unanswerable=worked.unanswerable,
            beside=beside,
        )
        _let_out(worked, as_at=snapshot.as_at)
    figures_filled.send_robust(sender=Filling, filling=filled)  # whoever listens cannot undo the figures
    return filled


def _let_out(worked: _Worked, *, as_at: date) -> None:
    """Work out what readers outside may be shown, and keep it with what they were told before. Where that
    fails the figures stand, and what is new in them is shown to nobody outside."""
    try:
        now = let_out(worked.figures, queries.duties_of(worked.duties), as_at=as_at, told=queries.told())
    except Exception as fault:
        _log.error("what readers outside may be shown could not be worked out: %s", type(fault).__name__)
        return
    remember(now)


def told_so_far() -> dict[str, int | None]:
    """What readers outside were told, by somebody about to tell them more: until the transaction under way is
    over, nobody else does."""
    if not connection.in_atomic_block:
        raise RuntimeError("What was told is read in the transaction that adds to it.")
    with _writing():
        return queries.told()


def remember(now: Mapping[str, int | None]) -> None:
    """Keep what readers outside are told by now: all of it, with what they were told before."""
    by_about: dict[str, dict[str, int | None]] = {}
    for key, count in now.items():
        by_about.setdefault(key.split("|", 1)[0], {})[key] = count
    with _writing():
        Told.objects.bulk_create(
            [Told(pool=OUTSIDE, about=about, cells=cells) for about, cells in by_about.items()],
            update_conflicts=True,
            unique_fields=("pool", "about"),
            update_fields=("cells",),
        )


def definitions_digest() -> str:
    """What tells whether the figures held, and the words beside them, are of the definitions now in force."""
    from goldenthread.indicators.catalogue import INDICATORS

    said = [
        (
            *(one.definition, one.unit, one.basis, one.title, one.numerator, one.denominator),
            *(one.why, one.how, one.cautions, one.source, one.author, str(one.reviewed)),
        )
        for one in INDICATORS
    ]
    return sha256(repr(said).encode()).hexdigest()


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


@transaction.atomic
def set_target(*, by: Person, indicator: str, version: int, aim: Aim, why: str) -> bool:
    """Set or change a measure's target; False where somebody else has meanwhile. `version` is that of the
    target the page was opened at, 0 where there was none. Raises ValueError where the aim is no target of
    this measure."""
    aim.target(_words_of(indicator))  # refused here whoever calls
    held = {**aim.to_json(), "why": why, "set_by_name": by.name}
    if version:
        saved = _target_saved(indicator, version, held)
    else:
        _, saved = Target.objects.get_or_create(indicator=indicator, defaults=held)
    if saved:
        record(
            by=by,
            act="set the target",
            about=_about_measure(indicator),
            details={**aim.to_json(), "why": why},
        )
    return saved


@transaction.atomic
def end_target(*, by: Person, indicator: str, version: int) -> bool:
    """Take a measure's target away; False where somebody else has changed it meanwhile, or it has none."""
    if not Target.objects.filter(indicator=indicator).exclude(trajectory=[]).exists():
        return False
    held = {"trajectory": [], "tolerance": 0, "why": "", "set_by_name": by.name}
    saved = _target_saved(indicator, version, held)
    if saved:
        record(by=by, act="ended the target", about=_about_measure(indicator))
    return saved


@transaction.atomic
def add_event(*, by: Person, indicator: str, on: date, what: str, rebases: bool) -> ChartEvent:
    """Mark what happened on a measure's chart (every measure's, for an empty one); begin limits anew where
    it rebases."""
    made = ChartEvent.objects.create(
        indicator=indicator, on=on, what=what, rebases=rebases, added_by_name=by.name
    )
    act = "began the limits anew" if rebases else "marked an event on the chart"
    record(by=by, act=act, about=_about_measure(indicator), details={"on": str(on), "what": what})
    return made


@transaction.atomic
def take_back_event(*, by: Person, event: ChartEvent) -> bool:
    """Take an event off the charts, and with it the limits that began there; False where it was before."""
    taken = ChartEvent.objects.filter(pk=event.pk, taken_back_at=None).update(
        taken_back_by_name=by.name, taken_back_at=timezone.now()
    )
    if taken:
        about, details = _about_measure(event.indicator), {"on": str(event.on), "what": event.what}
        record(by=by, act="took back an event on the chart", about=about, details=details)
    return bool(taken)


def _target_saved(indicator: str, version: int, held: dict[str, Any]) -> bool:
    rows = Target.objects.filter(indicator=indicator)
    return save_if_unchanged(rows, version=version, changes={**held, "set_at": timezone.now()})


def _words_of(indicator: str) -> MeasureWords:
    from goldenthread.web.indicators.measures import words_of

    return words_of()[indicator]


def _about_measure(indicator: str) -> About:
    title = _words_of(indicator).title if indicator else "Every measure"
    return About(kind="measure", key=indicator or "every", label=title)


@dataclass(frozen=True)
class _Worked:
    """All that is made of a snapshot, before any of it is written."""

    figures: pl.DataFrame
    duties: list[OpenDuty]
    definitions: list[Definition]
    unanswerable: list[dict[str, str]]


def _in_line(snapshot: Snapshot | None) -> bool:
    held = Filling.objects.first()
    if held is None or snapshot is None:
        return held is None and snapshot is None
    current = held.snapshot == snapshot.identity and held.definitions == definitions_digest()
    return current and not held.fault and held.beside == noted(beside_of(snapshot))


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

    records = records_of(snapshot)
    clock_rows = all_clocks(records)
    lacking = {gap.id: gap.reason for gap in unanswerable(records)}
    return _Worked(
        figures=_figures(records, clock_rows),
        duties=_duties(clock_rows),
        definitions=_definitions(lacking),
        unanswerable=[{"id": id, "reason": reason} for id, reason in lacking.items()],
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


def _definitions(lacking: Mapping[str, str]) -> list[Definition]:
    """Every indicator in the words that results are taken away with."""
    from goldenthread.indicators.catalogue import INDICATORS
    from goldenthread.papers.results.tidy import definitions

    rows = definitions(INDICATORS).to_dicts()
    return [Definition(**row, lacking=lacking.get(row["indicator"], "")) for row in rows]


@contextmanager
def _writing() -> Iterator[None]:
    """The site's own work inside whatever transaction is under way, one at a time."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('indicators: figures'))")  # one at a time
        with as_service(SERVICE):
            yield


def _empty() -> None:
    for model in (Figure, OpenDuty, Definition, Chart, Filling):
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

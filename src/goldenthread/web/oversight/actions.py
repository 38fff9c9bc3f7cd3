"""Filling the duties from a snapshot: all of them, or none."""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from goldenthread.errors import GoldenThreadError
from goldenthread.web.accounts.models import Person
from goldenthread.web.database.scope import as_service
from goldenthread.web.history.actions import About, record
from goldenthread.web.intake.beside import beside_of, noted, records_of
from goldenthread.web.intake.models import Snapshot
from goldenthread.web.oversight.models import ClockRow, Filling, TeamCount

if TYPE_CHECKING:
    import polars as pl

    from goldenthread.records.tables import Records

SERVICE = "duties"
TWO_WEEKS = timedelta(days=14)
_AT_ONCE = 20_000  # rows in one statement
_COLUMNS = {
    "clock": "text", "child_id": "text", "about": "text", "started": "date", "due": "date", "status": "text",
    "days_late": "int", "team": "text", "worker": "text", "held_team": "text", "held_worker": "text",
    "rule": "text", "basis": "text", "late_at_pace": "bool",
}  # fmt: skip
_log = logging.getLogger(__name__)


def follow(latest: Snapshot | None) -> None:
    """Bring the duties into line with the register; nothing where they are. A snapshot whose duties cannot be
    worked out leaves the older ones standing, and is said on the pages: it must not keep the site down."""
    held = Filling.objects.first()
    if latest is not None and held is not None and _in_line(held, latest):
        return
    try:
        refill(latest)
    except Exception as fault:
        _log.error("the duties of snapshot %s could not be worked out: %s", latest, type(fault).__name__)
        Filling.objects.update(fault=_in_words(fault))


def refill(snapshot: Snapshot | None) -> Filling | None:
    """Work out every open duty of the snapshot and put them in place of those held; None leaves none.

    In one transaction: whoever reads sees the old ones or the new ones, never some of each.
    """
    if snapshot is None:
        with as_service(SERVICE):
            _empty()
        return None
    beside = noted(beside_of(snapshot))
    rows, gaps = open_duties(snapshot)
    with as_service(SERVICE):
        _empty()
        _insert(rows)
        _count(rows, as_at=snapshot.as_at)
        return Filling.objects.create(
            snapshot=snapshot.identity, as_at=snapshot.as_at, rows=rows.height, gaps=gaps, beside=beside
        )


def open_duties(snapshot: Snapshot) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    """The duties still owed, with who holds each child and which will be late at the present pace, and
    what the source cannot tell."""
    from goldenthread.clocks.engine import all_clocks
    from goldenthread.clocks.forecast import with_pace
    from goldenthread.clocks.gaps import unanswerable

    records = records_of(snapshot)
    owed = with_pace(all_clocks(records), as_at=records.as_at)
    return _with_holders(owed, records), [asdict(gap) for gap in unanswerable(records)]


def _in_line(held: Filling, latest: Snapshot) -> bool:
    """Whether the duties held are of this snapshot and of what stands beside it now."""
    same = held.snapshot == latest.identity and not held.fault
    return same and held.beside == noted(beside_of(latest))


@transaction.atomic
def note_download(*, by: Person, filling: Filling, rows: int, narrowed: dict[str, str]) -> None:
    """Somebody takes a list of children away."""
    about = About(kind="snapshot", key=filling.snapshot, label=str(filling))
    record(
        by=by, act="downloaded a list of duties", about=about, details={"rows": rows, "narrowed": narrowed}
    )


def _with_holders(owed: pl.DataFrame, records: Records) -> pl.DataFrame:
    import polars as pl

    from goldenthread.records.allocation import allocated_on

    today = owed.lazy().select("child_id").unique().with_columns(_on=pl.lit(records.as_at))
    held = allocated_on(today, records, child="child_id", on="_on").select(
        "child_id", held_team="team", held_worker="worker"
    )
    named = owed.join(held.collect(), on="child_id", how="left", maintain_order="left")
    blank = pl.col("about", "team", "worker", "held_team", "held_worker").fill_null("")
    return named.with_columns(blank).select(*_COLUMNS)


def _empty() -> None:
    for model in (ClockRow, TeamCount, Filling):
        model.objects.all().delete()


def _insert(rows: pl.DataFrame) -> None:
    """By arrays, one statement for many rows: PostgreSQL refuses COPY into a table with row security."""
    names = ", ".join(_COLUMNS)
    arrays = ", ".join(f"%s::{kind}[]" for kind in _COLUMNS.values())
    statement = f"INSERT INTO oversight_clockrow ({names}) SELECT * FROM unnest({arrays})"
    with connection.cursor() as cursor:
        for part in rows.iter_slices(_AT_ONCE):
            cursor.execute(statement, [part[name].to_list() for name in _COLUMNS])


def _count(rows: pl.DataFrame, *, as_at: date) -> None:
    import polars as pl

    overdue = pl.col("status") == "overdue"
    counted = rows.group_by("team", "clock").agg(
        overdue=overdue.sum(),
        soon=(~overdue & (pl.col("due") <= as_at + TWO_WEEKS)).sum(),
        still_open=pl.len(),
    )
    TeamCount.objects.bulk_create(TeamCount(**row) for row in counted.iter_rows(named=True))


def _in_words(fault: Exception) -> str:
    said = str(fault) if isinstance(fault, GoldenThreadError) else f"a fault of ours ({type(fault).__name__})"
    return said[:300]

"""A small made-up authority whose assessments can be drawn month by month, and its figures held by the site.

held(store, assessments("2026-03 North 8 2", "2026-03 South 30 0"))     8 in time and 2 late; 30 and none
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from drawn import records
from goldenthread.indicators import compute
from goldenthread.indicators.definition import Kind
from goldenthread.papers.figures import Figure
from goldenthread.papers.outward import Counted, let_out_to
from goldenthread.records.store import NOTE_SCHEMA, Reading, Source, keep
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.indicators.actions import refill
from goldenthread.web.indicators.disclosure import as_seen, reader
from goldenthread.web.indicators.models import Filling
from goldenthread.web.intake.actions import reconcile
from goldenthread.web.intake.queries import latest

AS_AT = date(2026, 3, 31)
START = date(2025, 1, 1)
FEW = (
    "assessments_count",
    "assessment_45wd",
    "assessment_overdue_open",
    "assessment_duration_median",
    "assessment_child_seen",
)
_COLUMNS = (
    "cina_assessment_id",
    "cina_person_id",
    "cina_assessment_start_date",
    "cina_assessment_auth_date",
    "cina_assessment_team",
    "cina_assessment_worker_id",
    "cina_assessment_child_seen",
)


def seen(
    figures: Sequence[Figure], *, kind: Kind, tier: FigureTier, among: Sequence[Figure] = ()
) -> tuple[Figure, ...]:
    """Figures as a tier sees them, where nothing was told before; `among` are more that are shown too."""
    shown = (*among, *figures)
    asked = [Counted("a", kind, shown, (("first", tuple(among)), ("then", tuple(figures))))]
    told = let_out_to(reader(AS_AT), asked, (), as_at=AS_AT, told={}).told
    return as_seen(tier, told, as_at=AS_AT).figures("a", kind, figures)


def assessments(*lines: str) -> str:
    """A drawn table of assessments: each line a month, a team, how many in time, how many late. Children are
    C1, C2, ... in order; the worker is the team's."""
    rows: list[str] = []
    for line in lines:
        month, *team, in_time, late = line.split()
        for number in range(int(in_time) + int(late)):
            days = 20 if number < int(in_time) else 120
            rows.append(_row(len(rows) + 1, month, " ".join(team), days))
    return "\n".join([" | ".join(_COLUMNS), *rows])


def _row(number: int, month: str, team: str, days: int) -> str:
    done = date.fromisoformat(f"{month}-10")
    cells = (
        f"A{number}",
        f"C{number}",
        str(done - timedelta(days=days)),
        str(done),
        team,
        f"{team} worker",
        "Y",
    )
    return " | ".join(cells)


def held(store: Path, drawn_assessments: str, *, as_at: date = AS_AT) -> Filling:
    """Keep the records, register them, and hold their figures."""
    registered(store, drawn_assessments, as_at=as_at)
    filled = refill(latest())
    assert filled is not None
    return filled


def registered(store: Path, drawn_assessments: str, *, as_at: date = AS_AT) -> str:
    """Keep the records and register them, without their figures; gives the snapshot's identity."""
    people = "\n".join(
        [
            "pers_person_id | pers_dob",
            *(f"C{n} | 2015-01-01" for n in range(1, drawn_assessments.count("\n") + 1)),
        ]
    )
    reading = Reading(
        records=records(as_at, window_start=START, ssd_cin_assessments=drawn_assessments, ssd_person=people),
        kind="dataset",
        sources=(Source("made.csv", sha256(f"{as_at}{drawn_assessments}".encode()).hexdigest()),),
        lists={},
        notes=pl.DataFrame(schema=NOTE_SCHEMA),
        set_aside=pl.DataFrame(),
        queried_cells=pl.DataFrame(),
        made_up=True,
    )
    snapshot = keep(reading, store).manifest.snapshot
    reconcile(store)
    return snapshot


def few_measures(patch: pytest.MonkeyPatch) -> None:
    """Work out only what the drawn assessments bear on: the rest would be noughts, and take a second."""
    kept = tuple(one for one in compute.INDICATORS if one.id in FEW)
    patch.setattr(compute, "INDICATORS", kept)

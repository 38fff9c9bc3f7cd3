"""A small made-up store for tests of the site: kept(store, date(2026, 3, 31), ssd_person=DRAWN_TABLE)."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from drawn import records
from goldenthread.records.store import NOTE_SCHEMA, Reading, Source, keep
from goldenthread.web.intake.actions import reconcile


def kept(store: Path, as_at: date, *, made_up: bool = True, **tables: Any) -> str:
    """Keep drawn tables as a snapshot, without telling the register; gives its identity."""
    reading = Reading(
        records=records(as_at, **tables),
        kind="dataset",
        sources=(Source("made.csv", sha256(repr((as_at, tables)).encode()).hexdigest()),),
        lists={},
        notes=pl.DataFrame(schema=NOTE_SCHEMA),
        set_aside=pl.DataFrame(),
        queried_cells=pl.DataFrame(),
        made_up=made_up,
    )
    return keep(reading, store).manifest.snapshot


def registered(store: Path, as_at: date, *, made_up: bool = True, **tables: Any) -> str:
    """The same, and entered in the register."""
    identity = kept(store, as_at, made_up=made_up, **tables)
    reconcile(store)
    return identity

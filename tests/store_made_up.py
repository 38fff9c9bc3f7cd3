"""A small made-up reading for tests of the store, and keys to seal it with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from goldenthread.records import store
from goldenthread.records.coverage import Coverage
from goldenthread.records.store import Counts, Reading, Source
from goldenthread.records.tables import Records, empty
from goldenthread.standards.calendar import add_months

AS_AT = date(2026, 3, 31)
FIRST = "gtkey-" + "A" * 43 + "="
SECOND = "gtkey-" + "B" * 42 + "A="
CHILD = "MADE-UP-CHILD-1"  # in every file that holds a child's details: nowhere to be read on the disk
FILES = {"ssd_contacts", "set_aside", "notes", "queried_cells"}


def reading(*, digest: str = "a1", as_at: date = AS_AT, contacts: tuple[str, ...] = (CHILD, "C2")) -> Reading:
    """A workbook with a list of contacts, one of its rows set aside and one of its cells queried."""
    frame = (
        empty("ssd_contacts")
        .clear(len(contacts))
        .with_columns(
            pl.Series("cont_contact_id", [f"{child}|contact" for child in contacts]),
            pl.Series("cont_person_id", contacts),
        )
    )
    start = add_months(as_at, -6)
    said = Coverage(table="ssd_contacts", history="window", window_start=start, window_end=as_at)
    return Reading(
        records=Records(
            as_at=as_at,
            authority="Wexcombe County Council",
            frames={"ssd_contacts": frame.lazy()},
            coverage={"ssd_contacts": said},
        ),
        kind="annex_a",
        sources=(Source(name="annex-a.xlsx", sha256=digest),),
        lists={"list_1": Counts(rows_read=3, rows_loaded=2, rows_set_aside=1)},
        notes=pl.DataFrame(
            [("annex-a.xlsx", "List_1", 5, None, "set aside", "no identifier")],
            schema=store.NOTE_SCHEMA,
            orient="row",
        ),
        set_aside=pl.DataFrame({"row": [5], "reason": ["no identifier"], "cells": [f'["{CHILD}"]']}),
        queried_cells=pl.DataFrame({"row": [7], "cell": [f"32/13/2025 {CHILD}"]}),
        made_up=True,
    )


def on_the_disk(folder: Path) -> bytes:
    """Everything under a folder but its manifests, one file after another."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")
    return b"".join(path.read_bytes() for path in files)

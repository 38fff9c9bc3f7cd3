"""From a return that was read to what the store keeps: its tables' counts, remarks and rows set aside."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from goldenthread.records.returns.tables import QUERIED_SCHEMA, SET_ASIDE_SCHEMA, TableRead
from goldenthread.records.store import NOTE_SCHEMA, Kind, Reading, Source, digest_file
from goldenthread.records.tables import Records


def as_reading(  # what a reading is made of
    records: Records,
    *,
    kind: Kind,
    path: Path,
    tables: Iterable[TableRead],
    notes: pl.DataFrame,
    made_up: bool,
) -> Reading:
    """What is handed to the store. A list is named by its kind and its table: `ssda903.Episodes`."""
    read = list(tables)
    return Reading(
        records=records,
        kind=kind,
        sources=sources(path),
        lists={f"{kind}.{one.wanted.name}": one.counts for one in read},
        notes=pl.concat([pl.DataFrame(schema=NOTE_SCHEMA), notes, *(one.notes for one in read)]),
        set_aside=pl.concat([pl.DataFrame(schema=SET_ASIDE_SCHEMA), *(one.set_aside for one in read)]),
        queried_cells=pl.concat([pl.DataFrame(schema=QUERIED_SCHEMA), *(one.queried_cells for one in read)]),
        made_up=made_up,
    )


def sources(path: Path) -> tuple[Source, ...]:
    """The file, or the files of a folder, by name and digest."""
    files = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]
    return tuple(Source(name=file.name, sha256=digest_file(file)) for file in files)

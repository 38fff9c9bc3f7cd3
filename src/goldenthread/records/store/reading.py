"""What goes into the store, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from goldenthread.records.store.manifest import Counts, Kind, Manifest, Source
from goldenthread.records.tables import Records

NOTE_SCHEMA: dict[str, type[pl.DataType]] = {
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "kind": pl.String,  # set aside, query or note
    "message": pl.String,  # never holds a child's details
}


@dataclass(frozen=True)
class Reading:
    """What a reader hands to the store: the records, where they came from, and what was made of each row."""

    records: Records
    kind: Kind
    sources: tuple[Source, ...]
    lists: Mapping[str, Counts]
    notes: pl.DataFrame  # NOTE_SCHEMA
    set_aside: pl.DataFrame  # sheet, row, reason and the cells as they came: a child's details
    queried_cells: pl.DataFrame  # sheet, row, column and the cell as it came: may be personal
    made_up: bool = False


@dataclass(frozen=True)
class Kept:
    """The outcome of keeping: the manifest, and whether the same snapshot was there before."""

    manifest: Manifest
    already_held: bool

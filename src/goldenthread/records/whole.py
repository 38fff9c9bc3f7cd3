"""Whole records on their way into the store: rows without a key and exact duplicates set aside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from goldenthread.records.store import NOTE_SCHEMA, Counts, Reading, Source
from goldenthread.records.tables import Records
from goldenthread.standards.safeguarding_dataset import dataset

_DUPLICATE = "an exact duplicate of an earlier row"
_NO_KEY = "no key"
_QUERIED_SCHEMA = {"sheet": pl.String, "row": pl.Int64, "column": pl.String, "cell": pl.String}
_SET_ASIDE_SCHEMA = {"sheet": pl.String, "row": pl.Int64, "reason": pl.String, "cells": pl.String}


def whole_records(  # what a reading is made of
    records: Records,
    *,
    as_at: date,
    name: str,
    sources: tuple[Source, ...],
    made_up: bool,
    notes: pl.DataFrame | None = None,
) -> Reading:
    """Whole records as what is handed to the store. `name` is where remarks say they came from."""
    frames, aside = _checked(records)
    said = pl.DataFrame(schema=NOTE_SCHEMA) if notes is None else notes
    return Reading(
        records=Records(
            as_at=as_at,
            authority=records.authority,
            frames={name: frame.lazy() for name, frame in frames.items()},
            coverage=records.coverage,
        ),
        kind="dataset",
        sources=sources,
        lists={name: _counts(frame, aside[name]) for name, frame in frames.items()},
        notes=pl.concat([said, _set_aside_notes(name, aside)]),
        set_aside=pl.concat(
            [pl.DataFrame(schema=_SET_ASIDE_SCHEMA), *(_as_typed(name, aside[name]) for name in aside)]
        ),
        queried_cells=pl.DataFrame(schema=_QUERIED_SCHEMA),
        made_up=made_up,
    )


def _checked(records: Records) -> tuple[dict[str, pl.DataFrame], dict[str, pl.DataFrame]]:
    """Each table's rows to load, and those set aside for want of a key or as an exact duplicate."""
    loaded, aside = {}, {}
    for name, lazy in records.frames.items():
        frame = lazy.collect()
        reason = (
            pl.when(pl.col(dataset().tables[name].key).is_null())
            .then(pl.lit(_NO_KEY))
            .when(~pl.struct(pl.all()).is_first_distinct())
            .then(pl.lit(_DUPLICATE))
        )
        judged = frame.with_row_index("row", offset=1).with_columns(frame.select(reason=reason))
        loaded[name] = judged.filter(pl.col("reason").is_null()).drop("row", "reason")
        aside[name] = judged.filter(pl.col("reason").is_not_null())
    return loaded, aside


def _counts(loaded: pl.DataFrame, aside: pl.DataFrame) -> Counts:
    return Counts(
        rows_read=loaded.height + aside.height, rows_loaded=loaded.height, rows_set_aside=aside.height
    )


def _as_typed(name: str, aside: pl.DataFrame) -> pl.DataFrame:
    cells = pl.struct(pl.exclude("row", "reason").cast(pl.String)).struct.json_encode()
    return aside.select(sheet=pl.lit(name), row=pl.col("row").cast(pl.Int64), reason="reason", cells=cells)


def _set_aside_notes(source: str, aside: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    notes = [
        rows.select(
            file=pl.lit(source),
            sheet=pl.lit(name),
            row=pl.col("row").cast(pl.Int64),
            column=pl.lit(None, pl.String),
            kind=pl.lit("set aside"),
            message=pl.col("reason"),
        )
        for name, rows in aside.items()
    ]
    return pl.concat([pl.DataFrame(schema=NOTE_SCHEMA), *notes])

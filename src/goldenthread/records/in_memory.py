"""Work upon records that fit in memory: each table read once, each frame worked out at once.

One authority's tables are some tens of megabytes, and a catalogue asks them hundreds of small questions. Read
from their files for each question, most of the time goes in reading; run by the engine for what does not fit
in memory, in starting it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import polars as pl

from goldenthread.records.store.files import Tables
from goldenthread.records.tables import Records

# What questions share is worked out once by those who ask; looking for more costs more than it saves.
_PLAINLY = pl.QueryOptFlags(comm_subplan_elim=False)


def in_memory(records: Records) -> Records:
    """The records with each table read whole when it is first asked for, once for all who ask."""
    return replace(records, frames=Tables({name: partial(_table, records, name) for name in records.frames}))


def _table(records: Records, name: str) -> pl.LazyFrame:
    return worked_out(records.table(name)).lazy()


def worked_out(frame: pl.LazyFrame) -> pl.DataFrame:
    """What a frame comes to."""
    return frame.collect(engine="in-memory", optimizations=_PLAINLY)


def all_worked_out(frames: Sequence[pl.LazyFrame]) -> list[pl.DataFrame]:
    """What each frame comes to, worked out beside one another."""
    return pl.collect_all(frames, engine="in-memory", optimizations=_PLAINLY)

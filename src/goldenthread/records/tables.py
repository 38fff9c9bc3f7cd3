"""Children's records in memory: the model's tables as lazy Polars frames, with what the source can say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from goldenthread.records.coverage import Coverage
from goldenthread.standards.safeguarding_dataset import dataset

_POLARS_TYPES: dict[str, type[pl.DataType]] = {
    "text": pl.String,
    "code": pl.String,
    "flag": pl.String,
    "date": pl.Date,
    "integer": pl.Int64,
    "float": pl.Float64,
}


def schema(table: str) -> dict[str, type[pl.DataType]]:
    """Field name to Polars type, in the model's order, for a table of the model."""
    return {field.name: _POLARS_TYPES[field.type] for field in dataset().tables[table].fields}


def empty(table: str) -> pl.DataFrame:
    """A table of the model with no rows."""
    return pl.DataFrame(schema=schema(table))


@dataclass(frozen=True)
class Records:
    """One authority's records as at a date.

    `frames` holds the tables the source carries, by the model's names, each with exactly the model's fields;
    `coverage` says for every table of the model what the source can answer; `snapshot` names the snapshot
    they were read from (empty for records not yet kept), and `beside` those from which come tables that it
    does not carry.
    """

    as_at: date
    authority: str
    frames: Mapping[str, pl.LazyFrame]
    coverage: Mapping[str, Coverage]
    snapshot: str = ""
    beside: tuple[str, ...] = ()

    def table(self, name: str) -> pl.LazyFrame:
        """The table, or the same table with no rows where the source does not carry it."""
        return self.frames[name] if name in self.frames else empty(name).lazy()

    def can_say(self, table: str) -> Coverage:
        """What the source can say about a table."""
        held = self.coverage.get(table)
        return held or Coverage(table=table, history="absent", window_start=None, window_end=self.as_at)

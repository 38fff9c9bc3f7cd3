"""The eleven lists in memory: typed frames, one for each list, with our own short column names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from goldenthread.standards.annex_a import standard

LISTS = tuple(range(1, 12))

_POLARS_TYPES: dict[str, type[pl.DataType]] = {
    "id": pl.String,
    "text": pl.String,
    "category": pl.String,
    "postcode": pl.String,
    "date": pl.Date,
    "integer": pl.Int64,
}


def schema(number: int) -> dict[str, type[pl.DataType]]:
    """Column name to Polars type for a list, in the current layout's order. Categories hold raw codes."""
    return {column.name: _POLARS_TYPES[column.kind] for column in standard().lists[number].columns}


def empty(number: int) -> pl.DataFrame:
    """A list with no rows."""
    return pl.DataFrame(schema=schema(number))


@dataclass(frozen=True)
class AnnexA:
    """The lists a workbook holds, by number. A list that is not in `lists` was not given at all.

    Every frame has all the columns of the current layout; a column the source lacks is null throughout.
    """

    as_at: date | None
    authority: str | None
    lists: Mapping[int, pl.DataFrame] = field(default_factory=dict)

    def frame(self, number: int) -> pl.DataFrame:
        """The list, or the same list with no rows where it was not given."""
        return self.lists[number] if number in self.lists else empty(number)

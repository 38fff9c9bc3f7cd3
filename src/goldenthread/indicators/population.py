"""How many children live in an authority, for rates: read from a file, and laid beside the records.

The estimates are the Office for National Statistics' mid-year ones. They are no part of a child's records and
are in no snapshot: the same records with a newer estimate give a newer rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.indicators.needs import POPULATION
from goldenthread.records.coverage import Coverage
from goldenthread.records.tables import Records

CHILDREN_HERE = "Children aged 0 to 17 who live in the authority, by the mid-year estimate"
HOW_A_RATE = "The estimate is that of the year before the period's end, or the latest older one held."
RATE_CAUTIONS = (
    "A part of a year is scaled up to a whole one, so a busy month looks like a busy year.",
    "Nobody knows how many children each team's area has: the rate is given for the whole authority alone.",
)

_OLDEST = 17  # a child is a person under 18: the band is 0 to 17, and never a column beyond
_COLUMNS = {"year": pl.Int64, "age": pl.Int64, "people": pl.Int64}


def read_population(path: Path) -> dict[int, int]:
    """Children aged 0 to 17 by year, from a CSV file of `year`, `age` (single years) and `people`.

    Older ages may be in the file and are left out. A year in which any age from 0 to 17 is missing or comes
    twice is refused, as is a file that is no such table: a rate upon part of the children would look high.
    """
    try:
        rows = pl.read_csv(path, schema_overrides=_COLUMNS, columns=list(_COLUMNS))
    except (pl.exceptions.PolarsError, UnicodeDecodeError, OSError) as fault:
        raise _refused(path, "is not a CSV file of year, age and people in whole numbers") from fault
    if rows.null_count().sum_horizontal().item() or (rows["people"] < 0).any():
        raise _refused(path, "has a blank or negative number")
    found: dict[int, int] = {}
    for (year,), ages in rows.filter(pl.col("age").is_between(0, _OLDEST)).group_by("year"):
        if sorted(ages["age"]) != list(range(_OLDEST + 1)):
            raise _refused(path, f"does not give each age from 0 to {_OLDEST} once for {year}")
        found[int(str(year))] = int(ages["people"].sum())
    if not found:
        raise _refused(path, "holds nobody aged 0 to 17")
    return found


def with_population(records: Records, by_year: Mapping[int, int]) -> Records:
    """The records with the estimates beside them, so that rates can be answered."""
    frame = pl.LazyFrame(
        {"year": list(by_year), "children": list(by_year.values())},
        schema={"year": pl.Int64, "children": pl.Int64},
    )
    known = Coverage(table=POPULATION, history="current", window_start=None, window_end=records.as_at)
    return replace(
        records,
        frames={**records.frames, POPULATION: frame},
        coverage={**records.coverage, POPULATION: known},
    )


def children_by_year(records: Records) -> dict[int, int]:
    """The estimates beside the records; empty where there are none."""
    if POPULATION not in records.frames:
        return {}
    return dict(records.frames[POPULATION].collect().select("year", "children").iter_rows())


def children_on(by_year: Mapping[int, int], end: date) -> int | None:
    """The estimate a rate rests on: that of the year before the period's end, or the latest older one."""
    before = [year for year in by_year if year < end.year]
    return by_year[max(before)] if before else None


def _refused(path: Path, why: str) -> InputRefused:
    return InputRefused(
        source=path.name,
        why=why,
        what_to_do="give a CSV file with the columns year, age and people, a row for each single year of age",
    )

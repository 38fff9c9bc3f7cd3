"""How many children live in a made-up authority, so that rates can be answered for it.

Worked back from England's rate of children in need: that rate agrees by construction, and no other does.
"""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl

from goldenthread.records.tables import Records
from goldenthread.standards.benchmarks import benchmarks

FILE = "population.csv"
_AGES = 18
_YEARS_BEFORE = 5


def children_here(records: Records) -> int:
    """Children aged 0 to 17 living there; at least one of each age."""
    rate = benchmarks()["cin_rate"].england
    assert rate is not None
    return max(_AGES, round(in_need(records) * 10_000 / rate))


def in_need(records: Records) -> int:
    """Children in need at the records' date."""
    is_open = pl.col("cine_close_date").is_null() & (pl.col("cine_in_need") == "Y")
    found: int = records.table("ssd_cin_episodes").filter(is_open).select(pl.len()).collect().item()
    return found


def write_population(records: Records, path: Path) -> Path:
    """The estimate as `--population` reads it: year, age, people. It is the same in each year up to the
    records' date."""
    everybody = children_here(records)
    share, over = divmod(everybody, _AGES)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("year", "age", "people"))
        for year in range(records.as_at.year - _YEARS_BEFORE, records.as_at.year + 1):
            out.writerows((year, age, share + (age < over)) for age in range(_AGES))
    return path

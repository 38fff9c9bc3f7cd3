"""Stores of a few made-up authorities, unlike one another: sizes, windows, dates; one with Annex A alone."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from goldenthread.records import store
from goldenthread.records.annex_a import from_records, write_workbook
from goldenthread.records.load import load
from goldenthread.records.tables import Records
from goldenthread.records.whole import whole_records
from goldenthread.synthetic.authority import synthesise

FOLDERS = ("east", "north", "south")
AUTHORITIES = ("Made-up East", "Made-up North", "Made-up South")


@cache
def _authority(name: str, children: int, months: int, end: date) -> Records:
    return synthesise(children=children, months=months, end=end, seed=len(name), authority=name)


def write_stores(folder: Path) -> tuple[Path, ...]:
    """East and North with their whole history, South with one Annex A workbook."""
    _keep(_authority("Made-up East", 150, 14, date(2026, 3, 31)), folder / "east")
    _keep(_authority("Made-up North", 80, 8, date(2025, 12, 31)), folder / "north")
    south = _authority("Made-up South", 60, 12, date(2026, 1, 31))
    book = folder / "annex-a-2026-01-31.xlsx"
    write_workbook(from_records(south), book, note="Made-up data")
    load(book, store_folder=folder / "south")
    return tuple(folder / name for name in FOLDERS)


def _keep(records: Records, place: Path) -> None:
    source = store.Source(name="records", sha256=f"made up for {place.name}")
    made = whole_records(records, as_at=records.as_at, name="records", sources=(source,), made_up=True)
    store.keep(made, place)

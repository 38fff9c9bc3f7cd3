"""What the checks found as a workbook: a cover, the checks in words, who can put it right, a sheet per list.

It holds children's details. No cell is ever a formula; the same records give the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from goldenthread.records.checks.asking import Checked
from goldenthread.records.checks.check import ANY
from goldenthread.standards.safeguarding_dataset import dataset

Cell = str | int | None
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_MOST_ROWS = 1_000_000  # of the 1,048,576 that a sheet can hold
_NUMBERS = ("Errors", "Queries", "Notes")
_TREND = ("Came since", "Went since", "Not asked")
_ROW_COLUMNS = {
    "check": "Check",
    "severity": "How grave",
    "words": "What it is",
    "key": "Row",
    "child": "Child",
    "team": "Team",
    "worker": "Worker",
    "columns": "Columns",
    "says": "What they say",
}


def write_workbook(checked: Checked, path: Path, *, note: str = "") -> None:
    """Write it whole or not at all, for its owner's eyes. A `note` marks the records as made up.

    OSError when the file cannot be written.
    """
    import xlsxwriter

    beside = path.with_name(f".{path.name}.part")
    os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        _fill(xlsxwriter.Workbook(str(beside), _OPTIONS), checked, note)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def workbook_bytes(checked: Checked, *, note: str = "") -> bytes:
    """The same in memory: no file of it is left anywhere."""
    import xlsxwriter

    held = BytesIO()
    _fill(xlsxwriter.Workbook(held, _OPTIONS | {"constant_memory": False, "in_memory": True}), checked, note)
    return held.getvalue()


def _fill(workbook: Any, checked: Checked, note: str) -> None:
    made = datetime.combine(checked.as_at, time(), tzinfo=UTC).replace(tzinfo=None)
    workbook.set_properties({"title": "Checks of children's records", "comments": note, "created": made})
    _write(workbook, "Cover", _cover(checked, note), widths=(44, 14, 20, 14, 60))
    _write(workbook, "Checks", _checks(checked), widths=(34, 12, 26, 70, 50, 10, 10, 10, 10, 40))
    _write(workbook, "Teams and workers", _holders(checked), widths=(34, 34, 12, 12, 12))
    for table, rows in _lists(checked):
        _write(workbook, table, rows, widths=(30, 12, 60, 24, 20, 24, 24, 44, 70))
    workbook.close()


def _cover(checked: Checked, note: str) -> Iterator[Sequence[Cell]]:
    yield ("Checks of children's records",)
    if note:
        yield (note,)
    yield ("This workbook holds children's details: keep it safe.",)
    yield "Authority", checked.authority or "not stated"
    yield "As at", f"{checked.as_at:%d/%m/%Y}"
    yield "Snapshot", checked.snapshot
    if checked.before_as_at:
        yield "Compared with", f"{checked.before_as_at:%d/%m/%Y}", checked.before
    else:
        yield "Compared with", "no snapshot of the kind before it"
    asked = sum(one.rows is not None for one in checked.outcomes)
    yield "Checks asked", asked
    yield "Checks that these records cannot answer", len(checked.outcomes) - asked
    yield ()
    yield "List", *_NUMBERS, "What it holds"
    for table, *numbers in checked.counts("table").select("table", "error", "query", "note").iter_rows():
        yield table, *numbers, dataset().tables[table].purpose


def _checks(checked: Checked) -> Iterator[Sequence[Cell]]:
    yield "Check", "How grave", "List", "What it is", "Where it comes from", "Rows", "Before", *_TREND
    for one in checked.outcomes:
        check = one.check
        table = "every list" if check.table == ANY else check.table
        yield (
            *(check.id, check.severity, table, check.says, check.source),
            *(one.rows, one.before, one.came, one.went, one.why_not or None),
        )


def _holders(checked: Checked) -> Iterator[Sequence[Cell]]:
    yield "Team", "Worker", *_NUMBERS
    counts = checked.counts("team", "worker").select("team", "worker", "error", "query", "note")
    for team, worker, *numbers in counts.iter_rows():
        yield team or "no team", worker or "no worker", *numbers


def _lists(checked: Checked) -> Iterator[tuple[str, Iterator[Sequence[Cell]]]]:
    """A sheet for each list with rows, in the model's order."""
    words = {one.check.id: one.check.says for one in checked.outcomes}
    found = checked.found.with_columns(words=pl.col("check").replace_strict(words, return_dtype=pl.String))
    for table in dataset().tables:
        rows = found.filter(pl.col("table") == table)
        if rows.height:
            yield table, _rows(rows)


def _rows(rows: pl.DataFrame) -> Iterator[Sequence[Cell]]:
    if rows.height > _MOST_ROWS:
        yield (f"The first {_MOST_ROWS:,} of {rows.height:,} rows: a sheet holds no more.",)
    yield tuple(_ROW_COLUMNS.values())
    yield from rows.select(*_ROW_COLUMNS).head(_MOST_ROWS).iter_rows()


def _write(workbook: Any, name: str, rows: Iterable[Sequence[Cell]], *, widths: Sequence[int]) -> None:
    sheet = workbook.add_worksheet(name)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    for row, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(row, place, cell)
            elif cell:
                sheet.write_string(row, place, _without_control(cell))


def _without_control(text: str) -> str:
    """Text without what XML cannot carry."""
    return "".join(character for character in text if character.isprintable())

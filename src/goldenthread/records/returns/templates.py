"""The templates of practice records, for an authority to fill: one workbook, or the same as CSV files.

OUT/practice-records.xlsx    About (as at, covers from, authority), Guide, and a sheet for each template
OUT/csv/about.csv            the same, a file each
OUT/csv/guide.csv
OUT/csv/supervision.csv ...
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from goldenthread.standards.returns import ReturnColumn, ReturnTable, practice_records

ABOUT, GUIDE = "About", "Guide"
AS_AT, COVERS_FROM, AUTHORITY, MADE_UP = "As at", "Covers from", "Authority", "Made up"
SAID = (
    (AS_AT, "the last day these records cover"),
    (COVERS_FROM, "the first day from which every record is here; without it nothing is counted from them"),
    (AUTHORITY, "as the other records name it; may be left blank"),
)
WORKBOOK, FOLDER = "practice-records.xlsx", "csv"
_KINDS = {
    "id": "identifier",
    "date": "date, day first",
    "flag": "yes or no",
    "integer": "whole number",
    "code": "one of the words",
}
_OPTIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
_ROWS = 5_000  # of a sheet that a spreadsheet holds to what a column takes


def write_templates(out: Path) -> list[Path]:
    """Write the workbook and the CSV files; gives where they are. The same version gives the same bytes."""
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    _write_workbook(out / WORKBOOK)
    files = {"about": [[key, "", about] for key, about in SAID], "guide": [list(row) for row in _guide()]}
    files |= {name: [list(table.column_names)] for name, table in practice_records().tables.items()}
    for name, rows in files.items():
        with (out / FOLDER / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    return [out / WORKBOOK, *(out / FOLDER / f"{name}.csv" for name in files)]


def _guide() -> Iterator[tuple[str, str, str, str, str]]:
    yield "Sheet", "Column", "What it holds", "How it is written", "Words it takes"
    for table in practice_records().tables.values():
        yield table.title, "", table.about, "", ""
        for column in table.columns:
            must = " (a row without it is set aside)" if column.name in (table.id, table.date) else ""
            yield (
                table.title,
                column.name,
                column.about + must,
                _KINDS.get(column.kind, "text"),
                _words(column),
            )


def _words(column: ReturnColumn) -> str:
    if not column.codes:
        return ""
    codes = practice_records().code_sets[column.codes].values()
    return "; ".join(f"{one.code} ({one.label})" for one in codes)


def _write_workbook(path: Path) -> None:
    import xlsxwriter

    workbook = xlsxwriter.Workbook(str(path), _OPTIONS)
    made = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    workbook.set_properties({"title": "Practice records", "created": made})
    bold = workbook.add_format({"bold": True})
    about = workbook.add_worksheet(ABOUT)
    about.set_column(0, 2, 24)
    for place, (key, words) in enumerate(SAID):
        about.write_string(place, 0, key, bold)
        about.write_string(place, 2, words)
    guide = workbook.add_worksheet(GUIDE)
    guide.set_column(0, 4, 30)
    for place, row in enumerate(_guide()):
        guide.write_row(place, 0, row, bold if place == 0 else None)
    for table in practice_records().tables.values():
        _write_sheet(workbook, table, bold)
    workbook.close()


def _write_sheet(workbook: Any, table: ReturnTable, bold: Any) -> None:
    sheet = workbook.add_worksheet(table.title)
    day, text = workbook.add_format({"num_format": "dd/mm/yyyy"}), workbook.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, max(16, len(column.name) + 2), day if column.kind == "date" else text)
        sheet.write_string(0, place, column.name, bold)
        wanted = ["yes", "no"] if column.kind == "flag" else _codes(column)
        if wanted:
            sheet.data_validation(1, place, _ROWS, place, {"validate": "list", "source": wanted})


def _codes(column: ReturnColumn) -> list[str]:
    return list(practice_records().code_sets[column.codes]) if column.codes else []

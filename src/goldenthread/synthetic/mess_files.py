"""Messy lists as files: workbooks, folders of CSV, and files that can only be refused."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

Rows = Sequence[Sequence[Any]]

_FIRST_EXCEL_DAY = date(1900, 3, 1)
HELPERS = ("Front_Sheet", "FAQ_and_changes", "Guidance", "Codes_used")  # the template's own sheets (F22)
OTHERS = ("Notes", "Pivot")  # sheets that are no list (F07)


def write_workbook(
    sheets: Mapping[str, Rows], path: Path, *, as_at: date, note: str, has_title: bool, has_helpers: bool
) -> None:
    """The sheets between two that are no list; a title is merged across the columns."""
    import xlsxwriter

    made = datetime.combine(as_at, time(), tzinfo=UTC).replace(tzinfo=None)
    book = xlsxwriter.Workbook(
        str(path),
        {
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "in_memory": True,
        },
    )
    book.set_properties({"title": "Annex A", "comments": note, "created": made})
    dates = book.add_format({"num_format": "dd/mm/yyyy"})
    book.add_worksheet(OTHERS[0]).write_string(0, 0, note)
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                _write_cell(page, place, column, cell, dates)
        if has_title:
            page.merge_range(0, 0, 0, len(rows[1]) - 1, rows[0][0])
    for name in HELPERS if has_helpers else ():
        book.add_worksheet(name).write_string(0, 0, "As the form came")
    pivot = book.add_worksheet(OTHERS[1])
    for column, text in enumerate(("Row Labels", "Count of Child", "Grand Total")):
        pivot.write_string(0, column, text)
    book.close()


def _write_cell(page: Any, row: int, column: int, cell: Any, dates: Any) -> None:
    if isinstance(cell, str):
        page.write_string(row, column, cell)
    elif isinstance(cell, date) and cell.timetuple()[:3] >= _FIRST_EXCEL_DAY.timetuple()[:3]:
        page.write_datetime(row, column, cell, dates)
    elif isinstance(cell, date):
        page.write_string(row, column, f"{cell:%d/%m/%Y}")
    elif cell is not None:
        page.write_number(row, column, cell)


def write_csv(sheets: Mapping[str, Rows], folder: Path) -> None:
    """A file for each sheet, with a byte order mark (F12); every third has its name in capitals (F15)."""
    folder.mkdir(exist_ok=True)
    for place, (sheet, rows) in enumerate(sheets.items()):
        name = f"LA {sheet}.csv"
        path = folder / (name if place % 3 else name.upper())
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(_as_text(rows))


def _as_text(rows: Rows) -> Iterator[list[str]]:
    for row in rows:
        yield [_in_csv(cell) for cell in row] or [""]


def _in_csv(cell: Any) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


@dataclass(frozen=True)
class Refused:
    """A file or folder that cannot be told: what is in it by name, and how it is refused."""

    mess: str
    name: str
    files: Callable[[str], Mapping[str, bytes]]  # by the text of a CSV file; "" is the file itself
    why: str


REFUSED = (
    Refused(
        "F13",
        "utf-16",
        lambda text: {"LA List 1.csv": text.encode("utf-16")},
        "it is in UTF-16; save it as CSV UTF-8",
    ),
    Refused(
        "F14",
        "two kinds",
        lambda text: {"LA List 1.csv": text.encode(), "return.xml": b"<Message/>"},
        "remove return.xml, or the rest",
    ),
    Refused(
        "F24",
        "old.xls",
        lambda _: {"": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)},
        "it is an old binary workbook; open it and save it as .xlsx",
    ),
)


def write_refused(one: Refused, rows: Rows, folder: Path) -> Path:
    """Write the file or folder; gives where it is."""
    path = folder / one.name
    text = "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in _as_text(rows))
    for name, data in one.files(text).items():
        target = path / name if name else path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return path

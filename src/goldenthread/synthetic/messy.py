"""Annex A as it really arrives: workbooks and CSV files with the messes met in real ones, and beside each a
truth file that says what every cell and row should become.

    OUT/numbered <date>.xlsx      sheets by number under a title row
    OUT/subjects <date>.xlsx      sheets by subject, the earlier layout, headers in other spellings and orders
    OUT/lists <date>/*.csv        eleven CSV files with a byte order mark
    OUT/<any of them>.truth.json  what is to come of it

    {"made_up": ..., "as_at": ..., "file": ..., "layout": "A" or "B", "left_out": [sheets],
     "messes": [the numbers of the messes that the file holds],
     "lists": {"1": {"sheet": ..., "missing": [columns], "loaded": [[row, {column: value}], ...],
                     "set_aside": [[row, reason], ...], "remarks": [[row, column, kind, mess], ...]}}}

The same lists and seed give the same bytes. No cell is ever a formula.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from random import Random
from typing import Any

from goldenthread.records.annex_a.lists import LISTS, AnnexA
from goldenthread.standards.annex_a import Column, Layout, ListStandard, standard
from goldenthread.synthetic.mess import Typed, plain, ways

_SHARE = 0.12  # of the cells that are typed otherwise than the form asks
_FIRST_EXCEL_DAY = date(1900, 3, 1)
_DUPLICATE = "an exact duplicate of an earlier row"
_NO_DATE = "no usable key date"
_NO_IDENTIFIER = "no usable identifier"
_STRAY = "a stray row: only one cell is filled"
_READ_AS_IT_STANDS = ("text", "id")
_OF_ROWS = ("C01", "H01", "H02", "H05", "H06", "R01", "R02", "R03", "R04", "R05")
_HELPERS = ("Front_Sheet", "FAQ_and_changes", "Guidance", "Codes_used")
_EXTRA = ("Extra Header 1", "checked")  # a column of the council's own
_SUBJECTS = {
    1: "Contacts",
    2: "Early Help",
    3: "Referrals",
    4: "Assessments",
    5: "Sec47 and ICPC",
    6: "Children in Need",
    7: "Child Protection",
    8: "Children in Care",
    9: "Care Leavers",
    10: "Adoption",
    11: "Adopters",
}


@dataclass(frozen=True)
class Shape:
    """What a whole file is like."""

    name: str
    layout: Layout
    rows_above: tuple[str | None, ...]  # the first cell of each row above the headers
    is_numbered: bool
    is_reordered: bool
    drops_columns: bool
    adds_columns: bool
    messes: tuple[str, ...]  # that the file as a whole is in


_SHAPES = (
    Shape("numbered", "B", ("{title}",), True, False, False, False, ("F01", "F07", "F10", "F21", "F22")),
    Shape(
        *("subjects", "A", (None, "October"), False, True, True, True),
        ("F02", "F07", "F09", "H11", "H12", "H15", "H16"),
    ),
    Shape("lists", "B", (), True, False, False, False, ("F04", "F12")),
)


@dataclass
class Sheet:
    """A sheet as it is to be written, and what is to come of it."""

    number: int
    name: str
    rows: list[list[Any]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    loaded: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    set_aside: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[tuple[int, str, str, str]] = field(default_factory=list)
    messes: set[str] = field(default_factory=set)

    @property
    def next_row(self) -> int:
        return len(self.rows) + 1

    def truth(self) -> dict[str, Any]:
        return {
            "sheet": self.name,
            "missing": self.missing,
            "loaded": self.loaded,
            "set_aside": self.set_aside,
            "remarks": self.remarks,
        }


def write_messy(annex_a: AnnexA, folder: Path, *, seed: int, note: str) -> tuple[Path, ...]:
    """Write the three files and their truths into the folder; gives where the files are."""
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_write(annex_a, folder, shape=shape, seed=seed, note=note) for shape in _SHAPES)


def _write(annex_a: AnnexA, folder: Path, *, shape: Shape, seed: int, note: str) -> Path:
    as_at = annex_a.as_at or date(2000, 1, 1)
    rng = Random(f"{seed}:{shape.name}")
    sheets = [_sheet(annex_a, number, shape=shape, rng=rng) for number in LISTS]
    if shape.name == "lists":
        path = folder / f"{shape.name} {as_at}"
        _write_csv(sheets, path)
    else:
        path = folder / f"{shape.name} {as_at}.xlsx"
        _write_workbook(sheets, path, shape=shape, as_at=as_at, note=note)
    truth = {
        "made_up": note,
        "as_at": as_at,
        "file": path.name,
        "layout": shape.layout,
        "left_out": [] if path.is_dir() else ["Notes", "Pivot"],
        "messes": sorted({*shape.messes, *_OF_ROWS, *(mess for sheet in sheets for mess in sheet.messes)}),
        "lists": {sheet.number: sheet.truth() for sheet in sheets},
    }
    text = json.dumps(truth, default=date.isoformat, ensure_ascii=False, indent=None, separators=(",", ":"))
    (folder / f"{path.name}.truth.json").write_text(text + "\n", encoding="utf-8")
    return path


def _sheet(annex_a: AnnexA, number: int, *, shape: Shape, rng: Random) -> Sheet:
    wanted = standard().lists[number]
    name = f"List {number}" if shape.is_numbered else _SUBJECTS[number]
    sheet = Sheet(number, name)
    columns = _columns(wanted, sheet, shape=shape, rng=rng)
    for above in shape.rows_above:
        sheet.rows.append([above.format(title=wanted.template_title) if above else None])
    headers = [_header(column, rng) for column in columns]
    sheet.rows.append([*headers, _EXTRA[0]] if shape.adds_columns else headers)
    for row in annex_a.frame(number).iter_rows(named=True):
        _add(sheet, wanted, columns, row=row, rng=rng)
    if shape.adds_columns:
        _fill_extra(sheet, len(columns), above=len(shape.rows_above) + 1)
    if sheet.loaded:
        _add_total(sheet, columns)
    return sheet


def _fill_extra(sheet: Sheet, place: int, *, above: int) -> None:
    """The council's own column, in every row that holds something (H12)."""
    for row in sheet.rows[above:]:
        if len(row) == place:
            row.append(_EXTRA[1])


def _add_total(sheet: Sheet, columns: list[Column]) -> None:
    """A total under the table's last column (R02)."""
    last = columns[-1]
    if last.kind not in _READ_AS_IT_STANDS:
        sheet.remarks.append((sheet.next_row, last.name, "query", "R02"))
    sheet.set_aside.append((sheet.next_row, _STRAY))
    sheet.rows.append([None] * (len(columns) - 1) + [f"Total: {len(sheet.loaded)}"])


def _columns(wanted: ListStandard, sheet: Sheet, *, shape: Shape, rng: Random) -> list[Column]:
    """The columns in the order they come; those the file lacks are written down as missing."""
    columns = list(wanted.in_layout(shape.layout))
    if shape.drops_columns and rng.random() < 0.4:
        columns.remove(rng.choice([c for c in columns if c.name not in _needed(wanted)]))
    if shape.is_reordered:
        rng.shuffle(columns)
    given = {column.name for column in columns}
    sheet.missing += [column.name for column in wanted.columns if column.name not in given]
    return columns


def _needed(wanted: ListStandard) -> tuple[str | None, ...]:
    return (wanted.id_column, wanted.key_date)


def _header(column: Column, rng: Random) -> str:
    """The header in one of the spellings of real files (H01, H02, H05, H06)."""
    header = column.template_header
    spellings = (header, header, header.upper(), f" {header} ", header.replace("’", "'").rstrip("?"))
    return rng.choice(spellings)


def _add(
    sheet: Sheet, wanted: ListStandard, columns: list[Column], *, row: dict[str, Any], rng: Random
) -> None:
    """A row, and now and then one of the messes that rows are in."""
    typed = [_typed(column, row[column.name], wanted=wanted, rng=rng) for column in columns]
    spoilt = rng.random()
    if spoilt < 0.02:  # R01
        sheet.rows.append([])
    elif spoilt < 0.04:  # R03
        lost, reason = (wanted.key_date, _NO_DATE) if wanted.key_date else (wanted.id_column, _NO_IDENTIFIER)
        typed = [
            Typed(None, None) if column.name == lost else cell
            for column, cell in zip(columns, typed, strict=True)
        ]
        _put(sheet, columns, typed, reason=reason)
        return
    _put(sheet, columns, typed)
    if spoilt > 0.98:  # R04
        _put(sheet, columns, typed, reason=_DUPLICATE)


def _typed(column: Column, value: Any, *, wanted: ListStandard, rng: Random) -> Typed:
    if rng.random() < _SHARE:
        known = ways(column, value, is_key=column.name in _needed(wanted))
        if known:
            return rng.choice(known)
    return plain(column, value)


def _put(sheet: Sheet, columns: list[Column], typed: list[Typed], *, reason: str | None = None) -> None:
    row = sheet.next_row
    sheet.rows.append([cell.cell for cell in typed])
    sheet.messes.update(cell.mess for cell in typed if cell.mess)
    for column, cell in zip(columns, typed, strict=True):
        if cell.kind is not None:
            sheet.remarks.append((row, column.name, cell.kind, cell.mess))
    if reason is None:
        values = {column.name: cell.value for column, cell in zip(columns, typed, strict=True)}
        sheet.loaded.append((row, values | dict.fromkeys(sheet.missing)))
    else:
        sheet.set_aside.append((row, reason))


def _write_workbook(sheets: list[Sheet], path: Path, *, shape: Shape, as_at: date, note: str) -> None:
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
    notes = book.add_worksheet("Notes")
    notes.write_string(0, 0, note)
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for place, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                _write_cell(page, place, column, cell, dates)
        if "F21" in shape.messes:
            page.merge_range(0, 0, 0, len(sheet.rows[1]) - 1, sheet.rows[0][0])
    if "F22" in shape.messes:
        for name in _HELPERS:
            book.add_worksheet(name).write_string(0, 0, "As the form came")
    pivot = book.add_worksheet("Pivot")
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


def _write_csv(sheets: list[Sheet], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for sheet in sheets:
        path = folder / f"LA {sheet.name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:  # F12
            csv.writer(file).writerows(_as_text(sheet.rows))


def _as_text(rows: list[list[Any]]) -> Iterator[list[str]]:
    for row in rows:
        yield [_in_csv(cell) for cell in row] or [""]


def _in_csv(cell: Any) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)

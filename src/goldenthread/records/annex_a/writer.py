"""Writing the eleven lists as the workbook an inspection asks for.

The template's own shape: a title row, headers on row 2, data from row 3, one sheet for each list. Dates are
true dates, identifiers are text, codes are printed in full, and no cell is ever a formula. The same lists
give the same bytes: the document's creation time is the as-at date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl

from goldenthread.records.annex_a.lists import LISTS, AnnexA
from goldenthread.records.annex_a.workbook_xml import AS_AT_PROPERTY, AUTHORITY_PROPERTY, MADE_UP_PROPERTY
from goldenthread.standards.annex_a import Column, Layout, ListStandard, standard

_DATE_FORMAT = "dd/mm/yyyy"
_FIRST_EXCEL_DAY = date(1900, 3, 1)  # Excel's calendar is sound from here on
_HEADER_ROW, _FIRST_DATA_ROW = 1, 2  # counted from 0
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": _DATE_FORMAT,
}


def write_workbook(annex_a: AnnexA, path: Path, *, layout: Layout = "B", note: str | None = None) -> None:
    """Write the lists. A `note` marks the records as made up, and is printed in front; real ones have none.

    Text that XML cannot carry (control characters) is left out of a cell. Raises OSError when the file cannot
    be written.
    """
    import xlsxwriter

    workbook = xlsxwriter.Workbook(str(path), _OPTIONS)
    _set_properties(workbook, annex_a=annex_a, note=note)
    _write_front_sheet(workbook, annex_a=annex_a, note=note)
    for number in LISTS:
        _write_list(workbook, wanted=standard().lists[number], frame=annex_a.frame(number), layout=layout)
    workbook.close()


def _set_properties(workbook: Any, *, annex_a: AnnexA, note: str | None) -> None:
    made = datetime.combine(annex_a.as_at or date(2000, 1, 1), time(), tzinfo=UTC).replace(tzinfo=None)
    workbook.set_properties({"title": "Annex A", "comments": note or "", "created": made})
    if annex_a.as_at:
        workbook.set_custom_property(AS_AT_PROPERTY, annex_a.as_at.isoformat(), "text")
    if annex_a.authority:
        workbook.set_custom_property(AUTHORITY_PROPERTY, annex_a.authority, "text")
    if note:
        workbook.set_custom_property(MADE_UP_PROPERTY, note, "text")


def _write_front_sheet(workbook: Any, *, annex_a: AnnexA, note: str | None) -> None:
    sheet = workbook.add_worksheet("Front_Sheet")
    bold = workbook.add_format({"bold": True})
    sheet.set_column(0, 0, 70)
    sheet.set_column(1, 1, 14)
    for row, (label, value) in enumerate(_front_rows(annex_a, note)):
        sheet.write_string(row, 0, label, bold if row == 0 else None)
        if isinstance(value, int):
            sheet.write_number(row, 1, value)
        elif value:
            sheet.write_string(row, 1, value)


def _front_rows(annex_a: AnnexA, note: str | None) -> Iterator[tuple[str, str | int]]:
    yield "Annex A: child-level lists for the inspection of local authority children's services", ""
    yield _without_control(note or ""), ""
    yield "Authority", _without_control(annex_a.authority or "not stated")
    yield "As at", f"{annex_a.as_at:%d/%m/%Y}" if annex_a.as_at else "not stated"
    yield "List", "Rows"
    for number in LISTS:
        yield standard().lists[number].template_title, annex_a.frame(number).height


def _write_list(workbook: Any, *, wanted: ListStandard, frame: pl.DataFrame, layout: Layout) -> None:
    sheet = workbook.add_worksheet(f"List_{wanted.number}")
    columns = wanted.in_layout(layout)
    dates = workbook.add_format({"num_format": _DATE_FORMAT})
    bold = workbook.add_format({"bold": True})
    wrapped = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet.set_column(0, len(columns) - 1, 18)
    sheet.freeze_panes(_FIRST_DATA_ROW, 1)
    sheet.write_string(0, 0, wanted.template_title, bold)
    for place, column in enumerate(columns):
        sheet.write_string(_HEADER_ROW, place, column.template_header, wrapped)
    rows = frame.select(_printed(column) for column in columns).iter_rows()
    for row, cells in enumerate(rows, start=_FIRST_DATA_ROW):
        _write_row(sheet, row=row, cells=cells, dates=dates)


def _printed(column: Column) -> pl.Expr:
    """The column as it is printed: codes in full, text without what XML cannot carry."""
    if column.kind == "integer":
        return pl.col(column.name)
    if column.kind == "date":
        return pl.col(column.name).cast(pl.Datetime("ms"))
    text = pl.col(column.name)
    if column.codes is not None:
        text = text.replace(standard().code_sets[column.codes].printed)
    return text.str.replace_all(r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]", "")


def _without_control(text: str) -> str:
    return "".join(character for character in text if character.isprintable())


def _write_row(sheet: Any, *, row: int, cells: tuple[Any, ...], dates: Any) -> None:
    for place, cell in enumerate(cells):
        if cell is None or cell == "":
            continue
        if isinstance(cell, str):
            sheet.write_string(row, place, cell)
        elif isinstance(cell, int):
            sheet.write_number(row, place, cell)
        elif cell.date() < _FIRST_EXCEL_DAY:
            sheet.write_string(row, place, f"{cell:%d/%m/%Y}")
        else:
            sheet.write_datetime(row, place, cell, dates)

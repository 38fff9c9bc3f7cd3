"""The answer to a subject access request: a workbook of every row, and a page that reads without one.

Text is text: no cell is a live formula, nothing on the page runs. The same answer gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import escape
from typing import Any

from goldenthread.records.subject import Cell, Sheet

WORKBOOK, PAGE = "answer.xlsx", "answer.html"
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "dd/mm/yyyy",
}
_MOST_IN_A_CELL = 32_767  # characters; Excel's own limit
_LONGER = f" … the whole of it is in {PAGE}"
_FIRST_EXCEL_DAY = date(1900, 3, 1)
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#0b0c0c}"
    "table{border-collapse:collapse;margin:0 0 2rem;display:block;overflow-x:auto}"
    "th,td{border:1px solid #b1b4b6;padding:.3rem .5rem;text-align:left;vertical-align:top}"
    "td{white-space:pre-line}"
    "th{background:#f3f2f1}caption{text-align:left;font-weight:700;padding:.3rem 0}"
)


@dataclass(frozen=True)
class Answer:
    """What is given to whoever asked: the sheets after redaction, and what is said about them."""

    child: str
    authority: str
    made_on: date
    sheets: tuple[Sheet, ...]
    redacted: int  # how many places were decided to be about somebody else
    not_searched: tuple[str, ...] = ()  # what was left out, said plainly
    made_up: bool = False


def bundle(answer: Answer) -> bytes:
    """The workbook and the page in one zip file."""
    held = io.BytesIO()
    made = (*answer.made_on.timetuple()[:3], 0, 0, 0)
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in ((PAGE, page(answer).encode()), (WORKBOOK, workbook(answer))):
            folder.writestr(zipfile.ZipInfo(name, date_time=made), content)
    return held.getvalue()


def workbook(answer: Answer) -> bytes:
    """Every sheet of the answer, with one in front that says what it is."""
    import xlsxwriter

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, _OPTIONS)
    made = datetime.combine(answer.made_on, time(), tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": "Answer to a subject access request", "created": made})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    dates = book.add_format({"num_format": "dd/mm/yyyy"})
    front = book.add_worksheet("About")
    front.set_column(0, 0, 100)
    for row, line in enumerate(_about(answer)):
        front.write_string(row, 0, line, bold if row == 0 else None)
    for sheet, name in zip(answer.sheets, _names(answer.sheets), strict=True):
        _write(book.add_worksheet(name), sheet, bold=bold, dates=dates)
    book.close()
    return held.getvalue()


def page(answer: Answer) -> str:
    """The same as one page: a list of what there is, then each table."""
    about = "".join(f"<p>{escape(line)}</p>" for line in _about(answer)[1:])
    contents = "".join(
        f'<li><a href="#{escape(sheet.name)}">{escape(_capital(sheet.title))}</a> ({len(sheet.rows)})</li>'
        for sheet in answer.sheets
    )
    tables = "".join(_section(sheet) for sheet in answer.sheets)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Answer to a subject access request</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(_about(answer)[0])}</h1>{about}"
        f"<h2>What there is</h2><ul>{contents}</ul>{tables}</main></body></html>\n"
    )


def _about(answer: Answer) -> list[str]:
    made_up = ["Made-up records: nobody in them is real."] if answer.made_up else []
    places = f"{answer.redacted} place{'' if answer.redacted == 1 else 's'}"
    return [
        f"What {answer.authority or 'the authority'} holds in Golden Thread about {answer.child}",
        *made_up,
        f"Made on {answer.made_on.day} {answer.made_on:%B %Y}.",
        f"{places} about other people read “removed”." if answer.redacted else "Nothing was removed from it.",
        "Workers are named as they acted in their work.",
        *(f"Not searched: {what}" for what in answer.not_searched),
    ]


def _section(sheet: Sheet) -> str:
    head = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in sheet.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(_shown(cell))}</td>" for cell in row) + "</tr>" for row in sheet.rows
    )
    title = escape(_capital(sheet.title))
    return (
        f'<h2 id="{escape(sheet.name)}">{title}</h2><table tabindex="0" aria-label="{title}">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _write(page_of: Any, sheet: Sheet, *, bold: Any, dates: Any) -> None:
    page_of.set_column(0, len(sheet.columns) - 1, 22)
    page_of.freeze_panes(1, 0)
    for place, column in enumerate(sheet.columns):
        page_of.write_string(0, place, column.title, bold)
    for number, row in enumerate(sheet.rows, start=1):
        for place, cell in enumerate(row):
            _write_cell(page_of, number, place, cell, dates)


def _write_cell(page_of: Any, row: int, place: int, cell: Cell, dates: Any) -> None:
    if isinstance(cell, date) and cell >= _FIRST_EXCEL_DAY:
        page_of.write_datetime(row, place, datetime.combine(cell, time()), dates)
    elif isinstance(cell, int | float):
        page_of.write_number(row, place, cell)
    elif cell is not None and cell != "":
        page_of.write_string(row, place, _fitting(_printable(_shown(cell))))


def _fitting(text: str) -> str:
    """What a cell can hold; a longer text says where the whole of it is."""
    if len(text) <= _MOST_IN_A_CELL:
        return text
    return text[: _MOST_IN_A_CELL - len(_LONGER)] + _LONGER


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell.day} {cell:%B %Y}" if isinstance(cell, date) else str(cell)


def _printable(text: str) -> str:
    """Without what XML cannot carry."""
    return "".join(one for one in text if one in "\n\t" or (one >= " " and one not in "\ufffe\uffff"))


def _names(sheets: Sequence[Sheet]) -> Iterable[str]:
    """Names a workbook can have: short, and each once."""
    for place, sheet in enumerate(sheets, start=1):
        yield f"{place} {sheet.name.removeprefix('ssd_').replace('_', ' ')}"[:31]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

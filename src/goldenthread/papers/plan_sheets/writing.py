"""Our workbook: a key in front, then one sheet for each list. Dates are true dates, headings stay in view and
come again on each printed page, and no cell is ever a formula. The same plan gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from goldenthread.papers.colours import Rag
from goldenthread.papers.plan_sheets.cells import written
from goldenthread.papers.plan_sheets.columns import Column, Kind, SheetOf, Use, Value, Values

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_FIRST_EXCEL_DAY = date(1900, 3, 1)  # Excel's calendar is sound from here on
_FILLS = {Use.FILL: "#FFF7BF", Use.EDIT: "#D9EAF7"}
_PLAIN_FILL = "#E6E6E6"
COLOURS = {
    Rag.RED: ("#F4CDC6", "Its date has passed undone, or its forecast or a milestone is far behind"),
    Rag.AMBER: (
        "#FCD6C3",
        "Due within ten working days, moved before, or its forecast or a milestone is behind",
    ),
    Rag.GREEN: ("#CCE2D8", "Its due date is further ahead"),
    Rag.WAITING: ("#BBD4EA", "Its owner says it is done; somebody else has yet to accept that"),
    Rag.DONE: ("#BFE3E0", "Somebody other than its owner accepted that it is done"),
    Rag.STOPPED: ("#EEEFEF", "It will not be done"),
    Rag.MERGED: ("#EEEFEF", "It goes on within another action"),
    Rag.UNDATED: ("#EEEFEF", "It has no due date"),
}
"""The colours of delivery, and what each means. The words always stand in the cell: colour is never alone."""
_STATES = (
    ("proposed", "Put forward; no meeting has agreed it"),
    ("agreed", "A meeting agreed it, with its date"),
    ("in progress", "Work has begun"),
    ("claimed complete", "Its owner says it is done, and waits for sign-off"),
    ("signed off", "Somebody else accepted that it is done"),
    ("stopped", "It will not be done"),
)
_IMPACTS = (
    ("none yet", "Nothing shows a difference for children yet"),
    ("early", "First signs of a difference"),
    ("evidenced", "Evidence judged sufficient shows a difference"),
    ("sustained", "And it has lasted"),
)


@dataclass(frozen=True)
class Filled:
    """A sheet with its rows."""

    sheet: SheetOf
    rows: Sequence[Values]


@dataclass(frozen=True)
class Front:
    """What the key says of the whole: its title, its day, who took it away, and which part it is."""

    title: str
    as_at: date
    for_whom: str = ""
    part: str = ""


def workbook(filled: Sequence[Filled], front: Front) -> bytes:
    """The workbook's bytes."""
    import xlsxwriter

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, _OPTIONS)
    made = datetime.combine(front.as_at, time(), tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": written(front.title)[:200], "created": made})
    _write_key(book, filled, front)
    for one in filled:
        _write_sheet(book, one)
    book.close()
    return held.getvalue()


def _write_key(book: Any, filled: Sequence[Filled], front: Front) -> None:
    sheet = _sheet(book, "Key", widths=(30, 34, 74), landscape=False)
    bold, wrapped = _format(book, bold=True), _format(book)
    colours = {rag.value: _format(book, bg_color=fill) for rag, (fill, _) in COLOURS.items()}
    for row, cells in enumerate(_key(filled, front)):
        heading = len(cells) == 1
        for place, text in enumerate(cells):
            style = bold if heading or place == 0 else wrapped
            sheet.write_string(row, place, written(text), colours.get(text, style))


def _key(filled: Sequence[Filled], front: Front) -> Iterator[tuple[str, ...]]:
    yield (front.title,)
    yield "As at", f"{front.as_at:%d/%m/%Y}"
    if front.part:
        yield "Part", front.part
    if front.for_whom:
        yield "Taken away by", front.for_whom
    for one in filled:
        yield one.sheet.name, f"{len(one.rows)} rows"
    if any("rag" in one.sheet.keys for one in filled):
        yield ("Delivery: will it be done on time? It says nothing about the difference made",)
        yield from ((rag.value, "", means) for rag, (_, means) in COLOURS.items())
        yield ("Delivery states",)
        yield from ((state, "", means) for state, means in _STATES)
        yield ("Impact: is it making a difference for children? A question of its own",)
        yield from ((impact, "", means) for impact, means in _IMPACTS)
    for one in filled:
        yield (f"The sheet {one.sheet.name}",)
        yield from ((column.title, column.use.value, column.means) for column in one.sheet.columns)


def _write_sheet(book: Any, filled: Filled) -> None:
    of = filled.sheet
    sheet = _sheet(book, of.name, widths=[column.width for column in of.columns], landscape=True)
    top = _write_top(book, sheet, of)
    styles = _Styles(book)
    for row, values in enumerate(filled.rows, start=top + 1):
        for place, column in enumerate(of.columns):
            _write_cell(sheet, row, place, values.get(column.key), column=column, styles=styles)
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(top)
    sheet.autofilter(top, 0, max(top + len(filled.rows), top), len(of.columns) - 1)


def _write_top(book: Any, sheet: Any, of: SheetOf) -> int:
    """The lead and the headings; gives the row the headings stand in, from 0."""
    top = 1 if of.lead else 0
    if of.lead:
        sheet.write_string(0, 0, of.lead, book.add_format({"bold": True}))
    for place, column in enumerate(of.columns):
        fill = _FILLS.get(column.use, _PLAIN_FILL)
        sheet.write_string(top, place, column.title, _format(book, bold=True, bg_color=fill))
    return top


class _Styles:
    """The formats of a sheet's cells, each made once."""

    def __init__(self, book: Any) -> None:
        self.text = _format(book)
        self.day = _format(book, num_format="dd/mm/yyyy")
        self.colours = {rag.value: _format(book, bg_color=fill) for rag, (fill, _) in COLOURS.items()}

    def of(self, column: Column, text: str) -> Any:
        if column.key == "rag":
            return self.colours.get(text.partition(":")[0], self.text)
        return self.day if column.kind is Kind.DAY else self.text


def _write_cell(sheet: Any, row: int, place: int, value: Value, *, column: Column, styles: _Styles) -> None:
    text = written(value)
    style = styles.of(column, text)
    if value is None or text == "":
        sheet.write_blank(row, place, None, style)
    elif isinstance(value, date) and value >= _FIRST_EXCEL_DAY:
        sheet.write_datetime(row, place, datetime.combine(value, time()), style)
    elif isinstance(value, int):
        sheet.write_number(row, place, value, style)
    else:
        sheet.write_string(row, place, text, style)


def _sheet(book: Any, name: str, *, widths: Iterable[int], landscape: bool) -> Any:
    sheet = book.add_worksheet(name)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(8 if landscape else 9)  # A3, A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&F  &A&RPage &P of &N")
    return sheet


def _format(book: Any, **more: Any) -> Any:
    return book.add_format({"text_wrap": True, "valign": "top", **more})

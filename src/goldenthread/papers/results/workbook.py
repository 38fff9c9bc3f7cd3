"""Results as a workbook: about the data, the figures, the definitions, what the records cover, the columns.

Every cell has its type and none is a formula. The same results give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

from goldenthread.errors import InputRefused
from goldenthread.papers.results.columns import Table
from goldenthread.papers.results.tidy import Results

Cell = str | int | float | date | None
_MOST_ROWS = 1_000_000  # of the 1,048,576 that a sheet can hold
_LONGEST = 32_767  # characters that a cell can hold
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_MADE_UP = "Made-up records: no real child, family or worker."


def workbook_bytes(results: Results, tables: Sequence[Table]) -> bytes:
    """The workbook. InputRefused where a table has more rows than a sheet holds."""
    import xlsxwriter

    held = BytesIO()
    book = xlsxwriter.Workbook(held, _OPTIONS)
    made = datetime.combine(results.about.made_on, time(), tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": "Results", "created": made})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    bold = book.add_format({"bold": True})
    _fill(book.add_worksheet("about"), _about(results), day=day, bold=None)
    for table in tables:
        _fill_table(book.add_worksheet(table.name), results, table, day=day, bold=bold)
    _fill(book.add_worksheet("columns"), _columns(tables), day=day, bold=bold)
    book.close()
    return held.getvalue()


def _fill_table(sheet: Any, results: Results, table: Table, *, day: Any, bold: Any) -> None:
    frame = results.tables[table.name]
    if frame.height > _MOST_ROWS:
        raise InputRefused(
            source=f"the sheet {table.name}",
            why=f"would have {frame.height:,} rows, and a sheet holds {_MOST_ROWS:,}",
            what_to_do="ask for fewer indicators or breakdowns, or leave the workbook out with --form csv",
        )
    heading = tuple(table.schema)
    _fill(sheet, iter([heading, *frame.iter_rows()]), day=day, bold=bold)
    sheet.autofilter(0, 0, frame.height, len(heading) - 1)


def _fill(sheet: Any, rows: Iterator[Sequence[Cell]], *, day: Any, bold: Any) -> None:
    """The rows, of which the first is the heading where there is a `bold` to set it in."""
    sheet.set_column(0, 20, 24)
    if bold is not None:
        sheet.freeze_panes(1, 0)
    for row, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            _write(sheet, row, place, cell, style=bold if row == 0 else None, day=day)


def _write(sheet: Any, row: int, place: int, cell: Cell, *, style: Any, day: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, place, _carried(cell), style)
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, datetime.combine(cell, time()), day)
    else:
        sheet.write_number(row, place, cell)


def _carried(text: str) -> str:
    """Text without what XML cannot carry, and no longer than a cell."""
    return "".join(character for character in text if character.isprintable())[:_LONGEST]


def _about(results: Results) -> Iterator[Sequence[Cell]]:
    about = results.about
    yield ("About these results",)
    if about.made_up:
        yield (_MADE_UP,)
    yield "Authority", about.authority or "not stated"
    yield "For", about.for_whom or "those who work in the service: counts are as they are"
    yield "Records as at", about.as_at
    yield "Made on", about.made_on
    yield "Days old when made", about.days_old
    yield "Snapshot", about.snapshot
    for made_from in about.made_from:
        yield "Made from", made_from
    for first, last in about.gaps:
        yield "No file shows", first, last
    yield ()
    yield "Kind", "What it means"
    yield "figure", "A value, with both its counts where it has them."
    yield (
        "no cases",
        "Nothing to measure in the period or on the day: no value, which is not nought.",
    )
    yield "absent", "The records cannot say it; the reason stands beside it."
    yield "suppressed", "Withheld before it left the authority. Nothing may be calculated from it."
    yield ()
    yield ("What the records cover is on the sheet coverage; what each column is, on the sheet columns.",)


def _columns(tables: Sequence[Table]) -> Iterator[Sequence[Cell]]:
    yield "table", "column", "kind", "meaning"
    for table in tables:
        for column in table.columns:
            yield table.name, column.name, column.kind, column.meaning

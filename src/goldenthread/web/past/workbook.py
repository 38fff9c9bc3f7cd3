"""What changed as a workbook: every cell text, never a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """One sheet, its first row the names of the columns."""
    import xlsxwriter

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, _OPTIONS)
    sheet = book.add_worksheet("What changed")
    wrapped, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
    sheet.set_column(0, len(header) - 1, 30, wrapped)
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            sheet.write_string(number, column, str(value)[:32_000], wrapped)
    book.close()
    return held.getvalue()

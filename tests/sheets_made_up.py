"""Made-up plan workbooks, drawn as people send them: `workbook_of({"Tracker": rows})`."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

TRACKER = (
    ["Madeupshire improvement tracker, version 17"],
    [],
    [
        "No.",
        "What?",
        "Who?",
        "How?",
        "When?",
        "Success measures",
        "Current status",
        "Outcome reported for Q1",
    ],
    ["Theme 1: Children are assessed in time"],
    [
        *("1.1", "Look at every open assessment", "Head of assessment", "Weekly, with the team manager"),
        *("End of March 2027", "Fewer are late", "COMPLETED - every team does it", "Held"),
    ],
    ["1.2", "Train every manager", "A Made / B Up", None, date(2027, 3, 31), "All are trained", "Amber"],
    ["Theme 2: Children are visited"],
    ["2.1", "Visit in time", "Head of children in care", None, "ongoing", None, "In progress"],
)
"""A tracker with a title, headings between its rows, a colour with two meanings and a date in words."""


def workbook_of(sheets: Mapping[str, Sequence[Sequence[Any]]], *, joined: Sequence[str] = ()) -> bytes:
    """A workbook of these cells. `joined` are places such as "A4:A6" that are one cell, of the last sheet."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(at, place, datetime.combine(cell, time()), days)
                elif cell is not None:
                    sheet.write(at, place, cell)
    for place in joined:
        first = place.partition(":")[0]
        sheet.merge_range(place, rows[int(first[1:]) - 1][ord(first[0]) - ord("A")])
    book.close()
    return held.getvalue()

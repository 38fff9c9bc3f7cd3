"""CSV that a spreadsheet opens as text: UTF-8 with a mark, and no cell that it would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_AROUND = " \u00a0\t\r\n'\""
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The table as one text, to be encoded as UTF-8. Numbers and dates stay what they are."""
    held = io.StringIO()
    held.write("\ufeff")
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow([_cell(name) for name in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return held.getvalue()


def _cell(value: object) -> object:
    """Text that a spreadsheet would take for a formula, even after spaces or quotes, is marked as text."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.lstrip(_AROUND).startswith(_RUNS) or value.startswith(_RUNS) else value

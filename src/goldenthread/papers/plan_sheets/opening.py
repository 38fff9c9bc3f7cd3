"""A workbook or CSV file handed in, as plain text cells. It is opened by a process of its own, as every file
that others made; formulas are never worked out, the values last saved are read."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from goldenthread.errors import InputRefused
from goldenthread.records.annex_a import apart

MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_CELLS = 100_000  # with something in them, in the whole file
_SHEET_ALONE = "send the plan's sheet alone, saved as .xlsx"


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells as text, its first row the sheet's row 1; an empty cell is ""."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def open_sheets(content: bytes, *, name: str) -> tuple[Sheet, ...]:
    """The sheets with anything in them. Raises InputRefused for what is no workbook or CSV file, for one that
    may not be opened (macros, a password, far too large), and for one with nothing in it."""
    with tempfile.TemporaryDirectory(prefix="gt-plan-") as folder:
        path = Path(folder) / _safe(name)
        path.write_bytes(content)
        try:
            opened = apart.opened(path)
        except InputRefused as why:
            raise _about_a_plan(why) from None
    sheets = tuple(Sheet(one.name, _rows(one.cells.rows())) for one in opened.sheets)
    _refuse_too_large(path.name, sheets)
    return sheets


def _safe(name: str) -> str:
    """The file's own name without any folder; what a name cannot say is told by the file."""
    plain = "".join(one for one in Path(name.replace("\\", "/")).name if one.isprintable()).strip()
    return plain[-120:] if plain not in {"", ".", ".."} else "workbook.xlsx"


def _about_a_plan(why: InputRefused) -> InputRefused:
    """The opener's words are for children's lists; a plan has a sheet."""
    elevens = "eleven lists" in why.what_to_do or "case system" in why.what_to_do
    advice = _SHEET_ALONE if elevens else why.what_to_do
    return InputRefused(source=why.source, why=why.why, what_to_do=advice)


def _rows(cells: list[tuple[str | None, ...]]) -> tuple[tuple[str, ...], ...]:
    rows = [tuple(cell or "" for cell in row) for row in cells]
    while rows and not any(rows[-1]):
        rows.pop()
    return tuple(rows)


def _refuse_too_large(source: str, sheets: tuple[Sheet, ...]) -> None:
    if not any(sheet.rows for sheet in sheets):
        raise InputRefused(source=source, why="it holds nothing", what_to_do="send the workbook of the plan")
    for sheet in sheets:
        width = max((len(row) for row in sheet.rows), default=0)
        if len(sheet.rows) > MOST_ROWS or width > MOST_COLUMNS:
            why = f"its sheet {sheet.name} has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns"
            raise InputRefused(source=source, why=why, what_to_do=_SHEET_ALONE)
    if sum(bool(cell) for sheet in sheets for row in sheet.rows for cell in row) > MOST_CELLS:
        raise InputRefused(source=source, why="it has far too many cells", what_to_do=_SHEET_ALONE)

"""Sheets as plain text cells, whatever they came in: a workbook, or a folder of CSV files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.records.annex_a.container import MOST_BYTES, Container
from goldenthread.records.annex_a.spelling import letters_and_digits
from goldenthread.standards.annex_a import standard


@dataclass(frozen=True)
class RawSheet:
    """One sheet: every cell as text, its first row the sheet's row 1; an empty cell is null."""

    file: str
    name: str
    cells: pl.DataFrame


def from_workbook(container: Container) -> list[RawSheet]:
    """Every sheet with anything in it, the template's own helper sheets left out."""
    import fastexcel

    try:
        workbook = fastexcel.read_excel(str(container.path))
        names = [name for name in workbook.sheet_names if not _is_helper(name)]
        sheets = [RawSheet(container.path.name, name, _cells(workbook, name)) for name in names]
    except fastexcel.FastExcelError as fault:
        raise InputRefused(
            source=container.path,
            why="it is damaged and cannot be read as a workbook",
            what_to_do="open it in Excel, save it as .xlsx and send that",
        ) from fault
    return [sheet for sheet in sheets if sheet.cells.height]


def _is_helper(name: str) -> bool:
    return letters_and_digits(name) in {letters_and_digits(helper) for helper in standard().helper_sheets}


def _cells(workbook: object, name: str) -> pl.DataFrame:
    """Cells as text: typed reading turns a whole date column to text for one bad cell, so typing is ours."""
    sheet = workbook.load_sheet(  # type: ignore[attr-defined]
        name,
        header_row=None,
        skip_rows=0,  # said outright, or blank rows at the top are dropped and row numbers shift
        dtypes="string",
        whitespace_as_null=True,
        skip_whitespace_tail_rows=True,
    )
    cells: pl.DataFrame = sheet.to_polars()
    return _numbered(cells)


def _numbered(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.rename({name: str(position) for position, name in enumerate(cells.columns)})


def from_folder(folder: Path) -> list[RawSheet]:
    """Every CSV file of a folder, in the order of their names."""
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv" and path.is_file())
    if not paths:
        raise InputRefused(
            source=folder,
            why="the folder holds no CSV files",
            what_to_do="give the workbook, or the lists as CSV",
        )
    sheets = [RawSheet(path.name, path.stem, _csv_cells(path)) for path in paths]
    return [sheet for sheet in sheets if sheet.cells.height]


def _csv_cells(path: Path) -> pl.DataFrame:
    if path.stat().st_size == 0:
        return pl.DataFrame()
    if path.stat().st_size > MOST_BYTES:
        raise InputRefused(source=path, why="it is too large", what_to_do="send the lists alone")
    text = _decoded(path)
    width = max((line.count(",") + 1 for line in text.splitlines()), default=0)
    try:
        cells = pl.read_csv(
            text.encode(),
            has_header=False,
            schema={str(position): pl.String for position in range(width)},
            truncate_ragged_lines=True,
        )
    except pl.exceptions.PolarsError as fault:
        raise InputRefused(
            source=path, why="it cannot be read as CSV", what_to_do="save it again as CSV"
        ) from fault
    return cells.with_columns(pl.all().str.strip_chars().replace("", None))


def _decoded(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InputRefused(
            source=path, why="it is not in UTF-8", what_to_do="save it as CSV UTF-8 (comma delimited)"
        ) from fault

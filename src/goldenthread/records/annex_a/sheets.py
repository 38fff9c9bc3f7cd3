"""Sheets as plain text cells, whatever they came in: a workbook, a folder of CSV files, or a zip of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.records.annex_a import csv_files
from goldenthread.records.annex_a.container import Container, ErrorCell, inspect, is_zip_of_csv, opened_zip
from goldenthread.records.annex_a.limits import limits
from goldenthread.records.annex_a.spelling import letters_and_digits
from goldenthread.records.annex_a.workbook_xml import Properties
from goldenthread.standards.annex_a import helper_sheets

LINKS = "holds links to other workbooks: they are never followed, and the values last saved are read"
_NO_PLACE = "cells that hold an error (such as #N/A) in a place the sheet does not state, read as blank"


@dataclass(frozen=True)
class RawSheet:
    """One sheet: every cell as text, its first row the sheet's row 1; an empty cell is null. A cell that
    holds an error has the error's own text."""

    file: str
    name: str
    cells: pl.DataFrame


@dataclass(frozen=True)
class Opened:
    """What a file holds before anything is made of it. `remarks` are said of the file as a whole."""

    properties: Properties
    sheets: tuple[RawSheet, ...]
    remarks: tuple[str, ...] = ()


def opened_here(path: Path) -> Opened:
    """Open a file in this process. For one that others handed in use `apart.opened`: this may take all the
    memory there is, or never end.

    Raises InputRefused when it is not something we may open.
    """
    if path.is_dir():
        return _of_csv(*csv_files.in_folder(path))
    if csv_files.is_one(path):
        return _of_csv(csv_files.alone(path), [])
    with opened_zip(path) as parts:
        if is_zip_of_csv(parts):
            return _of_csv(*csv_files.in_zip(path, parts))
    return _of_workbook(inspect(path))


def _of_csv(files: list[csv_files.CsvFile], others: list[str]) -> Opened:
    read = csv_files.read_all(files)
    sheets = tuple(RawSheet(file.name, Path(file.name).stem, cells) for file, cells in read)
    return Opened(
        properties=Properties(),
        sheets=sheets,
        remarks=tuple(f"{name} is not a CSV file; left out" for name in others),
    )


def _of_workbook(container: Container) -> Opened:
    remarks = []
    if container.has_links:
        remarks.append(LINKS)
    if container.unplaced_errors:
        remarks.append(f"{_NO_PLACE}: {container.unplaced_errors:,}")
    return Opened(properties=container.properties, sheets=tuple(_sheets(container)), remarks=tuple(remarks))


def _sheets(container: Container) -> list[RawSheet]:
    """Every sheet with anything in it, the template's own helper sheets left out."""
    import fastexcel

    sheets = []
    try:
        workbook = fastexcel.read_excel(str(container.path))
        for name in workbook.sheet_names:
            if not _is_helper(name):
                cells = _cells(workbook, name)
                _refuse_if_too_large(container.path, sheet=name, cells=cells)
                errors = container.error_cells.get(name, ())
                sheets.append(RawSheet(container.path.name, name, _with_errors(cells, errors)))
    except fastexcel.FastExcelError as fault:
        raise InputRefused(
            source=container.path,
            why="it is damaged and cannot be read as a workbook",
            what_to_do="open it in Excel, save it as .xlsx and send that",
        ) from fault
    return [sheet for sheet in sheets if sheet.cells.height]


def _is_helper(name: str) -> bool:
    return letters_and_digits(name) in {letters_and_digits(helper) for helper in helper_sheets()}


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


def _refuse_if_too_large(path: Path, *, sheet: str, cells: pl.DataFrame) -> None:
    for count, most, what in (
        (cells.height, limits().rows, "rows"),
        (cells.width, limits().columns, "columns"),
    ):
        if count > most:
            raise InputRefused(
                source=path,
                why=f"its sheet {sheet} has more than {most:,} {what}",
                what_to_do="send the eleven lists alone",
            )


def _with_errors(cells: pl.DataFrame, errors: tuple[ErrorCell, ...]) -> pl.DataFrame:
    """The cells with the text of each error where the reader of values leaves a blank."""
    by_column: dict[str, dict[int, str]] = defaultdict(dict)
    for error in errors:
        if error.row <= cells.height and error.column <= cells.width:
            by_column[str(error.column - 1)][error.row - 1] = error.text
    changed = [
        pl.Series(name, cells[name]).scatter(list(found), list(found.values()))
        for name, found in by_column.items()
        if cells[name].dtype == pl.String
    ]
    return cells.with_columns(changed)

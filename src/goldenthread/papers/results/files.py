"""Results as files: a workbook, CSV for anything, Parquet for programs, and a data dictionary in JSON.

All are made from one value, so they cannot differ. Each is written whole or not at all, for its owner's eyes.
What names a child, or is a row about one, goes into Parquet alone: nobody opens it by mistake.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from goldenthread.papers.results.columns import CASES, DUTIES, Table
from goldenthread.papers.results.tidy import Results
from goldenthread.papers.results.workbook import workbook_bytes
from goldenthread.papers.safe_csv import csv_text

WORKBOOK, DICTIONARY = "results.xlsx", "data-dictionary.json"
FORMS = ("xlsx", "csv", "parquet")
_ROWS_ABOUT_CHILDREN = (DUTIES, CASES)


def write(results: Results, folder: Path, *, forms: Iterable[str] = FORMS) -> tuple[str, ...]:
    """Write the forms asked for, and the dictionary of their columns, into a folder; gives the files' names.

    Files of the same names are put in place of those there. OSError where the folder cannot be written to.
    """
    wanted = set(forms)
    files = {
        name: content for form in FORMS if form in wanted for name, content in _WRITERS[form](results).items()
    }
    files[DICTIONARY] = dictionary(results)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in files.items():
        _put(folder / name, content)
    return tuple(files)


def plain_tables(results: Results) -> tuple[Table, ...]:
    """The tables that hold counts and words, and no row about a child."""
    return tuple(table for table in results.shown if table not in _ROWS_ABOUT_CHILDREN)


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """UTF-8 with a mark, dates as YYYY-MM-DD, nothing where there is nothing; no cell that would be run."""
    return csv_text(frame.columns, frame.iter_rows()).encode()


def dictionary(results: Results) -> bytes:
    """What each file, table and column is, and what the results were made from."""
    about = results.about
    said = {
        "authority": about.authority,
        "as_at": about.as_at.isoformat(),
        "snapshot": about.snapshot,
        "made_from": list(about.made_from),
        "gaps": [[first.isoformat(), last.isoformat()] for first, last in about.gaps],
        "made_on": about.made_on.isoformat(),
        "made_up": about.made_up,
        "for": about.for_whom or None,
        "tables": [_described(table, results.tables[table.name].height) for table in results.shown],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _described(table: Table, rows: int) -> dict[str, Any]:
    return {
        "table": table.name,
        "a_row_is": table.a_row,
        "names_children": table.names_children,
        "rows": rows,
        "columns": [
            {"column": column.name, "kind": column.kind, "meaning": column.meaning}
            for column in table.columns
        ],
    }


def _workbooks(results: Results) -> dict[str, bytes]:
    return {WORKBOOK: workbook_bytes(results, plain_tables(results))}


def _csvs(results: Results) -> dict[str, bytes]:
    return {f"{table.name}.csv": csv_bytes(results.tables[table.name]) for table in plain_tables(results)}


def _parquets(results: Results) -> dict[str, bytes]:
    return {f"{table.name}.parquet": _parquet(results.tables[table.name]) for table in results.shown}


def _parquet(frame: pl.DataFrame) -> bytes:
    held = io.BytesIO()
    frame.write_parquet(held)
    return held.getvalue()


_WRITERS: Mapping[str, Callable[[Results], dict[str, bytes]]] = MappingProxyType(
    {"xlsx": _workbooks, "csv": _csvs, "parquet": _parquets}
)


def _put(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)

"""What the tests of the messes share. Each says which of the numbered messes it is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import polars as pl
import pytest

from annex_a_made_up import AS_AT, headers, read_here, row_of, workbook_of
from goldenthread.records.annex_a import ReadResult
from goldenthread.records.annex_a.typing import ROW, TypedRows, typed
from goldenthread.standards.annex_a import standard

Test = TypeVar("Test", bound=Callable[..., Any])
BORN = date(2015, 5, 5)


def about(*numbers: str) -> Callable[[Test], Test]:
    """Marks a test with the messes it is about."""

    def marked(test: Test) -> Test:
        test.messes = numbers  # type: ignore[attr-defined]
        return test

    return marked


def met(number: str, *values: Any) -> Any:
    """A drawn case of a mess: its number is the case's name."""
    shown = " ".join(str(value) for value in values)
    return pytest.param(*values, id=f"{number} {shown}"[:80])


def column(number: int, name: str, *cells: str | None) -> TypedRows:
    """The cells as read in one column of a list."""
    wanted = standard().lists[number]
    rows = [dict.fromkeys(wanted.column_names) | {name: cell} for cell in cells]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(wanted.column_names, pl.String))
    return typed(frame.with_row_index(ROW, offset=1), number)


def cell(number: int, name: str, text: str | None) -> tuple[Any, str | None]:
    """What one cell is read as, and whether it is queried or noted (None where it raises nothing)."""
    read = column(number, name, text)
    kinds = read.notes["kind"].to_list() if read.notes.height else []
    return read.rows[name][0], kinds[0] if kinds else None


def child(**cells: Any) -> dict[str, Any]:
    """What a list asks about a child, the same in each."""
    return {"child_id": "K1", "gender": "M", "date_of_birth": BORN, "age": 10} | cells


def contact(**cells: Any) -> list[Any]:
    return row_of(1, **(child(contact_date=date(2025, 9, 1)) | cells))


def read_rows(tmp_path: Path, number: int, *rows: list[Any], as_at: date | None = AS_AT) -> ReadResult:
    """One list in a workbook of its own."""
    return read_sheets(tmp_path, {f"List_{number}": [headers(number), *rows]}, as_at=as_at)


def read_sheets(
    tmp_path: Path, sheets: dict[str, list[list[Any]]], *, as_at: date | None = AS_AT
) -> ReadResult:
    return read_here(workbook_of(tmp_path / "lists.xlsx", sheets), as_at=as_at)


def said(result: ReadResult, kind: str) -> list[tuple[int | None, str]]:
    """Row and message of everything of a kind that is said about a list, not about the file as a whole."""
    notes = result.notes.filter(pl.col("kind") == kind, pl.col("list").is_not_null())
    told = notes.filter(~pl.col("message").str.ends_with("is not here"))
    return list(told.select("row", "message").iter_rows())


def everything_adds_up(result: ReadResult) -> bool:
    """Rows read = rows loaded + rows set aside, in every list and against what is there."""
    aside = dict(result.set_aside.group_by("list").len().iter_rows())
    return all(
        counts.rows_read == counts.rows_loaded + counts.rows_set_aside
        and counts.rows_loaded == result.annex_a.frame(number).height
        and counts.rows_set_aside == aside.get(number, 0)
        for number, counts in result.counts.items()
    )

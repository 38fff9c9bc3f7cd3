"""Tables drawn in text, read as rows, as frames, or as one authority's records.

    child | started    | due
    ann   | 2024-01-02 |

A blank cell is None; a cell like 2024-01-02 is a date; anything else is text unless a schema says otherwise.
Outer bars and ruled lines are allowed and mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from goldenthread.records.coverage import Coverage, History
from goldenthread.records.tables import Records, schema
from goldenthread.standards.safeguarding_dataset import dataset

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_RULED = re.compile(r"[\s|+=:-]+")


def table(text: str) -> list[dict[str, Any]]:
    """The drawn rows, each a dict by heading; raises ValueError where a row has the wrong number of cells."""
    lines = [line for line in text.strip().splitlines() if line.strip() and not _is_ruled(line)]
    if not lines:
        return []
    headings = _cells(lines[0])
    return [_row(headings, _cells(line)) for line in lines[1:]]


def frame(text: str, columns: Mapping[str, Any] | None = None) -> pl.DataFrame:
    """The drawn rows as a frame.

    With `columns` (name to Polars type) the frame has exactly those, undrawn ones null; a drawn column that
    is not among them raises ValueError. Without, types follow the cells.
    """
    rows = table(text)
    if columns is None:
        return pl.DataFrame(rows, infer_schema_length=None)
    strange = {heading for row in rows for heading in row} - set(columns)
    if strange:
        raise ValueError(f"drawn columns that are not in the table: {sorted(strange)}")
    return pl.DataFrame(
        {
            name: [None if row.get(name) is None else _typed(row[name], kind) for row in rows]
            for name, kind in columns.items()
        },
        schema=dict(columns),
    )


def records(
    as_at: date, *, history: History = "complete", window_start: date | None = None, **tables: str
) -> Records:
    """One made-up authority's records from drawn tables named as in the model (undrawn tables are empty).

    Every table has the same coverage: `history`, from `window_start` (ten years before by default). Practice
    records, which no case system's export carries, are held only where they are drawn.
    """
    start = window_start or as_at.replace(year=as_at.year - 10, day=min(as_at.day, 28))
    return Records(
        as_at=as_at,
        authority="Marlford",
        frames={name: frame(drawn, schema(name)).lazy() for name, drawn in tables.items()},
        coverage={
            name: Coverage(table=name, history=history, window_start=start, window_end=as_at)
            for name in dataset().tables
            if name in tables or not name.startswith("practice_")
        },
    )


def _is_ruled(line: str) -> bool:
    return bool(_RULED.fullmatch(line)) and "-" in line


def _cells(line: str) -> list[str]:
    inner = line.strip()
    inner = inner.removeprefix("|").removesuffix("|") if inner.startswith("|") else inner
    return [cell.strip() for cell in inner.split("|")]


def _row(headings: list[str], cells: list[str]) -> dict[str, Any]:
    if len(cells) != len(headings):
        raise ValueError(f"{len(headings)} headings but {len(cells)} cells: {cells}")
    return {heading: _value(cell) for heading, cell in zip(headings, cells, strict=True)}


def _value(cell: str) -> Any:
    if cell == "":
        return None
    return date.fromisoformat(cell) if _ISO.fullmatch(cell) else cell


def _typed(value: Any, kind: Any) -> Any:
    if kind == pl.Int64:
        return int(value)
    if kind == pl.Float64:
        return float(value)
    return str(value) if kind == pl.String else value


def assert_drawn(got: pl.DataFrame, text: str) -> None:
    """Fails unless the frame, cut to the drawn columns, has exactly the drawn rows in that order."""
    wanted = table(text)
    headings = list(wanted[0]) if wanted else []
    cut = [{name: _drawable(row[name]) for name in headings} for row in got.to_dicts()]
    if not wanted:
        assert got.height == 0, got
    assert cut == wanted


def _drawable(value: Any) -> Any:
    return value if value is None or isinstance(value, date) else str(value)

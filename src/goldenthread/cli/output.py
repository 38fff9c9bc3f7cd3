"""What is said and where: results to stdout, progress and warnings to stderr, dates as YYYY-MM-DD."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

ROWS_SHOWN = 40
_MAY_WRAP = {"text", "team", "worker", "title", "fields"}
_NUMBERS = {
    "days_late",
    "days_old",
    "before",
    "after",
    "added",
    "gone",
    "changed",
    "loaded_before",
    "loaded",
    "set_aside_before",
    "set_aside",
    "rows",
    "numerator",
    "denominator",
    "value",
    "rows_read",
    "rows_loaded",
    "rows_set_aside",
    "page",
    "overdue",
    "due_1w",
    "due_2w",
    "due_4w",
    "late_1w",
    "late_2w",
    "late_4w",
    "unsaid",
    "error",
    "query",
    "note",
}


def say_json(value: object) -> None:
    """The result as JSON, and nothing else on stdout."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1, default=_plain)
    sys.stdout.write("\n")


def warn(message: str) -> None:
    """A line for the person, on stderr."""
    Console(stderr=True, highlight=False).print(Text(message), soft_wrap=True)


def say(message: str) -> None:
    """A line of the result for a person."""
    Console(highlight=False).print(Text(message), soft_wrap=True)


def say_table(title: str, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> None:
    """A table for a person: `columns` gives each key its heading. Long tables say how much more there is."""
    table = Table(title=Text(title), title_justify="left", header_style="bold")
    for key, heading in columns.items():
        table.add_column(
            heading, no_wrap=key not in _MAY_WRAP, justify="right" if key in _NUMBERS else "left"
        )
    for row in rows[:ROWS_SHOWN]:
        table.add_row(*(Text(_shown(row[key])) for key in columns))
    Console(highlight=False).print(table)
    if len(rows) > ROWS_SHOWN:
        say(f"and {len(rows) - ROWS_SHOWN:,} more; --json gives them all.")


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr; the value given is a function to call with how much more is done."""
    counted = [BarColumn(), MofNCompleteColumn()] if total else [SpinnerColumn()]
    columns = [TextColumn("{task.description}"), *counted, TimeElapsedColumn()]
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=total)
        yield lambda more: bar.advance(task, more)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no plain form")


def _shown(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)

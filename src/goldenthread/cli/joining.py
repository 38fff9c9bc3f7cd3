"""`joined`: what many snapshots say together, which days they cover, and what does not count in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from goldenthread.cli.output import say, say_json, say_table, warn
from goldenthread.errors import InputRefused
from goldenthread.records.history import ENDED, History, combined


def joined(store: Path, *, as_at: date | None, known_on: date | None) -> History:
    """The history asked for. A snapshot's date has no place beside it."""
    if as_at is not None:
        raise InputRefused(
            source="--as-at",
            why="chooses one snapshot, and --joined or --known-on asks for many",
            what_to_do="ask with --known-on for what was known on a day",
        )
    return combined(store, known_on=known_on)


def say_history(store: Path, *, known_on: date | None, show_rows: bool, json: bool) -> None:
    """What the history is made of, table by table; rows that do not count only if asked for."""
    history = combined(store, known_on=known_on)
    if json:
        say_json(_object(history, show_rows=show_rows))
        return
    say(_made_from(history))
    warn_of_gaps(history)
    covered = [
        {"table": name, **said.to_json()}
        for name, said in history.records.coverage.items()
        if said.history != "absent"
    ]
    headings = {"table": "Table", "history": "History", "window_start": "From", "window_end": "To"}
    say_table("What it covers: outside its window a figure is absent", covered, headings)
    if history.set_by:
        headings = {"table": "Table", "rows": "Rows", "counted": "Counted", "text": "Why"}
        say_table("Events that later files do not show", _set_by(history), headings)
    if show_rows:
        for name, frame in history.set_by.items():
            _say_rows(name, frame)


def warn_of_gaps(history: History) -> None:
    """Days no file shows: what ended in them may not be known."""
    for start, end in history.gaps:
        warn(f"No file shows {start} to {end}: figures for those days, and before them, are absent.")


def _made_from(history: History) -> str:
    first, last = history.made_from[0], history.made_from[-1]
    if last.kind == "dataset":
        return f"Full history as at {last.as_at}, which stands by itself: snapshot {last.snapshot}"
    return f"{len(history.made_from)} Annex A snapshots, as at {first.as_at} to {last.as_at}, as one history"


def _set_by(history: History) -> list[dict[str, Any]]:
    return [
        {"table": name, "rows": count, "counted": why == ENDED, "text": why}
        for name, frame in history.set_by.items()
        for why, count in frame.group_by("why", maintain_order=True).len().iter_rows()
    ]


def _object(history: History, *, show_rows: bool) -> dict[str, Any]:
    said: dict[str, Any] = {
        "snapshot": history.records.snapshot,
        "as_at": history.records.as_at,
        "made_from": [
            {"snapshot": one.snapshot, "as_at": one.as_at, "version": one.version, "kind": one.kind}
            for one in history.made_from
        ],
        "gaps": [{"from": start, "to": end} for start, end in history.gaps],
        "coverage": {name: covered.to_json() for name, covered in history.records.coverage.items()},
        "set_by": [{**row, "why": row["text"]} for row in _set_by(history)],
    }
    for row in said["set_by"]:
        del row["text"]
    if show_rows:
        said["rows"] = {name: frame.to_dicts() for name, frame in history.set_by.items()}
    return said


def _say_rows(name: str, frame: pl.DataFrame) -> None:
    key = frame.columns[0]
    shown = frame.select(key=key, last_seen="last_seen", missed="missed", text="why").to_dicts()
    headings = {"key": "Key", "last_seen": "Last seen", "missed": "Not in", "text": "Why"}
    say_table(name, shown, headings)

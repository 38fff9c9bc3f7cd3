"""`load`, `snapshots` and `set-aside`: records into the store, and what became of every row."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from goldenthread.cli.keys import warn_if_plain
from goldenthread.cli.output import progress, say, say_json, say_table, warn
from goldenthread.errors import InputRefused
from goldenthread.records import load as loading
from goldenthread.records import store as store_folder
from goldenthread.records.database import address
from goldenthread.records.store import Kept


@dataclass(frozen=True)
class Asked:
    """What is to be loaded: a path or a database's address, and what the command says of it."""

    path: Path | None
    database: str | None = None
    as_at: date | None = None
    covers_from: date | None = None
    authority: str = ""


def load(asked: Asked, *, store: Path, today: date, json: bool) -> None:
    """Keep a snapshot and say what was made of each list."""
    with progress(f"Loading {asked.path.name if asked.path else 'from the database'}"):
        kept = _kept(asked, store, today)
    warn_if_plain()
    notes = store_folder.notes(store, kept.manifest)
    if json:
        say_json(_object(kept, notes))
        return
    _say_kept(kept, notes)


def _kept(asked: Asked, store: Path, today: date) -> Kept:
    said = {"covers_from": asked.covers_from, "authority": asked.authority}
    if asked.path is not None:
        return loading.load(asked.path, store_folder=store, as_at=asked.as_at, kept_on=today, **said)  # type: ignore[arg-type]
    url = address(asked.database or "-", dict(os.environ))
    reading = loading.read_database(url, as_at=asked.as_at or today, **said)  # type: ignore[arg-type]
    return store_folder.keep(reading, store, kept_on=today)


def say_snapshots(store: Path, *, json: bool) -> None:
    """What the store holds, oldest first."""
    held = store_folder.manifests(store)
    rows = [
        {
            "snapshot": manifest.snapshot,
            "as_at": manifest.as_at,
            "version": manifest.version,
            "kind": manifest.kind,
            "authority": manifest.authority,
            "sources": ", ".join(source.name for source in manifest.sources),
        }
        for manifest in held
    ]
    if json:
        say_json(rows)
        return
    headings = {
        "as_at": "As at",
        "version": "Version",
        "kind": "Kind",
        "authority": "Authority",
        "snapshot": "Snapshot",
    }
    say_table(f"{len(rows)} snapshots in {store.name}", rows, headings)


def write_set_aside(store: Path, *, as_at: date | None, out: Path) -> None:
    """The set-aside rows as CSV that a spreadsheet opens as it should; no cell is a live formula in it."""
    manifest = store_folder.choose(store, as_at=as_at)
    rows = store_folder.set_aside(store, manifest)
    if not out.parent.is_dir():
        raise InputRefused(source=out, why="its folder does not exist", what_to_do="make the folder first")
    rows.with_columns(_unformulaic(pl.col(pl.String))).write_csv(out, include_bom=True)
    out.chmod(0o600)
    say(f"{rows.height:,} rows set aside, written to {out}")


def _unformulaic(text: pl.Expr) -> pl.Expr:
    """Text that a spreadsheet would run, even after spaces or quotes, is set off with an apostrophe."""
    return (
        pl.when(text.str.contains(r"^[\s'\"]*[=+\-@＝＋－＠]|^[\t\r\n]"))
        .then(pl.lit("'") + text)
        .otherwise(text)
        .name.keep()
    )


def _object(kept: Kept, notes: pl.DataFrame) -> dict[str, Any]:
    manifest = kept.manifest
    return {
        "snapshot": manifest.snapshot,
        "as_at": manifest.as_at,
        "version": manifest.version,
        "authority": manifest.authority,
        "already_held": kept.already_held,
        "lists": {name: vars(counts) for name, counts in manifest.lists.items()},
        "notes": notes.to_dicts(),
    }


def _say_kept(kept: Kept, notes: pl.DataFrame) -> None:
    manifest = kept.manifest
    held = "was already held as" if kept.already_held else "is kept as"
    authority = manifest.authority or "An authority not named"
    say(f"{authority} as at {manifest.as_at} {held} snapshot {manifest.snapshot}")
    rows = [{"list": name.split(".")[-1], **vars(counts)} for name, counts in manifest.lists.items()]
    say_table(
        "What was made of each list",
        rows,
        {"list": "List", "rows_read": "Rows read", "rows_loaded": "Loaded", "rows_set_aside": "Set aside"},
    )
    if notes.height:
        warn(f"{notes.height:,} things to look at; --json lists them by sheet, row and column.")

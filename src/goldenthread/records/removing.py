"""Taking children out of a snapshot when their time has ended: the one change a snapshot can undergo.

Crash-safe at every line: the tables that lose rows are written beside the old ones and are on the disk
before the manifest that names them is renamed into place; from that moment the snapshot is without the
children. A file that no manifest names (the old ones after that, the new ones before it) is cleared away by
the next removal, the next load or the next start: see `clear_left_over`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
from filelock import FileLock

from goldenthread.records.belonging import CHILD, owned, owned_tables
from goldenthread.records.keys import keyring
from goldenthread.records.store import (
    Manifest,
    Removal,
    Shelf,
    manifests,
    open_snapshot,
    read_beside,
)

_LONG_ENOUGH = 5  # characters an identifier needs before a word of a free cell is taken for it


def without_children(
    store: Path, manifest: Manifest, children: Mapping[str, str], *, purge: str, on: date
) -> Manifest:
    """The snapshot without these children (identifier to tombstone), as its new manifest says.

    A snapshot that holds none of them is left as it is; so is one that this purge has been through.
    """
    with FileLock(store / ".lock"):
        held = next(one for one in manifests(store) if one.snapshot == manifest.snapshot)
        if all(removal.purge != purge for removal in held.removals):
            held = _rewrite(store, held, children, purge=purge, on=on)
        _clear(store / "snapshots" / held.snapshot, held)
    return held


def clear_left_over(store: Path) -> None:
    """Remove what no manifest names: left by a removal that was stopped. A child's rows may be in it."""
    if not (store / "snapshots").is_dir():
        return
    with FileLock(store / ".lock"):
        for manifest in manifests(store):
            _clear(store / "snapshots" / manifest.snapshot, manifest)


def rows_of(store: Path, manifest: Manifest, children: Iterable[str]) -> dict[str, int]:
    """How many rows each table, and what stands beside them, would lose; only those that would lose any."""
    _, lost = _kept_and_lost(store, manifest, sorted(set(children)))
    return lost


def names_any(cells: str, children: Iterable[str]) -> bool:
    """Whether a row as it was typed (a JSON object, header to cell) names any of these children: in a cell by
    itself, or as a word of one where the identifier is long enough not to be taken for something else."""
    try:
        typed = [str(cell).strip() for cell in json.loads(cells).values() if cell is not None]
    except (ValueError, AttributeError):
        typed = [cells]
    return any(_named(child, typed) for child in children)


def _named(child: str, typed: Iterable[str]) -> bool:
    exactly = {child, f"{child}.0"}
    as_word = re.compile(rf"(?<!\w){re.escape(child)}(?!\w)")
    return any(
        cell in exactly or (len(child) >= _LONG_ENOUGH and as_word.search(cell) is not None) for cell in typed
    )


def _rewrite(store: Path, held: Manifest, children: Mapping[str, str], *, purge: str, on: date) -> Manifest:
    kept, lost = _kept_and_lost(store, held, sorted(children))
    if not lost:
        return held
    removal = Removal(
        purge=purge, on=on, tombstones=tuple(sorted(_present(store, held, children))), rows=lost
    )
    tables = {name: rows - lost.get(name, 0) for name, rows in held.tables.items()}
    new = replace(held, tables=tables, removals=(*held.removals, removal))
    shelf = Shelf.of(store, held)
    for name, frame in kept.items():
        shelf.write(new.file(name), frame, key=keyring().newest)
    shelf.write_manifest(new)
    return new


def _present(store: Path, held: Manifest, children: Mapping[str, str]) -> list[str]:
    """The tombstones of those the snapshot's tables name."""
    records = open_snapshot(store, held)
    named = pl.concat([owned(records, declared).select(CHILD) for declared in owned_tables()])
    found = set(named.unique().collect()[CHILD])
    return [tombstone for child, tombstone in children.items() if child in found]


def _kept_and_lost(
    store: Path, held: Manifest, children: list[str]
) -> tuple[dict[str, pl.DataFrame], dict[str, int]]:
    """The tables that lose rows, as they would be, and how many rows each loses."""
    records = open_snapshot(store, held)
    theirs = pl.col(CHILD).is_in(children).fill_null(value=False)
    declared = [one for one in owned_tables() if one.name in held.tables]
    whole = pl.collect_all([owned(records, one) for one in declared])
    kept = {one.name: frame.filter(~theirs).drop(CHILD) for one, frame in zip(declared, whole, strict=True)}
    lost = {
        one.name: frame.height - kept[one.name].height for one, frame in zip(declared, whole, strict=True)
    }
    aside = read_beside(store, held, "set_aside")
    kept["set_aside"] = _not_theirs(aside, children)
    lost["set_aside"] = aside.height - kept["set_aside"].height
    queried = read_beside(store, held, "queried_cells")
    if any(lost.values()) and queried.height:  # no cell says whose it is: all of them leave
        kept["queried_cells"], lost["queried_cells"] = queried.clear(), queried.height
    lost = {name: rows for name, rows in lost.items() if rows}
    return {name: kept[name] for name in lost}, lost


def _not_theirs(aside: pl.DataFrame, children: list[str]) -> pl.DataFrame:
    if "cells" not in aside.columns:
        return aside
    return aside.filter(
        pl.Series([not names_any(cells, children) for cells in aside["cells"]], dtype=pl.Boolean)
    )


def _clear(folder: Path, manifest: Manifest) -> None:
    beside = ("set_aside", "notes", "queried_cells")
    named = {manifest.file(name) for name in (*manifest.tables, *beside)}
    half_written = list(folder.glob("*.part"))
    left = [path for path in folder.glob("*.parquet") if path.stem not in named]
    for path in (*half_written, *left):
        path.unlink()

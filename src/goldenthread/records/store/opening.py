"""Finding a snapshot and reading it."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.records.keys import keyring
from goldenthread.records.store.files import Shelf, Tables
from goldenthread.records.store.manifest import FORMAT, WORKING, Manifest
from goldenthread.records.store.upgrades import brought_up_to_date
from goldenthread.records.tables import Records
from goldenthread.standards.safeguarding_dataset import dataset


def manifests(store: Path) -> list[Manifest]:
    """Every snapshot in the store, oldest as-at date first, returns and practice records before those that
    figures come from; none where there is no store yet."""
    found = [
        _read_manifest(path)
        for path in sorted((store / "snapshots").glob("*/manifest.json"))
        if not path.parent.name.startswith(".")
    ]
    return sorted(found, key=_order)


def choose(store: Path, *, as_at: date | None = None) -> Manifest:
    """The snapshot to work from: the latest as-at date (or the one asked for), full history before Annex A
    at the same date, then the latest version. Refused where there is none.
    """
    held = manifests(store)
    if not held:
        raise InputRefused(
            source=store,
            why="holds no snapshot",
            what_to_do="load a workbook or a records folder into it first",
        )
    wanted = [manifest for manifest in held if as_at is None or manifest.as_at == as_at]
    if not wanted:
        dates = ", ".join(sorted({manifest.as_at.isoformat() for manifest in held}))
        raise InputRefused(
            source=store,
            why=f"holds no snapshot as at {as_at}",
            what_to_do=f"choose one of the dates it holds: {dates}",
        )
    return wanted[-1]


def open_snapshot(store: Path, manifest: Manifest) -> Records:
    """The snapshot's tables, each read lazily and opened when it is first asked for. One that an older model
    wrote comes as the model has it now.

    InputRefused, when a table is asked for, where its key is not at hand or the file is not as it was sealed.
    """
    shelf = Shelf.of(store, manifest)
    tables = Tables({name: partial(shelf.scan, manifest.file(name)) for name in manifest.tables})
    frames, coverage = brought_up_to_date(tables, manifest.coverage, version=manifest.model_version)
    return Records(
        as_at=manifest.as_at,
        authority=manifest.authority,
        frames=frames,
        coverage=coverage,
        snapshot=manifest.snapshot,
    )


def notes(store: Path, manifest: Manifest) -> pl.DataFrame:
    """What was noted when the snapshot was loaded, in NOTE_SCHEMA."""
    return read_beside(store, manifest, "notes")


def set_aside(store: Path, manifest: Manifest) -> pl.DataFrame:
    """The rows read but not used, each with its list, sheet, row, reason and cells as they came."""
    return read_beside(store, manifest, "set_aside")


def queried_cells(store: Path, manifest: Manifest) -> pl.DataFrame:
    """The cells that could not be read as they stood, each as it was typed."""
    return read_beside(store, manifest, "queried_cells")


def read_beside(store: Path, manifest: Manifest, name: str) -> pl.DataFrame:
    """What stands beside a snapshot's tables: set_aside, notes or queried_cells."""
    return Shelf.of(store, manifest).read(manifest.file(name))


def key_ids(store: Path, manifest: Manifest) -> frozenset[str | None]:
    """The keys that seal a snapshot's files; None stands for files that are plain."""
    return frozenset(Shelf.of(store, manifest).key_ids().values())


def refuse_unopenable(store: Path) -> None:
    """InputRefused where a file is sealed with a key that is not at hand: better said at the start than on a
    page."""
    keys = keyring()
    for manifest in manifests(store):
        shelf = Shelf.of(store, manifest)
        for name, id in shelf.key_ids().items():
            if id is not None and keys.find(id) is None:
                shelf.read(name)  # which refuses, in the words for it


def _order(manifest: Manifest) -> tuple[bool, date, bool, int]:
    """The one that figures come from is last."""
    return manifest.kind in WORKING, manifest.as_at, manifest.kind == "dataset", manifest.version


def _read_manifest(path: Path) -> Manifest:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data.get("format") != FORMAT or data["model_version"] > dataset().model_version:
            raise InputRefused(
                source=f"snapshot {path.parent.name}",
                why="was written by a later version of Golden Thread",
                what_to_do="bring this installation up to date",
            )
        return Manifest.from_json(data)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputRefused(
            source=f"snapshot {path.parent.name}",
            why="has a manifest that cannot be read",
            what_to_do="bring it back from a backup, or remove the snapshot and load its file again",
        ) from None

"""Finding a snapshot and reading it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.records.store.manifest import FORMAT, Manifest
from goldenthread.records.tables import Records
from goldenthread.standards.safeguarding_dataset import dataset


def manifests(store: Path) -> list[Manifest]:
    """Every snapshot in the store, oldest as-at date first; none where there is no store yet."""
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
    """The snapshot's tables, read lazily."""
    folder = store / "snapshots" / manifest.snapshot
    return Records(
        as_at=manifest.as_at,
        authority=manifest.authority,
        frames={name: pl.scan_parquet(folder / f"{name}.parquet") for name in manifest.tables},
        coverage=manifest.coverage,
        snapshot=manifest.snapshot,
    )


def notes(store: Path, manifest: Manifest) -> pl.DataFrame:
    """What was noted when the snapshot was loaded, in NOTE_SCHEMA."""
    return pl.read_parquet(store / "snapshots" / manifest.snapshot / "notes.parquet")


def set_aside(store: Path, manifest: Manifest) -> pl.DataFrame:
    """The rows read but not used, each with its list, sheet, row, reason and cells as they came."""
    return pl.read_parquet(store / "snapshots" / manifest.snapshot / "set_aside.parquet")


def _order(manifest: Manifest) -> tuple[date, bool, int]:
    return manifest.as_at, manifest.kind == "dataset", manifest.version


def _read_manifest(path: Path) -> Manifest:
    data = json.loads(path.read_text(encoding="utf-8"))
    if data.get("format") != FORMAT or data["model_version"] > dataset().model_version:
        raise InputRefused(
            source=f"snapshot {path.parent.name}",
            why="was written by a later version of Golden Thread",
            what_to_do="bring this installation up to date",
        )
    return Manifest.from_json(data)

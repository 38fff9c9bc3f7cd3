"""The store folder: the one truth for children's records. All reading and writing of it goes through here.

    STORE/
      .lock                        held while a snapshot is being made
      snapshots/<identity>/
        manifest.json              its arrival is what makes the snapshot exist
        <table>.parquet            the model's tables that the source carries
        set_aside.parquet          rows read but not used, with their reasons
        notes.parquet              what a person should look at, by file, sheet, row and column
      queried_cells.parquet      cells that could not be read as they stood, as they were typed

A snapshot is immutable. Its identity is the digest of its sources, as-at date, authority and model version,
never of the bytes written: the same file loaded twice is one snapshot. A folder without a manifest is the
remains of a load that was stopped; it counts for nothing and the next load clears it away.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import polars as pl
from filelock import FileLock

from goldenthread.errors import InputRefused
from goldenthread.records.coverage import Coverage
from goldenthread.records.tables import Records
from goldenthread.standards.safeguarding_dataset import dataset

FORMAT = "goldenthread-snapshot"
Kind = Literal["annex_a", "dataset"]


@dataclass(frozen=True)
class Source:
    """A file a snapshot was made from: its name, and the digest of its contents."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Counts:
    """Rows of one list or table. Nothing is lost: read = loaded + set aside."""

    rows_read: int
    rows_loaded: int
    rows_set_aside: int

    def __post_init__(self) -> None:
        assert self.rows_read == self.rows_loaded + self.rows_set_aside


NOTE_SCHEMA: dict[str, type[pl.DataType]] = {
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "kind": pl.String,  # set aside, query or note
    "message": pl.String,  # never holds a child's details
}


@dataclass(frozen=True)
class Manifest:
    """What a snapshot is, apart from its rows."""

    snapshot: str
    version: int
    as_at: date
    authority: str
    kind: Kind
    made_up: bool
    model_version: int
    sources: tuple[Source, ...]
    lists: Mapping[str, Counts]
    coverage: Mapping[str, Coverage] = field(default_factory=dict)
    tables: Mapping[str, int] = field(default_factory=dict)
    notes: int = 0

    def to_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "model_version": self.model_version,
            "snapshot": self.snapshot,
            "version": self.version,
            "as_at": self.as_at.isoformat(),
            "authority": self.authority,
            "kind": self.kind,
            "made_up": self.made_up,
            "sources": [vars(source) for source in self.sources],
            "lists": {name: vars(counts) for name, counts in self.lists.items()},
            "coverage": {name: said.to_json() for name, said in self.coverage.items()},
            "tables": dict(self.tables),
            "notes": self.notes,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Manifest:
        return cls(
            snapshot=data["snapshot"],
            version=data["version"],
            as_at=date.fromisoformat(data["as_at"]),
            authority=data["authority"],
            kind=data["kind"],
            made_up=data["made_up"],
            model_version=data["model_version"],
            sources=tuple(Source(**source) for source in data["sources"]),
            lists={name: Counts(**counts) for name, counts in data["lists"].items()},
            coverage={name: Coverage.from_json(name, said) for name, said in data["coverage"].items()},
            tables=data["tables"],
            notes=data["notes"],
        )


@dataclass(frozen=True)
class Reading:
    """What a reader hands to the store: the records, where they came from, and what was made of each row."""

    records: Records
    kind: Kind
    sources: tuple[Source, ...]
    lists: Mapping[str, Counts]
    notes: pl.DataFrame  # NOTE_SCHEMA
    set_aside: pl.DataFrame  # sheet, row, reason and the cells as they came: a child's details
    queried_cells: pl.DataFrame  # sheet, row, column and the cell as it came: may be personal
    made_up: bool = False


@dataclass(frozen=True)
class Kept:
    """The outcome of keeping: the manifest, and whether the same snapshot was there before."""

    manifest: Manifest
    already_held: bool


def digest_file(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        digest = sha256()
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def identity(*, sources: Iterable[Source], as_at: date, authority: str, model_version: int) -> str:
    """A snapshot's name: 16 hexadecimal digits that depend on what was loaded, not on how it was written."""
    parts = [sorted(source.sha256 for source in sources), as_at.isoformat(), authority, model_version]
    return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def keep(reading: Reading, store: Path) -> Kept:
    """Make a snapshot of what was read, or nothing at all; the same reading again gives the same snapshot."""
    snapshots = store / "snapshots"
    snapshots.mkdir(parents=True, exist_ok=True)
    (store / "snapshots").chmod(0o700)
    with FileLock(store / ".lock"):
        held = manifests(store)
        _refuse_another_authority(reading, held, store)
        name = identity(
            sources=reading.sources,
            as_at=reading.records.as_at,
            authority=reading.records.authority,
            model_version=dataset().model_version,
        )
        for manifest in held:
            if manifest.snapshot == name:
                return Kept(manifest=manifest, already_held=True)
        return Kept(
            manifest=_write(reading, name=name, held=held, folder=snapshots / name), already_held=False
        )


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


def _refuse_another_authority(reading: Reading, held: Sequence[Manifest], store: Path) -> None:
    """Two councils' children in one store would be a leak; a source that names no authority is let in."""
    named = {manifest.authority for manifest in held} - {"", reading.records.authority}
    if named and reading.records.authority:
        raise InputRefused(
            source=reading.sources[0].name,
            why=f"is about {reading.records.authority}, and this store holds {sorted(named)[0]}",
            what_to_do=f"load it into a store of its own rather than {store.name}",
        )


def _write(reading: Reading, *, name: str, held: Sequence[Manifest], folder: Path) -> Manifest:
    if folder.exists():  # left by a load that was stopped: it has no manifest, or it would have been found
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700)
    try:
        tables = _write_tables(reading.records, folder)
        manifest = Manifest(
            snapshot=name,
            version=1 + sum(_same_series(manifest, reading) for manifest in held),
            as_at=reading.records.as_at,
            authority=reading.records.authority,
            kind=reading.kind,
            made_up=reading.made_up,
            model_version=dataset().model_version,
            sources=reading.sources,
            lists=reading.lists,
            coverage=reading.records.coverage,
            tables=tables,
            notes=reading.notes.height,
        )
        for about in ("set_aside", "notes", "queried_cells"):
            _write_frame(folder / f"{about}.parquet", getattr(reading, about))
        _write_text(folder / "manifest.json", json.dumps(manifest.to_json(), ensure_ascii=False, indent=1))
    except BaseException:  # an interruption too: nothing half-written is left behind
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return manifest


def _same_series(manifest: Manifest, reading: Reading) -> bool:
    return manifest.as_at == reading.records.as_at and manifest.kind == reading.kind


def _write_tables(records: Records, folder: Path) -> dict[str, int]:
    frames = dict(zip(records.frames, pl.collect_all(records.frames.values()), strict=True))
    for name, frame in frames.items():
        _write_frame(folder / f"{name}.parquet", frame)
    return {name: frame.height for name, frame in frames.items()}


def _write_frame(path: Path, frame: pl.DataFrame) -> None:
    """On the disk itself before the manifest is: a power cut must not leave a manifest without its rows."""
    with path.open("wb") as file:
        frame.write_parquet(file, compression="zstd", compression_level=1)
        file.flush()
        os.fsync(file.fileno())


def _write_text(path: Path, text: str) -> None:
    """Written beside, then renamed into place: a reader sees all of it or none of it."""
    beside = path.with_suffix(".part")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)

"""Making a snapshot: all of it or nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl
from filelock import FileLock

from goldenthread.errors import InputRefused
from goldenthread.records.keys import Key, keyring
from goldenthread.records.store.files import MANIFEST, Shelf, sync_folder
from goldenthread.records.store.manifest import Manifest, Source
from goldenthread.records.store.opening import manifests
from goldenthread.records.store.reading import Kept, Reading
from goldenthread.records.tables import Records
from goldenthread.standards.safeguarding_dataset import dataset


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


def keep(reading: Reading, store: Path, *, kept_on: date | None = None) -> Kept:
    """Make a snapshot of what was read, or nothing at all; the same reading again gives the same snapshot.

    Its files are sealed with the newest key the environment gives. `kept_on` is the day it is loaded.
    """
    key = keyring().newest  # first: a key that cannot be read refuses the load, never leaves it plain
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
        manifest = _manifest(reading, name=name, held=held, kept_on=kept_on, sealed=key is not None)
        written = _write(reading, manifest, Shelf.of(store, manifest), key=key)
        return Kept(manifest=written, already_held=False)


def _refuse_another_authority(reading: Reading, held: Sequence[Manifest], store: Path) -> None:
    """Two councils' children in one store would be a leak; a source that names no authority is let in."""
    named = {manifest.authority for manifest in held} - {"", reading.records.authority}
    if named and reading.records.authority:
        raise InputRefused(
            source=reading.sources[0].name,
            why=f"is about {reading.records.authority}, and this store holds {sorted(named)[0]}",
            what_to_do=f"load it into a store of its own rather than {store.name}",
        )


def _manifest(
    reading: Reading, *, name: str, held: Sequence[Manifest], kept_on: date | None, sealed: bool
) -> Manifest:
    records = reading.records
    return Manifest(
        snapshot=name,
        version=1 + sum(_same_series(manifest, reading) for manifest in held),
        as_at=records.as_at,
        authority=records.authority,
        kind=reading.kind,
        made_up=reading.made_up,
        model_version=dataset().model_version,
        sources=reading.sources,
        lists=reading.lists,
        coverage=records.coverage,
        tables=dict.fromkeys(records.frames, 0),
        notes=reading.notes.height,
        sealed=sealed,
        kept_on=kept_on,
    )


def _same_series(manifest: Manifest, reading: Reading) -> bool:
    return manifest.as_at == reading.records.as_at and manifest.kind == reading.kind


def _write(reading: Reading, manifest: Manifest, shelf: Shelf, *, key: Key | None) -> Manifest:
    """The files first, forced to the disk; the manifest last, whose name makes them a snapshot."""
    if shelf.folder.exists():  # left by a load that was stopped: it has no manifest, or it would be held
        shutil.rmtree(shelf.folder)
    try:
        shelf.folder.mkdir(mode=0o700)
        whole = replace(manifest, tables=_write_tables(reading.records, shelf, key=key))
        for about in ("set_aside", "notes", "queried_cells"):
            shelf.write(about, getattr(reading, about), key=key)
        sync_folder(shelf.folder)
        sync_folder(shelf.folder.parent)
        shelf.write_manifest(whole)
    except BaseException:  # an interruption too: nothing half-written is left behind
        (shelf.folder / MANIFEST).unlink(missing_ok=True)  # first, or a stop here would leave half a snapshot
        shutil.rmtree(shelf.folder, ignore_errors=True)
        raise
    return whole


def _write_tables(records: Records, shelf: Shelf, *, key: Key | None) -> dict[str, int]:
    frames = dict(zip(records.frames, pl.collect_all(records.frames.values()), strict=True))
    for name, frame in frames.items():
        shelf.write(name, frame, key=key)
    return {name: frame.height for name, frame in frames.items()}

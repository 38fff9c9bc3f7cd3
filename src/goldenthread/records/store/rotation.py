"""Sealing a store again with the newest key, and sealing what was kept before there was one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock

from goldenthread.errors import InputRefused
from goldenthread.records.keys import Keyring, keyring
from goldenthread.records.store.files import Shelf, sync_folder
from goldenthread.records.store.manifest import Manifest
from goldenthread.records.store.opening import manifests


@dataclass(frozen=True)
class Rotated:
    """What was done: under which key everything now is, and how many files were sealed for it."""

    key: str
    snapshots: int
    files: int


def rotate(store: Path) -> Rotated:
    """Seal every file with the newest key, one at a time, each whole in its place before the next: stopped at
    any moment, the store opens with the keys given, and the next time finishes it.

    InputRefused where no key is given, or a file's own key is not among those given.
    """
    keys = keyring()
    if keys.newest is None:
        raise InputRefused(
            source="the key",
            why="is not given",
            what_to_do="name a file of keys in GOLDENTHREAD_KEY_FILE; `goldenthread keys new` makes one",
        )
    (store / "snapshots").mkdir(parents=True, exist_ok=True)
    with FileLock(store / ".lock"):
        held = manifests(store)
        files = sum(_rotate_one(store, manifest, keys) for manifest in held)
    return Rotated(key=keys.newest.id, snapshots=len(held), files=files)


def _rotate_one(store: Path, manifest: Manifest, keys: Keyring) -> int:
    """How many files were sealed. The manifest says so only once all are: until then a plain one opens."""
    shelf = Shelf.of(store, manifest)
    sealed = sum(shelf.reseal(name, keys=keys) for name in shelf.files())
    sync_folder(shelf.folder)
    if not manifest.sealed:
        shelf.write_manifest(replace(manifest, sealed=True))
    return sealed

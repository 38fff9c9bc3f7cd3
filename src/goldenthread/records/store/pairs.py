"""Which snapshot another is compared with."""

from __future__ import annotations

from pathlib import Path

from goldenthread.errors import InputRefused
from goldenthread.records.store.manifest import Manifest
from goldenthread.records.store.opening import choose, manifests


def pair(store: Path, *, before: str | None = None, after: str | None = None) -> tuple[Manifest, Manifest]:
    """The two snapshots asked for by name; by default the one that figures come from, and the one before it.

    InputRefused where there is no such snapshot, none before it, or the two are not of one kind: the keys of
    full history and of Annex A have nothing to do with each other.
    """
    newer = named(store, after) if after else choose(store)
    older = named(store, before) if before else one_before(newer, manifests(store))
    if older is None:
        raise InputRefused(
            source=f"snapshot {newer.snapshot}",
            why="is the first of its kind, with none before it to compare with",
            what_to_do="name two snapshots with --from and --to",
        )
    if older.kind != newer.kind:
        raise InputRefused(
            source=f"snapshot {older.snapshot}",
            why=f"is not of one kind with {newer.snapshot}: full history and Annex A share no keys",
            what_to_do="compare two of one kind",
        )
    return older, newer


def named(store: Path, name: str) -> Manifest:
    """The snapshot whose name begins so. InputRefused where that is none, or several."""
    found = [manifest for manifest in manifests(store) if name and manifest.snapshot.startswith(name)]
    if len(found) != 1:
        raise InputRefused(
            source=f"snapshot {name}",
            why="is not in the store" if not found else f"is the beginning of {len(found)} names",
            what_to_do="`goldenthread snapshots` lists their names",
        )
    return found[0]


def one_before(manifest: Manifest, held: list[Manifest]) -> Manifest | None:
    """The version that the snapshot corrects, else the last version of the date before; `held` in order."""
    alike = [other for other in held if other.kind == manifest.kind]
    return next(
        (
            other
            for other in reversed(alike)
            if (other.as_at, other.version) < (manifest.as_at, manifest.version)
        ),
        None,
    )


def and_before(manifest: Manifest, held: list[Manifest], *, most: int = 2) -> list[Manifest]:
    """The snapshot, and up to two of its kind before it, the latest first: what checks are put to."""
    found = [manifest]
    while len(found) <= most and (before := one_before(found[-1], held)) is not None:
        found.append(before)
    return found

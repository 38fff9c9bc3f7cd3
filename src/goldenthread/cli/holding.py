"""`status`: what a store holds, how old it is, whether it is encrypted, and what it can say."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from goldenthread.cli.keys import PLAIN
from goldenthread.cli.output import say, say_json, say_table, warn
from goldenthread.records import names_file
from goldenthread.records import store as store_folder
from goldenthread.records.keys import Keyring, keyring
from goldenthread.records.watch import feed_of, standing


def say_status(store: Path, *, today: date, json: bool) -> None:
    """Everything on one page; the tables are those of the snapshot that figures come from."""
    given, held = keyring(), store_folder.manifests(store)
    ids = {manifest.snapshot: store_folder.key_ids(store, manifest) for manifest in held}
    names = names_file.place(store)
    status = {
        "store": store.name,
        "authority": next((manifest.authority for manifest in held if manifest.authority), ""),
        "keys": [key.id for key in given.keys],
        "encrypted": bool(held) and all(None not in found for found in ids.values()),
        "names": {"held": names.exists(), "encrypted": names_file.is_sealed(names)},
        "snapshots": [_snapshot(manifest, ids[manifest.snapshot], given, today) for manifest in held],
        "tables": _tables(held[-1]) if held else [],
        "feed": _feed(store, today),
    }
    if json:
        say_json(status)
        return
    _say(status)


def _feed(store: Path, today: date) -> dict[str, Any] | None:
    """How the feed stands, where the store has one."""
    if feed_of(store) is None:
        return None
    now = standing(store, today=today)
    return {"late": now.late, "newest": now.newest, "days_old": now.days_old, "troubles": list(now.troubles)}


def _snapshot(
    manifest: store_folder.Manifest, ids: frozenset[str | None], given: Keyring, today: date
) -> dict[str, Any]:
    sealed_by = sorted(id for id in ids if id)
    return {
        "snapshot": manifest.snapshot,
        "as_at": manifest.as_at,
        "days_old": (today - manifest.as_at).days,
        "kind": manifest.kind,
        "version": manifest.version,
        "model_version": manifest.model_version,
        "made_up": manifest.made_up,
        "encrypted": None not in ids,
        "sealed_by": sealed_by,
        "opens": all(given.find(id) is not None for id in sealed_by),
    }


def _tables(manifest: store_folder.Manifest) -> list[dict[str, Any]]:
    return [
        {"table": name, "rows": manifest.tables.get(name, 0), **said.to_json()}
        for name, said in manifest.coverage.items()
    ]


def _say(status: dict[str, Any]) -> None:
    snapshots = status["snapshots"]
    if not status["keys"]:
        warn(PLAIN)
    for snapshot in snapshots:
        if not snapshot["opens"]:
            warn(f"Snapshot {snapshot['snapshot']} cannot be opened: its key is not among those given.")
    for trouble in (status["feed"] or {"troubles": ()})["troubles"]:
        warn(trouble)
    say(_encryption(status))
    shown = [one | {"keys": ", ".join(one["sealed_by"]) or "no key"} for one in snapshots]
    say_table(
        f"{len(snapshots)} snapshots in {status['store']}, the one that figures come from last",
        shown,
        {"as_at": "As at", "days_old": "Days old", "kind": "Kind", "version": "Version"}
        | {"keys": "Encrypted by", "snapshot": "Snapshot"},
    )
    if status["tables"]:
        say_table(
            f"What it can say, as at {snapshots[-1]['as_at']}: outside its window a figure is absent",
            [row for row in status["tables"] if row["history"] != "absent"],
            {"table": "Table", "rows": "Rows", "history": "History"}
            | {"window_start": "From", "window_end": "To"},
        )


def _encryption(status: dict[str, Any]) -> str:
    if not status["snapshots"]:
        return f"{status['store']} holds no snapshot."
    keys = ", ".join(status["keys"]) or "none"
    plain = sum(not snapshot["encrypted"] for snapshot in status["snapshots"])
    files = f"{plain} of its snapshots are not encrypted" if plain else "every file of it is encrypted"
    named = status["names"]
    names = "" if not named["held"] else f"; names are {'' if named['encrypted'] else 'not '}encrypted"
    said = f"{status['authority'] or 'An authority not named'}: {files}{names}. Keys given: {keys}."
    return said.replace("1 of its snapshots are", "1 of its snapshots is")

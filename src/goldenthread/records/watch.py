"""A daily drop of files, each loaded once, in order.

What came of each is written in `STORE/feed.json` once it is known, and never before: a watch that is stopped
at any moment takes up where it was, and a file that was kept and not yet written down is found held already,
since the same file is one snapshot. The file names the files and what became of them, and nothing of a child.

    {"folder": "drop", "files": {"<digest>": {"name", "seen", "state", "why", "snapshot", "as_at"}},
     "looked": "2026-04-01T06:00:00+00:00"}
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from goldenthread.errors import InputRefused
from goldenthread.records import store as store_folder
from goldenthread.records.load import load
from goldenthread.records.returns.kept import sources
from goldenthread.records.store import Kept

State = Literal["kept", "held already", "refused"]
PLACE = "feed.json"
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
Loader = Callable[..., Kept]


@dataclass(frozen=True)
class Fed:
    """A file of the drop and what became of it."""

    name: str
    seen: str  # when it was dealt with
    state: State
    why: str = ""
    snapshot: str = ""
    as_at: str = ""


@dataclass(frozen=True)
class Feed:
    """What is known of a drop: the files dealt with, by digest, in order; and when it was last looked at."""

    folder: str = ""
    looked: str = ""
    files: dict[str, Fed] = field(default_factory=dict)

    @property
    def last_kept(self) -> Fed | None:
        return next((one for one in reversed(self.files.values()) if one.state != "refused"), None)

    @property
    def failed(self) -> list[Fed]:
        """Files refused since the last that was kept: what is wrong now."""
        found: list[Fed] = []
        for one in reversed(self.files.values()):
            if one.state != "refused":
                break
            found.append(one)
        return found[::-1]


def feed_of(store: Path) -> Feed | None:
    """What the store's feed has done; None where it has none. Raises InputRefused where it cannot be read."""
    place = store / PLACE
    if not place.exists():
        return None
    try:
        data: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        files = {digest: Fed(**one) for digest, one in data["files"].items()}
        return Feed(folder=data["folder"], looked=data["looked"], files=files)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputRefused(
            source=place,
            why="cannot be read",
            what_to_do="remove it: every file is then looked at again, and those held are not kept twice",
        ) from None


def waiting(folder: Path, feed: Feed) -> Iterator[tuple[str, Path]]:
    """What lies in the drop and was not dealt with, by name: with a date first in it, that is the order of
    days. What is hidden, or still being written by its name, is let be."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.suffix.lower() in _UNFINISHED:
            continue
        if path.is_dir() and not any(path.iterdir()):
            continue
        digest = _digest(path)
        if digest not in feed.files:
            yield digest, path


def look(folder: Path, store: Path, *, now: datetime, loader: Loader = load) -> list[Fed]:
    """Load whatever has come since the last look, each file once; gives what came of each, in order. Raises
    InputRefused where the drop is not there."""
    if not folder.is_dir():
        raise InputRefused(
            source=folder, why="is not a folder", what_to_do="give the folder files are put in"
        )
    store.mkdir(parents=True, exist_ok=True)
    feed = feed_of(store) or Feed()
    found = []
    for digest, path in waiting(folder, feed):
        came = _load(path, store, now, loader)
        feed = Feed(folder=folder.name, looked=now.isoformat(), files={**feed.files, digest: came})
        _write(feed, store)
        found.append(came)
    _write(Feed(folder=folder.name, looked=now.isoformat(), files=feed.files), store)
    return found


def _load(path: Path, store: Path, now: datetime, loader: Loader) -> Fed:
    try:
        kept = loader(path, store_folder=store, kept_on=now.date())
    except InputRefused as refused:
        return Fed(path.name, now.isoformat(), "refused", f"{refused.why}; {refused.what_to_do}")
    state: State = "held already" if kept.already_held else "kept"
    manifest = kept.manifest
    return Fed(path.name, now.isoformat(), state, "", manifest.snapshot, manifest.as_at.isoformat())


def _digest(path: Path) -> str:
    """What a file, or a folder's files together, are known by: names too, since a name may say a date."""
    parts = [(one.name, one.sha256) for one in sources(path)]
    return sha256(json.dumps([path.name, *parts]).encode()).hexdigest()


def _write(feed: Feed, store: Path) -> None:
    """All of it or nothing: beside its place, forced to the disk, and then into it."""
    beside = store / f".{PLACE}.being-written"
    said = {**asdict(feed), "files": {digest: asdict(one) for digest, one in feed.files.items()}}
    with beside.open("w", encoding="utf-8") as file:
        json.dump(said, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.chmod(0o600)
    beside.replace(store / PLACE)


@dataclass(frozen=True)
class Standing:
    """How the records and their feed stand on a day, in a sentence for each thing that is wrong."""

    newest: date | None
    days_old: int | None
    late: bool
    troubles: tuple[str, ...]


def standing(store: Path, *, today: date, late_after: int = 2) -> Standing:
    """How old the records are that figures come from, and whether the feed is late or has failed. A feed is
    late where its last file was kept, or it was last looked at, more than `late_after` days ago."""
    held = store_folder.manifests(store)
    newest = held[-1].as_at if held else None
    feed = feed_of(store)
    troubles = []
    late = False
    if feed is not None:
        looked = _days_since(feed.looked, today)
        if looked is not None and looked > late_after:
            troubles.append(
                f"The drop {feed.folder} was last looked at {looked} days ago: is the watch running?"
            )
        last = feed.last_kept
        days = _days_since(last.seen, today) if last else None
        if days is None or days > late_after:
            since = f"{days} days ago" if days is not None else "never"
            troubles.append(f"The feed is late: its last file was kept {since}.")
        late = bool(troubles)
        troubles += [f"{one.name} was refused: {one.why}." for one in feed.failed]
    return Standing(
        newest=newest,
        days_old=(today - newest).days if newest else None,
        late=late,
        troubles=tuple(troubles),
    )


def _days_since(moment: str, today: date) -> int | None:
    return (today - datetime.fromisoformat(moment).date()).days if moment else None

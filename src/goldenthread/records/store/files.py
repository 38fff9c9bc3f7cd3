"""Files of the store on the disk: sealed where there is a key, and forced there before anything says that
they are. A sealed file keeps its name, so that sealing one that was plain is a single rename."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from goldenthread.records.keys import Key, Keyring, keyring
from goldenthread.records.sealing import About, damaged, key_id, key_id_of, seal, unseal
from goldenthread.records.store.manifest import Manifest, as_text

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Shelf:
    """The folder of one snapshot. A file's seal binds what it is of: snapshot, table, model version."""

    folder: Path
    snapshot: str
    model_version: int
    sealed: bool = False  # whether every file must be sealed: a plain one in its place is refused

    @classmethod
    def of(cls, store: Path, manifest: Manifest) -> Shelf:
        """Where the store keeps a snapshot."""
        return cls(
            folder=store / "snapshots" / manifest.snapshot,
            snapshot=manifest.snapshot,
            model_version=manifest.model_version,
            sealed=manifest.sealed,
        )

    def write(self, name: str, frame: pl.DataFrame, *, key: Key | None) -> None:
        """Keep a frame: made in memory, so that its plain form is never on the disk where there is a key."""
        made = io.BytesIO()
        frame.write_parquet(made, compression="zstd", compression_level=1)
        data = made.getvalue()
        write_bytes(self._path(name), seal(data, key=key, about=self.about(name)) if key else data)

    def write_manifest(self, manifest: Manifest) -> None:
        """Put a manifest in its place, the files it names being on the disk: from then on it is so."""
        write_bytes(self.folder / MANIFEST, as_text(manifest))
        sync_folder(self.folder)

    def scan(self, name: str) -> pl.LazyFrame:
        """A table, read as far as it is asked for; a sealed one is opened in memory."""
        return pl.scan_parquet(self._plain(name))

    def read(self, name: str) -> pl.DataFrame:
        """A whole file as a frame."""
        return pl.read_parquet(self._plain(name))

    def reseal(self, name: str, *, keys: Keyring) -> bool:
        """Seal a file with the newest key; False where it is so already."""
        data, key = self._path(name).read_bytes(), keys.newest
        if key is None or key_id(data) == key.id:
            return False
        about = self.about(name)
        plain = unseal(data, keys=keys, about=about) if key_id(data) else self._unless_sealed(name, data)
        write_bytes(self._path(name), seal(plain, key=key, about=about))
        return True

    def files(self) -> list[str]:
        """The names of what is kept, apart from the manifest."""
        return sorted(path.stem for path in self.folder.glob("*.parquet"))

    def key_ids(self) -> dict[str, str | None]:
        """By which key each file is sealed; None for a plain one."""
        return {name: key_id_of(self._path(name)) for name in self.files()}

    def about(self, name: str) -> About:
        return About(place=f"snapshot {self.snapshot}", what=name, version=self.model_version)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"

    def _plain(self, name: str) -> Path | bytes:
        """What Polars reads: the bytes that were sealed, or the file itself where it is plain."""
        path = self._path(name)
        if not self.sealed and key_id_of(path) is None:
            return path
        return unseal(path.read_bytes(), keys=keyring(), about=self.about(name))

    def _unless_sealed(self, name: str, data: bytes) -> bytes:
        if self.sealed:
            raise damaged(self.about(name))
        return data


class Tables(Mapping[str, pl.LazyFrame]):
    """Tables by name, each opened when it is first asked for and kept open after."""

    def __init__(self, openers: Mapping[str, Callable[[], pl.LazyFrame]]) -> None:
        self._openers = dict(openers)
        self._open: dict[str, pl.LazyFrame] = {}

    def __getitem__(self, name: str) -> pl.LazyFrame:
        if name not in self._open:
            self._open[name] = self._openers[name]()
        return self._open[name]

    def __contains__(self, name: object) -> bool:
        return name in self._openers  # the mapping's own way would open the table to see

    def __iter__(self) -> Iterator[str]:
        return iter(self._openers)

    def __len__(self) -> int:
        return len(self._openers)


def write_bytes(path: Path, data: bytes) -> None:
    """Written beside, forced to the disk, then renamed into place: a reader sees all of it or none of it, and
    a power cut leaves no name without its bytes."""
    beside = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def sync_folder(folder: Path) -> None:
    """The names in a folder forced to the disk, as the bytes of its files were."""
    if os.name == "nt":  # Windows opens no folder, and keeps names without being asked
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

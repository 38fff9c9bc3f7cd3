"""Files that people hand in and the site keeps: by the digest of what they hold, sealed where there is a key.

    <beside the store>/<shelf>/<digest>

The name says nothing, and what is inside is never run, opened or shown here: it is bytes, given back whole to
whoever may have them.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from goldenthread.errors import InputRefused
from goldenthread.records.keys import keyring
from goldenthread.records.sealing import About, key_id, key_id_of, seal, unseal
from goldenthread.records.store.files import sync_folder, write_bytes

EVIDENCE = "evidence"  # the files of evidence


def place(store: Path, shelf: str, digest: str) -> Path:
    """Where a file of that digest is, or would be."""
    return store.absolute().parent / shelf / digest


def write(path: Path, data: bytes) -> None:
    """Keep a file under its digest, whole or not at all, in a folder for its owner alone."""
    if path.exists():
        return
    key = keyring().newest
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    write_bytes(path, seal(data, key=key, about=_about(path)) if key else data)
    sync_folder(path.parent)


def read(path: Path) -> bytes:
    """The file as it was handed in. InputRefused where it is not there, its key is not at hand, or it was
    changed."""
    if not path.is_file():
        raise InputRefused(source="The file", why="is not there", what_to_do="restore it from a backup")
    data = path.read_bytes()
    plain = data if key_id(data) is None else unseal(data, keys=keyring(), about=_about(path))
    if sha256(plain).hexdigest() != path.name:
        raise InputRefused(
            source="The file", why="is not what was handed in", what_to_do="restore it from a backup"
        )
    return plain


def reseal(store: Path, shelf: str) -> int:
    """Seal every file with the newest key; how many needed it. Nothing where there is no key."""
    key, folder = keyring().newest, place(store, shelf, "")
    if key is None or not folder.is_dir():
        return 0
    kept = (path for path in sorted(folder.iterdir()) if path.is_file() and not path.suffix)
    older = [path for path in kept if key_id_of(path) != key.id]
    for path in older:
        write_bytes(path, seal(read(path), key=key, about=_about(path)))
    return len(older)


def _about(path: Path) -> About:
    return About(place=f"the kept files, {path.parent.name}", what=path.name)

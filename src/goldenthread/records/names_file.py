"""The file of names on the disk: apart from the records, and sealed where there is a key.

What it holds is for whoever shows a child by name to read; here it is bytes. Operators may keep a file of
their own in its place, plain or sealed.
"""

from __future__ import annotations

import os
from pathlib import Path

from goldenthread.records.keys import keyring
from goldenthread.records.sealing import About, key_id, key_id_of, seal, unseal
from goldenthread.records.store.files import sync_folder, write_bytes

IDENTITY = "GOLDENTHREAD_IDENTITY"
_ABOUT = About(place="the file of names", what="names")


def place(store: Path, told: str = "") -> Path:
    """Where it is: where the operators say, else beside the store, never within it."""
    told = told or os.environ.get(IDENTITY, "")
    return Path(told) if told else store.absolute().parent / "identity" / "names.csv"


def read(path: Path) -> bytes:
    """The file as it was handed in. InputRefused where its key is not at hand, or it was changed."""
    data = path.read_bytes()
    return data if key_id(data) is None else unseal(data, keys=keyring(), about=_ABOUT)


def write(path: Path, data: bytes) -> None:
    """Put the file in place of the one before, whole or not at all, in a folder for its owner alone."""
    key = keyring().newest
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    write_bytes(path, seal(data, key=key, about=_ABOUT) if key else data)
    sync_folder(path.parent)


def reseal(path: Path) -> bool:
    """Seal the file with the newest key; False where there is no file, no key, or it is so already."""
    key = keyring().newest
    if key is None or not path.exists() or key_id_of(path) == key.id:
        return False
    write_bytes(path, seal(read(path), key=key, about=_ABOUT))
    return True


def is_sealed(path: Path) -> bool:
    """Whether the file there is encrypted."""
    return path.exists() and key_id_of(path) is not None

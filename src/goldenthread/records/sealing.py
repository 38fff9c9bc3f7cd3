"""Sealing a file's bytes so that only a holder of the key reads them and nobody changes or swaps them.

    GTSEALED 1 | key id, 4 bytes | nonce, 12 bytes | AES-256-GCM of the bytes, with its tag

What the bytes are of (their snapshot, table and model version) is bound in without being written: a sealed
file put in another's place does not open. Bytes are sealed whole, in memory: nothing plain touches the disk.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from goldenthread.errors import InputRefused
from goldenthread.records.keys import KEY, KEY_FILE, Key, Keyring

_MAGIC = b"GTSEALED\x01"
_ID_BYTES, _NONCE_BYTES, _TAG_BYTES = 4, 12, 16
_HEADER = len(_MAGIC) + _ID_BYTES + _NONCE_BYTES
_MOST_BYTES = 2**31 - 2**16  # as much as the library seals at once


@dataclass(frozen=True)
class About:
    """What bytes are of. `place` and `what` are said in a refusal, so they hold no child's details."""

    place: str
    what: str
    version: int = 0

    @property
    def bound(self) -> bytes:
        return json.dumps([self.place, self.what, self.version], ensure_ascii=False).encode()

    def __str__(self) -> str:
        return f"{self.place}, {self.what}"


def seal(data: bytes, *, key: Key, about: About) -> bytes:
    """The bytes sealed. InputRefused for 2 GB or more."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(data) > _MOST_BYTES:
        raise InputRefused(
            source=str(about), why="is over 2 GB, too large to seal", what_to_do="load it in parts"
        )
    header = _MAGIC + bytes.fromhex(key.id) + os.urandom(_NONCE_BYTES)
    return header + AESGCM(key.secret).encrypt(header[-_NONCE_BYTES:], data, header + about.bound)


def unseal(data: bytes, *, keys: Keyring, about: About) -> bytes:
    """The bytes as they were. InputRefused where the key is not at hand, or anything is not as it was
    sealed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    id = key_id(data)
    if id is None or len(data) < _HEADER + _TAG_BYTES:
        raise damaged(about)
    key = keys.find(id)
    if key is None:
        raise _without_key(id, keys=keys, about=about)
    header = data[:_HEADER]
    try:
        body = memoryview(data)[_HEADER:]
        return AESGCM(key.secret).decrypt(header[-_NONCE_BYTES:], body, header + about.bound)
    except InvalidTag:
        raise damaged(about) from None


def key_id(data: bytes) -> str | None:
    """The id of the key that sealed the bytes, of which the first 32 will do; None where they are plain."""
    if not data.startswith(_MAGIC):
        return None
    return data[len(_MAGIC) : len(_MAGIC) + _ID_BYTES].hex()


def key_id_of(path: Path) -> str | None:
    """The id of the key that sealed a file; None where it is plain."""
    with path.open("rb") as file:
        return key_id(file.read(_HEADER))


def damaged(about: About) -> InputRefused:
    """The refusal of bytes that are not as they were sealed."""
    return InputRefused(
        source=str(about),
        why="is damaged or was put there by something else: it is not as it was sealed",
        what_to_do="bring it back from a backup, or remove the snapshot and load its file again",
    )


def _without_key(id: str, *, keys: Keyring, about: About) -> InputRefused:
    held = ", ".join(key.id for key in keys.keys)
    return InputRefused(
        source=about.place,
        why=f"is encrypted with key {id}, "
        + (f"and the keys given are {held}" if held else "and no key is given"),
        what_to_do=f"give the file of keys that holds {id} with {KEY_FILE}, or the key with {KEY}",
    )

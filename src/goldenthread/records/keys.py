"""The keys children's files are sealed with: where they come from, and how a new one is made.

GOLDENTHREAD_KEY_FILE   a file of keys, one a line, the newest first; lines that begin with # say about them
GOLDENTHREAD_KEY        the same lines themselves, for a place that hands out secrets in the environment

The newest key seals; every key opens what it sealed. A key's id is made from the key, so a file can say by
which key it is sealed without saying anything of the key. No message, log or `repr` holds a key.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

from goldenthread.errors import InputRefused

KEY_FILE, KEY = "GOLDENTHREAD_KEY_FILE", "GOLDENTHREAD_KEY"
_PREFIX = "gtkey-"  # so that whoever finds one lying about, a scanner for secrets too, knows what it is
_BYTES = 32
_MAKE_ONE = "make one with `goldenthread keys new`"


@dataclass(frozen=True)
class Key:
    """256 bits for AES-GCM."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """Eight hexadecimal digits that name the key and give nothing of it away."""
        return sha256(b"goldenthread key id\x00" + self.secret).hexdigest()[:8]


@dataclass(frozen=True)
class Keyring:
    """The keys at hand, the newest first; none where no key is given."""

    keys: tuple[Key, ...] = ()

    @property
    def newest(self) -> Key | None:
        """The key that seals; None where files are to be kept as they are."""
        return self.keys[0] if self.keys else None

    def find(self, id: str) -> Key | None:
        """The key of that id, if it is at hand."""
        return next((key for key in self.keys if key.id == id), None)


def keyring() -> Keyring:
    """The keys the environment gives. InputRefused where it names a file that cannot be read, or gives what
    is not a key: never is a file kept unsealed because a key was mistyped."""
    path, lines = os.environ.get(KEY_FILE, ""), os.environ.get(KEY, "")
    if path and lines:
        raise InputRefused(
            source="the key", why=f"is given by both {KEY_FILE} and {KEY}", what_to_do="keep one of the two"
        )
    if path:
        return _read(Path(path))
    return _parsed(lines, source=KEY) if lines else Keyring()


def make_key(path: Path, *, made: date) -> Key:
    """Put a new key first in a file of keys, for its owner's eyes; the file is made if it is not there.

    The keys before stay below it, so that what they sealed still opens.
    """
    before = path.read_text(encoding="ascii") if path.exists() else ""
    if before:
        _parsed(before, source=path.name)
    key = Key(secrets.token_bytes(_BYTES))
    path.parent.mkdir(parents=True, exist_ok=True)
    _put(path, f"# key {key.id}, made {made.isoformat()}\n{_written(key)}\n{before}")
    return key


def _put(path: Path, text: str) -> None:
    """On the disk, whole, before it takes the place of the one before: a key lost is the records lost."""
    beside = path.with_name(f".{path.name}.part")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _read(path: Path) -> Keyring:
    try:
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        raise InputRefused(
            source=f"{KEY_FILE} ({path.name})",
            why="names a file of keys that cannot be read",
            what_to_do=f"put the file in its place, or {_MAKE_ONE}",
        ) from None
    return _parsed(text, source=path.name)


def _parsed(text: str, *, source: str) -> Keyring:
    lines = [line.strip() for line in text.splitlines()]
    keys = [_key(line, source=source) for line in lines if line and not line.startswith("#")]
    if not keys:
        raise InputRefused(source=source, why="holds no key", what_to_do=_MAKE_ONE)
    return Keyring(tuple(dict.fromkeys(keys)))


def _key(line: str, *, source: str) -> Key:
    try:
        secret = base64.urlsafe_b64decode(line.removeprefix(_PREFIX))
    except (binascii.Error, ValueError):
        secret = b""
    if not line.startswith(_PREFIX) or len(secret) != _BYTES:
        raise InputRefused(
            source=source, why="holds a line that is not a key", what_to_do=f"remove it, or {_MAKE_ONE}"
        )
    return Key(secret)


def _written(key: Key) -> str:
    return _PREFIX + base64.urlsafe_b64encode(key.secret).decode("ascii")

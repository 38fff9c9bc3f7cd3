"""Heads of the chains, signed and copied out of the database's reach.

A chain alone does not show that its tail was cut off or written anew; a head that was copied out before
does. One file for each head, in settings.HEADS: nobody needs this program to read it, or to check it with
the public key.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from goldenthread.errors import GoldenThreadError, InputRefused
from goldenthread.web.database.chains import Head, chains, head_of
from goldenthread.web.history.keys import PublicKeys, is_signed, sign

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CopiedHead:
    """A head as its file has it. `why_not` says what is wrong with the file, "" where it can be relied on."""

    file: str
    head: Head
    at: datetime
    why_not: str = ""


def folder() -> Path:
    """Where heads are copied to."""
    found: Path | None = settings.HEADS
    if found is None:
        raise GoldenThreadError("Heads of the chains have nowhere to go: set GOLDENTHREAD_HEADS to a folder.")
    return found


def copy_heads() -> list[Path]:
    """Sign the head of each chain as it stands, and copy it out; gives the files. A head that is out already
    is not copied twice."""
    return [path for chain in chains() for path in _copy(head_of(chain))]


def copy_heads_or_say_so() -> None:
    """The same after an act that stands whether or not the copying succeeds."""
    try:
        copy_heads()
    except (OSError, GoldenThreadError) as fault:
        _log.error("the heads of the chains could not be copied out: %s", type(fault).__name__)


def _copy(head: Head) -> list[Path]:
    if head.length == 0 or any(folder().glob(f"{head.chain}-{head.length:012}-{head.digest[:8]}-*.json")):
        return []
    at = timezone.now().astimezone(UTC)
    said = {"chain": head.chain, "length": head.length, "digest": head.digest, "at": at.isoformat()}
    key, signature = sign(said)
    name = f"{head.chain}-{head.length:012}-{head.digest[:8]}-{at:%Y%m%dT%H%M%SZ}.json"
    return [_write(folder() / name, {**said, "key": key, "signature": signature})]


def _write(path: Path, value: dict[str, Any]) -> Path:
    """Whole or not at all, on the disk before it has its name, and never written again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with part.open("w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    part.chmod(0o444)
    part.replace(path)
    return path


def read_heads(place: Path, *, keys: PublicKeys) -> list[CopiedHead]:
    """The heads a folder holds, oldest first; those of which the signature or the form is wrong say so."""
    if not place.is_dir():
        raise InputRefused(
            source=place, why="is not a folder", what_to_do="give the folder that heads are copied to"
        )
    return sorted((_read(path, keys) for path in place.glob("*.json")), key=lambda copied: copied.head.length)


def _read(path: Path, keys: PublicKeys) -> CopiedHead:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        key, signature = said.pop("key"), said.pop("signature")
        head = Head(said["chain"], int(said["length"]), said["digest"])
        at = datetime.fromisoformat(said["at"])
        signed = is_signed(said, key=key, signature=signature, keys=keys)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return CopiedHead(path.name, Head("", 0, ""), datetime.min.replace(tzinfo=UTC), "is not a head")
    return CopiedHead(path.name, head, at, "" if signed else "is not signed by a key of this site")


def newest(heads: Iterable[CopiedHead], chain: str) -> CopiedHead | None:
    """The longest head of a chain that can be relied on."""
    good = [copied for copied in heads if copied.head.chain == chain and not copied.why_not]
    return max(good, key=lambda copied: copied.head.length, default=None)

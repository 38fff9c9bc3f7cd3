"""The keys, each in a file of its own, outside the database: what sessions and pseudonyms are made with, and
what sign-offs and the heads of the chains are signed with."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def keep_key(path: Path) -> None:
    """Make the key's file if it is not there: for its owner's eyes, never written twice."""
    _keep(path, lambda: secrets.token_urlsafe(64))


def keep_signing_key(path: Path) -> None:
    """The same for the signing key, with its public half beside it (`.pub`) for anybody to check signatures
    by."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
    )

    made = Ed25519PrivateKey.generate()
    private = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    public = made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    if not path.exists():
        _keep(path.with_suffix(".pub"), lambda: public)
        _keep(path, lambda: private)


def _keep(path: Path, make: Callable[[], str]) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(make())

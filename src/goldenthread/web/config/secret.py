"""The keys, each in a file of its own, outside the database: what sessions and pseudonyms are made with, and
what sign-offs and the heads of the chains are signed with."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path


def keep_key(path: Path) -> None:
    """Make the key's file if it is not there: for its owner's eyes, never written twice."""
    _keep(path, secrets.token_urlsafe(64))


def keep_signing_key(path: Path) -> None:
    """The same for the signing key, with its public half beside it (`.pub`), by which anybody can check what
    it signed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
        load_pem_private_key,
    )

    private = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _keep(path, private.decode())
    held = load_pem_private_key(path.read_bytes(), password=None)  # another process may have made it first
    public = held.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    _keep(path.with_suffix(".pub"), public.decode())
    path.with_suffix(".pub").chmod(0o644)


def _keep(path: Path, text: str) -> None:
    """Whole or not at all, and never over what is there."""
    descriptor, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # for its owner's eyes
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)
    except FileExistsError:
        return
    finally:
        Path(part).unlink()

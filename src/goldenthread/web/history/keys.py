"""The site's signing key (Ed25519), and the public keys that signatures are checked with.

settings.SIGNING_KEY_FILE    the private key, PEM
the same with .pub           public keys, PEM, one or more: a key that was replaced stays, so that what it
signed
                             can still be checked
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

from goldenthread.errors import GoldenThreadError, InputRefused

PublicKeys = Mapping[str, Ed25519PublicKey]
_END = "-----END PUBLIC KEY-----"


def canonical(value: Mapping[str, Any]) -> bytes:
    """A value as the bytes that are digested and signed: JSON, keys sorted, nothing between."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def digest(value: Mapping[str, Any]) -> str:
    """SHA-256 of the value's canonical bytes."""
    return sha256(canonical(value)).hexdigest()


def sign(value: Mapping[str, Any]) -> tuple[str, str]:
    """The name of the site's key, and its signature of the value."""
    key = _private(_key_file())
    return name_of(key.public_key()), b64encode(key.sign(canonical(value))).decode()


def is_signed(value: Mapping[str, Any], *, key: str, signature: str, keys: PublicKeys) -> bool:
    """Whether the signature is of this very value, by the key of that name."""
    public = keys.get(key)
    if public is None:
        return False
    try:
        public.verify(b64decode(signature, validate=True), canonical(value))
    except (InvalidSignature, ValueError):
        return False
    return True


def public_keys(path: Path | None = None) -> dict[str, Ed25519PublicKey]:
    """The keys of a file by name; the site's own file if none is given."""
    path = path or _key_file().with_suffix(".pub")
    try:
        blocks = path.read_text(encoding="ascii").split(_END)[:-1]
        keys = [load_pem_public_key(f"{block.strip()}\n{_END}\n".encode()) for block in blocks]
    except (OSError, ValueError) as fault:
        raise InputRefused(
            source=path.name,
            why="holds no public key",
            what_to_do="give the .pub file beside the signing key",
        ) from fault
    return {name_of(key): key for key in keys if isinstance(key, Ed25519PublicKey)}


def name_of(key: Ed25519PublicKey) -> str:
    """The first sixteen digits of the SHA-256 of the raw key."""
    return sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def _key_file() -> Path:
    path: Path | None = settings.SIGNING_KEY_FILE
    if path is None:
        raise GoldenThreadError("The site has no signing key: set GOLDENTHREAD_SIGNING_KEY_FILE.")
    return path


@cache
def _private(path: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise GoldenThreadError("The signing key is not an Ed25519 key.")
    return key

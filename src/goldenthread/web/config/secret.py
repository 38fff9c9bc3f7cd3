"""The key that sessions and pseudonyms are made with: in a file of its own, outside the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def keep_key(path: Path) -> None:
    """Make the key's file if it is not there: for its owner's eyes, never written twice."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))

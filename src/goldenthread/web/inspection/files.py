"""Reports as kept: by their digest, in a folder of their own beside the store, for the site's eyes alone."""

from __future__ import annotations

import os
from pathlib import Path

from goldenthread.web.intake.queries import store


def folder() -> Path:
    """The folder of kept reports, made when first asked for."""
    kept = store().parent / "reports"
    kept.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept.chmod(0o700)
    return kept


def path_of(digest: str) -> Path:
    """Where a file of that digest is kept. What it holds is told by its first bytes, see `media_type`."""
    return folder() / f"{digest}.pdf"


def media_type(path: Path) -> str:
    """What a kept file is: a PDF, a Word document, or plain text."""
    with path.open("rb") as file:
        start = file.read(1024)
    if start.startswith(b"PK"):
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return "application/pdf" if b"%PDF-" in start else "text/plain; charset=utf-8"


def keep(content: bytes, *, digest: str) -> None:
    """Keep a file under its digest: written whole and synced before it has its name, or not at all."""
    final = path_of(digest)
    if final.exists():
        return
    part = final.with_suffix(f".part{os.getpid()}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(final)
    finally:
        part.unlink(missing_ok=True)

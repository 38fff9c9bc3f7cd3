"""What a file handed in as evidence may be: told by its first bytes, never by its name alone, and never
opened here. What runs, or could run in a browser, is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

LARGEST = 15 * 1024 * 1024
SAID = "PDF, Word, Excel, PowerPoint, a picture (PNG, JPEG), plain text or CSV"


@dataclass(frozen=True)
class FileKind:
    """A kind that is kept: how its name may end, its media type, and how its bytes are known."""

    endings: tuple[str, ...]
    media_type: str
    is_one: Callable[[bytes], bool]


def _begins(mark: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(mark)


def _office(folder: bytes) -> Callable[[bytes], bool]:
    """A zip whose list of names, which is plain in it, has the parts of such a document."""
    return lambda content: (
        content.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in content and folder in content
    )


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not _is_markup(content)


def _is_markup(content: bytes) -> bool:
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"#!"))


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = (
    FileKind((".pdf",), "application/pdf", _begins(b"%PDF-")),
    FileKind((".png",), "image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    FileKind((".jpg", ".jpeg"), "image/jpeg", _begins(b"\xff\xd8\xff")),
    FileKind((".docx",), f"{_OFFICE}.wordprocessingml.document", _office(b"word/")),
    FileKind((".xlsx",), f"{_OFFICE}.spreadsheetml.sheet", _office(b"xl/")),
    FileKind((".pptx",), f"{_OFFICE}.presentationml.presentation", _office(b"ppt/")),
    FileKind((".txt",), "text/plain", _is_text),
    FileKind((".csv",), "text/csv", _is_text),
)
_MACROS = (b"vbaProject.bin", b"macrosheets/", b"activeX/")


def media_type(name: str, content: bytes) -> str:
    """The media type of a file that may be kept; "" for one that may not, see `why_not_keep`."""
    kind = _kind(name)
    return kind.media_type if kind and kind.is_one(content) else ""


def why_not_keep(name: str, content: bytes) -> str:
    """Why a file is not kept, in words for whoever handed it in; "" where it may be."""
    if not content:
        return "The file is empty: choose it again"
    if len(content) > LARGEST:
        return f"The file must be {LARGEST // 2**20} MB or smaller"
    kind = _kind(name)
    if kind is None:
        ending = PurePath(name).suffix.lower() or "without an ending"
        return f"A file {ending} is not kept here. Kept are: {SAID}. Save it as one of these"
    if not kind.is_one(content):
        return f"The file ends in {PurePath(name).suffix.lower()} but is not one: save it again as what it is"
    if any(mark in content for mark in _MACROS):
        return "The file holds macros, which can run: save it without them"
    return ""


def _kind(name: str) -> FileKind | None:
    ending = PurePath(name).suffix.lower()
    return next((kind for kind in KINDS if ending in kind.endings), None)

"""Whether a file is a workbook we may open at all, judged by what is in it and never by its name.

A workbook is a zip of XML. Everything is counted while it unpacks, so that a file made to swell, or one
whose few cells lie a million rows apart, is refused before any of it is held in memory.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO
from xml.parsers import expat

from goldenthread.errors import InputRefused

MOST_BYTES = 200 * 2**20
MOST_UNPACKED = 2 * 2**30
MOST_RATIO = 400  # sheets of repeated codes pack 10 to 60 times; deflate's own limit is 1,032
MOST_PARTS = 5_000

AS_AT_PROPERTY = "Golden Thread as at"
AUTHORITY_PROPERTY = "Golden Thread authority"
MADE_UP_PROPERTY = "Golden Thread made up"

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 2**22
_FAR_ON_ONE_LINE = re.compile(rb" r *= *[\"'](?:[A-Z]{3}|[A-Z]{0,2}\d{7})")
_LINE_MARKS = (b"\t", b"\n", b"\r")
_FAR_CELL = re.compile(rb"\sr\s*=\s*[\"'](?:[A-Z]{3}|[A-Z]{0,2}\d{7})")
_ERROR_CELL = b' t="e"'
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)


@dataclass(frozen=True)
class Properties:
    """What a workbook says of itself in its document properties, where we wrote it."""

    as_at: date | None = None
    authority: str | None = None
    made_up: bool = False


@dataclass(frozen=True)
class Container:
    """A workbook found fit to open, with its properties."""

    path: Path
    properties: Properties
    error_cells: int


def inspect(path: Path) -> Container:
    """Look the whole file over. Raises InputRefused when it is not a workbook we may open."""
    with _opened(path) as parts:
        error_cells = sum(_check_sheet(path, parts=parts, name=name) for name in _sheet_parts(parts))
        return Container(path=path, properties=_properties(path, parts), error_cells=error_cells)


def workbook_properties(path: Path) -> Properties:
    """What a workbook states of itself; nothing for a folder. Raises InputRefused when it is not a workbook.

    The sheets are not looked into: that is for `inspect`.
    """
    if path.is_dir():
        return Properties()
    with _opened(path) as parts:
        return _properties(path, parts)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The workbook's parts, once what can be told from outside is in order; any damage met is a refusal."""
    _check_outside(path)
    try:
        with zipfile.ZipFile(path) as parts:
            _check_parts(path, parts)
            yield parts
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as fault:
        raise _refused(path, "it is damaged or cut short", "export it again and send the new file") from fault


def _refused(path: Path, why: str, what_to_do: str) -> InputRefused:
    return InputRefused(source=path, why=why, what_to_do=what_to_do)


def _check_outside(path: Path) -> None:
    """What can be told without unpacking."""
    if not path.is_file():
        raise _refused(path, "there is no such file", "check the name and the folder")
    size = path.stat().st_size
    if size == 0:
        raise _refused(path, "it is empty", "export it again and send the new file")
    if size > MOST_BYTES:
        raise _refused(path, f"it is larger than {MOST_BYTES // 2**20} MB", "send the eleven lists alone")
    with path.open("rb") as file:
        start = file.read(8)
    if start == _OLE:
        raise _refused(path, *_what_the_ole_file_is(path))
    if not start.startswith(_ZIP):
        raise _refused(path, *_what_the_file_is(start))


def _what_the_ole_file_is(path: Path) -> tuple[str, str]:
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return "it is encrypted with a password", "save a copy without the password"
    return "it is an old binary workbook", "open it and save it as .xlsx"


def _what_the_file_is(start: bytes) -> tuple[str, str]:
    if start.startswith(b"%PDF"):
        return "it is a PDF, not a workbook", "send the Excel workbook it was printed from"
    if start.lstrip().startswith(b"<"):
        return "it is a web page or XML file, not a workbook", "open it in Excel and save it as .xlsx"
    return "it is not a workbook", "send an Excel workbook (.xlsx)"


def _check_parts(path: Path, parts: zipfile.ZipFile) -> None:
    entries = parts.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refused(path, "it is encrypted with a password", "save a copy without the password")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked / packed > MOST_RATIO:
        raise _swells(path)
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise _refused(path, "it is a zip file but not an Excel workbook", "save it from Excel as .xlsx")


def _swells(path: Path) -> InputRefused:
    return _refused(
        path, "it unpacks to far more than a workbook should", "export it again from the case system"
    )


def _sheet_parts(parts: zipfile.ZipFile) -> list[str]:
    return [name for name in parts.namelist() if _SHEET_PART.fullmatch(name)]


def _check_sheet(path: Path, *, parts: zipfile.ZipFile, name: str) -> int:
    """Walk one sheet as it unpacks; gives how many of its cells hold an error such as #N/A."""
    errors = 0
    with parts.open(name) as file:
        for text in _chunks(path, file):
            if _has_far_cell(text):
                raise _refused(path, "a sheet in it is far too large", "send the eleven lists alone")
            errors += text.count(_ERROR_CELL)
    return errors


def _chunks(path: Path, file: IO[bytes]) -> Iterator[bytes]:
    """The sheet's text in pieces that each end with a whole tag; the size stated is not believed."""
    total, rest = 0, b""
    while chunk := file.read(_CHUNK):
        total += len(chunk)
        if total > MOST_UNPACKED or len(rest) > 4 * _CHUNK:
            raise _swells(path)
        text = rest + chunk
        end = text.rfind(b">") + 1
        yield text[:end]
        rest = text[end:]


def _has_far_cell(text: bytes) -> bool:
    """Whether a cell lies beyond column ZZ or row 999,999, in whatever way XML lets its place be written.

    The cheap look comes first, and is enough where no tag is broken over lines.
    """
    looks_odd = any(mark in text for mark in _LINE_MARKS) or _FAR_ON_ONE_LINE.search(text) is not None
    return looks_odd and _FAR_CELL.search(text) is not None


def _properties(path: Path, parts: zipfile.ZipFile) -> Properties:
    name = "docProps/custom.xml"
    if name not in parts.namelist() or parts.getinfo(name).file_size > _CHUNK:
        return Properties()
    stated = _custom_properties(path, parts.read(name))
    return Properties(
        as_at=_date_or_none(stated.get(AS_AT_PROPERTY, "")),
        authority=stated.get(AUTHORITY_PROPERTY) or None,
        made_up=bool(stated.get(MADE_UP_PROPERTY)),
    )


def _date_or_none(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


class _PropertyCollector:
    """Gathers property names and values as the parser meets them."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._name: str | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "property":
            self._name = attributes.get("name")

    def text(self, data: str) -> None:
        if self._name is not None:
            self.found[self._name] = self.found.get(self._name, "") + data

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "property":
            self._name = None


def _custom_properties(path: Path, xml: bytes) -> dict[str, str]:
    """Property name to text. A document type (the only way to an entity) is refused."""

    def refuse(*_: object) -> None:
        raise _refused(
            path, "its properties hold a document type, which a workbook never does", "export it again"
        )

    collector, parser = _PropertyCollector(), expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = collector.start
    parser.CharacterDataHandler = collector.text
    parser.EndElementHandler = collector.end
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        return {}
    return collector.found

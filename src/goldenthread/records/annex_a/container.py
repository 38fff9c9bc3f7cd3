"""Whether a file is one we may open at all, judged by what is in it and never by its name.

A workbook is a zip of XML. Every part of it is unpacked once, counted as it comes and held to the size and
the sum its directory states, before another reader is let near it: that other reader then meets no file
whose two descriptions differ. What is looked for while the parts go by: a document type (the only way to an
entity), macros, another file inside, links to other workbooks, and cells that hold an error such as #N/A.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import IO

from goldenthread.errors import InputRefused
from goldenthread.records.annex_a.limits import limits
from goldenthread.records.annex_a.workbook_xml import Properties, properties_in, sheet_parts

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 2**18  # small enough to stay in the processor's cache while it is looked through
_LONGEST_ROW = 2**24
_DOCUMENT_TYPES = (b"<!DOCTYPE", b"<!ENTITY")  # looked for where there is a ! or, in UTF-16, a NUL
_ERROR = re.compile(
    rb"<(?:\w+:)?c\s[^<>]*?\bt=[\"']e[\"'][^<>]*(?<!/)>(?:(?:(?!</(?:\w+:)?c>).){0,2000}?<(?:\w+:)?v>([^<]*)<)?",
    re.DOTALL,
)
_FILLED = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\br=[\"']([A-Z]{1,3})[0-9]+[\"'][^<>]*(?<!/)><")
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_FAR_CELL = re.compile(rb"\sr\s*=\s*[\"']((?:[A-Z]{3}|[A-Z]{1,2}\d{7})[A-Z0-9]{0,9})")
_XML = (".xml", ".rels", ".vml")
_OTHER_KINDS = {
    "xl/workbook.bin": ("it is a binary workbook (.xlsb)", "open it and save it as .xlsx"),
    "content.xml": ("it is an OpenDocument file", "open it and save it as .xlsx"),
    "word/document.xml": ("it is a Word document, not a workbook", "send the Excel workbook (.xlsx)"),
}


@dataclass(frozen=True)
class ErrorCell:
    """A cell that holds an error, and the error's own text. Its row is the sheet's, from 1; its column is
    counted from the first one that holds anything, as the reader of values counts."""

    row: int
    column: int
    text: str


@dataclass(frozen=True)
class Container:
    """A workbook found fit to open: what it states of itself, and its error cells by sheet.

    `unplaced_errors` counts those whose sheet does not say where they are.
    """

    path: Path
    properties: Properties = field(default_factory=Properties)
    error_cells: Mapping[str, tuple[ErrorCell, ...]] = field(default_factory=dict)
    unplaced_errors: int = 0
    has_links: bool = False


def inspect(path: Path) -> Container:
    """Look a whole workbook over. Raises InputRefused when it is not one we may open."""
    with opened_zip(path) as parts:
        refuse_unless_workbook(path, parts)
        names = sheet_parts(path, parts)
        met = {name: _look_through(path, parts=parts, name=name) for name in parts.namelist()}
        errors = {
            names[part]: _as_read(found, first=_first_column(path, parts=parts, name=part))
            for part, (found, _) in met.items()
            if part in names and found
        }
        return Container(
            path=path,
            properties=properties_in(path, parts),
            error_cells=errors,
            unplaced_errors=sum(unplaced for _, unplaced in met.values()),
            has_links=any(name.startswith("xl/externalLinks/") for name in met),
        )


def workbook_properties(path: Path) -> Properties:
    """What a workbook states of itself; nothing for CSV. Raises InputRefused when it is neither.

    The sheets are not looked into: that is for `inspect`.
    """
    if path.is_dir():
        return Properties()
    with opened_zip(path) as parts:
        if is_zip_of_csv(parts):
            return Properties()
        refuse_unless_workbook(path, parts)
        return properties_in(path, parts)


def is_zip_of_csv(parts: zipfile.ZipFile) -> bool:
    """Whether a zip is no workbook and holds CSV files."""
    names = parts.namelist()
    return "xl/workbook.xml" not in names and any(is_file(n) and n.lower().endswith(".csv") for n in names)


def is_file(name: str) -> bool:
    """Whether a zip's entry is a file of somebody's, not a folder or what a Mac leaves."""
    hidden = name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")
    return not name.endswith("/") and not hidden


def far_cell(path: Path) -> tuple[str, str] | None:
    """The sheet and the place of a cell set so far off that its sheet cannot be held, if there is one."""
    with opened_zip(path) as parts:
        for part, sheet in sheet_parts(path, parts).items():
            with parts.open(part) as file:
                for text in _chunks(path, file, part):
                    if found := _FAR_CELL.search(text):
                        return sheet, found[1].decode("ascii")
    return None


@contextmanager
def opened_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """The file's parts, once what can be told from outside is in order; any damage met is a refusal."""
    check_outside(path)
    try:
        with zipfile.ZipFile(path) as parts:
            _check_directory(path, parts)
            yield parts
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as fault:
        raise _refused(path, "it is damaged or cut short", "export it again and send the new file") from fault
    except (UnicodeDecodeError, ValueError, OverflowError) as fault:  # a directory of nonsense
        raise _refused(path, "it is damaged or cut short", "export it again and send the new file") from fault


def _refused(path: Path, why: str, what_to_do: str) -> InputRefused:
    return InputRefused(source=path, why=why, what_to_do=what_to_do)


def check_outside(path: Path) -> None:
    """What can be told without unpacking. Raises InputRefused."""
    if not path.is_file():
        raise _refused(path, "there is no such file", "check the name and the folder")
    size = path.stat().st_size
    if size == 0:
        raise _refused(path, "it is empty", "export it again and send the new file")
    if size > limits().file_bytes:
        raise _refused(path, f"it is larger than {limits().file_megabytes} MB", "send the eleven lists alone")
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
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "it is a web page or XML file, not a workbook", "open it in Excel and save it as .xlsx"
    return "it is not a workbook", "send an Excel workbook (.xlsx)"


def _check_directory(path: Path, parts: zipfile.ZipFile) -> None:
    """The zip's own directory: sizes that add up, no part twice, no part inside another."""
    entries = parts.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refused(path, "it is encrypted with a password", "save a copy without the password")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    bounds = limits()
    if len(entries) > bounds.parts or unpacked > bounds.unpacked_bytes or unpacked > bounds.ratio * packed:
        raise _swells(path)
    names = {entry.filename for entry in entries}
    if packed > path.stat().st_size or len(names) < len(entries) or _overlap(entries):
        raise _refused(path, "its parts do not add up", "open it in Excel, save it as .xlsx and send that")


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether two parts claim the same bytes of the file."""
    spans = sorted((entry.header_offset, entry.header_offset + entry.compress_size) for entry in entries)
    return any(end > start for (_, end), (start, _) in pairwise(spans))


def refuse_unless_workbook(path: Path, parts: zipfile.ZipFile) -> None:
    """Raises InputRefused unless the zip is a plain workbook: no macros, nothing of another kind."""
    names = parts.namelist()
    for name, said in _OTHER_KINDS.items():
        if name in names:
            raise _refused(path, *said)
    if "xl/workbook.xml" not in names:
        raise _refused(path, "it is a zip file but not an Excel workbook", "save it from Excel as .xlsx")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _refused(path, "it holds macros", "save it as .xlsx, which leaves them out")


def _swells(path: Path) -> InputRefused:
    return _refused(
        path, "it unpacks to far more than a workbook should", "export it again from the case system"
    )


def _look_through(path: Path, *, parts: zipfile.ZipFile, name: str) -> tuple[list[ErrorCell], int]:
    """Unpack one part to its end; gives its error cells, and how many of them do not say where they are."""
    errors: list[ErrorCell] = []
    unplaced = 0
    is_xml = name.lower().endswith(_XML)
    with parts.open(name) as file:
        for text in _chunks(path, file, name):
            if is_xml:
                _refuse_document_types(path, text=text, name=name)
                found = list(_errors(text))
                errors += [cell for cell in found if cell is not None]
                unplaced += found.count(None)
            elif text.startswith(_ZIP):
                raise _refused(path, "it holds another file inside it", "send the eleven lists alone")
    return errors, unplaced


def _refuse_document_types(path: Path, *, text: bytes, name: str) -> None:
    if b"\0" in text or (b"!" in text and any(mark in text for mark in _DOCUMENT_TYPES)):
        raise _refused(
            path,
            f"its part {Path(name).name} holds a document type, which a workbook never does",
            "export it again",
        )


def _errors(text: bytes) -> Iterator[ErrorCell | None]:
    """The error cells of a piece of a sheet. The cheap look comes first: most sheets have none, and one byte
    is found many times faster than several."""
    if b' t="e"' not in text and not (b"'" in text and b" t='e'" in text):
        return
    for cell in _ERROR.finditer(text):
        place = _PLACE.search(cell[0].split(b">", 1)[0])
        shown = (cell[1] or b"").decode("utf-8", "replace")[:20] or "#N/A"
        yield ErrorCell(int(place[2]), _column_number(place[1]), shown) if place else None


def _as_read(errors: list[ErrorCell], *, first: int) -> tuple[ErrorCell, ...]:
    return tuple(ErrorCell(error.row, error.column - first + 1, error.text) for error in errors)


def _first_column(path: Path, *, parts: zipfile.ZipFile, name: str) -> int:
    """The first column of a sheet that holds anything."""
    first = limits().columns
    with parts.open(name) as file:
        for text in _chunks(path, file, name):
            for cell in _FILLED.finditer(text):
                first = min(first, _column_number(cell[1]))
                if first == 1:
                    return first
    return first


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _chunks(path: Path, file: IO[bytes], name: str) -> Iterator[bytes]:
    """A part in pieces; a sheet's end with a whole row. The size stated is not believed."""
    end_of = _end_of_whole_row if name.lower().startswith("xl/worksheets/") else _end_before_an_element
    total, rest = 0, b""
    while chunk := file.read(_CHUNK):
        total += len(chunk)
        if total > limits().unpacked_bytes or len(rest) > _LONGEST_ROW:
            raise _swells(path)
        text = rest + chunk
        end = end_of(text)
        yield text[:end]
        rest = text[end:]
    if rest:
        yield rest


def _end_of_whole_row(text: bytes) -> int:
    """Where the last whole row ends; 0 while a row may still be on its way. A sheet that puts a prefix to its
    elements has no rows that are seen here: it is cut between elements, once there is much of it."""
    row = text.rfind(b"</row>")
    if row >= 0:
        return row + 6
    return text.rfind(b">") + 1 if len(text) >= _LONGEST_ROW // 4 else 0


def _end_before_an_element(text: bytes) -> int:
    """Where the last element begins: a document type, looked for in each piece, is then in none by halves."""
    return max(text.rfind(b"<"), 0) or len(text)

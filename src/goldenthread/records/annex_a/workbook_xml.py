"""The small XML parts of a workbook: which part is which sheet, and what the workbook states of itself."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.parsers import expat

from goldenthread.errors import InputRefused

AS_AT_PROPERTY = "Golden Thread as at"
AUTHORITY_PROPERTY = "Golden Thread authority"
MADE_UP_PROPERTY = "Golden Thread made up"

_LARGEST = 2**22
Start = Callable[[str, dict[str, str]], None]


@dataclass(frozen=True)
class Properties:
    """What a workbook says of itself in its document properties, where we wrote it."""

    as_at: date | None = None
    authority: str | None = None
    made_up: bool = False


def sheet_parts(path: Path, parts: zipfile.ZipFile) -> dict[str, str]:
    """Part name to the name of the sheet it holds."""
    targets = _targets(path, parts)
    named: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "sheet":
            link = next((value for key, value in attributes.items() if _local(key) == "id"), "")
            if link in targets:
                named[targets[link]] = attributes.get("name", "")

    _walk(path, parts, name="xl/workbook.xml", start=start)
    return {part: sheet for part, sheet in named.items() if part in parts.namelist()}


def _targets(path: Path, parts: zipfile.ZipFile) -> dict[str, str]:
    found: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            whole = target[1:] if target.startswith("/") else posixpath.join("xl", target)
            found[attributes.get("Id", "")] = posixpath.normpath(whole)

    _walk(path, parts, name="xl/_rels/workbook.xml.rels", start=start)
    return found


def properties_in(path: Path, parts: zipfile.ZipFile) -> Properties:
    """The custom properties we write."""
    collector = _PropertyCollector()
    _walk(path, parts, name="docProps/custom.xml", start=collector.start, text=collector.text)
    stated = collector.found
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
        if _local(tag) == "property":
            self._name = attributes.get("name")

    def text(self, data: str) -> None:
        if self._name is not None and data.strip():
            self.found[self._name] = self.found.get(self._name, "") + data


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _walk(
    path: Path,
    parts: zipfile.ZipFile,
    *,
    name: str,
    start: Start,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse one part, if it is there. A document type (the only way to an entity) is refused; a part that is
    no XML says nothing."""
    if name not in parts.namelist() or parts.getinfo(name).file_size > _LARGEST:
        return

    def refuse(*_: object) -> None:
        raise InputRefused(
            source=path,
            why=f"its part {posixpath.basename(name)} holds a document type, which a workbook never does",
            what_to_do="export it again",
        )

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(parts.read(name), True)
    except expat.ExpatError:
        return

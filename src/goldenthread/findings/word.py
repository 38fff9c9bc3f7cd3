"""A Word document (.docx) as paragraphs: read from its own XML, held to bounds before any of it is parsed.

A .docx is a zip of XML that others made. Its directory is looked over first (sizes that add up, no part twice
or inside another, nothing that swells), a document type or an entity is refused, and nothing is fetched. Only
the text's own part is read, with those that say how its paragraphs are numbered; links, macros and pictures
are never opened. Callers that did not write the file read it in a process apart.
"""

from __future__ import annotations

import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from goldenthread.errors import InputRefused

if TYPE_CHECKING:
    from lxml.etree import _Element

_LARGEST_PART = 30 * 2**20  # bytes unpacked; the text of a long report is one or two million
_MOST_PARTS, _MOST_UNPACKED, _RATIO = 2000, 200 * 2**20, 400
_HIDDEN = (b"<!DOCTYPE", b"<!ENTITY", b"\0")  # a NUL: UTF-16, which would hide the others
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOT_PRINTED = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "footnoteReference")}
# What opening a damaged archive may raise: NotImplementedError is zipfile's for a packing it does not know.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DEEPEST = 9
_INDENT = 18.0  # points a level is set in
_AGAIN = "save it again from Word as .docx, or give its PDF"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as printed: its mark (number or bullet) is part of `text`. `page` is as Word last laid it
    out, from 1; `heading` is what its style or weight says."""

    text: str
    page: int
    depth: float
    heading: bool


@dataclass(frozen=True)
class _Level:
    """How a level of a list is marked."""

    form: str = "bullet"
    text: str = "•"
    start: int = 1


@dataclass
class _Numbering:
    """Levels by list and depth, lists by style, and how far each list has counted."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    headings: set[str] = field(default_factory=set)
    counts: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * _DEEPEST))


def is_word(content: bytes) -> bool:
    """Whether a file is a zip, as every .docx is."""
    return content.startswith(b"PK\x03\x04")


def paragraphs_of(path: Path) -> tuple[list[Paragraph], bool]:
    """The document's paragraphs, and whether it says where its pages end. Raises InputRefused where it is no
    Word document, is damaged, too large, or holds what a document never does."""
    try:
        with zipfile.ZipFile(path) as parts:
            _check_directory(path, parts)
            body = _parsed(path, parts, "word/document.xml")
            numbering = _numbering(
                _optional(path, parts, "word/numbering.xml"), _optional(path, parts, "word/styles.xml")
            )
    except _DAMAGE as fault:
        raise _refused(path, "the Word document is damaged or cut short") from fault
    found = list(_paragraphs(body, numbering))
    return found, any(one.page > 1 for one in found)


def _refused(path: Path, why: str) -> InputRefused:
    return InputRefused(source=path, why=why, what_to_do=_AGAIN)


def _check_directory(path: Path, parts: zipfile.ZipFile) -> None:
    entries = parts.infolist()
    names = [entry.filename for entry in entries]
    if "word/document.xml" not in names:
        raise _refused(path, "it is a zip file but not a Word document")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _refused(path, "the Word document holds macros")
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refused(path, "the Word document is encrypted")
    unpacked, packed = sum(one.file_size for one in entries), sum(one.compress_size for one in entries)
    if len(entries) > _MOST_PARTS or unpacked > _MOST_UNPACKED or unpacked > _RATIO * max(packed, 1):
        raise _refused(path, "the Word document unpacks to far more than one should")
    spans = sorted((one.header_offset, one.header_offset + one.compress_size) for one in entries)
    if len(set(names)) < len(names) or any(end > start for (_, end), (start, _) in pairwise(spans)):
        raise _refused(path, "the parts of the Word document do not add up")


def _optional(path: Path, parts: zipfile.ZipFile, name: str) -> _Element | None:
    return _parsed(path, parts, name) if name in parts.namelist() else None


def _parsed(path: Path, parts: zipfile.ZipFile, name: str) -> _Element:
    from lxml import etree

    with parts.open(name) as file:
        content = file.read(_LARGEST_PART + 1)
    if len(content) > _LARGEST_PART:
        raise _refused(path, "the Word document unpacks to far more than one should")
    if any(mark in content for mark in _HIDDEN):
        raise _refused(path, "the Word document holds a document type, which one never does")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content.replace(_STRICT, _USUAL), parser)
    except etree.XMLSyntaxError as fault:
        raise _refused(path, "the Word document is damaged or cut short") from fault


# How paragraphs are numbered


def _numbering(numbers: _Element | None, styles: _Element | None) -> _Numbering:
    found = _Numbering()
    if numbers is not None:
        for family in numbers.iter(f"{_W}abstractNum"):
            for level in family.iter(f"{_W}lvl"):
                key = (_attribute(family, "abstractNumId"), _whole(_attribute(level, "ilvl")))
                found.levels[key] = _Level(
                    form=_value(level, "numFmt", "bullet"),
                    text=_value(level, "lvlText", "•"),
                    start=_whole(_value(level, "start", "1")),
                )
        for number in numbers.iter(f"{_W}num"):
            found.families[_attribute(number, "numId")] = _value(number, "abstractNumId", "")
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        name = _attribute(style, "styleId")
        if _value(style, "name", "").lower().startswith(("heading", "title")):
            found.headings.add(name)
        if (own := _own_number(style)) is not None:
            found.styles[name] = own
    return found


def _own_number(element: _Element) -> tuple[str, int] | None:
    """The list and the depth that a paragraph's or a style's properties name."""
    found = element.find(f"{_W}pPr/{_W}numPr")
    if found is None:
        return None
    return _value(found, "numId", "0"), min(_whole(_value(found, "ilvl", "0")), _DEEPEST - 1)


def _attribute(element: _Element, name: str) -> str:
    return str(element.get(f"{_W}{name}", ""))


def _value(element: _Element, child: str, otherwise: str) -> str:
    found = element.find(f"{_W}{child}")
    return otherwise if found is None else _attribute(found, "val")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


# The paragraphs


def _paragraphs(body: _Element, numbering: _Numbering) -> Iterator[Paragraph]:
    page = 1
    for paragraph in body.iter(f"{_W}p"):
        if _inside(paragraph, _FALLBACK):
            continue
        words, begins, ends = _words(paragraph, page)
        page = ends
        if not words.strip():
            continue
        style = _style(paragraph)
        number = _own_number(paragraph) or numbering.styles.get(style)
        mark, depth = _mark(number, numbering)
        yield Paragraph(
            text=f"{mark}{words.strip()}",
            page=begins,
            depth=depth or _left(paragraph),
            heading=style in numbering.headings or (not mark and _all_bold(paragraph)),
        )


def _inside(element: _Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _words(paragraph: _Element, page: int) -> tuple[str, int, int]:
    """A paragraph's printed text, the page its first words stand on, and the page it ends on."""
    text, begins = "", 0
    for element in paragraph.iter():
        if any(parent.tag in _NOT_PRINTED for parent in (element, *element.iterancestors())):
            continue
        if _nearest_paragraph(element) is not paragraph:
            continue  # a text box's own paragraph
        if element.tag == f"{_W}t":
            text += element.text or ""
            begins = begins or (page if text.strip() else 0)
        elif element.tag in (f"{_W}tab", f"{_W}cr") or _is_line_break(element):
            text += " "
        elif element.tag == f"{_W}noBreakHyphen":
            text += "-"
        elif element.tag == f"{_W}lastRenderedPageBreak":
            page += 1
    return text, begins or page, page


def _nearest_paragraph(element: _Element) -> _Element | None:
    if element.tag == f"{_W}p":
        return element
    return next(element.iterancestors(f"{_W}p"), None)


def _is_line_break(element: _Element) -> bool:
    return bool(element.tag == f"{_W}br")


def _style(paragraph: _Element) -> str:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if found is None else _attribute(found, "val")


def _left(paragraph: _Element) -> float:
    found = paragraph.find(f"{_W}pPr/{_W}ind")
    if found is None:
        return 0.0
    return _whole(_attribute(found, "left") or _attribute(found, "start")) / 20  # twentieths of a point


def _all_bold(paragraph: _Element) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if _printed(run)]
    return bool(runs) and all(_is_on(run.find(f"{_W}rPr/{_W}b")) for run in runs)


def _printed(run: _Element) -> bool:
    return any((text.text or "").strip() for text in run.iter(f"{_W}t"))


def _is_on(element: _Element | None) -> bool:
    return element is not None and _attribute(element, "val") not in {"0", "false", "off"}


def _mark(number: tuple[str, int] | None, numbering: _Numbering) -> tuple[str, float]:
    """The number or bullet printed before a paragraph, with the space after it, and how far it is set in."""
    if number is None or number[0] == "0":
        return "", 0.0
    list_id, depth = number
    family = numbering.families.get(list_id, "")
    level = numbering.levels.get((family, depth), _Level())
    counts = numbering.counts[family or list_id]
    counts[depth] = counts[depth] + 1 if counts[depth] else level.start
    counts[depth + 1 :] = [0] * (_DEEPEST - depth - 1)
    set_in = _INDENT * (depth + 1)
    if level.form == "none":
        return "", set_in
    if level.form == "bullet":
        return "• ", set_in
    printed = level.text
    for place in range(depth + 1):
        form = numbering.levels.get((family, place), _Level("decimal")).form
        printed = printed.replace(f"%{place + 1}", _counted(max(counts[place], 1), form))
    return f"{printed} ", set_in


def _counted(number: int, form: str) -> str:
    if form.endswith("Letter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form.startswith("upper") else letter
    if form.endswith("Roman"):
        numeral = _roman(number)
        return numeral.upper() if form.startswith("upper") else numeral
    return str(number)


def _roman(number: int) -> str:
    said = ""
    for value, sign in _ROMAN:
        while number >= value and len(said) < 20:
            said, number = said + sign, number - value
    return said

"""A Word document (.docx) as paragraphs: read from its own XML, held to bounds before any of it is parsed.

A .docx is a zip of XML that others made. Its directory is looked over first (sizes that add up, no part twice
or inside another, nothing that swells), a document type or an entity is refused, and nothing is fetched. Only
the text's own part is read, with those that say how its paragraphs are numbered, what stands at the head and
foot of its pages, and what people noted beside it; links, macros and pictures are never opened. Callers that
did not write the file read it in a process apart.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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
_DELETED = {f"{_W}{name}" for name in ("del", "moveFrom")}
_NOT_PRINTED = _DELETED | {
    f"{_W}{name}"
    for name in ("instrText", "delText", "delInstrText", "footnoteReference", "endnoteReference")
}
_NOTES = {"word/footnotes.xml": "footnote", "word/endnotes.xml": "endnote"}
_MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml")
_PAGE_NUMBER = re.compile(r"(?:(?:page|of|\d+|[ivx]+|[\W_])\s*)+", re.IGNORECASE)
_BULLET = "•"
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
class Word:
    """A document's paragraphs, whether it says where its pages end, and what of it is not read, in words.
    `margins` stand at the head and foot of its pages and not in its text; `comments` are what people noted
    beside it: neither is among its paragraphs."""

    paragraphs: tuple[Paragraph, ...]
    paged: bool
    unread: tuple[str, ...] = ()
    margins: tuple[Paragraph, ...] = ()
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Level:
    """How a level of a list is marked. `legal`: every number in it is printed as 1, 2, 3. `goes_on`: it does
    not begin again under the next number above it."""

    form: str = "bullet"
    text: str = _BULLET
    start: int = 1
    legal: bool = False
    goes_on: bool = False


@dataclass
class _Numbering:
    """Levels by list and depth, lists by style, and how far each list has counted. `restarts` are the lists
    that begin anew where they are first met, by depth."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    headings: set[str] = field(default_factory=set)
    contents: set[str] = field(default_factory=set)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    own: dict[tuple[str, int], _Level] = field(default_factory=dict)
    counts: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * _DEEPEST))


def is_word(content: bytes) -> bool:
    """Whether a file is a zip, as every .docx is."""
    return content.startswith(b"PK\x03\x04")


def paragraphs_of(path: Path) -> tuple[list[Paragraph], bool]:
    """The document's paragraphs, and whether it says where its pages end."""
    found = read_word(path)
    return list(found.paragraphs), found.paged


def read_word(path: Path) -> Word:
    """The document. Raises InputRefused where it is no Word document, is damaged, too large, or holds what a
    document never does."""
    try:
        with zipfile.ZipFile(path) as parts:
            _check_directory(path, parts)
            body = _parsed(path, parts, "word/document.xml")
            numbering = _numbering(
                _optional(path, parts, "word/numbering.xml"), _optional(path, parts, "word/styles.xml")
            )
            notes = {kind: _optional(path, parts, name) for name, kind in _NOTES.items()}
            noted = _optional(path, parts, "word/comments.xml")
            around = [
                _parsed(path, parts, name) for name in sorted(parts.namelist()) if _MARGIN.fullmatch(name)
            ]
    except _DAMAGE as fault:
        raise _refused(path, "the Word document is damaged or cut short") from fault
    found = tuple(_paragraphs(body, numbering))
    return Word(
        found,
        paged=any(one.page > 1 for one in found),
        unread=tuple(_unread(body, notes)),
        margins=tuple(_margins(around, found)),
        comments=tuple(_comments(noted)),
    )


def _margins(parts: Iterable[_Element], body: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """What the heads and feet of the pages say that the text does not, once, without the numbers of pages."""
    said = {" ".join(one.text.split()) for one in body}
    for part in parts:
        for one in _paragraphs(part, _Numbering()):
            words = " ".join(one.text.split())
            if words not in said and not _PAGE_NUMBER.fullmatch(words):
                said.add(words)
                yield one


def _comments(part: _Element | None) -> Iterator[str]:
    """Each comment with who wrote it, in its order."""
    for one in part.iter(f"{_W}comment") if part is not None else ():
        words = " ".join(paragraph.text for paragraph in _paragraphs(one, _Numbering()))
        if words:
            author = " ".join(_attribute(one, "author").split())
            yield f"{author}: {words}" if author else words


def _unread(body: _Element, notes: Mapping[str, _Element | None]) -> Iterator[str]:
    """What of the document is not among its paragraphs, in words."""
    gone = sum(_deletes_words(one) for one in body.iter(*_DELETED))
    if gone:
        yield (
            f"The document has tracked changes: {_many(gone, 'deletion')} left out, and what was put in is"
            " read as text. Ask for it with its changes accepted."
        )
    if any(_hidden(run) and _printed(run) for run in body.iter(f"{_W}r")):
        yield "Hidden text in the document is left out: it is not printed."
    for kind, part in notes.items():
        kept = [one for one in part.iter(f"{_W}{kind}") if _says(one)] if part is not None else []
        if kept:
            yield f"The document has {_many(len(kept), kind)}, not read here: turn to it for them."
    if any(_is_placeholder(one) for one in body.iter(f"{_W}sdt")):
        yield "Boxes to fill in were left empty in the document: their prompts are not read."


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _deletes_words(element: _Element) -> bool:
    """Whether a deletion takes words away: one of a paragraph's mark or of a number alone does not."""
    nested = any(parent.tag in _DELETED for parent in element.iterancestors())
    return not nested and any((one.text or "").strip() for one in element.iter(f"{_W}delText", f"{_W}t"))


def _says(note: _Element) -> bool:
    return not _attribute(note, "type") and any((one.text or "").strip() for one in note.iter(f"{_W}t"))


def _hidden(run: _Element) -> bool:
    return _is_on(run.find(f"{_W}rPr/{_W}vanish"))


def _is_placeholder(box: _Element) -> bool:
    """Whether a box to fill in shows its own prompt still: nobody wrote those words."""
    return _is_on(box.find(f"{_W}sdtPr/{_W}showingPlcHdr"))


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
    _read_styles(found, styles)
    if numbers is not None:
        _read_families(found, numbers)
        for number in numbers.iter(f"{_W}num"):
            _read_list(found, number)
    return found


def _read_families(found: _Numbering, numbers: _Element) -> None:
    """The levels of each family of lists; of one that only names a style, those of the style's list."""
    named = {}
    for family in numbers.iter(f"{_W}abstractNum"):
        key = _attribute(family, "abstractNumId")
        if link := _value(family, "numStyleLink", ""):
            named[key] = link
        for level in family.iter(f"{_W}lvl"):
            found.levels[key, _whole(_attribute(level, "ilvl"))] = _level(level)
    lists = {_attribute(one, "numId"): _value(one, "abstractNumId", "") for one in numbers.iter(f"{_W}num")}
    for key, style in named.items():
        other = lists.get(found.styles.get(style, ("", 0))[0], "")
        for (family, depth), level in list(found.levels.items()):
            if family == other:
                found.levels[key, depth] = level


def _level(level: _Element) -> _Level:
    return _Level(
        form=_value(level, "numFmt", "decimal"),
        text=_value(level, "lvlText", ""),
        start=_whole(_value(level, "start", "1")),
        legal=_is_on(level.find(f"{_W}isLgl")),
        goes_on=_value(level, "lvlRestart", "") == "0",
    )


def _read_list(found: _Numbering, number: _Element) -> None:
    """A list: its family, and where it says otherwise than its family how a level counts or begins."""
    list_id = _attribute(number, "numId")
    found.families[list_id] = _value(number, "abstractNumId", "")
    for other in number.iter(f"{_W}lvlOverride"):
        depth = _whole(_attribute(other, "ilvl"))
        if (start := _value(other, "startOverride", "")) != "":
            found.restarts[list_id, depth] = _whole(start)
        if (level := other.find(f"{_W}lvl")) is not None:
            found.own[list_id, depth] = _level(level)


def _read_styles(found: _Numbering, styles: _Element | None) -> None:
    """Which styles are headings and which number: themselves, or the one they are based on."""
    every = {
        _attribute(style, "styleId"): style
        for style in (styles.iter(f"{_W}style") if styles is not None else ())
    }
    for name in every:
        line = _based_on(name, every)
        named = [_value(style, "name", "").lower() for style in line]
        if any(one.startswith(("heading", "title")) for one in named):
            found.headings.add(name)
        if named[0].startswith("toc "):
            found.contents.add(name)
        numbers = [own for style in line if (own := _own_number(style)) is not None]
        if numbers:
            list_id = next((one for one, _ in numbers if one), "0")
            found.styles[name] = (list_id, numbers[0][1])


def _based_on(name: str, every: Mapping[str, _Element]) -> list[_Element]:
    """A style and those it is based on, the nearest first; round in a circle, no further."""
    met: dict[str, _Element] = {}
    while name in every and name not in met:
        met[name] = every[name]
        name = _value(every[name], "basedOn", "")
    return list(met.values())


def _own_number(element: _Element) -> tuple[str, int] | None:
    """The list and the depth that a paragraph's or a style's properties name; "" where they name a depth
    alone."""
    found = element.find(f"{_W}pPr/{_W}numPr")
    if found is None:
        return None
    return _value(found, "numId", ""), min(_whole(_value(found, "ilvl", "0")), _DEEPEST - 1)


def _attribute(element: _Element, name: str) -> str:
    return str(element.get(f"{_W}{name}", ""))


def _value(element: _Element, child: str, otherwise: str) -> str:
    found = element.find(f"{_W}{child}")
    return otherwise if found is None else _attribute(found, "val")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


# The paragraphs


def _paragraphs(body: _Element, numbering: _Numbering) -> Iterator[Paragraph]:
    page, carried = 1, ""
    for paragraph in body.iter(f"{_W}p"):
        if _inside(paragraph, _FALLBACK):
            continue
        style = _style(paragraph)
        words, begins, ends = _words(paragraph, page)
        page = ends
        if style in numbering.contents:
            continue  # a table of contents says the headings twice
        words, carried = carried + words, ""
        if paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
            carried = words  # its end was deleted: it goes on in the next
            continue
        if not words.strip():
            continue
        mark, depth = _mark(_number_of(paragraph, style, numbering), numbering)
        yield Paragraph(
            text=f"{mark}{words.strip()}",
            page=begins,
            depth=depth or _left(paragraph),
            heading=_is_heading(paragraph, style, numbering) or (not mark and _all_bold(paragraph)),
        )


def _is_heading(paragraph: _Element, style: str, numbering: _Numbering) -> bool:
    outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    return style in numbering.headings or (
        outline is not None and _whole(_attribute(outline, "val") or "9") < _DEEPEST
    )


def _number_of(paragraph: _Element, style: str, numbering: _Numbering) -> tuple[str, int] | None:
    """The list a paragraph is of and how deep in it: its own word first, then its style's."""
    own, styled = _own_number(paragraph), numbering.styles.get(style)
    if own is None:
        return styled
    return own if own[0] or styled is None else (styled[0], own[1])


def _inside(element: _Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _words(paragraph: _Element, page: int) -> tuple[str, int, int]:
    """A paragraph's printed text, the page its first words stand on, and the page it ends on."""
    text, begins = "", 0
    for element in paragraph.iter():
        if any(_is_left_out(parent) for parent in (element, *element.iterancestors())):
            continue
        if _nearest_paragraph(element) is not paragraph:
            continue  # a text box's own paragraph
        if element.tag == f"{_W}t":
            text += (element.text or "").replace("\xad", "")  # where a word may be parted
            begins = begins or (page if text.strip() else 0)
        elif element.tag in (f"{_W}tab", f"{_W}cr") or _is_line_break(element):
            text += " "
        elif element.tag == f"{_W}noBreakHyphen":
            text += "-"
        elif element.tag == f"{_W}sym":
            text += " " if text.strip() else f"{_BULLET} "
        elif element.tag == f"{_W}lastRenderedPageBreak":
            page += 1
    return text, begins or page, page


def _is_left_out(element: _Element) -> bool:
    """Whether nothing within is printed: deleted, hidden, a field's own words, an empty box's prompt."""
    if element.tag == f"{_W}r":
        return _hidden(element)
    return element.tag in _NOT_PRINTED or (element.tag == f"{_W}sdt" and _is_placeholder(element))


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
    if number is None or number[0] in {"", "0"}:
        return "", 0.0
    list_id, depth = number
    family = numbering.families.get(list_id, "")
    level = _level_of(list_id, depth, numbering)
    counts = numbering.counts[family or list_id]
    _count(counts, list_id, depth, numbering)
    set_in = _INDENT * (depth + 1)
    if level.form == "none":
        return "", set_in
    if level.form == "bullet":
        return f"{_BULLET} ", set_in
    printed = level.text
    for place in range(depth + 1):
        above = _level_of(list_id, place, numbering, otherwise=_Level("decimal"))
        form = "decimal" if level.legal else above.form
        printed = printed.replace(f"%{place + 1}", _counted(counts[place] or max(above.start, 1), form))
    return f"{printed} " if printed else "", set_in


def _level_of(list_id: str, depth: int, numbering: _Numbering, otherwise: _Level = _Level()) -> _Level:
    """How a list marks a depth: in its own way, or its family's."""
    family = numbering.families.get(list_id, "")
    own = numbering.own.get((list_id, depth))
    return own or numbering.levels.get((family, depth), otherwise)


def _count(counts: list[int], list_id: str, depth: int, numbering: _Numbering) -> None:
    """One on at a depth; what lies deeper begins again, and a list that begins anew does so once."""
    begins = numbering.restarts.pop((list_id, depth), None)
    if begins is not None:
        counts[depth] = begins
    else:
        start = _level_of(list_id, depth, numbering).start
        counts[depth] = counts[depth] + 1 if counts[depth] else start
    for deeper in range(depth + 1, _DEEPEST):
        if not _level_of(list_id, deeper, numbering).goes_on:
            counts[deeper] = 0


def _counted(number: int, form: str) -> str:
    if form.endswith("Letter"):
        letter = chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)
        return letter.upper() if form.startswith("upper") else letter
    if form.endswith("Roman"):
        numeral = _roman(number)
        return numeral.upper() if form.startswith("upper") else numeral
    return f"{number:02}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    said = ""
    for value, sign in _ROMAN:
        while number >= value and len(said) < 20:
            said, number = said + sign, number - value
    return said

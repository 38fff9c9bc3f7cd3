"""A report's pages as lines of text with their place, size and weight."""

from __future__ import annotations

import ctypes
import functools
import hashlib
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from goldenthread.errors import InputRefused
from goldenthread.findings.columns import in_reading_order
from goldenthread.findings.gaps import parted
from goldenthread.findings.line import Cell, Line
from goldenthread.findings.text import plain, tidy

_LINE_END_HYPHEN = (
    "\ufffe"  # how PDFium writes a hyphen at a line's end; it leaves out the line break after it
)
_LINE_BREAK = re.compile(f"(\r?\n|{_LINE_END_HYPHEN})")
_SUPERSCRIPT = re.compile(r"(?<=[^\W\d]|[.,;:)’'\"])\d{1,2}(?=\s|$|[.,;:])")
_LONE_MARK = re.compile("\\d{1,3}[.)]|[^\\w\\s'\"‘’“”()\\[\\]£$€%&.,;:?!/@#…]|o|\u0336")
_PAGE_NUMBER = re.compile(r"(?:page )?(\d{1,4})(?: ?(?:of|/) ?\d{1,4})?", re.IGNORECASE)
_LEVEL = 5.0  # points
_SYMBOL_FONTS = (b"wingdings", b"symbol", b"dingbats")
# Points, and of the type's size: wider than the space between words, narrower than the padding of two cells.
_CELL_GAP, _CELL_GAP_OF_SIZE = 6.0, 0.7
_BOLD = 600


class Document:
    """An open report. `texts` holds each page's raw text.

    Places are looked up only for the pages asked about: every character's place costs many times its text.
    """

    def __init__(self, path: Path) -> None:
        content = _content(path)
        self.name = path.name
        self.sha256 = hashlib.sha256(content).hexdigest()
        self._pdf, self._pages = _open(path, content)
        self.texts = tuple(_page_text(page) for page in self._pages)
        self._spans = [_spans(text) for text in self.texts]
        self._lines: dict[int, tuple[Line, ...]] = {}
        self._furniture = _furniture(self._spans)

    @functools.cached_property
    def plain_texts(self) -> list[str]:
        """Each page's running text in small letters, for searching."""
        return [plain(text.replace(_LINE_END_HYPHEN, "-")) for text in self.texts]

    def raw_lines(self, page: int) -> list[str]:
        """A page's lines of text, tidied, without their places."""
        return [tidy(text) for _, text in self._spans[page - 1]]

    def lines(self, page: int) -> tuple[Line, ...]:
        """A page's lines in the file's order, without headers, footers and page numbers."""
        if page not in self._lines:
            self._lines[page] = tuple(self._read_lines(page))
        return self._lines[page]

    def cells(self, page: int) -> list[Cell]:
        """A page's lines split where a wide white space stands, for reading tables."""
        found = []
        for start, text in self._spans[page - 1]:
            found.extend(_cells(self._pages[page - 1], start, text))
        return found

    def close(self) -> None:
        """Let go of the file."""
        for page in self._pages:
            page.close()
        self._pdf.close()

    def __enter__(self) -> Document:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _is_furniture(self, text: str, page: int, *, foot: bool) -> bool:
        if (number := _PAGE_NUMBER.fullmatch(tidy(text))) and abs(int(number[1]) - page) <= 4:
            return True
        # The first page's title may be what the other pages repeat as their header.
        return (page > 1 or foot) and _pattern(text) in self._furniture

    def _read_lines(self, page: int) -> list[Line]:
        spans = self._spans[page - 1]
        last = len(spans) - 1
        kept = [
            (start, text)
            for place, (start, text) in enumerate(spans)
            if not (_near_edge(place, last) and self._is_furniture(text, page, foot=place > 2))
        ]
        opened = self._pages[page - 1]
        lines = [_line(opened, page, start, text) for start, text in parted(opened, kept)]
        return in_reading_order(_reunited(lines))


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise InputRefused(
            source=path, why="there is no such file", what_to_do="check the name and the folder"
        )
    content = path.read_bytes()
    if not content:
        raise InputRefused(source=path, why="the file is empty", what_to_do="download the report again")
    if b"%PDF-" not in content[:1024]:
        raise InputRefused(
            source=path,
            why="it is not a PDF, whatever its name says",
            what_to_do="give the published report's PDF",
        )
    # PDFium mends a cut file silently and would show only some of its pages.
    if b"%%EOF" not in content[-4096:]:
        raise InputRefused(
            source=path,
            why="the PDF is cut short, its end is missing",
            what_to_do="download the report again",
        )
    return content


def _open(path: Path, content: bytes) -> tuple[Any, list[Any]]:
    """The document and its pages' texts. Raises InputRefused where it cannot be opened."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(content)
        pages = [page.get_textpage() for page in pdf]
    except pypdfium2.PdfiumError as error:
        raise InputRefused(source=path, **_why_not_opened(str(error))) from error
    return pdf, pages


def _why_not_opened(message: str) -> dict[str, str]:
    if "password" in message.lower() or "security" in message.lower():
        return {"why": "the PDF is encrypted", "what_to_do": "save a copy without a password and give that"}
    return {"why": "the PDF is damaged and cannot be opened", "what_to_do": "download the report again"}


def _page_text(page: Any) -> str:
    """A page's text, one Python character per PDFium character, so that places can be asked for by index."""
    from pypdfium2 import raw

    count = page.count_chars()
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(page, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    return "".join(chr(raw.FPDFText_GetUnicode(page, index) or 0x20) for index in range(count)).replace(
        "\x02", _LINE_END_HYPHEN
    )


def _spans(text: str) -> list[tuple[int, str]]:
    """Each line's first index and text; a line cut at a word's hyphen keeps the hyphen."""
    spans: list[tuple[int, str]] = []
    start = 0
    for piece in _LINE_BREAK.split(text):
        if piece == _LINE_END_HYPHEN and spans:
            spans[-1] = (spans[-1][0], spans[-1][1] + "-")
        elif piece.strip():
            spans.append((start, piece))
        start += len(piece)
    return spans


def _line(page: Any, number: int, start: int, text: str) -> Line:
    from pypdfium2 import raw

    first = start + len(text) - len(text.lstrip())
    left, baseline = _origin(page, first)
    # The middle of the line tells its size: a bullet's glyph or a footnote's mark may differ from the text.
    middle = start + _middle(text)
    size = raw.FPDFText_GetFontSize(page, middle)
    bold = raw.FPDFText_GetFontWeight(page, middle) >= _BOLD or _named_bold(page, middle)
    words = tidy(_without_marks(page, start, text, size))
    if words[1:2] in {"", " "} and words[:1].isalnum() and _in_symbol_font(page, first):
        words = f"■{words[1:]}"  # a shape whose font maps it to a letter
    return Line(number, words, left, baseline, size, bold)


def _reunited(lines: list[Line]) -> list[Line]:
    """Lines with each mark that stands alone (a bullet set a little off the line) put before its text."""
    alone = [line for line in lines if _LONE_MARK.fullmatch(line.text)]
    joined = {id(line): mark for mark in alone if (line := _beside(mark, lines))}
    used = {id(mark) for mark in joined.values()}
    return [
        replace(line, text=f"{joined[id(line)].text} {line.text}", left=joined[id(line)].left)
        if id(line) in joined
        else line
        for line in lines
        if id(line) not in used
    ]


def _beside(mark: Line, lines: list[Line]) -> Line | None:
    """The text a lone mark stands before: the nearest to its right on about the same line."""
    level = [line for line in lines if abs(line.baseline - mark.baseline) < _LEVEL and line.left > mark.left]
    return min(level, key=lambda line: line.left, default=None)


def _named_bold(page: Any, index: int) -> bool:
    """Whether the font's name says it is bold, for files whose fonts do not state a weight."""
    return b"bold" in _font_name(page, index)


def _in_symbol_font(page: Any, index: int) -> bool:
    return any(font in _font_name(page, index) for font in _SYMBOL_FONTS)


def _font_name(page: Any, index: int) -> bytes:
    from pypdfium2 import raw

    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(page, index, name, len(name), flags)
    return name.value.lower()


def _middle(text: str) -> int:
    middle = (len(text.rstrip()) + 1) // 2
    while middle > 0 and not text[middle : middle + 1].strip():
        middle -= 1
    return middle


def _without_marks(page: Any, start: int, text: str, size: float) -> str:
    """Text without the raised numbers that point to footnotes."""
    from pypdfium2 import raw

    def keep(match: re.Match[str]) -> str:
        return "" if raw.FPDFText_GetFontSize(page, start + match.start()) < 0.8 * size else match.group()

    return _SUPERSCRIPT.sub(keep, text)


def _origin(page: Any, index: int) -> tuple[float, float]:
    """Where a character is set: its left edge and the line's baseline, alike for all characters of a line."""
    from pypdfium2 import raw

    left, baseline = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(page, index, left, baseline)
    return left.value, baseline.value


def _right(page: Any, index: int) -> float:
    from pypdfium2 import raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(page, index, left, right, bottom, top)
    return right.value


def _cells(page: Any, start: int, text: str) -> list[Cell]:
    from pypdfium2 import raw

    cells: list[Cell] = []
    edge = None
    gap = max(_CELL_GAP, _CELL_GAP_OF_SIZE * raw.FPDFText_GetFontSize(page, start + _middle(text)))
    for word in re.finditer(r"\S+", text):
        left, baseline = _origin(page, start + word.start())
        if edge is not None and left - edge < gap:
            cells[-1] = Cell(f"{cells[-1].text} {tidy(word.group())}", cells[-1].left, cells[-1].baseline)
        else:
            cells.append(Cell(tidy(word.group()), left, baseline))
        edge = _right(page, start + word.end() - 1)
    return cells


def _furniture(pages: list[list[tuple[int, str]]]) -> frozenset[str]:
    """Lines that stand at the edge of many pages, their numbers aside: headers and footers."""
    seen: Counter[str] = Counter()
    for spans in pages:
        seen.update({_pattern(text) for _, text in (*spans[:3], *spans[-3:])})
    enough = max(3, 0.4 * len(pages))
    return frozenset(line for line, pages in seen.items() if pages >= enough)


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", tidy(text)).lower()


def _near_edge(place: int, last: int) -> bool:
    return place < 3 or place > last - 3

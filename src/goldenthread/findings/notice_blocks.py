"""A notice's pages as blocks: headings, marked clauses and paragraphs, from a PDF or from plain text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from goldenthread.findings.line import Line
from goldenthread.findings.pages import Document
from goldenthread.findings.text import join_lines, tidy
from goldenthread.findings.word import Paragraph

Rank = Literal["number", "letter", "roman", "bullet", ""]

_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3}\.?|\d{1,3}[.)])\s+(?=[^\s\d])")
_ROMAN = re.compile(r"\(?(i{1,3}|iv|vi{0,3}|ix|x)[.)]\s+(?=\S)")
_LETTER = re.compile(r"(?:\(([a-z])\)|([a-z])[.)])\s+(?=\S)")
_BULLET = re.compile(
    "([•●○◦▪■◼◾□▫➢➤✓*·\ue000-\uf8ff\u0335\u0336\u2010-\u2015\u2212\u2043-]|o(?=\\s))\\s*(?=\\S)"
)
_FOOTNOTE = re.compile(r"[⁰¹²³⁴-⁹]")
_FOOTNOTE_MARK = re.compile(r"(?<=\S)[⁰¹²³⁴-⁹]+")
_UNFINISHED = re.compile(r"\b(?:the|an?|of|to|and|or|in|for|with|by|that|this|on|be|is|are|from|their|its)$")
_LISTED = re.compile(r"[;,] (?:and|or)$")  # how the clause before the last of a list ends
_STOPS = (".", ":", ";", "?", "!", ".”", ".’", '."')
_LONGEST_HEADING = 110
_FOOTNOTE_SIZE = 0.87  # of the body's size
_WIDER = 1.3  # times the usual distance between two lines: white space between paragraphs
_PAGE_BREAK = "\f"


@dataclass(frozen=True)
class Block:
    """A stretch of a notice that belongs together.

    `label` is the mark it begins with as one would say it ("3", "a", "ii"; "" for a bullet or none), `rank`
    the kind of mark, `sign` a bullet's own character, `depth` how far it is set in.
    """

    page: int
    text: str
    rank: Rank
    label: str
    sign: str
    depth: float
    heading: bool
    lines: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether its words end as a sentence or a clause does."""
        return self.text.endswith(_STOPS)


@dataclass(frozen=True)
class _Row:
    """A printed line. `apart`: white space stands before it."""

    page: int
    text: str
    depth: float
    apart: bool
    bold: bool


def blocks_of_pdf(document: Document) -> list[Block]:
    """The blocks of an open PDF."""
    pages = [document.lines(page) for page in range(1, len(document.texts) + 1)]
    return _blocks(_rows_of_pdf(pages))


def blocks_of_text(text: str) -> list[Block]:
    """The blocks of plain text. Pages are parted by form feeds; a blank line parts paragraphs."""
    return _blocks(_rows_of_text(text))


def blocks_of_word(paragraphs: Sequence[Paragraph]) -> list[Block]:
    """The blocks of a Word document: each paragraph is one, and none runs over into the next."""
    return [
        replace(block, heading=not block.rank and (one.heading or block.heading))
        for one in paragraphs
        for block in [_block([_Row(one.page, tidy(one.text), one.depth, True, one.heading)])]
    ]


def _rows_of_pdf(pages: Sequence[Sequence[Line]]) -> Iterator[_Row]:
    size = _usual(round(line.size, 1) for page in pages for line in page for _ in line.text)
    step = _usual(
        round(above.baseline - below.baseline)
        for page in pages
        for above, below in pairwise(page)
        if above.baseline - below.baseline > 1
    )
    for page in pages:
        above: Line | None = None
        for line in page:
            if line.size < _FOOTNOTE_SIZE * size and not _BULLET.match(line.text):
                continue
            apart = above is not None and above.baseline - line.baseline > _WIDER * step
            stands_out = line.bold or line.size > size + 1.5
            yield _Row(line.page, line.text, line.left, apart, stands_out)
            above = line


def _rows_of_text(text: str) -> Iterator[_Row]:
    apart = False
    for number, page in enumerate(text.split(_PAGE_BREAK), start=1):
        for line in page.splitlines():
            words = tidy(line)
            if not any(character.isalnum() for character in words):
                apart = True
                continue
            depth = float(len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip()))
            if not _FOOTNOTE.match(words):
                words = _FOOTNOTE_MARK.sub("", words.replace("*", ""))
            yield _Row(number, words, depth, apart, False)
            apart = False


def _usual(values: Iterable[float]) -> float:
    """The value met most often; 12 where there is none."""
    counted = Counter(values)
    return counted.most_common(1)[0][0] if counted else 12.0


def _blocks(rows: Iterable[_Row]) -> list[Block]:
    """Rows gathered into blocks, and blocks cut by a page's end or a footnote made whole again."""
    gathered: list[list[_Row]] = []
    for row in rows:
        if gathered and not _begins(row, gathered[-1][-1]):
            gathered[-1].append(row)
        else:
            gathered.append([row])
    whole: list[Block] = []
    for block in map(_block, gathered):
        if _FOOTNOTE.match(block.text):
            continue
        if whole and _goes_on(block, whole[-1]):
            whole[-1] = _joined(whole[-1], block)
        else:
            whole.append(block)
    return whole


def _begins(row: _Row, above: _Row) -> bool:
    """Whether a row begins a block of its own."""
    if row.apart or row.bold != above.bold:
        return True
    if row.page != above.page:
        return above.text.endswith(_STOPS) or _mark(row.text)[0] != ""
    rank, label, _, _ = _mark(row.text)
    # "12." at a line's start may end a date or a sentence of the line above, so may a dash.
    if rank == "number" and label.isdigit():
        ended = above.text.endswith(_STOPS) or bool(_LISTED.search(above.text))
        return ended or abs(row.depth - above.depth) > 2
    return rank != "" and (rank != "bullet" or not _dash_within(row.text, above))


def _dash_within(text: str, above: _Row) -> bool:
    return text[0] in "–—" and not above.text.endswith(_STOPS)


def _block(rows: Sequence[_Row]) -> Block:
    first = rows[0]
    rank, label, sign, words = _mark(first.text)
    text = join_lines([words, *(row.text for row in rows[1:])])
    return Block(
        page=first.page,
        text=text,
        rank=rank,
        label=label,
        sign=sign,
        depth=first.depth,
        heading=not rank and _may_head(text, rows),
        lines=tuple(row.text for row in rows),
    )


def _may_head(text: str, rows: Sequence[_Row]) -> bool:
    """Whether unmarked words are a heading: short, begun with a capital, and no sentence."""
    if len(text) > _LONGEST_HEADING or text.endswith((".", ";", ",")) or not text[:1].isupper():
        return False
    return all(row.bold for row in rows) or (len(rows) == 1 and not text.endswith(":"))


def _mark(text: str) -> tuple[Rank, str, str, str]:
    """(rank, label, a bullet's sign, the words after the mark); a bullet before a number is no mark."""
    if found := _BULLET.match(text):
        rest = text[found.end() :]
        inner = _mark(rest) if _NUMBER.match(rest) else None
        return inner or ("bullet", "", found.group(1), rest)
    ranks: tuple[tuple[Rank, re.Pattern[str]], ...] = (
        ("number", _NUMBER),
        ("roman", _ROMAN),
        ("letter", _LETTER),
    )
    for rank, pattern in ranks:
        if found := pattern.match(text):
            label = next(group for group in found.groups() if group)
            return rank, label.rstrip(".)"), "", text[found.end() :]
    return "", "", "", text


def _goes_on(block: Block, above: Block) -> bool:
    """Whether a block is the rest of a sentence that a page's end or a footnote cut in two."""
    if block.rank or above.heading or above.whole:
        return False
    return bool(block.text[:1].islower() or block.page != above.page or _UNFINISHED.search(above.text))


def _joined(above: Block, block: Block) -> Block:
    text = join_lines([above.text, block.text])
    return replace(above, text=text, lines=(*above.lines, *block.lines))

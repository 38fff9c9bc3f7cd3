"""Which requirement a cell of somebody's plan names: by its exact reference first, then by its words, and
never by guessing. A reference that several have, or none, is a person's to answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from goldenthread.papers.wording import plain

_WORD = r"(?:rec(?:ommendation)?|requirement|req|finding|area(?: for improvement)?|priority action|action)s?"
_REFERENCE = re.compile(rf"(?:{_WORD})?\s*(?:no\.?|number|ref\.?|#)?\s*(\d{{1,3}})[.):]?")
_PARAGRAPH = re.compile(r"(?:paragraph|para\.?|clause|section)\s*(\S+)")
_MARKED = re.compile(r"\d{1,3}(?:\.\d{1,3})*(?:\([a-z0-9]{1,4}\))+|\d{1,3}(?:\.\d{1,3})+")
_AHEAD = re.compile(rf"(?:{_WORD}\s*)?(?:\d{{1,3}}(?:\.\d+)*(?:\([a-z]\))*)\s*[.):\-\u2013]*\s+(?=\S)")
_APART = re.compile(r"[;\n]+")
_LISTED = re.compile(r"\s*(?:,|&|/|\band\b)\s*")


@dataclass(frozen=True)
class Asked:
    """A requirement as a cell may name it: its place in its source, its paragraph, its words."""

    number: int
    paragraph: str
    text: str
    source: str

    @property
    def named(self) -> str:
        return f"{self.number} of {self.source}"


def parts_of(cell: str, known: Mapping[str, Asked]) -> list[str]:
    """What a cell names, one by one: whole where its words are a requirement's, else parted by lines and
    semicolons, and by commas where each part is a reference."""
    if _by_words(cell, known):
        return [cell.strip()]
    found: list[str] = []
    for part in (one.strip() for one in _APART.split(cell)):
        listed = [one for one in _LISTED.split(part) if one]
        found += listed if len(listed) > 1 and all(map(is_reference, listed)) else [part]
    return [one for one in found if one]


def is_reference(text: str) -> bool:
    """Whether a text is no more than a reference: R3, 3, Recommendation 3, para 3(a)."""
    said = plain(text)
    ways = (re.compile(r"r\d+"), _REFERENCE, _PARAGRAPH, _MARKED)
    return any(way.fullmatch(said) for way in ways)


def fits(part: str, known: Mapping[str, Asked]) -> list[str]:
    """The lasting names of the requirements a part may be: one where it is told, several where it is not."""
    said = plain(part)
    if said.upper() in known:
        return [said.upper()]
    return _by_paragraph(said, known) or _by_number(said, known) or _by_words(part, known)


def _by_paragraph(said: str, known: Mapping[str, Asked]) -> list[str]:
    found = _PARAGRAPH.fullmatch(said) or re.fullmatch(f"({_MARKED.pattern})", said)
    if not found:
        return []
    wanted = _bare(found[1])
    return [code for code, one in known.items() if one.paragraph and _bare(one.paragraph) == wanted]


def _bare(paragraph: str) -> str:
    words = plain(paragraph)
    found = _PARAGRAPH.fullmatch(words)
    return (found[1] if found else words).strip(".:")


def _by_number(said: str, known: Mapping[str, Asked]) -> list[str]:
    found = _REFERENCE.fullmatch(said)
    return [code for code, one in known.items() if found and one.number == int(found[1])]


def _by_words(text: str, known: Mapping[str, Asked]) -> list[str]:
    """The same words, whatever their case, spaces and closing stop; with its own number before them or
    without."""
    said = _worded(text)
    ahead = _AHEAD.match(plain(text))
    number = re.search(r"\d+", ahead[0]) if ahead else None
    bare = _worded(plain(text)[ahead.end() :]) if ahead else ""
    return [
        code
        for code, one in known.items()
        if said
        and (
            _worded(one.text) == said
            or (number and int(number[0]) == one.number and _worded(one.text) == bare)
        )
    ]


def _worded(text: str) -> str:
    straight = text.translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0xAD: None})
    return plain(straight).strip(" .;:,")

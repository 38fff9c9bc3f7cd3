"""What somebody types or pastes of a document, taken apart into the things it asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BLANK_LINES = re.compile(r"\n[ \t]*\n")
# 3. or 3) or 4.2 or 3(a), before the words: where they stand. A plain number begins a sentence and is kept.
_NUMBER = re.compile(r"^(\d+(?:\.\d+)+|\d+(?:\.\d+)*\([a-z]+\)|\d+(?=[.)]))[.)]?\s+(?=\S)")
_BULLET = re.compile(r"^[-–•*]\s+")


@dataclass(frozen=True)
class Typed:
    """One thing asked: its words, where they stand ("paragraph 3(a)"), and the heading over them."""

    text: str
    paragraph: str = ""
    group: str = ""


def taken_apart(typed: str) -> list[Typed]:
    """One thing to a line; where there are blank lines, one to what stands between two of them. A line that
    ends in a colon is the heading of those under it."""
    return list(_under_headings(_blocks(typed.replace("\r\n", "\n").strip())))


def _blocks(typed: str) -> list[str]:
    parts = _BLANK_LINES.split(typed) if _BLANK_LINES.search(typed) else typed.split("\n")
    joined = (" ".join(part.split()) for part in _headings_apart(parts))
    return [part for part in joined if part]


def _headings_apart(parts: list[str]) -> Iterator[str]:
    """A heading may stand right over what it heads, with no blank line between."""
    for part in parts:
        first, newline, rest = part.strip().partition("\n")
        if newline and first.rstrip().endswith(":"):
            yield first
            yield rest
        else:
            yield part


def _under_headings(blocks: list[str]) -> Iterator[Typed]:
    group = ""
    for place, block in enumerate(blocks):
        followed = place + 1 < len(blocks)
        if block.endswith(":") and len(block) <= 300 and followed:
            group = block.rstrip(": ")
        else:
            yield _typed(block, group)


def _typed(block: str, group: str) -> Typed:
    words = _BULLET.sub("", block)
    number = _NUMBER.match(words)
    if number is None:
        return Typed(words, group=group)
    return Typed(words[number.end() :], paragraph=f"paragraph {number.group(1)}", group=group)

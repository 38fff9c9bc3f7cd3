"""The marks that begin an item of a list: numbers, bullets, dashes, letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Family = Literal["number", "bullet"]

_NUMBER = re.compile(r"(\d{1,3})(?:[.)]\s*|\s+)(?=[^\s\d.,])")
# Filled shapes, the private-use characters symbol fonts leave, dashes (also the combining one Word writes).
_BULLET = re.compile(
    "(?:[•●○◦▪■◼◾□▫➢➤✓*·\ue000-\uf8ff\u0335\u0336\u2010-\u2015\u2212\u2043-]|o(?=\\s))\\s*(?=\\S)"
)
# Any other shape is a mark where white space follows it: no sentence begins with one.
_OTHER_SHAPE = re.compile(r"[^\w\s'\"‘’“”«»()\[\]{}£$€%&.,;:?!/@#…<>=+-]\s+(?=\S)")
_LETTER = re.compile(r"(?:\(?[a-h]\)|\((?:i{1,3}|iv|v|vi{0,3})\)|(?:i{1,3}|iv|vi{0,3})\.)\s+(?=\S)")


@dataclass(frozen=True)
class Mark:
    """A mark at a line's start, and the text after it.

    `number` is None for bullets; `sign` is a bullet's first character.
    """

    family: Family
    number: int | None
    sign: str
    text: str


def read_mark(line: str) -> Mark | None:
    """The mark a line begins with, if any.

    >>> read_mark("12. Improve plans").number
    12
    """
    if match := _NUMBER.match(line):
        return Mark("number", int(match.group(1)), "", line[match.end() :])
    if match := _BULLET.match(line) or _OTHER_SHAPE.match(line) or _LETTER.match(line):
        return Mark("bullet", None, line[0], line[match.end() :])
    return None

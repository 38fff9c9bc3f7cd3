"""Lines that run over the white space between two columns, parted there."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

_WIDE = 12.0  # points of white space inside a line: more than between words
_FURTHEST_MARK = 12  # characters; what stands before such a space may be a mark and not a column
_FEWEST = 5  # lines of a page that break at the same place

Span = tuple[int, str]


def parted(page: Any, spans: Sequence[Span]) -> list[Span]:
    """Each line's first index and text; where many lines break wide at one place, each part by itself."""
    breaks = {start: gaps for start, text in spans if (gaps := _gaps(page, start, text))}
    places = Counter(round(left / 4) for gaps in breaks.values() for _, left in gaps)
    if not places or places.most_common(1)[0][1] < _FEWEST:
        return list(spans)
    column = places.most_common(1)[0][0]
    found: list[Span] = []
    for start, text in spans:
        cut = next((at for at, left in breaks.get(start, ()) if abs(round(left / 4) - column) <= 1), None)
        found += [(start, text)] if cut is None else [(start, text[:cut]), (start + cut, text[cut:])]
    return found


def _gaps(page: Any, start: int, text: str) -> list[tuple[int, float]]:
    """Where a line has a wide white space that is printed as none: the next character, and its left edge."""
    from pypdfium2 import raw

    return [
        (space.end(), left)
        for space in re.finditer(r"(?<=\S)\s(?=\S)", text)
        if space.start() > _FURTHEST_MARK
        and raw.FPDFText_IsGenerated(page, start + space.start()) == 1
        and (left := _box(page, start + space.end())[0]) - _box(page, start + space.start() - 1)[1] > _WIDE
    ]


def _box(page: Any, index: int) -> tuple[float, float]:
    """A character's left and right edge."""
    from pypdfium2 import raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(page, index, left, right, bottom, top)
    return left.value, right.value

"""Which characters our font can show, so that one odd character in a report never stops a paper.

An accessible PDF may hold no character its font cannot draw. Text taken from other people's files does hold
them (bullets from private fonts, pictographs), so each such character is shown as an empty box.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache

from goldenthread.papers.charts import font_folder

UNSHOWABLE = "□"
_UNSEEN = ("Cc", "Cf")  # controls, soft hyphens and changes of writing direction carry nothing to show
_LONGEST_WORD = 32  # a longer run without a space (an address, a file name) is given places to break
_UNICODE_FULL = 12  # the character map format that covers every plane


def showable(text: str) -> str:
    """The text in one line, each character one our font can draw, breakable everywhere it must be."""
    shown = "".join(_shown(character) for character in " ".join(text.split()))
    return re.sub(rf"\S{{{_LONGEST_WORD}}}(?=\S)", "\\g<0>\u200b", shown)


def _shown(character: str) -> str:
    if unicodedata.category(character) in _UNSEEN:
        return ""
    return character if ord(character) in _covered() else UNSHOWABLE


@cache
def _covered() -> frozenset[int]:
    """The code points that both weights of the font map to a glyph."""
    fonts = sorted(font_folder().glob("*.otf"))
    return frozenset.intersection(*(_code_points(font.read_bytes()) for font in fonts))


def _code_points(font: bytes) -> frozenset[int]:
    """The code points of an OpenType font's full Unicode character map (OpenType, table cmap)."""
    start = _full_map(font, _table(font, b"cmap"))
    (groups,) = struct.unpack_from(">L", font, start + 12)
    found: set[int] = set()
    for number in range(groups):
        first, last, _ = struct.unpack_from(">LLL", font, start + 16 + 12 * number)
        found.update(range(first, last + 1))
    return frozenset(found)


def _table(font: bytes, wanted: bytes) -> int:
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(tables))
    return next(int(offset) for tag, _, offset, _ in records if tag == wanted)


def _full_map(font: bytes, cmap: int) -> int:
    (maps,) = struct.unpack_from(">H", font, cmap + 2)
    starts = (cmap + struct.unpack_from(">HHL", font, cmap + 4 + 8 * number)[2] for number in range(maps))
    return next(int(start) for start in starts if struct.unpack_from(">H", font, start)[0] == _UNICODE_FULL)

"""Cleaning and joining the text of printed lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What fonts put in place of plain characters: ligatures, odd spaces and hyphens, characters of no width.
_PLAIN_CHARACTERS = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "\u2010": "-",
    "\u2011": "-",
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
}
_ODD = re.compile(f"[{''.join(_PLAIN_CHARACTERS)}]")
_SUSPENDED = re.compile(r"(?:and|or)\b", re.IGNORECASE)
_SUSPENDED_NUMBER = re.compile(r"(?:and|or|to)\b", re.IGNORECASE)
_UNREADABLE = re.compile("[\ufffd\ufffe\uffff\x00-\x1f\ue000-\uf8ff]")


def tidy(text: str) -> str:
    """One line with plain characters and single spaces."""
    if not text.isascii():  # most lines are: looking further at each would cost more than reading the page
        text = _ODD.sub(lambda odd: _PLAIN_CHARACTERS[odd.group()], text)
    return " ".join(text.split())


def plain(text: str) -> str:
    """Text for comparing: tidy, small letters, straight quotes."""
    return straight(text).lower()


def straight(text: str) -> str:
    """Tidy text with straight quotes, its capitals kept."""
    text = tidy(text)
    if text.isascii():
        return text
    return text.replace("‘", "'").replace("’", "'").replace("“", '"').replace("”", '"')


def join_lines(lines: Iterable[str]) -> str:
    """Printed lines as running text.

    These reports never hyphenate, so a hyphen at a line's end is part of the word ("pre-" + "proceedings"),
    unless it is followed by a space or hangs before "and" or "or" ("16-" + "and 17-year-olds").
    """
    joined = ""
    for line in lines:
        joined += _glue(joined, line) + line
    return tidy(joined)


def _glue(before: str, line: str) -> str:
    if not (before.endswith(("-", "\u2011", "/")) and before[-2:-1].isalnum()):
        return " "
    if before.endswith("/"):
        return ""
    # "up-" + "to-date" is one word; "16-" + "to 18-year-olds" is two.
    suspended = _SUSPENDED_NUMBER if before[-2:-1].isdigit() else _SUSPENDED
    return " " if suspended.match(line) else ""


def unreadable(text: str) -> bool:
    """Whether text holds characters that no font explained."""
    return bool(_UNREADABLE.search(text))

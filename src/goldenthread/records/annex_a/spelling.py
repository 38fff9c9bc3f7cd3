"""Making two spellings of one thing equal before they are compared."""

from __future__ import annotations

import re

_PLAIN = str.maketrans(
    {"\u00a0": " ", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
)
_LETTER = re.compile(r"^[a-z]{1,2}\d?[).]\s*", re.IGNORECASE)


def tidy(text: str) -> str:
    """The cell as a person reads it: plain spaces, quotes and dashes, broken encoding put right."""
    plain = _repair(text).translate(_PLAIN) if not text.isascii() else text
    return " ".join(plain.split())


def as_typed(text: str) -> str:
    """The cell as it is kept: plain spaces and mended encoding, its own quotes and dashes."""
    return " ".join(_repair(text).split())


def is_broken(text: str) -> bool:
    """Whether the cell's encoding was broken on the way, and can be mended."""
    return not text.isascii() and _repair(text) != text


def _repair(text: str) -> str:
    """UTF-8 that was once read as Windows-1252 (`â€™` for an apostrophe)."""
    if "â€" not in text and "Ã" not in text:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def letters_and_digits(text: str) -> str:
    """Only what carries meaning: `Date of  Referral?` and `DateOfReferral` both give `dateofreferral`."""
    return "".join(character for character in tidy(text).casefold() if character.isalnum())


def without_letter(text: str) -> str:
    """The text without the form's list letter: `a) Male` gives `Male`."""
    return _LETTER.sub("", text)

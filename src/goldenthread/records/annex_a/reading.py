"""What one cell was read as, and what there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, Literal, TypeVar

from goldenthread.standards.annex_a import standard

Kind = Literal["set aside", "query", "note"]
Value = TypeVar("Value")

ERROR_CELL = "an error such as #N/A in place of a value; left blank"
_ERRORS = ("#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!", "#spill!", "#calc!", "#error")


@dataclass(frozen=True)
class Reading(Generic[Value]):
    """A value (or nothing), and a remark. A message never repeats the cell: it may be personal."""

    value: Value | None
    kind: Kind | None = None
    message: str | None = None


@cache
def blank_markers() -> frozenset[str]:
    """The ways systems say nothing, in lower case."""
    return frozenset(marker.casefold() for marker in (*standard().blank_markers, *_ERRORS, "n/a", ""))


def is_blank(tidied: str) -> bool:
    """Whether a tidied cell is one of the ways systems say nothing."""
    return tidied.casefold() in blank_markers()


def error_or_none(tidied: str) -> Reading[Any]:
    """A blank cell: nothing to say, unless a spreadsheet's error stands in it."""
    return Reading(None, "note", ERROR_CELL) if tidied.casefold() in _ERRORS else Reading(None)

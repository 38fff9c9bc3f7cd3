"""What one cell was read as, and what there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Generic, Literal, TypeVar

from goldenthread.standards.annex_a import standard

Kind = Literal["set aside", "query", "note"]
Value = TypeVar("Value")


@dataclass(frozen=True)
class Reading(Generic[Value]):
    """A value (or nothing), and a remark. A message never repeats the cell: it may be personal."""

    value: Value | None
    kind: Kind | None = None
    message: str | None = None


@cache
def blank_markers() -> frozenset[str]:
    """The ways systems say nothing, in lower case."""
    errors = ("#n/a", "n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!")
    return frozenset(marker.casefold() for marker in (*standard().blank_markers, *errors, ""))


def is_blank(tidied: str) -> bool:
    """Whether a tidied cell is one of the ways systems say nothing."""
    return tidied.casefold() in blank_markers()

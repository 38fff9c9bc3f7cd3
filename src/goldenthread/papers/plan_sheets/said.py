"""What a cell says: read, doubtful, refused or blank. The cell's own words are kept beside what was made of
them, and nothing doubtful is used until a person has said what it means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Read = TypeVar("Read")


class How(StrEnum):
    READ = "read"
    DOUBTFUL = "doubtful"  # `offered` may hold what it seems to mean: asked, never used unasked
    REFUSED = "refused"
    BLANK = "blank"


@dataclass(frozen=True)
class Said(Generic[Read]):
    """`why` says what is doubtful or wrong, and what to do."""

    cell: str
    how: How
    value: Read | None = None
    offered: Read | None = None
    why: str = ""


def read(cell: str, value: Read) -> Said[Read]:
    return Said(cell, How.READ, value)


def doubtful(cell: str, why: str, offered: Read | None = None) -> Said[Read]:
    return Said(cell, How.DOUBTFUL, None, offered, why)


def refused(cell: str, why: str) -> Said[Read]:
    return Said(cell, How.REFUSED, why=why)


def blank(cell: str = "") -> Said[Read]:
    return Said(cell, How.BLANK)

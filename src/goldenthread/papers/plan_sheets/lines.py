"""What would become of each row of a workbook: said before anything is done, and done as it was said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Becomes(StrEnum):
    REFUSED = "Refused"
    MOVED = "Changed here meanwhile"
    CHANGED = "Changed"
    ADDED = "Added"
    LEFT = "Left as it is"


@dataclass(frozen=True)
class Change:
    """A cell: what the plan says, and what the file would make of it."""

    column: str
    was: str
    becomes: str


@dataclass(frozen=True)
class Line:
    """A row's fate. `what` names the thing; `why` says what is wrong and what to do; `remarks` what was taken
    from elsewhere than the row's own cells."""

    sheet: str
    row: int
    becomes: Becomes
    what: str
    changes: tuple[Change, ...] = ()
    why: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        return f"{self.sheet}, row {self.row}"


def counts(lines: Iterable[Line]) -> dict[Becomes, int]:
    """How many rows become what, every kind named."""
    found = [line.becomes for line in lines]
    return {becomes: found.count(becomes) for becomes in Becomes}

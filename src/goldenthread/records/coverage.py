"""What a source can say about each table: the window it covers, and whether history in it is complete.

A figure is answered only from what the source carries. Annex A holds just the latest visit and the latest
review of a child, so a missed earlier one cannot be known from it, and is never counted as in time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

History = Literal[
    "complete",  # every event from window_start on, and the whole of every spell then open
    "joined",  # every event dated in the window, as several files together show it, and no more
    "window",  # every event dated in the window, as one file shows it; what came before only in part
    "latest",  # only the most recent row of each child
    "current",  # only those current at window_end
    "absent",  # the source does not carry this table
]


@dataclass(frozen=True)
class Coverage:
    """One table's window (both days included) and how much history the source gives in it."""

    table: str
    history: History
    window_start: date | None
    window_end: date

    def covers(self, *, start: date, end: date) -> bool:
        """Whether every event dated from `start` to `end` is held."""
        if self.history not in ("complete", "joined", "window") or self.window_start is None:
            return False
        return self.window_start <= start and end <= self.window_end

    def to_json(self) -> dict[str, str | None]:
        start = self.window_start.isoformat() if self.window_start else None
        return {"history": self.history, "window_start": start, "window_end": self.window_end.isoformat()}

    @classmethod
    def from_json(cls, table: str, data: dict[str, str | None]) -> Self:
        start, end = data["window_start"], data["window_end"]
        assert end is not None
        return cls(
            table=table,
            history=data["history"],  # type: ignore[arg-type]  # a manifest of ours holds only these words
            window_start=date.fromisoformat(start) if start else None,
            window_end=date.fromisoformat(end),
        )

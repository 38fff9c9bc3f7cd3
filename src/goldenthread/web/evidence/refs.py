"""Evidence as a value: what shows a difference, frozen as it stood. It knows nobody: not the plan that pins
it, not the app that made it. An app that has something to show makes one of these; the plan keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self


@dataclass(frozen=True)
class FrozenFigure:
    """A figure with all that is needed to make it again. A percentage carries both its counts."""

    indicator: str
    definition_version: int
    snapshot: str
    period_start: date
    period_end: date
    unit: str  # "percent", "count", "days"
    value: float | None  # None where the source cannot answer
    numerator: int | None = None
    denominator: int | None = None
    sentence: str = ""  # the figure in words, as it was said
    beside: tuple[str, ...] = ()  # the practice records that stood beside the snapshot

    def to_json(self) -> dict[str, Any]:
        said = {**vars(self), "period_start": str(self.period_start), "period_end": str(self.period_end)}
        beside = said.pop("beside")
        return said | ({"beside": list(beside)} if beside else {})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        days = {key: date.fromisoformat(data[key]) for key in ("period_start", "period_end")}
        return cls(**{**data, **days, "beside": tuple(data.get("beside", ()))})


@dataclass(frozen=True)
class EvidenceRef:
    """A thing that bears on an action: its kind ("indicator", "audit_theme", "voice_theme", "minute", "file",
    "link"), its key in the app that has it, its words, its date, and its figure if it has one."""

    kind: str
    key: str
    label: str
    as_of: date
    figure: FrozenFigure | None = None

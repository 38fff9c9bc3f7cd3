"""What stands beside a measure's figures in a paper, frozen with it: target, marks, comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from goldenthread.indicators.published_folder import PublishedFolder
from goldenthread.papers.compared import Compared, comparisons
from goldenthread.papers.judgement import Aim, ChartEvent
from goldenthread.papers.words import MeasureWords


@dataclass(frozen=True)
class Alongside:
    """Of one measure: nothing of what was not set or is not published."""

    aim: Aim | None = None
    events: tuple[ChartEvent, ...] = ()
    compared: tuple[Compared, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "aim": self.aim.to_json() if self.aim else None,
            "events": [one.to_json() for one in self.events],
            "compared": [one.to_json() for one in self.compared],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Alongside:
        return cls(
            aim=Aim.from_json(data["aim"]) if data["aim"] else None,
            events=tuple(ChartEvent.from_json(one) for one in data["events"]),
            compared=tuple(Compared.from_json(one) for one in data["compared"]),
        )


def published_alongside(
    measures: Iterable[MeasureWords], *, folder: PublishedFolder | None = None, code: str = ""
) -> dict[str, Alongside]:
    """What is published beside each measure, where anything is; England's embedded figures without a
    folder."""
    found = {one.id: comparisons(one, folder=folder or PublishedFolder(), code=code) for one in measures}
    return {id: Alongside(compared=compared) for id, compared in found.items() if compared}

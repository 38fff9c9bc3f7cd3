"""What is asked for after an inspection or a notice, and by when: dated rules, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from goldenthread.standards import _files
from goldenthread.standards.timescales import Limit, timescales

CONDITIONS = ("plan_asked", "priority_action")  # what a report says that brings a rule into play


@dataclass(frozen=True)
class Demand:
    """One thing asked for. `visits` are the kinds of visit it follows, none for a notice's; `only` is one of
    CONDITIONS, "" where it always holds; `evidence` says how sure the rule is, `note` what to mind."""

    id: str
    what: str
    to_whom: str
    starts: str
    limit: Limit
    source: str
    evidence: str
    visits: tuple[str, ...] = ()
    only: str = ""
    from_date: date | None = None
    note: str = ""

    def holds(self, received: date | None) -> bool:
        """Whether it was in force on the day of receipt; one not received yet will come under today's."""
        return received is None or self.from_date is None or self.from_date <= received


@cache
def after_visits() -> tuple[Demand, ...]:
    """What follows visits, in the order of the data."""
    return tuple(_of_visit(entry) for entry in _data()["visits"])


@cache
def after_notices() -> tuple[Demand, ...]:
    """What follows a notice that sets no day of its own for it."""
    return tuple(_of_notice(entry) for entry in _data()["notices"])


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = _files.load("after_inspection.yaml")
    return data


def _of_visit(entry: dict[str, Any]) -> Demand:
    return Demand(
        id=entry["id"],
        what=entry["what"],
        to_whom=entry["to_whom"],
        starts=entry["starts"],
        limit=Limit(**entry["limit"]),
        source=entry["source"],
        evidence=entry["evidence"],
        visits=tuple(entry["visits"]),
        only=entry["only"],
        from_date=entry["from"],
    )


def _of_notice(entry: dict[str, Any]) -> Demand:
    known = timescales()[entry["timescale"]]
    return Demand(
        id=entry["id"],
        what=entry["what"],
        to_whom=entry["to_whom"],
        starts=entry["starts"],
        limit=Limit(int(known.value), known.unit),
        source=known.source,
        evidence=known.evidence,
        note=entry["note"],
    )

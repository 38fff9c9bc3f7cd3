"""Every check, in the order in which they are printed and put."""

from __future__ import annotations

from functools import cache

from goldenthread.records.checks import across, cells, dates, teams
from goldenthread.records.checks.check import ANY, Check
from goldenthread.standards.safeguarding_dataset import dataset


@cache
def catalogue() -> tuple[Check, ...]:
    """By table in the model's order, those put to many lists last; each id once."""
    found = [*cells.checks(), *dates.checks(), *across.checks(), *teams.checks()]
    assert len({check.id for check in found}) == len(found)
    places = {name: place for place, name in enumerate([*dataset().tables, ANY])}
    return tuple(sorted(found, key=lambda check: places[check.table]))

"""The one pure step that everything for an audience passes through: what is asked to be shown, the rule it is
shown under and what was told before go in; what may be shown and what is then told come out.

    teams = Table("Teams", ("North", "South", "East", "all"))
    asked = Asked({"North": 3, "South": 9, "East": 20, "all": 32}, [teams], [Sum.of("all", teams.keys[:3])])
    publish(asked, profile=profile, told={}).shown["North"]      SUPPRESSED

Tables that share children are asked for together, months with quarters and teams with their total. Where not
all of them can be shown, the last asked for is withheld whole, then the one before: it is named and never
just left out. The memory is a plain mapping from a count's key to what was shown of it (None: withheld), so
that it can be kept in a file or a database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldenthread.disclosure.profiles import Profile
from goldenthread.disclosure.protecting import CannotProtect, protect
from goldenthread.disclosure.release import Key, Percentage, Release, Sum
from goldenthread.disclosure.values import SUPPRESSED, Shown, Suppressed

Told = Mapping[Any, int | None]

WHOLE = "withheld whole: a count in it could be worked out from what else is shown, or was shown before"


@dataclass(frozen=True)
class Table:
    """What is to be shown in one place: its name, and the keys of its counts."""

    name: str
    keys: tuple[Key, ...]


@dataclass(frozen=True)
class Asked:
    """Tables for one audience, the most wanted first, and everything that ties their counts together.

    `cells` may hold more counts than the tables do: those that a sum needs, or that were told before.
    """

    cells: Mapping[Any, int]
    tables: Sequence[Table]
    sums: Sequence[Sum] = ()
    percentages: Sequence[Percentage] = ()


@dataclass(frozen=True)
class Published:
    """Each count of the tables as it may be shown; the tables withheld whole; and all that is told now."""

    shown: Mapping[Key, Shown]
    whole: tuple[str, ...] = ()
    told: Told = field(default_factory=dict)

    def of(self, table: Table) -> dict[Key, Shown]:
        """A table's counts. One withheld whole has every count suppressed but those told before."""
        return {key: self.shown.get(key, SUPPRESSED) for key in table.keys}


def publish(asked: Asked, *, profile: Profile | None, told: Told) -> Published:
    """What may be shown. Under no profile all of it, and nothing is remembered: nothing was withheld that
    could be given away."""
    if profile is None:
        return Published(dict(asked.cells), told=dict(told))
    tables = list(asked.tables)
    while True:
        try:
            shown = protect(_release(asked, tables, profile, told), profile=profile)
        except CannotProtect:
            if not tables:
                return _stopped(asked, told)
            tables.pop()
        else:
            return _published(asked, tables, shown, told)


def _release(asked: Asked, tables: Sequence[Table], profile: Profile, told: Told) -> Release:
    """The counts with what was told of the same ones, and of older records where they have changed since."""
    wanted = {key for table in tables for key in table.keys}
    before = {key: told[key] for key in asked.cells if key in told}
    same = {
        key: count
        for key, count in before.items()
        if count is None or count == profile.rounded(asked.cells[key])
    }
    moved = {key: count for key, count in before.items() if key not in same and count is not None}
    return Release(
        asked.cells,
        asked.sums,
        asked.percentages,
        told=same,
        differenced=moved,
        unseen=frozenset(asked.cells.keys() - wanted - same.keys()),
        places={key: place for place, table in [*enumerate(tables)][::-1] for key in table.keys},
    )


def _published(asked: Asked, tables: Sequence[Table], shown: Mapping[Key, Shown], told: Told) -> Published:
    names = {table.name for table in tables}
    wanted = {key for table in tables for key in table.keys}
    seen = {key: value for key, value in shown.items() if key in wanted or key in told}
    return Published(
        seen,
        whole=tuple(table.name for table in asked.tables if table.name not in names),
        told=_remembered(seen, told),
    )


def _stopped(asked: Asked, told: Told) -> Published:
    """Nothing new; what was told of counts that have not changed stays told."""
    kept = {key for key, count in asked.cells.items() if key in told and told[key] in (None, count)}
    seen: dict[Key, Shown] = {key: SUPPRESSED if told[key] is None else asked.cells[key] for key in kept}
    return Published(seen, whole=tuple(table.name for table in asked.tables), told=dict(told))


def _remembered(shown: Mapping[Key, Shown], told: Told) -> dict[Key, int | None]:
    """What was withheld once stays withheld: shown later, it would tell what stood beside it then."""
    now = {key: None if isinstance(value, Suppressed) else value for key, value in shown.items()}
    return {**told, **now}

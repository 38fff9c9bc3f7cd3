"""The groups that carry actions, each with what it carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from goldenthread.papers.plan import ENDED
from goldenthread.papers.wording import plain
from goldenthread.web.plan.models import Workstream
from goldenthread.web.plan.queries.delivery import as_rows, listed
from goldenthread.web.plan.values import Shown


@dataclass(frozen=True)
class GroupRow:
    """A group with its actions, most urgent first."""

    group: Workstream
    rows: list[Shown]

    @property
    def held_to(self) -> list[Shown]:
        return [row for row in self.rows if row.action.state not in ENDED]

    @property
    def late(self) -> int:
        return sum(row.late for row in self.rows)

    @property
    def waiting(self) -> int:
        return sum(row.waiting for row in self.rows)


def groups() -> QuerySet[Workstream]:
    """Every group, with who leads it."""
    return Workstream.objects.select_related("lead")


def group_rows(*, as_at: date) -> list[GroupRow]:
    """Every group, those with the most late first."""
    found = groups().prefetch_related(Prefetch("actions", listed()))
    rows = [GroupRow(one, as_rows(one.actions.all(), as_at=as_at)) for one in found]
    return sorted(rows, key=lambda row: (-row.late, row.group.name))


def groups_called(name: str, among: Iterable[Workstream]) -> list[Workstream]:
    """Those of these groups that a name may mean: the one written just so, else every one of the same words
    in whatever capitals and blanks. People do not type a name twice the same way."""
    found = [one for one in among if plain(one.name) == plain(name)]
    return [one for one in found if one.name == name.strip()] or found


def why_not_one_group(name: str, among: Iterable[Workstream]) -> str:
    """Why a name does not tell which group is meant; "" where it does, or where it would be a new one."""
    found = groups_called(name, among)
    if len(found) < 2:
        return ""
    names = ", ".join(f"“{one.name}”" for one in found)
    return f"It may be any of {names}: write the one that is meant just as it stands here"

"""The groups that carry actions, each with what it carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from goldenthread.papers.plan import ENDED
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

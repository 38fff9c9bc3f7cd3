"""A thread: a requirement, its objectives, their actions and everything that hangs on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from goldenthread.web.history.models import Entry
from goldenthread.web.history.queries import about, about_any
from goldenthread.web.plan.models import (
    Action,
    Decision,
    Objective,
    Requirement,
)
from goldenthread.web.plan.queries.delivery import as_rows, listed
from goldenthread.web.plan.values import Shown


@dataclass(frozen=True)
class Strand:
    """One objective of a thread: its measures, its actions and what is pinned to them."""

    objective: Objective
    rows: list[Shown]


def outline(*, as_at: date) -> list[Strand]:
    """Every objective with its measures and actions, without what hangs on the actions."""
    found = Objective.objects.prefetch_related("measures", Prefetch("actions", listed()))
    return [Strand(objective, as_rows(objective.actions.all(), as_at=as_at)) for objective in found]


def strands(objectives: Iterable[Objective], *, as_at: date) -> list[Strand]:
    """Objectives with everything that hangs on them, in as many queries however many there are."""
    keys = [objective.pk for objective in objectives]
    hanging = listed().prefetch_related("decisions", "date_changes")
    found = Objective.objects.filter(pk__in=keys).prefetch_related(
        "measures", "decisions", Prefetch("actions", hanging)
    )
    return [Strand(objective, as_rows(objective.actions.all(), as_at=as_at)) for objective in found]


def decisions_of(found: Sequence[Strand], requirement: Requirement | None = None) -> list[Decision]:
    """Every decision on a thread, latest first."""
    decisions = list(requirement.decisions.all()) if requirement else []
    for strand in found:
        decisions += strand.objective.decisions.all()
        decisions += (decision for row in strand.rows for decision in row.action.decisions.all())
    return sorted(decisions, key=lambda decision: (decision.on, decision.pk), reverse=True)


def history_of(found: Sequence[Strand], requirement: Requirement | None = None) -> QuerySet[Entry]:
    """Everything done to a requirement, its objectives and their actions, latest first."""
    keys = [str(row.action.pk) for strand in found for row in strand.rows]
    objectives = [str(strand.objective.pk) for strand in found]
    entries = about_any(kind="action", keys=keys) | about_any(kind="objective", keys=objectives)
    return entries | about(kind="requirement", key=str(requirement.pk)) if requirement else entries


def history_of_action(action: Action) -> QuerySet[Entry]:
    return about(kind="action", key=str(action.pk))

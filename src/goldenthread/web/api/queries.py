"""What the interface reads: the figures held, the words of their definitions, and the plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from goldenthread.papers.plan import DeliveryState
from goldenthread.standards.timescales import timescales
from goldenthread.web.api.models import Call
from goldenthread.web.api.schemas import DutiesAsked, FiguresAsked
from goldenthread.web.indicators.models import Definition, Figure, Filling, OpenDuty
from goldenthread.web.intake.models import Snapshot
from goldenthread.web.plan.queries import as_rows, listed
from goldenthread.web.plan.values import Shown

DUTY_STATUSES = ("due", "due_soon", "overdue")


def calls() -> QuerySet[Call]:
    """What services asked, the latest first."""
    return Call.objects.all()


def definitions() -> QuerySet[Definition]:
    return Definition.objects.order_by("indicator")


def unknown(ids: Iterable[str]) -> list[str]:
    """Which of these ids no definition has."""
    wanted = set(ids)
    known = Definition.objects.filter(indicator__in=wanted).values_list("indicator", flat=True)
    return sorted(wanted - set(known))


def figures(asked: FiguresAsked) -> QuerySet[Figure]:
    """Figures of a step, everybody's or each team's, whose period ends between two days."""
    narrowed = {
        "indicator__in": asked.id,
        "period_end__gte": asked.first,
        "period_end__lte": asked.last,
    }
    given = {name: value for name, value in narrowed.items() if value}
    found = Figure.objects.filter(step=asked.period, team__isnull=asked.by != "team", **given)
    return found.order_by("period_end", "indicator", "team")


def figure_row(one: Figure) -> dict[str, Any]:
    """A figure as it is answered."""
    return {
        "indicator": one.indicator,
        "period_start": one.period_start,
        "period_end": one.period_end,
        "team": one.team,
        "kind": _kind(one),
        "numerator": one.numerator,
        "denominator": one.denominator,
        "value": one.value,
        "unit": one.unit,
        "snapshot": one.snapshot,
        "definition": one.definition,
    }


def _kind(one: Figure) -> str:
    """As results have it: a rate of a group whose children nobody counted cannot be said."""
    if one.value is not None:
        return "figure"
    return "absent" if one.unit.startswith("rate_per_10000") and one.denominator is None else "no cases"


def definition_row(one: Definition) -> dict[str, Any]:
    """A definition as it is answered."""
    words = {field.name: getattr(one, field.name) for field in Definition._meta.fields}
    return words | {"answered": not one.lacking, "lacking": one.lacking or None}


def duties(asked: DutiesAsked) -> list[dict[str, Any]]:
    """Open duties by kind, team and where they stand; those of which there are none are left out."""
    given = {name: value for name, value in (("clock", asked.clock), ("team", asked.team)) if value}
    titles = {id: one.title for id, one in timescales().items()}
    return [
        {"clock": one.clock, "title": titles.get(one.clock, one.clock), "team": one.team}
        | {"status": stands, "duties": count}
        for one in OpenDuty.objects.filter(**given).order_by("clock", "team")
        for stands, count in _standing(one)
        if count and asked.status in (None, stands)
    ]


def _standing(one: OpenDuty) -> Iterable[tuple[str, int]]:
    counts = (one.running - one.due_soon - one.overdue, one.due_soon, one.overdue)
    return zip(DUTY_STATUSES, counts, strict=True)


def snapshot_row(one: Snapshot, held: Filling | None) -> dict[str, Any]:
    """A snapshot of the register as it is answered."""
    return {
        "snapshot": one.identity,
        "as_at": one.as_at,
        "authority": one.authority,
        "kind": one.kind,
        "version": one.version,
        "made_up": one.made_up,
        "in_use": held is not None and held.snapshot == one.identity,
    }


def actions(*, as_at: date, state: DeliveryState | None) -> list[dict[str, Any]]:
    """The plan's actions as they stand, most urgent first."""
    found = listed().filter(state=state.value) if state else listed()
    return [action_row(row) for row in as_rows(found, as_at=as_at)]


def action_row(row: Shown) -> dict[str, Any]:
    """An action as it is answered: what anybody may know who sees the plan."""
    one = row.action
    return {
        "action": one.code,
        "text": one.text,
        "objective": one.objective.code,
        "workstream": one.workstream_name,
        "state": one.state,
        "colour": row.delivery.rag.value,
        "late": row.late,
        "original_due": one.original_due,
        "due": one.due,
        "slips": one.slips,
        "forecast": one.forecast,
        "impact": one.impact,
    }

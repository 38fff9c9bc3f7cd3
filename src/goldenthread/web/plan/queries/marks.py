"""What other rooms show of the plan: days to mark on a chart."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch
from django.urls import reverse

from goldenthread.papers.plan import ENDED
from goldenthread.web.page.marks import AGREED, HAPPENED, SIGNED_OFF, Mark
from goldenthread.web.plan.models import (
    Action,
    Measure,
    Source,
    SourceKind,
)

_FROM_OUTSIDE = (
    SourceKind.REPORT,
    SourceKind.NOTICE,
    SourceKind.FOCUSED_VISIT,
    SourceKind.MONITORING_LETTER,
)


def marks_of(indicators: Iterable[str]) -> dict[str, list[Mark]]:
    """For each measure, when the actions meant to move it were agreed and signed off, the earliest first. An
    action that was stopped is not marked."""
    found: dict[str, list[Mark]] = {}
    measures = Measure.objects.filter(indicator__in=set(indicators))
    acted = Action.objects.filter(agreed_on__isnull=False).exclude(state__in=ENDED)
    for measure in measures.select_related("objective").prefetch_related(
        Prefetch("objective__actions", acted)
    ):
        for action in measure.objective.actions.all():
            found.setdefault(measure.indicator, []).extend(_marks(action))
    return {id: sorted(set(marks), key=lambda mark: (mark.on, mark.code)) for id, marks in found.items()}


def marks_of_sources() -> list[Mark]:
    """When inspectors came and notices were issued: what every measure may have moved after."""
    found = []
    for source in Source.objects.filter(kind__in=_FROM_OUTSIDE).defer("judgements", "dates"):
        on = source.published if source.is_notice else source.inspection_end or source.published
        if on is not None:
            kind = "Notice" if source.is_notice else "Inspection"
            found.append(Mark(on, kind, HAPPENED, source.title or source.kind, ""))
    return sorted(found, key=lambda mark: mark.on)


def _marks(action: Action) -> Iterable[Mark]:
    days = ((action.agreed_on, AGREED), (action.signed_off_on, SIGNED_OFF))
    href = reverse("plan:action", args=[action.pk])
    return [Mark(day, action.code, event, action.text, href) for day, event in days if day is not None]

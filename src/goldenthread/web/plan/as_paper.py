"""The plan as the value that papers show: the same that `--plan` reads from a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch

from goldenthread.papers import plan as papers
from goldenthread.web.plan import queries
from goldenthread.web.plan.models import Action, Evidence, Judged, Objective, Requirement
from goldenthread.web.plan.values import action_value

UNNAMED = "Improvement plan"


def as_paper(*, as_at: date) -> papers.Plan | None:
    """The plan as at a day; None where there is nothing in it yet. Stopped actions are in it, evidence that
    was judged not sufficient is not."""
    answers = Prefetch("answers", Requirement.objects.select_related("source"))
    objectives = [_objective(objective) for objective in Objective.objects.prefetch_related(answers)]
    if not objectives:
        return None
    pinned = Evidence.objects.exclude(judged=Judged.NOT_SUFFICIENT).select_related("exhibit").order_by("id")
    found = queries.actions().prefetch_related(Prefetch("evidence", pinned))
    return papers.Plan(
        title=queries.title() or UNNAMED,
        as_at=as_at,
        objectives=tuple(objectives),
        actions=tuple(_action(action) for action in found),
        labels=tuple(sorted(queries.plan_settings().labels.items())),
    )


def _objective(objective: Objective) -> papers.Objective:
    answers = (papers.FindingAnswered(one.source.name, one.number) for one in objective.answers.all())
    return papers.Objective(
        id=objective.code,
        text=objective.text,
        answers=tuple(answers),
        due=objective.due,
        original_due=objective.original_due,
        slips=objective.slips,
    )


def _action(action: Action) -> papers.Action:
    return action_value(action, evidence=tuple(_evidence(action.evidence.all())))


def _evidence(pinned: Iterable[Evidence]) -> Iterable[papers.Evidence]:
    for piece in pinned:
        ref = piece.exhibit.ref
        figure = ref.figure
        yield papers.Evidence(
            label=ref.label,
            as_at=figure.period_end if figure else ref.as_of,
            indicator=figure.indicator if figure else None,
            unit=figure.unit if figure else None,
            value=figure.value if figure else None,
            numerator=figure.numerator if figure else None,
            denominator=figure.denominator if figure else None,
        )

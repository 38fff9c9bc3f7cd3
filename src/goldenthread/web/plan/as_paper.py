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
    found = list(queries.actions())
    pinned = queries.evidence_by_action(action.pk for action in found)
    return papers.Plan(
        title=queries.title() or UNNAMED,
        as_at=as_at,
        objectives=tuple(objectives),
        actions=tuple(_action(action, pinned[action.pk]) for action in found),
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


def _action(action: Action, pinned: Iterable[Evidence]) -> papers.Action:
    held = sorted(pinned, key=lambda piece: piece.pk)
    shown = (piece for piece in held if piece.judged != Judged.NOT_SUFFICIENT)
    return action_value(action, evidence=tuple(_evidence(action, shown)))


def _evidence(action: Action, pinned: Iterable[Evidence]) -> Iterable[papers.Evidence]:
    """What came with an action merged into this one says so."""
    for piece in pinned:
        ref = piece.exhibit.ref
        merged = "" if piece.action_id == action.pk else f" (from action {piece.action.code})"
        figure = ref.figure
        yield papers.Evidence(
            label=f"{ref.label}{merged}",
            as_at=figure.period_end if figure else ref.as_of,
            indicator=figure.indicator if figure else None,
            unit=figure.unit if figure else None,
            value=figure.value if figure else None,
            numerator=figure.numerator if figure else None,
            denominator=figure.denominator if figure else None,
        )

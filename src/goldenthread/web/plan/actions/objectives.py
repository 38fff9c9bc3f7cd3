"""Objectives and measures."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from goldenthread.web.history.actions import Actor, record
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan.actions.carrying_out import about_thing, next_code
from goldenthread.web.plan.models import (
    Measure,
    Objective,
    Requirement,
)


@transaction.atomic
def add_objective(*, by: Actor, text: str, answers: Iterable[Requirement] = (), code: str = "") -> Objective:
    """What will be different for children, and which findings it answers."""
    objective = Objective.objects.create(code=code or next_code(Objective, "O"), text=text)
    objective.answers.set(answers)
    record(by=by, act="added the objective", about=about_thing(objective))
    return objective


@transaction.atomic
def edit_objective(
    *, by: Actor, objective: Objective, version: int, text: str, answers: Iterable[Requirement]
) -> bool:
    """False where somebody else saved first: nothing is changed then."""
    before = objective.text
    row = Objective.objects.filter(pk=objective.pk)
    if not save_if_unchanged(row, version=version, changes={"text": text}):
        return False
    objective.answers.set(answers)
    record(
        by=by, act="edited the objective", about=about_thing(objective), details={"was": before, "is": text}
    )
    return True


@transaction.atomic
def add_measure(*, by: Actor, objective: Objective, indicator: str) -> Measure:
    """Tie an indicator to an objective; tied already, nothing changes."""
    measure, new = Measure.objects.get_or_create(objective=objective, indicator=indicator)
    if new:
        record(by=by, act="added a measure", about=about_thing(objective), details={"indicator": indicator})
    return measure


@transaction.atomic
def remove_measure(*, by: Actor, measure: Measure) -> None:
    """An indicator that no longer tells whether the objective is met."""
    details = {"indicator": measure.indicator}
    record(by=by, act="removed a measure", about=about_thing(measure.objective), details=details)
    measure.delete()

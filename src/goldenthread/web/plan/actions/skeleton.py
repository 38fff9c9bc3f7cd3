"""From what is asked to the bones of a plan, in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from goldenthread.web.history.actions import Actor
from goldenthread.web.plan.actions.carrying_out import refuse
from goldenthread.web.plan.actions.delivery import Ownership, add_action
from goldenthread.web.plan.actions.objectives import add_objective
from goldenthread.web.plan.actions.ties import name_direct_answers
from goldenthread.web.plan.models import Objective, Requirement
from goldenthread.web.plan.register_rules import why_not_directly


@dataclass(frozen=True)
class FirstAction:
    """An action to begin with, and the requirement it answers, with others where it answers several."""

    requirement: Requirement
    text: str
    also: Sequence[Requirement] = ()


@transaction.atomic
def make_objective(
    *,
    by: Actor,
    text: str,
    answers: Sequence[Requirement],
    actions: Sequence[FirstAction],
    owner: Ownership,
    workstream: str = "",
    due: date | None = None,
) -> Objective:
    """An objective that answers these requirements, with its first actions proposed, each naming the
    requirement it answers."""
    for requirement in answers:
        refuse(why_not_directly(requirement))
    objective = add_objective(by=by, text=text, answers=answers)
    for first in actions:
        made = add_action(
            by=by, objective=objective, text=first.text, owner=owner, workstream=workstream, due=due
        )
        answered = [first.requirement, *first.also]
        name_direct_answers(by=by, action=made, version=made.version, requirements=answered)
    return objective


@dataclass(frozen=True)
class Part:
    """One objective of a plan that begins: what it answers, and what is done first by whom and by when."""

    text: str
    answers: Sequence[Requirement]
    actions: Sequence[FirstAction]
    owner: Ownership
    due: date | None = None


@transaction.atomic
def begin_plan(*, by: Actor, parts: Sequence[Part], workstream: str = "") -> list[Objective]:
    """Several objectives with their first actions, all or none of them."""
    return [make_objective(by=by, workstream=workstream, **vars(one)) for one in parts]

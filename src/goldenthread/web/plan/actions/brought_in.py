"""Bringing in what was agreed elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from goldenthread.web.evidence.actions import freeze
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.history.actions import Actor, record
from goldenthread.web.plan.actions.carrying_out import about_thing, check_due
from goldenthread.web.plan.actions.workstreams import workstream_named
from goldenthread.web.plan.models import (
    Action,
    Evidence,
    Objective,
    Requirement,
)


@transaction.atomic
def bring_in_objective(
    *, by: Actor, fields: Mapping[str, Any], answers: Iterable[Requirement] = ()
) -> Objective:
    """An objective as it stood in another register, with the day by which it is to be met as agreed there."""
    first, due = fields["original_due"] or fields["due"], fields["due"] or fields["original_due"]
    for day in (first, due):
        check_due(day)
    objective = Objective.objects.create(**{**fields, "original_due": first, "due": due})
    objective.answers.set(answers)
    record(by=by, act="brought in the objective", about=about_thing(objective))
    return objective


@transaction.atomic
def bring_in_action(*, by: Actor, fields: Mapping[str, Any]) -> Action:
    """An action as it stood in another register, in whatever state it had there, its group by its name. On
    the site an action begins proposed and moves by its steps."""
    for day in (fields["due"], fields["original_due"]):
        check_due(day)
    group = workstream_named(fields.get("workstream", ""), by=by)
    action = Action.objects.create(**{**fields, "workstream": group})
    record(by=by, act="brought in the action", about=about_thing(action), details={"state": action.state})
    return action


@transaction.atomic
def bring_in_evidence(*, by: Actor, action: Action, ref: EvidenceRef, shows: str) -> Evidence:
    """Evidence as it stood in another register. Nobody here has judged it."""
    evidence = Evidence.objects.create(action=action, exhibit=freeze(ref, by=by), shows=shows)
    record(by=by, act="brought in evidence", about=about_thing(action), details={"evidence": ref.label})
    return evidence

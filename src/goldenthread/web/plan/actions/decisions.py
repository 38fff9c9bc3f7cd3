"""What a meeting decided."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from goldenthread.web.history.actions import Actor, record
from goldenthread.web.plan.actions.carrying_out import about_thing
from goldenthread.web.plan.models import (
    Action,
    Decision,
    Objective,
    Requirement,
)


@transaction.atomic
def record_decision(
    *, by: Actor, meeting: str, on: date, text: str, why: str, about: Requirement | Objective | Action
) -> Decision:
    """What a meeting decided about a requirement, an objective or an action."""
    target = {type(about).__name__.lower(): about}
    decision = decide(by=by, meeting=meeting, on=on, text=text, why=why, **target)
    record(
        by=by, act="recorded a decision", about=about_thing(about), details={"why": text, "meeting": meeting}
    )
    return decision


def decide(
    *, by: Actor, meeting: str, on: date, text: str, why: str, **about: Requirement | Objective | Action
) -> Decision:
    return Decision.objects.create(
        meeting=meeting,
        on=on,
        text=text,
        why=why,
        recorded_by_name=by.name,
        recorded_by_id=by.reference,
        **about,
    )

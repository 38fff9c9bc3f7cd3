"""Who may do what in the programme, and why not, in plain words: asked by pages, forms and writes alike."""

from __future__ import annotations

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.plan import rules as plan
from goldenthread.web.programme.models import Concern, RollOut


def why_not_review(person: Person, concern: Concern) -> str:
    """Its owner, or whoever keeps the plan, looks at a concern again while it is open."""
    if concern.closed_on is not None:
        return "This is closed: open it again before reviewing it."
    standing = standing_of(person)
    owns = concern.owner_id == person.pk and standing.may(Permission.WORK_ACTIONS)
    if owns or standing.may(Permission.EDIT_PLAN):
        return ""
    return f"This belongs to {concern.owner_words}: only its owner, or whoever keeps the plan, may review it."


def why_not_change(concern: Concern) -> str:
    return "This is closed: open it again before changing it." if concern.closed_on else ""


def why_not_count(person: Person, rollout: RollOut) -> str:
    """Whoever works the action counts how far its roll-out has come."""
    if rollout.ended_on is not None:
        return "This has ended: nothing more is counted of it."
    return plan.why_not_work(person, rollout.action)

"""New dates: asked for by one person, decided at a meeting."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import record
from goldenthread.web.plan import rules
from goldenthread.web.plan.actions.carrying_out import about_thing, at, check_due, locked, refuse, save
from goldenthread.web.plan.actions.decisions import decide
from goldenthread.web.plan.delegating import matter_of
from goldenthread.web.plan.models import (
    Action,
    DateChange,
    Milestone,
    Outcome,
)
from goldenthread.web.plan.rules import NotDone


@transaction.atomic
def propose_date(
    *,
    by: Person,
    action: Action,
    version: int,
    proposed: date,
    why: str,
    on: date,
    milestone: Milestone | None = None,
) -> DateChange:
    """Ask for a new date, of the action or of one of its milestones; it stands until a meeting agrees."""
    check_due(proposed)
    held = at(action, version)
    refuse(rules.why_not_work(by, held))
    refuse("" if held.state in rules.OPEN else f"The action is {held.state}: its date no longer moves.")
    was = milestone.due if milestone else held.due
    refuse("" if proposed != was else "That is the date it has now.")
    refuse("" if milestone is None or milestone.done_on is None else "That milestone is done.")
    if held.date_changes.filter(outcome=Outcome.WAITING, milestone=milestone).exists():
        raise NotDone("A new date has been asked for already: it waits for a decision.")
    change = DateChange.objects.create(
        action=held,
        milestone=milestone,
        matter=matter_of(held, milestone, proposed),
        was=was,
        proposed=proposed,
        why=why,
        proposed_by=by,
        proposed_by_name=by.name,
        proposed_on=on,
    )
    save(held)
    details = {"why": why, "proposed": str(proposed), "was": str(was)}
    if milestone is not None:
        details["milestone"] = milestone.text
    record(by=by, act="asked for a new date", about=about_thing(held), details=details)
    return change


@transaction.atomic
def decide_date(*, by: Person, change: DateChange, agreed: bool, meeting: str, why: str, on: date) -> None:
    """What a meeting said to a date asked for. An agreed later date is a slip, and counts."""
    action = locked(change.action)
    held = DateChange.objects.select_for_update(no_key=True).get(pk=change.pk)
    refuse(rules.why_not_decide(by, held))
    if held.outcome != Outcome.WAITING:
        raise NotDone(f"This date was {held.outcome} already, by {held.decided_by_name}.")
    held.outcome = Outcome.AGREED if agreed else Outcome.REFUSED
    held.decided_by, held.decided_by_name, held.decided_on = by, by.name, on
    held.meeting, held.decided_why = meeting, why
    held.save()
    if agreed and held.milestone_id is not None:
        _move_milestone(Milestone.objects.get(pk=held.milestone_id), held.proposed)
    elif agreed:
        _move(action, held.proposed)
    decide(by=by, meeting=meeting, on=on, text=_date_words(held), why=why, action=action)
    details = {"why": why, "proposed": str(held.proposed), "meeting": meeting}
    record(by=by, act=f"{held.outcome} the new date", about=about_thing(action), details=details)


def _move(action: Action, day: date) -> None:
    if action.due is not None and day > action.due:
        action.slips += 1
    action.due = day
    action.original_due = action.original_due or day
    save(action)


def _move_milestone(milestone: Milestone, day: date) -> None:
    """An agreed later date is a slip of the milestone's own; the action's date stands."""
    milestone.slips += day > milestone.due
    milestone.due = day
    milestone.version += 1
    milestone.save()


def _date_words(change: DateChange) -> str:
    moved = f"to {change.proposed.day} {change.proposed:%B %Y}"
    was = f" from {change.was.day} {change.was:%B %Y}" if change.was else ""
    whose = f" of the milestone “{change.milestone}”" if change.milestone else ""
    return f"{change.outcome.capitalize()} moving the date{whose}{was} {moved}"

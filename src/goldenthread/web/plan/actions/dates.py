"""New dates: asked for by one person, decided at a meeting."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from goldenthread.papers.wording import long_date
from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import record
from goldenthread.web.plan import rules
from goldenthread.web.plan.actions.carrying_out import (
    about_thing,
    at,
    check_due,
    locked,
    locked_objective,
    refuse,
    save,
    save_objective,
)
from goldenthread.web.plan.actions.decisions import decide
from goldenthread.web.plan.delegating import matter_of
from goldenthread.web.plan.models import (
    Action,
    DateChange,
    Matter,
    Milestone,
    Objective,
    Outcome,
)
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone

_ASKED_ALREADY = "A new date has been asked for already: it waits for a decision."


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
        raise NotDone(_ASKED_ALREADY)
    of = {"action": held, "milestone": milestone, "matter": matter_of(held, milestone, proposed)}
    change = _ask(by=by, was=was, proposed=proposed, why=why, on=on, of=of)
    save(held)
    return change


@transaction.atomic
def propose_objective_date(
    *, by: Person, objective: Objective, version: int, proposed: date, why: str, on: date
) -> DateChange:
    """Ask for the day by which an objective is to be met, or for another; the improvement board agrees it."""
    check_due(proposed)
    held = locked_objective(objective)
    if held.version != version:
        raise ChangedMeanwhile
    refuse(rules.why_not_move_objective(by))
    refuse("" if proposed != held.due else "That is the date it has now.")
    if held.date_changes.filter(outcome=Outcome.WAITING).exists():
        raise NotDone(_ASKED_ALREADY)
    of = {"objective": held, "matter": Matter.NOTICE}
    change = _ask(by=by, was=held.due, proposed=proposed, why=why, on=on, of=of)
    save_objective(held)
    return change


def _ask(
    *, by: Person, was: date | None, proposed: date, why: str, on: date, of: dict[str, Any]
) -> DateChange:
    change = DateChange.objects.create(
        **of,
        was=was,
        proposed=proposed,
        why=why,
        proposed_by=by,
        proposed_by_name=by.name,
        proposed_on=on,
    )
    details = {"why": why, "proposed": str(proposed), "was": str(was)}
    if change.milestone is not None:
        details["milestone"] = change.milestone.text
    record(by=by, act="asked for a new date", about=about_thing(change.thing), details=details)
    return change


@transaction.atomic
def decide_date(*, by: Person, change: DateChange, agreed: bool, meeting: str, why: str, on: date) -> None:
    """What a meeting said to a date asked for. An agreed later date is a slip, and counts."""
    thing = _held(change)
    held = DateChange.objects.select_for_update(no_key=True).get(pk=change.pk)
    refuse(rules.why_not_decide(by, held))
    if held.outcome != Outcome.WAITING:
        raise NotDone(f"This date was {held.outcome} already, by {held.decided_by_name}.")
    held.outcome = Outcome.AGREED if agreed else Outcome.REFUSED
    held.decided_by, held.decided_by_name, held.decided_on = by, by.name, on
    held.meeting, held.decided_why = meeting, why
    held.save()
    if agreed:
        _carry_out(held, thing)
    decide(by=by, meeting=meeting, on=on, text=_date_words(held), why=why, **{held.kind: thing})
    details = {"why": why, "proposed": str(held.proposed), "meeting": meeting}
    record(by=by, act=f"{held.outcome} the new date", about=about_thing(thing), details=details)


def _held(change: DateChange) -> Action | Objective:
    """Whose date it is, as it stands, held until the transaction ends."""
    thing = change.thing
    return locked_objective(thing) if isinstance(thing, Objective) else locked(thing)


def _carry_out(change: DateChange, thing: Action | Objective) -> None:
    """An agreed later date is a slip of its own: where it is a milestone's, the action's date stands."""
    if change.milestone_id is not None:
        _move_milestone(Milestone.objects.get(pk=change.milestone_id), change.proposed)
        return
    if thing.due is not None and change.proposed > thing.due:
        thing.slips += 1
    thing.due = change.proposed
    thing.original_due = thing.original_due or change.proposed
    if isinstance(thing, Objective):
        save_objective(thing)
    else:
        save(thing)


def _move_milestone(milestone: Milestone, day: date) -> None:
    milestone.slips += day > milestone.due
    milestone.due = day
    milestone.version += 1
    milestone.save()


def _date_words(change: DateChange) -> str:
    said, new = change.outcome.capitalize(), long_date(change.proposed)
    if change.objective_id is not None:
        was = f", instead of {long_date(change.was)}" if change.was else ""
        return f"{said} {new} as the day by which it is to be met{was}"
    was = f" from {long_date(change.was)}" if change.was else ""
    whose = f" of the milestone “{change.milestone}”" if change.milestone else ""
    return f"{said} moving the date{whose}{was} to {new}"

"""Bringing in what was agreed elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import LONDON
from goldenthread.web.evidence.actions import freeze
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.history.actions import About, Actor, record
from goldenthread.web.plan.actions.carrying_out import about_thing, check_due, refuse
from goldenthread.web.plan.actions.progress import LONGEST_SET_DAYS
from goldenthread.web.plan.actions.workstreams import why_not_named, workstream_named
from goldenthread.web.plan.delegating import matter_of
from goldenthread.web.plan.models import (
    Action,
    ColourSet,
    DateChange,
    Decision,
    Dependency,
    DirectAnswer,
    Evidence,
    ExceptionReport,
    Matter,
    Milestone,
    Note,
    Objective,
    Requirement,
    Source,
    Workstream,
)
from goldenthread.web.plan.register_rules import why_not_repeat
from goldenthread.web.plan.rules import why_not_last_day, why_not_wait_for


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


@dataclass(frozen=True)
class _There:
    """Whoever did it elsewhere: their name there, and who brings it in here."""

    name: str
    reference: str


@transaction.atomic
def bring_in_evidence(
    *, by: Actor, action: Action, ref: EvidenceRef, shows: str, pinned_by_name: str = "", **stood: Any
) -> Evidence:
    """Evidence as it stood in another register. Nobody here has judged it: what `stood` says of a judgement
    is told in its own words, and is not signed."""
    exhibit = freeze(ref, by=_There(pinned_by_name or by.name, by.reference))
    evidence = Evidence.objects.create(action=action, exhibit=exhibit, shows=shows, **stood)
    record(by=by, act="brought in evidence", about=about_thing(action), details={"evidence": ref.label})
    return evidence


@transaction.atomic
def bring_in_requirement(*, by: Actor, kind: str, title: str, fields: Mapping[str, Any]) -> Requirement:
    """A requirement as it stood in another register, of a source by its name: the same name is one source."""
    who = {"accepted_by_name": by.name, "accepted_by_id": by.reference}
    source = Source.objects.filter(by_hand=True, kind=kind, title=title).first()
    if source is None:
        source = Source.objects.create(by_hand=True, kind=kind, title=title, **who)
        record(by=by, act="brought in the source", about=About("source", str(source.pk), source.name))
    requirement = Requirement.objects.create(source=source, original=fields["text"], **fields, **who)
    record(by=by, act="brought in the finding", about=about_thing(requirement))
    return requirement


@transaction.atomic
def bring_in_ties(
    *,
    by: Actor,
    action: Action,
    answers: Iterable[Requirement] = (),
    waits_for: Iterable[Action] = (),
) -> None:
    """What an action answers beside its objective, and what it waits for, as in another register."""
    DirectAnswer.objects.bulk_create(DirectAnswer(action=action, requirement=one) for one in answers)
    edges: dict[int, set[int]] = {}
    for one, on in Dependency.objects.values_list("action", "on"):
        edges.setdefault(one, set()).add(on)
    for before in waits_for:
        refuse(why_not_wait_for(action, before, edges))
        Dependency.objects.create(action=action, on=before)
    record(by=by, act="brought in what it is tied to", about=about_thing(action))


@transaction.atomic
def bring_in_repeat(*, by: Actor, requirement: Requirement, earlier: Requirement) -> None:
    """The earlier requirement that one repeats, as in another register."""
    refuse(why_not_repeat(requirement, earlier))
    Requirement.objects.filter(pk=requirement.pk).update(repeats=earlier)
    record(by=by, act="brought in what it repeats", about=about_thing(requirement))


@transaction.atomic
def bring_in_milestone(*, by: Actor, action: Action, fields: Mapping[str, Any]) -> Milestone:
    """A milestone as it stood in another register."""
    for day in (fields["due"], fields["original_due"]):
        check_due(day)
    made = Milestone.objects.create(action=action, **fields)
    record(by=by, act="brought in a milestone", about=about_thing(action), details={"why": made.text})
    return made


@transaction.atomic
def bring_in_note(
    *, by: Actor, action: Action, on: date, by_name: str, text: str, forecast: date | None
) -> Note:
    """A word on progress as it stood in another register, with its day and its writer's name there."""
    at = datetime.combine(on, time(12), tzinfo=LONDON)
    made = Note.objects.create(
        action=action, text=text, forecast=forecast, by_name=by_name, by_id=by.reference, at=at
    )
    later = Action.objects.filter(pk=action.pk).exclude(updated_on__gte=on)
    later.update(updated_on=on)
    record(by=by, act="brought in a note on progress", about=about_thing(action))
    return made


@transaction.atomic
def bring_in_date(
    *, by: Person, thing: Action | Objective, milestone: Milestone | None, fields: Mapping[str, Any]
) -> DateChange:
    """A date asked for as it stood in another register. It moves no date. Who brings in one that still waits
    does not record the answer."""
    if isinstance(thing, Objective):
        of: dict[str, Any] = {"objective": thing, "matter": Matter.NOTICE}
    else:
        matter = matter_of(thing, milestone, fields["proposed"])
        of = {"action": thing, "milestone": milestone, "matter": matter}
    made = DateChange.objects.create(proposed_by=by, brought_in=True, **of, **fields)
    record(by=by, act="brought in a date asked for", about=about_thing(thing))
    return made


@transaction.atomic
def bring_in_decision(
    *, by: Actor, about: Requirement | Objective | Action, fields: Mapping[str, Any]
) -> Decision:
    """What a meeting decided, as it stood in another register, with the name of who recorded it there."""
    target = {type(about).__name__.lower(): about}
    made = Decision.objects.create(recorded_by_id=by.reference, **target, **fields)
    record(by=by, act="brought in a decision", about=about_thing(about), details={"why": made.text})
    return made


@transaction.atomic
def bring_in_group(*, by: Actor, fields: Mapping[str, Any]) -> Workstream:
    """A group as it stood in another register."""
    refuse(why_not_named(fields["name"]))
    made = Workstream.objects.create(**fields)
    record(by=by, act="brought in the group", about=about_thing(made))
    return made


@transaction.atomic
def bring_in_colour(*, by: Person, action: Action, fields: Mapping[str, Any]) -> ColourSet:
    """A colour somebody set in another register, by their name there. It stands to its last day."""
    refuse(why_not_last_day(fields["until"], fields["on"], longest=LONGEST_SET_DAYS))
    made = ColourSet.objects.create(action=action, by=by, **fields)
    record(by=by, act="brought in a colour set", about=about_thing(action), details={"why": made.reason})
    return made


@transaction.atomic
def bring_in_report(
    *, by: Actor, action: Action, date_change: DateChange | None, fields: Mapping[str, Any]
) -> ExceptionReport:
    """A report of what is off plan as it stood in another register, with the date asked for in it."""
    made = ExceptionReport.objects.create(action=action, date_change=date_change, **fields)
    record(
        by=by,
        act="brought in a report of what is off plan",
        about=about_thing(action),
        details={"why": made.why},
    )
    return made

"""What a workbook asks, done in one transaction: every row accepted in the dry run, or nothing.

Each step is an act of the plan itself, with its own rules and its own row of history.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from goldenthread.papers.plan_sheets.rows import CODE, NEW
from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import record
from goldenthread.web.plan import actions as plan
from goldenthread.web.plan.actions.carrying_out import next_code
from goldenthread.web.plan.models import Action, Milestone, Objective
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone
from goldenthread.web.sheets import queries
from goldenthread.web.sheets.actions.keeping import about
from goldenthread.web.sheets.actions.restoring import RESTORED
from goldenthread.web.sheets.models import Brought, Workbook
from goldenthread.web.sheets.queries import Planned, Step


@transaction.atomic
def carry_out(*, by: Person, workbook: Workbook, fingerprint: str, on: date) -> Planned:
    """Do what was shown. Raises ChangedMeanwhile where the plan or the layout has moved on since, and
    NotDone, naming the row, where the plan's rules refuse a step: nothing is done then."""
    held = Workbook.objects.select_for_update().get(pk=workbook.pk)
    list(Action.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    planned = queries.planned(held, by=by, on=on)
    if planned is None or planned.fingerprint != fingerprint:
        raise ChangedMeanwhile
    if not planned.steps:
        return planned
    for step in planned.steps:
        _take(step, by, on)
    held.done_by_name, held.done_at = by.name, timezone.now()
    held.done = {becomes.value: count for becomes, count in planned.counts.items()}
    held.save()
    details = {"rows": held.done, "of": held.uploaded_by_name}
    record(by=by, act="carried out a workbook", about=about(held), details=details)
    return planned


def _take(step: Step, by: Person, on: date) -> None:
    try:
        _STEPS[step.act](by, step.given, on)
    except ChangedMeanwhile:
        raise
    except NotDone as why:
        raise NotDone(f"{step.place}: {why} Nothing has been done.") from None
    except (IntegrityError, DataError):  # a rule the database alone holds
        raise NotDone(f"{step.place}: the plan's rules do not allow this. Nothing has been done.") from None


Given = Mapping[str, Any]


def _now(given: Given) -> Action:
    """The action as it stands within this transaction: an earlier step may have moved it on."""
    return Action.objects.select_related("owner", "objective").get(pk=given["action"].pk)


def _edit(by: Person, given: Given, on: date) -> None:
    action = _now(given)
    words = {name: given[name] for name in ("text", "owner", "workstream")}
    words["beside"] = given.get("beside")
    if not plan.edit_action(by=by, action=action, version=action.version, **words):
        raise ChangedMeanwhile


def _note(by: Person, given: Given, on: date) -> None:
    plan.add_note(by=by, action=_now(given), text=given["text"], forecast=given.get("forecast"))


def _date(by: Person, given: Given, on: date) -> None:
    action = _now(given)
    asked = {"proposed": given["proposed"], "why": given["why"], "on": on}
    plan.propose_date(by=by, action=action, version=action.version, **asked)


def _start(by: Person, given: Given, on: date) -> None:
    action = _now(given)
    plan.start(by=by, action=action, version=action.version)


def _claim(by: Person, given: Given, on: date) -> None:
    action = _now(given)
    plan.claim(by=by, action=action, version=action.version, words=given["words"], on=on)


def _edit_objective(by: Person, given: Given, on: date) -> None:
    one = given["objective"]
    said = {"text": given["text"], "answers": list(one.answers.all())}
    if not plan.edit_objective(by=by, objective=one, version=one.version, **said):
        raise ChangedMeanwhile


def _answer(by: Person, given: Given, on: date) -> None:
    one = given["requirement"]
    if not plan.answer_requirement(by=by, requirement=one, version=one.version, answer=given["answer"]):
        raise ChangedMeanwhile


def _add_objective(by: Person, given: Given, on: date) -> None:
    made = plan.add_objective(by=by, text=given["text"])
    if given["due"]:
        asked = {"proposed": given["due"], "why": given["why"], "on": on}
        plan.propose_objective_date(by=by, objective=made, version=made.version, **asked)


def _objective_date(by: Person, given: Given, on: date) -> None:
    one = Objective.objects.get(pk=given["objective"].pk)
    asked = {"proposed": given["proposed"], "why": given["why"], "on": on}
    plan.propose_objective_date(by=by, objective=one, version=one.version, **asked)


def _add_milestone(by: Person, given: Given, on: date) -> None:
    action = _now(given)
    words = {name: given[name] for name in ("text", "by_whom", "due")}
    plan.add_milestone(by=by, action=action, version=action.version, **words)


def _step_now(given: Given) -> Milestone:
    return Milestone.objects.select_related("action").get(pk=given["milestone"].pk)


def _edit_milestone(by: Person, given: Given, on: date) -> None:
    one = _step_now(given)
    words = {name: given[name] for name in ("text", "by_whom")}
    if not plan.edit_milestone(by=by, milestone=one, version=one.version, **words):
        raise ChangedMeanwhile


def _milestone_date(by: Person, given: Given, on: date) -> None:
    one = _step_now(given)
    asked = {"proposed": given["proposed"], "why": given["why"], "on": on, "milestone": one}
    plan.propose_date(by=by, action=one.action, version=one.action.version, **asked)


def _finish_milestone(by: Person, given: Given, on: date) -> None:
    one = _step_now(given)
    plan.finish_milestone(by=by, milestone=one, version=one.version, on=given["on"])


def _add_action(by: Person, given: Given, on: date) -> None:
    plan.add_action(by=by, **given)


def _bring_in(by: Person, given: Given, on: date) -> None:
    """An action as it stood elsewhere. Nobody here is said to have signed it off."""
    objective = _objective(by, given["objective"])
    fields = {**given["fields"], "objective": objective, "code": next_code(Action, "A")}
    action = plan.bring_in_action(by=by, fields=fields)
    for text in given["notes"]:
        plan.add_note(by=by, action=action, text=text)
    if given["answers"]:
        version, asked = action.version, given["answers"]
        plan.name_direct_answers(by=by, action=action, version=version, requirements=asked)
        action = Action.objects.get(pk=action.pk)
    Brought.objects.update_or_create(
        layout=given["layout"], key=given["key"], defaults={"action": action, "version": action.version}
    )


def _objective(by: Person, said: str) -> Objective:
    """The objective of that name, or a new one of those words; the same words twice are one."""
    if said.startswith(CODE):
        return Objective.objects.get(code=said.removeprefix(CODE))
    text = said.removeprefix(NEW)
    return Objective.objects.filter(text=text).first() or plan.add_objective(by=by, text=text)


def _answers(by: Person, given: Given, on: date) -> None:
    """What it answers beside what it answers now."""
    action = _now(given)
    held = [one.requirement for one in action.direct_answers.select_related("requirement")]
    version, asked = action.version, [*held, *given["new"]]
    plan.name_direct_answers(by=by, action=action, version=version, requirements=asked)


def _know(by: Person, given: Given, on: date) -> None:
    """The row has said all it says now: what is changed here after this is seen as such."""
    Brought.objects.filter(pk=given["brought"].pk).update(version=_now(given).version)


_STEPS: Mapping[str, Callable[[Person, Given, date], None]] = {
    "edit": _edit,
    "note": _note,
    "date": _date,
    "start": _start,
    "claim": _claim,
    "edit objective": _edit_objective,
    "answer": _answer,
    "add objective": _add_objective,
    "objective date": _objective_date,
    "add milestone": _add_milestone,
    "edit milestone": _edit_milestone,
    "milestone date": _milestone_date,
    "finish milestone": _finish_milestone,
    "add action": _add_action,
    "bring in": _bring_in,
    "answers": _answers,
    "know": _know,
    **RESTORED,
}

"""The story's acts on the way of an action: groups, steps, ties, a colour set, a report of an exception."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from goldenthread.web.plan import actions as plan
from goldenthread.web.plan.models import Action, Milestone, Workstream

if TYPE_CHECKING:
    from goldenthread.web.config.demo.acts import Act, Stage


def _action(act: Act) -> Action:
    return Action.objects.get(code=act.details["action"])


def _group(act: Act, stage: Stage) -> None:
    """Say who leads a group that the plan names, and who speaks for it."""
    held, told = Workstream.objects.get(name=act.details["name"]), act.details
    group = plan.Group(
        name=held.name,
        kind=told.get("kind", held.kind),
        lead=stage.people[told["lead"]],
        sponsor_role=told["sponsor"],
        update_weeks=told.get("weeks"),
    )
    plan.edit_workstream(by=stage.people[act.by], workstream=held, version=held.version, group=group)


def _step(act: Act, stage: Stage) -> None:
    action, told = _action(act), act.details
    plan.add_milestone(
        by=stage.people[act.by],
        action=action,
        version=action.version,
        text=told["text"],
        by_whom=told.get("whom", ""),
        due=told["due"],
    )


def _step_done(act: Act, stage: Stage) -> None:
    held = Milestone.objects.get(action=_action(act), text=act.details["text"])
    plan.finish_milestone(by=stage.people[act.by], milestone=held, version=held.version, on=act.on)


def _waits(act: Act, stage: Stage) -> None:
    action, on = _action(act), Action.objects.get(code=act.details["for"])
    plan.wait_for(
        by=stage.people[act.by], action=action, version=action.version, on=on, why=act.details["why"]
    )


def _colour(act: Act, stage: Stage) -> None:
    action, told = _action(act), act.details
    plan.set_colour(
        by=stage.people[act.by],
        action=action,
        version=action.version,
        rag=told["rag"],
        reason=told["why"],
        until=told["until"],
        on=act.on,
    )


def _exception(act: Act, stage: Stage) -> None:
    told = act.details
    report = plan.Report(
        what=told["what"],
        why=told["why"],
        effect=told["effect"],
        remedy=told["remedy"],
        help_needed=told.get("help", ""),
        decision_asked=told.get("decision", ""),
    )
    by = stage.people[act.by]
    plan.report_exception(by=by, action=_action(act), version=0, report=report, new_date=None, on=act.on)


ACTS: dict[str, Callable[[Act, Stage], None]] = {
    "group": _group,
    "step": _step,
    "step_done": _step_done,
    "waits": _waits,
    "colour": _colour,
    "exception": _exception,
}

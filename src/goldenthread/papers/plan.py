"""The improvement plan a paper shows, read from a plan file (docs/plan-file.md gives its form).

Two questions are kept apart and never share a colour: delivery (will the action land on time?) is computed
from dates and said with its reason; impact (is it making a difference?) is a state that rests on evidence.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from goldenthread.errors import InputRefused
from goldenthread.papers import _plan_file as read
from goldenthread.papers.colours import (
    DUE_SHORTLY_WORKING_DAYS,
    FORECAST_RED_WORKING_DAYS,
    MILESTONE_RED_WORKING_DAYS,
    RATED,
    Rag,
)
from goldenthread.papers.wording import counted, plain, short_date

WorkingDays = Callable[[date, date], int]  # working days after the first date, up to and including the second


class DeliveryState(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_PROGRESS = "in progress"
    CLAIMED_COMPLETE = "claimed complete"
    SIGNED_OFF = "signed off"
    STOPPED = "stopped"
    MERGED = "merged"


# What an owner has yet to do something about: a date still means something.
OPEN = (DeliveryState.PROPOSED, DeliveryState.AGREED, DeliveryState.IN_PROGRESS)
# What the plan is no longer held to: shown, and not counted.
ENDED = (DeliveryState.STOPPED, DeliveryState.MERGED)


class ImpactState(StrEnum):
    NONE_YET = "none yet"
    EARLY = "early"
    EVIDENCED = "evidenced"
    SUSTAINED = "sustained"


@dataclass(frozen=True)
class FindingAnswered:
    """A finding by the file it stands in and its number there."""

    source: str
    number: int


@dataclass(frozen=True)
class Objective:
    """What will be different for children, which findings it answers, and the day by which it is to be met;
    `slips` counts the later days a board agreed."""

    id: str
    text: str
    answers: tuple[FindingAnswered, ...]
    due: date | None = None
    original_due: date | None = None
    slips: int = 0


@dataclass(frozen=True)
class Evidence:
    """A frozen figure or document that shows a difference. A percentage carries both its counts."""

    label: str
    as_at: date
    indicator: str | None
    unit: str | None
    value: float | None
    numerator: int | None
    denominator: int | None


@dataclass(frozen=True)
class Milestone:
    """A step on the way, with its own date; `done_on` is None until it is done."""

    text: str
    due: date
    done_on: date | None = None


@dataclass(frozen=True)
class Override:
    """A colour somebody set in place of the computed one, why, and the last day it stands."""

    rag: Rag
    reason: str
    author: str
    until: date


@dataclass(frozen=True)
class Action:
    """What someone does by when. `owner` is a role; `slips` counts the later dates a board agreed; `forecast`
    is the day its owner now expects to finish."""

    id: str
    objective: str
    title: str
    owner: str
    workstream: str
    agreed_on: date | None
    original_due: date | None
    due: date | None
    slips: int
    delivery_state: DeliveryState
    signed_off_by: str | None
    impact_state: ImpactState
    evidence: tuple[Evidence, ...]
    forecast: date | None = None
    milestones: tuple[Milestone, ...] = ()
    override: Override | None = None
    merged_into: str | None = None


@dataclass(frozen=True)
class Delivery:
    """A delivery colour and its reason in words. `computed` is what the dates say, where somebody set
    another."""

    rag: Rag
    reason: str
    computed: Delivery | None = None

    @property
    def words(self) -> str:
        """Red: due 12 Sep 2026, 49 working days late."""
        return f"{self.rag}: {self.reason}" if self.reason else str(self.rag)


@dataclass(frozen=True)
class Plan:
    """An improvement plan as at a date."""

    title: str
    as_at: date
    objectives: tuple[Objective, ...]
    actions: tuple[Action, ...]
    labels: tuple[tuple[str, str], ...] = ()  # what this authority calls a colour, where that differs

    @classmethod
    def from_json(cls, text: str, *, source: str) -> Plan:
        """The plan a file holds. Raises InputRefused, naming the place in the file and what to do."""
        try:
            data = json.loads(text)
        except json.JSONDecodeError as error:
            why = f"it is not JSON (line {error.lineno}, column {error.colno})"
            raise InputRefused(source=source, why=why, what_to_do="correct it there and try again") from None
        return _plan(read.Place(source, "the plan", data))


def read_plan(path: Path) -> Plan:
    """The plan in a file. Raises InputRefused for a file that is missing, unreadable or not a plan."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        why = "there is no such file"
        raise InputRefused(source=path, why=why, what_to_do="check the name and the folder") from None
    except (OSError, UnicodeDecodeError):
        why = "it cannot be read as text"
        raise InputRefused(source=path, why=why, what_to_do="give a plan file written in UTF-8") from None
    return Plan.from_json(text, source=path.name)


def delivery(action: Action, *, as_at: date, working_days: WorkingDays) -> Delivery:
    """Whether an action will land on time: computed from its state, dates, milestones and forecast. A colour
    somebody set stands in its place to its last day, with the computed one said beside it."""
    computed = _computed(action, as_at, working_days)
    override = action.override
    if override is None or as_at > override.until or action.delivery_state not in OPEN:
        return computed
    until = f"set by {override.author} until {short_date(override.until)}"
    reason = f"{override.reason} ({until}). Computed: {computed.words}"
    return Delivery(override.rag, reason, computed)


def is_late(action: Action, *, as_at: date) -> bool:
    """Whether its date has passed with something left for its owner to do, whatever its colour."""
    return action.delivery_state in OPEN and action.due is not None and action.due < as_at


def _computed(action: Action, as_at: date, working_days: WorkingDays) -> Delivery:
    settled = _settled(action)
    if settled is not None:
        return settled
    if action.due is None:
        return Delivery(Rag.UNDATED, "no due date agreed")
    if is_late(action, as_at=as_at):
        late = working_days(action.due, as_at)
        said = f"{counted(late, 'working day')} late" if late else "late by less than a working day"
        return Delivery(Rag.RED, f"due {short_date(action.due)}, {said}")
    ahead = [
        *_forecast(action, action.due, as_at, working_days),
        *_milestones(action, as_at, working_days),
        _still_ahead(action, action.due, left=working_days(as_at, action.due)),
    ]
    worst = min((one.rag for one in ahead), key=RATED.index)
    return Delivery(worst, "; ".join(one.reason for one in ahead if one.rag is worst))


def _settled(action: Action) -> Delivery | None:
    """The answer where nothing is left for the owner to do, or None."""
    match action.delivery_state:
        case DeliveryState.SIGNED_OFF:
            return Delivery(Rag.DONE, f"by {action.signed_off_by}")
        case DeliveryState.STOPPED:
            return Delivery(Rag.STOPPED, "")
        case DeliveryState.MERGED:
            return Delivery(Rag.MERGED, f"into {action.merged_into}")
        case DeliveryState.CLAIMED_COMPLETE:
            due = f", due {short_date(action.due)}" if action.due else ""
            return Delivery(Rag.WAITING, f"the owner says it is done{due}")
    return None


def _forecast(action: Action, due: date, as_at: date, working_days: WorkingDays) -> list[Delivery]:
    """What the owner's own expectation says: nothing where it is no later than the date agreed."""
    if action.forecast is None:
        return []
    if action.forecast < as_at:
        return [Delivery(Rag.AMBER, f"forecast {short_date(action.forecast)}, which has gone by")]
    if action.forecast <= due:
        return []
    after = working_days(due, action.forecast)
    rag = Rag.RED if after > FORECAST_RED_WORKING_DAYS else Rag.AMBER
    said = f"{counted(after, 'working day')} after its date" if after else "after its date"
    return [Delivery(rag, f"forecast {short_date(action.forecast)}, {said}")]


def _milestones(action: Action, as_at: date, working_days: WorkingDays) -> list[Delivery]:
    """Each milestone whose date has passed undone, the longest late first."""
    late = [one for one in action.milestones if one.done_on is None and one.due < as_at]
    found = []
    for one in sorted(late, key=lambda one: one.due):
        days = working_days(one.due, as_at)
        rag = Rag.RED if days > MILESTONE_RED_WORKING_DAYS else Rag.AMBER
        said = f"{counted(days, 'working day')} late" if days else "late by less than a working day"
        found.append(Delivery(rag, f"milestone “{one.text}” due {short_date(one.due)}, {said}"))
    return found


def _still_ahead(action: Action, due: date, *, left: int) -> Delivery:
    remaining = f"due {short_date(due)}, {counted(left, 'working day', 'working days')} left"
    if action.slips:
        moved = "once" if action.slips == 1 else "twice" if action.slips == 2 else f"{action.slips} times"
        first = f", first due {short_date(action.original_due)}" if action.original_due else ""
        return Delivery(Rag.AMBER, f"{remaining}; date moved {moved}{first}")
    if left <= DUE_SHORTLY_WORKING_DAYS:
        return Delivery(Rag.AMBER, remaining)
    return Delivery(Rag.GREEN, remaining)


def _plan(place: read.Place) -> Plan:
    plan = Plan(
        title=place.text("title"),
        as_at=place.day("as_at"),
        objectives=tuple(_objective(entry) for entry in place.entries("objectives")),
        actions=tuple(_action(entry) for entry in place.entries("actions")),
        labels=tuple(_label(entry) for entry in place.entries("labels")),
    )
    _check_ids(place, plan)
    return plan


def _label(place: read.Place) -> tuple[str, str]:
    return str(place.one_of("colour", Rag)), place.text("called")


def _objective(place: read.Place) -> Objective:
    answers = tuple(
        FindingAnswered(entry.text("source"), entry.whole("number")) for entry in place.entries("answers")
    )
    objective = Objective(
        id=place.text("id"),
        text=place.text("text"),
        answers=answers,
        due=place.day_or_none("due"),
        original_due=place.day_or_none("original_due"),
        slips=place.whole_or_none("slips") or 0,
    )
    _check_dates(place, objective)
    return objective


def _action(place: read.Place) -> Action:
    action = Action(
        id=place.text("id"),
        objective=place.text("objective"),
        title=place.text("title"),
        owner=place.text("owner"),
        workstream=place.text_or_none("workstream") or "",
        agreed_on=place.day_or_none("agreed_on"),
        original_due=place.day_or_none("original_due"),
        due=place.day_or_none("due"),
        slips=place.whole("slips"),
        delivery_state=place.one_of("delivery_state", DeliveryState),
        signed_off_by=place.text_or_none("signed_off_by"),
        impact_state=place.one_of("impact_state", ImpactState),
        evidence=tuple(_evidence(entry) for entry in place.entries("evidence")),
        forecast=place.day_or_none("forecast"),
        milestones=tuple(_milestone(entry) for entry in place.entries("milestones")),
        override=_override(place),
        merged_into=place.text_or_none("merged_into"),
    )
    _check_sign_off(place, action)
    _check_merged(place, action)
    _check_dates(place, action)
    _check_impact(place, action)
    return action


def _milestone(place: read.Place) -> Milestone:
    return Milestone(place.text("text"), place.day("due"), place.day_or_none("done_on"))


def _override(place: read.Place) -> Override | None:
    """A colour set in place of the computed one is whole or not there."""
    found = place.part("override")
    if found is None:
        return None
    rag = found.one_of("rag", Rag)
    if rag not in RATED:
        found.refuse(f"rag is '{rag}', which nobody sets", f"use one of: {', '.join(RATED)}")
    return Override(rag, found.text("reason"), found.text("author"), found.day("until"))


def _evidence(place: read.Place) -> Evidence:
    evidence = Evidence(
        label=place.text("label"),
        as_at=place.day("as_at"),
        indicator=place.text_or_none("indicator"),
        unit=place.text_or_none("unit"),
        value=place.number_or_none("value"),
        numerator=place.whole_or_none("numerator"),
        denominator=place.whole_or_none("denominator"),
    )
    if evidence.unit == "percent" and (evidence.numerator is None or evidence.denominator is None):
        place.refuse("it gives a percentage without both counts", "add the numerator and the denominator")
    return evidence


def _check_sign_off(place: read.Place, action: Action) -> None:
    """Sign-off is acceptance by somebody other than the owner that the action is done."""
    signed = action.delivery_state is DeliveryState.SIGNED_OFF
    if signed and action.signed_off_by is None:
        place.refuse("it is signed off by nobody", "say in signed_off_by whose role signed it off")
    if not signed and action.signed_off_by is not None:
        place.refuse("signed_off_by is filled but it is not signed off", "clear it or correct delivery_state")
    if action.signed_off_by is not None and _same(action.signed_off_by, action.owner):
        place.refuse(
            "its owner signed it off", "have somebody else sign it off, or set it to claimed complete"
        )


def _check_merged(place: read.Place, action: Action) -> None:
    if (action.delivery_state is DeliveryState.MERGED) != (action.merged_into is not None):
        place.refuse(
            "merged_into and delivery_state do not agree",
            "give merged_into the id of another action where it is merged, and nowhere else",
        )


def _check_dates(place: read.Place, thing: Action | Objective) -> None:
    if thing.due is None or thing.original_due is None:
        return
    if thing.due > thing.original_due and thing.slips == 0:
        place.refuse("due is later than original_due but slips is 0", "say how many later dates were agreed")


def _check_impact(place: read.Place, action: Action) -> None:
    proven = action.impact_state in (ImpactState.EVIDENCED, ImpactState.SUSTAINED)
    if proven and not action.evidence:
        why = f"its impact is {action.impact_state} but no evidence is listed"
        place.refuse(why, "list the evidence, or set impact_state to none yet or early")


def _check_ids(place: read.Place, plan: Plan) -> None:
    objectives = [objective.id for objective in plan.objectives]
    for name, ids in (("objective", objectives), ("action", [action.id for action in plan.actions])):
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            place.refuse(f"{name} {twice[0]} is there twice", "give each its own id")
    unknown = [action for action in plan.actions if action.objective not in objectives]
    if unknown:
        why = f"action {unknown[0].id} belongs to objective {unknown[0].objective}, which is not listed"
        place.refuse(why, "add the objective or correct the action")
    known = {action.id for action in plan.actions}
    astray = [one for one in plan.actions if one.merged_into not in {None, *known} - {one.id}]
    if astray:
        why = f"action {astray[0].id} is merged into {astray[0].merged_into}, which is not another action"
        place.refuse(why, "correct merged_into")


def _same(one: str, other: str) -> bool:
    return plain(one) == plain(other)


# Left out of a file where they say nothing, so that a plan without them reads as it always did.
_SAID_WHERE_HELD = ("forecast", "milestones", "override", "merged_into")
_SAID_OF_A_DATED_OBJECTIVE = ("due", "original_due", "slips")


def to_json(plan: Plan) -> dict[str, Any]:
    """The plan as the file's plain data."""
    labels = [{"colour": colour, "called": called} for colour, called in plan.labels]
    return {
        "title": plan.title,
        "as_at": plan.as_at.isoformat(),
        "objectives": [_said(objective, _SAID_OF_A_DATED_OBJECTIVE) for objective in plan.objectives],
        "actions": [_said(action, _SAID_WHERE_HELD) for action in plan.actions],
        **({"labels": labels} if labels else {}),
    }


def _said(thing: Action | Objective, where_held: tuple[str, ...]) -> dict[str, Any]:
    plain: dict[str, Any] = _plain(thing)
    return {name: value for name, value in plain.items() if value or name not in where_held}


def _plain(value: object) -> Any:
    """A value object as plain data, dates as YYYY-MM-DD."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value

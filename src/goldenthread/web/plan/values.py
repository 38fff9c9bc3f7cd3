"""The plan's rows as the values the papers know. Whether an action is late is said by
goldenthread.papers.plan and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from goldenthread.papers import plan as papers
from goldenthread.papers.colours import DUE_SHORTLY_WORKING_DAYS, Rag
from goldenthread.papers.plan import Delivery, DeliveryState
from goldenthread.standards.calendar import working_days_after
from goldenthread.web.plan.models import Action

COLOURS = {
    Rag.RED: "red",
    Rag.AMBER: "orange",
    Rag.GREEN: "green",
    Rag.WAITING: "blue",
    Rag.DONE: "turquoise",
    Rag.STOPPED: "grey",
    Rag.MERGED: "grey",
    Rag.UNDATED: "grey",
}
_URGENCY = (Rag.RED, Rag.WAITING, Rag.AMBER, Rag.UNDATED, Rag.GREEN, Rag.DONE, Rag.STOPPED, Rag.MERGED)


def action_value(action: Action, *, evidence: Sequence[papers.Evidence] = ()) -> papers.Action:
    """An action as papers show it. `owner` and `signed_off_by` are roles where the plan knows the role."""
    signed = action.state == DeliveryState.SIGNED_OFF
    return papers.Action(
        id=action.code,
        objective=action.objective.code,
        title=action.text,
        owner=action.owner_role or action.owner_words,
        workstream=action.workstream_name,
        agreed_on=action.agreed_on,
        original_due=action.original_due,
        due=action.due,
        slips=action.slips,
        delivery_state=DeliveryState(action.state),
        signed_off_by=action.signed_off_role or action.signed_off_by_name if signed else None,
        impact_state=papers.ImpactState(action.impact),
        evidence=tuple(evidence),
        forecast=action.forecast,
        milestones=tuple(papers.Milestone(one.text, one.due, one.done_on) for one in action.milestones.all()),
        override=_override(action),
        merged_into=action.merged_into.code if action.merged_into else None,
    )


def _override(action: Action) -> papers.Override | None:
    """The colour somebody set and nobody took back, whether or not its last day has passed."""
    held = next((one for one in action.colours_set.all() if one.ended_on is None), None)
    return papers.Override(Rag(held.rag), held.reason, held.by_name, held.until) if held else None


@dataclass(frozen=True)
class Shown:
    """An action with its delivery colour, the colour's reason, and what is to be done next."""

    action: Action
    delivery: Delivery
    days_left: int | None  # working days to the due date; below 0 once it has passed
    late: bool  # its date has passed, whatever its colour

    @property
    def colour(self) -> str:
        return COLOURS[self.delivery.rag]

    @property
    def waiting(self) -> bool:
        return self.delivery.rag is Rag.WAITING

    @property
    def due_soon(self) -> bool:
        open_ = self.action.state in papers.OPEN
        near = self.days_left is not None and self.days_left <= DUE_SHORTLY_WORKING_DAYS
        return open_ and not self.late and near

    @property
    def next_step(self) -> str:
        """What to do next, said on its row."""
        if self.late and self.action.state in {"agreed", "in progress"}:
            return "Claim it complete, or ask for a new date"
        return _NEXT[self.action.state]

    @property
    def urgency(self) -> tuple[int, date, int]:
        """What is late first, the longest late before the rest."""
        place = -1 if self.late else _URGENCY.index(self.delivery.rag)
        return place, self.action.due or date.max, self.action.pk


_NEXT = {
    "proposed": "Agree it, with a date",
    "agreed": "Start it",
    "in progress": "Report progress",
    "claimed complete": "Sign it off, or send it back",
    "signed off": "Show its impact",
    "stopped": "",
    "merged": "",
}


def shown(action: Action, *, as_at: date) -> Shown:
    """An action as it stands on a day."""
    left = working_days_after(as_at, action.due) if action.due else None
    value = action_value(action)
    said = papers.delivery(value, as_at=as_at, working_days=working_days_after)
    return Shown(action, said, left, papers.is_late(value, as_at=as_at))


def by_dates_alone(action: Action, *, as_at: date) -> str:
    """Why an action has its colour, by its dates alone: no word of it that somebody wrote."""
    bare = replace(action_value(action), forecast=None, milestones=(), override=None)
    return papers.delivery(bare, as_at=as_at, working_days=working_days_after).reason

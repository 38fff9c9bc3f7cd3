"""Actions as they stand on a day, most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from goldenthread.papers.plan import ENDED, DeliveryState
from goldenthread.web.accounts.models import Person
from goldenthread.web.plan import rules
from goldenthread.web.plan.models import (
    Action,
    ColourSet,
    DateChange,
    Objective,
    Outcome,
    PlanTitle,
)
from goldenthread.web.plan.values import Shown, shown

SETTLED = (DeliveryState.SIGNED_OFF, *ENDED)  # nothing of it is left to do


@dataclass(frozen=True)
class Filters:
    """Which actions a page asks for; "" is any."""

    show: str = ""  # late, soon, sign-off, mine, proposed
    objective: str = ""  # its code
    workstream: str = ""


@dataclass(frozen=True)
class Register:
    """The actions asked for, most urgent first, and the counts of all of them."""

    rows: list[Shown]
    everything: list[Shown] = field(default_factory=list)
    mine: int = 0

    @property
    def standing(self) -> list[Shown]:
        """All but those stopped or merged: what the plan is held to."""
        return [row for row in self.everything if row.action.state not in ENDED]

    @property
    def late(self) -> int:
        return sum(row.late for row in self.everything)

    @property
    def due_soon(self) -> int:
        return sum(row.due_soon for row in self.everything)

    @property
    def waiting(self) -> int:
        return sum(row.waiting for row in self.everything)

    @property
    def proposed(self) -> int:
        return sum(row.action.state == DeliveryState.PROPOSED for row in self.everything)

    @property
    def workstreams(self) -> list[str]:
        return sorted({row.action.workstream_name for row in self.everything} - {""})

    @property
    def objectives(self) -> list[Objective]:
        found = {row.action.objective_id: row.action.objective for row in self.everything}
        return [found[key] for key in sorted(found)]


def title() -> str:
    """What the plan is called; "" where nobody has named it."""
    return PlanTitle.objects.values_list("title", flat=True).first() or ""


_COLOUR_NOW = Prefetch("colours_set", ColourSet.objects.filter(ended_on=None))


def actions() -> QuerySet[Action]:
    """For one action, with its objective and owner."""
    found = Action.objects.select_related("objective", "owner", "workstream", "sponsor", "merged_into")
    return found.prefetch_related("milestones", _COLOUR_NOW)


def listed() -> QuerySet[Action]:
    """For many: owners and objectives are few, so each is made once and shared."""
    found = Action.objects.select_related("merged_into")
    return found.prefetch_related("objective", "owner", "workstream", "milestones", _COLOUR_NOW)


def still_to_do(person: Person) -> QuerySet[Action]:
    """Actions not yet done that may be this person's: theirs by name, or a role's."""
    whose = Q(owner=person) | Q(owner=None)
    return listed().filter(whose).exclude(state__in=SETTLED)


def as_rows(found: Iterable[Action], *, as_at: date) -> list[Shown]:
    """Actions with their delivery, most urgent first."""
    return sorted((shown(action, as_at=as_at) for action in found), key=lambda row: row.urgency)


def register(person: Person, filters: Filters, *, as_at: date) -> Register:
    """The register of actions as at a day."""
    everything = as_rows(listed(), as_at=as_at)
    mine = [row for row in everything if is_mine(person, row)]
    rows = [row for row in everything if _asked_for(row, filters, person)]
    return Register(rows=rows, everything=everything, mine=len(mine))


def is_mine(person: Person, row: Shown) -> bool:
    """Whether an action still to be done is this person's."""
    return rules.owns(person, row.action) and row.action.state not in SETTLED


_SHOWS: dict[str, Callable[[Person, Shown], bool]] = {
    "late": lambda person, row: row.late,
    "soon": lambda person, row: row.due_soon,
    "sign-off": lambda person, row: row.waiting,
    "proposed": lambda person, row: row.action.state == DeliveryState.PROPOSED.value,
    "mine": is_mine,
}


def _asked_for(row: Shown, filters: Filters, person: Person) -> bool:
    if filters.objective and row.action.objective.code != filters.objective:
        return False
    if filters.workstream and row.action.workstream_name != filters.workstream:
        return False
    asked = _SHOWS.get(filters.show)
    return asked is None or asked(person, row)


def awaiting_sign_off(*, as_at: date) -> list[Shown]:
    """Every claim that waits, the longest wait first."""
    found = actions().filter(state=DeliveryState.CLAIMED_COMPLETE).select_related("claimed_by")
    rows = [shown(action, as_at=as_at) for action in found]
    return sorted(rows, key=lambda row: (row.action.claimed_on or date.min, row.action.pk))


def dates_to_decide() -> QuerySet[DateChange]:
    """Every date asked for that no meeting has answered, oldest first."""
    stands = Q(action__state__in=rules.OPEN) | Q(objective__isnull=False)
    asked = DateChange.objects.filter(stands, outcome=Outcome.WAITING)
    asked = asked.select_related("action__owner", "action__objective", "milestone", "objective")
    return asked.order_by("proposed_on", "id")

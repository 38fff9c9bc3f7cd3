"""How the plan goes: what waits and how long, what is off plan, which dates moved, what is owed word of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from goldenthread.clocks.plan import sign_off_due, update_due
from goldenthread.papers.colours import Rag
from goldenthread.papers.plan import DeliveryState
from goldenthread.standards.calendar import working_days_after
from goldenthread.web.accounts.models import Person
from goldenthread.web.plan import rules
from goldenthread.web.plan.models import (
    Action,
    ColourSet,
    DateChange,
    Dependency,
    Evidence,
    ExceptionReport,
    Judged,
    Milestone,
    Objective,
    Outcome,
)
from goldenthread.web.plan.queries.delivery import actions, as_rows, awaiting_sign_off, is_mine, listed
from goldenthread.web.plan.queries.merged import counted_evidence, goes_on
from goldenthread.web.plan.values import Shown, shown

# Word is owed of what has been agreed and is not yet said to be done.
_OWES_WORD = (DeliveryState.AGREED, DeliveryState.IN_PROGRESS)


# Clocks


@dataclass(frozen=True)
class Clock:
    """A day something is due, and how many working days it is past it: 0 where it is not."""

    due: date
    over: int

    @property
    def late(self) -> bool:
        return self.over > 0


def _clock(due: date, as_at: date) -> Clock:
    return Clock(due, max(working_days_after(due, as_at), 0))


def update_clock(action: Action, *, plan_weeks: int, as_at: date) -> Clock | None:
    """When word of an action is due next: by its own rhythm, else its group's, else the plan's. None where no
    word is owed."""
    since = max((day for day in (action.updated_on, action.agreed_on) if day), default=None)
    if action.state not in _OWES_WORD or since is None:
        return None
    group = action.workstream.update_weeks if action.workstream else None
    return _clock(update_due(since, action.update_weeks or group or plan_weeks), as_at)


@dataclass(frozen=True)
class Waiting:
    """A claim that waits: since when, how many working days, and the day it should be answered by."""

    row: Shown
    days: int
    clock: Clock

    @property
    def action(self) -> Action:
        return self.row.action


def waiting_clock(row: Shown, *, days: int, as_at: date) -> Waiting | None:
    """The clock of a claim; None where the day of it is not known."""
    claimed = row.action.claimed_on
    if not row.waiting or claimed is None:
        return None
    return Waiting(row, working_days_after(claimed, as_at), _clock(sign_off_due(claimed, days), as_at))


def too_long_unsigned(*, days: int, as_at: date) -> list[Waiting]:
    """Claims that wait longer than they should, the longest first."""
    clocks = (waiting_clock(row, days=days, as_at=as_at) for row in awaiting_sign_off(as_at=as_at))
    return [one for one in clocks if one is not None and one.clock.late]


# What waits for what


@dataclass(frozen=True)
class Tie:
    """Another action that this one waits for, or that waits for it, as it stands."""

    dependency: Dependency
    row: Shown


def waits_for(action: Action, *, as_at: date) -> list[Tie]:
    """What an action cannot finish before, the late first."""
    ties = action.waits_for.prefetch_related(Prefetch("on", actions()))
    found = [Tie(one, shown(one.on, as_at=as_at)) for one in ties]
    return sorted(found, key=lambda tie: tie.row.urgency)


def waited_for_by(action: Action, *, as_at: date) -> list[Tie]:
    """What cannot finish before this action does."""
    ties = action.waited_for_by.prefetch_related(Prefetch("action", actions()))
    return [Tie(one, shown(one.action, as_at=as_at)) for one in ties]


# Colours somebody set

COLOUR_ENDS_SOON = 5  # working days: time to look again before the computed colour stands


def days_left(held: ColourSet | None, *, as_at: date) -> int | None:
    """How many working days a colour somebody set has left, where it is about to end; None where it is
    not."""
    if held is None or not held.stands(as_at):
        return None
    left = working_days_after(as_at, held.until)
    return left if left <= COLOUR_ENDS_SOON else None


def ending_colours(*, as_at: date) -> list[ColourSet]:
    """Every colour set for an action with work left to do that is about to end, the soonest first."""
    found = ColourSet.objects.filter(ended_on=None, until__gte=as_at, action__state__in=rules.OPEN)
    found = found.select_related("action").order_by("until", "id")
    return [one for one in found if days_left(one, as_at=as_at) is not None]


# What is off plan


@dataclass(frozen=True)
class Exceptional:
    """An action that is off its plan: how far, what its owner says of it, and who waits for it."""

    row: Shown
    report: ExceptionReport | None
    waiting: list[Action]

    @property
    def late_for_others(self) -> bool:
        return self.row.late and bool(self.waiting)


def off_plan(row: Shown) -> bool:
    """Whether an action is late, or is said or seen to be going to be: a date that is only near is not."""
    computed = row.delivery.computed or row.delivery
    ahead = computed.rag is Rag.AMBER and not computed.reason.startswith("due ")
    return row.late or computed.rag is Rag.RED or ahead or row.delivery.computed is not None


def exceptions(*, as_at: date) -> list[Exceptional]:
    """Every action off its plan, most urgent first, with its report."""
    reports = ExceptionReport.objects.select_related("date_change")
    others = Dependency.objects.select_related("action").exclude(action__state__in=("signed off", "stopped"))
    found = listed().filter(state__in=rules.OPEN)
    found = found.prefetch_related(Prefetch("exception", reports), Prefetch("waited_for_by", others))
    rows = (row for row in as_rows(found, as_at=as_at) if off_plan(row))
    return [
        Exceptional(row, _report(row.action), [one.action for one in row.action.waited_for_by.all()])
        for row in rows
    ]


def _report(action: Action) -> ExceptionReport | None:
    return getattr(action, "exception", None)


def report_of(action: Action) -> ExceptionReport | None:
    return ExceptionReport.objects.filter(action=action).select_related("date_change").first()


# Dates that moved


def moved_dates() -> QuerySet[DateChange]:
    """Every new date asked for, the latest first, with whose it is."""
    whose = DateChange.objects.select_related("action", "milestone", "objective")
    return whose.order_by("-proposed_on", "-id")


def is_slip(change: DateChange) -> bool:
    """Whether a later date was agreed."""
    return change.outcome == Outcome.AGREED and change.was is not None and change.proposed > change.was


def most_moved() -> list[Action | Objective]:
    """The objectives and actions whose date was moved later, the most often first."""
    objectives = Objective.objects.filter(slips__gt=0).order_by("id")
    found: list[Action | Objective] = [*objectives, *Action.objects.filter(slips__gt=0).order_by("id")]
    return sorted(found, key=lambda one: -one.slips)


# Sign-offs that ask a question


def in_question() -> QuerySet[Action]:
    """Signed-off actions of which evidence was judged not sufficient since, and nobody has answered yet."""
    onward = goes_on()
    failed: dict[int, date] = {}
    wanting = Evidence.objects.filter(judged=Judged.NOT_SUFFICIENT).order_by("judged_on")
    for action, on in wanting.values_list("action_id", "judged_on"):
        if on is not None:
            failed[onward.of(action)] = on
    signed = Action.objects.filter(pk__in=failed, state=DeliveryState.SIGNED_OFF)
    days = signed.values_list("pk", "signed_off_on", "stood_by_on")
    open_ = [key for key, off, stood in days if _asks(failed[key], signed_off_on=off, stood_by_on=stood)]
    return Action.objects.filter(pk__in=open_)


def _asks(failed_on: date, *, signed_off_on: date | None, stood_by_on: date | None) -> bool:
    """Whether evidence judged not sufficient on a day puts a sign-off in question."""
    since = signed_off_on is None or failed_on >= signed_off_on
    return since and (stood_by_on is None or failed_on > stood_by_on)


def failed_evidence(action: Action) -> list[Evidence]:
    """The evidence of an action that was judged not sufficient, the latest first."""
    [held] = goes_on().here([action.pk]).values()
    found = counted_evidence().filter(action__in=held, judged=Judged.NOT_SUFFICIENT)
    return list(found.order_by("-judged_on"))


# Mine


@dataclass(frozen=True)
class Owed:
    """An action of somebody's, and when word of it is due."""

    row: Shown
    clock: Clock | None

    @property
    def overdue(self) -> bool:
        return self.clock is not None and self.clock.late


def owed(rows: Iterable[Shown], *, plan_weeks: int, as_at: date) -> list[Owed]:
    return [Owed(row, update_clock(row.action, plan_weeks=plan_weeks, as_at=as_at)) for row in rows]


def mine(person: Person, *, plan_weeks: int, as_at: date) -> list[Owed]:
    """What is this person's still to do, most urgent first."""
    found = listed().filter(Q(owner=person) | Q(owner=None))
    rows = [row for row in as_rows(found, as_at=as_at) if is_mine(person, row)]
    return owed(rows, plan_weeks=plan_weeks, as_at=as_at)


def sponsored(person: Person, *, as_at: date) -> list[Shown]:
    """What this person speaks for at the board, most urgent first."""
    return as_rows(listed().filter(sponsor=person).exclude(state__in=("stopped", "merged")), as_at=as_at)


def milestones() -> QuerySet[Milestone]:
    return Milestone.objects.select_related("action__owner", "action__objective", "action__workstream")


def dependencies() -> QuerySet[Dependency]:
    return Dependency.objects.select_related("action__owner", "on")


# The whole plan on a page


@dataclass(frozen=True)
class ObjectiveLine:
    """An objective in one line: how delivery stands, what difference it makes, and what comes next."""

    objective: Objective
    rows: list[Shown]
    as_at: date

    @property
    def counts(self) -> list[tuple[Rag, int]]:
        """How many of its actions have each colour, none that nothing has."""
        return [(rag, n) for rag in Rag if (n := sum(row.delivery.rag is rag for row in self.rows))]

    @property
    def impacts(self) -> list[tuple[str, int]]:
        held = [row.action.get_impact_display() for row in self.rows]
        return [(word, held.count(word)) for word in dict.fromkeys(held)]

    @property
    def next_date(self) -> date | None:
        """The next day something of it is due: an action, or a milestone on the way. What is past is late,
        and said so by its colour."""
        open_ = [row.action for row in self.rows if row.action.state in rules.OPEN]
        days = [one.due for one in open_ if one.due]
        days += [step.due for one in open_ for step in one.milestones.all() if step.done_on is None]
        return min((day for day in days if day >= self.as_at), default=None)


def one_page(*, as_at: date) -> list[ObjectiveLine]:
    """Every objective in one line."""
    found = Objective.objects.prefetch_related("measures", Prefetch("actions", listed()))
    return [ObjectiveLine(one, as_rows(one.actions.all(), as_at=as_at), as_at) for one in found]

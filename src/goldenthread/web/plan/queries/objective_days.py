"""The days by which objectives are to be met that nobody has shown to be met, and for whom they matter."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from goldenthread.papers.colours import DUE_SHORTLY_WORKING_DAYS
from goldenthread.standards.calendar import working_days_after
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.plan import rules
from goldenthread.web.plan.delegating import why_not_record
from goldenthread.web.plan.models import PROVEN, Action, ImpactJudgement, Matter, Objective
from goldenthread.web.plan.queries.impact import question_of


@dataclass(frozen=True)
class ObjectiveDay:
    """An objective to be met by its day; `left` working days to it, below 0 once it has passed."""

    objective: Objective
    due: date
    left: int

    @property
    def passed(self) -> bool:
        return self.left < 0

    @property
    def near(self) -> bool:
        return self.left <= DUE_SHORTLY_WORKING_DAYS


def objective_days(person: Person, *, as_at: date) -> list[ObjectiveDay]:
    """Those of this person, the earliest first: every one for whoever keeps the plan or may record what the
    board says to such a date; for an owner those their open actions serve."""
    met = _met()
    found = [one for one in Objective.objects.exclude(due=None).order_by("due", "pk") if one.pk not in met]
    if found and not _all_are_theirs(person):
        served = _served_by(person)
        found = [one for one in found if one.pk in served]
    return [ObjectiveDay(one, one.due, _left(as_at, one.due)) for one in found if one.due]


def _left(as_at: date, due: date) -> int:
    """Working days; a day passed is passed, whether or not a working day lies between."""
    left = working_days_after(as_at, due)
    return min(left, -1) if due < as_at else left


def _met() -> Set[int]:
    """Objectives whose impact was judged evidenced or sustained, and not put in question since."""
    latest = ImpactJudgement.objects.exclude(objective=None).order_by("objective_id", "-pk")
    standing = latest.distinct("objective_id").select_related("question")
    return {
        one.objective_id
        for one in standing
        if one.objective_id and one.state in PROVEN and question_of(one) is None
    }


def _all_are_theirs(person: Person) -> bool:
    return standing_of(person).may(Permission.EDIT_PLAN) or not why_not_record(person, Matter.NOTICE)


def _served_by(person: Person) -> Set[int]:
    whose = Q(owner=person) | Q(owner=None)
    open_ = Action.objects.filter(whose, state__in=[str(state) for state in rules.OPEN])
    return {one.objective_id for one in open_.select_related("owner") if rules.owns(person, one)}

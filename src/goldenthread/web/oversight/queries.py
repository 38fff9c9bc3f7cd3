"""Reading the duties. Whose children they are is PostgreSQL's to say: every query here is fenced by the
request's scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from goldenthread.web.oversight.actions import TWO_WEEKS
from goldenthread.web.oversight.models import ClockRow, Filling, TeamCount
from goldenthread.web.oversight.words import DUTIES

OVERDUE, SOON = "overdue", "soon"
WEEKS_AHEAD = (1, 2, 4)  # as in clocks.forecast, which only the filling may bring into memory


@dataclass(frozen=True)
class Narrowed:
    """What the reader asks to see of the duties. What is not a known word is as if it were not said."""

    duty: str = ""
    show: str = OVERDUE
    team: str = ""
    worker: str = ""
    group: str = ""  # "worker" where the list is to be in order of team and worker

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Narrowed:
        duty, show = asked.get("duty", ""), asked.get("show", "")
        return cls(
            duty=duty if duty in DUTIES else "",
            show=SOON if show == SOON else OVERDUE,
            team=asked.get("team", "")[:200],
            worker=asked.get("worker", "")[:200],
            group="worker" if asked.get("group") else "",
        )

    @property
    def said(self) -> dict[str, str]:
        """What is not as it is when nothing is asked."""
        plain = asdict(Narrowed())
        return {name: value for name, value in asdict(self).items() if value != plain[name]}


@dataclass(frozen=True)
class Counted:
    """Counts of one duty, or of all of them."""

    overdue: int = 0
    children: int = 0  # with at least one overdue
    longest: int = 0  # working days
    soon: int = 0


def filling() -> Filling | None:
    """Which snapshot the duties stand for; None before the first load."""
    return Filling.objects.first()


def rows(narrowed: Narrowed, *, as_at: date) -> QuerySet[ClockRow]:
    """The duties to list: the most overdue first, or those due in the next two weeks, the soonest first."""
    found = _of_holder(narrowed)
    if narrowed.duty:
        found = found.filter(clock=narrowed.duty)
    first = ("team", "worker") if narrowed.group else ()
    if narrowed.show == SOON:
        return found.filter(_soon(as_at)).order_by(*first, "due", "child_id", "id")
    return found.filter(status="overdue").order_by(*first, "-days_late", "due", "child_id", "id")


def counts(narrowed: Narrowed, *, as_at: date) -> dict[str, Counted]:
    """Counts by duty, within the team and worker asked for; under "" those of every duty."""
    overdue = Q(status="overdue")
    asked = {
        "overdue": Count("id", filter=overdue),
        "children": Count("child_id", filter=overdue, distinct=True),
        "longest": Max("days_late", filter=overdue, default=0),
        "soon": Count("id", filter=_soon(as_at)),
    }
    found = _of_holder(narrowed).order_by()
    rows: Iterable[Any] = found.values("clock").annotate(**asked)
    by_duty = {row["clock"]: Counted(**{name: row[name] for name in asked}) for row in rows}
    every: dict[str, Any] = found.aggregate(**asked)
    return {clock: by_duty.get(clock, Counted()) for clock in DUTIES} | {"": Counted(**every)}


def holders(narrowed: Narrowed, *, as_at: date) -> list[dict[str, Any]]:
    """Teams and workers with what they have overdue and due soon, of the duty asked for: most overdue
    first."""
    found = ClockRow.objects.filter(clock=narrowed.duty) if narrowed.duty else ClockRow.objects.all()
    counted = (
        found.order_by()
        .values("team", "worker")
        .annotate(overdue=Count("id", filter=Q(status="overdue")), soon=Count("id", filter=_soon(as_at)))
    )
    wanted = counted.filter(Q(overdue__gt=0) | Q(soon__gt=0))
    return [dict(row) for row in wanted.order_by("-overdue", "-soon", "team", "worker")]


def team_workers(team: str, *, as_at: date) -> list[dict[str, Any]]:
    """A team's workers, each duty of theirs, and how many are overdue, due soon and still open."""
    found = ClockRow.objects.filter(team=team).order_by().values("worker", "clock")
    counted = found.annotate(
        overdue=Count("id", filter=Q(status="overdue")),
        soon=Count("id", filter=_soon(as_at)),
        still_open=Count("id"),
    )
    return [dict(row) for row in counted.order_by("worker", "clock")]


def ahead(*by: str, as_at: date) -> list[dict[str, Any]]:
    """Open duties by team, worker or clock: `overdue`, those due up to each of WEEKS_AHEAD on, those of
    them that
    will be late at the present pace, and, of those due by the last, the ones of which nothing can be said."""
    counted = {"overdue": Count("id", filter=Q(status="overdue"))}
    for weeks in WEEKS_AHEAD:
        due = ~Q(status="overdue") & Q(due__lte=as_at + timedelta(weeks=weeks))
        counted |= {
            f"due_{weeks}": Count("id", filter=due),
            f"late_{weeks}": Count("id", filter=due & Q(late_at_pace=True)),
        }
    counted["unsaid"] = Count("id", filter=due & Q(late_at_pace=None))
    wanted = Q(overdue__gt=0) | Q(**{f"due_{WEEKS_AHEAD[-1]}__gt": 0})
    found = ClockRow.objects.order_by().values(*by).annotate(**counted).filter(wanted)
    return [dict(row) for row in found.order_by(*by)]


def team_counts() -> QuerySet[TeamCount]:
    """Counts by team and duty, of the whole authority: for those who may see counts."""
    return TeamCount.objects.all()


def _of_holder(narrowed: Narrowed) -> QuerySet[ClockRow]:
    wanted = {name: value for name in ("team", "worker") if (value := getattr(narrowed, name))}
    return ClockRow.objects.filter(**wanted)


def _soon(as_at: date) -> Q:
    return ~Q(status="overdue") & Q(due__lte=as_at + TWO_WEEKS)

"""The ladder, the support, what is expected, and the plan as submitted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from goldenthread.clocks.after_inspection import Expected, Standing, due, limit_words
from goldenthread.errors import CalendarExhausted
from goldenthread.findings.model import NoticeDate
from goldenthread.papers.submitted import Submitted
from goldenthread.standards.after_inspection import Demand, after_notices, after_visits
from goldenthread.standards.calendar import first_day, last_day
from goldenthread.web.accounts.standing import LONDON
from goldenthread.web.intervention.models import (
    Fulfilment,
    LadderStep,
    Reply,
    Rung,
    Submission,
    Support,
    Visit,
)
from goldenthread.web.plan.as_paper import as_paper
from goldenthread.web.plan.models import Source, SourceKind

# What is done goes last; what is late first.
_ORDER = (
    Standing.OVERDUE,
    Standing.DUE_SOON,
    Standing.TO_COME,
    Standing.NOT_STARTED,
    Standing.DONE_LATE,
    Standing.DONE,
)
_COLOURS = {
    Standing.OVERDUE: "red",
    Standing.DUE_SOON: "yellow",
    Standing.DONE: "green",
    Standing.DONE_LATE: "green",
}


def steps() -> QuerySet[LadderStep]:
    """Every step, the latest first, those taken back too."""
    return LadderStep.objects.select_related("source")


def rung_on(day: date, found: Iterable[LadderStep]) -> LadderStep | None:
    """The step that says where the authority stands on a day; None where none was recorded."""
    return next((step for step in found if step.on <= day and not step.taken_back_by_name), None)


def step(key: int) -> LadderStep | None:
    return steps().filter(pk=key).first()


def one_support(key: int) -> Support | None:
    return Support.objects.filter(pk=key).first()


def rungs() -> list[tuple[str, str]]:
    return list(Rung.choices)


def support() -> QuerySet[Support]:
    return Support.objects.all()


def submissions() -> QuerySet[Submission]:
    """What was sent, the latest first, with what came back."""
    replies = Prefetch("replies", Reply.objects.select_related("file"))
    return Submission.objects.defer("content").prefetch_related(replies)


def submission(key: int) -> Submission | None:
    replies = Prefetch("replies", Reply.objects.select_related("file").defer("file__content"))
    return Submission.objects.prefetch_related(replies).filter(pk=key).first()


def reply(key: int) -> Reply | None:
    return Reply.objects.select_related("submission").defer("submission__content").filter(pk=key).first()


# What is expected


@dataclass(frozen=True)
class Row:
    """One thing expected, in words. `key` names it for the word that it was done."""

    key: str
    to_whom: str  # "" where a notice sets the day and does not say
    why: str  # the rule, or the notice's own words
    source: str  # where the rule stands
    doubtful: bool  # the rule is not verified, or was read in another notice
    expected: Expected
    standing: Standing
    words: str
    done: Fulfilment | None = None

    @property
    def what(self) -> str:
        return self.expected.what

    @property
    def sentence(self) -> str:
        """What, and to whom or set by what."""
        return f"{self.what}, to {self.to_whom}" if self.to_whom else f"{self.what}, set by the notice"

    @property
    def due(self) -> date | None:
        return self.expected.due

    @property
    def colour(self) -> str:
        return _COLOURS.get(self.standing, "grey")

    @property
    def late(self) -> bool:
        return self.standing == Standing.OVERDUE

    @property
    def soon(self) -> bool:
        return self.standing == Standing.DUE_SOON


def expectations(*, as_at: date, visit: Visit | None = None) -> list[Row]:
    """All that the regulator and the department expect, as at a day: what is late first, then by its last
    day. Of one visit where it is given."""
    visits = [visit] if visit is not None else list(Visit.objects.all())
    notices = [] if visit is not None else list(Source.objects.filter(kind=SourceKind.NOTICE))
    found = [*_of_visits(visits), *_of_notices(notices)]
    done = {one.key: one for one in Fulfilment.objects.filter(taken_back_by_name="")}
    rows = [_stood(row, done.get(row.key), as_at) for row in found]
    return sorted(rows, key=lambda row: (_ORDER.index(row.standing), row.due or date.max, row.key))


def expectation(key: str, *, as_at: date) -> Row | None:
    return next((row for row in expectations(as_at=as_at) if row.key == key), None)


def _stood(row: Row, done: Fulfilment | None, as_at: date) -> Row:
    expected = replace(row.expected, done=done.done_on if done else row.expected.done)
    standing = expected.standing(as_at=as_at) if _held(expected, as_at) else _by_days(expected, as_at)
    words = _words(expected, standing, as_at)
    return replace(row, expected=expected, standing=standing, words=words, done=done)


def _held(expected: Expected, as_at: date) -> bool:
    """Whether the bank holidays about a thing's last day are held, so that working days can be counted."""
    days = [day for day in (expected.due, as_at) if day is not None]
    return all(first_day() <= day <= last_day() for day in days)


def _by_days(expected: Expected, as_at: date) -> Standing:
    """Without the bank holidays nothing is due soon; late is late all the same."""
    if expected.done is not None and expected.done <= as_at:
        return Standing.DONE
    return Standing.OVERDUE if expected.due is not None and expected.due < as_at else Standing.TO_COME


def _words(expected: Expected, standing: Standing, as_at: date) -> str:
    if expected.done is not None and standing in {Standing.DONE, Standing.DONE_LATE}:
        return f"{standing} on {_day(expected.done)}"
    if expected.due is None:
        return "not started" if expected.started is None else "its last day cannot be worked out"
    if not _held(expected, as_at):
        return f"{standing}, due {_day(expected.due)}"
    left = expected.days_left(as_at=as_at)
    if standing == Standing.OVERDUE:
        days = "working day" if left == -1 else "working days"
        return f"overdue by {-left} {days}" if left else "overdue"
    return "due today" if expected.due == as_at else f"due in {left} working day{'' if left == 1 else 's'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _of_visits(visits: Iterable[Visit]) -> Iterator[Row]:
    for visit in visits:
        if visit.draft_received is not None and visit.comments_due is not None:
            yield _comments(visit)
        for demand in after_visits():
            asked = not demand.only or getattr(visit, demand.only)
            if visit.kind in demand.visits and asked and demand.holds(visit.final_received):
                yield _of_visit(visit, demand)


def _of_visit(visit: Visit, demand: Demand) -> Row:
    started = visit.final_received
    return _row(
        key=f"visit-{visit.pk}-{demand.id}",
        demand=demand,
        started=started,
        source=f"{demand.source}. {visit}",
    )


def _comments(visit: Visit) -> Row:
    """Its last day is the letter's own; the points sent are its being done."""
    days = (visit.draft_received, visit.comments_due, visit.comments_sent)
    expected = Expected("Comments on the draft's accuracy", *days)
    return Row(
        key=f"visit-{visit.pk}-comments",
        to_whom="the regulator",
        why="the day in the letter that came with the draft",
        source=str(visit),
        doubtful=False,
        expected=expected,
        standing=Standing.TO_COME,
        words="",
    )


def _of_notices(notices: Iterable[Source]) -> Iterator[Row]:
    for notice in notices:
        dates = [NoticeDate.from_json(one) for one in notice.dates]
        for place, one in enumerate(dates):
            yield _of_date(notice, place, one)
        if not any("plan" in one.what.casefold() for one in dates):
            for demand in after_notices():
                yield _row(
                    key=f"notice-{notice.pk}-{demand.id}",
                    demand=demand,
                    started=notice.published,
                    source=f"{demand.source}: {demand.note}",
                    doubtful=True,
                )


def _of_date(notice: Source, place: int, one: NoticeDate) -> Row:
    """A day that the notice sets stands as it is printed."""
    what = one.what[:1].upper() + one.what[1:]
    return Row(
        key=f"notice-{notice.pk}-{place}",
        to_whom="",
        why=f"“{one.printed}” in the notice, page {one.page}",
        source=notice.title or str(notice),
        doubtful=False,
        expected=Expected(what, notice.published, one.last),
        standing=Standing.TO_COME,
        words="",
    )


def _row(*, key: str, demand: Demand, started: date | None, source: str, doubtful: bool = False) -> Row:
    return Row(
        key=key,
        to_whom=demand.to_whom,
        why=limit_words(demand),
        source=source,
        doubtful=doubtful or demand.evidence != "verified",
        expected=Expected(demand.what, started, _due(demand, started)),
        standing=Standing.TO_COME,
        words="",
    )


def _due(demand: Demand, started: date | None) -> date | None:
    try:
        return due(demand, started)
    except CalendarExhausted:
        return None


# The plan as submitted


def as_submitted(submission: Submission) -> Submitted:
    """What was kept of a submission, as papers set it."""
    return Submitted(
        content=submission.content,
        digest=submission.digest,
        kind=submission.get_kind_display(),
        to_whom=submission.to_whom,
        sent_on=submission.sent_on,
        kept_by=submission.submitted_by_name,
        kept_on=submission.recorded_at.astimezone(LONDON).date(),
    )


def frozen_plan(*, as_at: date) -> dict[str, Any] | None:
    """The plan's words and states as they stand, to be kept; None where there is no plan."""
    plan = as_paper(as_at=as_at)
    if plan is None:
        return None
    return {
        "title": plan.title,
        "objectives": [
            {
                "code": objective.id,
                "text": objective.text,
                "answers": [{"source": one.source, "number": one.number} for one in objective.answers],
                "actions": [
                    {
                        "code": action.id,
                        "text": action.title,
                        "owner": action.owner,
                        "workstream": action.workstream,
                        "due": action.due.isoformat() if action.due else "",
                        "state": str(action.delivery_state),
                        "impact": str(action.impact_state),
                    }
                    for action in plan.actions
                    if action.objective == objective.id
                ],
            }
            for objective in plan.objectives
        ],
    }

"""Reading the programme: each list most urgent first, in a number of queries that does not grow with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from goldenthread.papers.wording import counted, joined, long_date, short_date
from goldenthread.standards.calendar import working_days_after
from goldenthread.web.programme.models import Concern, ConcernKind, Count, Idea, RollOut

GREAT, MIDDLING = 15, 8  # of 25; ours: an authority's own scheme may draw them elsewhere
DUE_SOON = 10  # working days, as of actions


@dataclass(frozen=True)
class ShownConcern:
    """A concern with what its score means and how its review stands."""

    concern: Concern
    days_left: int | None  # working days to its review; below 0 once it has passed; None where it is closed

    @property
    def late(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def size(self) -> str:
        score = self.concern.score
        return "Great" if score >= GREAT else "Middling" if score >= MIDDLING else "Small"

    @property
    def colour(self) -> str:
        return {"Great": "red", "Middling": "yellow", "Small": "green"}[self.size]

    @property
    def scored(self) -> str:
        """20 of 25: likelihood 4, harm 5."""
        one = self.concern
        how = f"likelihood {one.likelihood}, harm {one.harm}" if one.likelihood else f"harm {one.harm}"
        return f"{one.score} of 25: {how}"

    @property
    def review(self) -> str:
        """Its review in words: due 12 Sep 2026, 4 working days late."""
        if self.days_left is None:
            closed = self.concern.closed_on
            return f"Closed {short_date(closed)}" if closed else ""
        when = f"due {short_date(self.concern.review_by)}"
        if self.days_left < 0:
            return f"{when}, {counted(-self.days_left, 'working day')} late"
        return f"{when}, today" if self.days_left == 0 else when

    @property
    def next_step(self) -> str:
        return "Review it" if self.late else "Nothing" if self.days_left is None else self.concern.next_step

    @property
    def urgency(self) -> tuple[bool, bool, int, date, int]:
        """What is open first, then what is late for review, then the greatest."""
        one = self.concern
        return one.closed_on is not None, not self.late, -one.score, one.review_by, one.pk


@dataclass(frozen=True)
class Register:
    """The concerns asked for, most urgent first, and all of them."""

    rows: list[ShownConcern]
    everything: list[ShownConcern] = field(default_factory=list)

    @property
    def open(self) -> list[ShownConcern]:
        return [row for row in self.everything if row.concern.closed_on is None]

    @property
    def late(self) -> int:
        return sum(row.late for row in self.everything)

    @property
    def kinds_said(self) -> str:
        """2 risks, 1 issue and 1 thing about funding."""
        names = {
            ConcernKind.RISK: ("risk", "risks"),
            ConcernKind.ISSUE: ("issue", "issues"),
            ConcernKind.CAPACITY: ("thing about capacity", "things about capacity"),
            ConcernKind.FUNDING: ("thing about funding", "things about funding"),
        }
        held = ((kind, sum(row.concern.kind == kind for row in self.open)) for kind in ConcernKind)
        return joined([counted(number, *names[kind]) for kind, number in held if number])


def concerns() -> QuerySet[Concern]:
    return Concern.objects.select_related("owner").prefetch_related("actions", "objectives")


def shown(concern: Concern, *, as_at: date) -> ShownConcern:
    """A concern as it stands on a day."""
    left = None if concern.closed_on else working_days_after(as_at, concern.review_by)
    if left == 0 and concern.review_by < as_at:
        left = -1  # a review due on Saturday is late on Sunday, though no working day has passed
    return ShownConcern(concern, left)


def _open_of(kind: ConcernKind) -> Callable[[ShownConcern], bool]:
    return lambda row: row.concern.closed_on is None and row.concern.kind == kind


SHOWS: dict[str, Callable[[ShownConcern], bool]] = {
    "": lambda row: row.concern.closed_on is None,
    "late": lambda row: row.late,
    **{kind.value: _open_of(kind) for kind in ConcernKind},
    "closed": lambda row: row.concern.closed_on is not None,
}


def register(show: str, *, as_at: date) -> Register:
    """The register as at a day."""
    everything = sorted((shown(one, as_at=as_at) for one in concerns()), key=lambda row: row.urgency)
    return Register([row for row in everything if SHOWS.get(show, SHOWS[""])(row)], everything)


@dataclass(frozen=True)
class Progress:
    """How far a roll-out has come, in words."""

    rollout: RollOut
    counts: tuple[Count, ...]  # one for a day, the latest first

    @property
    def latest(self) -> Count | None:
        return self.counts[0] if self.counts else None

    @property
    def said(self) -> str:
        one, latest = self.rollout, self.latest
        if latest is None:
            return "Nothing has been counted yet."
        trained = f"{latest.trained:,} of {one.people:,} people trained"
        areas = f"{latest.areas_live:,} of {one.areas:,} areas"
        return (
            f"On {long_date(latest.on)}: live in {areas}, {trained},"
            f" {counted(latest.defects_open, 'defect')} open and {latest.defects_closed:,} closed."
        )

    @property
    def left(self) -> int:
        """What remains: open defects, then areas and people to reach."""
        latest = self.latest
        return latest.defects_open if latest else 0


def progress(rollout: RollOut) -> Progress:
    """A roll-out with its counts, of one day the one entered last."""
    by_day = {one.on: one for one in rollout.counts.all()}
    return Progress(rollout, tuple(reversed(list(by_day.values()))))


def rollouts() -> list[Progress]:
    """Every pilot and roll-out: those going on first, those with most defects open first among them."""
    found = RollOut.objects.select_related("action__owner", "action__objective").prefetch_related("counts")
    return sorted(
        (progress(one) for one in found),
        key=lambda one: (one.rollout.ended_on is not None, -one.left, one.rollout.pk),
    )


def ideas() -> list[Idea]:
    """What staff suggested: what waits for an answer first, the longest wait first; then the latest
    answered."""
    found = list(Idea.objects.select_related("action"))
    waiting = [one for one in found if one.answered_on is None]
    answered = [one for one in found if one.answered_on is not None]
    return [*waiting, *sorted(answered, key=lambda one: (one.answered_on, one.pk), reverse=True)]


def waiting_ideas(found: Sequence[Idea]) -> int:
    return sum(one.answered_on is None for one in found)

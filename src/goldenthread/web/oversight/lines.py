"""Duties as a page shows them: each child as this reader may see them, days in words, links on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from goldenthread.standards.calendar import working_days_after
from goldenthread.web.access.actions import Look, record_view
from goldenthread.web.access.purposes import Purpose, pseudonym
from goldenthread.web.access.queries import fence_of
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import Standing, standing_of
from goldenthread.web.intake.names import Named, names_for
from goldenthread.web.oversight.models import ClockRow, Filling
from goldenthread.web.oversight.queries import Narrowed
from goldenthread.web.oversight.reach import is_identified, purpose_of
from goldenthread.web.oversight.timeline import duty_key
from goldenthread.web.oversight.words import DUTIES, Duty

NOBODY = "nobody recorded"


@dataclass(frozen=True)
class Line:
    """One open duty, ready to show."""

    row: ClockRow
    child: str  # identifier or pseudonym
    named: Named | None
    duty: Duty
    href: str
    wait: str  # "37 working days late", "in 3 working days"

    @property
    def assumed(self) -> bool:
        return self.row.basis == "assumed"

    @property
    def team(self) -> str:
        return self.row.team or NOBODY

    @property
    def worker(self) -> str:
        return self.row.worker or NOBODY


def looked_at(
    rows: Sequence[ClockRow],
    *,
    by: Person,
    filling: Filling,
    narrowed: Narrowed,
    what: str,
    standing: Standing | None = None,
    taken_away: bool = False,
) -> list[Line]:
    """The rows as lines. That they were looked at is written down first. `standing`: the person's, unless
    less of it counts here."""
    standing, fence = standing or standing_of(by), fence_of(by)
    shown = [(row, is_identified(row, standing, fence)) for row in rows]
    children = {row.child_id: False for row, _ in shown} | {
        row.child_id: True for row, named in shown if named
    }
    purpose = purpose_of(standing)
    leaving = len(rows) if taken_away else None
    record_view(Look(purpose, what, children, filling.snapshot, leaving), by=by)
    return _lines(shown, purpose=purpose, as_at=filling.as_at, narrowed=narrowed)


def wait_in_words(row: ClockRow, *, as_at: date) -> str:
    """How late, or how soon, in working days."""
    if row.status == "overdue":
        return "less than a working day late" if row.days_late == 0 else f"{_days(row.days_late)} late"
    left = working_days_after(as_at, row.due)
    return f"in {_days(left)}" if left > 0 else "due on that day"


def _lines(
    shown: Sequence[tuple[ClockRow, bool]], *, purpose: Purpose, as_at: date, narrowed: Narrowed
) -> list[Line]:
    names = names_for({row.child_id for row, identified in shown if identified})
    children = [row.child_id if identified else pseudonym(row.child_id, purpose) for row, identified in shown]
    return [
        Line(
            row=row,
            child=child,
            named=names.get(row.child_id) if identified else None,
            duty=DUTIES[row.clock],
            href=_child_at(row, child, narrowed),
            wait=wait_in_words(row, as_at=as_at),
        )
        for (row, identified), child in zip(shown, children, strict=True)
    ]


def _child_at(row: ClockRow, shown: str, narrowed: Narrowed) -> str:
    """The child's timeline at this duty, carrying the list one came from."""
    back = f"?{urlencode(narrowed.said)}" if narrowed.said else ""
    key = duty_key(clock=row.clock, about=row.about, started=row.started)
    return f"{reverse('oversight:child', args=[shown])}{back}#{key}"


def _days(number: int) -> str:
    return f"{number:,} working day{'' if number == 1 else 's'}"

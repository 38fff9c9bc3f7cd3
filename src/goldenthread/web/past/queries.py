"""From where changes may be counted, and what hangs on an action that no page has words for yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from goldenthread.web.accounts.models import Person
from goldenthread.web.past import words
from goldenthread.web.past.models import ReadUpTo
from goldenthread.web.past.state import MODELS, state, subject
from goldenthread.web.plan.models import Decision, Objective

_SHOWN_BY_THE_PAGE = {"plan_action", "plan_note", "plan_datechange", "plan_evidence", "plan_decision"}
MEETINGS = 6


def meetings(*, on: date) -> list[tuple[str, date]]:
    """The last meetings that decided something, with their days, latest first."""
    found = Decision.objects.filter(on__lte=on).order_by("-on", "meeting").values_list("meeting", "on")
    return list(found.distinct()[:MEETINGS])


def read_up_to(person: Person) -> datetime | None:
    """Up to when they have said they have read."""
    held = ReadUpTo.objects.filter(person=person).first()
    return held.at if held else None


def objective(key: int) -> Objective | None:
    """An objective, where it is there; within `as_it_was`, where it was there."""
    return Objective.objects.filter(pk=key).first()


def hanging(
    table: str, key: int, moment: datetime, *, figures: bool, told: Iterable[str] = _SHOWN_BY_THE_PAGE
) -> list[str]:
    """In words, what belonged to a thing at a moment beyond what its page tells by itself. `figures`: for
    somebody who sees figures as counted."""
    then = state(moment)
    called = words.names([then], figures=figures)
    wanted, known = (table, str(key)), set(told)
    return [
        f"{words.noun(at[0])}: {words.gist(at[0], row, called)}"
        for at, row in sorted(then.rows.items())
        if at[0] in MODELS and at[0] not in known and at != wanted and subject(at, then.rows) == wanted
    ]

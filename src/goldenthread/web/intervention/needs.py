"""What this room asks of somebody today: of whoever keeps the plan, what the regulator and the department
expect; of those named for a visit, what waits in confidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone

from goldenthread.papers.wording import counted
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.intervention import queries, rules
from goldenthread.web.page.needs import Need


def needs(person: Person, *, on: date) -> list[Need]:
    """The room's lines of the Today page, as at a day."""
    if not standing_of(person).may(Permission.EDIT_PLAN):
        return []
    return [*_expected(on), *_to_confirm(person), *_points(person)]


def _expected(on: date) -> Iterator[Need]:
    for row in queries.standing.expectations(as_at=on):
        if row.late or row.soon:
            sentence, kind = f"{row.sentence}: {row.words}", "overdue" if row.late else "due"
            # What it is stays here: that a letter is awaited is told in confidence until it is out.
            brief = f"Something expected of the authority is {row.words}"
            yield Need(sentence, reverse("intervention:home"), late=row.late, kind=kind, brief=brief)


def _to_confirm(person: Person) -> Iterator[Need]:
    for change in queries.visits.changes_for(person):
        if not rules.why_not_confirm_publication(person, change):
            sentence = f"{change.visit}: a moment of publication waits for you to confirm it"
            yield Need(sentence, reverse("intervention:visit", args=[change.visit_id]))


def _points(person: Person) -> Iterator[Need]:
    """What was said and nobody works on; what was said and is not compared with a letter that is out."""
    for visit, unworked, uncompared in queries.visits.open_points(person, at=timezone.now()):
        address = reverse("intervention:feedback", args=[visit.pk])
        if unworked:
            yield Need(f"{visit}: {counted(unworked, 'point')} of the feedback not worked on", address)
        if uncompared:
            words = f"{visit}: {counted(uncompared, 'point')} of the feedback to compare with the report"
            yield Need(words, address)

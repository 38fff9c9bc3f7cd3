"""What the regulator and the department expect, by its last day, for the calendar of whoever keeps the plan.
What it is stays on the site: until a letter is out, that it is awaited is told in confidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.intervention import queries
from goldenthread.web.page.dates import Event


def dates(person: Person, *, on: date) -> Iterator[Event]:
    """Each thing not done yet. The days a notice prints are everybody's who sees the plan, and not here."""
    if not standing_of(person).may(Permission.EDIT_PLAN):
        return
    for row in queries.standing.expectations(as_at=on):
        if row.to_whom and row.due is not None and row.expected.done is None:
            yield Event(row.key, row.due, f"Something is due to {row.to_whom}", reverse("intervention:home"))

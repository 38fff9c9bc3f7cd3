"""What Practice asks of those who answer for children: what is overdue with them, their team, their span."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Identity, Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.oversight import reach
from goldenthread.web.oversight.queries import Narrowed, counts, filling
from goldenthread.web.oversight.sentences import of_needs
from goldenthread.web.oversight.words import DUTIES
from goldenthread.web.page.needs import Need


def needs(person: Person, *, on: date) -> list[Need]:
    """A line for each duty, such as "3 care visits are overdue in your team", for those who act on it."""
    standing = standing_of(person)
    if not standing.may(Permission.SEE_CHILDREN) or standing.identity is not Identity.IDENTIFIED:
        return []
    stands = filling()
    if stands is None:
        return []
    found = counts(Narrowed(), as_at=stands.as_at)
    where = reach.in_words(standing)
    return [
        Need(
            sentence=of_needs(clock, found[clock].overdue, where=where),
            href=f"{reverse('oversight:home')}?{urlencode({'duty': clock})}",
            count=found[clock].overdue,
            late=True,
        )
        for clock in DUTIES
        if found[clock].overdue
    ]

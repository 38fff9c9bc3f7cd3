"""What Practice asks of those who answer for children: what is overdue with them, their team, their span."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Identity
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.oversight import reach
from goldenthread.web.oversight.queries import Narrowed, counts, filling
from goldenthread.web.oversight.sentences import of_needs, of_others
from goldenthread.web.oversight.words import DUTIES
from goldenthread.web.page.needs import Need

MOST_LINES = 6  # of duties: with more, those with most overdue stand alone, and the rest in one line


def needs(person: Person, *, on: date) -> list[Need]:
    """A line for each duty, such as "3 care visits are overdue in your team", for those who act on it; the
    duties with most overdue where there are many, and one line for the others."""
    standing = standing_of(person)
    if standing.identity is not Identity.IDENTIFIED:  # of nobody, for whoever may see no child
        return []
    stands = filling()
    if stands is None:
        return []
    found = counts(Narrowed(), as_at=stands.as_at)
    overdue = {clock: found[clock].overdue for clock in DUTIES if found[clock].overdue}
    return _lines(overdue, where=reach.in_words(standing))


def _lines(overdue: dict[str, int], *, where: str) -> list[Need]:
    alone = list(overdue)
    if len(alone) > MOST_LINES:
        worst = sorted(alone, key=lambda clock: -overdue[clock])[: MOST_LINES - 1]
        alone = [clock for clock in alone if clock in worst]
    lines = [
        _need(
            of_needs(clock, overdue[clock], where=where),
            urlencode({"duty": clock}),
            overdue[clock],
        )
        for clock in alone
    ]
    others = [clock for clock in overdue if clock not in alone]
    if others:
        rest = sum(overdue[clock] for clock in others)
        lines.append(_need(of_others(len(others), rest, where=where), "", rest))
    return lines


def _need(sentence: str, query: str, count: int) -> Need:
    href = reverse("oversight:home") + (f"?{query}" if query else "")
    return Need(sentence=sentence, href=href, count=count, late=True)

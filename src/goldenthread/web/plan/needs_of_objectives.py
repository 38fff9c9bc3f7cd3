"""What the days by which objectives are to be met ask of somebody today: those that are near, and those that
have passed with nothing to show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from goldenthread.papers.wording import counted, long_date
from goldenthread.web.accounts.models import Person
from goldenthread.web.page.needs import Need
from goldenthread.web.plan import queries


def needs_of_objectives(person: Person, *, on: date) -> Iterator[Need]:
    """One line each."""
    for one in queries.objective_days(person, as_at=on):
        if one.near:
            kind = "overdue" if one.passed else "due"
            href = reverse("plan:objective", args=[one.objective.pk])
            code, text = one.objective.code, one.objective.text
            shown = text if len(text) <= 120 else f"{text[:117]}…"
            said = _said(one)
            sentence = f"Objective {code}, {shown}: {said}"
            yield Need(sentence, href, late=one.passed, kind=kind, brief=f"Objective {code}: {said}")


def _said(one: queries.ObjectiveDay) -> str:
    day = long_date(one.due)
    if one.passed:
        return f"it was to be met by {day}, and nobody has judged that it is"
    if one.left == 0:
        return f"to be met by {day}"
    return f"to be met by {day}, in {counted(one.left, 'working day')}"

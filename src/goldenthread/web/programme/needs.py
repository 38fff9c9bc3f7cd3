"""What the programme asks of somebody today: reviews that are late, ideas that wait for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from goldenthread.papers.wording import counted
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.page.needs import Need
from goldenthread.web.programme import queries
from goldenthread.web.programme.models import Idea


def needs(person: Person, *, on: date) -> list[Need]:
    """The programme's lines of the Today page, as at a day."""
    may = standing_of(person).may
    if not may(Permission.SEE_PLAN):
        return []
    keeps = may(Permission.EDIT_PLAN)
    return [*_reviews(person, on, keeps=keeps), *(_ideas() if keeps else ())]


def _reviews(person: Person, on: date, *, keeps: bool) -> Iterator[Need]:
    """Each of one's own; of all others' how many, for whoever keeps the plan."""
    late = queries.register("late", as_at=on).rows
    own = [row for row in late if row.concern.owner_id == person.pk]
    for row in own:
        text = row.concern.text if len(row.concern.text) <= 120 else f"{row.concern.text[:117]}…"
        sentence = f"A review of yours, {text}: {row.review}"
        href = reverse("programme:concern", args=[row.concern.pk])
        brief = f"A review of yours in the programme: {row.review}"
        yield Need(sentence, href, late=True, kind="overdue", brief=brief)
    others = len(late) - len(own)
    if keeps and others:
        verb = "is" if others == 1 else "are"
        sentence = f"{counted(others, 'thing')} that could stop us {verb} late for review"
        href = f"{reverse('programme:home')}?show=late"
        yield Need(sentence, href, count=others, late=True, kind="overdue", brief=sentence)


def _ideas() -> Iterator[Need]:
    waiting = Idea.objects.filter(answered_on=None).count()
    if waiting:
        verb = "waits" if waiting == 1 else "wait"
        sentence = f"{counted(waiting, 'staff idea')} {verb} for an answer"
        yield Need(sentence, reverse("programme:ideas"), count=waiting, brief=sentence)

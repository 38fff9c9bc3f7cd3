"""What Papers asks of people: a draft that waits for a second person, a paper that could not be made, a paper
that a reader from outside has not opened."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.page.needs import Need
from goldenthread.web.papers.models import Paper
from goldenthread.web.papers.queries import failed_of, has_opened, papers_for, waiting_for_release


def needs(person: Person, *, on: date) -> list[Need]:
    """Lines for the Today page."""
    drafts = [
        Need(f"{paper}, made by {paper.made_by_name}, waits for you to release it", _page(paper))
        for paper in waiting_for_release(person).defer("inputs")
    ]
    failed = [
        Need(f"{paper} could not be made: {paper.why}", _page(paper))
        for paper in failed_of(person).defer("inputs")
    ]
    unread = [
        Need(f"{paper} is released, and you have not opened it yet", _page(paper))
        for paper in _unread(person)
    ]
    return [*drafts, *failed, *unread]


def _unread(person: Person) -> list[Paper]:
    """The latest paper released, for people from outside: it is what they come for."""
    if not any(role.external for role in standing_of(person).roles):
        return []
    newest = papers_for(person).filter(released_at__isnull=False).defer("inputs").first()
    return [newest] if newest and not has_opened(person, newest) else []


def _page(paper: Paper) -> str:
    return reverse("papers:paper", args=[paper.pk])

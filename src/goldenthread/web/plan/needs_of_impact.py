"""What impact asks of somebody today: what a fallen measure has put in question, and evidence gone stale."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from goldenthread.papers.wording import counted
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.page.needs import Need
from goldenthread.web.plan import queries
from goldenthread.web.plan.models import Action


def needs_of_impact(person: Person, *, on: date) -> Iterator[Need]:
    """Questions for whoever judges impact or keeps the plan; stale evidence for whoever keeps it."""
    may = standing_of(person).may
    if may(Permission.JUDGE_EVIDENCE) or may(Permission.EDIT_PLAN):
        yield from _questions()
    if may(Permission.EDIT_PLAN):
        yield from _stale(on)


def _questions() -> Iterator[Need]:
    for question in queries.open_questions():
        thing = question.judgement.thing
        route = "action" if isinstance(thing, Action) else "objective"
        told = f"{question.judgement.measure_title}: {question.why}"
        brief = f"Is the impact of {thing.code} still sustained?"
        href = reverse(f"plan:{route}", args=[thing.pk])
        yield Need(f"{brief} {told}", href, late=True, brief=brief)


def _stale(on: date) -> Iterator[Need]:
    gone = queries.gone_stale(queries.pieces(as_at=on))
    if gone:
        sentence = f"The newest evidence of {counted(len(gone), 'action')} has gone stale"
        href = f"{reverse('plan:evidence-list')}?show=stale"
        yield Need(sentence, href, count=len(gone), brief=sentence)

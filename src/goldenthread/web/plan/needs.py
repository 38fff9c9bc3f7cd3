"""What the plan asks of somebody today: their own actions, objectives whose day is near, claims they may sign
off, dates to decide, and of whoever keeps it, what nobody here answers for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from goldenthread.papers.wording import counted, long_date
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.page.needs import Need
from goldenthread.web.plan import queries, rules
from goldenthread.web.plan.needs_of_impact import needs_of_impact
from goldenthread.web.plan.needs_of_objectives import needs_of_objectives
from goldenthread.web.plan.values import Shown, by_dates_alone


def needs(person: Person, *, on: date) -> list[Need]:
    """The plan's lines of the Today page, as at a day."""
    if not standing_of(person).may(Permission.SEE_PLAN):
        return []
    return [
        *_mine(person, on),
        *_word_owed(person, on),
        *needs_of_objectives(person, on=on),
        *_claims(person, on),
        *_dates(person),
        *_in_question(person),
        *_colours(person, on),
        *_nobodys(person, on),
        *needs_of_impact(person, on=on),
    ]


def _mine(person: Person, on: date) -> Iterator[Need]:
    # A claim waits for somebody else: nothing of it is left for its owner to do.
    found = queries.as_rows(queries.still_to_do(person), as_at=on)
    rows = [row for row in found if queries.is_mine(person, row)]
    for row in rows:
        if row.late or row.due_soon:
            kind = "overdue" if row.late else "due"
            href = reverse("plan:action", args=[row.action.pk])
            yield Need(_sentence(row), href, late=row.late, kind=kind, brief=_brief(row, on))


def _brief(row: Shown, on: date) -> str:
    """Its dates alone: a milestone's name and the reason for a colour are words that people wrote."""
    return f"Action {row.action.code}: {by_dates_alone(row.action, as_at=on)}"


def _word_owed(person: Person, on: date) -> Iterator[Need]:
    """Updates of one's own actions that are overdue, as one line."""
    if not standing_of(person).may(Permission.WORK_ACTIONS):
        return
    weeks = queries.plan_settings().update_weeks
    behind = sum(one.overdue for one in queries.mine(person, plan_weeks=weeks, as_at=on))
    if behind:
        brief = f"An update is overdue on {counted(behind, 'action')}"
        href = reverse("plan:mine")
        yield Need(f"{brief} of yours", href, count=behind, late=True, kind="update", brief=brief)


def _in_question(person: Person) -> Iterator[Need]:
    """For whoever keeps the plan: sign-offs whose evidence was found wanting since."""
    if not standing_of(person).may(Permission.EDIT_PLAN):
        return
    for action in queries.in_question():
        sentence = f"Action {action.code} is signed off, and evidence of it was judged not sufficient since"
        yield Need(sentence, reverse("plan:action", args=[action.pk]), brief=sentence)


def _colours(person: Person, on: date) -> Iterator[Need]:
    """For whoever set a colour, and for whoever keeps the plan: the computed one is soon to stand again."""
    keeps = standing_of(person).may(Permission.EDIT_PLAN)
    for held in queries.ending_colours(as_at=on):
        mine = held.by_id == person.pk
        if mine or keeps:
            whose = "you set for action" if mine else "set for action"
            brief = f"The colour {whose} {held.action.code} ends on {long_date(held.until)}"
            sentence = f"{brief}: set it again, or let the computed colour stand"
            yield Need(sentence, reverse("plan:action", args=[held.action_id]), brief=brief)


def _sentence(row: Shown) -> str:
    text = row.action.text if len(row.action.text) <= 120 else f"{row.action.text[:117]}…"
    return f"Your action {row.action.code}, {text}: {row.delivery.reason}"


def _claims(person: Person, on: date) -> Iterator[Need]:
    if not standing_of(person).may(Permission.SIGN_OFF):
        return
    waiting = queries.awaiting_sign_off(as_at=on)
    mine = [row for row in waiting if not rules.why_not_sign_off(person, row.action)]
    if mine:
        verb = "waits" if len(mine) == 1 else "wait"
        sentence = f"{counted(len(mine), 'action')} {verb} for your sign-off"
        yield Need(sentence, reverse("plan:awaiting"), count=len(mine), kind="sign-off", brief=sentence)


def _dates(person: Person) -> Iterator[Need]:
    for change in queries.dates_to_decide():
        if not rules.why_not_decide(person, change):
            sentence = f"A new date for {change.kind} {change.thing.code} waits for a decision"
            href = reverse("plan:decide-date", args=[change.pk])
            yield Need(sentence, href, kind="date", brief=sentence)


def _nobodys(person: Person, on: date) -> Iterator[Need]:
    """For whoever keeps the plan: late actions whose owner does not sign in here, findings without an
    objective."""
    if not standing_of(person).may(Permission.EDIT_PLAN):
        return
    late = [row for row in queries.as_rows(queries.listed().filter(owner=None), as_at=on) if row.late]
    if late:
        verb = "is late and its owner does" if len(late) == 1 else "are late and their owners do"
        sentence = f"{counted(len(late), 'action')} {verb} not sign in here: ask after it"
        sentence = sentence if len(late) == 1 else sentence.replace("after it", "after them")
        href = f"{reverse('plan:home')}?show=late"
        yield Need(sentence, href, count=len(late), late=True, kind="overdue", brief=sentence)
    if unanswered := queries.unanswered(as_at=on):
        verb = "has" if unanswered == 1 else "have"
        sentence = f"{counted(unanswered, 'finding')} {verb} no objective yet"
        yield Need(sentence, f"{reverse('plan:requirements')}?show=unanswered", brief=sentence)

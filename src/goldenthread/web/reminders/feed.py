"""Somebody's dates in the plan as a calendar: codes and dates, never what people wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from goldenthread.findings.model import NoticeDate
from goldenthread.web.accounts.models import Person
from goldenthread.web.page.dates import Event
from goldenthread.web.page.elsewhere import provider
from goldenthread.web.plan import queries
from goldenthread.web.plan.models import Action, Source
from goldenthread.web.plan.queries.progress import Owed
from goldenthread.web.reminders.mail import address


def events(person: Person, *, on: date) -> list[Event]:
    """What is due of a person's own actions (they themselves, word of them, their milestones), the days by
    which objectives are to be met, the dates that notices set, and what rooms
    beside the plan have, in the order of their days."""
    weeks = queries.plan_settings().update_weeks
    own = queries.mine(person, plan_weeks=weeks, as_at=on)
    asked = provider("DATES_BESIDE_THE_PLAN")
    found = [
        *_of_actions(own),
        *_of_milestones([one.row.action for one in own]),
        *_of_objectives(person, on),
        *_of_notices(),
        *(asked(person, on=on) if asked else ()),
    ]
    return sorted(found, key=lambda event: (event.day, event.key))


def _of_actions(own: Sequence[Owed]) -> Iterator[Event]:
    for one in own:
        action = one.row.action
        key, href = f"action-{action.pk}", reverse("plan:action", args=[action.pk])
        if action.due is not None:
            yield Event(key, action.due, f"Action {action.code} is due", href, action.version)
        if one.clock is not None:
            words = f"An update on action {action.code} is due"
            yield Event(f"{key}-update", one.clock.due, words, href, action.version)


def _of_milestones(own: Sequence[Action]) -> Iterator[Event]:
    for step in queries.milestones().filter(action__in=own, done_on=None):
        words, href = (
            f"A milestone of action {step.action.code} is due",
            reverse("plan:action", args=[step.action_id]),
        )
        yield Event(f"milestone-{step.pk}", step.due, words, href, step.version)


def _of_objectives(person: Person, on: date) -> Iterator[Event]:
    for one in queries.objective_days(person, as_at=on):
        held = one.objective
        href = reverse("plan:objective", args=[held.pk])
        yield Event(
            f"objective-{held.pk}", one.due, f"Objective {held.code} is to be met", href, held.version
        )


def _of_notices() -> Iterator[Event]:
    """A notice is published: what it says falls on a day is said as it says it."""
    for source in Source.objects.order_by("pk"):
        for place, held in enumerate(source.dates):
            set_day = NoticeDate.from_json(held)
            if set_day.last is not None and set_day.first == set_day.last:
                href = reverse("inspection:source", args=[source.pk])
                yield Event(f"notice-{source.pk}-{place}", set_day.last, f"Notice: {set_day.what}", href)


def as_calendar(found: list[Event], *, now: datetime) -> bytes:
    """The events as iCalendar (RFC 5545)."""
    from icalendar import Calendar
    from icalendar import Event as Entry

    calendar = Calendar()
    calendar.add("prodid", "-//Golden Thread//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Improvement plan")
    calendar.add("x-published-ttl", "PT6H")  # how often it is worth asking
    for event in found:
        entry = Entry()
        entry.add("uid", f"{event.key}@{urlsplit(settings.SITE_ADDRESS).hostname or 'golden-thread'}")
        entry.add("dtstamp", now)
        entry.add("dtstart", event.day)
        entry.add("dtend", event.day + timedelta(days=1))
        entry.add("summary", event.words)
        entry.add("url", address(event.href))
        entry.add("sequence", event.version)
        entry.add("transp", "TRANSPARENT")  # a due date leaves the day free
        entry.add("class", "PRIVATE")
        calendar.add_component(entry)
    return bytes(calendar.to_ical())

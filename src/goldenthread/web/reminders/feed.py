"""Somebody's dates in the plan as a calendar: codes and dates, never what people wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from goldenthread.findings.model import NoticeDate
from goldenthread.web.accounts.models import Person
from goldenthread.web.plan import queries
from goldenthread.web.plan.models import Source
from goldenthread.web.reminders.mail import address


@dataclass(frozen=True)
class Event:
    """A whole day in a calendar. `key` is its lasting name: the same thing moved is the same event."""

    key: str
    day: date
    words: str
    href: str
    version: int = 0


def events(person: Person, *, on: date) -> list[Event]:
    """The due dates of a person's own actions, and the dates that notices set, in the order of their days."""
    return sorted([*_own(person, on), *_of_notices()], key=lambda event: (event.day, event.key))


def _own(person: Person, on: date) -> Iterator[Event]:
    for row in queries.as_rows(queries.still_to_do(person), as_at=on):
        action = row.action
        if action.due is not None and queries.is_mine(person, row):
            href = reverse("plan:action", args=[action.pk])
            yield Event(
                f"action-{action.pk}", action.due, f"Action {action.code} is due", href, action.version
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

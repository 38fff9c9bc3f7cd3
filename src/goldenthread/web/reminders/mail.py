"""A reminder as plain text: what waits, where to go, how to have it otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from goldenthread.papers.wording import counted, long_date
from goldenthread.web.accounts.models import Person
from goldenthread.web.reminders.models import Kind
from goldenthread.web.reminders.waiting import Waiting

_HEADINGS = {
    Kind.OVERDUE: "Late",
    Kind.SIGN_OFF: "Waiting for your sign-off",
    Kind.DATE: "New dates to decide",
    Kind.UPDATE: "Progress updates due",
    Kind.DUE: "Due soon",
    Kind.OTHER: "Also",
}


def message(person: Person, found: Sequence[Waiting], *, on: date) -> EmailMessage:
    """The message to somebody for whom something waits."""
    return EmailMessage(
        subject=f"Golden Thread: {_subject(found)}",
        body=_body(person, found, on),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[person.email],
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )


def _subject(found: Sequence[Waiting]) -> str:
    late = sum(one.kind is Kind.OVERDUE for one in found)
    verb = "waits" if len(found) == 1 else "wait"
    return f"{counted(len(found), 'thing')} {verb} in the plan" + (f", {late} late" if late else "")


def _body(person: Person, found: Sequence[Waiting], on: date) -> str:
    parts = [f"{person.name},", f"In the improvement plan on {long_date(on)}:"]
    for (covering, kind), lines in groupby(found, key=lambda one: (one.covering, one.kind)):
        heading = f"{_HEADINGS[kind]}, of {covering}, whom you cover" if covering else _HEADINGS[kind]
        parts.append("\n".join([f"{heading}:", *(_line(one) for one in lines)]))
    parts.append(
        "You get this once a day at most, and only when something waits.\n"
        f"How often it comes, and what it tells, is yours to set:\n{address(reverse('reminders:home'))}"
    )
    return "\n\n".join(parts) + "\n"


def _line(one: Waiting) -> str:
    return f"- {one.words}\n  {address(one.href)}"


def address(path: str) -> str:
    """A page's whole address, for whoever reads it elsewhere."""
    return f"{settings.SITE_ADDRESS}{path}"

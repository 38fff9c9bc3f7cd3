"""Writes: what somebody wants, the sending, and calendar links."""

from __future__ import annotations

import logging
import smtplib
import socket
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from goldenthread.standards.calendar import is_working_day
from goldenthread.web.accounts.models import Person
from goldenthread.web.database.scope import as_service
from goldenthread.web.history.actions import About, Service, record
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.reminders.mail import message
from goldenthread.web.reminders.models import CalendarLink, Fate, Message, Preference, Rhythm
from goldenthread.web.reminders.waiting import Waiting, waiting
from goldenthread.web.signin.codes import new_token, token_digest

SENDER = Service("reminders")
LINK_HOLDS = timedelta(days=365)
MOST_READS_A_DAY = 300  # one every five minutes; calendars ask every quarter of an hour or more seldom
_log = logging.getLogger(__name__)


@transaction.atomic
def set_preference(*, by: Person, version: int, rhythm: str, weekday: int, kinds: Sequence[str]) -> bool:
    """How often somebody is reminded, and of what. False where they saved it elsewhere first."""
    Preference.objects.get_or_create(person=by)
    changes = {"rhythm": rhythm, "weekday": weekday, "kinds": list(kinds)}
    if not save_if_unchanged(Preference.objects.filter(person=by), version=version, changes=changes):
        return False
    record(by=by, act="set what they are reminded of", about=_about(by), details={"rhythm": rhythm})
    return True


def _about(person: Person) -> About:
    return About(kind="person", key=person.reference, label=person.name)


# Sending


def send_reminders(*, on: date) -> Counter[str]:
    """Send everybody what waits for them on a day, where they want it on that day: how many, by what became
    of it. Called again the same day, it sends nobody a second message.

    A message is written down before it is handed to the mail server. Killed between the two, the site sends
    that person nothing that day: of one message too few and one too many, the first is the better, since
    whatever waits is still there tomorrow and is told then.
    """
    sent: Counter[str] = Counter()
    for key in Person.objects.filter(is_active=True).values_list("pk", flat=True):
        with as_service("reminders"):
            claimed = _claimed(key, on)
        if claimed is not None:
            held, found = claimed
            fate = _send(held, found, on)
            with as_service("reminders"):
                Message.objects.filter(pk=held.pk).update(fate=fate)
            sent[fate] += 1
    if sent:
        with as_service("reminders"):
            details = {"on": str(on), **sent}
            record(
                by=SENDER, act="sent reminders", about=About("reminders", str(on), str(on)), details=details
            )
    return sent


def _claimed(key: int, on: date) -> tuple[Message, list[Waiting]] | None:
    """A person's message of a day, now ours to send; None where there is nothing to send, or somebody else
    has it."""
    person = Person.objects.get(pk=key)
    wants = Preference.objects.filter(person=person).first() or Preference(person=person)
    if not _falls_on(wants, on):
        return None
    found = waiting(person, on=on, kinds=wants.kinds)
    if not found:
        return None
    held = _claim(person, on, len(found))
    return (held, found) if held else None


def _falls_on(wants: Preference, on: date) -> bool:
    if wants.rhythm == Rhythm.WEEKLY:
        return on.weekday() == wants.weekday
    return wants.rhythm == Rhythm.DAILY and is_working_day(on)


def _claim(person: Person, on: date, lines: int) -> Message | None:
    """The day's one message, or one that was surely not sent before."""
    try:
        with transaction.atomic():
            return Message.objects.create(person=person, on=on, lines=lines)
    except IntegrityError:
        refused = Message.objects.filter(person=person, on=on, fate=Fate.REFUSED)
        again = refused.update(fate=Fate.UNDER_WAY, lines=lines)
        return Message.objects.select_related("person").get(person=person, on=on) if again else None


def _send(held: Message, found: Sequence[Waiting], on: date) -> Fate:
    """Hand it to the mail server, and say what became of it. A fault's words may quote an address: its kind
    alone is logged."""
    try:
        message(held.person, found, on=on).send()
    except (smtplib.SMTPConnectError, smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused) as fault:
        return _failed(fault, Fate.REFUSED)
    except (ConnectionRefusedError, socket.gaierror) as fault:
        return _failed(fault, Fate.REFUSED)
    except Exception as fault:
        return _failed(fault, Fate.UNKNOWN)
    return Fate.SENT


def _failed(fault: Exception, fate: Fate) -> Fate:
    _log.error("a reminder could not be sent: %s", type(fault).__name__)
    return fate


# Calendar links


@dataclass(frozen=True)
class Issued:
    """A link just made: `token` is the only time it can be read."""

    link: CalendarLink
    token: str


@transaction.atomic
def make_link(*, by: Person, on: date) -> Issued:
    """A calendar link in place of any there was, which is good no longer."""
    _end(by)
    token = new_token()
    link = CalendarLink.objects.create(person=by, digest=token_digest(token), starts=on, ends=on + LINK_HOLDS)
    record(by=by, act="made a calendar link", about=_about(by), details={"until": str(link.ends)})
    return Issued(link, token)


@transaction.atomic
def end_link(*, by: Person) -> bool:
    """The link is good no longer. False where there was none."""
    ended = _end(by)
    if ended:
        record(by=by, act="ended their calendar link", about=_about(by))
    return ended


def _end(person: Person) -> bool:
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # two at once would each make one
    live = CalendarLink.objects.filter(person=person, ended_at=None)
    return live.update(ended_at=timezone.now()) > 0


def count_read(link: CalendarLink, *, on: date) -> bool:
    """Write down that a calendar reads the link; False where it has been read too often that day."""
    same_day = When(reads_on=on, then=F("reads") + 1)
    row = CalendarLink.objects.filter(pk=link.pk).exclude(reads_on=on, reads__gte=MOST_READS_A_DAY)
    counted = row.update(reads=Case(same_day, default=Value(1)), reads_on=on, last_read=timezone.now())
    return counted == 1

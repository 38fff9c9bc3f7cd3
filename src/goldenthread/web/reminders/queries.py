"""Reading what somebody wants, and whose a calendar link is."""

from __future__ import annotations

from datetime import date

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_on
from goldenthread.web.reminders.models import CalendarLink, Message, Preference
from goldenthread.web.signin.codes import token_digest


def preference_of(person: Person) -> Preference:
    """What they want; as it is for everybody where they have not said."""
    return Preference.objects.filter(person=person).first() or Preference(person=person)


def link_of(person: Person, *, on: date) -> CalendarLink | None:
    """Their calendar link, where it is good on a day."""
    held = CalendarLink.objects.filter(person=person, ended_at=None).first()
    return held if held is not None and held.holds(on=on) else None


def link_by(token: str, *, on: date) -> CalendarLink | None:
    """The link a token stands for, where it is good on a day and its owner may still see the plan."""
    found = CalendarLink.objects.select_related("person").filter(digest=token_digest(token)).first()
    if found is None or not found.holds(on=on):
        return None
    return found if standing_on(found.person, on=on).may(Permission.SEE_PLAN) else None


def last_message(person: Person) -> Message | None:
    """The last reminder they were sent."""
    return Message.objects.filter(person=person, fate="sent").first()

"""What two people want to be reminded of, and where the director's reading of changes stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from goldenthread.web.accounts.models import Person
from goldenthread.web.past.actions import mark_read
from goldenthread.web.reminders.actions import set_preference
from goldenthread.web.reminders.models import Kind, Rhythm

_SINCE_READ = timedelta(days=70)  # the records end a month ago: so a meeting's changes are unread


def tune(people: Mapping[str, Person]) -> None:
    """The director reads on Mondays, and only what presses; the head of safeguarding wants none; everybody
    else has what everybody has."""
    pressing = [Kind.OVERDUE, Kind.SIGN_OFF, Kind.DATE]
    set_preference(by=people["director"], version=1, rhythm=Rhythm.WEEKLY, weekday=0, kinds=pressing)
    set_preference(by=people["safeguarding"], version=1, rhythm=Rhythm.OFF, weekday=0, kinds=pressing)
    mark_read(by=people["director"], up_to=timezone.now() - _SINCE_READ)

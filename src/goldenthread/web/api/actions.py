"""Writing down each call, and saying whether a service may ask again now."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goldenthread.web.accounts.service import ServiceCaller
from goldenthread.web.api.models import Call

TOO_MANY = 429
HOUR = timedelta(hours=1)


@transaction.atomic
def note_call(*, by: ServiceCaller, asked: str, status: int, rows: int) -> Call:
    """A service asked, and was answered so."""
    return Call.objects.create(
        service_name=by.name, service=by.reference, asked=asked[:500], status=status, rows=rows
    )


def most_calls_an_hour(on: date) -> int:
    """The rule in force on a day; settings.MOST_CALLS_AN_HOUR is (first day, calls), in order of days."""
    return [most for first, most in settings.MOST_CALLS_AN_HOUR if first <= on][-1]


def may_ask(by: ServiceCaller, *, on: date) -> bool:
    """Whether a service has asked less often in the last hour than it may."""
    lately = Call.objects.filter(service=by.reference, at__gt=timezone.now() - HOUR)
    return lately.exclude(status=TOO_MANY).count() < most_calls_an_hour(on)

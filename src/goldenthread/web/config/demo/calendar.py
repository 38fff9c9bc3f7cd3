"""The days of the story: what the site writes down while it is played carries the day it happened on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from goldenthread.web.accounts.standing import LONDON
from goldenthread.web.past.playing import write_down

MORNING = time(9, 30)


@contextmanager
def on_the_day(day: date, *, minutes: int = 0) -> Iterator[None]:
    """For the site, it is the morning of that day until the block is left, and no later than it is. Never in
    production: there, a history tells when things were written down and nothing else."""
    if settings.ENVIRONMENT.production:
        raise RuntimeError("Days are played in a demonstration only.")
    before = timezone.now
    morning = datetime.combine(day, MORNING, tzinfo=LONDON) + timedelta(minutes=minutes)
    stands_at = min(morning, before())  # a demonstration made before half past nine tells of no later hour
    timezone.now = lambda: stands_at
    try:
        yield
        if connection.in_atomic_block:
            write_down(stands_at)
    finally:
        timezone.now = before

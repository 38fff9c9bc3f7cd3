"""Asking the past: inside the block, every query of the plan's tables is answered as at a moment.

    with as_it_was(moment):
        rows = queries.outline(as_at=day)

The plan's own queries are asked, not copies of them, so that an old page and the page of that day cannot
differ. Whatever is read must be read inside the block: a query left for later is answered by the present.
Nothing can be written inside it: what stands for the tables there are views that refuse it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.utils import timezone

from goldenthread.web.accounts.standing import LONDON
from goldenthread.web.past.installing import SCHEMA
from goldenthread.web.past.models import Kept, RowVersion


@contextmanager
def as_it_was(moment: datetime) -> Iterator[None]:
    """The plan as at `moment`, what was written at that very moment included, until the block is left."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('search_path')")
            (path,) = cursor.fetchone()
        _look(f"{SCHEMA}, public", moment.isoformat())
        yield
        _look(path, "")


def _look(path: str, moment: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('search_path', %s, true), set_config('goldenthread.as_at', %s, true)",
            [path, moment],
        )


def end_of(day: date) -> datetime:
    """The last moment of a day in London, or now where the day is not over."""
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)
    return min(midnight - timedelta(microseconds=1), timezone.now())


def known_since() -> datetime | None:
    """From when on the plan is known as it was; None where nothing has been kept yet."""
    first = RowVersion.objects.filter(relation__startswith="plan_").order_by("at").first()
    began = Kept.objects.filter(relation__startswith="plan_").order_by("since").first()
    known = [held for held in (first and first.at, began and began.since) if held]
    return min(known, default=None)


def written_later(moment: datetime) -> datetime | None:
    """When something that counts from before `moment` was written down only afterwards: the last of it. Only
    a demonstration has such rows."""
    late = RowVersion.objects.filter(
        relation__startswith="plan_", at__lte=moment, written_at__gt=moment, transaction__gt=0
    )
    found = late.order_by("-written_at").first()
    return found.written_at if found else None

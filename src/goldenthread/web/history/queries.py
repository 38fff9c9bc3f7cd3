"""Reading the trail."""

from __future__ import annotations

from django.db.models import QuerySet

from goldenthread.web.history.models import Entry


def about(*, kind: str, key: str) -> QuerySet[Entry]:
    """Everything done to one thing, latest first."""
    return Entry.objects.filter(about_kind=kind, about_key=key)


def about_any(*, kind: str, keys: list[str]) -> QuerySet[Entry]:
    """Everything done to any of several things of one kind, latest first."""
    return Entry.objects.filter(about_kind=kind, about_key__in=keys)

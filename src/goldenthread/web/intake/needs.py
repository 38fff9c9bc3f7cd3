"""What Records asks of whoever loads them: a load refused, records grown old, or errors in them."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.intake import checking, loading, quality
from goldenthread.web.intake.age import age_in_words
from goldenthread.web.intake.models import LoadState
from goldenthread.web.intake.queries import latest, loads
from goldenthread.web.page.needs import Need
from goldenthread.web.page.templatetags.page import counted

_OLD = 35  # days
_RECENT = timedelta(days=14)


def needs(person: Person, *, on: date) -> list[Need]:
    """Lines for the Today page of somebody who loads records."""
    if not standing_of(person).may(Permission.LOAD_RECORDS):
        return []
    return [*_first_or_old(on), *_refused(), *_to_put_right()]


def _first_or_old(on: date) -> list[Need]:
    newest = latest()
    if newest is None:
        return [Need("No records have been loaded yet", reverse("intake:new"))]
    if (on - newest.as_at).days <= _OLD:
        return []
    age = age_in_words(newest.as_at, on)
    return [Need(f"The records are {age}: load newer ones", reverse("intake:new"), late=True)]


def _refused() -> list[Need]:
    """The last load, where it came to nothing and nobody has tried again."""
    last = loads().first()
    if last is not None and last.under_way:
        transaction.on_commit(loading.wake)  # the site may have been stopped since it was asked for
    if last is None or last.state not in {LoadState.REFUSED, LoadState.STOPPED}:
        return []
    if last.asked < timezone.now() - _RECENT:
        return []
    done = "refused" if last.state == LoadState.REFUSED else "stopped"
    return [Need(f"A load was {done}: {last.file_name}", reverse("intake:load", args=[last.pk]))]


def _to_put_right() -> list[Need]:
    """The errors in the records, which cannot be so; where there is none, the queries that came since the
    records before."""
    checking.see_to_it()
    if quality.held() is None:
        return []
    at, errors, queries = reverse("intake:quality"), _found("error"), _found("query")
    if errors.error:
        came = f", {errors.came:,} of them new" if errors.came else ""
        sentence = f"{counted(errors.error, 'error is,errors are')} in the records{came}"
        return [Need(sentence, f"{at}?severity=error", count=errors.error)]
    if queries.came:
        sentence = f"{counted(queries.came, 'query is,queries are')} new in the records"
        return [Need(sentence, f"{at}?severity=query&show=new", count=queries.came)]
    return []


def _found(severity: str) -> quality.Counted:
    return quality.in_all(quality.counts(quality.Narrowed(severity=severity), quality.Whose(every=True)))

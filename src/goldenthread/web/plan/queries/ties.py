"""What a requirement is tied to, and what it may be tied to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from goldenthread.web.plan.models import ASKS_NOTHING, Action, Disposition, Requirement, Source, Verdict
from goldenthread.web.plan.queries.delivery import as_rows, listed
from goldenthread.web.plan.queries.threads import Strand
from goldenthread.web.plan.values import Shown


def verdicts_of(requirement: Requirement) -> QuerySet[Verdict]:
    """What later documents say of it, the latest first."""
    return requirement.verdicts.select_related("source", "finding")


def may_be_repeated(requirement: Requirement) -> QuerySet[Requirement]:
    """What it may be said to repeat: whatever is not later, the latest sources first."""
    others = Requirement.objects.select_related("source").exclude(pk=requirement.pk)
    day = requirement.source.day
    if day is not None:
        spoken = Q(source__inspection_end__lte=day) | Q(
            source__inspection_end=None, source__published__lte=day
        )
        others = others.filter(spoken | Q(source__inspection_end=None, source__published=None))
    return others.order_by("-source_id", "number")


def may_say_so(requirement: Requirement) -> QuerySet[Source]:
    """The documents that may hold a verdict on it: those not known to be earlier."""
    others = Source.objects.exclude(pk=requirement.source_id)
    day = requirement.source.day
    if day is None:
        return others
    earlier = Q(inspection_end__lt=day) | Q(inspection_end=None, published__lt=day)
    return others.exclude(earlier)


def may_be_named(action: Action) -> QuerySet[Requirement]:
    """What an action may answer itself: all that is asked and not declined, but what its objective answers
    already."""
    asked = Requirement.objects.select_related("source").exclude(kind__in=ASKS_NOTHING)
    asked = asked.exclude(disposition=Disposition.NOT_ACCEPTED)
    return asked.exclude(objectives=action.objective_id).order_by("-source_id", "number")


def directly_answered(action: Action) -> QuerySet[Requirement]:
    """What an action answers itself, beside its objective's."""
    return Requirement.objects.filter(direct_answers__action=action).select_related("source")


def direct_rows(requirement: Requirement, strands: Iterable[Strand], *, as_at: date) -> list[Shown]:
    """The actions that name a requirement themselves, but those of its own objectives."""
    known = {row.action.pk for strand in strands for row in strand.rows}
    named = listed().filter(direct_answers__requirement=requirement).exclude(pk__in=known)
    return as_rows(named, as_at=as_at)

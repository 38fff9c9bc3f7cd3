"""Reading holds, periods, dry runs, purges and requests."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from goldenthread.clocks.subject_access import Deadline, Stop, deadline
from goldenthread.standards.retention import LocalPeriod
from goldenthread.web.retention.models import (
    Decision,
    DryRun,
    Hold,
    Period,
    Place,
    Purge,
    PurgeState,
    Request,
    RequestState,
)

OPEN_REQUEST = "a subject access request is open"


def local_periods() -> list[LocalPeriod]:
    """What the authority has set for the classes without a national period."""
    return [period.value for period in Period.objects.all()]


def holds() -> QuerySet[Hold]:
    """Every hold, those still in force first."""
    return Hold.objects.all()


def holds_on(day: date) -> QuerySet[Hold]:
    """The holds in force on a day."""
    return Hold.objects.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day)


def reasons_to_keep(*, on: date) -> tuple[dict[str, list[str]], list[str]]:
    """Why single children's records are held on a day, by child; and why every record is."""
    by_child: dict[str, list[str]] = {}
    every = []
    for hold in holds_on(on):
        words = f"{hold.get_kind_display().lower()}: {hold.reason}"
        if hold.child:
            by_child.setdefault(hold.child, []).append(words)
        else:
            every.append(words)
    for child in requests().filter(state=RequestState.OPEN).values_list("child", flat=True):
        by_child.setdefault(child, []).append(OPEN_REQUEST)
    return by_child, every


def dry_runs() -> QuerySet[DryRun]:
    """Every dry run, the latest first."""
    return DryRun.objects.select_related("purge")


def purges() -> QuerySet[Purge]:
    """Every purge proposed, the latest first."""
    return Purge.objects.select_related("dry_run")


def waiting_for(person_pk: int) -> QuerySet[Purge]:
    """The purges that somebody else proposed and that wait for a second person."""
    return purges().filter(state=PurgeState.PROPOSED).exclude(proposed_by_id=person_pk)


def requests() -> QuerySet[Request]:
    """Every request: the open ones first, the longest waiting first."""
    return Request.objects.order_by("-state", "received", "id")  # open, closed, answered


def with_counts() -> QuerySet[Request]:
    """The requests with how many places there are, and how many wait for a decision."""
    waiting = Count("places", filter=Q(places__decision=Decision.WAITING))
    return requests().prefetch_related("pauses").annotate(all_places=Count("places"), waiting=waiting)


def deadline_of(request: Request) -> Deadline:
    """When the answer is due, as the clock rules have it."""
    stops = [Stop(pause.asked_on, pause.given_on) for pause in request.pauses.all()]
    return deadline(request.received, is_complex=request.extended_on is not None, stops=stops)


def first_deadline_of(request: Request) -> Deadline:
    """The deadline as it would be without an extension: the last day on which they may be told of one."""
    stops = [Stop(pause.asked_on, pause.given_on) for pause in request.pauses.all()]
    return deadline(request.received, stops=stops)


def places(request: Request) -> QuerySet[Place]:
    """The request's places, in the order they come."""
    return Place.objects.filter(request=request)


def waiting_places(request: Request) -> int:
    """How many places still wait for a decision."""
    return places(request).filter(decision=Decision.WAITING).count()

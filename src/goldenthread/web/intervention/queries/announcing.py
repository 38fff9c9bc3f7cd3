"""Lists, and whom a letter reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from goldenthread.web.accounts.models import Person
from goldenthread.web.intervention.models import (
    Announcement,
    Delivery,
    DistributionList,
    ListMember,
    Reader,
    Visit,
)


@dataclass(frozen=True)
class Recipient:
    """One person to write to, and the lists that name them."""

    address: str
    name: str
    through: str


def lists() -> QuerySet[DistributionList]:
    """Every list by name, with how many are on it."""
    return DistributionList.objects.annotate(count=Count("members"))


def members(kept: DistributionList) -> list[ListMember]:
    """Who is on a list, by name."""
    found = kept.members.select_related("person", "on")
    return sorted(found, key=lambda one: str(one).casefold())


def recipients(keys: Iterable[int]) -> list[Recipient]:
    """Everybody on these lists, each address once, however written. Whoever may not sign in any longer is
    not written to at the address they signed in with."""
    found = ListMember.objects.filter(on__in=list(keys)).exclude(person__is_active=False)
    by_address: dict[str, tuple[str, list[str]]] = {}
    for one in found.select_related("person", "on").order_by("on__name", "id"):
        _, through = by_address.setdefault(one.address, (str(one), []))
        if one.on.name not in through:
            through.append(one.on.name)
    return [
        Recipient(address, name, ", ".join(through)[:500]) for address, (name, through) in by_address.items()
    ]


def announcements() -> QuerySet[Announcement]:
    letters = Prefetch("deliveries", Delivery.objects.all())
    return Announcement.objects.select_related("visit").prefetch_related(letters)


def names_of(keys: Iterable[int]) -> list[str]:
    """The lists' names."""
    found = DistributionList.objects.filter(pk__in=list(keys))
    return list(found.values_list("name", flat=True))


def announcement_for(person: Person, key: int) -> Announcement | None:
    """A letter somebody may read: one that was sent, or whose visit they are named for. What waits for
    publication may say what is under embargo."""
    named = Reader.objects.filter(person=person, ended_at=None).values("visit")
    return announcements().filter(Q(sent_at__isnull=False) | Q(visit__in=named), pk=key).first()


def announcements_for(person: Person, visit: Visit) -> QuerySet[Announcement]:
    """The letters of a visit that somebody may read."""
    named = Reader.objects.filter(person=person, ended_at=None).values("visit")
    return announcements().filter(Q(sent_at__isnull=False) | Q(visit__in=named), visit=visit)


def kept_list(key: int) -> DistributionList | None:
    return DistributionList.objects.filter(pk=key).first()


def member(key: int) -> ListMember | None:
    return ListMember.objects.select_related("on", "person").filter(pk=key).first()

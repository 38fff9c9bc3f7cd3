"""Reading the trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from goldenthread.web.database.chains import Head, chains, head_of
from goldenthread.web.history.keys import digest, public_keys
from goldenthread.web.history.models import Check, Entry, Signature
from goldenthread.web.history.verifying import why_not_signed


def about(*, kind: str, key: str) -> QuerySet[Entry]:
    """Everything done to one thing, latest first."""
    return Entry.objects.filter(about_kind=kind, about_key=key)


def about_any(*, kind: str, keys: list[str]) -> QuerySet[Entry]:
    """Everything done to any of several things of one kind, latest first."""
    return Entry.objects.filter(about_kind=kind, about_key__in=keys)


def about_kinds(kinds: Iterable[str]) -> QuerySet[Entry]:
    """Everything done to anything of these kinds, latest first."""
    return Entry.objects.filter(about_kind__in=list(kinds))


@dataclass(frozen=True)
class Signed:
    """A signature, whether it holds by itself, and whether what was signed is what stands today."""

    signature: Signature
    sound: bool
    matches: bool


def signatures_of(*, kind: str, key: str, record: Mapping[str, Any]) -> list[Signed]:
    """What was signed about one thing, latest first, each held against the thing as it stands."""
    return signatures_of_each(kind=kind, records={key: record})[key]


def signatures_of_each(*, kind: str, records: Mapping[str, Mapping[str, Any]]) -> dict[str, list[Signed]]:
    """The same of several things of one kind, by their keys, in one query."""
    found = list(Signature.objects.filter(about_kind=kind, about_key__in=list(records)))
    told: dict[str, list[Signed]] = {key: [] for key in records}
    keys = public_keys() if found else {}
    now = {one.about_key: digest(records[one.about_key]) for one in found}
    for one in found:
        sound = not any(why_not_signed(one, keys=keys))
        told[one.about_key].append(Signed(one, sound=sound, matches=one.digest == now[one.about_key]))
    return told


def last_check() -> Check | None:
    """The last time the trail was read through."""
    return Check.objects.first()


def newest_heads() -> list[Head]:
    """How each chain ends today."""
    return [head_of(chain) for chain in chains()]


def entries(*, kind: str = "", who: str = "", words: str = "") -> QuerySet[Entry]:
    """The whole trail, latest first: of one kind of thing, by one person, with these words in what it is
    about."""
    found = Entry.objects.all()
    if kind:
        found = found.filter(about_kind=kind)
    if who:
        found = found.filter(who_id=who)
    if words:
        found = found.filter(about_label__icontains=words)
    return found


def kinds() -> list[str]:
    """The kinds of things in the trail."""
    return list(Entry.objects.order_by("about_kind").values_list("about_kind", flat=True).distinct())


def people() -> list[tuple[str, str]]:
    """(reference, name) of everybody in the trail, by the last name they had there."""
    found = Entry.objects.order_by("who_id", "-when").distinct("who_id").values_list("who_id", "who_name")
    return sorted(found, key=lambda pair: pair[1].casefold())

"""The one way into the trail: inside the same transaction as the act, or neither happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import transaction

from goldenthread.web.history.models import Entry


class Actor(Protocol):
    """Whoever acts: a person, or a part of the site doing its own work."""

    @property
    def name(self) -> str: ...
    @property
    def reference(self) -> str: ...


@dataclass(frozen=True)
class Service:
    """The site itself, doing something nobody asked for just now."""

    name: str

    @property
    def reference(self) -> str:
        return f"service:{self.name}"


@dataclass(frozen=True)
class About:
    """What an act is about, in words that still mean something when the thing is gone."""

    kind: str
    key: str
    label: str


def record(*, by: Actor, act: str, about: About, details: Mapping[str, Any] | None = None) -> Entry:
    """Add a row. `act` is past tense ("agreed the action"); `details` is JSON without any child's details.

    Refused outside a transaction: the row and the change it tells of stand or fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("History is written inside the transaction of the act it tells of.")
    return Entry.objects.create(
        who_name=by.name,
        who_id=by.reference,
        act=act,
        about_kind=about.kind,
        about_key=about.key,
        about_label=about.label[:300],
        details=dict(details or {}),
    )

"""The one way into the trail: inside the same transaction as the act, or neither happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone

from goldenthread.web.history.keys import digest, sign
from goldenthread.web.history.models import Check, Entry, Signature
from goldenthread.web.history.verifying import Verified


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


@dataclass(frozen=True)
class Proof:
    """How it is known that it was them who signed. `key` is good for one signature and no other."""

    key: str
    how: str


def sign_record(
    *, by: Actor, role: str, about: About, record: Mapping[str, Any], statement: str, proof: Proof
) -> Signature:
    """Somebody's word for a record as it stands, in the transaction of the act it is the word for.

    Raises IntegrityError where the proof has been used for another signature.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A signature is made inside the transaction of the act it is for.")
    made = Signature(
        about_kind=about.kind,
        about_key=about.key,
        about_label=about.label[:300],
        record=dict(record),
        digest=digest(record),
        statement=statement,
        who_name=by.name,
        who_id=by.reference,
        role=role,
        how=proof.how,
        proof=proof.key,
        when=timezone.now(),
    )
    made.key, made.signature = sign(made.said)
    made.save(force_insert=True)
    return made


@transaction.atomic
def note_check(*, by: Actor, found: Verified) -> Check:
    """Write down that the trail was read through, and what was found."""
    words = [f"{fault.chain} {fault.place or ''}".strip() + f": {fault.words}" for fault in found.faults]
    return Check.objects.create(
        by_name=by.name,
        rows=found.rows,
        signatures=found.signatures,
        heads=found.heads,
        faults=words,
    )

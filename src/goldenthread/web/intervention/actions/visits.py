"""A visit, who is named for it, and the moment its report is published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import record
from goldenthread.web.intervention import rules
from goldenthread.web.intervention.actions.carrying_out import about_visit, locked, refuse
from goldenthread.web.intervention.models import PublicationChange, Reader, Visit
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan.rules import NotDone


@transaction.atomic
def add_visit(*, by: Person, fields: Mapping[str, Any]) -> Visit:
    """A visit. Whoever records it is the first named for it."""
    visit = Visit.objects.create(**fields)
    _name(by, visit, by, why="Recorded the visit")
    record(by=by, act="recorded the visit", about=about_visit(visit))
    return visit


@transaction.atomic
def change_visit(*, by: Person, visit: Visit, version: int, fields: Mapping[str, Any]) -> bool:
    """Its days, and what it asks. False where somebody else saved first."""
    if not save_if_unchanged(Visit.objects.filter(pk=visit.pk), version=version, changes=fields):
        return False
    changed = sorted(name for name, value in fields.items() if getattr(visit, name) != value)
    record(by=by, act="changed the visit", about=about_visit(visit), details={"changed": changed})
    return True


@transaction.atomic
def name_reader(*, by: Person, visit: Visit, person: Person, why: str) -> Reader:
    """Let somebody see what the visit says in confidence."""
    refuse(rules.why_not_name(by, visit, person))
    try:
        with transaction.atomic():
            reader = _name(by, visit, person, why=why)
    except IntegrityError:
        raise NotDone(f"{person.name} is named already.") from None
    details = {"person": person.name, "why": why}
    record(by=by, act=f"named {person.name} for it", about=about_visit(visit), details=details)
    return reader


def _name(by: Person, visit: Visit, person: Person, *, why: str) -> Reader:
    return Reader.objects.create(
        visit=visit,
        person=person,
        why=why,
        named_by_name=by.name,
        named_by_id=by.reference,
        named_at=timezone.now(),
    )


@transaction.atomic
def end_reader(*, by: Person, reader: Reader) -> None:
    """They see it no longer. That they saw it stays written down."""
    locked(reader.visit)
    held = Reader.objects.select_related("visit", "person").get(pk=reader.pk)
    refuse(rules.why_not_end_reader(by, held))
    held.ended_at, held.ended_by_name = timezone.now(), by.name
    held.save(update_fields=["ended_at", "ended_by_name"])
    details = {"person": held.person.name}
    record(
        by=by, act=f"ended the leave of {held.person.name}", about=about_visit(held.visit), details=details
    )


@transaction.atomic
def change_publication(*, by: Person, visit: Visit, moment: datetime, why: str) -> PublicationChange:
    """Say when the report is published. Later than is held, it is so at once; the first time and sooner, once
    somebody else who is named confirms it."""
    held, now = locked(visit), timezone.now()
    refuse(rules.why_not_change_publication(by, held, moment, at=now))
    later = rules.puts_off(held, moment)
    change = PublicationChange.objects.create(
        visit=held,
        moment=moment,
        why=why,
        puts_off=later,
        proposed_by=by,
        proposed_by_name=by.name,
        proposed_at=now,
        confirmed_at=now if later else None,
    )
    if later:
        Visit.objects.filter(pk=held.pk).update(published_at=moment)
    act = "put off the publication" if later else "gave a moment of publication, to be confirmed"
    details = {"moment": rules.moment_words(moment), "why": why}
    record(by=by, act=act, about=about_visit(held), details=details)
    return change


@transaction.atomic
def confirm_publication(*, by: Person, change: PublicationChange) -> None:
    """A second person named says that the moment is right: the embargo ends then."""
    held = PublicationChange.objects.select_for_update(of=("self",)).select_related("visit").get(pk=change.pk)
    refuse(rules.why_not_confirm_publication(by, held))
    held.confirmed_by, held.confirmed_by_name, held.confirmed_at = by, by.name, timezone.now()
    held.save(update_fields=["confirmed_by", "confirmed_by_name", "confirmed_at"])
    Visit.objects.filter(pk=held.visit_id).update(published_at=held.moment)
    details = {"moment": rules.moment_words(held.moment)}
    record(by=by, act="confirmed the moment of publication", about=about_visit(held.visit), details=details)


@transaction.atomic
def withdraw_publication(*, by: Person, change: PublicationChange) -> None:
    """It was not right: whoever is named may take it away, and give another."""
    held = PublicationChange.objects.select_for_update(of=("self",)).select_related("visit").get(pk=change.pk)
    if held.confirmed_at is not None or held.withdrawn:
        raise NotDone("This was answered already.")
    held.withdrawn = True
    held.save(update_fields=["withdrawn"])
    record(by=by, act="withdrew a moment of publication", about=about_visit(held.visit))

"""Writes: subject access requests, from the day they come to the answer that is given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from goldenthread.papers.subject_access import Answer, bundle
from goldenthread.records.subject import Decided, redacted
from goldenthread.web.access.actions import Look, record_view
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import About, record
from goldenthread.web.intake.queries import latest
from goldenthread.web.retention.actions import Refused
from goldenthread.web.retention.fence import seeing_all
from goldenthread.web.retention.gathering import NOT_SEARCHED, Gathered, gather, queue_of
from goldenthread.web.retention.models import AskedBy, Decision, Pause, Place, Request, RequestState
from goldenthread.web.retention.queries import first_deadline_of, places, waiting_places


@transaction.atomic
def open_request(*, by: Person, child: str, asked_by: str, capacity: str, received: date) -> Request:
    """Somebody asked for what is held about a child: the clock runs from the day it was received."""
    request = Request.objects.create(
        child=child,
        asked_by=asked_by,
        capacity=AskedBy(capacity),
        received=received,
        opened_by_name=by.name,
        opened_by_id=by.reference,
    )
    record(by=by, act="opened the request", about=_about(request), details={"received": str(received)})
    return request


@transaction.atomic
def ask_clarification(*, by: Person, request: Request, question: str, on: date) -> Pause:
    """Clarification is asked for: the clock stands still from that day."""
    request = _open(request)
    if on < request.received:
        raise Refused("Clarification cannot be asked for before the request was received.")
    if request.pauses.filter(given_on=None).exists():
        raise Refused("Clarification is being waited for already.")
    pause = Pause.objects.create(request=request, question=question, asked_on=on)
    record(by=by, act="asked for clarification", about=_about(request), details={"on": str(on)})
    return pause


@transaction.atomic
def take_clarification(*, by: Person, request: Request, on: date) -> None:
    """Clarification was given: the clock runs again from that day."""
    pause = _open(request).pauses.select_for_update().filter(given_on=None).first()
    if pause is None:
        raise Refused("No clarification is being waited for.")
    if on < pause.asked_on:
        raise Refused("Clarification cannot have been given before it was asked for.")
    pause.given_on = on
    pause.save(update_fields=["given_on"])
    record(by=by, act="took the clarification", about=_about(request), details={"on": str(on)})


@transaction.atomic
def extend(*, by: Person, request: Request, why: str, on: date) -> None:
    """It is complex: two months more, if they are told so within the first."""
    request = _open(request)
    if request.extended_on is not None:
        raise Refused("The time was extended already.")
    if on < request.received or first_deadline_of(request).is_late(on):
        raise Refused("Time can be extended only within the first month, before the answer is due.")
    request.extended_on, request.extended_why = on, why
    request.save(update_fields=["extended_on", "extended_why"])
    record(by=by, act="extended the time", about=_about(request), details={"why": why})


@transaction.atomic
def gather_for(*, by: Person, request: Request) -> int:
    """Gather everything about the child, and queue what may be about others; gives how many places there are.
    A decision holds for as long as the same words stand in the same place."""
    request = _open(request)
    request.gathered_at = timezone.now()
    gathered = _gathered(by, request, what="gathered everything")
    request.gathered_digest = gathered.digest
    request.save(update_fields=["gathered_at", "gathered_digest"])
    count = _queue(request, gathered)
    record(by=by, act="gathered what is held", about=_about(request), details={"places": count})
    return count


@transaction.atomic
def mark_words(*, by: Person, request: Request, words: str) -> int:
    """Words that name somebody else, found by a reader: looked for everywhere; gives how many places there
    are."""
    request = _open(request)
    if request.gathered_at is None:
        raise Refused("Gather what is held first.")
    request.words = list(dict.fromkeys([*request.words, words.strip()]))
    request.save(update_fields=["words"])
    count = _queue(request, _as_gathered(by, request))
    record(by=by, act="marked words about others", about=_about(request), details={"places": count})
    return count


@transaction.atomic
def decide(*, by: Person, request: Request, decisions: Mapping[int, str]) -> int:
    """Keep or redact each of these places; gives how many still wait."""
    request = _open(request)
    now = timezone.now()
    for key, decision in decisions.items():
        if decision not in {Decision.KEEP, Decision.REDACT}:
            raise Refused("Say keep or redact.")
        places(request).filter(pk=key).update(
            decision=decision, decided_by_name=by.name, decided_by_id=by.reference, decided_at=now
        )
    request.answer_digest = ""  # an answer made before these decisions is no longer the answer
    request.save(update_fields=["answer_digest"])
    details = {"decided": len(decisions)}
    record(by=by, act="decided what is about others", about=_about(request), details=details)
    return waiting_places(request)


@transaction.atomic
def make_answer(*, by: Person, request: Request) -> bytes:
    """The answer as a zip file, once every place is decided; made again it has the same bytes."""
    request = _open(request)
    if request.gathered_at is None:
        raise Refused("Gather what is held first.")
    gathered = _as_gathered(by, request)
    decisions = _decisions(request)
    if waiting := waiting_places(request):
        raise Refused(f"{waiting} places still have to be decided.")
    newest = latest()
    answer = Answer(
        child=request.child,
        authority=newest.authority if newest else "",
        made_on=request.gathered_at.date(),
        sheets=tuple(redacted(gathered.sheets, queue_of(gathered, request), decisions)),
        redacted=sum(decision == "redact" for decision in decisions.values()),
        not_searched=NOT_SEARCHED,
        made_up=bool(newest and newest.made_up),
    )
    content = bundle(answer)
    request.answer_digest = sha256(content).hexdigest()
    request.save(update_fields=["answer_digest"])
    details = {"digest": request.answer_digest, "redacted": answer.redacted}
    record(by=by, act="made the answer", about=_about(request), details=details)
    return content


@transaction.atomic
def end_request(*, by: Person, request: Request, answered: bool, why: str, on: date) -> None:
    """The answer was given, or none is owed. The words that were decided on are no longer kept."""
    request = _open(request)
    if answered and not request.answer_digest:
        raise Refused("Make the answer first: none has been made since the last decision.")
    request.state = RequestState.ANSWERED if answered else RequestState.CLOSED
    request.ended_on, request.ended_why, request.words = on, why, []
    request.save(update_fields=["state", "ended_on", "ended_why", "words"])
    places(request).delete()
    act = "recorded that the answer was given" if answered else "closed the request without an answer"
    record(by=by, act=act, about=_about(request), details={"why": why, "digest": request.answer_digest})


def _gathered(by: Person, request: Request, *, what: str) -> Gathered:
    """Everything as it stood when it was gathered; that it was looked at is written down."""
    assert request.gathered_at is not None
    with seeing_all(by):
        found = gather(request.child, before=request.gathered_at, request=request)
    record_view(Look(Purpose.SUBJECT_ACCESS, f"Subject access: {what}", {request.child: True}), by=by)
    return found


def _as_gathered(by: Person, request: Request) -> Gathered:
    """The same as was gathered and decided on; refused where something has changed since."""
    found = _gathered(by, request, what="everything, for the answer")
    if found.digest != request.gathered_digest:
        raise Refused("What is held has changed since it was gathered: gather again. Decisions are kept.")
    return found


def _queue(request: Request, gathered: Gathered) -> int:
    """The places to decide on, in place of those before; what was decided on the same words stays decided."""
    before = {place.key: place for place in places(request)}
    titles = {
        (sheet.name, column.name): f"{sheet.title}: {column.title}"
        for sheet in gathered.sheets
        for column in sheet.columns
    }
    wanted = queue_of(gathered, request)
    places(request).exclude(key__in=[span.key for span in wanted]).delete()
    Place.objects.bulk_create(
        Place(
            request=request,
            child=request.child,
            order=order,
            key=span.key,
            sheet=span.sheet,
            column=span.column,
            where=titles[span.sheet, span.column][:300],
            text=span.text,
            start=span.start,
            end=span.end,
            why=span.why[:300],
        )
        for order, span in enumerate(wanted)
        if span.key not in before
    )
    request.answer_digest = ""
    request.save(update_fields=["answer_digest"])
    return len(wanted)


def _decisions(request: Request) -> dict[str, Decided]:
    decided = places(request).exclude(decision=Decision.WAITING)
    return {place.key: "redact" if place.decision == Decision.REDACT else "keep" for place in decided}


def _open(request: Request) -> Request:
    """The request as it stands now, for this transaction alone; refused where it has ended."""
    held = Request.objects.select_for_update().get(pk=request.pk)
    if not held.open:
        raise Refused("This request has ended.")
    return held


def _about(request: Request) -> About:
    return About("subject access request", str(request.pk), str(request))

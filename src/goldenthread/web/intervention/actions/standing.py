"""The ladder, the support, the plan as submitted and the replies to it, and what was done of what is
expected."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from goldenthread.web.accounts.models import Person
from goldenthread.web.evidence.actions import freeze
from goldenthread.web.evidence.models import Exhibit
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.history.actions import About, record
from goldenthread.web.intervention.actions.carrying_out import about_thing, refuse
from goldenthread.web.intervention.actions.confidence import keep_file
from goldenthread.web.intervention.models import (
    FileKind,
    Fulfilment,
    LadderStep,
    Reply,
    Submission,
    Support,
)
from goldenthread.web.intervention.queries.standing import frozen_plan
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan.rules import NotDone


@transaction.atomic
def add_step(*, by: Person, fields: Mapping[str, Any]) -> LadderStep:
    """A step onto a rung, up or down."""
    step = LadderStep.objects.create(recorded_by_name=by.name, **fields)
    record(by=by, act="recorded a step on the ladder", about=_about_step(step), details={"why": step.why})
    return step


@transaction.atomic
def take_back_step(*, by: Person, step: LadderStep, why: str) -> None:
    """It was recorded in error: it counts no longer, and stays to be seen."""
    live = LadderStep.objects.filter(pk=step.pk, taken_back_by_name="")
    if not live.update(taken_back_by_name=by.name, taken_back_why=why):
        raise NotDone("Somebody took this step back already.")
    record(by=by, act="took back a step on the ladder", about=_about_step(step), details={"why": why})


@transaction.atomic
def add_support(*, by: Person, fields: Mapping[str, Any]) -> Support:
    """Help from outside."""
    support = Support.objects.create(**fields)
    record(by=by, act="added to the support package", about=about_thing("support", support))
    return support


@transaction.atomic
def change_support(*, by: Person, support: Support, version: int, fields: Mapping[str, Any]) -> bool:
    """Its days, its purpose, what came of it. False where somebody else saved first."""
    if not save_if_unchanged(Support.objects.filter(pk=support.pk), version=version, changes=fields):
        return False
    about = about_thing("support", support)
    record(by=by, act="changed the support", about=about, details={"was": support.came_of_it})
    return True


@transaction.atomic
def submit(*, by: Person, kind: str, to_whom: str, sent_on: date) -> Submission:
    """Keep the plan as it stands, as what was sent. The digest is of its words as kept."""
    content = frozen_plan(as_at=sent_on)
    if content is None:
        raise NotDone("There is nothing in the plan yet to send.")
    submission = Submission.objects.create(
        kind=kind,
        to_whom=to_whom,
        sent_on=sent_on,
        content=content,
        digest=digest_of(content),
        submitted_by_name=by.name,
        submitted_by_id=by.reference,
        recorded_at=timezone.now(),
    )
    details = {"digest": submission.digest, "to": to_whom}
    record(by=by, act="kept the plan as submitted", about=about_submission(submission), details=details)
    return submission


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the plan's words, whatever the order a database keeps them in."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


@transaction.atomic
def submission_reply(
    *,
    by: Person,
    submission: Submission,
    from_whom: str,
    received_on: date,
    answer: str,
    words: str,
    file: tuple[str, bytes] | None = None,
) -> Reply:
    """What came back, with the letter itself where there is one."""
    if received_on < submission.sent_on:
        raise NotDone("A reply does not come before the plan was sent.")
    kept = None
    if file is not None:
        kept = keep_file(by=by, visit=None, kind=FileKind.REPLY, name=file[0], content=file[1])
    reply = Reply.objects.create(
        submission=submission,
        from_whom=from_whom,
        received_on=received_on,
        answer=answer,
        words=words,
        file=kept,
        recorded_by_name=by.name,
    )
    details = {"answer": answer, "digest": kept.digest if kept else ""}
    record(by=by, act="recorded the reply", about=about_submission(submission), details=details)
    return reply


@transaction.atomic
def offer_as_evidence(*, by: Person, reply: Reply) -> Exhibit:
    """Freeze a reply as evidence, to be pinned to an action by whoever asked."""
    ref = EvidenceRef(
        kind="file",
        key=f"reply-{reply.pk}",
        label=f"{reply.get_answer_display()}: {reply}",
        as_of=reply.received_on,
    )
    return freeze(ref, by=by)


@transaction.atomic
def say_done(
    *,
    by: Person,
    key: str,
    what: str,
    done_on: date,
    evidence: str,
    submission: Submission | None = None,
) -> Fulfilment:
    """That a thing expected was done, and what shows it."""
    try:
        with transaction.atomic():
            done = Fulfilment.objects.create(
                key=key,
                what=what,
                done_on=done_on,
                evidence=evidence,
                submission=submission,
                recorded_by=by,
                recorded_by_name=by.name,
            )
    except IntegrityError:
        raise NotDone("Somebody recorded this as done already.") from None
    about = About(kind="expectation", key=key, label=what)
    record(by=by, act="recorded it done", about=about, details={"on": str(done_on), "why": evidence})
    return done


@transaction.atomic
def say_not_done(*, by: Person, done: Fulfilment, why: str) -> None:
    """It was not done after all. What was said stays."""
    refuse("" if why.strip() else "Say why it is not done after all.")
    live = Fulfilment.objects.filter(pk=done.pk, taken_back_by_name="")
    if not live.update(taken_back_by_name=by.name, taken_back_why=why):
        raise NotDone("Somebody said so already.")
    about = About(kind="expectation", key=done.key, label=done.what)
    record(by=by, act="said it is not done after all", about=about, details={"why": why})


def about_submission(submission: Submission) -> About:
    return about_thing("submission", submission)


def _about_step(step: LadderStep) -> About:
    return about_thing("ladder step", step)

"""What is said and written before a report is published, by and for those named. History says that something
was done, and never what was said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import record
from goldenthread.web.intervention import rules
from goldenthread.web.intervention.actions.carrying_out import about_visit, locked, refuse
from goldenthread.web.intervention.models import (
    AccuracyPoint,
    FeedbackPoint,
    KeptFile,
    Look,
    Outcome,
    Visit,
)
from goldenthread.web.intervention.sealing import sealed
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan import actions as plan
from goldenthread.web.plan.models import Objective, Requirement
from goldenthread.web.plan.rules import NotDone


@transaction.atomic
def note_look(*, by: Person, visit: Visit, what: str) -> None:
    """Write down that somebody saw it, when they do."""
    now = timezone.now()
    Look.objects.create(visit=visit, who_name=by.name, who_id=by.reference, what=what, at=now)


# What was said


@transaction.atomic
def add_feedback(*, by: Person, visit: Visit, fields: Mapping[str, Any]) -> FeedbackPoint:
    """A point as it was heard."""
    held = locked(visit)
    number = (held.points.aggregate(last=Max("number"))["last"] or 0) + 1
    point = FeedbackPoint.objects.create(
        visit=held, number=number, noted_by_name=by.name, noted_at=timezone.now(), **fields
    )
    record(by=by, act=f"noted feedback point {number}", about=about_visit(held))
    return point


@transaction.atomic
def change_feedback(*, by: Person, point: FeedbackPoint, version: int, fields: Mapping[str, Any]) -> bool:
    """Put right what was noted; the words before are kept. False where somebody else saved first."""
    before = {"words": point.words, "by": by.name, "on": str(timezone.localdate())}
    kept = [*point.earlier, before] if fields["words"] != point.words else point.earlier
    row = FeedbackPoint.objects.filter(pk=point.pk)
    if not save_if_unchanged(row, version=version, changes={**fields, "earlier": kept}):
        return False
    record(by=by, act=f"changed feedback point {point.number}", about=about_visit(point.visit))
    return True


@transaction.atomic
def start_work(
    *, by: Person, point: FeedbackPoint, objective: Objective | None = None, text: str = ""
) -> Objective:
    """Answer a point at once, before any letter: by a new objective or one that is in the plan."""
    held = FeedbackPoint.objects.select_for_update(of=("self",)).select_related("visit").get(pk=point.pk)
    if held.objective_id is not None:
        raise NotDone("Work on this point has begun already.")
    held.objective = objective or plan.add_objective(by=by, text=text, answers=_answered(held))
    held.version += 1
    held.save(update_fields=["objective", "version"])
    if objective is not None:
        _answer(by, held)
    details = {"objective": held.objective.code}
    about = about_visit(held.visit)
    record(by=by, act=f"began work on feedback point {held.number}", about=about, details=details)
    return held.objective


@transaction.atomic
def compare(
    *,
    by: Person,
    point: FeedbackPoint,
    version: int,
    outcome: str,
    requirement: Requirement | None,
    words: str,
    on: date,
) -> bool:
    """What became of a point in the letter. The objective begun on it answers the finding it became. False
    where somebody else saved first."""
    found = requirement if outcome != Outcome.ABSENT else None
    refuse(rules.why_not_compare(point, outcome, found=found is not None, words=words))
    changes = {
        "outcome": outcome,
        "requirement": found,
        "outcome_words": words,
        "compared_by_name": by.name,
        "compared_on": on,
    }
    row = FeedbackPoint.objects.filter(pk=point.pk)
    if not save_if_unchanged(row, version=version, changes=changes):
        return False
    _answer(by, row.select_related("objective", "requirement").get())
    about = about_visit(point.visit)
    record(by=by, act=f"compared feedback point {point.number} with the letter", about=about)
    return True


def _answered(point: FeedbackPoint) -> list[Requirement]:
    return [point.requirement] if point.requirement is not None else []


def _answer(by: Person, point: FeedbackPoint) -> None:
    """Tie the objective begun on a point to the finding that the point became."""
    objective, became = point.objective, point.requirement
    if objective is None or became is None or objective.answers.filter(pk=became.pk).exists():
        return
    held = Objective.objects.select_for_update().get(pk=objective.pk)
    answers = [*held.answers.all(), became]
    plan.edit_objective(by=by, objective=held, version=held.version, text=held.text, answers=answers)


# What a draft says that is not so


@transaction.atomic
def add_accuracy_point(*, by: Person, visit: Visit, fields: Mapping[str, Any]) -> AccuracyPoint:
    """A point of accuracy, not sent yet."""
    held = locked(visit)
    number = (held.accuracy_points.aggregate(last=Max("number"))["last"] or 0) + 1
    point = AccuracyPoint.objects.create(visit=held, number=number, **fields)
    record(by=by, act=f"raised accuracy point {number}", about=about_visit(held))
    return point


@transaction.atomic
def change_accuracy_point(
    *, by: Person, point: AccuracyPoint, version: int, fields: Mapping[str, Any]
) -> bool:
    """Its words, while it is not sent. False where somebody else saved first."""
    held = AccuracyPoint.objects.select_for_update().get(pk=point.pk)
    refuse(rules.why_not_change_accuracy(held))
    row = AccuracyPoint.objects.filter(pk=point.pk, sent_on=None)
    if not save_if_unchanged(row, version=version, changes=fields):
        return False
    record(by=by, act=f"changed accuracy point {point.number}", about=about_visit(point.visit))
    return True


@transaction.atomic
def send_points(*, by: Person, visit: Visit, on: date) -> int:
    """Say that every point not sent yet went to the regulator on a day; gives how many."""
    held = locked(visit)
    if held.draft_received is None:
        raise NotDone("Enter the day the draft was received first.")
    waiting = held.accuracy_points.filter(sent_on=None)
    sent = waiting.update(sent_on=on)
    if not sent:
        raise NotDone("There is no point that was not sent already.")
    Visit.objects.filter(pk=held.pk).update(comments_sent=on)
    record(by=by, act=f"sent {sent} points of accuracy", about=about_visit(held), details={"on": str(on)})
    return sent


@transaction.atomic
def record_reply(*, by: Person, point: AccuracyPoint, version: int, reply: str, words: str, on: date) -> bool:
    """What the regulator said to a point. False where somebody else saved first."""
    refuse(rules.why_not_reply(point, on))
    changes = {"reply": reply, "reply_words": words, "replied_on": on}
    if not save_if_unchanged(AccuracyPoint.objects.filter(pk=point.pk), version=version, changes=changes):
        return False
    about = about_visit(point.visit)
    record(by=by, act=f"recorded the reply to accuracy point {point.number}", about=about)
    return True


@transaction.atomic
def keep_file(*, by: Person, visit: Visit | None, kind: str, name: str, content: bytes) -> KeptFile:
    """A file, sealed. The same file of the same visit is kept once."""
    digest = sha256(content).hexdigest()
    known = KeptFile.objects.filter(visit=visit, kind=kind, digest=digest).first() if visit else None
    if known is not None:
        return known
    kept = KeptFile.objects.create(
        visit=visit,
        kind=kind,
        name=name[-255:],
        digest=digest,
        size=len(content),
        content=sealed(content, digest=digest),
        added_by_name=by.name,
        added_at=timezone.now(),
    )
    if visit is not None:
        details = {"digest": digest}
        record(by=by, act=f"handed in the {kept.kind}", about=about_visit(visit), details=details)
    return kept

"""Into the register: sources and their requirements, and what the authority says to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from goldenthread.findings.model import (
    FOCUSED_VISIT,
    MINUTES,
    MONITORING_VISIT,
    NOTICE,
    Finding,
    Letter,
    ProseDocument,
    SourceDocument,
)
from goldenthread.web.history.actions import About, Actor, record
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan.actions.carrying_out import about_thing, refuse
from goldenthread.web.plan.models import (
    Disposition,
    PlanTitle,
    Requirement,
    Severity,
    Source,
    SourceKind,
)
from goldenthread.web.plan.register_rules import (
    Answer,
    Wording,
    why_not_answer,
    why_not_come,
    why_not_correct,
)
from goldenthread.web.plan.rules import ChangedMeanwhile

SEVERITY_OF_KIND = {
    "priority_immediate": Severity.IMMEDIATE,
    "priority_action": Severity.PRIORITY,
    "notice_requirement": Severity.PRIORITY,
}

_KINDS = {
    NOTICE: SourceKind.NOTICE,
    FOCUSED_VISIT: SourceKind.FOCUSED_VISIT,
    MONITORING_VISIT: SourceKind.MONITORING_LETTER,
    MINUTES: SourceKind.MINUTES,
}


@dataclass(frozen=True)
class Accepted:
    """A finding as it goes into the register: as read, and as corrected by whoever accepted it."""

    finding: Finding
    original: str


@transaction.atomic
def accept_source(*, by: Actor, report: SourceDocument, findings: Sequence[Accepted]) -> Source:
    """A report and its findings, or a notice and its requirements, into the register. The same file is the
    same source: accepted before, it is given back as it is."""
    known = Source.objects.filter(digest=report.sha256).first()
    if known is not None:
        return known
    source = Source.objects.create(
        digest=report.sha256,
        file=report.file,
        authority=report.authority or "",
        accepted_by_name=by.name,
        accepted_by_id=by.reference,
        **_of_its_kind(report),
    )
    Requirement.objects.bulk_create(_requirement(accepted, source, by) for accepted in findings)
    about = About(kind="source", key=str(source.pk), label=source.name)
    details = {"findings": len(findings)}
    noun = "requirements of the notice" if source.is_notice else "findings of the report"
    record(by=by, act=f"accepted the {noun}", about=about, details=details)
    for requirement in source.requirements.all():
        record(by=by, act="accepted the finding into the register", about=about_thing(requirement))
    return source


def _of_its_kind(document: SourceDocument) -> dict[str, Any]:
    """What a source holds of a notice alone, or of a report alone."""
    if isinstance(document, ProseDocument):
        visited = document if isinstance(document, Letter) else None
        return {
            "kind": _KINDS[document.document],
            "title": document.title[:200],
            "inspection_start": visited.visit_start if visited else None,
            "inspection_end": visited.visit_end if visited else None,
            "published": document.issued,
            "dates": [one.to_json() for one in document.dates],
        }
    return {
        "kind": SourceKind.REPORT,
        "framework": document.framework,
        "inspection_start": document.inspection_start,
        "inspection_end": document.inspection_end,
        "published": document.published,
        "judgements": dict(document.judgements),
    }


def _requirement(accepted: Accepted, source: Source, by: Actor) -> Requirement:
    finding = accepted.finding
    return Requirement(
        source=source,
        number=finding.number,
        original=accepted.original,
        text=finding.text,
        page=finding.page,
        paragraph=finding.paragraph,
        kind=finding.kind,
        for_whom=finding.for_whom,
        group=finding.group or "",
        tags=list(finding.tags),
        severity=SEVERITY_OF_KIND.get(finding.kind, Severity.IMPROVEMENT),
        accepted_by_name=by.name,
        accepted_by_id=by.reference,
    )


@transaction.atomic
def correct_requirement(
    *, by: Actor, requirement: Requirement, version: int, wording: Wording, why: str = ""
) -> bool:
    """Put right what a requirement says, where, or what it is tagged with, once it is in the register. What
    was first read stays beside it. False where somebody else saved first."""
    refuse(why_not_correct(requirement, wording, why))
    was = Wording.of(requirement)
    changed = {name: value for name, value in vars(wording).items() if value != getattr(was, name)}
    changes = changed | ({"tags": list(wording.tags)} if "tags" in changed else {})
    if not save_if_unchanged(Requirement.objects.filter(pk=requirement.pk), version=version, changes=changes):
        return False
    act = "tagged the finding" if set(changed) == {"tags"} else "corrected the finding in the register"
    details = {f"{name} was": getattr(was, name) or "" for name in changed} | {"why": why}
    record(by=by, act=act, about=about_thing(requirement), details=details)
    return True


@transaction.atomic
def answer_requirement(*, by: Actor, requirement: Requirement, version: int, answer: Answer) -> bool:
    """What the authority says to a finding, and how soon it must act. Where nobody is named as having
    decided, whoever says it did. False where somebody else saved first."""
    refuse(why_not_answer(answer))
    changes = _of_its_disposition(requirement, answer)
    if answer.decided_on is not None and not answer.decided_by_name:
        changes["decided_by_name"] = by.name
    row = Requirement.objects.filter(pk=requirement.pk)
    if not save_if_unchanged(row, version=version, changes=changes):
        return False
    record(
        by=by,
        act=f"answered the finding: {answer.disposition}",
        about=about_thing(requirement),
        details={"why": answer.reason, "decided by": changes["decided_by_name"]},
    )
    return True


def _of_its_disposition(requirement: Requirement, answer: Answer) -> dict[str, Any]:
    """What is kept of an answer: what it waits for only where it is to start later, and that this has come
    only while it waits for the same."""
    changes = vars(answer) | {}
    if answer.disposition != Disposition.LATER:
        changes |= {"later_from": None, "later_when": ""}
    waited = (requirement.later_from, requirement.later_when)
    if (changes["later_from"], changes["later_when"]) != waited:
        changes |= {"come_on": None, "come_by_name": ""}
    return changes


@transaction.atomic
def answer_many(*, by: Actor, versions: Mapping[int, int], answer: Answer) -> int:
    """The same answer to several findings at once, all or none: how many. `versions`: each one's key and the
    version it was seen at. Each keeps how soon it must be answered where the answer says nothing of it."""
    found = Requirement.objects.filter(pk__in=versions)
    for requirement in found:
        kept = replace(
            answer,
            severity=answer.severity or requirement.severity,
            difference=answer.difference or requirement.difference,
            effort=answer.effort or requirement.effort,
        )
        if not answer_requirement(
            by=by, requirement=requirement, version=versions[requirement.pk], answer=kept
        ):
            raise ChangedMeanwhile
    return len(found)


@transaction.atomic
def say_it_has_come(*, by: Actor, requirement: Requirement, version: int, on: date) -> bool:
    """What a finding waits for has come: it asks for an objective from now on. False where somebody else
    saved first."""
    refuse(why_not_come(requirement))
    row = Requirement.objects.filter(pk=requirement.pk)
    changes = {"come_on": on, "come_by_name": by.name}
    if not save_if_unchanged(row, version=version, changes=changes):
        return False
    details = {"waited for": requirement.later_when}
    record(by=by, act="said that what it waits for has come", about=about_thing(requirement), details=details)
    return True


@transaction.atomic
def name_plan(*, by: Actor, title: str) -> None:
    """What this authority calls its plan."""
    PlanTitle.objects.update_or_create(only=True, defaults={"title": title})
    record(by=by, act="named the plan", about=About(kind="plan", key="1", label=title))

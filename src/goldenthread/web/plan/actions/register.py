"""Into the register: sources and their requirements, and what the authority says to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from goldenthread.findings.model import Finding, ImprovementNotice, SourceDocument
from goldenthread.web.history.actions import About, Actor, record
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan.actions.carrying_out import about_thing
from goldenthread.web.plan.models import (
    Disposition,
    PlanTitle,
    Requirement,
    Severity,
    Source,
    SourceKind,
)
from goldenthread.web.plan.rules import NotDone

SEVERITY_OF_KIND = {
    "priority_immediate": Severity.IMMEDIATE,
    "priority_action": Severity.PRIORITY,
    "notice_requirement": Severity.PRIORITY,
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
    if isinstance(document, ImprovementNotice):
        return {
            "kind": SourceKind.NOTICE,
            "title": document.title,
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
def answer_requirement(
    *, by: Actor, requirement: Requirement, version: int, disposition: str, severity: str, reason: str
) -> bool:
    """What the authority says to a finding, and how soon it must act. False where somebody else saved
    first."""
    declines = disposition in {Disposition.NOT_ACCEPTED, Disposition.IN_PART}
    if declines and not reason.strip():
        raise NotDone("Say why the finding is not accepted, or which part is not.")
    changes = {"disposition": disposition, "severity": severity, "reason": reason}
    row = Requirement.objects.filter(pk=requirement.pk)
    if not save_if_unchanged(row, version=version, changes=changes):
        return False
    record(
        by=by,
        act=f"answered the finding: {disposition}",
        about=about_thing(requirement),
        details={"why": reason},
    )
    return True


@transaction.atomic
def name_plan(*, by: Actor, title: str) -> None:
    """What this authority calls its plan."""
    PlanTitle.objects.update_or_create(only=True, defaults={"title": title})
    record(by=by, act="named the plan", about=About(kind="plan", key="1", label=title))

"""Writes: keep a report, correct what was read, accept it into the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import cast

from django.db import transaction
from django.db.models import F, Max

from goldenthread.findings.model import Finding, ForWhom, InspectionReport, Kind
from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import About, record
from goldenthread.web.inspection import files
from goldenthread.web.inspection.child import read_apart
from goldenthread.web.inspection.models import Line, Report
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan.actions import Accepted, accept_source
from goldenthread.web.plan.models import Source
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone


def keep_report(*, by: Person, name: str, content: bytes) -> tuple[Report, bool]:
    """Read a report and keep it; whether it is new here. The same file is the same report.

    Raises InputRefused, with nothing kept, for a file the reader refuses.
    """
    digest = sha256(content).hexdigest()
    known = Report.objects.filter(digest=digest).first()
    if known is not None:
        return known, False
    return _keep(by, read_apart(content, name=name), content)


@transaction.atomic
def _keep(by: Person, read: InspectionReport, content: bytes) -> tuple[Report, bool]:
    report, new = Report.objects.get_or_create(
        digest=read.sha256,
        defaults={
            "file": read.file,
            "size": len(content),
            "reading": read.to_json(),
            "published": read.published,
            "source": Source.objects.filter(digest=read.sha256).first(),
            "uploaded_by_name": by.name,
            "uploaded_by_id": by.reference,
        },
    )
    if new:
        Line.objects.bulk_create(_line(report, finding) for finding in read.findings)
        record(
            by=by, act="read in the report", about=_about(report), details={"findings": len(read.findings)}
        )
        files.keep(content, digest=report.digest)
    return report, new


def _line(report: Report, finding: Finding) -> Line:
    return Line(
        report=report,
        number=finding.number,
        original=finding.text,
        text=finding.text,
        kind=finding.kind,
        group=finding.group or "",
        for_whom=finding.for_whom,
        page=finding.page,
        tags=list(finding.tags),
    )


@transaction.atomic
def correct(*, by: Person, line: Line, version: int, changes: Mapping[str, object]) -> bool:
    """Put right what was misread: text, kind, group, page. False where somebody else saved first."""
    _refuse_accepted(line.report)
    if not save_if_unchanged(Line.objects.filter(pk=line.pk), version=version, changes=changes):
        return False
    details = {"number": line.number, "was": line.text}
    _moved_on(line.report)
    record(by=by, act=f"corrected finding {line.number}", about=_about(line.report), details=details)
    return True


@transaction.atomic
def leave_out(*, by: Person, line: Line, why: str) -> None:
    """Keep a finding out of the register, with the reason."""
    _refuse_accepted(line.report)
    Line.objects.filter(pk=line.pk).update(left_out=True, left_out_why=why)
    _moved_on(line.report)
    record(by=by, act=f"left out finding {line.number}", about=_about(line.report), details={"why": why})


@transaction.atomic
def take_back(*, by: Person, line: Line) -> None:
    """Take a finding that was left out back in."""
    _refuse_accepted(line.report)
    Line.objects.filter(pk=line.pk).update(left_out=False, left_out_why="")
    _moved_on(line.report)
    record(by=by, act=f"took back finding {line.number}", about=_about(line.report))


@transaction.atomic
def add_line(*, by: Person, report: Report, text: str, kind: str, group: str, page: int) -> Line:
    """A finding that the reading missed, typed from the page."""
    held = Report.objects.select_for_update().get(pk=report.pk)
    _refuse_accepted(held)
    last = held.lines.aggregate(last=Max("number"))["last"] or 0
    line = Line.objects.create(
        report=held,
        number=last + 1,
        original=text,
        text=text,
        kind=kind,
        group=group,
        for_whom="authority",
        page=page,
        added_by_hand=True,
    )
    _moved_on(held)
    record(by=by, act=f"added finding {line.number} by hand", about=_about(held))
    return line


@transaction.atomic
def say_published(*, by: Person, report: Report, published: date) -> None:
    """The day a report was published, where it is not printed or was misread."""
    _refuse_accepted(report)
    Report.objects.filter(pk=report.pk).update(published=published)
    _moved_on(report)
    details = {"published": str(published)}
    record(by=by, act="gave the day of publication", about=_about(report), details=details)


@transaction.atomic
def accept(*, by: Person, report: Report, version: int) -> Source:
    """Every finding not left out into the register, with its original words. `version` is the review's as the
    person had it before them: what somebody changed meanwhile they have not seen. Accepted already, the
    source is given back as it is."""
    held = Report.objects.select_for_update().get(pk=report.pk)
    if held.source is not None:
        return held.source
    if held.version != version:
        raise ChangedMeanwhile
    kept = list(held.lines.filter(left_out=False))
    if not kept:
        raise NotDone("Every finding is left out: take at least one back, or leave the report as it is.")
    read = replace(held.as_read, published=held.published)
    accepted = [Accepted(_finding(line), original=line.original) for line in kept]
    held.source = accept_source(by=by, report=read, findings=accepted)
    held.save(update_fields=["source"])
    record(by=by, act="accepted the report", about=_about(held), details={"findings": len(kept)})
    return held.source


def _finding(line: Line) -> Finding:
    return Finding(
        number=line.number,
        kind=cast(Kind, line.kind),
        for_whom=cast(ForWhom, line.for_whom),
        group=line.group or None,
        text=line.text,
        tags=tuple(line.tags),
        page=line.page,
    )


def _moved_on(report: Report) -> None:
    """The review has changed: whoever has it open must read it again before accepting."""
    Report.objects.filter(pk=report.pk).update(version=F("version") + 1)


def _refuse_accepted(report: Report) -> None:
    if report.source_id is not None:
        raise NotDone("This report's findings are in the register already: change them there.")


def _about(report: Report) -> About:
    return About(kind="report", key=str(report.pk), label=report.file)

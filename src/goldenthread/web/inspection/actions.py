"""Writes: keep a report, a notice or a letter, correct what was read, accept it into the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import cast

from django.db import transaction
from django.db.models import F, Max

from goldenthread.findings.model import (
    Finding,
    ForWhom,
    InspectionReport,
    Kind,
    Letter,
    NoticeDate,
    ProseDocument,
    SourceDocument,
)
from goldenthread.findings.notice_dates import counted_from
from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import About, record
from goldenthread.web.inspection import files
from goldenthread.web.inspection.child import read_apart
from goldenthread.web.inspection.filling import as_filled
from goldenthread.web.inspection.models import Line, Report, kind_of
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan.actions import Accepted, accept_source
from goldenthread.web.plan.models import Source
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone


def keep_report(*, by: Person, name: str, content: bytes, kind: str | None = None) -> tuple[Report, bool]:
    """Read a report, a notice or a letter and keep it; whether it is new here. The same file is the same
    report. `kind` is the letter it is, where a person says so.

    Raises InputRefused, with nothing kept, for a file the reader refuses.
    """
    digest = sha256(content).hexdigest()
    known = Report.objects.filter(digest=digest).first()
    if known is not None:
        return known, False
    return _keep(by, read_apart(content, name=name, kind=kind), content)


@transaction.atomic
def _keep(by: Person, read: SourceDocument, content: bytes) -> tuple[Report, bool]:
    prose = read if isinstance(read, ProseDocument) else None
    report, new = Report.objects.get_or_create(
        digest=read.sha256,
        defaults={
            "kind": kind_of(read),
            "file": read.file,
            "size": len(content),
            "reading": read.to_json(),
            "published": read.issued if isinstance(read, ProseDocument) else read.published,
            "dates": [one.to_json() for one in prose.dates] if prose else [],
            "source": Source.objects.filter(digest=read.sha256).first(),
            "uploaded_by_name": by.name,
            "uploaded_by_id": by.reference,
        },
    )
    if new:
        Line.objects.bulk_create(_line(report, finding) for finding in (*read.findings, *_strengths(read)))
        details = {"findings": len(read.findings)}
        record(by=by, act=f"read in the {report.noun}", about=_about(report), details=details)
        files.keep(content, digest=report.digest)
    return report, new


def _strengths(read: SourceDocument) -> Iterator[Finding]:
    """What is strong, to sustain, after all that is asked: it goes into the register and asks nothing."""
    strengths = read.strengths if isinstance(read, InspectionReport | Letter) else ()
    for number, one in enumerate(strengths, start=len(read.findings) + 1):
        yield Finding(number, "strength", one.for_whom, None, one.text, (), one.page)


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
        paragraph=finding.paragraph,
        tags=list(finding.tags),
    )


@transaction.atomic
def correct(*, by: Person, line: Line, version: int, changes: Mapping[str, object]) -> bool:
    """Put right what was misread, in text or place. False where somebody else saved first."""
    _refuse_accepted(line.report)
    if not save_if_unchanged(Line.objects.filter(pk=line.pk), version=version, changes=changes):
        return False
    details = {"number": line.number, "was": line.text}
    _moved_on(line.report)
    record(by=by, act=f"corrected {_named(line)}", about=_about(line.report), details=details)
    return True


@transaction.atomic
def leave_out(*, by: Person, line: Line, why: str) -> None:
    """Keep a finding out of the register, with the reason."""
    _refuse_accepted(line.report)
    if not Line.objects.filter(pk=line.pk, left_out=False).update(left_out=True, left_out_why=why):
        raise NotDone("Somebody left this finding out already. Their reason is on the report's page.")
    _moved_on(line.report)
    record(by=by, act=f"left out {_named(line)}", about=_about(line.report), details={"why": why})


@transaction.atomic
def take_back(*, by: Person, line: Line) -> None:
    """Take a finding that was left out back in."""
    _refuse_accepted(line.report)
    Line.objects.filter(pk=line.pk).update(left_out=False, left_out_why="")
    _moved_on(line.report)
    record(by=by, act=f"took back {_named(line)}", about=_about(line.report))


@transaction.atomic
def add_line(
    *, by: Person, report: Report, text: str, kind: str, group: str, page: int, paragraph: str = ""
) -> Line:
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
        paragraph=paragraph,
        added_by_hand=True,
    )
    _moved_on(held)
    record(by=by, act=f"added {_named(line)} by hand", about=_about(held))
    return line


@transaction.atomic
def split(*, by: Person, line: Line, version: int, parts: Sequence[str]) -> None:
    """One line made two or more where the reading took several for one: the same words, each part a line of
    its own, in the order they stand."""
    held = Line.objects.select_for_update().select_related("report").get(pk=line.pk)
    _refuse_accepted(held.report)
    if held.version != version:
        raise ChangedMeanwhile
    if len(parts) < 2 or _words(" ".join(parts)) != _words(held.text):
        raise NotDone("The parts together must be the same words as before: correct the words first.")
    _move_up(held.report, after=held.number, by=len(parts) - 1)
    whole = held.original if held.corrected else ""
    for place, part in enumerate(parts):
        changes = {"text": part, "original": whole or part, "number": held.number + place}
        if place == 0:
            Line.objects.filter(pk=held.pk).update(**changes, version=F("version") + 1)
        else:
            Line.objects.create(**_same_place(held), **changes)
    _moved_on(held.report)
    details = {"was": held.text, "parts": len(parts)}
    record(by=by, act=f"split {_named(held)} into {len(parts)}", about=_about(held.report), details=details)


@transaction.atomic
def join(*, by: Person, line: Line, version: int) -> None:
    """A line and the one after it made one, where the reading took one for two: both texts, one after the
    other."""
    held = Line.objects.select_for_update().select_related("report").get(pk=line.pk)
    _refuse_accepted(held.report)
    following = held.report.lines.filter(number__gt=held.number).order_by("number").first()
    if held.version != version:
        raise ChangedMeanwhile
    if following is None or held.left_out or following.left_out:
        raise NotDone("There is nothing after it to join it to, or one of the two is left out.")
    details = {"was": held.text, "and": following.text}
    act = f"joined {_named(held)} and the one after it"
    following.delete()  # its words stand in the joined line, and both in the history
    Line.objects.filter(pk=held.pk).update(
        text=f"{held.text} {following.text}",
        original=f"{held.original} {following.original}",
        version=F("version") + 1,
    )
    _move_up(held.report, after=held.number, by=-1)
    _moved_on(held.report)
    record(by=by, act=act, about=_about(held.report), details=details)


def _words(text: str) -> list[str]:
    return text.split()


def _same_place(line: Line) -> dict[str, object]:
    """Where a line stands, for one that is made of a part of it."""
    kept = ("report", "kind", "group", "for_whom", "page", "paragraph", "added_by_hand", "tags")
    return {name: getattr(line, name) for name in kept}


_OUT_OF_THE_WAY = 1_000_000  # no report has so many lines: numbers pass through here, so that none meet


def _move_up(report: Report, *, after: int, by: int) -> None:
    """Give every later line a number that much higher."""
    report.lines.filter(number__gt=after).update(number=F("number") + _OUT_OF_THE_WAY)
    report.lines.filter(number__gt=_OUT_OF_THE_WAY).update(number=F("number") - _OUT_OF_THE_WAY + by)


@transaction.atomic
def say_published(*, by: Person, report: Report, version: int, published: date) -> bool:
    """The day a report was published or a notice issued, where it is not printed or was misread. Time limits
    that run from a notice's issue are counted again. False where the review changed meanwhile."""
    held = Report.objects.select_for_update().get(pk=report.pk)
    _refuse_accepted(held)
    dates = [counted_from(one, published).to_json() for one in held.sets]
    changes = {"published": published, "dates": dates}
    if not save_if_unchanged(Report.objects.filter(pk=held.pk), version=version, changes=changes):
        return False
    details = {"published": str(published)}
    act = "gave the day of issue" if held.is_notice else "gave the day of publication"
    record(by=by, act=act, about=_about(held), details=details)
    return True


@transaction.atomic
def correct_date(
    *, by: Person, report: Report, version: int, place: int, what: str, last: date | None
) -> None:
    """Put right a date that a notice sets: what falls then, and its last day; None takes the date out."""
    held = Report.objects.select_for_update().get(pk=report.pk)
    _refuse_accepted(held)
    if held.version != version:
        raise ChangedMeanwhile
    dates = held.sets
    was = dates[place]
    if last is None:
        del dates[place]
    else:
        dates[place] = _corrected(was, what, last)
    Report.objects.filter(pk=held.pk).update(dates=[one.to_json() for one in dates])
    _moved_on(held)
    details = {"was": was.to_json()}
    act = "corrected a date" if last else "took out a date"
    record(by=by, act=act, about=_about(held), details=details)


def _corrected(was: NoticeDate, what: str, last: date) -> NoticeDate:
    """With another day it is that day and no longer a month or a time limit, whatever is printed."""
    if last == was.last:
        return replace(was, what=what)
    return replace(was, what=what, first=last, last=last, count=None, unit=None)


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
        raise NotDone(
            f"Every {held.asks} is left out: take at least one back, or leave the {held.noun} as it is."
        )
    read = _as_corrected(held)
    accepted = [Accepted(_finding(line), original=line.original) for line in kept]
    held.source = accept_source(by=by, report=read, findings=accepted)
    held.save(update_fields=["source"])
    record(by=by, act=f"accepted the {held.noun}", about=_about(held), details={"findings": len(kept)})
    return held.source


def _as_corrected(report: Report) -> SourceDocument:
    read = as_filled(report)
    if isinstance(read, ProseDocument):
        return replace(read, issued=report.published, dates=tuple(report.sets))
    return replace(read, published=report.published)


def _finding(line: Line) -> Finding:
    return Finding(
        number=line.number,
        kind=cast(Kind, line.kind),
        for_whom=cast(ForWhom, line.for_whom),
        group=line.group or None,
        text=line.text,
        tags=tuple(line.tags),
        page=line.page,
        paragraph=line.paragraph,
    )


def _named(line: Line) -> str:
    return f"{line.report.asks} {line.number}"


def _moved_on(report: Report) -> None:
    """The review has changed: whoever has it open must read it again before accepting."""
    Report.objects.filter(pk=report.pk).update(version=F("version") + 1)


def _refuse_accepted(report: Report) -> None:
    if report.source_id is not None:
        raise NotDone(f"This {report.noun}'s {report.asks}s are in the register already: change them there.")


def _about(report: Report) -> About:
    return About(kind="report", key=str(report.pk), label=report.file)

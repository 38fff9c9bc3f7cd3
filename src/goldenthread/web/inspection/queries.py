"""Reading reports and sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, QuerySet

from goldenthread.findings.model import ImprovementNotice, Letter, NoticeDate, Passage
from goldenthread.standards import frameworks
from goldenthread.web.inspection.filling import Unsure, as_filled, flags_of, unsure_of
from goldenthread.web.inspection.models import Line, Report
from goldenthread.web.plan.models import Source, SourceKind
from goldenthread.web.plan.queries import kind_words, tag_words

NOTICE_KIND, COMMITTEE_KIND, STRENGTH_KIND = "notice_requirement", "committee_request", "strength"


def to_accept() -> list[tuple[Report, int]]:
    """Reports read and not yet accepted, the oldest first, each with how many findings were read."""
    waiting = Report.objects.filter(source=None).annotate(found=Count("lines"))
    return [(report, report.found) for report in waiting.order_by("uploaded_at", "id")]


def sources() -> QuerySet[Source]:
    """Every source of the register, with how many findings it has."""
    return Source.objects.annotate(found=Count("requirements", distinct=True))


def report_of(source: Source) -> Report | None:
    """The upload a source came from; None where it was brought in with a plan."""
    return Report.objects.filter(source=source).first()


def line_after(line: Line) -> Line | None:
    """The next line of the same document."""
    return line.report.lines.filter(number__gt=line.number).order_by("number").first()


@dataclass(frozen=True)
class Words:
    """A report's framework and judgements in words; of a notice, its title and the dates it sets."""

    framework: str
    judgements: list[tuple[str, str]]
    inspected: tuple[date | None, date | None]
    authority: str
    doubts: tuple[str, ...]
    dates: list[NoticeDate] = field(default_factory=list)
    lead: str = ""
    progress: tuple[Passage, ...] = ()
    flags: tuple[str, ...] = ()
    unsure: list[Unsure] = field(default_factory=list)


def words_of(report: Report) -> Words:
    """What was read, with the labels of the report's dated framework."""
    read = as_filled(report)
    if isinstance(read, ImprovementNotice | Letter):
        return _words_of_prose(read, report)
    known = frameworks.frameworks().get(read.framework)
    names = {judgement.id: judgement.name for judgement in known.judgements} if known else {}
    grades = {grade.code: grade.label for grade in known.scale} if known else {}
    order = {id: place for place, id in enumerate(names)}
    pairs = sorted(read.judgements.items(), key=lambda pair: order.get(pair[0], len(order)))
    return Words(
        framework=known.name if known else read.framework,
        judgements=[(names.get(id, id), grades.get(grade, grade)) for id, grade in pairs],
        inspected=(read.inspection_start, read.inspection_end),
        authority=read.authority or "",
        doubts=read.doubts,
        lead=read.lead_inspector or "",
        progress=read.progress,
        flags=flags_of(report),
        unsure=unsure_of(read),
    )


def _words_of_prose(read: ImprovementNotice | Letter, report: Report) -> Words:
    visited = (read.visit_start, read.visit_end) if isinstance(read, Letter) else (None, None)
    return Words(
        framework=read.title,
        judgements=[],
        inspected=visited,
        authority=read.authority or "",
        doubts=read.doubts,
        dates=report.sets,
        lead=(isinstance(read, Letter) and read.lead_inspector) or "",
        unsure=unsure_of(read),
    )


@dataclass(frozen=True)
class LineWords:
    line: Line
    kind: str
    tags: list[str]


def lines_of(report: Report) -> list[LineWords]:
    return [LineWords(line, kind_words(line.kind), tag_words(line.tags)) for line in report.lines.all()]


def kinds(report: Report) -> Mapping[str, str]:
    """What a line of a document may be: only minutes hold what a committee asked."""
    never = {NOTICE_KIND} if report.kind == SourceKind.MINUTES else {NOTICE_KIND, COMMITTEE_KIND}
    return {kind: name for kind, name in frameworks.outcome_kinds().items() if kind not in never}


def fields_of(report: Report) -> tuple[str, ...]:
    """What a line of the document has: of a notice no kind to choose, of a report no paragraph."""
    own = {SourceKind.REPORT: ("kind",), SourceKind.NOTICE: ("paragraph",)}
    return ("text", *own.get(SourceKind(report.kind), ("kind", "paragraph")), "group", "page")

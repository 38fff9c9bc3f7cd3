"""Inspection reports, notices and letters in words: labels for judgements, grades, kinds and tags, from the
dated frameworks; what a notice requires, and by when.

A label the frameworks do not hold falls back to its id, so that a paper never hides what was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from goldenthread.findings.model import (
    FOCUSED_VISIT,
    MINUTES,
    MONITORING_VISIT,
    NOTICE,
    Finding,
    InspectionReport,
    NoticeDate,
    ProseDocument,
    SourceDocument,
)
from goldenthread.papers.wording import capital, counted, joined, long_date
from goldenthread.standards import frameworks


def judgements(report: InspectionReport) -> tuple[tuple[str, str], ...]:
    """Each judgement's name and its grade, as the report's framework calls them."""
    names, grades = _judgement_names(report.framework), _grade_names(report.framework)
    return tuple((names.get(id, id), grades.get(grade, grade)) for id, grade in report.judgements.items())


def framework_name(report: InspectionReport) -> str:
    """The framework's name."""
    known = frameworks.frameworks().get(report.framework)
    return known.name if known else report.framework


def kind(finding: Finding) -> str:
    """The kind of a finding, in words."""
    return frameworks.outcome_kinds().get(finding.kind, finding.kind.replace("_", " "))


def note(finding: Finding) -> str:
    """Where it stands in the document, whose it is where it is not the authority's, and its tags, in
    sentences."""
    whose = "For the safeguarding children board" if finding.for_whom == "lscb" else ""
    where = capital(finding.paragraph) if finding.paragraph else ""
    return ". ".join(part for part in (where, finding.group, whose, tags(finding)) if part)


def tags(finding: Finding) -> str:
    """National Framework tags in words: Outcome 4: Stable, loving homes …"""
    return "; ".join(_tag(tag) for tag in finding.tags)


def when(report: InspectionReport) -> str:
    """The dates of an inspection and of its report, as far as they are printed."""
    said = []
    if report.inspection_start and report.inspection_end:
        said.append(f"inspected {long_date(report.inspection_start)} to {long_date(report.inspection_end)}")
    elif report.inspection_start:
        said.append(f"inspected from {long_date(report.inspection_start)}")
    said.append(
        f"published {long_date(report.published)}" if report.published else "publication date not printed"
    )
    return capital("; ".join(said))


def about(document: SourceDocument, *, authority: str) -> str:
    """What kind of document, when, from which file; and a warning where it is about another authority."""
    if isinstance(document, ProseDocument):
        issued = f"issued {long_date(document.issued)}" if document.issued else "day of issue not printed"
        said = f"{document.title}. {capital(issued)}. Read from {document.file}."
    else:
        said = f"{framework_name(document)}. {when(document)}. Read from {document.file}."
    return f"{said} {elsewhere(document, authority=authority)}".rstrip()


_NOUNS = {NOTICE: "notice", FOCUSED_VISIT: "letter", MONITORING_VISIT: "letter", MINUTES: "paper"}
_NAMES = {
    NOTICE: "Improvement notice to",
    FOCUSED_VISIT: "Focused visit to",
    MONITORING_VISIT: "Monitoring visit to",
    MINUTES: "Minutes of a committee of",
}


def noun(document: SourceDocument) -> str:
    """What a document is called in a sentence."""
    return _NOUNS[document.document] if isinstance(document, ProseDocument) else "report"


def asks(document: SourceDocument | ProseDocument) -> str:
    """What each thing a document asks is called."""
    required = isinstance(document, ProseDocument) and document.document == NOTICE
    return "requirement" if required else "finding"


def elsewhere(document: SourceDocument, *, authority: str) -> str:
    """A warning where the document is about another authority than the records; else nothing."""
    if not document.authority or not authority or _same_name(document.authority, authority):
        return ""
    what = noun(document)
    return f"This {what} is about {document.authority}; the records are from {authority}."


def title(document: SourceDocument) -> str:
    """Whose inspection or notice, and when, as a heading."""
    name = document.authority or document.file
    if isinstance(document, ProseDocument):
        name, day = f"{_NAMES[document.document]} {name}", document.issued
    else:
        day = document.inspection_end or document.inspection_start or document.published
    return f"{name}, {long_date(day)}" if day else name


def falls(one: NoticeDate) -> str:
    """A date a notice sets, in words: "by 14 May 2025 (within two months of the issue of this notice)"."""
    if one.count is None:
        return one.printed
    return f"by {long_date(one.last)} ({one.printed})" if one.last else one.printed


def setting_dates(documents: Sequence[SourceDocument]) -> list[tuple[str, str, str]]:
    """(what falls then, when, its page) of every date that notices set."""
    return [
        (capital(one.what), capital(falls(one)), str(one.page))
        for document in documents
        if isinstance(document, ProseDocument)
        for one in document.dates
    ]


def summary(document: SourceDocument) -> str:
    """A sentence or two: the main grade and how many findings of each kind; or what a notice requires."""
    if isinstance(document, ProseDocument):
        return _summary_of_prose(document)
    return _summary_of_report(document)


def _summary_of_prose(document: ProseDocument) -> str:
    issued = f" ({long_date(document.issued)})" if document.issued else ""
    who = document.authority or document.file
    dates = f" and sets {counted(len(document.dates), 'date')}" if document.dates else ""
    name = _NAMES[document.document]
    said = f"{name[:1].lower()}{name[1:]} {who}{issued}"
    return f"The {said} lists {counted(len(document.findings), asks(document))}{dates}."


def _summary_of_report(report: InspectionReport) -> str:
    own = [finding for finding in report.findings if finding.for_whom == "authority"]
    kinds = Counter(kind(finding) for finding in own)
    listed = [counted(number, name[:1].lower() + name[1:], _plural(name)) for name, number in kinds.items()]
    others = len(report.findings) - len(own)
    board = f"; {counted(others, 'more', 'more')} for the safeguarding children board" if others else ""
    return f"{_main_grade(report)} The report lists {joined(listed) if listed else 'no findings'}{board}."


def _main_grade(report: InspectionReport) -> str:
    """The overall grade, or every grade where the framework has no overall: none is invented."""
    who = report.authority or report.file
    day = report.inspection_end or report.inspection_start or report.published
    dated = f" ({long_date(day)})" if day else ""
    said = dict(judgements(report))
    if not said:
        return f"No grade could be read for {who}{dated}."
    if "overall" in report.judgements:
        grade = _grade_names(report.framework).get(report.judgements["overall"], report.judgements["overall"])
        return f"Inspectors judged {who}{dated} as “{grade}” overall."
    grades = "; ".join(f"{name}: {grade}" for name, grade in said.items())
    return f"Inspectors judged {who}{dated}: {grades}."


def _plural(name: str) -> str:
    """areas for improvement, recommendations, priority and immediate actions."""
    lowered = name[:1].lower() + name[1:]
    if lowered.startswith("area "):
        return "areas" + lowered.removeprefix("area")
    return f"{lowered}s"


def _same_name(one: str, other: str) -> bool:
    """Whether one name holds the other, as Devon and Devon County Council."""
    first, second = one.casefold(), other.casefold()
    return first in second or second in first


def _judgement_names(framework: str) -> Mapping[str, str]:
    known = frameworks.frameworks().get(framework)
    return {one.id: one.name for one in known.judgements} if known else {}


def _grade_names(framework: str) -> Mapping[str, str]:
    known = frameworks.frameworks().get(framework)
    return {grade.code: grade.label for grade in known.scale} if known else {}


def _tag(tag: str) -> str:
    family, _, number = tag.rpartition("_")
    labels = frameworks.national_framework_tags().get(family, {})
    label = labels.get(int(number)) if number.isdigit() else None
    return f"{capital(family)} {number}: {label}" if label else capital(tag.replace("_", " "))

"""Inspection reports in words: labels for judgements, grades, kinds and tags, from the dated frameworks.

A label the frameworks do not hold falls back to its id, so that a paper never hides what was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from goldenthread.findings.model import Finding, InspectionReport
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
    """Its group in the report, whose it is where it is not the authority's, and its tags, in sentences."""
    whose = "For the safeguarding children board" if finding.for_whom == "lscb" else ""
    return ". ".join(part for part in (finding.group, whose, tags(finding)) if part)


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


def about(report: InspectionReport, *, authority: str) -> str:
    """Under which framework, when, from which file; and a warning where it is about another authority."""
    said = f"{framework_name(report)}. {when(report)}. Read from {report.file}."
    return f"{said} {elsewhere(report, authority=authority)}".rstrip()


def elsewhere(report: InspectionReport, *, authority: str) -> str:
    """A warning where the report is about another authority than the records; else nothing."""
    if not report.authority or not authority or _same_name(report.authority, authority):
        return ""
    return f"This report is about {report.authority}; the records are from {authority}."


def title(report: InspectionReport) -> str:
    """Whose inspection and when, as a heading."""
    day = report.inspection_end or report.inspection_start or report.published
    name = report.authority or report.file
    return f"{name}, {long_date(day)}" if day else name


def summary(report: InspectionReport) -> str:
    """One sentence: the main grade and how many findings of each kind."""
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

"""A made-up inspection report, in the layouts of real ones, for the demonstration and to test the reader.

Every page says that it is made up. Its words are in `templates/report_text.yaml`, its looks in the templates
beside it.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from goldenthread.findings.model import Finding, ForWhom, InspectionReport, Passage
from goldenthread.findings.tags import read_tags
from goldenthread.standards.frameworks import Framework, Grade, frameworks, outcome_kinds

DEMO_AUTHORITY = "Wexcombe County Council"
_WEEKS_TO_PUBLICATION = 8
_KIND_HEADINGS = {"area_for_improvement": "Areas for improvement"}
_SINGLE_FRAMEWORK_TITLE = (
    "Inspection of services for children in need of help and protection, "
    "children looked after and care leavers"
)


@dataclass(frozen=True)
class _Layout:
    """A template and what is printed through it."""

    template: str
    content: Mapping[str, Any]
    report: InspectionReport


def write_report(
    path: Path,
    *,
    authority: str = DEMO_AUTHORITY,
    framework: str,
    published: date,
    judgements: Mapping[str, str] | None = None,
) -> InspectionReport:
    """Write a made-up report to `path` (PDF) and return what it says, as the reader should read it.

    `framework` is "sif_2013" or an "ilacs_…" version; `judgements` changes grades by judgement id. Reports of
    ILACS print no publication date, so theirs is None in the value returned. The same arguments give the same
    bytes. Raises KeyError for a framework or grade that does not exist.
    """
    version = frameworks()[framework]
    make = _single_framework if framework.startswith("sif") else _ilacs
    layout = make(version, authority, published, judgements or {})
    inputs = {"report": json.dumps(layout.content)}
    content, pages = set_pdf(layout.template, inputs, published)
    path.write_bytes(content)
    report = replace(layout.report, file=path.name, sha256=hashlib.sha256(content).hexdigest())
    return _paged(report, pages, passage_pages(layout.template, inputs))


def _paged(
    report: InspectionReport, findings: Mapping[int, int], passages: Sequence[int]
) -> InspectionReport:
    """The report with the pages its findings, strengths and progress came to stand on."""
    kept = [replace(one, page=page) for one, page in zip(_kept(report), passages, strict=True)]
    return replace(
        report,
        findings=tuple(replace(finding, page=findings[finding.number]) for finding in report.findings),
        strengths=tuple(kept[: len(report.strengths)]),
        progress=tuple(kept[len(report.strengths) :]),
    )


def _kept(report: InspectionReport) -> tuple[Passage, ...]:
    return (*report.strengths, *report.progress)


def passage_pages(template: str, inputs: dict[str, str]) -> list[int]:
    """The page each strength and each paragraph of progress came to stand on, in the template's order."""
    import typst

    with resources.as_file(resources.files(__package__) / "templates") as folder:
        marks = typst.query(
            folder / f"{template}.typ",
            "<strength>",
            field="value",
            root=folder,
            ignore_system_fonts=True,
            sys_inputs=inputs,
        )
    return list(json.loads(marks))


def set_pdf(template: str, inputs: dict[str, str], published: date) -> tuple[bytes, dict[int, int]]:
    """The PDF of a template beside this file, and the page each of its marks came to stand on."""
    import typst

    with resources.as_file(resources.files(__package__) / "templates") as folder:
        source = folder / f"{template}.typ"
        pdf = typst.compile(
            source,
            root=folder,
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs=inputs,
            timestamp=datetime.combine(published, time(), UTC),
        )
        marks = typst.query(
            source, "<finding>", field="value", root=folder, ignore_system_fonts=True, sys_inputs=inputs
        )
    return pdf, {mark["number"]: mark["page"] for mark in json.loads(marks)}


@functools.cache
def _texts() -> dict[str, Any]:
    source = resources.files(__package__) / "templates" / "report_text.yaml"
    loaded: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return loaded


def _single_framework(
    version: Framework, authority: str, published: date, changed: Mapping[str, str]
) -> _Layout:
    words = _texts()["single_framework"]
    grades = {**words["grades"], **changed}
    own, own_next = _sections(words["authority"], first_printed=1, first_number=1, for_whom="authority")
    board, board_next = _sections(
        words["board"], first_printed=words["board_first_number"], first_number=own_next, for_whom="lscb"
    )
    start = _monday_before(published, weeks=_WEEKS_TO_PUBLICATION + 4) + timedelta(days=1)
    end = start + timedelta(days=22)
    content = {
        **_shared(authority, words),
        "title": _SINGLE_FRAMEWORK_TITLE,
        "dates": f"{long_day(start)} – {long_day(end)}",
        "published": long_day(published),
        "overall": _verb(grades["overall"], version),
        "board_grade": _verb(grades["lscb"], version, singular=True),
        "grades": [
            {
                "label": f"{number} {version.judgement(name).name}",
                "grade": _grade(grades[name], version).label,
            }
            for number, name in (
                ("1.", "sif1"),
                ("2.", "sif2"),
                ("2.1", "sif2_1"),
                ("2.2", "sif2_2"),
                ("3.", "sif3"),
            )
        ],
        "lists": _printed(own),
        "next": own_next,
        "board_lists": _printed(board),
        "board_next": words["board_first_number"] + board_next - own_next,
        "weaknesses": words["weaknesses"],
        "board_weaknesses": words["board_weaknesses"],
        "strengths": words["strengths"],
        "progress": words["progress"],
    }
    findings = [finding for section in (*own, *board) for finding, _ in section.findings]
    report = replace(
        _report(version, authority, (start, end, published), grades, findings),
        strengths=tuple(Passage(text, page=0) for text in words["strengths"]),
        progress=tuple(Passage(text, page=0) for text in words["progress"]),
    )
    return _Layout("report_single_framework", content, report)


def _ilacs(version: Framework, authority: str, published: date, changed: Mapping[str, str]) -> _Layout:
    words = _texts()["ilacs"]
    grades = {**words["grades"], **changed}
    start = _monday_before(published, weeks=_WEEKS_TO_PUBLICATION)
    end = start + timedelta(days=11)
    tagged = version.id == "ilacs_2026"
    texts = [
        f"{text.rstrip('.')}. {tag}".strip() if tagged and tag else text
        for text, tag in zip(words["findings"], words["tags"], strict=True)
    ]
    findings = [_finding(number, text, "area_for_improvement") for number, text in enumerate(texts, start=1)]
    sections = [entry for entry in _leaders_last(version) if entry.id != "overall"]
    content = {
        **_shared(authority, words),
        "title": f"Inspection of {authority} local authority children’s services",
        "dates": f"{start.day} {start:%B} to {long_day(end)}",
        "grades": [
            {"label": entry.name, "grade": _grade(grades[entry.id], version).label}
            for entry in _leaders_last(version)
        ],
        "findings": [_printed_finding(finding, text) for finding, text in zip(findings, texts, strict=True)],
        "sections": [
            {"label": entry.name, "grade": _grade(grades[entry.id], version).label.lower()}
            for entry in sections
        ],
    }
    return _Layout("report_ilacs", content, _report(version, authority, (start, end, None), grades, findings))


@dataclass(frozen=True)
class _Section:
    """Findings of one kind and group; each with its text as the data file has it."""

    kind: str
    group: str
    first: int
    findings: tuple[tuple[Finding, str], ...]


def _sections(
    entries: Sequence[Mapping[str, Any]], *, first_printed: int, first_number: int, for_whom: ForWhom
) -> tuple[list[_Section], int]:
    """The sections of a list, and the number after its last finding."""
    sections, number = [], first_number
    for entry in entries:
        findings = tuple(
            (_finding(number + place, text, entry["kind"], entry["group"], for_whom), text)
            for place, text in enumerate(entry["items"])
        )
        sections.append(
            _Section(entry["kind"], entry["group"], number - first_number + first_printed, findings)
        )
        number += len(findings)
    return sections, number


def _printed(sections: Sequence[_Section]) -> list[dict[str, Any]]:
    return [
        {
            "kind": _KIND_HEADINGS.get(section.kind, outcome_kinds()[section.kind]),
            "group": section.group,
            "first": section.first,
            "findings": [_printed_finding(finding, text) for finding, text in section.findings],
        }
        for section in sections
    ]


def _printed_finding(finding: Finding, text: str) -> dict[str, Any]:
    """A finding as the template wants it: "lead||point|point" in the data file."""
    lead, _, points = text.partition("||")
    return {"number": finding.number, "lead": lead, "points": points.split("|") if points else []}


def _finding(
    number: int, text: str, kind: Any, group: str | None = None, for_whom: ForWhom = "authority"
) -> Finding:
    lead, _, points = text.partition("||")
    line = f"{lead} {'; '.join(point.rstrip(';') for point in points.split('|'))}".strip()
    return Finding(number, kind, for_whom, group, line, read_tags(line), page=0)


def _shared(authority: str, words: Mapping[str, Any]) -> dict[str, Any]:
    short = authority.removesuffix(" Council").removesuffix(" County")
    return {
        "notice": _texts()["notice"],
        "authority": authority,
        "short": short,
        "introduction": words["introduction"].format(authority=authority, short=short),
        "paragraphs": _texts()["paragraphs"],
    }


def _report(
    version: Framework,
    authority: str,
    dates: tuple[date, date, date | None],
    grades: Mapping[str, str],
    findings: Sequence[Finding],
) -> InspectionReport:
    start, end, published = dates
    return InspectionReport(
        file="",
        authority=authority,
        framework=version.id,
        inspection_start=start,
        inspection_end=end,
        published=published,
        judgements={entry.id: grades[entry.id] for entry in version.judgements},
        findings=tuple(findings),
        doubts=(),
    )


def _leaders_last(version: Framework) -> Iterator[Any]:
    """Judgements in the order reports print them: the overall grade at the end."""
    yield from (entry for entry in version.judgements if entry.kind != "overall")
    yield from (entry for entry in version.judgements if entry.kind == "overall")


def _grade(code: str, version: Framework) -> Grade:
    return {grade.code: grade for grade in version.scale}[code]


def _verb(code: str, version: Framework, *, singular: bool = False) -> str:
    """A grade as the end of a sentence: "are good", "require improvement to be good"."""
    label = _grade(code, version).label.lower()
    if label.startswith("requires"):
        return label if singular else label.replace("requires", "require", 1)
    return f"{'is' if singular else 'are'} {label}"


def _monday_before(day: date, *, weeks: int) -> date:
    earlier = day - timedelta(weeks=weeks)
    return earlier - timedelta(days=earlier.weekday())


def long_day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"

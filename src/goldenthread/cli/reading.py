"""`findings`: reports, notices and letters read, one after another; a refused one does not stop the rest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from goldenthread.cli.output import progress, say, say_json, say_table, warn
from goldenthread.cli.run import DONE, REFUSED
from goldenthread.errors import InputRefused
from goldenthread.findings.model import InspectionReport, Letter, Passage, ProseDocument, SourceDocument
from goldenthread.findings.reader import read_document


def say_findings(files: Sequence[Path], *, json: bool) -> int:
    """Read each file in the order given; 2 when any was refused, after the others are said."""
    with progress("Reading reports", len(files)) as advance:
        read_or_refused = [_read(file, advance) for file in files]
    refused = [result for result in read_or_refused if isinstance(result, InputRefused)]
    if json:
        say_json([_entry(file, result) for file, result in zip(files, read_or_refused, strict=True)])
    else:
        for result in read_or_refused:
            if not isinstance(result, InputRefused):
                _say(result)
    for fault in refused:
        warn(str(fault))
    return REFUSED if refused else DONE


def _read(file: Path, advance: Any) -> SourceDocument | InputRefused:
    try:
        return read_document(file)
    except InputRefused as refused:
        return refused
    finally:
        advance(1)


def _entry(file: Path, result: SourceDocument | InputRefused) -> dict[str, Any]:
    return (
        {"file": file.name, "refused": str(result)} if isinstance(result, InputRefused) else result.to_json()
    )


def _say(document: SourceDocument) -> None:
    if isinstance(document, ProseDocument):
        _say_prose(document)
    else:
        _say_report(document)
    if isinstance(document, InspectionReport):
        for flag in document.flags:
            say(f"Against the framework: {flag}")
    for doubt in document.doubts:
        say(f"In doubt: {doubt}")


def _say_report(report: InspectionReport) -> None:
    inspected = f"inspected {report.inspection_start} to {report.inspection_end}"
    say(f"{report.authority}: {report.framework}, {inspected}")
    say(f"  led by {report.lead_inspector or 'somebody the report does not name'}")
    for judgement, grade in report.judgements.items():
        say(f"  {judgement}: {grade.replace('_', ' ')}")
    rows = [
        {
            "number": finding.number,
            "kind": finding.kind.replace("_", " "),
            "page": finding.page,
            "text": finding.text,
        }
        for finding in report.findings
    ]
    say_table("Findings", rows, {"number": "No.", "kind": "Kind", "page": "Page", "text": "Text"})
    _say_passages("Strengths, to sustain", report.strengths)
    _say_passages("Progress since the last inspection", report.progress)


def _say_passages(title: str, passages: Sequence[Passage]) -> None:
    if passages:
        rows = [{"page": one.page, "text": one.text} for one in passages]
        say_table(title, rows, {"page": "Page", "text": "Text"})


def _say_prose(document: ProseDocument) -> None:
    issued = document.issued or "on a day that could not be read"
    say(f"{document.authority}: {document.title}, issued {issued}")
    rows = [
        {
            "number": finding.number,
            "where": finding.paragraph,
            "page": finding.page,
            "text": finding.text,
        }
        for finding in document.findings
    ]
    say_table("Requirements", rows, {"number": "No.", "where": "Where", "page": "Page", "text": "Text"})
    dates = [{"what": one.what, "printed": one.printed, "last": one.last} for one in document.dates]
    say_table("Dates it sets", dates, {"what": "What", "printed": "As printed", "last": "No later than"})
    if isinstance(document, Letter):
        _say_passages("Strengths, to sustain", document.strengths)

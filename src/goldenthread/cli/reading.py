"""`findings`: inspection reports read, one after another; a refused one does not stop the rest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from goldenthread.cli.output import progress, say, say_json, say_table, warn
from goldenthread.cli.run import DONE, REFUSED
from goldenthread.errors import InputRefused
from goldenthread.findings.model import InspectionReport
from goldenthread.findings.reader import read


def say_findings(files: Sequence[Path], *, json: bool) -> int:
    """Read each file in the order given; 2 when any was refused, after the others are said."""
    with progress("Reading reports", len(files)) as advance:
        read_or_refused = [_read(file, advance) for file in files]
    refused = [result for result in read_or_refused if isinstance(result, InputRefused)]
    if json:
        say_json([_entry(file, result) for file, result in zip(files, read_or_refused, strict=True)])
    else:
        for result in read_or_refused:
            if isinstance(result, InspectionReport):
                _say_report(result)
    for fault in refused:
        warn(str(fault))
    return REFUSED if refused else DONE


def _read(file: Path, advance: Any) -> InspectionReport | InputRefused:
    try:
        return read(file)
    except InputRefused as refused:
        return refused
    finally:
        advance(1)


def _entry(file: Path, result: InspectionReport | InputRefused) -> dict[str, Any]:
    return (
        {"file": file.name, "refused": str(result)} if isinstance(result, InputRefused) else result.to_json()
    )


def _say_report(report: InspectionReport) -> None:
    inspected = f"inspected {report.inspection_start} to {report.inspection_end}"
    say(f"{report.authority}: {report.framework}, {inspected}")
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
    for doubt in report.doubts:
        say(f"In doubt: {doubt}")

"""From a published inspection report (PDF) to its judgements and findings."""

from __future__ import annotations

from pathlib import Path

from goldenthread.errors import InputRefused
from goldenthread.findings.checks import cross_check
from goldenthread.findings.cover import Cover, read_cover
from goldenthread.findings.judgements import read_judgements
from goldenthread.findings.lists import read_lists
from goldenthread.findings.model import InspectionReport
from goldenthread.findings.pages import Document


def read(path: Path) -> InspectionReport:
    """The report in a PDF. Raises InputRefused where it is missing, unreadable, or not an inspection report.

    What could not be read with confidence stands in `doubts`: nothing is guessed silently.
    """
    with Document(path) as document:
        return _report(document, _cover(document, path))


def _cover(document: Document, path: Path) -> Cover:
    if not any(text.strip() for text in document.texts):
        raise InputRefused(
            source=path,
            why="the PDF holds no text, it may be a scan",
            what_to_do="give the PDF as the regulator published it",
        )
    cover = read_cover(document)
    if cover is None:
        raise InputRefused(
            source=path,
            why="it is not an inspection report of children's services in a layout known here",
            what_to_do="give the report as the regulator published it",
        )
    return cover


def _report(document: Document, cover: Cover) -> InspectionReport:
    judgements = read_judgements(document, cover)
    lists = read_lists(document, cover)
    checks = cross_check(cover, judgements, lists.findings)
    return InspectionReport(
        file=document.name,
        authority=cover.authority,
        framework=judgements.framework.id,
        inspection_start=cover.inspection_start,
        inspection_end=cover.inspection_end,
        published=cover.published,
        judgements=judgements.grades,
        findings=lists.findings,
        doubts=tuple(dict.fromkeys((*cover.doubts, *judgements.doubts, *lists.doubts, *checks))),
        sha256=document.sha256,
    )

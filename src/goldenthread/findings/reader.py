"""From a published inspection report (PDF) or an improvement notice (PDF or plain text) to what it says."""

from __future__ import annotations

import hashlib
from pathlib import Path

from goldenthread.errors import InputRefused
from goldenthread.findings.checks import broken_rules, cross_check
from goldenthread.findings.cover import Cover, read_cover
from goldenthread.findings.inspectors import read_lead
from goldenthread.findings.judgements import read_judgements
from goldenthread.findings.lists import read_lists
from goldenthread.findings.model import ImprovementNotice, InspectionReport, SourceDocument
from goldenthread.findings.notice import is_notice, read_notice
from goldenthread.findings.notice_blocks import Block, blocks_of_pdf, blocks_of_text
from goldenthread.findings.pages import Document
from goldenthread.findings.sections import read_sections

TEXT = ".txt"
_LARGEST_TEXT = 2 * 1024 * 1024  # bytes; a notice is a few pages
_MOST_PAGES = 60  # of a notice; a report may have more
_GIVE_TEXT = "save the notice as plain text (UTF-8), or give its PDF"


def read_document(path: Path) -> SourceDocument:
    """The report or the notice in a file; a name that ends in .txt is a notice in plain text. Raises
    InputRefused where it is missing, unreadable, or neither.

    What could not be read with confidence stands in `doubts`: nothing is guessed silently.
    """
    if path.suffix.lower() == TEXT:
        return _notice_in_text(path)
    with Document(path) as document:
        _refuse_without_text(document, path)
        if _may_be_notice(document):
            blocks = blocks_of_pdf(document)
            if is_notice(blocks):
                return _notice(blocks, path=path, sha256=document.sha256)
        return _report(document, _cover(document, path))


def _may_be_notice(document: Document) -> bool:
    """Whether looking up the places of every line is worth it: the first page names a notice."""
    return "improvement notice" in document.plain_texts[0] and len(document.texts) <= _MOST_PAGES


def _notice_in_text(path: Path) -> ImprovementNotice:
    content = _text_content(path)
    text, doubts = _decoded(path, content)
    if "\f" not in text:
        doubts = (*doubts, "The text does not say where its pages end: everything is given as page 1.")
    blocks = blocks_of_text(text)
    if not is_notice(blocks):
        raise InputRefused(
            source=path,
            why="it is plain text but not an improvement notice",
            what_to_do="give the notice as it was issued; an inspection report is given as its PDF",
        )
    return _notice(blocks, path=path, sha256=hashlib.sha256(content).hexdigest(), doubts=doubts)


def _notice(
    blocks: list[Block], *, path: Path, sha256: str, doubts: tuple[str, ...] = ()
) -> ImprovementNotice:
    notice = read_notice(blocks, file=path.name, sha256=sha256, doubts=doubts)
    if not notice.findings:
        raise InputRefused(
            source=path,
            why="it calls itself an improvement notice but no requirement could be read from it",
            what_to_do="give the whole notice as it was issued",
        )
    return notice


def _text_content(path: Path) -> bytes:
    if not path.is_file():
        raise InputRefused(
            source=path, why="there is no such file", what_to_do="check the name and the folder"
        )
    if path.stat().st_size > _LARGEST_TEXT:
        raise InputRefused(
            source=path,
            why="it is larger than any notice",
            what_to_do="give the notice alone, as its PDF or plain text",
        )
    content = path.read_bytes()
    if not content.strip():
        raise InputRefused(source=path, why="the file is empty", what_to_do=_GIVE_TEXT)
    return content


def _decoded(path: Path, content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and a doubt where its encoding had to be taken for the usual one of Windows."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    for name in (encoding, "cp1252"):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and "%PDF-" not in text[:1024]:
            usual = "The text is not in UTF-8 and was read as Windows saves it; check its dashes and quotes."
            return text, (usual,) if name == "cp1252" else ()
    raise InputRefused(source=path, why="it is not plain text, whatever its name says", what_to_do=_GIVE_TEXT)


def read(path: Path) -> InspectionReport:
    """The report in a PDF. Raises InputRefused where it is missing, unreadable, or not an inspection report.

    What could not be read with confidence stands in `doubts`: nothing is guessed silently.
    """
    with Document(path) as document:
        return _report(document, _cover(document, path))


def _refuse_without_text(document: Document, path: Path) -> None:
    if not any(text.strip() for text in document.texts):
        raise InputRefused(
            source=path,
            why="the PDF holds no text, it may be a scan",
            what_to_do="give the PDF as it was published",
        )


def _cover(document: Document, path: Path) -> Cover:
    _refuse_without_text(document, path)
    cover = read_cover(document)
    if cover is None:
        raise InputRefused(
            source=path,
            why="it is not an inspection report of children's services in a layout known here, nor an"
            " improvement notice",
            what_to_do="give the report or the notice as it was published",
        )
    return cover


def _report(document: Document, cover: Cover) -> InspectionReport:
    judgements = read_judgements(document, cover)
    lists = read_lists(document, cover.layout)
    sections = read_sections(document, cover.layout)
    checks = cross_check(cover, judgements, lists.findings)
    doubts = (*cover.doubts, *judgements.doubts, *lists.doubts, *sections.doubts, *checks)
    return InspectionReport(
        file=document.name,
        authority=cover.authority,
        framework=judgements.framework.id,
        inspection_start=cover.inspection_start,
        inspection_end=cover.inspection_end,
        published=cover.published,
        judgements=judgements.grades,
        findings=lists.findings,
        doubts=tuple(dict.fromkeys(doubts)),
        sha256=document.sha256,
        lead_inspector=read_lead(document),
        strengths=sections.strengths,
        progress=sections.progress,
        flags=broken_rules(judgements.framework, judgements.grades),
    )

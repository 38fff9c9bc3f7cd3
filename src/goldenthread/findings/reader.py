"""From a published inspection report (PDF), an improvement notice, a visit's letter or a committee's minutes
(PDF, Word or plain text) to what each says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NoReturn

from goldenthread.errors import InputRefused
from goldenthread.findings.checks import broken_rules, cross_check
from goldenthread.findings.cover import Cover, read_cover
from goldenthread.findings.inspectors import read_lead
from goldenthread.findings.judgements import read_judgements
from goldenthread.findings.letters import letter_kind, read_letter
from goldenthread.findings.lists import read_lists
from goldenthread.findings.model import ImprovementNotice, InspectionReport, Letter, SourceDocument
from goldenthread.findings.notice import is_notice, read_notice
from goldenthread.findings.notice_blocks import Block, blocks_of_pdf, blocks_of_text, blocks_of_word
from goldenthread.findings.pages import Document
from goldenthread.findings.sections import read_sections
from goldenthread.findings.word import Word, is_word, read_word

_Prose = ImprovementNotice | Letter
TEXT = ".txt"
_LARGEST_TEXT = 2 * 1024 * 1024  # bytes; a notice is a few pages
_LARGEST_WORD = 20 * 1024 * 1024
_MOST_SHOWN, _LONGEST_SHOWN = 12, 200  # comments, and characters of one
_MOST_PAGES = 60  # of a notice or a letter; a report may have more
_PROSE = (
    "improvement notice",
    "focused visit",
    "focussed visit",
    "assurance visit",
    "monitoring visit",
    "minutes",
)
_GIVE_TEXT = "save it as plain text (UTF-8), or give its PDF or Word document"
_NO_PAGES = "The text does not say where its pages end: everything is given as page 1."
_NO_PAGES_IN_WORD = "The Word document does not say where its pages end: everything is given as page 1."
_PAGES_IN_WORD = "Pages are as Word last laid the document out: where it is printed they may differ."


def read_document(path: Path, *, kind: str | None = None) -> SourceDocument:
    """The report, the notice or the letter in a PDF, a Word document, or a file of plain text (.txt).

    `kind` is one of `model.LETTERS` where a person says that it is such a letter; else the document itself
    says what it is. Raises InputRefused where the file is missing, unreadable, or none of these. What could
    not be read with confidence stands in `doubts`: nothing is guessed silently.
    """
    if path.suffix.lower() == TEXT:
        return _from_text(path, kind)
    if path.is_file() and _begins_as_word(path):
        return _from_word(path, kind)
    with Document(path) as document:
        _refuse_without_text(document, path)
        if kind or _may_be_prose(document):
            cover = None if kind else read_cover(document)
            is_report = cover is not None and cover.layout.graded
            blocks = [] if is_report else blocks_of_pdf(document)
            if found := _prose(blocks, path=path, sha256=document.sha256, kind=kind):
                return found
        return _report(document, _cover(document, path))


def _may_be_prose(document: Document) -> bool:
    """Whether looking up the places of every line is worth it: the first pages name such a document."""
    first = " ".join(document.plain_texts[:2])
    return len(document.texts) <= _MOST_PAGES and any(words in first for words in _PROSE)


def _begins_as_word(path: Path) -> bool:
    with path.open("rb") as file:
        return is_word(file.read(4))


def _from_word(path: Path, kind: str | None) -> SourceDocument:
    if path.stat().st_size > _LARGEST_WORD:
        raise InputRefused(
            source=path, why="it is larger than any letter", what_to_do="give the document alone, or its PDF"
        )
    word = read_word(path)
    doubts = (_PAGES_IN_WORD if word.paged else _NO_PAGES_IN_WORD, *word.unread)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    prose = partial(_prose, path=path, sha256=sha256, kind=kind, doubts=doubts)
    found = prose(blocks_of_word(word.paragraphs))
    if found is None:
        return _none_of_these(path, "it is a Word document")
    if word.margins and (found.authority is None or found.issued is None):
        around = prose(blocks_of_word([*word.margins, *word.paragraphs]))
        found = _filled_in(found, around) if around else found
    return replace(found, doubts=(*found.doubts, *_beside(word)))


def _filled_in(found: _Prose, around: _Prose) -> _Prose:
    """Whose document it is and its day, from the head or foot of its pages where its text does not say; what
    it finds and asks is from its text alone."""
    named, dated = found.authority or around.authority, found.issued or around.issued
    took = [
        *(["whose document it is"] if named != found.authority else []),
        *(["its day"] if dated != found.issued else []),
    ]
    if not took:
        return found
    said = f"From the header or footer, for the text does not say it: {' and '.join(took)}. Check it."
    kept = [one for one in found.doubts if one in around.doubts]
    return replace(found, authority=named, issued=dated, doubts=(*kept, said))


def _beside(word: Word) -> Iterator[str]:
    """What stands beside a Word document's text, for whoever checks the reading."""
    if word.margins:
        shown = "; ".join(f"“{_short(one.text)}”" for one in word.margins[:_MOST_SHOWN])
        yield f"Headers and footers are left out of what it finds. They say: {shown}."
    for one in word.comments[:_MOST_SHOWN]:
        yield f"A comment beside the text, which is a note and no finding: “{_short(one)}”"
    if len(word.comments) > _MOST_SHOWN:
        yield f"And {len(word.comments) - _MOST_SHOWN} more comments: turn to the document for them."


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN].rstrip()}…"


def _from_text(path: Path, kind: str | None) -> SourceDocument:
    content = _text_content(path)
    text, doubts = _decoded(path, content)
    if "\f" not in text:
        doubts = (*doubts, _NO_PAGES)
    sha256 = hashlib.sha256(content).hexdigest()
    found = _prose(blocks_of_text(text), path=path, sha256=sha256, kind=kind, doubts=doubts)
    return found or _none_of_these(path, "it is plain text")


def _none_of_these(path: Path, what: str) -> NoReturn:
    raise InputRefused(
        source=path,
        why=f"{what} but not an improvement notice, a visit's letter or a committee's minutes",
        what_to_do="give it as it was issued, or say what it is; an inspection report is given as its PDF",
    )


def _prose(
    blocks: list[Block], *, path: Path, sha256: str, kind: str | None, doubts: tuple[str, ...] = ()
) -> _Prose | None:
    """The notice or the letter in a document's blocks; None where it is neither."""
    if kind is None and is_notice(blocks):
        return _notice(blocks, path=path, sha256=sha256, doubts=doubts)
    which = kind or letter_kind(blocks)
    if which is None:
        return None
    return read_letter(blocks, kind=which, file=path.name, sha256=sha256, doubts=doubts)


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
            why="it is larger than any notice or letter",
            what_to_do="give the document alone, as its PDF or plain text",
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

"""Sections of a report that ask nothing and are kept: strengths, to sustain, and progress made before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from goldenthread.findings.lists import read_lists
from goldenthread.findings.model import Passage
from goldenthread.findings.pages import Document
from goldenthread.standards.frameworks import Layout, ListHeading


@dataclass(frozen=True)
class Sections:
    """What a report says is strong, and what it says has been achieved; and what is doubtful about them."""

    strengths: tuple[Passage, ...]
    progress: tuple[Passage, ...]
    doubts: tuple[str, ...]


def read_sections(document: Document, layout: Layout) -> Sections:
    """The sections of strengths and progress; nothing where the layout has none."""
    if not layout.strengths and not layout.progress:
        return Sections((), (), ())
    found = read_lists(document, _as_lists(layout))
    passages = [(one.kind, Passage(one.text, one.page, one.for_whom)) for one in found.findings]
    return Sections(
        strengths=tuple(passage for kind, passage in passages if kind == "strength"),
        progress=tuple(passage for kind, passage in passages if kind == "progress"),
        doubts=tuple(_of_passages(doubt) for doubt in found.doubts if not _about_findings(doubt)),
    )


def _as_lists(layout: Layout) -> Layout:
    """The layout with its sections for lists: what was a list's heading now ends one."""
    headings = [
        *(ListHeading(pattern, "strength", None, "strengths") for pattern in layout.strengths),
        *(ListHeading(pattern, "progress", None, "progress") for pattern in layout.progress),
    ]
    ends = (*(one.heading for one in layout.lists), *layout.ends)
    return replace(layout, lists=tuple(headings), ends=ends, grouped=True, marker="any", nothing=())


def _about_findings(doubt: str) -> bool:
    """A doubt that only matters where something is asked: prose need have no marks, and may be long."""
    return any(said in doubt for said in ("has no marks", "more or less than one", "announces points"))


def _of_passages(doubt: str) -> str:
    """A doubt of the lists' reader in the words for these sections."""
    return doubt.replace("Finding ", "Passage ").replace("a finding", "a passage").replace("list", "section")

"""What a document says in its own words: an inspection report's judgements and findings, a notice's
requirements and dates."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

Kind = Literal[
    "priority_action",
    "priority_immediate",
    "area_for_improvement",
    "recommendation",
    "notice_requirement",
    "committee_request",
    "strength",
    "progress",
]
ForWhom = Literal["authority", "lscb"]


@dataclass(frozen=True)
class Finding:
    """One thing the inspectors ask for, or a notice requires.

    `number` is its place in the document (1, 2, …), whatever number is printed; `page` counts the file's
    pages from 1; `text` is one line, sub-points joined by "; "; `tags` are National Framework tags such as
    "outcome_4".
    `paragraph` says where in a notice it stands, in words ("paragraph 3(a)"); "" in a report.
    """

    number: int
    kind: Kind
    for_whom: ForWhom
    group: str | None
    text: str
    tags: tuple[str, ...]
    page: int
    paragraph: str = ""

    def to_json(self) -> dict[str, Any]:
        """The finding as plain data; `for_whom` is written `for`, `paragraph` where there is one."""
        return {
            "number": self.number,
            "kind": self.kind,
            "for": self.for_whom,
            "group": self.group,
            "text": self.text,
            "tags": list(self.tags),
            "page": self.page,
            **({"paragraph": self.paragraph} if self.paragraph else {}),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Finding:
        """The finding that `to_json` wrote. Raises KeyError or ValueError where it is not one."""
        return cls(
            number=int(data["number"]),
            kind=cast(Kind, data["kind"]),
            for_whom=cast(ForWhom, data["for"]),
            group=data["group"],
            text=str(data["text"]),
            tags=tuple(data["tags"]),
            page=int(data["page"]),
            paragraph=str(data.get("paragraph", "")),
        )


@dataclass(frozen=True)
class Passage:
    """A paragraph or a point of a section that asks nothing: a strength to sustain, progress already made.

    `text` is one line, sub-points joined by "; "; `page` counts the file's pages from 1.
    """

    text: str
    page: int
    for_whom: ForWhom = "authority"

    def to_json(self) -> dict[str, Any]:
        """The passage as plain data; `for_whom` is written `for`."""
        return {"text": self.text, "page": self.page, "for": self.for_whom}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Passage:
        """The passage that `to_json` wrote. Raises KeyError or ValueError where it is not one."""
        return cls(str(data["text"]), int(data["page"]), cast(ForWhom, data["for"]))


def _passages(data: Mapping[str, Any], name: str) -> tuple[Passage, ...]:
    return tuple(Passage.from_json(entry) for entry in data.get(name, ()))


@dataclass(frozen=True)
class InspectionReport:
    """A report as read. `judgements` go from id to grade code in the framework's order.

    What could not be read with confidence is named in `doubts`, one plain sentence each; an empty tuple means
    that every cross-check held. `flags` are the framework's limiting rules that the published grades break.
    `strengths` and `progress` are sections of the report that ask nothing, where it has them. `sha256` is the
    source file's digest. Dates not printed are None; several lead inspectors are joined by "and".
    """

    file: str
    authority: str | None
    framework: str
    inspection_start: date | None
    inspection_end: date | None
    published: date | None
    judgements: Mapping[str, str]
    findings: tuple[Finding, ...]
    doubts: tuple[str, ...]
    sha256: str = ""
    lead_inspector: str | None = None
    strengths: tuple[Passage, ...] = ()
    progress: tuple[Passage, ...] = ()
    flags: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The report as plain data, dates as YYYY-MM-DD."""
        return {
            "file": self.file,
            "authority": self.authority,
            "framework": self.framework,
            "inspection_start": _text(self.inspection_start),
            "inspection_end": _text(self.inspection_end),
            "published": _text(self.published),
            "lead_inspector": self.lead_inspector,
            "judgements": dict(self.judgements),
            "flags": list(self.flags),
            "findings": [finding.to_json() for finding in self.findings],
            "strengths": [passage.to_json() for passage in self.strengths],
            "progress": [passage.to_json() for passage in self.progress],
            "doubts": list(self.doubts),
            "sha256": self.sha256,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> InspectionReport:
        """The report that `to_json` wrote, also before it said who led, strengths, progress and flags.

        Raises KeyError or ValueError where it is not one."""
        return cls(
            file=str(data["file"]),
            authority=data["authority"],
            framework=str(data["framework"]),
            inspection_start=_date(data["inspection_start"]),
            inspection_end=_date(data["inspection_end"]),
            published=_date(data["published"]),
            judgements=dict(data["judgements"]),
            findings=tuple(Finding.from_json(entry) for entry in data["findings"]),
            doubts=tuple(data["doubts"]),
            sha256=str(data.get("sha256", "")),
            lead_inspector=data.get("lead_inspector"),
            strengths=_passages(data, "strengths"),
            progress=_passages(data, "progress"),
            flags=tuple(data.get("flags", ())),
        )


NOTICE = "improvement_notice"
FOCUSED_VISIT, MONITORING_VISIT, MINUTES = "focused_visit", "monitoring_visit", "minutes"
LETTERS = (FOCUSED_VISIT, MONITORING_VISIT, MINUTES)


@dataclass(frozen=True)
class NoticeDate:
    """A date that a notice sets. `what` is what falls then ("progress report"), `printed` the date's own
    words ("December 2013"), `wording` the sentence it stands in, `first` and `last` the days it may mean: the
    same for a whole date, a month's first and last for a month, None and the last day for a time limit.

    A time limit that runs from the notice's issue has its `count` and `unit` (working_days, days, weeks,
    months); without a day of issue it has no `last`.
    """

    what: str
    printed: str
    wording: str
    first: date | None
    last: date | None
    page: int
    count: int | None = None
    unit: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The date as plain data, days as YYYY-MM-DD."""
        return {
            "what": self.what,
            "printed": self.printed,
            "wording": self.wording,
            "first": _text(self.first),
            "last": _text(self.last),
            "page": self.page,
            "count": self.count,
            "unit": self.unit,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> NoticeDate:
        """The date that `to_json` wrote. Raises KeyError or ValueError where it is not one."""
        return cls(
            what=str(data["what"]),
            printed=str(data["printed"]),
            wording=str(data["wording"]),
            first=_date(data["first"]),
            last=_date(data["last"]),
            page=int(data["page"]),
            count=data["count"],
            unit=data["unit"],
        )


@dataclass(frozen=True)
class ProseDocument(ABC):
    """A document in prose as read: what it asks clause by clause in its own words, and the dates it sets.

    `findings` have each the paragraph they stand in. `issued` is its own day. What could not be read with
    confidence, or was not taken as something asked, is named in `doubts`.
    """

    file: str
    title: str
    authority: str | None
    issued: date | None
    findings: tuple[Finding, ...]
    dates: tuple[NoticeDate, ...]
    doubts: tuple[str, ...]
    sha256: str = ""

    @property
    @abstractmethod
    def document(self) -> str:
        """What kind of document it is; tells it from a report and from the others."""

    def to_json(self) -> dict[str, Any]:
        """The document as plain data; what tells it from a report is its `document`."""
        return {
            "document": self.document,
            "file": self.file,
            "title": self.title,
            "authority": self.authority,
            "issued": _text(self.issued),
            "requirements": [finding.to_json() for finding in self.findings],
            "dates": [one.to_json() for one in self.dates],
            "doubts": list(self.doubts),
            "sha256": self.sha256,
        }


@dataclass(frozen=True)
class ImprovementNotice(ProseDocument):
    """An improvement notice as read: its `findings` are requirements, of the kind "notice_requirement"."""

    @property
    def document(self) -> str:
        return NOTICE

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ImprovementNotice:
        """The notice that `to_json` wrote. Raises KeyError or ValueError where it is not one."""
        return cls(**_prose(data))


@dataclass(frozen=True)
class Letter(ProseDocument):
    """The letter of a focused or a monitoring visit, a paper about one, or a committee's minutes.

    `kind` is one of `LETTERS`. A visit has its first and last day. Strengths are kept, to sustain.
    """

    kind: str = FOCUSED_VISIT
    visit_start: date | None = None
    visit_end: date | None = None
    lead_inspector: str | None = None
    strengths: tuple[Passage, ...] = ()

    @property
    def document(self) -> str:
        return self.kind

    def to_json(self) -> dict[str, Any]:
        """The letter as plain data."""
        return {
            **super().to_json(),
            "visit_start": _text(self.visit_start),
            "visit_end": _text(self.visit_end),
            "lead_inspector": self.lead_inspector,
            "strengths": [passage.to_json() for passage in self.strengths],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Letter:
        """The letter that `to_json` wrote. Raises KeyError or ValueError where it is not one."""
        return cls(
            **_prose(data),
            kind=str(data["document"]),
            visit_start=_date(data["visit_start"]),
            visit_end=_date(data["visit_end"]),
            lead_inspector=data["lead_inspector"],
            strengths=_passages(data, "strengths"),
        )


def _prose(data: Mapping[str, Any]) -> dict[str, Any]:
    """What every document in prose has, from what `to_json` wrote."""
    return {
        "file": str(data["file"]),
        "title": str(data["title"]),
        "authority": data["authority"],
        "issued": _date(data["issued"]),
        "findings": tuple(Finding.from_json(entry) for entry in data["requirements"]),
        "dates": tuple(NoticeDate.from_json(entry) for entry in data["dates"]),
        "doubts": tuple(data["doubts"]),
        "sha256": str(data.get("sha256", "")),
    }


SourceDocument = InspectionReport | ImprovementNotice | Letter


def document_from_json(data: Mapping[str, Any]) -> SourceDocument:
    """The document that `to_json` wrote. Raises KeyError or ValueError where it is none."""
    kind = data.get("document")
    if kind in LETTERS:
        return Letter.from_json(data)
    return ImprovementNotice.from_json(data) if kind == NOTICE else InspectionReport.from_json(data)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

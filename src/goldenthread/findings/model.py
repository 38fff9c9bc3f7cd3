"""What an inspection report says: its judgements and its findings, in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

Kind = Literal["priority_action", "priority_immediate", "area_for_improvement", "recommendation"]
ForWhom = Literal["authority", "lscb"]


@dataclass(frozen=True)
class Finding:
    """One thing the inspectors ask for.

    `number` is its place in the report (1, 2, …), whatever number is printed; `page` counts the file's pages
    from 1; `text` is one line, sub-points joined by "; "; `tags` are National Framework tags ("outcome_4").
    """

    number: int
    kind: Kind
    for_whom: ForWhom
    group: str | None
    text: str
    tags: tuple[str, ...]
    page: int

    def to_json(self) -> dict[str, Any]:
        """The finding as plain data; `for_whom` is written `for`."""
        return {
            "number": self.number,
            "kind": self.kind,
            "for": self.for_whom,
            "group": self.group,
            "text": self.text,
            "tags": list(self.tags),
            "page": self.page,
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
        )


@dataclass(frozen=True)
class InspectionReport:
    """A report as read. `judgements` go from id to grade code in the framework's order.

    What could not be read with confidence is named in `doubts`, one plain sentence each; an empty tuple means
    that every cross-check held. `sha256` is the source file's digest. Dates not printed are None.
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

    def to_json(self) -> dict[str, Any]:
        """The report as plain data, dates as YYYY-MM-DD."""
        return {
            "file": self.file,
            "authority": self.authority,
            "framework": self.framework,
            "inspection_start": _text(self.inspection_start),
            "inspection_end": _text(self.inspection_end),
            "published": _text(self.published),
            "judgements": dict(self.judgements),
            "findings": [finding.to_json() for finding in self.findings],
            "doubts": list(self.doubts),
            "sha256": self.sha256,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> InspectionReport:
        """The report that `to_json` wrote. Raises KeyError or ValueError where it is not one."""
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
        )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

"""What the reading could not tell, part by part, and what a person fills in for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from goldenthread.findings.checks import broken_rules
from goldenthread.findings.model import InspectionReport, Letter, ProseDocument, SourceDocument
from goldenthread.standards.frameworks import Framework, frameworks
from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import About, record
from goldenthread.web.inspection.models import Report
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan.rules import NotDone

AUTHORITY, START, END = "authority", "inspection_start", "inspection_end"
GRADE = "grade_"  # and a judgement's id
_PAGE = re.compile(r"\bpage (\d{1,4})\b")
_PARTS = (
    ("Judgements", re.compile(r"\bgrade|\bjudgement", re.IGNORECASE)),
    ("Dates", re.compile(r"\bdate|\bdays? of|\bday the|was not in force|plausible span", re.IGNORECASE)),
    ("Whose it is", re.compile(r"authority's name", re.IGNORECASE)),
    ("Strengths and progress", re.compile(r"\bpassage|\bsection that", re.IGNORECASE)),
)
_PAGES = re.compile(r"\bpages (?:end|are)\b", re.IGNORECASE)
_REST = "What it asks"


@dataclass(frozen=True)
class Unsure:
    """A doubt about the reading: which part of the document, in words, and the page to look at."""

    part: str
    said: str
    page: int | None

    @property
    def filled_in(self) -> bool:
        """Whether it is put right on the page that fills parts in, and not line by line."""
        return self.part in ("Judgements", "Dates", "Whose it is")


def unsure_of(document: SourceDocument) -> list[Unsure]:
    """Every doubt with its part and page, part by part in the order of the page that shows them."""
    order = ["Pages", *(name for name, _ in _PARTS), _REST]
    found = [_unsure(doubt) for doubt in document.doubts]
    return sorted(found, key=lambda one: (order.index(one.part), one.page or 0))


def _unsure(doubt: str) -> Unsure:
    if _PAGES.search(doubt):
        return Unsure("Pages", doubt, None)
    page = _PAGE.search(doubt)
    part = next((name for name, words in _PARTS if words.search(doubt)), _REST)
    return Unsure(part, doubt, int(page[1]) if page else None)


def framework_of(report: Report) -> Framework | None:
    """The framework of a report's reading; None where it has none."""
    read = report.as_read
    return frameworks().get(read.framework) if isinstance(read, InspectionReport) else None


def flags_of(report: Report) -> tuple[str, ...]:
    """The framework's limiting rules that the grades break, as they stand now. Nothing is changed by them."""
    framework, now = framework_of(report), as_filled(report)
    if framework is None or not isinstance(now, InspectionReport):
        return ()
    return broken_rules(framework, now.judgements)


def as_filled(report: Report) -> SourceDocument:
    """The reading with what a person filled in, in place of what could not be read or was misread."""
    read, given = report.as_read, report.filled
    authority = given.get(AUTHORITY) or read.authority
    if isinstance(read, Letter):
        return replace(
            read,
            authority=authority,
            visit_start=_day(given, START) or read.visit_start,
            visit_end=_day(given, END) or read.visit_end,
        )
    if isinstance(read, ProseDocument):
        return replace(read, authority=authority)
    grades = {key.removeprefix(GRADE): grade for key, grade in given.items() if key.startswith(GRADE)}
    return replace(
        read,
        authority=authority,
        inspection_start=_day(given, START) or read.inspection_start,
        inspection_end=_day(given, END) or read.inspection_end,
        judgements={**read.judgements, **grades},
    )


def _day(given: Mapping[str, str], name: str) -> date | None:
    return date.fromisoformat(given[name]) if given.get(name) else None


@transaction.atomic
def fill_in(*, by: Person, report: Report, version: int, given: Mapping[str, Any]) -> bool:
    """Keep what a person filled in beside the reading, which stays as it was. False where the review changed
    meanwhile."""
    held = Report.objects.select_for_update().get(pk=report.pk)
    if held.source_id is not None:
        raise NotDone(f"This {held.noun} is in the register already: what it says of itself is settled.")
    filled = {name: _plain(value) for name, value in given.items() if value}
    if not save_if_unchanged(Report.objects.filter(pk=held.pk), version=version, changes={"filled": filled}):
        return False
    about = About(kind="report", key=str(held.pk), label=held.file)
    record(by=by, act="filled in what could not be read", about=about, details=filled)
    return True


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)

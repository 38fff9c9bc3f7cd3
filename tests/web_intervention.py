"""A small made-up visit for tests, with somebody named for it: visit(), point(), draft_file()."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from goldenthread.web.accounts.models import Person
from goldenthread.web.intervention import actions
from goldenthread.web.intervention.models import (
    AccuracyPoint,
    Announcement,
    DistributionList,
    FeedbackPoint,
    KeptFile,
    Visit,
)
from web_access import asking
from web_people import person

PDF = b"%PDF-1.7 made up\n"
FIRST, LAST = date(2026, 3, 2), date(2026, 3, 6)
WORDS = "Visits to children were said to be late."


def visit(by: Person | None = None, *, named: tuple[Person, ...] = (), **days: Any) -> Visit:
    """An inspection in March 2026, recorded by an improvement lead who is named for it, and others named."""
    lead = by or person("improvement_lead")
    fields = {"kind": "inspection", "by_whom": "Ofsted", "on_site_from": FIRST, "on_site_to": LAST, **days}
    made = actions.add_visit(by=lead, fields=fields)
    for one in named:
        actions.name_reader(by=lead, visit=made, person=one, why="Made up")
    return made


def published(made: Visit, at: datetime | None = None) -> Visit:
    """Its embargo over since a moment, an hour ago."""
    Visit.objects.filter(pk=made.pk).update(published_at=at or timezone.now() - timedelta(hours=1))
    made.refresh_from_db()
    return made


def point(of: Visit, by: Person, *, said: str = "concern", words: str = WORDS) -> FeedbackPoint:
    with asking(by):
        fields = {"said": said, "theme": "Help", "said_by": "lead inspector", "words": words}
        return actions.add_feedback(by=by, visit=of, fields=fields)


def accuracy(of: Visit, by: Person, *, page: int = 3) -> AccuracyPoint:
    fields = {
        "page": page,
        "paragraph": "12",
        "says": "There are four teams.",
        "right": "There are five.",
        "evidence": "The structure chart",
        "raised_by": "Head of safeguarding",
    }
    with asking(by):
        return actions.add_accuracy_point(by=by, visit=of, fields=fields)


def draft_file(of: Visit, by: Person, *, kind: str = "draft report", content: bytes = PDF) -> KeptFile:
    with asking(by):
        return actions.keep_file(by=by, visit=of, kind=kind, name="draft.pdf", content=content)


def a_list(name: str, *people: Person, outside: tuple[str, ...] = ()) -> DistributionList:
    by = person("improvement_lead")
    kept = actions.keep_list(by=by, name=name)
    assert kept is not None
    for one in people:
        actions.put_on_list(by=by, kept=kept, person=one)
    for address in outside:
        actions.put_on_list(by=by, kept=kept, name="Outside Madeup", email=address)
    return kept


def announcement(of: Visit, by: Person, *lists: DistributionList) -> Announcement:
    return actions.draft_announcement(
        by=by, visit=of, subject="The report is out", body="Read it.", lists=lists
    )

"""Reading papers, and what a new one can be made from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from goldenthread.disclosure.profiles import audiences
from goldenthread.findings.model import (
    FOCUSED_VISIT,
    MINUTES,
    MONITORING_VISIT,
    Finding,
    ImprovementNotice,
    InspectionReport,
    Letter,
    NoticeDate,
    SourceDocument,
)
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import FigureTier, Permission
from goldenthread.web.accounts.roles import ROLES, Role
from goldenthread.web.accounts.standing import standing_of, today
from goldenthread.web.history.queries import about
from goldenthread.web.papers.models import Making, Paper
from goldenthread.web.plan.models import ASKS_NOTHING, Requirement, Source, SourceKind

DOWNLOADED = "downloaded the paper"


def papers_for(person: Person) -> QuerySet[Paper]:
    """The papers this person may know of, the latest first: those for audiences that they read with; drafts
    for those who see drafts alone."""
    standing = standing_of(person)
    found = Paper.objects.filter(audience__in=read_by(standing.roles, on=today()))
    return found if standing.may(Permission.SEE_DRAFT_PAPERS) else found.filter(released_at__isnull=False)


def read_by(roles: Iterable[Role], *, on: date) -> set[str]:
    """The audiences whose papers these roles open. One that is told figures as counted is read by a role that
    sees them so: a sharing agreement that has ended shuts the board's papers too."""
    known = audiences(on)
    return {
        key
        for role in roles
        if Permission.SEE_PAPERS in role.permissions
        for key in role.papers_for
        if key in known and (not known[key].sees_all or role.figures is FigureTier.INTERNAL)
    }


def readers_of(audience: str) -> list[str]:
    """Who opens an audience's papers, in words: those inside together, where all of them do, and each role
    from outside, with the condition there is."""
    as_counted = audience in {key for key, one in audiences(today()).items() if one.sees_all}
    read = [role for role in ROLES.values() if audience in role.papers_for]
    inside = [role.label for role in read if not role.external]
    of_them = [role for role in ROLES.values() if role.papers_for and not role.external]
    outside = [
        f"{role.label} (under a sharing agreement)" if as_counted and role.agreement else role.label
        for role in read
        if role.external
    ]
    return [*(["Those who work in the service"] if len(inside) == len(of_them) else inside), *outside]


def listed(person: Person) -> QuerySet[Paper]:
    """Those of them that are not discarded."""
    return papers_for(person).exclude(state=Making.DISCARDED)


def waiting_for_release(person: Person) -> QuerySet[Paper]:
    """Drafts this person may release: those somebody else made, the latest for each date and audience."""
    if not standing_of(person).may(Permission.RELEASE_PAPERS):
        return Paper.objects.none()
    drafts = Paper.objects.filter(state=Making.MADE, released_at=None).exclude(made_by=person)
    later = Paper.objects.filter(
        state=Making.MADE, as_at=OuterRef("as_at"), audience=OuterRef("audience"), pk__gt=OuterRef("pk")
    )
    return drafts.exclude(Exists(later))


def failed_of(person: Person) -> QuerySet[Paper]:
    """Papers this person asked for that came to nothing."""
    return Paper.objects.filter(made_by=person, state=Making.FAILED)


def has_opened(person: Person, paper: Paper) -> bool:
    """Whether this person has downloaded the paper since it was released."""
    return about(kind="paper", key=str(paper.pk)).filter(who_id=person.reference, act=DOWNLOADED).exists()


def same_as(inputs_digest: str) -> Paper | None:
    """A paper from the very same inputs, if there is one that neither failed nor was discarded."""
    gone = (Making.FAILED, Making.DISCARDED)
    return Paper.objects.filter(inputs_digest=inputs_digest).exclude(state__in=gone).first()


_LETTERS = {
    SourceKind.FOCUSED_VISIT: FOCUSED_VISIT,
    SourceKind.MONITORING_LETTER: MONITORING_VISIT,
    SourceKind.MINUTES: MINUTES,
}


def sources() -> QuerySet[Source]:
    """The reports, notices, letters and minutes accepted into the register, the latest first, each with what
    it asks. What was entered by hand has neither judgements nor pages for a paper to give."""
    read = Source.objects.filter(by_hand=False, kind__in=(SourceKind.REPORT, SourceKind.NOTICE, *_LETTERS))
    asked = Requirement.objects.exclude(kind__in=ASKS_NOTHING).order_by("number")
    return read.prefetch_related(Prefetch("requirements", asked))


def report_of(source: Source) -> SourceDocument:
    """An accepted document as the papers know one: its findings as accepted, in the words they stand in now.
    It has no doubts: a person has checked the reading."""
    findings = tuple(_findings(source.requirements.all()))
    if source.is_notice:
        return ImprovementNotice(**_in_prose(source, findings))
    if source.kind in _LETTERS:
        return Letter(
            **_in_prose(source, findings),
            kind=_LETTERS[SourceKind(source.kind)],
            visit_start=source.inspection_start,
            visit_end=source.inspection_end,
        )
    return InspectionReport(
        file=source.file,
        authority=source.authority or None,
        framework=source.framework,
        inspection_start=source.inspection_start,
        inspection_end=source.inspection_end,
        published=source.published,
        judgements=dict(source.judgements),
        findings=findings,
        doubts=(),
        sha256=source.digest or "",
    )


def _in_prose(source: Source, findings: tuple[Finding, ...]) -> dict[str, Any]:
    """What a notice, a letter and minutes have in common."""
    return {
        "file": source.file,
        "title": source.title,
        "authority": source.authority or None,
        "issued": source.published,
        "findings": findings,
        "dates": tuple(NoticeDate.from_json(one) for one in source.dates),
        "doubts": (),
        "sha256": source.digest or "",
    }


def _findings(requirements: Iterable[Requirement]) -> Iterable[Finding]:
    for requirement in requirements:
        yield Finding.from_json(
            {
                "number": requirement.number,
                "kind": requirement.kind,
                "for": requirement.for_whom,
                "group": requirement.group or None,
                "text": requirement.text,
                "tags": requirement.tags,
                "page": requirement.page,
                "paragraph": requirement.paragraph,
            }
        )

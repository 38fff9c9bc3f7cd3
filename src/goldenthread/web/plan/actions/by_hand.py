"""A source entered by hand, and what it asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from goldenthread.web.history.actions import About, Actor, record
from goldenthread.web.plan.actions.carrying_out import about_thing, refuse
from goldenthread.web.plan.actions.register import SEVERITY_OF_KIND
from goldenthread.web.plan.models import Requirement, Severity, Source
from goldenthread.web.plan.register_rules import why_not_a_source


@dataclass(frozen=True)
class Described:
    """A source as a person describes it: what it is, what it is called, who made it, its day, and the file
    kept with it ("" where there is none)."""

    kind: str
    title: str
    made_by: str = ""
    published: date | None = None
    file: str = ""
    digest: str = ""


@dataclass(frozen=True)
class Asked:
    """One thing a source asks for, or a strength it names, as typed."""

    text: str
    kind: str
    paragraph: str = ""
    group: str = ""
    page: int | None = None
    tags: tuple[str, ...] = ()


@transaction.atomic
def enter_source(*, by: Actor, described: Described, asked: Sequence[Asked]) -> Source:
    """A source of any kind into the register, with what it asks in the words typed."""
    refuse(why_not_a_source(described.title, described.digest, asked=len(asked)))
    source = Source.objects.create(
        by_hand=True,
        kind=described.kind,
        title=described.title,
        made_by=described.made_by,
        published=described.published,
        file=described.file,
        digest=described.digest or None,
        accepted_by_name=by.name,
        accepted_by_id=by.reference,
    )
    about = About(kind="source", key=str(source.pk), label=source.name)
    details = {"kind": described.kind, "findings": len(asked)}
    record(by=by, act="entered the source by hand", about=about, details=details)
    _add(by, source, asked, after=0)
    return source


@transaction.atomic
def add_to_source(*, by: Actor, source: Source, asked: Sequence[Asked]) -> int:
    """More that a source asks for, after what it holds, in the words typed: how many."""
    held = Source.objects.select_for_update().get(pk=source.pk)
    last = held.requirements.aggregate(last=Max("number"))["last"] or 0
    _add(by, held, asked, after=last)
    return len(asked)


def _add(by: Actor, source: Source, asked: Sequence[Asked], *, after: int) -> None:
    made = [_requirement(one, source, number, by) for number, one in enumerate(asked, start=after + 1)]
    for requirement in Requirement.objects.bulk_create(made):
        record(by=by, act="entered the finding by hand", about=about_thing(requirement))


def _requirement(asked: Asked, source: Source, number: int, by: Actor) -> Requirement:
    return Requirement(
        source=source,
        number=number,
        original=asked.text,
        text=asked.text,
        page=asked.page,
        paragraph=asked.paragraph,
        kind=asked.kind,
        for_whom="authority",
        group=asked.group,
        tags=list(asked.tags),
        severity=SEVERITY_OF_KIND.get(asked.kind, Severity.IMPROVEMENT),
        accepted_by_name=by.name,
        accepted_by_id=by.reference,
    )

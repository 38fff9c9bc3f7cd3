"""Requirements with what answers them, and their sources in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from goldenthread.findings.model import NoticeDate
from goldenthread.standards import frameworks
from goldenthread.web.plan.models import (
    Disposition,
    Objective,
    Requirement,
    Source,
)
from goldenthread.web.plan.queries.delivery import as_rows, listed
from goldenthread.web.plan.values import Shown


@dataclass(frozen=True)
class RequirementRow:
    """A requirement with what answers it."""

    requirement: Requirement
    objectives: list[Objective]
    rows: list[Shown]

    @property
    def late(self) -> int:
        return sum(row.late for row in self.rows)

    @property
    def declined(self) -> bool:
        return self.requirement.disposition == "not accepted"

    @property
    def unanswered(self) -> bool:
        return not self.objectives and not self.declined


def unanswered() -> int:
    """How many requirements no objective answers and nobody has declined."""
    open_ = Requirement.objects.filter(objectives=None)
    return open_.exclude(disposition=Disposition.NOT_ACCEPTED).count()


def requirement_rows(*, as_at: date, source: Source | None = None) -> list[RequirementRow]:
    """The register of requirements: those nobody answers yet first, then those with late actions."""
    found = Requirement.objects.select_related("source").prefetch_related(
        Prefetch("objectives", Objective.objects.prefetch_related(Prefetch("actions", listed())))
    )
    if source is not None:
        found = found.filter(source=source)
    rows = _requirement_rows(list(found), as_at)
    if source is not None:
        return rows
    return sorted(rows, key=lambda row: (not row.unanswered, -row.late, row.requirement.pk))


def _requirement_rows(found: Sequence[Requirement], as_at: date) -> list[RequirementRow]:
    """Each objective's actions are worked out once, however many findings it answers."""
    objectives = {one.pk: one for requirement in found for one in requirement.objectives.all()}
    of = {key: as_rows(one.actions.all(), as_at=as_at) for key, one in objectives.items()}
    return [
        RequirementRow(
            requirement,
            list(requirement.objectives.all()),
            [row for one in requirement.objectives.all() for row in of[one.pk]],
        )
        for requirement in found
    ]


@dataclass(frozen=True)
class SourceWords:
    """A source in words: its framework and its judgements as the framework calls them, the dates a notice
    sets. `framework` is a notice's own title."""

    source: Source
    framework: str
    judgements: list[tuple[str, str]]
    dates: list[NoticeDate] = field(default_factory=list)


def in_words(source: Source) -> SourceWords:
    """The labels of the source's dated framework; an id it does not hold is shown as it is."""
    if source.is_notice:
        return SourceWords(source, source.title, [], [NoticeDate.from_json(one) for one in source.dates])
    known = frameworks.frameworks().get(source.framework)
    if known is None:
        return SourceWords(source, source.framework, list(source.judgements.items()))
    names = {judgement.id: judgement.name for judgement in known.judgements}
    grades = {grade.code: grade.label for grade in known.scale}
    order = [judgement.id for judgement in known.judgements]
    said = sorted(
        source.judgements.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else 99
    )
    judgements = [(names.get(name, name), grades.get(grade, grade)) for name, grade in said]
    return SourceWords(source, known.name, judgements)


def kind_words(kind: str) -> str:
    return frameworks.outcome_kinds().get(kind, kind.replace("_", " "))


def tag_words(tags: Iterable[str]) -> list[str]:
    """National Framework tags in words: Outcome 4: …"""
    known = frameworks.national_framework_tags()
    words = []
    for tag in tags:
        family, _, number = tag.rpartition("_")
        label = known.get(family, {}).get(int(number)) if number.isdigit() else None
        words.append(f"{family.capitalize()} {number}: {label}" if label else tag.replace("_", " "))
    return words

"""Requirements with what answers them, and their sources in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from goldenthread.findings.model import NoticeDate
from goldenthread.standards import frameworks
from goldenthread.web.plan.models import (
    DirectAnswer,
    Disposition,
    Level,
    Objective,
    Requirement,
    Severity,
    Source,
)
from goldenthread.web.plan.queries.delivery import as_rows, listed
from goldenthread.web.plan.queries.unanswered import labels, open_requirements
from goldenthread.web.plan.values import Shown

_SOONEST = list(Severity.values)
_WEIGHT = {Level.HIGH.value: 2, Level.MEDIUM.value: 1, Level.LOW.value: 0}


@dataclass(frozen=True)
class RequirementRow:
    """A requirement with what answers it. `unanswered`: it asks, and nothing does yet; `through`: the one it
    is tied to, where that one's answer answers both."""

    requirement: Requirement
    objectives: list[Objective]
    rows: list[Shown]
    as_at: date
    unanswered: bool = False
    through: Requirement | None = None
    repeated: bool = False  # a later one repeats it

    @property
    def late(self) -> int:
        return sum(row.late for row in self.rows)

    @property
    def declined(self) -> bool:
        return self.requirement.disposition == Disposition.NOT_ACCEPTED

    @property
    def put_off(self) -> bool:
        return self.requirement.put_off(self.as_at)

    @property
    def came_back(self) -> bool:
        """Whether it was found before, or found again since."""
        return self.requirement.repeats_id is not None or self.repeated

    @property
    def next_step(self) -> str:
        """What to do next, said on its row."""
        if self.unanswered:
            return "Add an objective"
        if self.late:
            return "See what is late"
        asks = not (self.declined or self.put_off or self.requirement.is_strength or self.through)
        return "Add an action" if asks and not self.rows else "Nothing"

    @property
    def urgency(self) -> tuple[bool, int, int, int, int]:
        """What nothing answers first, the soonest asked for before the rest; then what is late; then what
        would change most for least."""
        soon = _SOONEST.index(self.requirement.severity) if self.unanswered else 0
        return not self.unanswered, soon, -self.late, self._worth, self.requirement.pk

    @property
    def _worth(self) -> int:
        asked = self.requirement
        if not (asked.difference and asked.effort):
            return 0
        return _WEIGHT[asked.effort] - _WEIGHT[asked.difference] - 1


def requirement_rows(*, as_at: date, source: Source | None = None) -> list[RequirementRow]:
    """The register of requirements: those nobody answers yet first, then those with late actions. Of one
    source, in its own order."""
    directly = DirectAnswer.objects.prefetch_related(Prefetch("action", listed()))
    found = Requirement.objects.select_related("source").prefetch_related(
        Prefetch("objectives", Objective.objects.prefetch_related(Prefetch("actions", listed()))),
        Prefetch("direct_answers", directly),
    )
    if source is not None:
        found = found.filter(source=source)
    rows = _requirement_rows(list(found), as_at)
    if source is not None:
        return rows
    return sorted(rows, key=lambda row: row.urgency)


def _requirement_rows(found: Sequence[Requirement], as_at: date) -> list[RequirementRow]:
    """Each objective's actions are worked out once, however many findings it answers."""
    objectives = {one.pk: one for requirement in found for one in requirement.objectives.all()}
    of = {key: as_rows(one.actions.all(), as_at=as_at) for key, one in objectives.items()}
    open_ = open_requirements(as_at=as_at)
    through = labels(open_.through.values()) if open_.through else {}
    again = set(Requirement.objects.exclude(repeats=None).values_list("repeats", flat=True))
    return [
        RequirementRow(
            requirement,
            list(requirement.objectives.all()),
            _answering(requirement, of, as_at),
            as_at,
            unanswered=requirement.pk in open_,
            through=through.get(open_.through.get(requirement.pk, 0)),
            repeated=requirement.pk in again,
        )
        for requirement in found
    ]


def _answering(requirement: Requirement, of: Mapping[int, list[Shown]], as_at: date) -> list[Shown]:
    """The actions of its objectives and those that name it, each once, most urgent first."""
    rows = [row for one in requirement.objectives.all() for row in of[one.pk]]
    known = {row.action.pk for row in rows}
    named = (answer.action for answer in requirement.direct_answers.all())
    more = as_rows((action for action in named if action.pk not in known), as_at=as_at)
    return sorted([*rows, *more], key=lambda row: row.urgency) if more else rows


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
    if source.by_hand:
        return SourceWords(source, source.get_kind_display(), [])
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


def framework_tags() -> list[tuple[str, str]]:
    """Every National Framework tag that has a label, with its words, in order."""
    known = frameworks.national_framework_tags()
    tags = [f"{family}_{number}" for family, labels in known.items() for number in labels]
    return list(zip(tags, tag_words(tags), strict=True))


def tag_words(tags: Iterable[str]) -> list[str]:
    """National Framework tags in words: Outcome 4: …"""
    known = frameworks.national_framework_tags()
    words = []
    for tag in tags:
        family, _, number = tag.rpartition("_")
        label = known.get(family, {}).get(int(number)) if number.isdigit() else None
        words.append(f"{family.capitalize()} {number}: {label}" if label else tag.replace("_", " "))
    return words

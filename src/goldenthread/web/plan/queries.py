"""Reading the plan: each page's rows in a number of queries that does not grow with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from goldenthread.findings.model import NoticeDate
from goldenthread.papers.plan import DeliveryState
from goldenthread.standards import frameworks
from goldenthread.web.accounts.models import Membership, Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.evidence.models import Exhibit
from goldenthread.web.history.models import Entry
from goldenthread.web.history.queries import about, about_any
from goldenthread.web.page.marks import AGREED, HAPPENED, SIGNED_OFF, Mark
from goldenthread.web.plan import rules
from goldenthread.web.plan.models import (
    Action,
    DateChange,
    Decision,
    Disposition,
    Evidence,
    Judged,
    Measure,
    Objective,
    Outcome,
    PlanTitle,
    Requirement,
    Source,
)
from goldenthread.web.plan.values import Shown, shown

_WORKERS = sorted(key for key, role in ROLES.items() if Permission.WORK_ACTIONS in role.permissions)


@dataclass(frozen=True)
class Filters:
    """Which actions a page asks for; "" is any."""

    show: str = ""  # late, soon, sign-off, mine, proposed
    objective: str = ""  # its code
    workstream: str = ""


@dataclass(frozen=True)
class Register:
    """The actions asked for, most urgent first, and the counts of all of them."""

    rows: list[Shown]
    everything: list[Shown] = field(default_factory=list)
    mine: int = 0

    @property
    def standing(self) -> list[Shown]:
        """All but those stopped: what the plan is held to."""
        return [row for row in self.everything if row.action.state != DeliveryState.STOPPED]

    @property
    def late(self) -> int:
        return sum(row.late for row in self.everything)

    @property
    def due_soon(self) -> int:
        return sum(row.due_soon for row in self.everything)

    @property
    def waiting(self) -> int:
        return sum(row.waiting for row in self.everything)

    @property
    def proposed(self) -> int:
        return sum(row.action.state == DeliveryState.PROPOSED for row in self.everything)

    @property
    def workstreams(self) -> list[str]:
        return sorted({row.action.workstream for row in self.everything if row.action.workstream})

    @property
    def objectives(self) -> list[Objective]:
        found = {row.action.objective_id: row.action.objective for row in self.everything}
        return [found[key] for key in sorted(found)]


def title() -> str:
    """What the plan is called; "" where nobody has named it."""
    return PlanTitle.objects.values_list("title", flat=True).first() or ""


def actions() -> QuerySet[Action]:
    """For one action, with its objective and owner."""
    return Action.objects.select_related("objective", "owner")


def listed() -> QuerySet[Action]:
    """For many: owners and objectives are few, so each is made once and shared."""
    return Action.objects.prefetch_related("objective", "owner")


def still_to_do(person: Person) -> QuerySet[Action]:
    """Actions not yet done that may be this person's: theirs by name, or a role's."""
    whose = Q(owner=person) | Q(owner=None)
    return listed().filter(whose).exclude(state__in=("signed off", "stopped"))


def as_rows(found: Iterable[Action], *, as_at: date) -> list[Shown]:
    """Actions with their delivery, most urgent first."""
    return sorted((shown(action, as_at=as_at) for action in found), key=lambda row: row.urgency)


def register(person: Person, filters: Filters, *, as_at: date) -> Register:
    """The register of actions as at a day."""
    everything = as_rows(listed(), as_at=as_at)
    mine = [row for row in everything if is_mine(person, row)]
    rows = [row for row in everything if _asked_for(row, filters, person)]
    return Register(rows=rows, everything=everything, mine=len(mine))


def is_mine(person: Person, row: Shown) -> bool:
    """Whether an action still to be done is this person's."""
    return rules.owns(person, row.action) and row.action.state not in {"signed off", "stopped"}


_SHOWS: dict[str, Callable[[Person, Shown], bool]] = {
    "late": lambda person, row: row.late,
    "soon": lambda person, row: row.due_soon,
    "sign-off": lambda person, row: row.waiting,
    "proposed": lambda person, row: row.action.state == DeliveryState.PROPOSED.value,
    "mine": is_mine,
}


def _asked_for(row: Shown, filters: Filters, person: Person) -> bool:
    if filters.objective and row.action.objective.code != filters.objective:
        return False
    if filters.workstream and row.action.workstream != filters.workstream:
        return False
    asked = _SHOWS.get(filters.show)
    return asked is None or asked(person, row)


def awaiting_sign_off(*, as_at: date) -> list[Shown]:
    """Every claim that waits, the longest wait first."""
    found = actions().filter(state=DeliveryState.CLAIMED_COMPLETE).select_related("claimed_by")
    rows = [shown(action, as_at=as_at) for action in found]
    return sorted(rows, key=lambda row: (row.action.claimed_on or date.min, row.action.pk))


def dates_to_decide() -> QuerySet[DateChange]:
    """Every date asked for that no meeting has answered, oldest first."""
    asked = DateChange.objects.filter(outcome=Outcome.WAITING).select_related(
        "action__owner", "action__objective"
    )
    return asked.order_by("proposed_on", "id")


# Requirements


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
class Strand:
    """One objective of a thread: its measures, its actions and what is pinned to them."""

    objective: Objective
    rows: list[Shown]


def outline(*, as_at: date) -> list[Strand]:
    """Every objective with its measures and actions, without what hangs on the actions."""
    found = Objective.objects.prefetch_related("measures", Prefetch("actions", listed()))
    return [Strand(objective, as_rows(objective.actions.all(), as_at=as_at)) for objective in found]


def strands(objectives: Iterable[Objective], *, as_at: date) -> list[Strand]:
    """Objectives with everything that hangs on them, in as many queries however many there are."""
    keys = [objective.pk for objective in objectives]
    evidence = Evidence.objects.select_related("exhibit")
    hanging = listed().prefetch_related(Prefetch("evidence", evidence), "decisions", "date_changes")
    found = Objective.objects.filter(pk__in=keys).prefetch_related(
        "measures", "decisions", Prefetch("actions", hanging)
    )
    return [Strand(objective, as_rows(objective.actions.all(), as_at=as_at)) for objective in found]


def decisions_of(found: Sequence[Strand], requirement: Requirement | None = None) -> list[Decision]:
    """Every decision on a thread, latest first."""
    decisions = list(requirement.decisions.all()) if requirement else []
    for strand in found:
        decisions += strand.objective.decisions.all()
        decisions += (decision for row in strand.rows for decision in row.action.decisions.all())
    return sorted(decisions, key=lambda decision: (decision.on, decision.pk), reverse=True)


def history_of(found: Sequence[Strand], requirement: Requirement | None = None) -> QuerySet[Entry]:
    """Everything done to a requirement, its objectives and their actions, latest first."""
    keys = [str(row.action.pk) for strand in found for row in strand.rows]
    objectives = [str(strand.objective.pk) for strand in found]
    entries = about_any(kind="action", keys=keys) | about_any(kind="objective", keys=objectives)
    return entries | about(kind="requirement", key=str(requirement.pk)) if requirement else entries


def history_of_action(action: Action) -> QuerySet[Entry]:
    return about(kind="action", key=str(action.pk))


# What other rooms show of the plan


def marks_of(indicators: Iterable[str]) -> dict[str, list[Mark]]:
    """For each measure, when the actions meant to move it were agreed and signed off, the earliest first. An
    action that was stopped is not marked."""
    found: dict[str, list[Mark]] = {}
    measures = Measure.objects.filter(indicator__in=set(indicators))
    acted = Action.objects.filter(agreed_on__isnull=False).exclude(state=DeliveryState.STOPPED)
    for measure in measures.select_related("objective").prefetch_related(
        Prefetch("objective__actions", acted)
    ):
        for action in measure.objective.actions.all():
            found.setdefault(measure.indicator, []).extend(_marks(action))
    return {id: sorted(set(marks), key=lambda mark: (mark.on, mark.code)) for id, marks in found.items()}


def marks_of_sources() -> list[Mark]:
    """When inspectors came and notices were issued: what every measure may have moved after."""
    found = []
    for source in Source.objects.defer("judgements", "dates"):
        on = source.published if source.is_notice else source.inspection_end or source.published
        if on is not None:
            kind = "Notice" if source.is_notice else "Inspection"
            found.append(Mark(on, kind, HAPPENED, source.title or source.kind, ""))
    return sorted(found, key=lambda mark: mark.on)


def _marks(action: Action) -> Iterable[Mark]:
    days = ((action.agreed_on, AGREED), (action.signed_off_on, SIGNED_OFF))
    href = reverse("plan:action", args=[action.pk])
    return [Mark(day, action.code, event, action.text, href) for day, event in days if day is not None]


# Choices and words


def possible_owners() -> QuerySet[Person]:
    """People who hold a role that works on actions."""
    held = Membership.objects.filter(role__in=_WORKERS).values("person")
    return Person.objects.filter(is_active=True, pk__in=held)


def measure_titles(indicators: Iterable[str]) -> dict[str, str]:
    """Titles of indicators by id; one no longer in the catalogue keeps its id."""
    from goldenthread.errors import InputRefused
    from goldenthread.indicators import catalogue

    titles = {}
    for indicator in indicators:
        try:
            titles[indicator] = catalogue.get(indicator).title
        except InputRefused:
            titles[indicator] = indicator
    return titles


def exhibits_of(person: Person) -> QuerySet[Exhibit]:
    """The evidence this person froze: only they choose what it bears on."""
    return Exhibit.objects.filter(pinned_by_id=person.reference)


def sufficient(evidence: Iterable[Evidence]) -> int:
    return sum(piece.judged == Judged.SUFFICIENT for piece in evidence)


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

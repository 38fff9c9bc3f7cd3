"""What a workbook would do, worked out before anything is done: a line for each row, and the steps that carry
the accepted ones out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from goldenthread.papers.plan_sheets.lines import Becomes, Line, counts
from goldenthread.papers.plan_sheets.rows import Question
from goldenthread.web.accounts.models import Person
from goldenthread.web.plan import queries, rules
from goldenthread.web.plan.models import Action, Milestone, Objective, Requirement

_ORDER = list(Becomes)


@dataclass(frozen=True)
class Step:
    """One act of the site, for one row. `act` names it in `sheets.actions`."""

    act: str
    place: str
    given: Mapping[str, Any]


@dataclass(frozen=True)
class Planned:
    """Every row's line, in the order of the file, and every step."""

    lines: tuple[Line, ...] = ()
    steps: tuple[Step, ...] = ()
    questions: tuple[Question, ...] = ()
    remarks: tuple[str, ...] = field(default=())

    @property
    def counts(self) -> dict[Becomes, int]:
        return counts(self.lines)

    @property
    def fingerprint(self) -> str:
        """What was shown: carried out only while it would still be shown so."""
        said = [(one.place, one.becomes, one.what, one.changes, one.why) for one in self.lines]
        return sha256(repr(said).encode()).hexdigest()

    @property
    def shown(self) -> list[Line]:
        """The rows to look at: what is refused first, and what is left as it is not at all."""
        told = (line for line in self.lines if line.becomes is not Becomes.LEFT)
        return sorted(told, key=lambda line: _ORDER.index(line.becomes))

    @property
    def left(self) -> list[Line]:
        return [line for line in self.lines if line.becomes is Becomes.LEFT]


@dataclass(frozen=True)
class Row:
    """One row while it is looked at: what it would change, by which steps, and what stands in its way."""

    changes: Sequence[Any] = ()
    steps: Sequence[Step] = ()
    faults: Sequence[str] = ()
    remarks: Sequence[str] = ()

    def __add__(self, other: Row) -> Row:
        return Row(
            [*self.changes, *other.changes],
            [*self.steps, *other.steps],
            [*self.faults, *other.faults],
            [*self.remarks, *other.remarks],
        )


class Standing:
    """The plan as it stands, by lasting name, with what the rules ask of it; and who asks."""

    def __init__(self, person: Person) -> None:
        self.person = person
        found = (
            queries.listed()
            .select_related("sponsor")
            .prefetch_related("notes", "date_changes", "direct_answers")
        )
        self.actions: dict[str, Action] = {one.code: one for one in found}
        self.objectives = {
            one.code: one for one in Objective.objects.prefetch_related("answers", "date_changes")
        }
        self.requirements = {f"R{one.pk}": one for one in Requirement.objects.all()}
        self.people: dict[str, Person] = {str(one.pk): one for one in queries.possible_owners()}
        self.sponsors: list[Person] = list(queries.possible_sponsors())
        self.groups = list(queries.groups())
        self.milestones = {
            f"M{one.pk}": one
            for one in Milestone.objects.select_related("action__owner").prefetch_related("date_changes")
        }

    def why_not_group(self, name: str) -> list[str]:
        """Why the name of a group does not tell which is meant."""
        why = queries.why_not_one_group(name, self.groups)
        return [f"Workstream (“{name[:80]}”): {why}"] if why else []

    def said_for(self, action: Action, words: str) -> str:
        """Words sent in, and for whom where it is not the owner who sends them."""
        return words if rules.owns(self.person, action) else f"{words} (for {action.owner_words})"


def combined(parts: Iterable[Row]) -> Row:
    found = Row()
    for part in parts:
        found = found + part
    return found

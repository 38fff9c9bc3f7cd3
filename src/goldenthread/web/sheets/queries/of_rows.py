"""A plan in somebody's own layout, held against the plan here: what each row would become."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.papers.plan import DeliveryState
from goldenthread.papers.plan_sheets.answers import Asked
from goldenthread.papers.plan_sheets.layout import Field, Table
from goldenthread.papers.plan_sheets.lines import Becomes, Change, Line
from goldenthread.papers.plan_sheets.rows import CODE, NEW, PERSON, ROLE, Draft, Known, read_rows
from goldenthread.papers.wording import plain
from goldenthread.web.accounts.models import Person
from goldenthread.web.plan import queries, rules
from goldenthread.web.plan.actions import Ownership
from goldenthread.web.plan.models import Action, Objective, Outcome, Requirement
from goldenthread.web.plan.register_rules import why_not_directly
from goldenthread.web.sheets.models import Brought, Layout, Workbook
from goldenthread.web.sheets.queries.of_own import MOVED
from goldenthread.web.sheets.queries.planned import Planned, Row, Standing, Step, combined


def known() -> Known:
    """Whom and what cells may name: people who may own an action, objectives, and what the register asks."""
    people = {str(one.pk): one.name for one in queries.possible_owners()}
    found = Requirement.objects.select_related("source").order_by("pk")
    asked = {
        f"R{one.pk}": Asked(one.number, one.paragraph, one.text, one.source.name)
        for one in found
        if not one.is_strength
    }
    return Known(people, dict(Objective.objects.values_list("code", "text")), asked)


def plan_rows(workbook: Workbook, table: Table, layout: Layout, *, by: Person, on: date) -> Planned:
    """What the rows of a layout would do, read as a person said it is to be read."""
    standing = Standing(by)
    read = read_rows(table, layout.choices, known())
    brought = {one.key: one for one in Brought.objects.filter(layout=layout).select_related("action")}
    lines: list[Line] = []
    steps: list[Step] = []
    for draft in read.drafts:
        line, of_row = _Fate(draft, table, layout, standing, workbook.file, brought.get(draft.key)).told()
        lines.append(line)
        steps += of_row
    asked = tuple(one for one in read.questions)
    return Planned(tuple(lines), tuple(steps), asked)


@dataclass(frozen=True)
class _Fate:
    """One draft and what stands here of it already."""

    draft: Draft
    table: Table
    layout: Layout
    standing: Standing
    file: str
    brought: Brought | None

    def told(self) -> tuple[Line, Sequence[Step]]:
        draft = self.draft
        if draft.left:
            return self._line(Becomes.LEFT, why=draft.left), ()
        if draft.fault:
            return self._line(Becomes.REFUSED, why=draft.fault), ()
        if self.brought is not None:
            return self._known(self.standing.actions[self.brought.action.code], self.brought)
        there = [one for one in self.standing.actions.values() if plain(one.text) == plain(draft.text)]
        if there:
            why = f"It is in the plan already, as {there[0].code}, and was not brought in from this layout"
            return self._line(Becomes.LEFT, why=why), ()
        return self._judged(self._new(), Becomes.ADDED)

    def _line(self, becomes: Becomes, *, action: Action | None = None, **more: Any) -> Line:
        number = f"{self.draft.number} " if self.draft.number else ""
        here = f"{action.code}: " if action else ""
        remarks = (*self.draft.remarks, *more.pop("remarks", ()))
        what = f"{here}{number}{self.draft.text}"[:200]
        return Line(self.table.sheet.name, self.draft.row, becomes, what, remarks=remarks, **more)

    def _judged(
        self, row: Row, becomes: Becomes, action: Action | None = None
    ) -> tuple[Line, Sequence[Step]]:
        changes, remarks = tuple(row.changes), tuple(row.remarks)
        if row.faults:
            why = ". ".join(row.faults)
            return self._line(Becomes.REFUSED, action=action, changes=changes, why=why), ()
        if not row.steps:
            return self._line(Becomes.LEFT, action=action, remarks=remarks), ()
        return self._line(becomes, action=action, changes=changes, remarks=remarks), row.steps

    def _step(self, act: str, **given: Any) -> Step:
        return Step(act, f"{self.table.sheet.name}, row {self.draft.row}", given)

    # A row that is new here

    def _new(self) -> Row:
        draft, state = self.draft, self.draft.state or DeliveryState.PROPOSED
        owner = self._ownership()
        faults = [f"{one:%d/%m/%Y}: {why}" for one in self._days() if (why := rules.why_not_a_due_date(one))]
        if state is DeliveryState.SIGNED_OFF:
            faults += self._why_not_signed(owner)
        faults += self._why_not_answered() + self.standing.why_not_group(self._group)
        fields = {
            "text": draft.text,
            "owner": owner.person,
            "owner_role": owner.role,
            "workstream": self._group,
            "agreed_on": draft.agreed_on,
            "original_due": draft.original_due or draft.due,
            "due": draft.due or draft.original_due,
            "state": state.value,
            **self._claimed(state),
        }
        later = fields["due"] and fields["original_due"] and fields["due"] > fields["original_due"]
        remarks = [] if draft.state else ["It says nothing of how far it has come: it begins as proposed"]
        step = self._step(
            "bring in",
            objective=draft.objective,
            fields={**fields, "slips": 1 if later else 0},
            notes=self._notes_kept(),
            layout=self.layout,
            key=draft.key,
            answers=[self.standing.requirements[code] for code in draft.answers],
        )
        return Row(list(self._shown(fields, owner)), [step], faults, remarks)

    @property
    def _group(self) -> str:
        return " ".join(self.draft.workstream.split())[:200]

    def _why_not_answered(self) -> list[str]:
        asked = [self.standing.requirements[code] for code in self.draft.answers]
        return [f"R{one.pk}: {why}" for one in asked if (why := why_not_directly(one))]

    def _days(self) -> list[date]:
        return sorted({one for one in (self.draft.original_due, self.draft.due) if one})

    def _why_not_signed(self, owner: Ownership) -> list[str]:
        """A sign-off from elsewhere is told in its own words; nobody here is said to have given it."""
        signer = plain(self.draft.signed_off_by)
        if not signer:
            return ["It says signed off and not by whom: choose a column for that, or say it is claimed"]
        names = {plain(owner.role), plain(owner.person.name) if owner.person else ""}
        return ["Its owner does not sign it off: say that it is claimed complete"] if signer in names else []

    def _claimed(self, state: DeliveryState) -> dict[str, Any]:
        if state not in {DeliveryState.CLAIMED_COMPLETE, DeliveryState.SIGNED_OFF}:
            return {}
        words = self.draft.state_words or f"Said to be done in {self.file}."
        signed = self.draft.signed_off_by[:200] if state is DeliveryState.SIGNED_OFF else ""
        return {
            "claim_words": words,
            "claimed_by_name": self._owner_words()[:200],
            "signed_off_by_name": signed,
        }

    def _notes_kept(self) -> list[str]:
        """What is kept as notes: columns chosen for that, and words after a status that claims nothing."""
        claims = self.draft.state in {DeliveryState.CLAIMED_COMPLETE, DeliveryState.SIGNED_OFF}
        more = [self.draft.state_words] if self.draft.state_words and not claims else []
        signed = self.draft.signed_off_by
        if signed and self.draft.state is not DeliveryState.SIGNED_OFF:
            more.append(f"Signed off by, as the file says: {signed}")
        return [*more, *self.draft.notes]

    def _ownership(self) -> Ownership:
        said = self.draft.owner
        if said.startswith(PERSON):
            return Ownership(person=self.standing.people.get(said.removeprefix(PERSON)))
        return Ownership(role=said.removeprefix(ROLE)[:200])

    def _owner_words(self) -> str:
        owner = self._ownership()
        return owner.person.name if owner.person else owner.role

    def _shown(self, fields: dict[str, Any], owner: Ownership) -> Iterator[Change]:
        objective = self.draft.objective
        yield Change("Objective", "", objective.removeprefix(CODE).removeprefix(NEW))
        yield Change("Owner", "", owner.person.name if owner.person else f"{owner.role} (a role)")
        yield Change("Due", "", f"{fields['due']:%d/%m/%Y}" if fields["due"] else "no date")
        yield Change("Delivery state", "", fields["state"])
        for key, title in (("workstream", "Workstream"), ("signed_off_by_name", "Signed off elsewhere by")):
            if fields.get(key):
                yield Change(title, "", fields[key])
        if self.draft.answers:
            yield Change("Answers", "", ", ".join(self.draft.answers))
        for note in self._notes_kept():
            yield Change("A note on progress", "", note)

    # A row that was brought in before

    def _known(self, action: Action, brought: Brought) -> tuple[Line, Sequence[Step]]:
        edits = list(self._edits(action))
        if edits and action.version != brought.version:
            return self._line(Becomes.MOVED, action=action, changes=tuple(edits), why=MOVED), ()
        moved = (self._new_date(action), self._state(action), self._answers(action))
        row = combined((self._edit(action, edits), *moved, self._notes(action)))
        if row.steps:
            row = row + Row(steps=[self._step("know", brought=brought, action=action)])
        return self._judged(row, Becomes.CHANGED, action)

    def _edits(self, action: Action) -> Iterator[Change]:
        chosen = self.layout.choices.fields
        if plain(action.text) != plain(self.draft.text):
            yield Change("What will be done", action.text, self.draft.text)
        owner = self._ownership()
        if (owner.person or action.owner) and owner.person != action.owner:
            yield Change("Owner", action.owner_words, self._owner_words())
        elif owner.person is None and plain(owner.role) != plain(action.owner_role):
            yield Change("Owner's role", action.owner_role, owner.role)
        if Field.WORKSTREAM in chosen and plain(self._group) != plain(action.workstream_name):
            yield Change("Workstream", action.workstream_name, self._group)

    def _edit(self, action: Action, edits: list[Change]) -> Row:
        if not edits:
            return Row()
        if action.state in {"claimed complete", "signed off"}:
            return Row(edits, faults=[f"It is {action.state}: open it again on the site before changing it"])
        owner = self._ownership()
        stays = owner.person is not None and owner.person == action.owner
        owner = Ownership(owner.person, action.owner_role) if stays else owner
        said = Field.WORKSTREAM in self.layout.choices.fields
        group = self._group if said else action.workstream_name
        given = {"text": self.draft.text, "owner": owner, "workstream": group}
        faults = self.standing.why_not_group(group)
        return Row(edits, [self._step("edit", action=action, **given)], faults)

    def _new_date(self, action: Action) -> Row:
        day, why = self.draft.due, self.draft.date_why.strip()
        if day is None or day == action.due or any(one.proposed == day for one in action.date_changes.all()):
            return Row()
        was = f"{action.due:%d/%m/%Y}" if action.due else ""
        faults = [one for one in (rules.why_not_a_due_date(day), _why_not_ask(action)) if one]
        if not why:
            faults.append(
                "The date moves when a meeting agrees: give the reason in a column, or ask on the site"
            )
        step = self._step("date", action=action, proposed=day, why=why)
        return Row([Change("A new date asked for", was, f"{day:%d/%m/%Y}")], [step], faults)

    def _state(self, action: Action) -> Row:
        said = self.draft.state
        if said is None or said == action.state or _further(action.state, said):
            return Row()
        change = Change("Delivery state", action.state, said.value)
        if said is DeliveryState.IN_PROGRESS and action.state == DeliveryState.AGREED:
            return Row([change], [self._step("start", action=action)])
        if said is DeliveryState.CLAIMED_COMPLETE and action.state in {"agreed", "in progress"}:
            words = self.draft.state_words or f"Said to be done in {self.file}."
            return Row([change], [self._step("claim", action=action, words=words)])
        return Row([change], faults=[f"From {action.state} to {said}: take this step on the site"])

    def _answers(self, action: Action) -> Row:
        """What the file ties it to beside what it is tied to here; nothing is untied."""
        there = [one.requirement_id for one in action.direct_answers.all()]
        new = [self.standing.requirements[code] for code in self.draft.answers]
        new = [one for one in new if one.pk not in there]
        if not new:
            return Row()
        was, more = ", ".join(f"R{pk}" for pk in there), ", ".join(f"R{one.pk}" for one in new)
        change = Change("Answers", was, f"{was}, {more}" if was else more)
        return Row([change], [self._step("answers", action=action, new=new)], self._why_not_answered())

    def _notes(self, action: Action) -> Row:
        there = {note.text for note in action.notes.all()} | {action.claim_words}
        new = [one for one in self._notes_kept() if one not in there]
        return combined(
            Row([Change("A note on progress", "", one)], [self._step("note", action=action, text=one)])
            for one in new
        )


def _further(now: str, said: DeliveryState) -> bool:
    """Whether the action has been signed off here since the file said it was done: the file is behind."""
    return now == DeliveryState.SIGNED_OFF and said is DeliveryState.CLAIMED_COMPLETE


def _why_not_ask(action: Action) -> str:
    if action.state not in rules.OPEN:
        return f"The action is {action.state}: its date no longer moves"
    if any(one.outcome == Outcome.WAITING for one in action.date_changes.all()):
        return "A new date has been asked for already: it waits for a decision"
    return ""

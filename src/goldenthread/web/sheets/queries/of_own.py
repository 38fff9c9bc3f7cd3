"""A workbook of our own layout, held against the plan and its rules: by whoever keeps the plan, or by an
owner for the actions that are theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from goldenthread.papers.plan_sheets.columns import REQUIREMENTS
from goldenthread.papers.plan_sheets.days import WHOLE, read_day
from goldenthread.papers.plan_sheets.lines import Becomes, Change, Line
from goldenthread.papers.plan_sheets.opening import Sheet
from goldenthread.papers.plan_sheets.own import Asked, OwnTable, asked, own_tables
from goldenthread.papers.plan_sheets.said import How
from goldenthread.papers.wording import plain
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.plan import rules
from goldenthread.web.plan.actions import Beside, Ownership
from goldenthread.web.plan.models import Action, Disposition, Level, Objective, Outcome, Requirement, Severity
from goldenthread.web.plan.register_rules import Answer, why_not_answer
from goldenthread.web.sheets.queries.held import held
from goldenthread.web.sheets.queries.of_steps import new_milestone, of_milestone, of_objective_date
from goldenthread.web.sheets.queries.planned import Planned, Row, Standing, Step, combined

MOVED = "It has been changed here since the file was taken. Read both, and change it on the site"
ON_THE_SITE = "is there to read: change it on the site"
_DATE_ASKED = "is not changed here: ask for the new date in its own column, with the reason"

_CHOICES: dict[str, Sequence[tuple[str, Any]]] = {
    "disposition": Disposition.choices,
    "severity": Severity.choices,
    "difference": Level.choices,
    "effort": Level.choices,
}
_NOTES = ("partners", "cost_notes", "risk_notes")


def plan_own(sheets: Sequence[Sheet], *, by: Person, on: date) -> Planned:
    """What the rows of our layout would do, asked by this person on this day."""
    standing = Standing(by)
    now = held(as_at=on, tier=standing_of(by).figures)
    lines: list[Line] = []
    steps: list[Step] = []
    remarks: list[str] = []
    for table in own_tables(sheets):
        if table.missing:
            remarks.append(f"{table.sheet.name}: without {', '.join(table.missing)}. Nothing is made of that")
        for one in asked(table, now):
            line, of_row = _fate(one, table, standing, on)
            lines.append(line)
            steps += of_row
    return Planned(tuple(lines), tuple(steps), remarks=tuple(remarks))


def _fate(one: Asked, table: OwnTable, standing: Standing, on: date) -> tuple[Line, Sequence[Step]]:
    if one.fault:
        return _line(one, Becomes.REFUSED, why=one.fault), ()
    if not one.code:
        return _judged(one, _Rows(one, standing, on).new(), Becomes.ADDED)
    if one.moved and one.edits:
        return _line(one, Becomes.MOVED, changes=one.edits, why=MOVED), ()
    if one.against:
        return _line(one, Becomes.REFUSED, changes=one.against, why=_why_not_read(one.against)), ()
    if one.asks_nothing:
        return _line(one, Becomes.LEFT), ()
    return _judged(one, _Rows(one, standing, on).changed(), Becomes.CHANGED)


def _why_not_read(against: Sequence[Change]) -> str:
    said = [f"{one.column} {_DATE_ASKED if one.column == 'Due' else ON_THE_SITE}" for one in against]
    return ". ".join(said)


def _judged(one: Asked, row: Row, becomes: Becomes) -> tuple[Line, Sequence[Step]]:
    changes, remarks = tuple(row.changes), tuple(row.remarks)
    if row.faults:
        return _line(one, Becomes.REFUSED, changes=changes, why=". ".join(row.faults)), ()
    if not row.steps:
        return _line(one, Becomes.LEFT, remarks=remarks), ()
    return _line(one, becomes, changes=changes, remarks=remarks), row.steps


def _line(one: Asked, becomes: Becomes, **more: Any) -> Line:
    words = str((one.held or {}).get("text") or (one.held or {}).get("label") or one.values.get("text", ""))
    what = f"{one.code} {words}".strip() if one.code else f"New {one.of}: {words}"
    return Line(one.sheet, one.row, becomes, what[:200], **more)


@dataclass(frozen=True)
class _Rows:
    """One row, by the kind of thing it is about."""

    one: Asked
    standing: Standing
    on: date

    @property
    def place(self) -> str:
        return f"{self.one.sheet}, row {self.one.row}"

    def step(self, act: str, **given: Any) -> Step:
        return Step(act, self.place, given)

    def changed(self) -> Row:
        kinds: dict[str, Callable[[], Row]] = {
            "action": self._action,
            "objective": self._objective,
            "requirement": self._requirement,
            "milestone": lambda: of_milestone(self.one, self.standing, self.step),
        }
        return kinds[self.one.of]() if self.one.of in kinds else Row()

    # Actions that are there

    def _action(self) -> Row:
        action = self.standing.actions[self.one.code]
        why = rules.why_not_work(self.standing.person, action)
        if why:
            return Row(self.one.edits, faults=[why])
        return combined((self._edit(action), self._note(action), self._date(action), self._claim(action)))

    def _edit(self, action: Action) -> Row:
        if not self.one.edits:
            return Row()
        if not standing_of(self.standing.person).may(Permission.EDIT_PLAN):
            return Row(self.one.edits, faults=["An action's words are changed by whoever keeps the plan"])
        if action.state in {"claimed complete", "signed off"}:
            return Row(
                self.one.edits, faults=[f"It is {action.state}: open it again on the site before changing it"]
            )
        owner, faults = self._owner(action)
        said = {"text": action.text, "workstream": action.workstream_name, **self.one.values}
        if not said["text"].strip():
            faults = [*faults, "What will be done: write it"]
        beside, wrong = self._beside(action)
        group = said["workstream"].strip()[:200]
        wrong = [*wrong, *self.standing.why_not_group(group)]
        step = self.step(
            "edit",
            action=action,
            text=said["text"].strip(),
            owner=owner,
            workstream=group,
            beside=beside,
        )
        return Row(self.one.edits, [step], [*faults, *wrong])

    def _beside(self, action: Action | None) -> tuple[Beside, list[str]]:
        """What the row says stands beside its words; what it has no column for stays as it is."""
        sponsor, faults = self._sponsor(action)
        notes = {
            name: self.one.values.get(name, getattr(action, name) if action else "").strip()
            for name in _NOTES
        }
        weeks = action.update_weeks if action else None
        return Beside(sponsor=sponsor, update_weeks=weeks, **notes), faults

    def _sponsor(self, action: Action | None) -> tuple[Ownership, list[str]]:
        """Who the row says speaks for it: anybody who sees the plan, a role, both or nobody."""
        held = action.sponsor if action else None
        name = self.one.values.get("sponsor", held.name if held else "").strip()
        role = self.one.values.get("sponsor_role", action.sponsor_role if action else "").strip()[:200]
        if not name or (held and plain(name) == plain(held.name)):
            return Ownership(held if name else None, role), []
        fits = [one for one in self.standing.sponsors if plain(one.name) == plain(name)]
        if len(fits) == 1:
            return Ownership(fits[0], role), []
        told = "More than one person" if fits else "Nobody who sees the plan"
        return Ownership(), [f"Sponsor (“{name[:80]}”): {told} has this name here. Put a role instead"]

    def _owner(self, action: Action | None) -> tuple[Ownership, list[str]]:
        """Who the row says answers for it: a name of somebody here, a role, or both."""
        name = self.one.values.get("owner", action.owner.name if action and action.owner else "").strip()
        role = self.one.values.get("owner_role", action.owner_role if action else "").strip()[:200]
        if action and action.owner and plain(name) == plain(action.owner.name):
            return Ownership(action.owner, role), []
        fits = [one for one in self.standing.people.values() if plain(one.name) == plain(name)]
        if name and len(fits) != 1:
            told = "Nobody who may own an action" if not fits else "More than one person"
            return Ownership(), [f"Owner (“{name[:80]}”): {told} has this name here. Put a role instead"]
        if not name and not role:
            return Ownership(), ["Owner: give a person's name, or a role"]
        return Ownership(fits[0] if name else None, role), []

    def _note(self, action: Action) -> Row:
        words, cell = self.one.fills.get("note", "").strip(), self.one.fills.get("expected", "")
        if not words:
            return Row(faults=["Now expected by: add a note beside it that says why"] if cell else [])
        expected = read_day(cell)
        faults = [f"Now expected by: {expected.why}"] if expected.why else []
        if expected.value and (why := rules.why_not_a_due_date(expected.value)):
            faults.append(f"Now expected by: {why}")
        text = self.standing.said_for(action, words)
        if (text, expected.value) in {(note.text, note.forecast) for note in action.notes.all()}:
            return Row(remarks=["This note is there already"])
        changes = [Change("A note on progress", "", text)]
        if expected.value:
            changes.append(Change("Now expected by", "", f"{expected.value:%d/%m/%Y}"))
        step = self.step("note", action=action, text=text, forecast=expected.value)
        return Row(changes, [step], faults)

    def _date(self, action: Action) -> Row:
        cell, why = self.one.fills.get("new_date", ""), self.one.fills.get("new_date_why", "").strip()
        if not cell:
            return Row(faults=["Why the new date: there is no new date beside it"] if why else [])
        said = read_day(cell)
        day = said.value
        if said.how is not How.READ or day is None:
            return Row(faults=[f"Ask for a new date (“{cell[:40]}”): {said.why or WHOLE}"])
        reason = self.standing.said_for(action, why)
        if _asked_already(action, day, reason):
            return Row(remarks=["This date has been asked for already"])
        faults = [one for one in (self._why_not_date(action, day), self._why_not_reason(why)) if one]
        was = f"{action.due:%d/%m/%Y}" if action.due else ""
        change = Change("A new date asked for", was, f"{day:%d/%m/%Y}")
        return Row([change], [self.step("date", action=action, proposed=day, why=reason)], faults)

    def _why_not_date(self, action: Action, day: date) -> str:
        if why := rules.why_not_a_due_date(day):
            return f"Ask for a new date: {why}"
        if action.state not in rules.OPEN:
            return f"The action is {action.state}: its date no longer moves"
        if self._moved_since("due", action.due.isoformat() if action.due else ""):
            return "Its due date has been changed here since the file was taken: take a new workbook"
        if day == action.due:
            return "Ask for a new date: that is the date it has now"
        if any(one.outcome == Outcome.WAITING for one in action.date_changes.all()):
            return "A new date has been asked for already: it waits for a decision"
        return ""

    def _why_not_reason(self, why: str) -> str:
        return "" if why else "Why the new date: give the reason"

    def _claim(self, action: Action) -> Row:
        words = self.one.fills.get("claim", "").strip()
        if not words:
            return Row()
        text = self.standing.said_for(action, words)
        if action.claim_words == text:
            return Row(remarks=["It has been claimed complete with these words already"])
        faults = []
        if action.state not in {"agreed", "in progress"}:
            faults = [f"The action is {action.state}: it cannot be claimed complete now"]
        elif self._moved_since("state", action.state):
            faults = ["It has moved on here since the file was taken: take a new workbook"]
        change = Change("Claimed complete", action.state, text)
        return Row([change], [self.step("claim", action=action, words=text)], faults)

    def _moved_since(self, key: str, now: str) -> bool:
        return self.one.moved and key in self.one.seen and self.one.seen[key] != now

    # Objectives and requirements

    def _objective(self) -> Row:
        if why := self._why_not_keep():
            return Row(self.one.edits, faults=[why])
        objective = self.standing.objectives[self.one.code]
        asked = of_objective_date(self.one, objective, self.standing, self.step)
        return self._words_of(objective) + asked

    def _words_of(self, objective: Objective) -> Row:
        if not self.one.edits:
            return Row()
        text = self.one.values["text"].strip()
        faults = [] if text else ["What will be different for children: write it"]
        return Row(self.one.edits, [self.step("edit objective", objective=objective, text=text)], faults)

    def _requirement(self) -> Row:
        if why := self._why_not_keep():
            return Row(self.one.edits, faults=[why])
        requirement = self.standing.requirements[self.one.code]
        chosen = {name: self._chosen(requirement, name, choices) for name, choices in _CHOICES.items()}
        days = {name: read_day(self._cell(requirement, name)) for name in ("later_from", "decided_on")}
        titles = REQUIREMENTS.keys
        faults = [
            f"{titles[name].title}: one of {_words(_CHOICES[name])}"
            for name, value in chosen.items()
            if value is None
        ]
        faults += [f"{titles[name].title}: {said.why}" for name, said in days.items() if said.why]
        if faults:
            return Row(self.one.edits, faults=faults)
        given: dict[str, Any] = {name: value or "" for name, value in chosen.items()}
        given |= {name: said.value for name, said in days.items()}
        words = ("reason", "later_when", "decided_by_name")
        given |= {name: self._cell(requirement, name) for name in words}
        answer = self._decided(Answer(**given), requirement)
        wrong = [one for one in (why_not_answer(answer), _why_not_decided(answer)) if one]
        return Row(self.one.edits, [self.step("answer", requirement=requirement, answer=answer)], wrong)

    def _cell(self, requirement: Requirement, name: str) -> str:
        """What the row says of a field; what is held where the file has no such column."""
        return self.one.values.get(name, str(getattr(requirement, name) or "")).strip()

    def _chosen(self, requirement: Requirement, name: str, choices: Sequence[tuple[str, Any]]) -> str | None:
        said = self._cell(requirement, name)
        if not said:
            return getattr(requirement, name) if name in {"disposition", "severity"} else ""
        return _choice(said, choices)

    def _decided(self, answer: Answer, requirement: Requirement) -> Answer:
        """Another answer is decided by whoever takes the file in, unless it says by whom and when."""
        before = (requirement.decided_by_name, requirement.decided_on)
        new = answer.disposition != requirement.disposition
        if new and (answer.decided_by_name, answer.decided_on) == before:
            return replace(answer, decided_by_name=self.standing.person.name, decided_on=self.on)
        return answer

    def _why_not_keep(self) -> str:
        may = standing_of(self.standing.person).may(Permission.EDIT_PLAN)
        return "" if may else "This is changed by whoever keeps the plan"

    # What is new

    def new(self) -> Row:
        text = self.one.values.get("text", "").strip()
        if not text:
            return Row(faults=["Write what it is, or take the row out"])
        if self.one.of == "milestone":
            return new_milestone(self.one, self.standing, self.step)
        if why := self._why_not_keep():
            return Row(faults=[why])
        if self.one.of == "objective":
            there = [one.code for one in self.standing.objectives.values() if plain(one.text) == plain(text)]
            return self._unless_there(there, self._new_objective(text))
        there = [one.code for one in self.standing.actions.values() if plain(one.text) == plain(text)]
        return self._unless_there(there, self._new_action(text))

    def _unless_there(self, there: Sequence[str], row: Row) -> Row:
        if there:
            return Row(remarks=[f"It is in the plan already, as {there[0]}"])
        return row

    def _new_objective(self, text: str) -> Row:
        """The day a new objective is to be met by is asked for: the board agrees it."""
        due = read_day(self.one.values.get("due", ""))
        faults = [f"To be met by: {due.why}"] if due.how in {How.DOUBTFUL, How.REFUSED} else []
        if due.value and (why := rules.why_not_a_due_date(due.value)):
            faults.append(f"To be met by: {why}")
        why = self.one.values.get("new_date_why", "").strip() or "Asked for with the objective."
        changes = [Change("Objective", "", text)]
        changes += [Change("A new date asked for", "", f"{due.value:%d/%m/%Y}")] if due.value else []
        return Row(changes, [self.step("add objective", text=text, due=due.value, why=why)], faults)

    def _new_action(self, text: str) -> Row:
        said = self.one.values
        owner, faults = self._owner(None)
        beside, wrong = self._beside(None)
        faults = [*faults, *wrong]
        objective = self.standing.objectives.get(said.get("objective", "").strip())
        if objective is None:
            faults = [*faults, "Objective: give the name of one that is in the plan, such as O1"]
        due = read_day(said.get("due", ""))
        if due.how in {How.DOUBTFUL, How.REFUSED}:
            faults = [*faults, f"Due (“{due.cell[:40]}”): {due.why}"]
        if due.value and (why := rules.why_not_a_due_date(due.value)):
            faults = [*faults, f"Due: {why}"]
        group = said.get("workstream", "").strip()[:200]
        faults = [*faults, *self.standing.why_not_group(group)]
        given = {"text": text, "owner": owner, "workstream": group}
        given["beside"] = beside
        step = self.step("add action", objective=objective, due=due.value, **given)
        shown = [Change(key.capitalize().replace("_", " "), "", value) for key, value in said.items()]
        return Row(shown, [step], faults, ["It begins as proposed"])


def _asked_already(action: Action, day: date, why: str) -> bool:
    return any(one.proposed == day and one.why == why for one in action.date_changes.all())


def _choice(said: str, choices: Sequence[tuple[str, Any]]) -> str | None:
    fits = [value for value, label in choices if plain(said) in {plain(value), plain(str(label))}]
    return fits[0] if fits else None


def _words(choices: Sequence[tuple[str, Any]]) -> str:
    return ", ".join(str(label) for _, label in choices)


def _why_not_decided(answer: Answer) -> str:
    return "Decided on: give the day" if answer.decided_by_name and not answer.decided_on else ""

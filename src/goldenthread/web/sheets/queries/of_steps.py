"""The rows of milestones and of objectives' dates: what their cells ask of things that are there, and the
milestones that are new. A date is asked for here, never set."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from goldenthread.papers.plan_sheets.days import WHOLE, read_day
from goldenthread.papers.plan_sheets.lines import Change
from goldenthread.papers.plan_sheets.own import Asked
from goldenthread.papers.plan_sheets.said import How
from goldenthread.papers.wording import plain
from goldenthread.web.plan import rules
from goldenthread.web.plan.models import DateChange, Milestone, Objective, Outcome
from goldenthread.web.sheets.queries.planned import Row, Standing, Step, combined

StepOf = Callable[..., Step]


def of_objective_date(one: Asked, objective: Objective, standing: Standing, step: StepOf) -> Row:
    """A new day asked for, by which an objective is to be met."""
    asked = _NewDate.of(one)
    if not asked.cell or asked.fault:
        return asked.alone
    return asked.row(
        due=objective.due,
        changes=objective.date_changes.all(),
        why_not=rules.why_not_move_objective(standing.person),
        step=lambda day, why: step("objective date", objective=objective, proposed=day, why=why),
    )


def of_milestone(one: Asked, standing: Standing, step: StepOf) -> Row:
    """What a row asks of a milestone that is there: its words, its date, that it is done."""
    milestone = standing.milestones[one.code]
    if why := rules.why_not_plan_ahead(standing.person, milestone.action):
        return Row(one.edits, faults=[why])
    return combined((_edit(one, milestone, step), _date(one, milestone, step), _done(one, milestone, step)))


def _edit(one: Asked, milestone: Milestone, step: StepOf) -> Row:
    if not one.edits:
        return Row()
    said = {"text": milestone.text, "by_whom": milestone.by_whom, **one.values}
    faults = _why_not_words(said["text"], said["by_whom"])
    words = {"text": said["text"].strip(), "by_whom": said["by_whom"].strip()}
    return Row(one.edits, [step("edit milestone", milestone=milestone, **words)], faults)


def _why_not_words(text: str, by_whom: str) -> list[str]:
    faults = [] if text.strip() else ["Step: write it"]
    faults += ["Step: 300 characters or fewer"] if len(text.strip()) > 300 else []
    return faults + (["By whom: 200 characters or fewer"] if len(by_whom.strip()) > 200 else [])


def _date(one: Asked, milestone: Milestone, step: StepOf) -> Row:
    asked = _NewDate.of(one)
    if not asked.cell or asked.fault:
        return asked.alone
    return asked.row(
        due=milestone.due,
        changes=milestone.date_changes.all(),
        why_not="That milestone is done" if milestone.done_on else "",
        step=lambda day, why: step("milestone date", milestone=milestone, proposed=day, why=why),
    )


def _done(one: Asked, milestone: Milestone, step: StepOf) -> Row:
    cell = one.fills.get("finished", "")
    if not cell:
        return Row()
    said = read_day(cell)
    if said.how is not How.READ or said.value is None:
        return Row(faults=[f"Say it is done (“{cell[:40]}”): {said.why or WHOLE}"])
    if milestone.done_on == said.value:
        return Row(remarks=["It is done already"])
    faults = [f"It was done already, on {milestone.done_on:%d/%m/%Y}"] if milestone.done_on else []
    change = Change("Done on", "", f"{said.value:%d/%m/%Y}")
    return Row([change], [step("finish milestone", milestone=milestone, on=said.value)], faults)


def new_milestone(one: Asked, standing: Standing, step: StepOf) -> Row:
    """A step that the plan does not have: of which action, what, by whom and by when."""
    said = one.values
    text, by_whom = said.get("text", "").strip(), said.get("by_whom", "").strip()
    action = standing.actions.get(said.get("action", "").strip())
    if action is None:
        return Row(faults=["Action: give the name of one that is in the plan, such as A1"])
    there = [one for one in standing.milestones.values() if one.action_id == action.pk]
    same = [one for one in there if plain(one.text) == plain(text)]
    if same:
        return Row(remarks=[f"It is in the plan already, as M{same[0].pk}"])
    due = read_day(said.get("due", ""))
    faults = [one for one in (rules.why_not_plan_ahead(standing.person, action),) if one]
    faults += _why_not_words(text, by_whom)
    if due.value is None:
        faults.append(f"Due: {due.why or 'give the day'}")
    elif why := rules.why_not_a_due_date(due.value):
        faults.append(f"Due: {why}")
    shown = [Change("Step", "", text), Change("Action", "", action.code)]
    shown += [Change("Due", "", f"{due.value:%d/%m/%Y}")] if due.value else []
    made = step("add milestone", action=action, text=text, by_whom=by_whom, due=due.value)
    return Row(shown, [made], faults)


@dataclass(frozen=True)
class _NewDate:
    """The two cells in which a new date is asked for."""

    cell: str
    why: str
    day: date | None
    fault: str

    @classmethod
    def of(cls, one: Asked) -> _NewDate:
        cell, why = one.fills.get("new_date", ""), one.fills.get("new_date_why", "").strip()
        if not cell:
            return cls("", why, None, "Why the new date: there is no new date beside it" if why else "")
        said = read_day(cell)
        read = said.how is How.READ and said.value is not None
        fault = "" if read else f"Ask for a new date (“{cell[:40]}”): {said.why or WHOLE}"
        return cls(cell, why, said.value, fault)

    @property
    def alone(self) -> Row:
        """A row that asks for no date, or says it so that it cannot be read."""
        return Row(faults=[self.fault] if self.fault else [])

    def row(
        self,
        *,
        due: date | None,
        changes: Iterable[DateChange],
        why_not: str,
        step: Callable[[date, str], Step],
    ) -> Row:
        assert self.day is not None  # a row without one is `alone`
        known = list(changes)
        if any((one.proposed, one.why) == (self.day, self.why) for one in known):
            return Row(remarks=["This date has been asked for already"])
        faults = [one for one in (why_not, self._why_not(due, known)) if one]
        faults += [] if self.why else ["Why the new date: give the reason"]
        change = Change("A new date asked for", f"{due:%d/%m/%Y}" if due else "", f"{self.day:%d/%m/%Y}")
        return Row([change], [step(self.day, self.why)], faults)

    def _why_not(self, due: date | None, known: list[DateChange]) -> str:
        assert self.day is not None
        if why := rules.why_not_a_due_date(self.day):
            return f"Ask for a new date: {why}"
        if self.day == due:
            return "Ask for a new date: that is the date it has now"
        if any(one.outcome == Outcome.WAITING for one in known):
            return "A new date has been asked for already: it waits for a decision"
        return ""

"""The whole plan's workbook brought into a place that has no plan yet: every row as it stood, by the name it
has there. What is worked out is worked out anew; what cannot be brought in as it stood is refused by its row.

Nobody here is said to have signed, judged or decided what was signed, judged or decided elsewhere: those are
names, as a plan brought in from any file has them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from goldenthread.indicators import catalogue
from goldenthread.papers.plan import DeliveryState, ImpactState
from goldenthread.papers.plan_sheets.columns import SHEETS, Use
from goldenthread.papers.plan_sheets.lines import Becomes, Line
from goldenthread.papers.plan_sheets.opening import Sheet
from goldenthread.papers.plan_sheets.own import OwnTable, own_tables, rows
from goldenthread.papers.wording import plain
from goldenthread.standards.frameworks import outcome_kinds
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.plan import queries as plan
from goldenthread.web.plan.actions import LONGEST_SET_DAYS, is_here
from goldenthread.web.plan.models import (
    RATINGS,
    Action,
    Disposition,
    GroupKind,
    Judged,
    Level,
    Objective,
    Outcome,
    Requirement,
    Severity,
    SourceKind,
)
from goldenthread.web.plan.models.evidence import FILE
from goldenthread.web.plan.register_rules import Answer, why_not_answer, why_not_directly
from goldenthread.web.plan.rules import why_not_last_day
from goldenthread.web.sheets.queries.of_cells import Cells
from goldenthread.web.sheets.queries.planned import Planned, Standing, Step

_STATES = [(one.value, one.value) for one in DeliveryState]
_IMPACTS = [(one.value, one.value) for one in ImpactState]
_CLAIMED = {DeliveryState.CLAIMED_COMPLETE, DeliveryState.SIGNED_OFF}
_PAGE = re.compile(r"(?:(?P<paragraph>.*), )?page (?P<page>\d{1,5})", re.DOTALL)
_KINDS_OF_EVIDENCE = ("file", "document", "minute", "link", "audit_theme", "voice_theme")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NEEDED = {"requirement", "objective", "action"}  # what is asked, what is meant and what is done


def is_whole(sheets: Sequence[Sheet]) -> bool:
    """Whether there is no plan here, and the workbook holds one: rows with lasting names."""
    if Requirement.objects.exists() or Objective.objects.exists() or Action.objects.exists():
        return False
    return any(
        said["code"].strip()
        for table in own_tables(sheets)
        if table.of.of in _NEEDED and table.of in SHEETS
        for _, said in rows(table)
    )


def plan_whole(sheets: Sequence[Sheet], *, by: Person) -> Planned:
    """What would become of each row, in an order in which each finds what it hangs on."""
    tables = [table for table in own_tables(sheets) if table.of in SHEETS]
    if not standing_of(by).may(Permission.EDIT_PLAN):
        return Planned()
    whole = _Whole(Standing(by))
    for of in SHEETS:
        for table in tables:
            if table.of == of:
                whole.take(table)
    missing = [
        f"{table.sheet.name}: without {', '.join(table.missing)}. Nothing is made of that"
        for table in tables
        if table.missing
    ]
    told = "There is no plan here yet: each row is brought in as it stood"
    return Planned(tuple(whole.lines), whole.in_order, remarks=(told, *missing))


@dataclass(frozen=True)
class _Taken:
    """A row that can be brought in: its name, what it is made of, and its ties to others."""

    place: str
    of: str
    code: str
    given: Mapping[str, Any]


@dataclass
class _Whole:
    """The sheets while they are read, one after the other."""

    standing: Standing
    lines: list[Line] = field(default_factory=list)
    taken: dict[tuple[str, str], _Taken] = field(default_factory=dict)

    def take(self, table: OwnTable) -> None:
        found = list(rows(table))
        if table.of.of == "action":  # an action goes on within one that is there
            ahead = [one for one in found if not one[1].get("merged_into", "").strip()]
            found = ahead + [one for one in found if one not in ahead]
        made = {number: self._line(table, number, said) for number, said in found}
        self.lines += [made[number] for number in sorted(made)]

    def _line(self, table: OwnTable, number: int, said: Mapping[str, str]) -> Line:
        cells, code, of = Cells(table.of, said), said["code"].strip(), table.of.of
        words = (text for key in _SAYS if (text := cells.text(key)))
        what = f"{code} {next(words, '')}"[:200]
        if not code:
            cells.faults.append("It has no name: bring the others in first, then add it")
        elif (of, code) in self.taken:
            cells.faults.append(f"{code} stands in an earlier row too: keep one")
        given = _READ[of](self, cells)
        if cells.faults:
            return Line(table.sheet.name, number, Becomes.REFUSED, what, why=". ".join(cells.faults))
        place = f"{table.sheet.name}, row {number}"
        self.taken[of, code] = _Taken(place, of, code, given)
        remarks = (*cells.remarks, *self._remarks(table, said))
        return Line(table.sheet.name, number, Becomes.ADDED, what, remarks=remarks)

    def _remarks(self, table: OwnTable, said: Mapping[str, str]) -> tuple[str, ...]:
        filled = [one.title for one in table.of.using(Use.FILL) if said.get(one.key, "").strip()]
        left = [f"{', '.join(filled)}: left out; send it again once the plan is here"] if filled else []
        elsewhere = [key for key in ("signed_off_by", "judged_by") if said.get(key, "").strip()]
        signed = ["As said in the workbook, unsigned: the name alone is kept"] if elsewhere else []
        return tuple(left + signed)

    @property
    def in_order(self) -> tuple[Step, ...]:
        """The steps: things first, in the order they were read, then what ties them."""
        made: dict[tuple[str, str], Any] = {}
        found = list(self.taken.values())
        steps = [self._step(f"restore {one.of}", one, made) for one in found]
        tied = [one for one in found if one.given.get("repeats")]
        steps += [self._step("restore repeat", one, made) for one in tied]
        tied = [one for one in found if one.given.get("answers") or one.given.get("waits_for")]
        steps += [self._step("restore ties", one, made) for one in tied if one.of == "action"]
        return tuple(steps)

    def _step(self, act: str, one: _Taken, made: dict[tuple[str, str], Any]) -> Step:
        return Step(act, one.place, {**one.given, "code": one.code, "made": made})

    def codes(self, of: str) -> list[str]:
        return [code for kind, code in self.taken if kind == of]

    def has(self, of: str, action: str, **fields: Any) -> bool:
        """Whether a row taken already is of that action, with these fields."""
        return any(
            one.given["action"] == action and fields.items() <= one.given["fields"].items()
            for one in self.taken.values()
            if one.of == of
        )

    def owners_of(self, action: str) -> set[str]:
        """Who answers for an action, by name and by role, as names are compared."""
        taken = self.taken.get(("action", action))
        if taken is None:
            return set()
        owner, role = taken.given["fields"]["owner"], taken.given["fields"]["owner_role"]
        return {plain(owner.name if owner else role)} - {""}

    @cached_property
    def everybody(self) -> list[Person]:
        return list(Person.objects.all())


def _one(cells: Cells, key: str, there: Sequence[str]) -> str:
    """The one lasting name a cell must hold."""
    name = cells.text(key)
    if name not in there:
        cells.wrong(key, "It is not among the rows that can be brought in")
    return name


def _requirement(whole: _Whole, cells: Cells) -> dict[str, Any]:
    kinds = [(kind, words) for kind, words in outcome_kinds().items()]
    levels = {key: cells.chosen(key, Level.choices) for key in ("difference", "effort")}
    fields = {
        "number": cells.number("number") or 0,
        **_where(cells),
        "group": cells.line("group", 300),
        "text": cells.words("text"),
        "kind": cells.chosen("kind", kinds, default="area_for_improvement"),
        "for_whom": cells.line("for_whom", 20) or "authority",
        "tags": cells.names("tags"),
        "disposition": cells.chosen("disposition", Disposition.choices, Disposition.ACCEPTED),
        "severity": cells.chosen("severity", Severity.choices, Severity.IMPROVEMENT),
        "reason": cells.text("reason"),
        "later_from": cells.day("later_from"),
        "later_when": cells.line("later_when", 500),
        "come_on": cells.day("come_on"),
        "come_by_name": cells.line("come_by_name", 200),
        "decided_by_name": cells.line("decided_by_name", 200),
        "decided_on": cells.day("decided_on"),
        "version": cells.version(),
        **levels,
    }
    _fits(cells, fields)
    title = cells.line("source", 200) or cells.words("source")
    source = (cells.chosen("source_kind", SourceKind.choices, SourceKind.REPORT), title)
    _once(whole, cells, (*source, fields["number"]))
    repeats = cells.text("repeats")
    return {"source": source, "fields": fields, "repeats": repeats}


def _where(cells: Cells) -> dict[str, Any]:
    text = cells.text("where")
    found = _PAGE.fullmatch(text)
    paragraph = (found["paragraph"] or "") if found else text
    if len(paragraph) > 60:
        cells.wrong("where", "60 characters or fewer")
    return {"paragraph": paragraph, "page": int(found["page"]) if found else None}


def _fits(cells: Cells, fields: Mapping[str, Any]) -> None:
    """What an answer must have, as the register asks of any."""
    answer = Answer(**{key: fields[key] for key in Answer.__dataclass_fields__})
    if why := why_not_answer(answer):
        cells.faults.append(why.rstrip("."))
    for day, who in (("decided_on", "decided_by_name"), ("come_on", "come_by_name")):
        if bool(fields[day]) != bool(fields[who]):
            cells.wrong(day if fields[who] else who, "Both the day and the name, or neither")


def _once(whole: _Whole, cells: Cells, place: tuple[str, str, int]) -> None:
    for one in whole.taken.values():
        if one.of == "requirement" and (*one.given["source"], one.given["fields"]["number"]) == place:
            cells.wrong("number", f"{one.code} has this number in the same source")


def _objective(whole: _Whole, cells: Cells) -> dict[str, Any]:
    titles = {plain(one.title): one.id for one in catalogue.INDICATORS}
    named = {one: titles.get(plain(one), "") for one in cells.names("measures", ";")}
    measures = [one for one in named.values() if one]
    unknown = [f"“{one}”" for one, known in named.items() if not known]
    if unknown:
        cells.remarks.append(f"Measures: {', '.join(unknown)} left out: no indicator here has this name")
    fields = {"code": cells.line("code", 20), "text": cells.words("text"), "version": cells.version()}
    answers = cells.known("requirements", whole.codes("requirement"))
    return {"fields": fields | cells.dates(), "answers": answers, "measures": measures}


def _action(whole: _Whole, cells: Cells) -> dict[str, Any]:
    people, sponsors = whole.standing.people.values(), whole.standing.sponsors
    state = cells.chosen("state", _STATES, DeliveryState.PROPOSED)
    fields = {
        "code": cells.line("code", 20),
        "text": cells.words("text"),
        "owner": cells.person("owner", people, "Nobody who may own an action"),
        "owner_role": cells.line("owner_role", 200),
        "workstream": cells.line("workstream", 200),
        "sponsor": cells.person("sponsor", sponsors, "Nobody who sees the plan"),
        "sponsor_role": cells.line("sponsor_role", 200),
        **{key: cells.text(key) for key in ("partners", "cost_notes", "risk_notes", "claim_words")},
        "agreed_on": cells.day("agreed_on"),
        **cells.dates(),
        "forecast": cells.day("forecast"),
        "update_weeks": cells.number("update_weeks"),
        "state": state,
        "impact": cells.chosen("impact", _IMPACTS, ImpactState.NONE_YET),
        "claimed_by_name": cells.line("claimed_by", 200),
        "claimed_on": cells.day("claimed_on"),
        "signed_off_by_name": cells.line("signed_off_by", 200),
        "signed_off_role": cells.line("signed_off_as", 200),
        "signed_off_on": cells.day("signed_off_on"),
        "version": cells.version(),
    }
    _stands(cells, fields)
    cells.faults += whole.standing.why_not_group(fields["workstream"])
    return {
        "fields": fields,
        "objective": _one(cells, "objective", whole.codes("objective")),
        "merged_into": _merged(whole, cells, state),
        "answers": _answers(whole, cells),
        "waits_for": cells.names("waits_for"),
    }


def _stands(cells: Cells, fields: Mapping[str, Any]) -> None:
    """What the plan holds of any action: an owner, a word of evidence, and a sign-off that is another's."""
    owner = {plain(fields["owner_role"]), plain(cells.text("owner"))} - {""}
    if not owner:
        cells.wrong("owner", "Give a person's name, or a role")
    if fields["state"] in _CLAIMED and not fields["claim_words"]:
        cells.wrong("claim_words", f"It is {fields['state']}: say what shows it")
    signed = fields["state"] == DeliveryState.SIGNED_OFF
    if signed != bool(fields["signed_off_by_name"]):
        cells.wrong("signed_off_by", "An action signed off says by whom, and no other does")
    signers = {plain(fields["signed_off_by_name"]), plain(fields["signed_off_role"])} - {""}
    claimed = plain(fields["claimed_by_name"])
    if signed and signers & (owner | ({claimed} - {""})):
        cells.wrong("signed_off_by", "Neither its owner nor whoever claimed it signs it off")


def _merged(whole: _Whole, cells: Cells, state: str) -> str:
    if (state == DeliveryState.MERGED) != bool(cells.text("merged_into")):
        cells.wrong("merged_into", "An action merged says into which, and no other does")
    return _one(cells, "merged_into", whole.codes("action")) if cells.text("merged_into") else ""


def _answers(whole: _Whole, cells: Cells) -> list[str]:
    found = cells.known("answers", whole.codes("requirement"))
    for code in found:
        taken = whole.taken.get(("requirement", code))
        if taken:
            given = taken.given["fields"]
            asks = Requirement(kind=given["kind"], disposition=given["disposition"])
            if why := why_not_directly(asks):
                cells.wrong("answers", why)
    return found


def _milestone(whole: _Whole, cells: Cells) -> dict[str, Any]:
    fields = {
        "text": cells.line("text", 300) or cells.words("text"),
        "by_whom": cells.line("by_whom", 200),
        **cells.dates(),
        "done_on": cells.day("done_on"),
        "done_by_name": cells.line("done_by", 200),
        "version": cells.version(),
    }
    if fields["due"] is None:
        cells.wrong("due", "Give the day")
    if fields["done_on"] and not fields["done_by_name"]:
        cells.wrong("done_by", "Say who said that it is done")
    return {"fields": fields, "action": _one(cells, "action", whole.codes("action"))}


def _note(whole: _Whole, cells: Cells) -> dict[str, Any]:
    return {
        "action": _one(cells, "action", whole.codes("action")),
        "on": cells.needed("on"),
        "by_name": cells.line("by", 200) or cells.words("by"),
        "text": cells.words("text"),
        "forecast": cells.day("forecast"),
    }


def _date(whole: _Whole, cells: Cells) -> dict[str, Any]:
    outcome = cells.chosen("outcome", Outcome.choices, Outcome.WAITING)
    fields = {
        "was": cells.day("was"),
        "proposed": cells.needed("proposed"),
        "why": cells.words("why"),
        "proposed_by_name": cells.line("proposed_by", 200) or cells.words("proposed_by"),
        "proposed_on": cells.needed("proposed_on"),
        "outcome": outcome,
        "meeting": cells.line("meeting", 200),
        "decided_on": cells.day("decided_on"),
        "decided_by_name": cells.line("decided_by", 200),
        "decided_why": cells.text("decided_why"),
    }
    if outcome != Outcome.WAITING:
        for key in ("meeting", "decided_on", "decided_by", "decided_why"):
            if not cells.text(key):
                cells.wrong(key, f"It is {outcome}: say it")
    return {"fields": fields, **_whose(whole, cells, waiting=outcome == Outcome.WAITING)}


def _whose(whole: _Whole, cells: Cells, *, waiting: bool) -> dict[str, Any]:
    """Whose date it is; of one thing only one is asked for at a time."""
    of = "objective" if cells.text("objective") else "action"
    thing = (of, _one(cells, of, whole.codes(of)))
    step = _one(cells, "milestone", whole.codes("milestone")) if cells.text("milestone") else ""
    ties = {"thing": thing, "milestone": step, "waiting": waiting}
    asked = (one for one in whole.taken.values() if one.of == "date asked for")
    if waiting and any(all(one.given[key] == ties[key] for key in ties) for one in asked):
        cells.wrong("outcome", "Another date waits for a decision on the same thing")
    return ties


def _evidence(whole: _Whole, cells: Cells) -> dict[str, Any]:
    kind = cells.text("kind").replace(" ", "_")
    if cells.text("figure") or kind not in _KINDS_OF_EVIDENCE:
        cells.wrong("kind", "A frozen figure is made from records, not from a cell: pin it again here")
    judged = cells.chosen("judged", Judged.choices, Judged.WAITING)
    since, until = cells.day("speaks_from"), cells.day("speaks_to")
    stood = {
        "where": cells.line("where", 500),
        "speaks_from": since,
        "speaks_to": until,
        "judged": judged,
        "judged_by_name": cells.line("judged_by", 200),
        "judged_on": cells.day("judged_on"),
        "judged_why": cells.text("judged_why"),
        "version": cells.version(),
    }
    stood |= _pinned(whole, cells)
    if judged != Judged.WAITING and not (stood["judged_by_name"] and stood["judged_why"]):
        cells.wrong("judged", "Say by whom and why")
    if since and not (until and until >= since):
        cells.wrong("speaks_to", "Give a last day that is not before the first")
    return {
        "action": _one(cells, "action", whole.codes("action")),
        "kind": kind,
        "label": cells.line("label", 300) or cells.words("label"),
        "as_of": cells.needed("as_of"),
        "shows": cells.words("shows"),
        "stood": stood,
        "file": cells.line("file", 200),
        "digest": _digest(cells) if kind == FILE else "",
    }


def _pinned(whole: _Whole, cells: Cells) -> dict[str, Any]:
    """Who put it forward: the name it had there, and the person of that name here, who does not judge it."""
    name = cells.line("pinned_by", 200)
    fits = [one for one in whole.everybody if name and plain(one.name) == plain(name)]
    if len(fits) > 1:
        cells.wrong("pinned_by", "More than one person has this name here, and none of them may judge it")
    return {"pinned_by_name": name, "pinned_by": fits[0] if fits else None}


def _digest(cells: Cells) -> str:
    """By what the file is found: what it holds never travels in the workbook."""
    digest = cells.text("digest")
    if digest and not _DIGEST.fullmatch(digest):
        cells.wrong("digest", "64 characters, 0 to 9 and a to f")
    elif not (digest and is_here(digest)):
        cells.remarks.append("Its file is not kept here: hand the same file in again, and it is found")
    return digest


def _group(whole: _Whole, cells: Cells) -> dict[str, Any]:
    name = cells.line("name", 200) or cells.words("name")
    taken = (one.given["fields"]["name"] for one in whole.taken.values() if one.of == "group")
    if any(plain(one) == plain(name) for one in taken):
        cells.wrong("name", "An earlier row has this name too: keep one")
    if plan.groups_called(name, whole.standing.groups):
        cells.wrong("name", "A group of this name is here already, and stays as it is")
    fields = {
        "name": name,
        "kind": cells.chosen("kind", GroupKind.choices, GroupKind.WORKSTREAM),
        "lead": cells.person("lead", whole.standing.people.values(), "Nobody who may lead a group"),
        "lead_role": cells.line("lead_role", 200),
        "sponsor_role": cells.line("sponsor_role", 200),
        "update_weeks": cells.number("update_weeks"),
        "version": cells.version(),
    }
    if fields["update_weeks"] == 0:
        cells.wrong("update_weeks", "1 week or more")
    return {"fields": fields}


def _colour(whole: _Whole, cells: Cells) -> dict[str, Any]:
    action = _one(cells, "action", whole.codes("action"))
    on, until = cells.needed("on"), cells.needed("until")
    by = cells.line("by", 200) or cells.words("by")
    fields = {
        "rag": cells.chosen("rag", RATINGS),
        "reason": cells.words("reason"),
        "computed": cells.text("computed"),
        "by_name": by,
        "on": on,
        "until": until,
        "ended_on": cells.day("ended_on"),
    }
    if not cells.text("rag"):
        cells.wrong("rag", "Say which colour")
    if on and until and (why := why_not_last_day(until, on, longest=LONGEST_SET_DAYS)):
        cells.wrong("until", why.rstrip("."))
    if plain(by) in whole.owners_of(action):
        cells.wrong("by", "Its owner does not set its colour")
    if fields["ended_on"] is None and whole.has("colour set", action, ended_on=None):
        cells.wrong("ended_on", "Another colour stands for the same action")
    return {"action": action, "fields": fields}


def _report(whole: _Whole, cells: Cells) -> dict[str, Any]:
    action = _one(cells, "action", whole.codes("action"))
    request = cells.text("request")
    asked = whole.taken.get(("date asked for", request))
    if request and (asked is None or asked.given["thing"] != ("action", action)):
        cells.wrong("request", "It is not among the dates asked for of this action that can be brought in")
    if whole.has("report of what is off plan", action):
        cells.wrong("action", "An earlier row reports on it too: keep one")
    fields = {
        **{key: cells.words(key) for key in ("what", "why", "effect", "remedy")},
        **{key: cells.text(key) for key in ("help_needed", "decision_asked")},
        "by_name": cells.line("by", 200) or cells.words("by"),
        "on": cells.needed("on"),
        "version": cells.version(),
    }
    return {"action": action, "request": request, "fields": fields}


def _decision(whole: _Whole, cells: Cells) -> dict[str, Any]:
    name = cells.text("about")
    about = [(of, code) for of, code in whole.taken if code == name and of in _DECIDED]
    if not about:
        cells.wrong("about", "It is not among the rows that can be brought in")
    fields = {
        "meeting": cells.line("meeting", 200) or cells.words("meeting"),
        "on": cells.needed("on"),
        "text": cells.words("text"),
        "why": cells.text("why"),
        "recorded_by_name": cells.line("recorded_by", 200) or cells.words("recorded_by"),
    }
    return {"fields": fields, "about": about[0] if about else None}


_SAYS = ("text", "label", "name", "reason", "what", "why")
_DECIDED = {"requirement", "objective", "action"}
_READ: Mapping[str, Callable[[_Whole, Cells], dict[str, Any]]] = {
    "requirement": _requirement,
    "objective": _objective,
    "action": _action,
    "milestone": _milestone,
    "note on progress": _note,
    "date asked for": _date,
    "piece of evidence": _evidence,
    "group": _group,
    "colour set": _colour,
    "report of what is off plan": _report,
    "decision": _decision,
}

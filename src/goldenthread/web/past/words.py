"""Rows of the plan in plain words: what a table, a column and a value are called on a page. A table or column
that somebody adds is called what its model calls it, until it is given better words here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, DateTimeField, Field, ForeignKey, Model

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import LONDON
from goldenthread.web.evidence.models import Exhibit
from goldenthread.web.page.templatetags.page import day as day_words
from goldenthread.web.past.state import MODELS, Key, State
from goldenthread.web.plan.queries import kind_words, measure_titles, tag_words

NOTHING = "nothing"
_NOUNS = {
    "plan_plantitle": "Title of the plan",
    "plan_plansettings": "What is set for the plan",
    "plan_scheme": "Scheme of delegation",
    "plan_workstream": "Workstream or group",
    "plan_colourset": "Delivery colour set",
    "plan_dependency": "What it waits for",
    "plan_exceptionreport": "Report of an exception",
    "plan_datechange": "New date asked for",
    "plan_note": "Note on progress",
    "plan_measure": "Measure",
    "plan_evidence": "Evidence",
    "plan_objective_answers": "Finding it answers",
    "plan_directanswer": "Finding the action answers itself",
    "plan_verdict": "Later verdict",
}
_LABELS = {
    "text": "Words",
    "due": "Due date",
    "original_due": "First due date",
    "slips": "Times moved later",
    "state": "Delivery state",
    "impact": "Impact state",
    "owner_role": "Role of the owner",
    "owner": "Owner",
    "claim_words": "What shows it is done",
    "claimed_by_name": "Claimed complete by",
    "claimed_on": "Claimed complete on",
    "signed_off_by_name": "Signed off by",
    "signed_off_role": "Signed off as",
    "signed_off_on": "Signed off on",
    "outcome": "Answer",
    "proposed": "Date asked for",
    "why": "Why",
    "by_name": "By",
    "decided_why": "Why so decided",
    "decided_by_name": "Answer recorded by",
    "judged_by_name": "Judged by",
    "judged_why": "Why so judged",
    "exhibit": "Exhibit",
    "disposition": "What was answered",
    "reason": "Reason given",
    "decided_on": "Decided on",
    "later_from": "To start from",
    "later_when": "To start when this has come",
    "come_on": "It came on",
    "come_by_name": "Said to have come by",
    "difference": "Difference for children",
    "repeats": "Repeats",
    "by_hand": "Entered by hand",
    "made_by": "Made by",
    "said": "What became of it",
    "words": "In its own words",
    "evidence_months": "Months that evidence is fresh, each from a day on",
}
# What one row says of itself in a line; a table without an entry says everything it holds.
_GIST = {
    "plan_action": ("due", "owner", "owner_role"),  # its words stand in the heading
    "plan_objective": ("text",),
    "plan_requirement": ("text",),
    "plan_source": ("title", "file"),
    "plan_plantitle": ("title",),
    "plan_note": ("text", "by_name"),
    "plan_decision": ("meeting", "text", "why"),
    "plan_datechange": ("proposed", "why"),
    "plan_evidence": ("exhibit", "shows"),
    "plan_measure": ("indicator",),
    "plan_objective_answers": ("requirement",),
    "plan_directanswer": ("requirement",),
    "plan_verdict": ("said", "source", "words"),
}
# Figures, which are shown on a page of the plan in the form its reader may see; here only to those who see
# them as counted.
_FIGURES = {
    "plan_handmeasure": {"baseline"},
    "plan_handreading": {"value", "counted", "out_of"},
}
ELSEWHERE = "a figure, shown with its objective"
_ALONE = {"proposed", "text", "title", "file", "shows", "indicator", "exhibit", "requirement", "meeting"}


@dataclass(frozen=True)
class Names:
    """What rows point to, by name: people as they are called, exhibits, other rows of the plan. `figures`:
    whether the reader sees figures as counted."""

    people: Mapping[int, str] = field(default_factory=dict)
    exhibits: Mapping[int, str] = field(default_factory=dict)
    rows: Mapping[Key, Mapping[str, Any]] = field(default_factory=dict)
    figures: bool = False

    def of(self, model: type[Model], key: int) -> str:
        if model is Person:
            return self.people.get(key, "somebody")
        if model is Exhibit:
            return self.exhibits.get(key, "an exhibit")
        row = self.rows.get((str(model._meta.db_table), str(key)))
        return label(model._meta.db_table, row) if row else "something no longer there"


def names(states: Iterable[State], *, figures: bool) -> Names:
    """The names for these states, the last one's before the others', in two queries."""
    people: dict[int, str] = dict(Person.objects.values_list("pk", "name"))
    rows: dict[Key, Mapping[str, Any]] = {}
    for state in states:
        rows |= state.rows
        people |= {
            int(key): row["name"] for (table, key), row in state.rows.items() if table == "accounts_person"
        }
    keys = [row["exhibit_id"] for row in rows.values() if row.get("exhibit_id") is not None]
    exhibits = dict(Exhibit.objects.filter(pk__in=keys).values_list("pk", "label"))
    return Names(people, exhibits, rows, figures)


def noun(table: str) -> str:
    """What a row of a table is called."""
    model = MODELS[table]
    plain = str(model._meta.verbose_name)
    return _NOUNS.get(table, plain[:1].upper() + plain[1:])


def label(table: str, row: Mapping[str, Any]) -> str:
    """What one row is called: the code people say, a number, or its first words."""
    if "code" in row:
        return str(row["code"])
    if table == "plan_requirement":
        return f"{row['number']}. {_short(row['text'])}"
    said = next((row[name] for name in ("title", "name", "text", "file", "indicator") if row.get(name)), "")
    return _short(str(said))


def _short(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:99]}…"


def fields_of(table: str) -> list[Field[Any, Any]]:
    """The columns a reader is told of: not keys and versions, nor a person's key where their name stands
    beside it."""
    fields: list[Any] = list(MODELS[table]._meta.concrete_fields)
    known = {one.name for one in fields}
    return [one for one in fields if not _technical(one, known)]


def _technical(one: Field[Any, Any], known: set[str]) -> bool:
    name = one.name
    beside = f"{name}_name" in known or (name.endswith("_id") and f"{name[:-3]}_name" in known)
    return one.primary_key or name in {"version", "only", "digest"} or beside


def field_words(one: Field[Any, Any]) -> str:
    plain = str(one.verbose_name)
    return _LABELS.get(one.name, plain[:1].upper() + plain[1:])


def value_words(one: Field[Any, Any], row: Mapping[str, Any], called: Names) -> str:
    """A value as a page says it; "nothing" where there is none."""
    value = row.get(str(one.column))
    if value is None or value in ("", [], {}):
        return NOTHING
    if not called.figures and one.name in _FIGURES.get(one.model._meta.db_table, ()):
        return ELSEWHERE
    if isinstance(one, ForeignKey):
        return called.of(one.related_model, value)
    if one.choices:
        return str(dict(one.flatchoices).get(value, value))
    if isinstance(one, DateTimeField):
        at: datetime = one.to_python(value)
        return f"{day_words(at.astimezone(LONDON).date())}, {at.astimezone(LONDON):%H:%M}"
    if isinstance(one, DateField):
        on: date = one.to_python(value)
        return day_words(on)
    return _plain(one.name, value)


def _plain(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "indicator":
        return measure_titles([value])[value]
    if name == "tags":
        return "; ".join(tag_words(value))
    if name == "kind":
        return kind_words(str(value))
    if isinstance(value, list):
        return "; ".join(str(part) for part in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {part}" for key, part in value.items())
    return str(value)


def gist(table: str, row: Mapping[str, Any], called: Names) -> str:
    """One row in a line."""
    chosen = _GIST.get(table)
    fields = fields_of(table)
    wanted = fields if chosen is None else [one for name in chosen for one in fields if one.name == name]
    said = [(one, value_words(one, row, called)) for one in wanted]
    parts = [
        words if one.name in _ALONE else f"{field_words(one).lower()}: {words}"
        for one, words in said
        if words != NOTHING
    ]
    ended = [part if part.endswith(".") else f"{part};" for part in parts[:-1]]
    return " ".join([*ended, *parts[-1:]])

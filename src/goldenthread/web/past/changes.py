"""What changed in the plan between two moments: the difference of how it stood, and who did what meanwhile.

The differences come from the plan as it was, the acts from the trail of who did what; neither is made from
the other, so each shows where the other is silent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from goldenthread.papers.wording import counted
from goldenthread.web.history.models import Entry
from goldenthread.web.past import words
from goldenthread.web.past.state import MODELS, Key, State, objective_of, state, subject

_MARKS = {
    "agreed the action": "Agreed",
    "started the action": "Started",
    "claimed the action complete": "Claimed complete",
    "signed off the action": "Signed off",
    "sent the action back": "Sent back",
    "opened the action again": "Opened again",
    "stopped the action": "Stopped",
    "asked for a new date": "Date asked for",
    "refused the new date": "Date refused",
}
# The marks a reader looks for first, as the sentence at the top says them.
_SENTENCE = {
    "Added": "added",
    "Moved later": "moved later",
    "Moved earlier": "moved earlier",
    "Date asked for": "with a new date asked for",
    "Date refused": "with a new date refused",
    "Claimed complete": "claimed complete",
    "Signed off": "signed off",
    "Sent back": "sent back",
    "Opened again": "opened again",
    "Stopped": "stopped",
}
_KINDS = {model._meta.model_name: table for table, model in MODELS.items()}


@dataclass(frozen=True)
class Difference:
    """One thing that reads otherwise: what it is, what it was, what it is now; "nothing" where there was or
    is none."""

    what: str
    was: str
    now: str


@dataclass(frozen=True)
class Act:
    """What somebody did meanwhile."""

    when: datetime
    who: str
    act: str
    why: str


@dataclass
class Thing:
    """An action, objective or requirement that changed. `key` is "" where it is no longer there."""

    table: str
    key: str
    noun: str
    label: str
    text: str
    marks: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """What changed under one objective, or in the register of requirements."""

    heading: str
    things: list[Thing]


@dataclass(frozen=True)
class Changes:
    since: datetime
    until: datetime
    groups: list[Group]

    @property
    def things(self) -> list[Thing]:
        return [thing for group in self.groups for thing in group.things]

    @property
    def sentence(self) -> str:
        """How many actions were added, moved, claimed, signed off, opened again; "" where nothing changed."""
        actions = [thing for thing in self.things if thing.table == "plan_action"]
        found = Counter(mark for thing in actions for mark in set(thing.marks))
        parts = [f"{found[mark]} {said}" for mark, said in _SENTENCE.items() if found[mark]]
        if not self.things:
            return ""
        things = counted(len(actions), "action") if actions else counted(len(self.things), "thing")
        return f"{things} changed{': ' if parts else ''}{', '.join(parts)}."


def changes(since: datetime, until: datetime, *, figures: bool = False) -> Changes:
    """What changed after `since` and up to `until`; in five queries, however much it was. `figures`: for
    somebody who sees figures as counted."""
    before, after = state(since), state(until)
    found = _Finding(before, after, words.names([before, after], figures=figures))
    for at in sorted(before.rows.keys() | after.rows.keys(), key=_order):
        found.compare(at)
    kinds = list(_KINDS)
    for entry in Entry.objects.filter(when__gt=since, when__lte=until, about_kind__in=kinds).order_by("when"):
        found.tell(entry)
    return Changes(since, until, found.groups())


def _order(at: Key) -> tuple[str, int, str]:
    table, key = at
    return (table, int(key) if key.isdigit() else 0, key)


class _Finding:
    """Holds two states against each other, row by row."""

    def __init__(self, before: State, after: State, called: words.Names) -> None:
        self.before, self.after, self.called = before.rows, after.rows, called
        self.rows: Mapping[Key, Mapping[str, Any]] = {**before.rows, **after.rows}
        self.things: dict[Key, Thing] = {}

    def compare(self, at: Key) -> None:
        was, now = self.before.get(at), self.after.get(at)
        if was == now or at[0] not in MODELS:
            return
        thing = self._thing(subject(at, self.rows))
        own = (thing.table, thing.key) == at
        differences = list(self._differences(at, was, now))
        thing.differences += differences
        for mark in _marks(was, now) if own else ():
            thing.marks.append(mark)

    def _differences(self, at: Key, was: Any, now: Any) -> Iterator[Difference]:
        table, own = at[0], subject(at, self.rows) == at
        if was is None or now is None:
            name = "Set up with" if own else words.noun(table)
            if said := words.gist(table, was or now, self.called):
                yield Difference(name, said if was else "", said if now else "")
            return
        for one in words.fields_of(table):
            old, new = (words.value_words(one, row, self.called) for row in (was, now))
            if old != new:
                name = words.field_words(one)
                yield Difference(name if own else f"{words.noun(table)}: {name.lower()}", old, new)

    def tell(self, entry: Entry) -> None:
        """An act of the trail, told under what it was about."""
        at = (_KINDS[entry.about_kind], entry.about_key)
        if at not in self.rows:
            return
        thing = self._thing(subject(at, self.rows))
        thing.acts.append(Act(entry.when, entry.who_name, entry.act, str(entry.details.get("why") or "")))
        if entry.act in _MARKS:
            thing.marks.append(_MARKS[entry.act])

    def _thing(self, at: Key) -> Thing:
        if at not in self.things:
            table, key = at
            row = self.rows[at]
            text = str(row.get("text") or row.get("title") or "")
            self.things[at] = Thing(table, key, words.noun(table), words.label(table, row), text)
        return self.things[at]

    def groups(self) -> list[Group]:
        """By objective in their order, the register of requirements last; what only repeats itself left
        out."""
        told: dict[str, list[Thing]] = {}
        for at, thing in sorted(self.things.items(), key=lambda pair: _rank(pair[0])):
            if thing.differences or thing.acts or thing.marks:
                thing.marks = list(dict.fromkeys(thing.marks))
                told.setdefault(objective_of(at, self.rows), []).append(thing)
        keys = sorted(told, key=lambda key: (not key, int(key or 0)))
        return [Group(self._heading(key), told[key]) for key in keys]

    def _heading(self, key: str) -> str:
        row = self.rows.get(("plan_objective", key))
        return f"Objective {row['code']}: {row['text']}" if row else "The register of requirements"


def _rank(at: Key) -> tuple[bool, int, int]:
    """An objective before its actions, actions by their number."""
    table, key = at
    return table != "plan_objective", list(MODELS).index(table), int(key) if key.isdigit() else 0


def _marks(was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> Iterator[str]:
    if was is None:
        yield "Added"
    elif now is None:
        yield "Removed"
    elif was.get("due") and now.get("due") and was["due"] != now["due"]:
        yield "Moved later" if now["due"] > was["due"] else "Moved earlier"


HEADER = ("Objective", "What", "What changed", "Was", "Is", "When", "Who", "What they did", "Why")


def as_rows(found: Iterable[Group]) -> Iterator[tuple[object, ...]]:
    """The same as rows of a table: a row for each difference, and one for each act."""
    for group in found:
        for thing in group.things:
            name = f"{thing.noun} {thing.label}".strip()
            for one in thing.differences:
                yield (group.heading, name, one.what, one.was, one.now, "", "", "", "")
            for act in thing.acts:
                when = act.when.isoformat(sep=" ", timespec="minutes")
                yield (group.heading, name, "", "", "", when, act.who, act.act, act.why)

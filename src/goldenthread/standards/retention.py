"""How long records are kept: classes with dated rules, and the class of every table of the records model.

A class whose period no national rule sets is `local`: without the authority's own period it has no end, and
its records are kept. There is no default for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from goldenthread.standards import _files
from goldenthread.standards.timescales import Limit

AtEnd = Literal["removed", "anonymised", "kept"]
When = Literal["always", "died_under_18", "otherwise"]


@dataclass(frozen=True)
class Period:
    """So many years from an event; `when` says for whom."""

    event: str
    years: int
    when: When = "always"


@dataclass(frozen=True)
class Rule:
    """What holds for a class from a day on, to a day where it has ended, on whose word."""

    valid_from: date
    valid_to: date | None
    periods: tuple[Period, ...]
    source: str
    evidence: str


@dataclass(frozen=True)
class RetentionClass:
    """A class of record. `about` is child, person or organisation; `local_events` is what a local period
    may run from; `covers` are the local classes that need no period of their own for a record that is in
    this one."""

    id: str
    title: str
    about: str
    local: bool
    local_events: tuple[str, ...]
    covers: tuple[str, ...]
    rules: tuple[Rule, ...]
    note: str


@dataclass(frozen=True)
class LocalPeriod:
    """What an authority has set for a class without a national period, from a day on, and where it says
    so."""

    class_id: str
    event: str
    years: int
    valid_from: date
    source: str

    @property
    def rule(self) -> Rule:
        """The same as a rule."""
        period = Period(event=self.event, years=self.years)
        return Rule(self.valid_from, None, (period,), source=self.source, evidence="local")


@dataclass(frozen=True)
class TableDeclared:
    """What a stored table declares: its class, whose its rows are, and what becomes of them.

    `child` is the column that names the child; with `through` (table, column) it leads to one that does.
    `closed` is the date that says a spell is over. `others` are the columns about somebody else, with why.
    """

    name: str
    class_id: str
    at_end: AtEnd
    child: str | None = None
    through: tuple[str, str] | None = None
    closed: str | None = None
    others: Mapping[str, str] | None = None
    personal: bool = True
    note: str = ""


@dataclass(frozen=True)
class RequestLimits:
    """The time a subject access request may take, and what a complex one may add."""

    limit: Limit
    complex: Limit
    source: str


@cache
def classes() -> dict[str, RetentionClass]:
    """Every class by id, in the order of the data."""
    return {entry["id"]: _class(entry) for entry in _data()["classes"]}


@cache
def tables() -> dict[str, TableDeclared]:
    """Every table's declaration by the table's name."""
    return {name: _table(name, entry) for name, entry in _data()["tables"].items()}


@cache
def beside() -> dict[str, TableDeclared]:
    """What stands beside the tables in a snapshot, by name."""
    return {name: _table(name, entry) for name, entry in _data()["beside"].items()}


@cache
def request_limits() -> RequestLimits:
    """How long an answer to a subject access request may take."""
    entry = _data()["subject_access"]
    return RequestLimits(Limit(**entry["limit"]), Limit(**entry["complex"]), entry["source"])


def rule_on(class_id: str, *, on: date, local: Iterable[LocalPeriod] = ()) -> Rule | None:
    """The rule a class is under on a day: the national one, else the authority's; None where there is
    none."""
    found = classes()[class_id]
    own = [period.rule for period in local if period.class_id == class_id] if found.local else []
    rules = sorted((*found.rules, *own), key=lambda rule: rule.valid_from)
    held = [
        rule for rule in rules if rule.valid_from <= on and (rule.valid_to is None or on <= rule.valid_to)
    ]
    return held[-1] if held else None


def anniversary(day: date, years: int) -> date:
    """The day so many years on; 1 March for 29 February in a year that has none, never a day early."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = _files.load("retention.yaml")
    return data


def _class(entry: dict[str, Any]) -> RetentionClass:
    return RetentionClass(
        id=entry["id"],
        title=entry["title"],
        about=entry["about"],
        local=entry.get("local", False),
        local_events=tuple(entry.get("local_events", ())),
        covers=tuple(entry.get("covers", ())),
        rules=tuple(_rule(rule) for rule in entry.get("rules", ())),
        note=entry.get("note", ""),
    )


def _rule(entry: dict[str, Any]) -> Rule:
    return Rule(
        valid_from=entry["valid_from"],
        valid_to=entry.get("valid_to"),
        periods=tuple(Period(**period) for period in entry["periods"]),
        source=entry["source"],
        evidence=entry["evidence"],
    )


def _table(name: str, entry: dict[str, Any]) -> TableDeclared:
    through = entry.get("through")
    return TableDeclared(
        name=name,
        class_id=entry["class"],
        at_end=entry["at_end"],
        child=entry.get("child"),
        through=(through[0], through[1]) if through else None,
        closed=entry.get("closed"),
        others=entry.get("others"),
        personal=entry.get("personal", True),
        note=entry.get("note", ""),
    )

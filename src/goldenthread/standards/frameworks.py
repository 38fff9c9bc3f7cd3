"""England's inspection frameworks, dated, and how their reports print them.

A judgement, a scale, a limiting rule and a printed wording belong to a framework's version in
`data/inspection_frameworks.yaml`; nothing about a framework is written in code. When the regulator changes a
label, that file changes.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from goldenthread.standards import _files

Status = Literal["verified", "derived", "unverified"]


@dataclass(frozen=True)
class Grade:
    """A point on a scale: higher `rank` is better; `printed` are its wordings, small letters."""

    code: str
    rank: int
    label: str
    printed: tuple[str, ...]


@dataclass(frozen=True)
class Judgement:
    """What a framework grades. `optional`: reports of the same framework exist without it."""

    id: str
    name: str
    kind: str
    parent: str | None
    optional: bool
    printed: tuple[str, ...]


@dataclass(frozen=True)
class LimitingRule:
    """If any of `judgements` has `grade`, each judgement of `then` has the grade given there."""

    judgements: tuple[str, ...]
    grade: str
    then: Mapping[str, str]
    status: Status


@dataclass(frozen=True)
class Framework:
    """One dated version. It applies to inspections that begin in `first` to `last` (days, inclusive).

    `tagged`: its reports name an outcome, enabler or principle of the National Framework beside each finding.
    """

    id: str
    name: str
    first: date
    last: date | None
    last_seen: date | None
    status: Status
    scale: tuple[Grade, ...]
    judgements: tuple[Judgement, ...]
    limiting_rules: tuple[LimitingRule, ...]
    recommendation_groups: tuple[str, ...]
    tagged: bool = False

    def in_force(self, day: date) -> bool:
        """Whether an inspection that began on `day` may have been made under this version."""
        until = self.last_seen or self.last
        return self.first <= day and (until is None or day <= until)

    def judgement(self, judgement_id: str) -> Judgement:
        """The judgement of that id; KeyError if the framework has none."""
        return {judgement.id: judgement for judgement in self.judgements}[judgement_id]


@dataclass(frozen=True)
class ListHeading:
    """A printed heading (a pattern) above a list of findings: the kind it gives, and for whom if it says.

    `word` is a simpler pattern that every such heading holds, for telling quickly which pages may have one.
    """

    heading: str
    kind: str
    for_whom: str | None
    word: str | None = None


@dataclass(frozen=True)
class CoverLabels:
    """Patterns of the labels printed on a report's first pages; `others` end what stands before them."""

    inspection: str
    published: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """How the reports of a family of frameworks are printed. Strings are patterns, see the data file."""

    id: str
    frameworks: tuple[str, ...]
    title: str
    graded: bool
    table_heading: str | None
    overall: tuple[str, ...]
    restated: Mapping[str, tuple[str, ...]]
    restated_label: str | None
    lscb_in_title: str | None
    lscb_part: tuple[str, ...]
    lscb_grade: tuple[str, ...]
    lscb_heading: tuple[str, ...]
    lists: tuple[ListHeading, ...]
    grouped: bool
    marker: str
    group_case: str
    nothing: tuple[str, ...]
    ends: tuple[str, ...]
    strengths: tuple[str, ...]
    progress: tuple[str, ...]


@functools.cache
def frameworks() -> Mapping[str, Framework]:
    """Every framework by id, oldest first."""
    data = _data()
    scales = {name: tuple(map(_grade, grades)) for name, grades in data["scales"].items()}
    return MappingProxyType({entry["id"]: _framework(entry, scales) for entry in data["frameworks"]})


@functools.cache
def layouts() -> tuple[Layout, ...]:
    """Every known layout of a report."""
    return tuple(_layout(entry) for entry in _data()["layouts"])


@functools.cache
def cover_labels() -> CoverLabels:
    """The labels of a report's first pages."""
    entry = _data()["cover"]
    return CoverLabels(entry["inspection"], entry["published"], tuple(entry["others"]))


@functools.cache
def outcome_kinds() -> Mapping[str, str]:
    """The kinds of finding and their names."""
    return MappingProxyType({kind: entry["name"] for kind, entry in _data()["outcome_kinds"].items()})


@functools.cache
def national_framework_tags() -> Mapping[str, Mapping[int, str]]:
    """Families of National Framework tags (outcome, enabler, principle): number to short label."""
    tags = _data()["national_framework_tags"]
    return MappingProxyType({family: labels for family, labels in tags.items() if family != "status"})


@functools.cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = _files.load("inspection_frameworks.yaml")
    return loaded


def _grade(entry: dict[str, Any]) -> Grade:
    return Grade(entry["code"], entry["rank"], entry["label"], tuple(entry["printed"]))


def _framework(entry: dict[str, Any], scales: Mapping[str, tuple[Grade, ...]]) -> Framework:
    seen = entry.get("last_seen")
    return Framework(
        id=entry["id"],
        name=entry["name"],
        first=_month_start(entry["in_force"]["from"]),
        last=_month_end(entry["in_force"]["to"]),
        last_seen=_month_end(seen["month"]) if seen else None,
        status=entry["status"],
        scale=scales[entry["scale"]],
        judgements=tuple(map(_judgement, entry["judgements"])),
        limiting_rules=tuple(map(_rule, entry["limiting_rules"])),
        recommendation_groups=tuple(entry.get("recommendation_groups", ())),
        tagged=entry.get("tagged", False),
    )


def _judgement(entry: dict[str, Any]) -> Judgement:
    return Judgement(
        id=entry["id"],
        name=entry["name"],
        kind=entry["kind"],
        parent=entry.get("parent"),
        optional=entry.get("optional", False),
        printed=tuple(entry["printed"]),
    )


def _rule(entry: dict[str, Any]) -> LimitingRule:
    return LimitingRule(
        tuple(entry["if_any"]), entry["equals"], MappingProxyType(entry["then"]), entry["status"]
    )


def _layout(entry: dict[str, Any]) -> Layout:
    return Layout(
        id=entry["id"],
        frameworks=tuple(entry["frameworks"]),
        title=entry["title"],
        graded=entry.get("graded", True),
        table_heading=entry.get("table_heading"),
        overall=tuple(entry["overall"]),
        restated=MappingProxyType({key: tuple(value) for key, value in entry["restated"].items()}),
        restated_label=entry.get("restated_label"),
        lscb_in_title=entry.get("lscb_in_title"),
        lscb_part=tuple(entry.get("lscb_part", ())),
        lscb_grade=tuple(entry.get("lscb_grade", ())),
        lscb_heading=tuple(entry.get("lscb_heading", ())),
        lists=tuple(ListHeading(one["heading"], one["kind"], one.get("for")) for one in entry["lists"]),
        grouped=entry["grouped"],
        marker=entry["marker"],
        group_case=entry["group_case"],
        nothing=tuple(entry.get("nothing", ())),
        ends=tuple(entry["ends"]),
        strengths=tuple(entry.get("strengths", ())),
        progress=tuple(entry.get("progress", ())),
    )


def _month_start(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _month_end(month: str | None) -> date | None:
    """The last day of a month given as YYYY-MM."""
    if month is None:
        return None
    year, number = map(int, month.split("-"))
    following = date(year + number // 12, number % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)

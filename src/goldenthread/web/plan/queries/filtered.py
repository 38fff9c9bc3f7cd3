"""The register of requirements under filters that stand in the address: what each would list, how many."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from urllib.parse import urlencode

from goldenthread.web.plan.queries.requirements import (
    RequirementRow,
    kind_words,
    requirement_rows,
    tag_words,
)

SHOWS: dict[str, tuple[str, Callable[[RequirementRow], bool]]] = {
    "": ("All that is asked", lambda row: not row.requirement.is_strength),
    "unanswered": ("Nothing answers yet", lambda row: row.unanswered),
    "late": ("With a late action", lambda row: bool(row.late)),
    "quick-wins": ("Quick wins", lambda row: row.requirement.is_quick_win),
    "came-back": ("Found more than once", lambda row: row.came_back),
    "later": ("To start later", lambda row: row.put_off),
    "strengths": ("Strengths to sustain", lambda row: row.requirement.is_strength),
}


@dataclass(frozen=True)
class RequirementFilters:
    """Which requirements a page asks for; "" is any."""

    show: str = ""  # a key of SHOWS
    source: str = ""  # its key
    document: str = ""  # a SourceKind
    kind: str = ""
    disposition: str = ""
    severity: str = ""
    group: str = ""
    difference: str = ""  # a Level
    effort: str = ""
    tag: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> RequirementFilters:
        return cls(**{one.name: asked.get(one.name, "") for one in fields(cls)})

    def let(self, row: RequirementRow) -> bool:
        """Whether a requirement is asked for. One that nobody knows of lists all."""
        _, shown = SHOWS.get(self.show, SHOWS[""])
        return shown(row) and all(
            not wanted or wanted in _values(row, name)
            for name, wanted in asdict(self).items()
            if name != "show"
        )

    @property
    def query(self) -> str:
        """As it stands in an address: "?show=late&source=3", "" where nothing is filtered."""
        kept = {name: value for name, value in asdict(self).items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def narrowed(self) -> bool:
        return bool(self.query)


def _values(row: RequirementRow, name: str) -> list[str]:
    """What a requirement has of a filter's kind: one thing, but for its tags."""
    asked = row.requirement
    if name == "tag":
        return list(asked.tags)
    found = {"source": asked.source_id, "document": asked.source.kind}
    return [str(found[name] if name in found else getattr(asked, name))]


def _words(row: RequirementRow, name: str, value: str) -> str:
    asked = row.requirement
    said: dict[str, Callable[[], str]] = {
        "source": lambda: str(asked.source),
        "document": asked.source.get_kind_display,
        "kind": lambda: kind_words(asked.kind),
        "disposition": asked.get_disposition_display,
        "severity": asked.get_severity_display,
        "group": lambda: asked.group,
        "difference": asked.get_difference_display,
        "effort": asked.get_effort_display,
        "tag": lambda: tag_words([value])[0],
    }
    return said[name]()


@dataclass(frozen=True)
class Choice:
    """One filter as a link: its words, how many it lists, its address, and whether it is the one chosen."""

    label: str
    count: int
    query: str
    here: bool


@dataclass(frozen=True)
class Facet:
    """The choices of one kind of filter."""

    title: str
    choices: list[Choice]


_TITLES = {
    "source": "Source",
    "document": "Kind of source",
    "kind": "Kind of finding",
    "disposition": "What was said to it",
    "severity": "How soon it must be answered",
    "group": "Heading",
    "difference": "Difference for children",
    "effort": "Effort",
    "tag": "Tag",
}


@dataclass(frozen=True)
class RequirementList:
    """The requirements asked for, most urgent first, beside all of them."""

    rows: list[RequirementRow]
    everything: list[RequirementRow]
    filters: RequirementFilters

    @property
    def shows(self) -> list[Choice]:
        return [
            self._choice(words, here=show == self.filters.show, show=show)
            for show, (words, _) in SHOWS.items()
        ]

    @property
    def facets(self) -> list[Facet]:
        """Every other filter, with "any" to take one away; one with a single choice filters nothing more."""
        made = [(name, Facet(title, self._choices(name))) for name, title in _TITLES.items()]
        return [facet for name, facet in made if len(facet.choices) > 2 or getattr(self.filters, name)]

    def _choices(self, name: str) -> list[Choice]:
        held = {value: _words(row, name, value) for row in self.everything for value in _values(row, name)}
        chosen = getattr(self.filters, name)
        any_ = self._choice("Any", here=not chosen, **{name: ""})
        named = sorted((words, value) for value, words in held.items() if value)
        made = (self._choice(words, here=value == chosen, **{name: value}) for words, value in named)
        return [any_, *(choice for choice in made if choice.count or choice.here)]

    def _choice(self, words: str, *, here: bool, **changed: str) -> Choice:
        filters = replace(self.filters, **changed)
        return Choice(words, sum(filters.let(row) for row in self.everything), filters.query or "?", here)


def requirement_list(filters: RequirementFilters, *, as_at: date) -> RequirementList:
    """The register as at a day, under filters."""
    everything = requirement_rows(as_at=as_at)
    return RequirementList([row for row in everything if filters.let(row)], everything, filters)

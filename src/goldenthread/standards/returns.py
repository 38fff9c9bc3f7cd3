"""What a statutory return or a practice record's template holds: its tables, their columns, and its codes.

A code or a table may be one of some collection years alone (`since`, `until`). A collection year is named by
the year it ends in: 2026 is 1 April 2025 to 31 March 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Literal

from goldenthread.standards import _files

ColumnKind = Literal[
    "id", "worker", "text", "date", "partial_date", "code", "flag", "integer", "upn", "postcode", "urn"
]


@dataclass(frozen=True)
class ReturnCode:
    """A code, what it says, the years it is of, and the records model's own code for it."""

    code: str
    label: str
    means: str | None
    since: int | None = None
    until: int | None = None

    def is_of(self, year: int | None) -> bool:
        """Whether the code is one of a collection year; of a file without years every code is."""
        if year is None:
            return True
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


@dataclass(frozen=True)
class ReturnColumn:
    """One column or element. `also`: other names it has had. `codes` names a code set of the same standard.
    `about` is the help a template gives; `field` the model's field, where a template fills it."""

    name: str
    kind: ColumnKind
    codes: str | None = None
    also: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    about: str = ""
    field: str | None = None


@dataclass(frozen=True)
class ReturnTable:
    """One table: the column that identifies the child, and the one a row is nothing without (`date`)."""

    name: str
    title: str
    columns: tuple[ReturnColumn, ...]
    id: str | None
    date: str | None = None
    since: int | None = None
    table: str | None = None  # the model's table, where a template fills one
    about: str = ""

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> ReturnColumn:
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True)
class ReturnStandard:
    """A whole return: its name, the collection years known, its tables and code sets in the data's order."""

    name: str
    years: tuple[int, ...]
    tables: Mapping[str, ReturnTable]
    code_sets: Mapping[str, Mapping[str, ReturnCode]] = field(repr=False)


@cache
def cin_census() -> ReturnStandard:
    """The children in need census."""
    return _standard("cin_census.yaml")


@cache
def ssda903() -> ReturnStandard:
    """The children looked after return."""
    return _standard("ssda903.yaml")


@cache
def practice_records() -> ReturnStandard:
    """The templates of practice records, which no return carries."""
    return _standard("practice_records.yaml")


def collection_year(day: date) -> int:
    """The collection year a day is in: it starts on 1 April."""
    return day.year + (day.month >= 4)


def year_start(year: int) -> date:
    return date(year - 1, 4, 1)


def year_end(year: int) -> date:
    return date(year, 3, 31)


def _standard(name: str) -> ReturnStandard:
    data = _files.load(name)
    return ReturnStandard(
        name=data["about"]["name"],
        years=tuple(data["about"].get("years", ())),
        tables={name: _table(name, entry) for name, entry in data["tables"].items()},
        code_sets={
            name: {entry["code"]: _code(entry) for entry in codes}
            for name, codes in data["code_sets"].items()
        },
    )


def _code(entry: dict[str, Any]) -> ReturnCode:
    return ReturnCode(**{"means": entry["code"], **entry})


def _table(name: str, entry: dict[str, Any]) -> ReturnTable:
    columns = tuple(
        ReturnColumn(**{**column, "also": tuple(column.get("also", ()))}) for column in entry["columns"]
    )
    return ReturnTable(**{"id": None, **entry, "name": name, "columns": columns})

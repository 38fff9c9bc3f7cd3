"""The timescales children's services work to, and the standards an authority sets for itself, with dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from goldenthread.errors import InputRefused
from goldenthread.standards import _files

UNITS = ("working_days", "calendar_days", "weeks", "calendar_months", "elapsed_hours")  # what a clock counts


@dataclass(frozen=True)
class Limit:
    """So many of one unit, where the unit is one of UNITS."""

    value: int
    unit: str


@dataclass(frozen=True)
class Timescale:
    """One timescale: what starts and stops it, its limit as published, what it stands on, how far checked.

    `legs` holds the limits a clock counts, by name, for the timescales that have a clock here.
    """

    id: str
    title: str
    starts: str
    stops: str
    service_area: str
    value: int | str
    unit: str
    status: str
    source: str
    evidence: str
    refs: tuple[str, ...]
    legs: dict[str, Limit]


@dataclass(frozen=True)
class LocalStandard:
    """What an authority has set for a clock, from a date on, and who answers for it."""

    clock: str
    value: int
    unit: str
    from_date: date
    owner: str

    @property
    def limit(self) -> Limit:
        return Limit(value=self.value, unit=self.unit)


@dataclass(frozen=True)
class LocalStandards:
    """One authority's dated standards: an interval is judged by the one in force when it starts."""

    standards: tuple[LocalStandard, ...]

    def of(self, clock: str) -> tuple[LocalStandard, ...]:
        """The clock's standards in date order; raises KeyError when there is none."""
        found = sorted((s for s in self.standards if s.clock == clock), key=lambda s: s.from_date)
        if not found:
            raise KeyError(clock)
        return tuple(found)

    def in_force(self, clock: str, on: date) -> LocalStandard:
        """The standard an interval starting on `on` is judged by (the first, for days before any)."""
        first, *later = self.of(clock)
        return next((s for s in reversed(later) if s.from_date <= on), first)


@cache
def timescales() -> dict[str, Timescale]:
    """Every timescale by id, in the order of the data."""
    return {entry["id"]: _timescale(entry) for entry in _data()["timescales"]}


@cache
def default_local_standards() -> LocalStandards:
    """The local standards that hold until an authority sets its own."""
    return _standards(_data()["local_standards"], source="timescales.yaml")


def read_local_standards(path: Path) -> LocalStandards:
    """An authority's own standards from a YAML file with a list `local_standards`, the defaults for the rest.

    Each entry has clock, value, unit (one of UNITS), from (a date) and owner. Raises InputRefused.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        entries = data["local_standards"]
    except FileNotFoundError as error:
        raise _refused(path, "there is no such file") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError) as error:
        raise _refused(path, "it does not hold a list named local_standards") from error
    return with_defaults(_standards(entries, source=path))


def with_defaults(own: LocalStandards) -> LocalStandards:
    """The authority's own standards, and the defaults for the clocks it says nothing of."""
    named = {standard.clock for standard in own.standards}
    rest = (s for s in default_local_standards().standards if s.clock not in named)
    return LocalStandards(standards=(*own.standards, *rest))


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = _files.load("timescales.yaml")
    return data


def _timescale(entry: dict[str, Any]) -> Timescale:
    return Timescale(
        id=entry["id"],
        title=entry["title"],
        starts=entry["starts"],
        stops=entry["stops"],
        service_area=entry["service_area"],
        value=entry["limit"]["value"],
        unit=entry["limit"]["unit"],
        status=entry["status"],
        source=entry["source"],
        evidence=entry["evidence"],
        refs=tuple(entry["refs"]),
        legs={name: Limit(**leg) for name, leg in entry.get("legs", {}).items()},
    )


def _standards(entries: list[dict[str, Any]], *, source: Path | str) -> LocalStandards:
    return LocalStandards(standards=tuple(_standard(entry, source=source) for entry in entries))


def _standard(entry: dict[str, Any], *, source: Path | str) -> LocalStandard:
    try:
        standard = LocalStandard(
            clock=entry["clock"],
            value=entry["value"],
            unit=entry["unit"],
            from_date=entry["from"],
            owner=entry["owner"],
        )
    except (KeyError, TypeError) as error:
        raise _refused(source, "an entry lacks clock, value, unit, from or owner") from error
    _check(standard, source=source)
    return standard


def _check(standard: LocalStandard, *, source: Path | str) -> None:
    known = timescales().get(standard.clock)
    if known is None or known.status != "local_standard":
        raise _refused(source, f"{standard.clock} is not a timescale an authority may set")
    if type(standard.value) is not int or standard.value < 1 or standard.unit not in UNITS:
        raise _refused(source, f"{standard.clock} needs a whole number of {', '.join(UNITS)}")
    if type(standard.from_date) is not date:
        raise _refused(source, f"{standard.clock} needs a date from which it holds")


def _refused(source: Path | str, why: str) -> InputRefused:
    return InputRefused(source=source, why=why, what_to_do="correct the local standards and give them again")

"""A measure as one room may show it of another: figures in words, already in the form its reader may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Month:
    """One figure of a measure, as a row of a table. `happened` is what was done or marked in it."""

    name: str
    value: str
    counts: str
    signal: str
    happened: str


@dataclass(frozen=True)
class Around:
    """A measure before a day and since, each in words with its counts; `change` compares the two, or says
    why they cannot be compared."""

    before: str
    since: str
    change: str


@dataclass(frozen=True)
class MeasureNow:
    """How a measure stands: "" where there is nothing to say. `fallen` is why it has fallen back, for the
    figure of the period that ends on `ends`; `track` repeats itself as a tag's text and colour."""

    indicator: str
    title: str
    ends: date
    latest: str
    target: str = ""
    near: str = ""
    track: str = ""
    track_tag: tuple[str, str] | None = None
    forecast: str = ""
    verdict: str = ""
    verdict_tag: tuple[str, str] = ("", "")
    signals: str = ""
    fallen: str = ""
    months: tuple[Month, ...] = ()
    around: Mapping[str, Around] = field(default_factory=dict)

"""An indicator: its words, what it needs of a source, and the calculation that yields its cases.

The words and the calculation stand together, one module per service area. Title, unit, polarity and evidence
are facts and come from standards/.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

import polars as pl

from goldenthread.indicators.needs import Need
from goldenthread.indicators.source import Source
from goldenthread.standards.indicators import Evidence, Polarity, Sufficiency, indicator_facts

Basis = Literal["events", "stock"]
Kind = Literal["count", "percent", "median", "mean", "rate"]

AUTHOR = "Golden Thread"
REVIEWED = date(2026, 11, 24)

BASIS_IN_WORDS: Mapping[Basis, str] = MappingProxyType(
    {"events": "events in the period", "stock": "stock at a date"}
)
SUFFICIENCY_IN_WORDS: Mapping[Sufficiency, str] = MappingProxyType(
    {
        "full": "Annex A alone is enough",
        "partial": "Annex A gives a shorter view of it; full history gives the whole",
        "none": "full history is needed; Annex A cannot give it",
    }
)


@dataclass(frozen=True)
class Indicator:
    """One measure. `rows` yields a row per counted thing in the shape `source.CASES`.

    `needs` is what the source must hold; `instead` is another set that will do, where a source states what
    history would otherwise have to show. `parts` says what a split is by, such as source: its cases carry a
    `part` each, and its figures are a row for each part. `each_child_once` counts children, not events: of a
    child's events in a period the latest stands, counted if any of them is. `author` wrote it, and somebody
    last read it against its source on the day `reviewed`.
    """

    id: str
    title: str
    service_area: str
    unit: str
    polarity: Polarity
    evidence: Evidence
    refs: tuple[str, ...]
    basis: Basis
    numerator: str
    denominator: str | None
    why: str
    how: str
    cautions: tuple[str, ...]
    source: str
    version: int
    needs: tuple[Need, ...]
    instead: tuple[Need, ...] = ()
    parts: str | None = None
    each_child_once: bool = False
    author: str = AUTHOR
    reviewed: date = REVIEWED
    rows: Callable[[Source], pl.LazyFrame] = field(repr=False, compare=False, kw_only=True)

    @property
    def definition(self) -> str:
        """What a figure prints to say which definition made it."""
        return f"{self.id}/{self.version}"

    @property
    def basis_in_words(self) -> str:
        return BASIS_IN_WORDS[self.basis]

    @property
    def sufficiency(self) -> Sufficiency:
        """How far the Annex A lists alone carry it."""
        if all(need.in_annex_a for need in self.needs):
            shorter = any(need.once_each or need.months_before for need in self.needs)
            return "partial" if shorter else "full"
        return "partial" if self.instead and all(need.in_annex_a for need in self.instead) else "none"

    @property
    def sufficiency_in_words(self) -> str:
        """Which records are enough for it."""
        said = SUFFICIENCY_IN_WORDS[self.sufficiency]
        return f"{said}; a population estimate is needed too" if self.kind == "rate" else said

    @property
    def kind(self) -> Kind:
        """How cases become a value."""
        return kind_of(self.unit)


def kind_of(unit: str) -> Kind:
    if unit == "count":
        return "count"
    if unit.startswith("median"):
        return "median"
    if unit.startswith("rate_per_10000"):
        return "rate"
    return "mean" if unit.startswith(("mean", "rate_per_100")) else "percent"


def indicator(  # noqa: PLR0913  the words of a definition, each named
    *,
    basis: Basis,
    numerator: str,
    why: str,
    how: str,
    source: str,
    needs: tuple[Need, ...],
    denominator: str | None = None,
    cautions: tuple[str, ...] = (),
    instead: tuple[Need, ...] = (),
    parts: str | None = None,
    each_child_once: bool = False,
    version: int = 1,
    author: str = AUTHOR,
    reviewed: date = REVIEWED,
) -> Callable[[Callable[[Source], pl.LazyFrame]], Indicator]:
    """Make the function below it an indicator: its name is the id, under which standards/ holds the facts."""

    def made(rows: Callable[[Source], pl.LazyFrame]) -> Indicator:
        facts = indicator_facts()[rows.__name__]
        return Indicator(
            id=facts.id,
            title=facts.title,
            service_area=facts.area,
            unit=_unit(facts.unit),
            polarity=facts.polarity,
            evidence=facts.evidence,
            refs=facts.refs,
            basis=basis,
            numerator=numerator,
            denominator=denominator,
            why=why,
            how=how,
            cautions=cautions,
            source=source,
            version=version,
            needs=needs,
            instead=instead,
            parts=parts,
            each_child_once=each_child_once,
            author=author,
            reviewed=reviewed,
            rows=rows,
        )

    return made


def _unit(unit: str) -> str:
    # A percent always comes with both its counts here, so "count and percent" is a percent.
    return "percent" if unit == "count_and_percent" else unit

"""An indicator: its words, what it needs of a source, and the calculation that yields its cases.

The words and the calculation stand together, one module per service area. Title, unit, polarity and evidence
are facts and come from standards/.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import polars as pl

from goldenthread.indicators.needs import Need
from goldenthread.indicators.source import Source
from goldenthread.standards.indicators import Evidence, Polarity, indicator_facts

Basis = Literal["events", "stock"]
Kind = Literal["count", "percent", "median", "mean"]

BASIS_IN_WORDS: Mapping[Basis, str] = MappingProxyType(
    {"events": "events in the period", "stock": "stock at a date"}
)


@dataclass(frozen=True)
class Indicator:
    """One measure. `rows` yields a row per counted thing in the shape `source.CASES`.

    `needs` is what the source must hold; `instead` is another set that will do, where a source states what
    history would otherwise have to show.
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
    rows: Callable[[Source], pl.LazyFrame] = field(repr=False, compare=False, kw_only=True)

    @property
    def definition(self) -> str:
        """What a figure prints to say which definition made it."""
        return f"{self.id}/{self.version}"

    @property
    def basis_in_words(self) -> str:
        return BASIS_IN_WORDS[self.basis]

    @property
    def kind(self) -> Kind:
        """How cases become a value."""
        return _kind(self.unit)


def _kind(unit: str) -> Kind:
    if unit == "count":
        return "count"
    if unit.startswith("median"):
        return "median"
    return "mean" if unit.startswith("mean") else "percent"


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
    version: int = 1,
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
            rows=rows,
        )

    return made


def _unit(unit: str) -> str:
    # A percent always comes with both its counts here, so "count and percent" is a percent.
    return "percent" if unit == "count_and_percent" else unit

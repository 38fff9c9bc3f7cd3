"""Indicators known to practice in England, as facts: name, unit, polarity, evidence, what Annex A can carry.

These are the facts an indicator is checked against; what each means and how it is worked out stand together
in goldenthread.indicators.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from goldenthread.standards import _files

Polarity = Literal["higher_better", "lower_better", "neutral"]
Evidence = Literal["verified", "partly_verified", "unverified"]
Sufficiency = Literal["full", "partial", "none"]


@dataclass(frozen=True)
class IndicatorFacts:
    """What is known of one indicator. `annex_a` says whether the Annex A lists alone can carry it."""

    id: str
    title: str
    area: str
    unit: str
    polarity: Polarity
    annex_a: Sufficiency
    evidence: Evidence
    refs: tuple[str, ...]
    timescale: str | None = None
    benchmark: str | None = None


@cache
def indicator_facts() -> dict[str, IndicatorFacts]:
    """Every indicator carried in `data/indicators.yaml`, by id, in the order given there."""
    return {name: _facts(name, data) for name, data in _data()["indicators"].items()}


@cache
def lacking() -> dict[str, str]:
    """Indicators that the model of children's records cannot answer: id to the record it lacks."""
    entries = _files.load("indicators_not_built.yaml")
    return {id: entry["lacks"] for entry in entries for id in entry["indicators"]}


@cache
def sources() -> dict[str, str]:
    """The sources the evidence rests on: reference to title."""
    return dict(_data()["sources"])


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = _files.load("indicators.yaml")
    return data


def _facts(name: str, data: dict[str, Any]) -> IndicatorFacts:
    return IndicatorFacts(id=name, **{**data, "refs": tuple(data["refs"])})

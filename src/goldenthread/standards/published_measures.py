"""Which part of the Department's open-data files answers to which indicator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from goldenthread.standards import _files


@dataclass(frozen=True)
class PublishedMeasure:
    """A column, and the values that narrow the rows to one for each place. `annual`: it counts what happened
    in a year, so that no month's figure stands beside it."""

    indicator: str
    measure: str
    where: Mapping[str, str]
    annual: bool = False


@cache
def published_measures() -> dict[str, PublishedMeasure]:
    """Every one of `data/published_measures.yaml`, by the indicator's id."""
    data: dict[str, dict[str, Any]] = _files.load("published_measures.yaml")
    return {id: PublishedMeasure(indicator=id, **entry) for id, entry in data.items()}

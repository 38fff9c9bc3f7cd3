"""Published figures for England to hold an authority's own against, with their year, source and evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from goldenthread.standards import _files

BenchmarkEvidence = Literal["published", "derived", "unverified"]


@dataclass(frozen=True)
class Spread:
    """How authorities' figures lie: a tenth of them below p10, a quarter below p25, and so on."""

    p10: float
    p25: float
    median: float
    p75: float
    p90: float


@dataclass(frozen=True)
class Benchmark:
    """One published figure. `england` is None where it was published by band (`england_by`) or as a split
    into parts (`distribution`, in the unit) alone; `series` holds earlier years by the year they end in."""

    id: str
    label: str
    unit: str
    period: str
    evidence: BenchmarkEvidence
    refs: tuple[str, ...]
    england: float | None
    england_by: Mapping[str, float]
    series: Mapping[int, float | Mapping[str, float]]
    authorities: Spread | None
    authorities_by: Mapping[str, Spread]  # by band, where one spread would mix them
    distribution: Mapping[str, float | Mapping[str, float]]


@cache
def benchmarks() -> dict[str, Benchmark]:
    """Every benchmark of `data/benchmarks.yaml`, by id, in the order given there."""
    return {name: _benchmark(name, data) for name, data in _data()["benchmarks"].items()}


@cache
def benchmark_sources() -> dict[str, str]:
    """What the figures were read from: reference to title."""
    return dict(_data()["sources"])


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = _files.load("benchmarks.yaml")
    return data


def _benchmark(name: str, data: dict[str, Any]) -> Benchmark:
    about = data["about"]
    return Benchmark(
        id=name,
        label=about["label"],
        unit=about["unit"],
        period=about["period"],
        evidence=about["evidence"],
        refs=tuple(about["refs"]),
        england=data.get("england"),
        england_by=data.get("england_by", {}),
        series=data.get("series", {}),
        authorities=Spread(**data["authorities"]) if "authorities" in data else None,
        authorities_by={band: Spread(**spread) for band, spread in data.get("authorities_by", {}).items()},
        distribution=data.get("distribution", {}),
    )

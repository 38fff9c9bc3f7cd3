"""A series as a line small enough for a table row. It repeats what the words beside it say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.papers.figures import Figure

WIDTH, HEIGHT = 120, 32
_EDGE = 4  # room for the last point
_PERIODS = 24


@dataclass(frozen=True)
class Sparkline:
    """Runs of points for polylines (a gap where there is no value), and the last point where there is one."""

    runs: tuple[str, ...]
    last: tuple[str, str] | None
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(series: Sequence[Figure], *, unit: str) -> Sparkline:
    """From nought, as the charts are, so that a small wobble looks small."""
    shown = series[-_PERIODS:]
    values = [figure.value for figure in shown]
    top = max((value for value in values if value is not None), default=0) or 1
    if unit == "percent" and top > 50:
        top = 100
    places = [
        None if value is None else _place(n, len(values), value / top) for n, value in enumerate(values)
    ]
    last = places[-1] if places else None
    return Sparkline(runs=tuple(" ".join(",".join(one) for one in run) for run in _runs(places)), last=last)


def _place(number: int, of: int, height: float) -> tuple[str, str]:
    across = _EDGE + (WIDTH - 2 * _EDGE) * (number / (of - 1) if of > 1 else 1)
    up = HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * height
    return f"{across:.1f}", f"{up:.1f}"


def _runs(places: Sequence[tuple[str, str] | None]) -> list[list[tuple[str, str]]]:
    runs: list[list[tuple[str, str]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if len(run) > 1]

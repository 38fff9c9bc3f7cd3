"""Figures taken at a cut-off, to be kept by whoever takes them: of the records that stood on a day, which
need not be those the site's figures stand for now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.papers.duties import Duty, duties
from goldenthread.papers.figures import Figure, authority_series, with_team
from goldenthread.papers.words import published_words
from goldenthread.web.indicators import queries
from goldenthread.web.indicators.behind import clock_rows_of
from goldenthread.web.indicators.measures import words_of
from goldenthread.web.intake.beside import beside_of, noted, records_of
from goldenthread.web.intake.models import Snapshot
from goldenthread.web.intake.queries import snapshots


@dataclass(frozen=True)
class Taken:
    """One measure by month as the records of the cut-off have it, and what was open of its duty."""

    series: tuple[Figure, ...]
    duty: Duty | None


def stood_at(day: date) -> Snapshot | None:
    """The records to work from on a day: the latest whose own date is no later."""
    return snapshots().filter(as_at__lte=day).first()


def beside_then(snapshot: Snapshot) -> list[dict[str, Any]]:
    """What stands beside the snapshot, as it is kept with what is made of them."""
    return noted(beside_of(snapshot))


def taken_from(snapshot: Snapshot, indicators: Iterable[str]) -> dict[str, Taken]:
    """The measures named that these records answer: read off where they are held, else worked out."""
    wanted, held = list(indicators), queries.filling()
    if held is not None and held.snapshot == snapshot.identity:
        series, open_ = queries.every_series(wanted), queries.open_duties()
    else:
        series, open_ = _worked_out(snapshot, wanted)
    return {id: Taken(series[id], open_.get(words_of()[id].clock or "")) for id in wanted if series.get(id)}


def to_json(series: Sequence[Figure]) -> list[dict[str, Any]]:
    """Figures as they are kept."""
    return [
        {
            "start": one.start.isoformat() if one.start else None,
            "end": one.end.isoformat(),
            "numerator": one.numerator,
            "denominator": one.denominator,
            "value": one.value,
            "snapshot": one.snapshot,
            "definition": one.definition,
        }
        for one in series
    ]


def from_json(kept: Iterable[Mapping[str, Any]]) -> tuple[Figure, ...]:
    """Kept figures as values."""
    return tuple(
        Figure(**{**one, "start": _day(one["start"]), "end": date.fromisoformat(one["end"])}) for one in kept
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _worked_out(
    snapshot: Snapshot, wanted: Sequence[str]
) -> tuple[dict[str, tuple[Figure, ...]], dict[str, Duty]]:
    from goldenthread.indicators.compute import figures

    records = records_of(snapshot)
    clock_rows = clock_rows_of(records)
    months = with_team(figures(records, clock_rows, ids=wanted, period="month"))
    latest = with_team(figures(records, clock_rows, ids=wanted))
    found = {}
    for id in wanted:
        each = (
            *authority_series(months.filter(indicator=id)),
            *authority_series(latest.filter(indicator=id)),
        )
        by_end = {one.end: one for one in each}
        found[id] = tuple(by_end[end] for end in sorted(by_end))
    open_ = {one.words.id: one for one in duties(clock_rows, published_words().clocks)}
    return found, open_

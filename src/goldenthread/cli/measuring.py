"""`clocks`, `indicators` and `cases`: what a snapshot says, and what it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from goldenthread.cli.output import say, say_json, say_table, warn
from goldenthread.clocks.engine import all_clocks, unanswerable
from goldenthread.errors import NotAnswerable
from goldenthread.indicators import catalogue, compute
from goldenthread.records import store as store_folder
from goldenthread.records.tables import Records
from goldenthread.standards.timescales import timescales


def opened(store: Path, as_at: date | None) -> tuple[store_folder.Manifest, Records]:
    """The snapshot to work from, and its records."""
    manifest = store_folder.choose(store, as_at=as_at)
    return manifest, store_folder.open_snapshot(store, manifest)


def say_clocks(store: Path, *, as_at: date | None, status: Sequence[str], json: bool) -> None:
    """One row for each duty; what the source cannot say goes to stderr."""
    manifest, records = opened(store, as_at)
    rows = all_clocks(records)
    if status:
        rows = rows.filter(pl.col("status").is_in(list(status)))
    for gap in unanswerable(records):
        warn(f"{gap.clock}: {gap.why}")
    if json:
        say_json(rows.to_dicts())
        return
    titles = {id: timescale.title for id, timescale in timescales().items()}
    shown = rows.sort("days_late", descending=True).with_columns(
        pl.col("clock").replace(titles), pl.col("status").str.replace("_", " ")
    )
    say_table(
        f"{shown.height:,} duties as at {manifest.as_at}, the latest first (days late are working days)",
        shown.to_dicts(),
        {
            "clock": "Duty",
            "child_id": "Child",
            "due": "Due",
            "status": "Stands",
            "days_late": "Late",
            "team": "Team",
        },
    )


def say_figures(
    store: Path,
    *,
    as_at: date | None,
    ids: Sequence[str] | None,
    by: tuple[str, ...],
    period: str | None,
    json: bool,
) -> None:
    """Figures with both counts. What the source cannot carry is said on stderr, never computed."""
    _, records = opened(store, as_at)
    answered = _answered(records, ids)
    _say_unanswerable(records, ids)
    clock_rows = all_clocks(records)
    figures = compute.figures(records, clock_rows, ids=answered, by=by, period=period)
    if json:
        say_json(figures.to_dicts())
        return
    columns = {"indicator": "Indicator", "period_end": "To"} | {group: group.capitalize() for group in by}
    columns |= {"numerator": "Count", "denominator": "Out of", "value": "Value"}
    rows = [row | {"value": _with_unit(row["value"], row["unit"])} for row in figures.to_dicts()]
    say_table(f"Figures from snapshot {records.snapshot}; --json gives definitions too", rows, columns)


def say_cases(store: Path, *, as_at: date | None, indicator: str, json: bool) -> None:
    """The children behind the default figure of one indicator."""
    _, records = opened(store, as_at)
    try:
        rows = compute.children(records, all_clocks(records), id=indicator)
    except NotAnswerable as gap:
        warn(str(gap))
        rows = pl.DataFrame()
    if json:
        say_json(rows.to_dicts())
        return
    if rows.is_empty():
        say("No children are behind this figure.")
        return
    say_table(
        catalogue.get(indicator).title,
        rows.to_dicts(),
        {"child_id": "Child", "on": "Date", "in_numerator": "Counted", "team": "Team", "worker": "Worker"},
    )


def _with_unit(value: float | None, unit: str) -> str | None:
    if value is None:
        return None
    marks = {"percent": "%", "count": ""}
    return (
        f"{value:,.0f}"
        if unit == "count"
        else f"{value:.1f}{marks.get(unit, ' ' + unit.split('_', 1)[-1].replace('_', ' '))}"
    )


def _answered(records: Records, ids: Sequence[str] | None) -> list[str]:
    """The ids asked for that the source can answer; an unknown id is refused."""
    answerable = {indicator.id for indicator in catalogue.answerable(records)}
    wanted = (
        [catalogue.get(id).id for id in ids] if ids else [indicator.id for indicator in catalogue.INDICATORS]
    )
    return [id for id in wanted if id in answerable]


def _say_unanswerable(records: Records, ids: Sequence[str] | None) -> None:
    for gap in (*catalogue.unanswerable(records), *catalogue.only_lately(records)):
        if ids is None or gap.id in ids:
            warn(f"{gap.id}: {gap.reason}")

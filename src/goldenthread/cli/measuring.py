"""`clocks`, `indicators` and `cases`: what a snapshot says, and what it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from goldenthread.cli.joining import joined, warn_of_gaps
from goldenthread.cli.output import say, say_json, say_table, warn
from goldenthread.clocks import forecast as forecasting
from goldenthread.clocks.engine import all_clocks, unanswerable
from goldenthread.errors import InputRefused, NotAnswerable
from goldenthread.indicators import catalogue, compute, local, series
from goldenthread.indicators.definition import Indicator
from goldenthread.indicators.periods import answered
from goldenthread.indicators.population import read_population, with_population
from goldenthread.records import store as store_folder
from goldenthread.records.history import History, supplemented
from goldenthread.records.tables import Records
from goldenthread.standards.timescales import read_local_standards, timescales


def opened(store: Path, as_at: date | None) -> tuple[store_folder.Manifest, Records]:
    """The snapshot to work from, and its records, with the store's practice records beside them."""
    manifest = store_folder.choose(store, as_at=as_at)
    return manifest, supplemented(store, store_folder.open_snapshot(store, manifest))


@dataclass(frozen=True)
class Asked:
    """Which records to measure: one snapshot's (the latest, or as at a date), or the history of many, as it
    was known on a day; and what the authority adds: the file of its own time limits, how many children live
    there, and the folder of its own indicators."""

    store: Path
    as_at: date | None = None
    history: bool = False
    known_on: date | None = None
    standards: Path | None = None
    population: Path | None = None
    local: Path | None = None

    def clocks(self, records: Records) -> pl.DataFrame:
        """Every duty in the records, by the authority's own time limits where it gave them."""
        own = read_local_standards(self.standards) if self.standards else None
        return all_clocks(records, standards=own)

    @property
    def own(self) -> tuple[Indicator, ...]:
        """The authority's own indicators."""
        return local.definitions(self.local) if self.local else ()

    @property
    def of_many(self) -> bool:
        return self.history or self.known_on is not None

    def opened(self) -> tuple[Records, History | None]:
        """The records, and the history they are of where many snapshots are asked for; gaps are said."""
        if not self.of_many:
            return self._with_population(opened(self.store, self.as_at)[1]), None
        history = joined(self.store, as_at=self.as_at, known_on=self.known_on)
        warn_of_gaps(history)
        return self._with_population(history.records), history

    def _with_population(self, records: Records) -> Records:
        return with_population(records, read_population(self.population)) if self.population else records


def say_clocks(asked: Asked, *, status: Sequence[str], json: bool) -> None:
    """One row for each duty; what the source cannot say goes to stderr."""
    records, _ = asked.opened()
    rows = asked.clocks(records)
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
        f"{shown.height:,} duties as at {records.as_at}, the latest first (days late are working days)",
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


PACE = (
    "At the present pace: as many a week as the team did in the last eight weeks, the longest overdue first. "
    "Not said where it did fewer than five and fewer than five fell due, or the source holds nothing done."
)


def say_forecast(asked: Asked, *, worker: bool, json: bool) -> None:
    """What falls due in the next weeks by team and duty, or by team, worker and duty; how it is worked out
    goes to stderr."""
    records, _ = asked.opened()
    by = ("team", "worker", "clock") if worker else ("team", "clock")
    found = forecasting.forecast(asked.clocks(records), as_at=records.as_at, by=by)
    warn(PACE)
    if json:
        say_json(found.to_dicts())
        return
    titles = {id: timescale.title for id, timescale in timescales().items()}
    shown = found.sort("late_4w", "overdue", descending=True).with_columns(pl.col("clock").replace(titles))
    say_table(
        f"What falls due in the weeks after {records.as_at}; late: expected late at the present pace",
        shown.to_dicts(),
        {"team": "Team"}
        | ({"worker": "Worker"} if worker else {})
        | {
            "clock": "Duty",
            "overdue": "Overdue",
            "due_1w": "1 week",
            "late_1w": "late",
            "due_2w": "2 weeks",
            "late_2w": "late",
            "due_4w": "4 weeks",
            "late_4w": "late",
            "unsaid": "not said",
        },
    )


def say_figures(
    asked: Asked,
    *,
    ids: Sequence[str] | None,
    by: tuple[str, ...],
    period: str | None,
    json: bool,
) -> None:
    """Figures with both counts. What the source cannot carry is said on stderr, never computed."""
    records, history = asked.opened()
    answered = _answered(records, ids, asked.own)
    _say_unanswerable(records, ids)
    shown = answered if json else _with_pairs(records, answered)
    figures = measured(asked, records, history, ids=shown, by=by, period=period)
    if json:
        say_json(figures.to_dicts())
        return
    columns = {"indicator": "Indicator", "period_end": "To"} | {group: _heading(group) for group in by}
    columns |= {"part": "Part"} if "part" in figures.columns else {}
    columns |= {"numerator": "Count", "denominator": "Out of", "value": "Value"}
    rows = [row | {"value": _with_unit(row["value"], row["unit"])} for row in figures.to_dicts()]
    say_table(f"Figures from snapshot {records.snapshot}; --json gives definitions too", rows, columns)
    _warn_of_small_bases(figures)


def measured(
    asked: Asked,
    records: Records,
    history: History | None,
    *,
    ids: Sequence[str],
    by: tuple[str, ...],
    period: str | None,
) -> pl.DataFrame:
    """A series over many snapshots asks each of them too; else one set of records answers alone."""
    if history is None or period is None or len(history.made_from) == 1:
        return compute.figures(records, asked.clocks(records), ids=ids, by=by, period=period, also=asked.own)
    if asked.standards or asked.own or asked.population:
        raise InputRefused(
            source="a series over many snapshots",
            why="is not reached by local standards, local indicators or a population",
            what_to_do="leave out --period, or --joined",
        )
    files = [store_folder.open_snapshot(asked.store, manifest) for manifest in history.made_from]
    return series.figures(records, files, ids=ids, by=by, period=period)


def say_cases(asked: Asked, *, indicator: str, json: bool) -> None:
    """The children behind the default figure of one indicator."""
    records, _ = asked.opened()
    try:
        rows = compute.children(records, asked.clocks(records), id=indicator, also=asked.own)
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
        catalogue.get(indicator, also=asked.own).title,
        rows.to_dicts(),
        {"child_id": "Child", "on": "Date", "in_numerator": "Counted", "team": "Team", "worker": "Worker"},
    )


def _with_unit(value: float | None, unit: str) -> str | None:
    if value is None:
        return None
    marks = {"percent": "%", "count": "", "rate_per_10000_aged_0_17": " per 10,000"}
    return (
        f"{value:,.0f}"
        if unit == "count"
        else f"{value:.1f}{marks.get(unit, ' ' + unit.split('_', 1)[-1].replace('_', ' '))}"
    )


def _answered(records: Records, ids: Sequence[str] | None, own: Sequence[Indicator]) -> list[str]:
    """The ids asked for that the source can answer; an unknown id is refused."""
    every = (*catalogue.INDICATORS, *own)
    wanted = [catalogue.get(id, also=own) for id in ids] if ids else list(dict.fromkeys(every))
    return [one.id for one in wanted if answered(one, records, None)]


def _heading(group: str) -> str:
    return group.replace("_", " ").capitalize()


def _warn_of_small_bases(figures: pl.DataFrame) -> None:
    """Shares and averages of few: one child moves them."""
    small = figures.filter(
        (pl.col("unit") != "count") & (pl.col("denominator") > 0) & (pl.col("denominator") < SMALL_BASE)
    )
    if small.height:
        measures = ", ".join(sorted(set(small["indicator"])))
        warn(
            f"Fewer than {SMALL_BASE} are behind {small.height:,} of these figures ({measures}): one child "
            "moves such a figure far. Read the counts, and the children."
        )


SMALL_BASE = 20


def _with_pairs(records: Records, ids: Sequence[str]) -> list[str]:
    """The ids, and for each that counts what was done in time the one of what is late and still open."""
    able = {one.id for one in catalogue.answerable(records)}
    beside = [catalogue.PAIRS[id] for id in ids if catalogue.PAIRS.get(id) in able]
    return list(dict.fromkeys([*ids, *beside]))


def say_catalogue(folder: Path | None, *, json: bool) -> None:
    """Every definition, and what the records cannot answer."""
    own = local.definitions(folder) if folder else ()
    rows = [_said_of(one) for one in dict.fromkeys((*catalogue.INDICATORS, *own))]
    left = [{"id": gap.id, "title": gap.title, "why": gap.reason} for gap in catalogue.not_built()]
    if json:
        say_json({"indicators": rows, "not_built": left})
        return
    shown = [
        {**row, "text": row["records"], "fields": f"{row['reviewed']} by {row['author']}"} for row in rows
    ]
    say_table(
        f"{len(rows)} indicators",
        shown,
        {"id": "Id", "title": "Title", "text": "Records", "evidence": "Evidence", "fields": "Reviewed"},
    )
    why_not = [{"title": row["title"], "text": row["why"]} for row in left]
    say_table(f"{len(left)} known and not built", why_not, {"title": "Title", "text": "Why not"})


def _said_of(one: Indicator) -> dict[str, str | None]:
    return {
        "id": one.id,
        "definition": one.definition,
        "title": one.title,
        "service_area": one.service_area,
        "unit": one.unit,
        "basis": one.basis_in_words,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "records": one.sufficiency_in_words,
        "evidence": one.evidence.replace("_", " "),
        "author": one.author,
        "reviewed": one.reviewed.isoformat(),
    }


def _say_unanswerable(records: Records, ids: Sequence[str] | None) -> None:
    for gap in (*catalogue.unanswerable(records), *catalogue.only_lately(records)):
        if ids is None or gap.id in ids:
            warn(f"{gap.id}: {gap.reason}")

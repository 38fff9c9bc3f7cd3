"""Figures of many authorities: each from its own store, one after another, by the functions one would use.

`answer` is the whole of what is done for one authority. An engine only chooses where it runs: here, one after
another in this process; or on a cluster (on_spark). Figures are therefore the same to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from goldenthread.clocks.engine import all_clocks
from goldenthread.errors import GoldenThreadError, InputRefused
from goldenthread.indicators import compute
from goldenthread.indicators.catalogue import INDICATORS, get
from goldenthread.indicators.figures import PART
from goldenthread.indicators.figures import checked as checked_groups
from goldenthread.indicators.periods import answered
from goldenthread.indicators.periods import checked as checked_period
from goldenthread.records import store as store_folder
from goldenthread.records.history import supplemented
from goldenthread.records.tables import Records


@dataclass(frozen=True)
class Question:
    """What every authority is asked: all indicators where `ids` is None; as at its latest snapshot where
    `as_at` is. InputRefused for an unknown id, group or period, before anything is opened."""

    ids: tuple[str, ...] | None = None
    by: tuple[str, ...] = ()
    period: str | None = None
    as_at: date | None = None

    def __post_init__(self) -> None:
        for id in self.ids or ():
            get(id)
        checked_groups(self.by)
        checked_period(self.period)

    @property
    def groups(self) -> tuple[str, ...]:
        return checked_groups(self.by)


@dataclass(frozen=True)
class Refusal:
    """A store that gave no figures, and why."""

    store: str
    why: str


@dataclass(frozen=True)
class Measured:
    """What the authorities answered.

    `figures`: the columns of `compute.figures` after `authority`, with `part` among the groups always; by
    authority in the order of the stores. Empty where they were written to a folder instead.
    `receipts`: `store`, `authority`, `snapshot` and the count of figures in `rows`, for each that answered.
    """

    figures: pl.DataFrame
    receipts: pl.DataFrame
    refused: tuple[Refusal, ...]


RECEIPT = {
    "store": pl.String,
    "authority": pl.String,
    "snapshot": pl.String,
    "rows": pl.Int64,
    "refused": pl.String,
}


def figure_schema(question: Question) -> dict[str, type[pl.DataType]]:
    """The columns of the figures, in order."""
    days = {"period_start": pl.Date, "period_end": pl.Date}
    groups = dict.fromkeys((*question.groups, PART), pl.String)
    counts = {"numerator": pl.Int64, "denominator": pl.Int64, "value": pl.Float64}
    words = dict.fromkeys(("unit", "snapshot", "definition"), pl.String)
    return {"authority": pl.String, "indicator": pl.String, **days, **groups, **counts, **words}


def answer_schema(question: Question) -> dict[str, type[pl.DataType]]:
    """What travels back from wherever an authority is measured: a receipt's columns, then a figure's."""
    return {"store": pl.String, "rows": pl.Int64, "refused": pl.String, **figure_schema(question)}


def stores_in(folder: Path) -> tuple[Path, ...]:
    """The stores that stand in a folder, one for each authority, by name."""
    found = sorted(path.parent for path in folder.glob("*/snapshots") if any(path.glob("*/manifest.json")))
    if not found:
        raise InputRefused(
            source=folder,
            why="holds no stores",
            what_to_do="give a folder with a store in it for each authority",
        )
    return tuple(found)


def measured(stores: Sequence[Path], question: Question, *, out: Path | None = None) -> Measured:
    """The figures of each authority, one after another on this machine; `out` as in `answer`."""
    return gathered((answer(store, question, out=out) for store in stores), question)


def answer(store: Path, question: Question, *, out: Path | None = None) -> pl.DataFrame:
    """One authority's figures, in `answer_schema`; written to `out`/STORE'S NAME.parquet where `out` is
    given, with one row left that says so. A store that cannot be used is one row that says why."""
    try:
        records = _records(store, question)
        figures = _figures(records, question)
    except GoldenThreadError as refused:
        return _row(question, store=store.name, refused=str(refused))
    if out is not None:
        figures.write_parquet(out / f"{store.name}.parquet", statistics=True)
    if out is not None or figures.is_empty():
        about = {"authority": records.authority, "snapshot": records.snapshot}
        return _row(question, store=store.name, rows=figures.height, **about)
    said = {"store": pl.lit(store.name), "rows": pl.lit(1, pl.Int64), "refused": pl.lit(None, pl.String)}
    return figures.with_columns(**said).select(*answer_schema(question))


def gathered(answers: Iterable[pl.DataFrame], question: Question) -> Measured:
    """What was answered, put together. InputRefused where two stores are of one authority: its children
    would be counted twice."""
    whole = pl.concat([pl.DataFrame(schema=answer_schema(question)), *answers])
    refused = whole.filter(pl.col("refused").is_not_null())
    told = whole.filter(pl.col("refused").is_null())
    groups = ["store", "authority", "snapshot"]
    receipts = told.group_by(groups, maintain_order=True).agg(pl.col("rows").sum())
    twice = receipts.filter(pl.col("authority").is_duplicated())
    if not twice.is_empty():
        raise InputRefused(
            source=f"{twice['authority'][0]}",
            why=f"has more than one store: {', '.join(twice['store'])}",
            what_to_do="leave one of them out",
        )
    return Measured(
        figures=told.filter(pl.col("indicator").is_not_null()).select(*figure_schema(question)),
        receipts=receipts,
        refused=tuple(Refusal(*row) for row in refused.select("store", "refused").iter_rows()),
    )


def _records(store: Path, question: Question) -> Records:
    """The authority's records; a workbook does not say whose it is, and its store's name then does."""
    manifest = store_folder.choose(store, as_at=question.as_at)
    records = supplemented(store, store_folder.open_snapshot(store, manifest))
    return replace(records, authority=records.authority or store.name)


def _figures(records: Records, question: Question) -> pl.DataFrame:
    """What this authority's source can answer of what is asked."""
    wanted = INDICATORS if question.ids is None else [get(id) for id in question.ids]
    able = [one.id for one in wanted if answered(one, records, None)]
    found = compute.figures(
        records, all_clocks(records), ids=able, by=question.by, period=question.period
    ).with_columns(authority=pl.lit(records.authority))
    if PART not in found.columns:
        found = found.with_columns(pl.lit(None, pl.String).alias(PART))
    return found.select(*figure_schema(question))


def _row(question: Question, **said: str | int) -> pl.DataFrame:
    schema = answer_schema(question)
    return pl.DataFrame({name: [said.get(name)] for name in schema}, schema=schema)

"""`indicators --stores`: many authorities at once, on this machine or on a Spark cluster."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from goldenthread.cli.output import say, say_json, say_table, warn
from goldenthread.errors import InputRefused
from goldenthread.indicators import many
from goldenthread.indicators.figures import PART
from goldenthread.indicators.many import Measured, Question, Refusal


def say_figures(
    folder: Path, question: Question, *, engine: str, out: Path | None = None, json: bool = False
) -> None:
    """Figures of every authority whose store stands in the folder, or where they were written. Each store
    that gave none is said on stderr; InputRefused, once all is said, where there was one."""
    stores = many.stores_in(folder)
    if out is not None:
        _refuse_what_is_there(out)
    found = _measured(stores, question, engine=engine, out=out)
    for refusal in found.refused:
        warn(f"{refusal.store}: {refusal.why}")
    _say_receipts(found, out, json=json) if out else _say(found, question, json=json)
    _refuse(found.refused, folder, of=len(stores))


def one_or_many(
    store: Path | None, stores: Path | None, *, of_one: Sequence[object], of_many: Sequence[object]
) -> None:
    """InputRefused unless it is one store, or a folder of them, asked with what belongs to it."""
    if (store is None) == (stores is None):
        raise InputRefused(
            source="goldenthread indicators",
            why="measures one store or a folder of them",
            what_to_do="give --store STORE, or --stores FOLDER",
        )
    if stores is None and any(of_many):
        raise InputRefused(
            source="--engine spark and --out",
            why="belong to many authorities",
            what_to_do="give --stores FOLDER with them",
        )
    if stores is not None and any(of_one):
        raise InputRefused(
            source="--stores",
            why="asks every authority the same, and histories, time limits, population and indicators of "
            "one's own belong to one",
            what_to_do="ask that authority with --store",
        )


def _measured(stores: Sequence[Path], question: Question, *, engine: str, out: Path | None) -> Measured:
    if engine == "spark":
        from goldenthread.indicators import on_spark

        return on_spark.measured([path.resolve() for path in stores], question, out=out and out.resolve())
    return many.measured(stores, question, out=out)


def _refuse_what_is_there(out: Path) -> None:
    """Figures of another day beside today's would be read as one set."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputRefused(
            source=out, why="is there already", what_to_do="name a folder that is not there yet"
        )
    out.mkdir(parents=True, exist_ok=True)


def _say(found: Measured, question: Question, *, json: bool) -> None:
    if json:
        say_json(found.figures.to_dicts())
        return
    if found.figures.is_empty():
        say("No store gave a figure of what was asked.")
        return
    columns = {"authority": "Authority", "indicator": "Indicator", "period_end": "To"}
    columns |= {group: group.replace("_", " ").capitalize() for group in question.groups}
    columns |= {PART: "Part"} if found.figures[PART].count() else {}
    columns |= {"numerator": "Count", "denominator": "Out of", "value": "Value", "unit": "Unit"}
    title = f"Figures of {found.receipts.height} authorities; --json gives snapshots and definitions too"
    say_table(title, found.figures.with_columns(pl.col("unit").str.replace_all("_", " ")).to_dicts(), columns)


def _say_receipts(found: Measured, out: Path, *, json: bool) -> None:
    rows = found.receipts.with_columns(file=pl.format("{}.parquet", "store")).to_dicts()
    if json:
        say_json(rows)
        return
    columns = {"authority": "Authority", "snapshot": "Snapshot", "rows": "Figures", "file": "File"}
    say_table(f"Figures written into {out}", rows, columns)


def _refuse(refused: Sequence[Refusal], folder: Path, *, of: int) -> None:
    if refused:
        raise InputRefused(
            source=folder,
            why=f"{len(refused)} of {of} stores gave no figures, as said above",
            what_to_do="put them right and measure again; the other figures stand",
        )

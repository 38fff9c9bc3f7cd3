"""The children behind a figure, read through the gate and no other way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from goldenthread.clocks.engine import all_clocks
from goldenthread.indicators import compute
from goldenthread.indicators.catalogue import get
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.accounts.models import Person
from goldenthread.web.indicators.models import Filling, Step
from goldenthread.web.intake.gate import Seen, children
from goldenthread.web.intake.queries import snapshots

if TYPE_CHECKING:
    from goldenthread.records.tables import Records

_COLUMNS = ("child_id", "on", "in_numerator", "value", "team", "worker")


@dataclass(frozen=True)
class Asked:
    """Which rows are wanted: those of one figure, and of those one team's, or those counted or not."""

    indicator: str
    step: Step
    start: date | None  # None for stock
    end: date
    team: str = ""
    counted: bool | None = None


def behind(asked: Asked, *, by: Person, held: Filling, rows_shown: tuple[int, int]) -> Seen:
    """The rows behind a figure that this person reaches, those to look at first at the top."""
    return children(
        by=by,
        purpose=Purpose.OVERSIGHT,
        what=f"Behind a figure: {get(asked.indicator).title}, {asked.end}",
        rows=_rows(asked),
        snapshot=snapshots().get(identity=held.snapshot),
        rows_shown=rows_shown,
    )


def _rows(asked: Asked) -> Callable[[Records], pl.DataFrame]:
    def rows(records: Records) -> pl.DataFrame:
        period = None if asked.step is Step.LATEST else asked.step.value
        found = compute.cases(records, clock_rows_of(records), ids=[asked.indicator], period=period)
        return _first_to_look_at(found.filter(_wanted(asked)), asked.indicator).select(_COLUMNS)

    return rows


def _wanted(asked: Asked) -> pl.Expr:
    wanted = pl.col("on") == asked.end
    if asked.start is not None:
        wanted = pl.col("on").is_between(asked.start, asked.end)
    if asked.team:
        wanted &= pl.col("team").fill_null(compute.NO_TEAM) == asked.team
    return wanted if asked.counted is None else wanted & (pl.col("in_numerator") == asked.counted)


def _first_to_look_at(found: pl.DataFrame, indicator: str) -> pl.DataFrame:
    """What spoils the figure first: not counted where higher is better, counted where lower is, and what
    took longest."""
    counted_first = get(indicator).polarity != "higher_better"
    return found.sort(
        ["in_numerator", "value", "on", "child_id"],
        descending=[counted_first, True, False, False],
        nulls_last=True,
    )


_MOST_HELD = 2  # the records worked from, and those that a movement is compared with
_held: dict[tuple[str, ...], pl.DataFrame] = {}


def clock_rows_of(records: Records) -> pl.DataFrame:
    """The clock rows of the snapshots last asked about, kept in this process: a snapshot never changes, and
    working them out is most of the page's time."""
    named = (records.snapshot, *records.beside)
    if named not in _held:
        rows = all_clocks(records)
        while len(_held) >= _MOST_HELD:
            _held.pop(next(iter(_held)), None)
        _held[named] = rows
    return _held[named]

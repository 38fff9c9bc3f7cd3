"""How far practice records tell of a rhythm: they hold every event from the day whoever fills them says, and
nothing of the days before.

A plan or a case that was running before that day may have had its last event just before it. Its interval is
counted from that day, so that nobody is called late for what the records cannot show, and the row says it is
assumed. Records that do not say from which day they hold tell nothing.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.duties import FIRST, events_within, intervals, settled, weakest_history
from goldenthread.clocks.rows import Basis
from goldenthread.records.coverage import Coverage, History
from goldenthread.records.tables import Records

WINDOWED = ("window", "joined")
FROM_FIRST_DAY = "the first day that the records hold"


def says_no_first_day(said: Coverage) -> bool:
    return said.history in WINDOWED and said.window_start is None


def told_history(records: Records, *needs: str, events: str) -> History:
    """As weakest_history; "absent" too where the events do not say from which day they are held."""
    if says_no_first_day(records.can_say(events)):
        return "absent"
    return weakest_history(records, *needs)


def rhythm(
    records: Records, spells: pl.LazyFrame, held: pl.LazyFrame, *, events: str, history: History
) -> pl.LazyFrame:
    """The intervals of the spells between events of each child, with `clipped`: whether the spell began
    before the first day that the table `events` holds. `held` has `child_id` and `on`."""
    numbered = settled(from_first_day(spells, records, events=events))
    within = events_within(numbered, held, as_at=records.as_at, on_first_day=True, by="child_id")
    return intervals(numbered, within, history=history)


def from_first_day(spells: pl.LazyFrame, records: Records, *, events: str) -> pl.LazyFrame:
    """The spells, none of them begun before the first day that the events hold."""
    said, begun = records.can_say(events), pl.col("begun")
    if said.history not in WINDOWED:
        return spells.with_columns(clipped=pl.lit(value=False))
    first = pl.lit(said.window_start)
    return spells.with_columns(clipped=begun < first, begun=pl.max_horizontal(begun, first))


def since(first: str, before: str) -> pl.Expr:
    """What an interval is counted from, in words."""
    is_first = pl.col("leg") == FIRST
    return (
        pl.when(is_first & pl.col("clipped"))
        .then(pl.lit(FROM_FIRST_DAY))
        .when(is_first)
        .then(pl.lit(first))
        .otherwise(pl.lit(before))
    )


def basis() -> pl.Expr:
    """Assumed where the interval may have begun on an event that is not held."""
    return (
        pl.when((pl.col("leg") == FIRST) & pl.col("clipped"))
        .then(pl.lit(Basis.ASSUMED))
        .otherwise(pl.lit(Basis.KNOWN))
    )

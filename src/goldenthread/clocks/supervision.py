"""The clock of a worker's own supervision: monthly, once the first half year of the work is over.

It is owed to a worker, not to a child: its rows name the worker in `about` and no child, and stand apart from
the children's. The day somebody began to work here is not held, so everybody is held to the longest interval,
and the row says that is assumed.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.duties import (
    FIRST,
    begun_by,
    duties,
    events_within,
    intervals,
    no_duties,
    settled,
)
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import leg
from goldenthread.clocks.told import FROM_FIRST_DAY, told_history
from goldenthread.records.allocation import allocations, named
from goldenthread.records.tables import Records

CLOCK = "ts_supervision"
TABLE = "practice_supervision"
NEEDS = ("ssd_involvements", TABLE)


def supervision_duties(records: Records) -> pl.LazyFrame:
    """One duty per interval between supervisions of each worker who holds a case on the as-at date."""
    history = told_history(records, *NEEDS, events=TABLE)
    if history == "absent":
        return no_duties()
    spells = settled(_at_work(records))
    held = events_within(spells, _supervised(records), as_at=records.as_at, on_first_day=True)
    limit, started = leg(CLOCK, "every"), pl.col("started")
    rows = intervals(spells, held, history=history).with_columns(
        child_id=pl.lit(None),
        worker="about",
        due=limit.in_bulk(started),
        rule=pl.concat_str(
            pl.lit(f"{limit.words} from "),
            pl.when(pl.col("leg") == FIRST).then("from_what").otherwise(pl.lit("the supervision before")),
            pl.lit(", taken as past the first six months"),
        ),
        basis=pl.lit(Basis.ASSUMED),
    )
    return duties(rows, clock=CLOCK)


def _at_work(records: Records) -> pl.LazyFrame:
    """Workers who hold a case, from their first that is held or the first day that supervision is."""
    until, first = pl.col("_held_until"), records.can_say(TABLE).window_start
    now = (pl.col("_held_from") <= records.as_at) & (until.is_null() | (until >= records.as_at))
    return (
        allocations(records)
        .filter(pl.col("worker").is_not_null())
        .group_by(about="worker")
        .agg(begun=pl.col("_held_from").min(), at_work=now.any())
        .filter("at_work")
        .with_columns(
            from_what=pl.when(pl.col("begun") < pl.lit(first, dtype=pl.Date))
            .then(pl.lit(FROM_FIRST_DAY))
            .otherwise(pl.lit("the first case")),
            begun=pl.max_horizontal("begun", pl.lit(first, dtype=pl.Date)),
            ended=pl.lit(None, dtype=pl.Date),
        )
        .filter(begun_by(pl.col("begun"), records.as_at))
    )


def _supervised(records: Records) -> pl.LazyFrame:
    """Supervision of the worker: that of a group, or of one child's case alone, is none."""
    of_worker = (pl.col("supr_kind") == "worker").fill_null(value=True)
    rows = (
        records.table(TABLE)
        .filter(of_worker)
        .select(about="supr_worker_id", on="supr_date", team="supr_team")
    )
    return named(rows, records, team="team", worker="about").select("about", "on").drop_nulls()

"""Who held a child's case on a day, and the names of teams and workers.

From Annex A only today's allocation is known; it has no start and no end, and so stands for every day.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from goldenthread.records.tables import Records

_ALWAYS = date(1, 1, 1)  # the start of an allocation that states none


def allocated_on(frame: pl.LazyFrame, records: Records, *, child: str, on: str) -> pl.LazyFrame:
    """Adds `team` and `worker`, the names of who held the case of the child in `child` on the day in `on`.

    Both are null where nobody did or the day is null. Of two allocations on one day the later started counts.
    Rows come back in no promised order; the frame has no `team` or `worker` of its own.
    """
    return held_on(frame, in_order(records), child=child, on=on)


def in_order(records: Records) -> pl.LazyFrame:
    """Every allocation, in the order in which they began, as `held_on` takes them."""
    return allocations(records).sort("_held_from")


def held_on(frame: pl.LazyFrame, held: pl.LazyFrame, *, child: str, on: str) -> pl.LazyFrame:
    """`allocated_on`, of allocations already put `in_order`: once, for many frames."""
    return (
        frame.with_columns(_asked_on=pl.col(on))
        .sort("_asked_on")
        .join_asof(
            held,
            left_on="_asked_on",
            right_on="_held_from",
            by_left=child,
            by_right="_held_child",
            strategy="backward",
            check_sortedness=False,
        )
        .with_columns(
            pl.when(pl.col("_held_until").is_null() | (pl.col("_held_until") >= pl.col("_asked_on"))).then(
                pl.col("team", "worker")
            )
        )
        .drop("_asked_on", "_held_from", "_held_until")
    )


def allocations(records: Records) -> pl.LazyFrame:
    """Every allocation: `_held_child`, `_held_from` (never null), `_held_until`, and names."""
    held = records.table("ssd_involvements").filter(pl.col("invo_professional_role_id") == "allocated")
    rows = held.select(
        _held_child="invo_person_id",
        _held_from=pl.col("invo_involvement_start_date").fill_null(_ALWAYS),
        _held_until="invo_involvement_end_date",
        team="invo_professional_team",
        worker="invo_professional_id",
    )
    return named(rows, records, team="team", worker="worker")


def named(frame: pl.LazyFrame, records: Records, *, team: str, worker: str) -> pl.LazyFrame:
    """The frame with the ids in `team` and `worker` replaced by names; an id without a name stays."""
    teams = records.table("ssd_department").select(_id="dept_team_id", _name="dept_team_name")
    workers = records.table("ssd_professionals").select(
        _id="prof_professional_id", _name="prof_professional_name"
    )
    return _with_names(_with_names(frame, column=team, names=teams), column=worker, names=workers)


def _with_names(frame: pl.LazyFrame, *, column: str, names: pl.LazyFrame) -> pl.LazyFrame:
    once = names.unique("_id", keep="first", maintain_order=True)
    return (
        frame.join(once, left_on=column, right_on="_id", how="left")
        .with_columns(pl.coalesce("_name", column).alias(column))
        .drop("_name")
    )

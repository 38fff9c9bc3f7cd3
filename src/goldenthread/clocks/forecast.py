"""What falls due in the next weeks, and what of it will be late if work goes on at its present pace.

The pace of a team at one kind of duty is what it did of it in the last eight weeks. If it goes on so,
taking the
longest overdue first and then each by its due day, the duty that stands n-th in the line is done after n ÷
pace
weeks; one whose due day comes before that will be late. Duties still to come, and those that will be taken
out of turn, are not in it: it is a reading of the present, not a promise.

Nothing is said where the team did fewer than five and had fewer than five fall due in those weeks, nor of
a duty whose doing the source does not hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from goldenthread.clocks.rows import Status

WEEKS_AHEAD = (1, 2, 4)
PACE_WEEKS = 8
FEWEST = 5  # done, or fallen due, in the pace's weeks: with fewer there is no pace to speak of
OPEN = (Status.DUE, Status.DUE_SOON, Status.OVERDUE)
_FINISHED = (Status.DONE, Status.DONE_LATE)
_TEAM = ("team", "clock")


def with_pace(rows: pl.DataFrame, *, as_at: date) -> pl.DataFrame:
    """The open duties of the clocks' rows, with `late_at_pace`: whether each will be late, null where
    nothing can be said; and `pace`, what the team did of this kind in the last eight weeks."""
    owed = rows.filter(pl.col("status").is_in(OPEN))
    paces = _paces(rows, as_at=as_at)
    place = pl.int_range(1, pl.len() + 1).over(_TEAM)
    enough = (pl.col("pace") >= FEWEST) | (pl.col("fell_due") >= FEWEST)
    done_after = place * (PACE_WEEKS * 7) / pl.col("pace")  # days; infinite where nothing is done
    in_time = (pl.col("due") - pl.lit(as_at)).dt.total_days() >= done_after
    return (
        owed.sort("due", "started", "child_id", "about", maintain_order=True)
        .join(paces, on=_TEAM, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(pl.col("pace", "fell_due").fill_null(0))
        .with_columns(
            late_at_pace=pl.when(enough & pl.col("clock").is_in(_held_done(rows))).then(
                (pl.col("due") < as_at) | ~in_time
            )
        )
        .drop("fell_due")
    )


def forecast(rows: pl.DataFrame, *, as_at: date, by: Sequence[str] = ("team", "clock")) -> pl.DataFrame:
    """Counts of open duties by team, worker or clock: `overdue`; `due_1w`, `due_2w` and `due_4w`, falling
    due up
    to so many weeks on; `late_1w` and so on, those of them that will be late; and `unsaid`, those due in four
    weeks of which nothing can be said."""
    owed = with_pace(rows, as_at=as_at)
    due, late = pl.col("due"), pl.col("late_at_pace")
    counts = [(due < as_at).sum().alias("overdue")]
    for weeks in WEEKS_AHEAD:
        within = falls_due(due, as_at=as_at, weeks=weeks)
        counts += [within.sum().alias(f"due_{weeks}w"), (within & late).sum().alias(f"late_{weeks}w")]
    unsaid = (falls_due(due, as_at=as_at, weeks=WEEKS_AHEAD[-1]) & late.is_null()).sum()
    return owed.group_by(*by).agg(*counts, unsaid=unsaid).sort(*by, nulls_last=True)


def falls_due(due: pl.Expr, *, as_at: date, weeks: int) -> pl.Expr:
    """Whether a duty not yet overdue falls due up to so many weeks on, that day included."""
    return due.is_between(as_at, as_at + timedelta(weeks=weeks))


def _paces(rows: pl.DataFrame, *, as_at: date) -> pl.DataFrame:
    """By team and clock, what was done (`pace`) and what fell due (`fell_due`) in the last eight weeks."""
    since = as_at - timedelta(weeks=PACE_WEEKS)
    done = pl.col("status").is_in(_FINISHED) & (pl.col("done") > since)
    fell = pl.col("status").is_in((*OPEN, *_FINISHED)) & (pl.col("due") > since) & (pl.col("due") <= as_at)
    return rows.group_by(_TEAM).agg(pace=done.sum().cast(pl.Int64), fell_due=fell.sum().cast(pl.Int64))


def _held_done(rows: pl.DataFrame) -> list[str]:
    """The clocks of which the source holds anything done at all."""
    return rows.filter(pl.col("status").is_in(_FINISHED))["clock"].unique().to_list()

"""Every clock of an authority's records: one row per child, per duty, per occurrence."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from goldenthread.clocks.catalogue import OF_ADOPTERS, OF_COMPLAINTS, OF_WORKERS, RUNNING, Clock
from goldenthread.clocks.gaps import Gap, unanswerable
from goldenthread.clocks.rows import ROW_SCHEMA, Status
from goldenthread.records.allocation import allocated_on
from goldenthread.records.in_memory import in_memory, worked_out
from goldenthread.records.tables import Records
from goldenthread.standards import calendar
from goldenthread.standards.timescales import LocalStandards, default_local_standards, with_defaults

__all__ = [
    "CLOCKS",
    "DUE_SOON_WITHIN",
    "Gap",
    "adopter_clocks",
    "all_clocks",
    "complaint_clocks",
    "unanswerable",
    "worker_clocks",
]

DUE_SOON_WITHIN = 5  # working days left

CLOCKS = tuple(clock.id for clock in RUNNING)


def all_clocks(records: Records, *, standards: LocalStandards | None = None) -> pl.DataFrame:
    """Every duty as at the records' date, in the shape ROW_SCHEMA, by clock, child, start and what about.

    What the source cannot answer is left out; `unanswerable` says it. So is a duty that starts before the
    first bank holidays held: such a date is a query on the record.
    """
    kept = with_defaults(standards) if standards else default_local_standards()
    held = in_memory(records)
    families = [clock.duties(held, kept) for clock in RUNNING]
    known = worked_out(_with_status(pl.concat(families), held))
    return _shaped(_with_names(known, held))


def adopter_clocks(records: Records, *, standards: LocalStandards | None = None) -> pl.DataFrame:
    """What is owed to people who apply to adopt, in the same shape: `about` names the family, there is no
    child and no team."""
    return _apart(OF_ADOPTERS, records, standards)


def complaint_clocks(records: Records, *, standards: LocalStandards | None = None) -> pl.DataFrame:
    """What is owed to those who complain, in the same shape: `about` names the stage of a complaint, and the
    child is null where it is about none."""
    return _apart(OF_COMPLAINTS, records, standards)


def worker_clocks(records: Records, *, standards: LocalStandards | None = None) -> pl.DataFrame:
    """What is owed to workers, in the same shape: `about` and `worker` name the worker, and there is no
    child."""
    return _apart(OF_WORKERS, records, standards)


def _apart(clocks: Sequence[Clock], records: Records, standards: LocalStandards | None) -> pl.DataFrame:
    kept = with_defaults(standards) if standards else default_local_standards()
    families = [clock.duties(records, kept) for clock in clocks]
    return _shaped(worked_out(_with_status(pl.concat(families), records)))


def _shaped(rows: pl.DataFrame) -> pl.DataFrame:
    return (
        rows.select(*ROW_SCHEMA)
        .cast(ROW_SCHEMA)  # type: ignore[arg-type]  # Polars takes names to types here
        .sort("clock", "child_id", "started", "about", "done", nulls_last=True)
    )


def _with_status(duties: pl.LazyFrame, records: Records) -> pl.LazyFrame:
    """Adds `status`, `days_late` and `_until`, the day the duty stopped or was last looked at."""
    today = pl.lit(records.as_at)
    done, ended, due = pl.col("done"), pl.col("ended"), pl.col("due")
    late = calendar.working_days_after_in_bulk(due, pl.col("_until"))
    in_time = (done <= due) & pl.col("in_order")
    missed = (pl.col("status") == Status.LAPSED) & (pl.col("days_late") > 0)
    return (
        duties.with_columns(_until=pl.max_horizontal(pl.coalesce(done, ended, today), "started"))
        .with_columns(_late=late)
        .with_columns(
            status=pl.when(done.is_not_null())
            .then(pl.when(in_time).then(pl.lit(Status.DONE)).otherwise(pl.lit(Status.DONE_LATE)))
            .when("undated")
            .then(pl.lit(Status.NOT_ANSWERABLE))
            .when(ended.is_not_null())
            .then(pl.lit(Status.LAPSED))
            .when(due < today)
            .then(pl.lit(Status.OVERDUE))
            .when(-pl.col("_late") <= DUE_SOON_WITHIN)
            .then(pl.lit(Status.DUE_SOON))
            .otherwise(pl.lit(Status.DUE)),
            days_late=pl.when(pl.col("undated") & done.is_null())
            .then(0)
            .otherwise(pl.max_horizontal(pl.col("_late"), 0)),
        )
        .with_columns(
            rule=pl.when(missed)
            .then(pl.concat_str("rule", pl.lit("; missed before it ended")))
            .otherwise("rule")
        )
    )


def _with_names(rows: pl.DataFrame, records: Records) -> pl.DataFrame:
    """Fills `team` and `worker`, where the event has none of its own, with who held the case on the day."""
    asked = rows.lazy().select("child_id", "_until").with_row_index("row")
    held = worked_out(allocated_on(asked, records, child="child_id", on="_until").sort("row"))
    return rows.with_columns(
        team=pl.coalesce(rows["team"], held["team"]), worker=pl.coalesce(rows["worker"], held["worker"])
    )

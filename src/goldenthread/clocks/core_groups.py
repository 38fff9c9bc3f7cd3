"""The clocks of a core group: the first within ten working days of the conference that made the plan, the
others at the rhythm the authority sets. An unborn child's plan has a core group too.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.duties import (
    FIRST,
    duties,
    events_within,
    no_duties,
    settled,
    told_whole,
)
from goldenthread.clocks.protection import plans
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import Dated, leg
from goldenthread.clocks.told import WINDOWED, basis, rhythm, since, told_history
from goldenthread.records.tables import Records
from goldenthread.standards.timescales import LocalStandards

FIRST_GROUP, LATER_GROUP = "ts_core_group_first", "ts_core_group_later"
EVENTS = "practice_core_groups"
NEEDS = ("ssd_cp_plans", EVENTS)


def first_duties(records: Records) -> pl.LazyFrame:
    """One duty per plan. A plan begun before the first day that core groups are held has no row: its first
    may have met before."""
    if told_history(records, *NEEDS, events=EVENTS) == "absent":
        return no_duties()
    limit = leg(FIRST_GROUP, "every")
    spells = settled(_told_from_the_start(records))
    held = events_within(spells, _met(records), as_at=records.as_at, on_first_day=True, by="child_id")
    first = held.group_by("spell").agg(done=pl.col("on").min())
    rows = (
        spells.join(first, on="spell", how="left")
        .filter(
            pl.col("done").is_not_null() | pl.col("ended").is_null() | (pl.col("begun") < pl.col("ended"))
        )
        .with_columns(
            started="begun",
            due=limit.in_bulk(pl.col("begun")),
            rule=pl.lit(f"{limit.words} from the start of the plan"),
            basis=pl.lit(Basis.KNOWN),
        )
    )
    if records.can_say(EVENTS).history not in ("complete", *WINDOWED):
        rows = rows.filter(pl.col("done").is_null())  # one is held: whether it was the first is not
    return duties(rows, clock=FIRST_GROUP)


def later_duties(records: Records, standards: LocalStandards) -> pl.LazyFrame:
    """One duty per interval that a core group starts."""
    history = told_history(records, *NEEDS, events=EVENTS)
    if history == "absent":
        return no_duties()
    standard, started = Dated(standards.of(LATER_GROUP)), pl.col("started")
    spells = told_whole(plans(records), records, events=EVENTS)
    rows = (
        rhythm(records, spells, _met(records), events=EVENTS, history=history)
        .filter((pl.col("leg") != FIRST) | pl.col("clipped"))
        .with_columns(
            due=standard.in_bulk(started),
            rule=pl.concat_str(
                standard.words_in_bulk(started),
                pl.lit(" from "),
                since("the start of the plan", "the core group before"),
                pl.lit(" (local)"),
            ),
            basis=basis(),
        )
    )
    return duties(rows, clock=LATER_GROUP)


def _told_from_the_start(records: Records) -> pl.LazyFrame:
    said = records.can_say(EVENTS)
    spells = told_whole(plans(records), records, events=EVENTS)
    return spells.filter(pl.col("begun") >= said.window_start) if said.history in WINDOWED else spells


def _met(records: Records) -> pl.LazyFrame:
    """Core groups that met: one cancelled is none."""
    called_off = (pl.col("core_held") == "N").fill_null(value=False)
    return (
        records.table(EVENTS)
        .filter(~called_off)
        .select(child_id="core_person_id", on="core_date")
        .drop_nulls()
    )

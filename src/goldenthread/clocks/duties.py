"""What every family of clocks gives, and how intervals follow one another within a spell.

A spell is what a repeating duty hangs on: a protection plan, a care period, a placement. An interval runs
from its anchor (the spell's start, or the event before) to the next event.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from goldenthread.records.coverage import History
from goldenthread.records.in_memory import worked_out
from goldenthread.records.tables import Records
from goldenthread.standards import calendar

# A duty before its status is known. `ended`: when it stopped being owed, if it was never done. `team` and
# `worker`: the names of the event's own, null where it has none. `in_order`: false where the event is dated
# before its start, which never counts as in time. `undated`: done, on a day the source does not hold.
DUTY_SCHEMA: dict[str, type[pl.DataType]] = {
    "clock": pl.String,
    "child_id": pl.String,
    "about": pl.String,
    "started": pl.Date,
    "due": pl.Date,
    "done": pl.Date,
    "ended": pl.Date,
    "team": pl.String,
    "worker": pl.String,
    "rule": pl.String,
    "basis": pl.String,
    "in_order": pl.Boolean,
    "undated": pl.Boolean,
}

FIRST, SECOND, LATER = 0, 1, 2  # values of `leg`


def duties(frame: pl.LazyFrame, *, clock: str) -> pl.LazyFrame:
    """The frame in the duty's shape: what it does not name is null, and events are dated and in order."""
    have = frame.collect_schema().names()
    blanks = dict.fromkeys(("done", "ended", "team", "worker"), pl.lit(None))
    blanks |= {"in_order": pl.lit(value=True), "undated": pl.lit(value=False)}
    added = {name: value for name, value in blanks.items() if name not in have}
    return frame.with_columns(clock=pl.lit(clock), **added).select(
        pl.col(name).cast(kind) for name, kind in DUTY_SCHEMA.items()
    )


def no_duties() -> pl.LazyFrame:
    """What a clock gives from a source that cannot run it."""
    return pl.LazyFrame(schema=DUTY_SCHEMA)


def weakest_history(records: Records, *tables: str) -> History:
    """How much history a clock may rest on, given the tables it reads.

    Anything but "complete" or "absent" is "latest": only the current duty can be told from it.
    """
    known = {records.can_say(table).history for table in tables}
    if "absent" in known:
        return "absent"
    return "complete" if known == {"complete"} else "latest"


def begun_by(day: pl.Expr, as_at: date) -> pl.Expr:
    """Whether the day has come; false before the bank holidays held, as a broken date starts no clock."""
    return day.is_between(calendar.first_day(), as_at)


def as_known_at(day: pl.Expr, as_at: date) -> pl.Expr:
    """The date, or null where it lies after the as-at date and so has not happened yet."""
    return pl.when(day <= as_at).then(day)


def told_whole(spells: pl.LazyFrame, records: Records, *, events: str) -> pl.LazyFrame:
    """Leaves out spells that ended before the window of their events, which the source need not hold."""
    coverage = records.can_say(events)
    if coverage.history != "complete" or coverage.window_start is None:
        return spells
    return spells.filter(pl.col("ended").is_null() | (pl.col("ended") >= coverage.window_start))


def born(records: Records) -> pl.LazyFrame:
    """Each child once: `child_id` and the date of birth in `born`, null where it is not held."""
    people = records.table("ssd_person").select(child_id="pers_person_id", born="pers_dob")
    return people.unique("child_id", keep="first", maintain_order=True)


def settled(spells: pl.LazyFrame) -> pl.LazyFrame:
    """The spells worked out once and numbered in `spell`: few rows, and read several times over."""
    return worked_out(spells).with_row_index("spell").lazy()


def events_within(
    spells: pl.LazyFrame, events: pl.LazyFrame, *, as_at: date, on_first_day: bool, by: str = "about"
) -> pl.LazyFrame:
    """Each spell's events: its number in `spell`, and the date in `on`.

    `events` has `on` and what says whose they are, `about` or another column of both. Events before the
    spell, after its end or after the as-at date are left
    out; so are those on its first day unless `on_first_day`.
    """
    after_start = pl.col("on") >= pl.col("begun") if on_first_day else pl.col("on") > pl.col("begun")
    before_end = pl.col("ended").is_null() | (pl.col("on") <= pl.col("ended"))
    return (
        events.join(spells.select("spell", by, "begun", "ended"), on=by, how="inner")
        .filter(after_start & before_end & (pl.col("on") <= as_at))
        .select("spell", "on")
    )


def intervals(spells: pl.LazyFrame, held: pl.LazyFrame, *, history: History) -> pl.LazyFrame:
    """One row per interval that the history can tell: the spell's columns, `started`, `done` and `leg`.

    `spells` has a number in `spell`, `begun` and `ended`; `held` has events by `spell`, dated in `on`.
    """
    if history == "latest":
        return _current_interval(spells, held)
    return _every_interval(spells, held)


def _every_interval(spells: pl.LazyFrame, held: pl.LazyFrame) -> pl.LazyFrame:
    anchors = spells.select("spell", on="begun", event=pl.lit(value=False))
    same = pl.col("spell") == pl.col("spell").shift(1)
    again = same & pl.col("event").shift(1) & (pl.col("on") == pl.col("on").shift(1))
    goes_on = pl.col("spell") == pl.col("spell").shift(-1)
    follows_first = same & ~pl.col("event").shift(1)
    walked = (
        pl.concat([anchors, held.select("spell", "on", event=pl.lit(value=True))])
        .sort("spell", "on", "event")
        .filter(~again.fill_null(value=False))
        .select(
            "spell",
            started="on",
            done=pl.when(goes_on).then(pl.col("on").shift(-1)),
            leg=pl.when(~pl.col("event")).then(FIRST).when(follows_first).then(SECOND).otherwise(LATER),
        )
    )
    return walked.join(spells, on="spell", how="left").filter(_was_owed())


def _current_interval(spells: pl.LazyFrame, held: pl.LazyFrame) -> pl.LazyFrame:
    latest = held.group_by("spell").agg(pl.col("on").max())
    return (
        spells.filter(pl.col("ended").is_null())
        .join(latest, on="spell", how="left")
        .with_columns(
            started=pl.coalesce("on", "begun"),
            done=pl.lit(None, dtype=pl.Date),
            leg=pl.when(pl.col("on").is_null()).then(FIRST).otherwise(LATER),
        )
        .drop("on")
    )


def _was_owed() -> pl.Expr:
    """False for the interval that would begin on or after the day its spell ended."""
    return pl.col("done").is_not_null() | pl.col("ended").is_null() | (pl.col("started") < pl.col("ended"))

"""What every definition draws on: the records, the clock rows, the dates at which to take stock.

Also the few steps definitions share: giving an event the name of its team, finding who held a child on a
date, taking stock at dates, and the one shape of a case. Frames used by several definitions are made once
(`shared`) so that one graph works them out once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

import polars as pl

from goldenthread.clocks.rows import Status
from goldenthread.records import allocation
from goldenthread.records.in_memory import worked_out
from goldenthread.records.tables import Records
from goldenthread.standards.calendar import working_days_after_in_bulk

CASES = MappingProxyType(
    {
        "indicator": pl.String,
        "child_id": pl.String,
        "on": pl.Date,  # the date of the event, or the date stock was taken
        "in_numerator": pl.Boolean,
        "value": pl.Float64,  # what a median or mean is taken of; null otherwise
        "about": pl.String,  # key of the record counted
        "team": pl.String,
        "worker": pl.String,
        "part": pl.String,  # which part of a split the case belongs to; null where it is no split
    }
)

CASE_ORDER = ("on", "child_id", "about")

DAY = pl.duration(days=1)
NOT_RECORDED = "not recorded"


@dataclass(frozen=True)
class Source:
    """Records and clock rows, with the dates at which stock is taken."""

    records: Records
    clock_rows: pl.LazyFrame
    dates: tuple[date, ...]
    kept: dict[str, pl.LazyFrame] = field(default_factory=dict, compare=False, repr=False)
    kept_whatever_the_dates: dict[str, pl.LazyFrame] = field(default_factory=dict, compare=False, repr=False)

    @property
    def as_at(self) -> date:
        return self.records.as_at

    def table(self, name: str) -> pl.LazyFrame:
        return self.records.table(name)

    def clock(self, clock: str) -> pl.LazyFrame:
        """The rows of one clock: every timeliness indicator reads its due dates here."""
        return self.clock_rows.filter(pl.col("clock") == clock)

    def has(self, table: str) -> bool:
        """Whether the source holds the table at all."""
        return self.records.can_say(table).history != "absent"

    def has_whole(self, table: str) -> bool:
        """Whether history in the table is complete, so that nothing need be taken as stated."""
        return self.records.can_say(table).history == "complete"

    def has_every(self, table: str) -> bool:
        """Whether every event of the table in its window is held, however far the window reaches back."""
        return self.records.can_say(table).history in ("complete", "joined")


def shared(build: Callable[[Source], pl.LazyFrame]) -> Callable[[Source], pl.LazyFrame]:
    """Make a frame once for each source, so that every definition that uses it shares the work.

    It is worked out there and then: left to find what is shared, Polars takes twice as long over them all.
    """

    return lambda source: _once(source, build, kept=source.kept)


def shared_whatever_the_dates(build: Callable[[Source], pl.LazyFrame]) -> Callable[[Source], pl.LazyFrame]:
    """`shared`, of a frame that needs no dates of stock, and is given none: once for all who ask."""
    return lambda source: _once(
        replace(source, dates=(), kept={}), build, kept=source.kept_whatever_the_dates
    )


def _once(
    source: Source, build: Callable[[Source], pl.LazyFrame], *, kept: dict[str, pl.LazyFrame]
) -> pl.LazyFrame:
    key = f"{build.__module__}.{build.__qualname__}"
    if key not in kept:
        kept[key] = _in_order_of_cases(worked_out(build(source))).lazy()
    return kept[key]


def _in_order_of_cases(frame: pl.DataFrame) -> pl.DataFrame:
    """What cases are made of stands in the order in which cases are given: to put the cases of each
    definition in order again then costs next to nothing."""
    return frame.sort(CASE_ORDER) if set(CASE_ORDER) <= set(frame.columns) else frame


def case(
    frame: pl.LazyFrame,
    *,
    child: str = "child_id",
    on: str | pl.Expr = "on",
    about: str = "about",
    counted: pl.Expr | None = None,
    value: pl.Expr | None = None,
    part: pl.Expr | None = None,
) -> pl.LazyFrame:
    """The one shape of a case. `frame` has `team` and `worker`; null in `counted` is not counted, and null
    in the `part` of a split is "not recorded"."""
    nothing = pl.lit(None, pl.Float64)
    return frame.select(
        child_id=pl.col(child),
        on=pl.col(on) if isinstance(on, str) else on,
        in_numerator=pl.lit(True) if counted is None else counted.fill_null(False),
        value=nothing if value is None else value.cast(pl.Float64),
        about=pl.col(about),
        team=pl.col("team"),
        worker=pl.col("worker"),
        part=pl.lit(None, pl.String) if part is None else part.fill_null(NOT_RECORDED),
    ).filter(pl.col("on").is_not_null())


def named(source: Source, frame: pl.LazyFrame, *, team: str, worker: str) -> pl.LazyFrame:
    """`frame` with the names of its own `team` and `worker`, each key itself where it has no name."""
    own = frame.with_columns(team=pl.col(team), worker=pl.col(worker))
    return allocation.named(own, source.records, team="team", worker="worker")


def held(source: Source, frame: pl.LazyFrame, *, child: str = "child_id", on: str = "on") -> pl.LazyFrame:
    """`frame` with the team and worker who held the child on that date; null where nobody did."""
    return allocation.held_on(frame, _allocations(source), child=child, on=on)


@shared_whatever_the_dates
def _allocations(source: Source) -> pl.LazyFrame:
    return allocation.in_order(source.records)


def at_dates(source: Source, frame: pl.LazyFrame, *, start: str, end: str) -> pl.LazyFrame:
    """A row for each date at which the spell was open: started by then, and not ended on or before it."""
    ever = frame.filter(_spans(start, end, since=min(source.dates), until=max(source.dates)))
    return ever.join(_dates(source), how="cross").filter(
        _spans(start, end, since=pl.col("on"), until=pl.col("on"))
    )


def _spans(start: str, end: str, *, since: date | pl.Expr, until: date | pl.Expr) -> pl.Expr:
    return (pl.col(start) <= until) & (pl.col(end).is_null() | (pl.col(end) > since))


@shared
def _dates(source: Source) -> pl.LazyFrame:
    return pl.LazyFrame({"on": list(source.dates)}, schema={"on": pl.Date})


def of_dates(source: Source, frame: pl.LazyFrame) -> pl.LazyFrame:
    """A row for each date and row, for what has its own rule of who counts on a date."""
    return frame.join(_dates(source), how="cross")


def latest_of_the_year_to(source: Source, frame: pl.LazyFrame, *, times: int) -> pl.LazyFrame:
    """For each date and each child with events (dated `happened`, named `about`) in the 12 calendar months up
    to it, the latest of them, and whether there were so many `times` or more.

    An event is the latest from its day until the day of the child's next. There were three of them in the
    year if the last but two was in it: nothing is counted, and no event is laid beside every date of a year.
    """
    in_order = frame.drop_nulls("happened").sort("child_id", "happened", "about")
    beside = in_order.with_columns(
        _next=_of_same_child(-1),
        _first_of_them=_of_same_child(times - 1),
    )
    first = pl.lit(min(source.dates)).dt.offset_by("-12mo")
    ever = beside.filter((pl.col("happened") > first) & (pl.col("happened") <= max(source.dates)))
    years = _dates(source).with_columns(_year_ago=months_ago(12))
    still_latest = pl.col("_next").is_null() | (pl.col("_next") > pl.col("on"))
    recent = (pl.col("happened") <= pl.col("on")) & (pl.col("happened") > pl.col("_year_ago"))
    return (
        ever.join(years, how="cross")
        .filter(recent & still_latest)
        .with_columns(so_often=(pl.col("_first_of_them") > pl.col("_year_ago")).fill_null(value=False))
        .drop("_year_ago", "_next", "_first_of_them")
    )


def _of_same_child(before: int) -> pl.Expr:
    """The day of the child's event so many before, of rows in order of child and day; null where none was."""
    same = pl.col("child_id").eq_missing(pl.col("child_id").shift(before))
    return pl.when(same).then(pl.col("happened").shift(before))


def banded(measure: pl.Expr, bands: Sequence[tuple[int, str]], beyond: str) -> pl.Expr:
    """The name of the band a whole number falls in: `bands` are upper limits, included; null stays null."""
    found = pl.lit(beyond)
    for limit, words in reversed(bands):
        found = pl.when(measure <= limit).then(pl.lit(words)).otherwise(found)
    return pl.when(measure.is_not_null()).then(found)


def time_bands(*, start: str, until: str = "on") -> pl.Expr:
    """How long a spell had lasted by a date, in the bands the national tables use."""
    found = pl.lit("2 years or more")
    for months, words in reversed(_TIME_BANDS):
        had_lasted = lasted(months, start=start, until=until)
        found = pl.when(~had_lasted).then(pl.lit(words)).otherwise(found)
    return pl.when(pl.col(start).is_not_null()).then(found)


_TIME_BANDS = (
    (3, "under 3 months"),
    (6, "3 months to under 6"),
    (12, "6 months to under 1 year"),
    (24, "1 year to under 2"),
)


@shared_whatever_the_dates
def births(source: Source) -> pl.LazyFrame:
    """Each child's date of birth, and whether the records say they were not yet born."""
    expected = pl.col("pers_expected_dob").is_not_null() | (pl.col("pers_stated_unborn") == "Y")
    return (
        source.table("ssd_person")
        .unique("pers_person_id", keep="any")
        .select(
            child_id="pers_person_id",
            born="pers_dob",
            expected=pl.col("pers_dob").is_null() & expected.fill_null(False),
        )
    )


def with_births(source: Source, frame: pl.LazyFrame, *, child: str = "child_id") -> pl.LazyFrame:
    """`frame` with `born` and `expected`."""
    return frame.join(births(source), left_on=child, right_on="child_id", how="left")


def unborn(on: pl.Expr) -> pl.Expr:
    """Whether the child was not yet born on that date."""
    return pl.col("expected").fill_null(False) | (pl.col("born") > on).fill_null(False)


def aged(years: int, *, on: pl.Expr) -> pl.Expr:
    """Whether the child had reached that age by the date; null where the date of birth is not known."""
    return pl.col("born").dt.offset_by(f"{years}y") <= on


def months_ago(months: int, on: str = "on") -> pl.Expr:
    """The same day so many calendar months before, the month's last day where it has no such day."""
    return pl.col(on).dt.offset_by(f"-{months}mo")


def lasted(months: int, *, start: str, until: str = "on") -> pl.Expr:
    """Whether a spell had lasted that many calendar months by the date."""
    return pl.col(start).dt.offset_by(f"{months}mo") <= pl.col(until)


@shared_whatever_the_dates
def disabled(source: Source) -> pl.LazyFrame:
    """Children recorded with a disability."""
    coded = pl.col("disa_disability_code")
    recorded = source.table("ssd_disability").filter(coded.is_not_null() & ~coded.is_in(["NONE", "UNKNOWN"]))
    return recorded.select(child_id="disa_person_id", is_disabled=pl.lit(True)).unique()


@shared
def in_care_terms(source: Source) -> pl.LazyFrame:
    """Legal status spells: `child_id`, `since`, `until`, and the code in `legal_status`."""
    return source.table("ssd_legal_status").select(
        child_id="lega_person_id",
        since="lega_legal_status_start_date",
        until="lega_legal_status_end_date",
        legal_status="lega_legal_status",
    )


def stated_before(frame: pl.LazyFrame) -> pl.LazyFrame:
    """`seen_before` settled by the source's own count (`stated`) of events in the year before the latest.

    The count speaks of the child's latest event: of an earlier one it tells only when it counts more than the
    list shows. Whether it includes the event itself differs between authorities: if none of twenty or more is
    nought, it does. A row that nothing settles is left out, never guessed.
    """
    counts = pl.col("stated")
    includes_itself = (counts.min() >= 1) & (counts.count() >= 20)
    before_latest = counts - pl.when(includes_itself).then(1).otherwise(0)
    unseen = before_latest - (pl.len().over("child_id") - 1)
    is_latest = pl.col("on") == pl.col("on").max().over("child_id")
    earlier = pl.when(is_latest).then(before_latest > 0).when(unseen > 0).then(True)
    return frame.with_columns(
        seen_before=pl.when(pl.col("seen_before")).then(True).otherwise(earlier)
    ).filter(pl.col("seen_before").is_not_null())


def owed(on: str = "on") -> pl.Expr:
    """Whether a clock row was past its due date, and the duty still owed, on the date.

    A duty that lapsed was owed until it lapsed, `days_late` working days after it fell due.
    """
    late = working_days_after_in_bulk(pl.col("due"), pl.col(on))
    lapsed_by_then = (pl.col("status") == Status.LAPSED) & (late >= pl.col("days_late"))
    undone = pl.col("done").is_null() | (pl.col("done") > pl.col(on))
    return (pl.col("due") < pl.col(on)) & undone & ~lapsed_by_then


def overdue_at_dates(source: Source, clock: str) -> pl.LazyFrame:
    """Duties of a clock overdue at each date."""
    once_late = source.clock(clock).filter(_once_late())
    return once_late.join(_dates(source), how="cross").filter(owed())


def _once_late() -> pl.Expr:
    return pl.col("status").is_in([Status.DONE_LATE, Status.OVERDUE, Status.LAPSED])


def late_at_dates(source: Source, frame: pl.LazyFrame, clock: str, *, done_in: str) -> pl.LazyFrame:
    """`frame` (with `child_id`, `started` and `on`), with whether a duty of the clock is `overdue` then.

    Duties are those of the child begun since the spell `started`: a duty to visit may hang on a placement
    within a care period. A spell is kept only once a duty has fallen due or been done: a plan too new to owe
    a visit is not in time, it is not yet asked. Where the table `done_in` holds only the latest, a duty begun
    after the spell did follows one already past.
    """
    spell = ["child_id", "started"]
    rows = source.clock(clock).select("child_id", "due", "done", "status", "days_late", begun="started")
    duties = (
        frame.select(spell).unique().join(rows, on="child_id").filter(pl.col("begun") >= pl.col("started"))
    )
    later = pl.col("begun") > pl.col("started")
    follows = pl.when(later & (not source.has_whole(done_in))).then(pl.col("begun"))
    first = duties.group_by(spell).agg(
        asked=pl.min_horizontal(pl.col("due").min() + DAY, pl.col("done").min(), follows.min())
    )
    once_late = duties.filter(_once_late())
    overdue = (
        frame.select(*spell, "on")
        .join(once_late, on=spell)
        .filter(owed())
        .select(*spell, "on", overdue=pl.lit(True))
        .unique()
    )
    return (
        frame.join(first, on=spell)
        .filter(pl.col("asked") <= pl.col("on"))
        .join(overdue, on=[*spell, "on"], how="left")
        .with_columns(pl.col("overdue").fill_null(False))
    )


def nobody_named() -> pl.Expr:
    """Whether a case has no worker by name: blank, or a desk standing in for one."""
    desk = pl.col("worker").str.to_lowercase().str.contains(r"\b(?:duty|unallocated|not allocated)\b")
    return pl.col("worker").is_null() | desk.fill_null(False)

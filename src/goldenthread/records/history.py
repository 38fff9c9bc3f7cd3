"""Many snapshots as one history, and what was known on a day.

Each Annex A workbook shows a window of months. Where the windows of several join, they make one history: of
an event that several show, the latest version counts; an event that a later workbook should show and does not
is kept apart, marked, and no longer counted. Full history wins over Annex A at the same date, and the two are
never added together. docs/adr/0013 argues the rule. Censuses make a history of their own, where a store
holds nothing else; practice records stand beside whatever is newest, for the tables that it does not
carry (docs/adr/0017).

    history = combined(store, known_on=date(2026, 3, 31))
    history.records        what clocks and indicators read; each table says which window it covers
    history.set_by         the tables' events that do not count any more, each with why
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.records.coverage import Coverage
from goldenthread.records.store import Kind, Manifest, manifests, open_snapshot
from goldenthread.records.tables import Records, schema
from goldenthread.standards.safeguarding_dataset import dataset

VANISHED = "a later file should show it and does not"
LOST = "it was open when files stopped for a time, and how it ended is not known"
ENDED = "its end was not seen: it ended by the date of the file that no longer shows it"

Rule = Callable[[pl.Expr], pl.Expr]


@dataclass(frozen=True)
class History:
    """One history, the snapshots it was made from (oldest first), and what does not count in it.

    `found` gives `set_by`: of full history it is looked for only when it is asked for.
    """

    records: Records
    made_from: tuple[Manifest, ...]
    found: Callable[[], Mapping[str, pl.DataFrame]] = field(repr=False)

    @cached_property
    def set_by(self) -> Mapping[str, pl.DataFrame]:
        """Rows by table, with `why`, `last_seen` (the as-at date of the last snapshot that shows it) and
        `missed` (of the first that does not). Rows marked ENDED do count. Children's details."""
        return self.found()

    @property
    def gaps(self) -> tuple[tuple[date, date], ...]:
        """The days, first and last, that no window shows, between snapshots whose windows do not join."""
        windows = [_window(manifest) for manifest in self.made_from]
        found = []
        for (_, end), (start, _) in pairwise(windows):
            if start is not None and start > end + timedelta(days=1):
                found.append((end + timedelta(days=1), start - timedelta(days=1)))
        return tuple(found)


def combined(store: Path, *, known_on: date | None = None) -> History:
    """The history that the store holds, as it was known on a day (now, if none is given).

    InputRefused where nothing was known by then.
    """
    known = [one for one in manifests(store) if known_on is None or known_from(one) <= known_on]
    if not known:
        raise InputRefused(
            source=store,
            why="holds no snapshot" if known_on is None else f"held nothing on {known_on}",
            what_to_do="load a workbook or a records folder into it first, or ask for a later day",
        )
    newest = known[-1]  # the store's order: full history comes after Annex A of the same date, returns first
    chosen = _latest_versions([one for one in known if one.kind == newest.kind])
    opened = [open_snapshot(store, manifest) for manifest in chosen]
    if newest.kind == "dataset":
        history = History(records=opened[-1], made_from=(newest,), found=lambda: _gone(opened))
    elif (
        newest.kind == "ssda903"
    ):  # each year begins its own placements and periods: two would count them twice
        history = History(records=opened[-1], made_from=(newest,), found=dict)
    else:
        history = _joined(opened, tuple(chosen), events=_EVENTS_OF[newest.kind])
    return replace(history, records=supplemented(store, history.records, known_on=known_on))


def supplemented(store: Path, records: Records, *, known_on: date | None = None) -> Records:
    """The records with what the store's practice records say of tables that they do not carry themselves, up
    to their date. A table is of one source or the other, never of both."""
    return with_beside(store, records, standing_beside(store, records, known_on=known_on))


def standing_beside(store: Path, records: Records, *, known_on: date | None = None) -> list[Manifest]:
    """The store's practice records, up to the records' date, that carry a table the records do not, the
    earliest first; of each date the latest version."""
    absent = {name for name in dataset().tables if records.can_say(name).history == "absent"}
    known = [
        one
        for one in manifests(store)
        if one.kind == "practice"
        and one.as_at <= records.as_at
        and (known_on is None or known_from(one) <= known_on)
    ]
    opened = {one.snapshot: open_snapshot(store, one) for one in _latest_versions(known)}
    return [
        one
        for one in _latest_versions(known)
        if any(opened[one.snapshot].can_say(name).history != "absent" for name in absent)
    ]


def with_beside(store: Path, records: Records, beside: Sequence[Manifest]) -> Records:
    """The records with the tables they do not carry from these practice records, the earliest first."""
    opened = [open_snapshot(store, manifest) for manifest in beside]
    frames, coverage = dict(records.frames), dict(records.coverage)
    for name in dataset().tables:
        carrying = [one for one in opened if one.can_say(name).history != "absent"]
        if carrying and records.can_say(name).history == "absent":
            frames[name] = _latest_rows(name, carrying).select(*schema(name))
            coverage[name] = _window_of([one.can_say(name) for one in carrying])
    names = tuple(manifest.snapshot for manifest in beside)
    return replace(records, frames=frames, coverage=coverage, beside=names)


def known_from(manifest: Manifest) -> date:
    """From which day what it says was known: a first version from the date it is as at, even if it was loaded
    later; a correction from the day it was loaded."""
    if manifest.version == 1 or manifest.kept_on is None:
        return manifest.as_at
    return max(manifest.as_at, manifest.kept_on)


def _latest_versions(held: Sequence[Manifest]) -> list[Manifest]:
    """One for each as-at date, in order."""
    return list({manifest.as_at: manifest for manifest in held}.values())


def _window(manifest: Manifest) -> tuple[date | None, date]:
    """The longest run of days that every windowed table of the snapshot shows."""
    starts = [
        said.window_start
        for said in manifest.coverage.values()
        if said.history == "window" and said.window_start
    ]
    return max(starts, default=None), manifest.as_at


# Annex A, and returns

_SHOWN = ("window", "complete")


def _joined(
    opened: Sequence[Records], made_from: tuple[Manifest, ...], *, events: Mapping[str, _Event]
) -> History:
    """The windows of workbooks, oldest first, as one. What the newest does not carry, the whole does not.
    `events`: how that kind of file shows each table it shows a window of."""
    newest, coverage = opened[-1], dict(opened[-1].coverage)
    frames: dict[str, pl.LazyFrame] = {}
    set_by: dict[str, pl.DataFrame] = {}
    for name in newest.frames:
        if name in events and newest.can_say(name).history in _SHOWN:
            carrying = [one for one in opened if one.can_say(name).history in _SHOWN]
            frames[name], apart = _events(name, carrying, events[name])
            coverage[name] = _window_of([one.can_say(name) for one in carrying])
            set_by |= {name: apart} if apart.height else {}
        elif name in _DESCRIBING:
            frames[name] = _latest_of_each_key(name, opened).select(*schema(name)).lazy()
        else:  # only the newest says what stands now; an earlier file's latest visit is no whole history
            frames[name] = newest.frames[name]
    named = sha256(" ".join(one.snapshot for one in made_from).encode()).hexdigest()[:16]
    records = replace(newest, frames=frames, coverage=coverage, snapshot=f"history {named}")
    return History(records=records, made_from=made_from, found=lambda: set_by)


def _events(name: str, carrying: Sequence[Records], event: _Event) -> tuple[pl.LazyFrame, pl.DataFrame]:
    """The events that count, and those set by."""
    fields = schema(name)
    kept = _latest_of_each_key(name, carrying)
    seen = kept.join(_looked(name, carrying), on="_file", how="left", maintain_order="left")
    is_missed = pl.col("_next_start").is_not_null() & event.must_show(pl.col("_next_start")).fill_null(False)
    unseen_end = pl.col("_next_start").is_not_null() & event.ended_unseen
    judged = seen.with_columns(
        why=pl.when(is_missed & pl.col("_gap"))
        .then(pl.lit(LOST))
        .when(is_missed)
        .then(pl.lit(VANISHED))
        .when(unseen_end)
        .then(pl.lit(ENDED))
    )
    counts = judged.filter(pl.col("why").is_null() | (pl.col("why") == ENDED))
    settled = counts.with_columns(
        pl.when(pl.col("why") == ENDED).then(value).otherwise(pl.col(then)).alias(then)
        for then, value in event.then.items()
    )
    apart = judged.filter(pl.col("why").is_not_null()).select(*fields, "why", "last_seen", "missed")
    return settled.select(*fields).lazy(), apart


def _latest_of_each_key(name: str, carrying: Sequence[Records]) -> pl.DataFrame:
    """Every row of the table whose key no later file has, with the number of its file in `_file`."""
    return _latest_rows(name, carrying).collect()


def _latest_rows(name: str, carrying: Sequence[Records]) -> pl.LazyFrame:
    """The same, not read until it is asked for."""
    key = dataset().tables[name].key
    rows = pl.concat(
        [one.table(name).with_columns(_file=pl.lit(place)) for place, one in enumerate(carrying)]
    )
    latest = pl.col("_file") == pl.col("_file").max().over(key)
    return rows.filter(latest).sort("_file", descending=True, maintain_order=True)


def _looked(name: str, carrying: Sequence[Records]) -> pl.DataFrame:
    """For each file but the last, when the one after it looks back to, and whether days lie between."""
    shape = {
        "_file": pl.Int32,
        "_next_start": pl.Date,
        "_gap": pl.Boolean,
        "last_seen": pl.Date,
        "missed": pl.Date,
    }
    rows = [
        (
            place,
            later.can_say(name).window_start,
            not _join(earlier.can_say(name), later.can_say(name)),
            earlier.as_at,
            later.as_at,
        )
        for place, (earlier, later) in enumerate(pairwise(carrying))
    ]
    return pl.DataFrame(rows, schema=shape, orient="row")


def _join(earlier: Coverage, later: Coverage) -> bool:
    start = later.window_start
    return start is not None and start <= earlier.window_end + timedelta(days=1)


def _window_of(covered: Sequence[Coverage]) -> Coverage:
    """The newest window, lengthened by each before it for as long as they join."""
    newest = covered[-1]
    start = newest.window_start
    for earlier, later in zip(reversed(covered[:-1]), reversed(covered), strict=False):
        if not _join(earlier, later) or earlier.window_start is None or start is None:
            break
        start = min(start, earlier.window_start)
    lengthened = start != newest.window_start
    return replace(newest, history="joined" if lengthened else newest.history, window_start=start)


@dataclass(frozen=True)
class _Event:
    """How a list shows an event. `must_show`: whether a file that looks back to a date shows it if it still
    stands. `ended_unseen`: whether, no longer shown, it has ended at a date no file tells; then the fields of
    `then` say what is known of it."""

    must_show: Rule
    ended_unseen: pl.Expr = field(default_factory=lambda: pl.lit(value=False))
    then: Mapping[str, pl.Expr] = field(default_factory=dict)


def _dated(*days: str) -> Rule:
    return lambda start: pl.any_horizontal([pl.col(day) >= start for day in days])


def _unless_ended(end: str, *others: str) -> Rule:
    """Lists of what is open or ended in the window."""
    return lambda start: pl.col(end).is_null() | _dated(end, *others)(start)


_STILL_FOR_ADOPTION = (
    pl.col("perm_permanence_order_date").is_null() & pl.col("perm_decision_reversed_date").is_null()
)
_NOTHING = pl.lit(None)
_ANNEX_A: Mapping[str, _Event] = {
    "ssd_contacts": _Event(_dated("cont_contact_date")),
    # List 2 shows what started in the window or is open: one that started before it goes when it ends.
    "ssd_early_help_episodes": _Event(
        _dated("earl_episode_start_date"),
        ended_unseen=pl.col("earl_episode_end_date").is_null(),
        then={"earl_episode_end_date": pl.col("missed")},
    ),
    # List 3 shows every referral of the window, list 6 each child's last episode alone. An episode that gave
    # way to another keeps its referral; what list 6 said of it as it ran says nothing of how it ended.
    "ssd_cin_episodes": _Event(
        _dated("cine_referral_date"),
        ended_unseen=(pl.col("cine_in_need") == "Y") & pl.col("cine_close_date").is_null(),
        then={
            "cine_in_need": pl.lit("N"),
            "cine_stated_case_status": _NOTHING,
            "cine_stated_last_seen": _NOTHING,
        },
    ),
    "ssd_cin_assessments": _Event(_unless_ended("cina_assessment_auth_date", "cina_assessment_start_date")),
    # List 5 gives no end: one that began before the window goes when it, and its conference, are past.
    "ssd_s47_enquiry": _Event(_dated("s47e_s47_start_date")),
    "ssd_initial_cp_conference": _Event(_dated("icpc_icpc_date")),
    "ssd_permanence": _Event(
        lambda start: (
            _STILL_FOR_ADOPTION | _dated("perm_permanence_order_date", "perm_decision_reversed_date")(start)
        )
    ),
    "adopters": _Event(_dated(*(name for name in schema("adopters") if name.endswith("_date")))),
}
"""The tables Annex A shows windows of, by the lists' own rules (standards/data/annex_a.yaml)."""

_CENSUS: Mapping[str, _Event] = {
    "ssd_cin_episodes": _Event(
        lambda start: (
            (pl.col("cine_referral_date") >= start)
            | (
                (pl.col("cine_in_need") == "Y")
                & (pl.col("cine_close_date").is_null() | (pl.col("cine_close_date") >= start))
            )
        )
    ),
    "ssd_cin_assessments": _Event(_unless_ended("cina_assessment_auth_date")),
    "ssd_cin_plans": _Event(_unless_ended("cinp_cin_plan_end_date")),
    "ssd_s47_enquiry": _Event(_dated("s47e_s47_start_date")),
    "ssd_initial_cp_conference": _Event(_dated("icpc_icpc_date")),
    "ssd_cp_plans": _Event(_unless_ended("cppl_cp_plan_end_date")),
    "ssd_cp_reviews": _Event(_dated("cppr_cp_review_date")),
    "ssd_assessment_factors": _Event(lambda _: pl.lit(value=False)),
}
"""The tables a children in need census shows a year of: what was open in it, or happened in it."""

_PRACTICE: Mapping[str, _Event] = {
    name: _Event(lambda _: pl.lit(value=False))
    for name in (
        *(name for name in dataset().tables if name.startswith("practice_")),
        "ssd_cin_visits",
        "ssd_cp_visits",
        "ssd_cla_visits",
    )
}
"""Practice records: what a later template does not repeat still happened."""

_EVENTS_OF: Mapping[Kind, Mapping[str, _Event]] = {
    "annex_a": _ANNEX_A,
    "cin_census": _CENSUS,
    "practice": _PRACTICE,
}

_DESCRIBING = frozenset(
    {
        "ssd_person",
        "ssd_disability",
        "ssd_immigration_status",
        "ssd_involvements",
        "ssd_professionals",
        "ssd_department",
        "ssd_linked_identifiers",
        "ssd_mother",
    }
)
"""Tables that say who is meant: of a child no longer listed, what was last said."""


# Full history


def _gone(opened: Sequence[Records]) -> dict[str, pl.DataFrame]:
    """Events that an earlier full history held and a later one, whose window takes them in, does not."""
    found = {}
    for name in opened[-1].frames:
        carrying = [one for one in opened if name in one.frames]
        kept = _latest_of_each_key(name, carrying)
        seen = kept.join(_looked(name, carrying), on="_file", how="inner", maintain_order="left")
        dates = [day for day, kind in schema(name).items() if kind is pl.Date]
        in_window = pl.max_horizontal(dates) >= pl.col("_next_start") if dates else pl.lit(False)
        marked = seen.filter(in_window | pl.col("_next_start").is_null()).with_columns(why=pl.lit(VANISHED))
        if marked.height:
            found[name] = marked.select(*schema(name), "why", "last_seen", "missed")
    return found

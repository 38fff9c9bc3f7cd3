"""What a new case system does to what is recorded, and to nothing else: practice stays as it was.

From the day it came: work is entered weeks late; duplicates are tidied up and the live referral is closed, or
is there twice; teams, workers and links are lost; fields come over blank; and what was open begins on that
day. Which rows it happens to rests on their keys alone, so that a later date shows the same rows damaged, and
what was late by then entered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from zlib import crc32

import polars as pl

from goldenthread.records.tables import Records
from goldenthread.standards.safeguarding_dataset import dataset

ENTERED_LATE = "not yet entered"
CLOSED = "closed wrongly as a duplicate"
TWICE = "there twice"
LINK_LOST = "link, team or worker lost"
BLANK = "left blank"
ON_THE_DAY = "begins on the day the system came"

_LATEST_BY = 90  # days after the event by which the last is entered
_SOONEST = 15


@dataclass(frozen=True)
class _Damage:
    """One kind of damage to one table: the share of the rows it may happen to, and the columns that are lost.

    It happens to rows whose `start` is after the day (`since`), or that were open across it. `share` is of
    those. A column in `lost` becomes blank; one in `day` becomes the day itself.
    """

    kind: str
    table: str
    share: float
    start: str
    end: str = ""  # given: rows open across the day, else rows since
    lost: tuple[str, ...] = ()
    day: tuple[str, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)


_LATE = (
    _Damage(ENTERED_LATE, "ssd_cin_visits", 0.45, "cinv_cin_visit_date"),
    _Damage(ENTERED_LATE, "ssd_cp_visits", 0.45, "cppv_cp_visit_date"),
    _Damage(ENTERED_LATE, "ssd_cla_visits", 0.45, "clav_cla_visit_date"),
    _Damage(ENTERED_LATE, "ssd_cp_reviews", 0.35, "cppr_cp_review_date"),
    _Damage(ENTERED_LATE, "practice_management_oversight", 0.45, "over_date"),
    _Damage(
        ENTERED_LATE,
        "ssd_cin_assessments",
        0.45,
        "cina_assessment_auth_date",
        lost=("cina_assessment_auth_date", "cina_assessment_outcome_nfa"),
    ),
)
_DAMAGES = (
    _Damage(
        CLOSED,
        "ssd_cin_episodes",
        0.04,
        "cine_referral_date",
        "cine_close_date",
        day=("cine_close_date",),
        fixed={"cine_close_reason": "RC8"},
    ),
    _Damage(
        LINK_LOST,
        "ssd_involvements",
        0.12,
        "invo_involvement_start_date",
        "invo_involvement_end_date",
        lost=("invo_professional_team",),
    ),
    _Damage(
        LINK_LOST, "ssd_involvements", 0.1, "invo_involvement_start_date", lost=("invo_professional_id",)
    ),
    _Damage(LINK_LOST, "ssd_initial_cp_conference", 0.15, "icpc_icpc_date", lost=("icpc_s47_enquiry_id",)),
    _Damage(LINK_LOST, "ssd_cin_plans", 0.12, "cinp_cin_plan_start_date", lost=("cinp_referral_id",)),
    _Damage(
        BLANK,
        "ssd_cin_episodes",
        0.25,
        "cine_referral_date",
        lost=("cine_referral_source_code", "cine_cin_primary_need_code"),
    ),
    _Damage(BLANK, "ssd_cp_visits", 0.2, "cppv_cp_visit_date", lost=("cppv_cp_visit_seen_alone",)),
    _Damage(
        BLANK,
        "ssd_cla_placement",
        0.3,
        "clap_cla_placement_start_date",
        lost=("clap_cla_placement_postcode",),
    ),
    _Damage(
        ON_THE_DAY,
        "ssd_involvements",
        0.6,
        "invo_involvement_start_date",
        "invo_involvement_end_date",
        day=("invo_involvement_start_date",),
    ),
    _Damage(
        ON_THE_DAY,
        "ssd_cin_plans",
        0.15,
        "cinp_cin_plan_start_date",
        "cinp_cin_plan_end_date",
        day=("cinp_cin_plan_start_date",),
    ),
)
_TWICE = _Damage(TWICE, "ssd_cin_episodes", 0.03, "cine_referral_date", "cine_close_date")


@dataclass(frozen=True)
class Recorded:
    """The records as they stand in the case system, and the keys of what it damaged, by kind and table."""

    records: Records
    damaged: Mapping[str, Mapping[str, tuple[str, ...]]]


def as_recorded(happened: Records, *, changed: date | None) -> Recorded:
    """What the case system shows, at the records' own date, of what happened. `changed` is the day a new
    system came; where none did, or not yet, it shows everything."""
    if changed is None or happened.as_at < changed:
        return Recorded(happened, {})
    frames = {name: frame.collect() for name, frame in happened.frames.items() if name in _TABLES}
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for damage in (*_LATE, *_DAMAGES, _TWICE):
        frame, chosen = frames[damage.table], _chosen(frames[damage.table], damage, changed, happened.as_at)
        keys = frame.filter(chosen)[dataset().tables[damage.table].key].to_list()
        frames[damage.table] = _done(frame, chosen, damage, changed)
        of_kind = found.setdefault(damage.kind, {})
        of_kind[damage.table] = tuple(sorted({*of_kind.get(damage.table, ()), *keys}))
    whole = {
        name: frames[name].lazy() if name in frames else frame for name, frame in happened.frames.items()
    }
    return Recorded(replace(happened, frames=whole), found)


_TABLES = frozenset(damage.table for damage in (*_LATE, *_DAMAGES, _TWICE))


def _chosen(frame: pl.DataFrame, damage: _Damage, changed: date, as_at: date) -> pl.Series:
    """Which rows it happens to."""
    start = pl.col(damage.start)
    if damage.end:
        end = pl.col(damage.end)
        may = (start < changed) & (end.is_null() | (end > changed))
    else:
        may = start >= changed
    places = _places(frame, damage, "whether")
    if damage.kind == ENTERED_LATE:
        entered = start + pl.duration(
            days=_SOONEST + (_LATEST_BY - _SOONEST) * pl.lit(_places(frame, damage, "when"))
        )
        may &= entered > as_at
    return frame.select(chosen=may.fill_null(value=False) & (pl.lit(places) < damage.share))["chosen"]


def _places(frame: pl.DataFrame, damage: _Damage, what: str) -> pl.Series:
    """A place from 0 to 1 for each row, that rests on its key and on nothing else."""
    about = f"{damage.kind}:{damage.lost}:{what}:"
    keys = frame[dataset().tables[damage.table].key]
    return pl.Series([crc32(f"{about}{key}".encode()) / 2**32 for key in keys], dtype=pl.Float64)


def _done(frame: pl.DataFrame, chosen: pl.Series, damage: _Damage, changed: date) -> pl.DataFrame:
    if damage.kind == ENTERED_LATE and not damage.lost:
        return frame.filter(~chosen)
    if damage.kind == TWICE:
        return _twice(frame, chosen, damage, changed)
    values: dict[str, pl.Expr] = {
        **dict.fromkeys(damage.lost, pl.lit(None)),
        **dict.fromkeys(damage.day, pl.lit(changed)),
        **{column: pl.lit(value) for column, value in damage.fixed.items()},
    }
    return frame.with_columns(
        pl.when(pl.lit(chosen)).then(value).otherwise(pl.col(column)).alias(column)
        for column, value in values.items()
    )


def _twice(frame: pl.DataFrame, chosen: pl.Series, damage: _Damage, changed: date) -> pl.DataFrame:
    """A second row of each, begun on the day, under a key of its own."""
    key = dataset().tables[damage.table].key
    again = frame.filter(chosen).with_columns(
        pl.lit(changed).alias(damage.start), (pl.col(key) + "-M").alias(key)
    )
    return pl.concat([frame, again]).sort(key)

"""Snapshots that an older version of the model wrote, brought up to the model as it is.

A snapshot's files are never written again for a new model: an upgrade says how one version becomes the next,
table by table, and is applied as the tables are read. A change of the model adds one entry to UPGRADES, and
a small stored snapshot of the version it leaves behind to the tests' fixtures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import polars as pl

from goldenthread.records.coverage import Coverage
from goldenthread.records.store.files import Tables
from goldenthread.standards.safeguarding_dataset import dataset

Frames = Mapping[str, pl.LazyFrame]
Covered = Mapping[str, Coverage]


@dataclass(frozen=True)
class Upgrade:
    """From one version of the model to the next. A table not named in it is the same in both.

    `renamed`: tables, old name to new. `dropped`: tables, by old name. `tables`: by new name, what is done to
    the table's frame. `made`: tables that the older version held as part of others. `coverage`: what the
    snapshot says it covers, where that changes with it (a made table needs its own).
    """

    renamed: Mapping[str, str] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    tables: Mapping[str, Callable[[pl.LazyFrame], pl.LazyFrame]] = field(default_factory=dict)
    made: Mapping[str, Callable[[Frames], pl.LazyFrame]] = field(default_factory=dict)
    coverage: Callable[[Covered], Covered] = lambda covered: covered

    def applied(self, frames: Frames) -> Frames:
        """The tables as the next version has them, each worked out when it is asked for."""
        held = {self.renamed.get(name, name): name for name in frames if name not in self.dropped}
        kept = {new: partial(self._table, frames, old, new) for new, old in held.items()}
        return Tables(kept | {name: partial(make, frames) for name, make in self.made.items()})

    def covered(self, coverage: Covered) -> Covered:
        """What the snapshot covers, by the next version's tables."""
        held = {self.renamed.get(name, name): said for name, said in coverage.items()}
        named = {new: _of(said, new) for new, said in held.items() if new not in self.dropped}
        return self.coverage(named)

    def _table(self, frames: Frames, old: str, new: str) -> pl.LazyFrame:
        change = self.tables.get(new)
        return change(frames[old]) if change else frames[old]


def _gains(*added: tuple[str, type[pl.DataType], str]) -> Callable[[pl.LazyFrame], pl.LazyFrame]:
    """The table with new fields, unknown in every row: each a name, its type, the field it comes after."""

    def wider(frame: pl.LazyFrame) -> pl.LazyFrame:
        names = frame.collect_schema().names()
        for name, _, before in added:
            names.insert(names.index(before) + 1, name)
        return frame.with_columns(pl.lit(None, kind).alias(name) for name, kind, _ in added).select(names)

    return wider


_WHAT_RETURNS_CARRY = Upgrade(
    tables={
        "ssd_person": _gains(
            ("pers_upn_unknown", pl.String, "pers_dob"), ("pers_is_mother", pl.String, "pers_death_date")
        ),
        "ssd_cla_episodes": _gains(
            ("clae_cla_episode_start_reason", pl.String, "clae_cla_episode_start_date")
        ),
        "ssd_cla_placement": _gains(
            ("clap_cla_placement_change_reason", pl.String, "clap_cla_placement_provider"),
            ("clap_stated_home_postcode", pl.String, "clap_placement_la"),
        ),
        "ssd_cla_reviews": _gains(("clar_cla_review_participation", pl.String, "clar_cla_review_cancelled")),
        "ssd_permanence": _gains(
            ("perm_adopted_by_carer_flag", pl.String, "perm_permanence_order_type"),
            ("perm_adopter_sex", pl.String, "perm_adopted_by_carer_flag"),
            ("perm_adopter_legal_status", pl.String, "perm_adopter_sex"),
            ("perm_number_of_adopters", pl.String, "perm_adopter_legal_status"),
        ),
        "ssd_involvements": _gains(("invo_worker_change_reason", pl.String, "invo_involvement_end_date")),
    }
)
"""Version 2 gained what the statutory returns carry; its new tables were in no snapshot before it."""

UPGRADES: Mapping[int, Upgrade] = {1: _WHAT_RETURNS_CARRY}
"""By the version left behind: UPGRADES[1] makes a snapshot of version 1 one of version 2."""


def brought_up_to_date(
    frames: Frames,
    coverage: Covered,
    *,
    version: int,
    to: int | None = None,
    upgrades: Mapping[int, Upgrade] = UPGRADES,
) -> tuple[Frames, Covered]:
    """The tables and what they cover as version `to` (the model as it is) has them."""
    for step in range(version, dataset().model_version if to is None else to):
        frames, coverage = upgrades[step].applied(frames), upgrades[step].covered(coverage)
    return frames, coverage


def _of(said: Coverage, table: str) -> Coverage:
    return Coverage(
        table=table, history=said.history, window_start=said.window_start, window_end=said.window_end
    )

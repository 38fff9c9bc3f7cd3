"""A new case system damages what is recorded, and not what is done; the truth says which is which."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from goldenthread.cli.app import Scenarios
from goldenthread.cli.run import run
from goldenthread.clocks.engine import all_clocks
from goldenthread.indicators.movement import explain
from goldenthread.records.tables import Records
from goldenthread.standards.safeguarding_dataset import dataset
from goldenthread.synthetic import recording
from goldenthread.synthetic.authority import changed_on, happened
from goldenthread.synthetic.month_ends import as_at_earlier
from goldenthread.synthetic.recording import as_recorded
from goldenthread.synthetic.scenario import MIGRATED, SCENARIOS, STEADY

END = date(2026, 3, 31)
CHANGED = date(2025, 7, 31)


@cache
def what_happened() -> Records:
    return happened(children=400, months=24, end=END, seed=11, scenario=MIGRATED)


@cache
def recorded(as_at: date = END) -> recording.Recorded:
    return as_recorded(as_at_earlier(what_happened(), as_at), changed=CHANGED)


def test_the_day_it_came_is_two_thirds_of_the_way() -> None:
    assert changed_on(MIGRATED, months=24, end=END) == CHANGED
    assert changed_on(STEADY, months=24, end=END) is None


def test_practice_is_as_it_was() -> None:
    steady = happened(children=20, months=24, end=END, seed=11, scenario=STEADY)
    migrated = happened(children=20, months=24, end=END, seed=11, scenario=MIGRATED)
    for name in steady.frames:
        assert_frame_equal(migrated.table(name).collect(), steady.table(name).collect())


def test_before_it_came_what_happened_is_what_is_recorded() -> None:
    before = recorded(CHANGED - timedelta(days=1))
    assert before.damaged == {}


KINDS = (
    recording.ENTERED_LATE,
    recording.CLOSED,
    recording.TWICE,
    recording.LINK_LOST,
    recording.BLANK,
    recording.ON_THE_DAY,
)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_damage_is_there_and_named(kind: str) -> None:
    assert any(recorded().damaged[kind].values())


def test_a_row_differs_from_what_happened_only_where_the_truth_names_it() -> None:
    named: dict[str, set[str]] = {}
    for of_kind in recorded().damaged.values():
        for name, keys in of_kind.items():
            named.setdefault(name, set()).update(keys)
    for name, table in dataset().tables.items():
        of_truth = pl.col(table.key).is_in(sorted(named.get(name, set())))
        added = pl.col(table.key).str.ends_with("-M")
        kept, real = (held.table(name).collect() for held in (recorded().records, what_happened()))
        assert_frame_equal(kept.filter(~of_truth & ~added), real.filter(~of_truth))
        assert not named.get(name) or not kept.equals(real)


def test_what_is_entered_late_is_there_three_months_on() -> None:
    march, june = date(2025, 12, 31), END
    late = set(recorded(march).damaged[recording.ENTERED_LATE]["ssd_cp_visits"])
    still = set(recorded(june).damaged[recording.ENTERED_LATE]["ssd_cp_visits"])
    assert late
    assert not late & still


def test_the_movement_of_a_measure_counts_it_as_late_recording() -> None:
    """Assessments authorised in December, as told at its end and as known three months later."""
    december = date(2025, 12, 31)
    now, then = recorded().records, recorded(december).records
    no_clocks = all_clocks(replace(now, frames={}, coverage={}))  # a count of assessments asks none
    moved = explain(
        now,
        no_clocks,
        id="assessments_count",
        before=december,
        after=END,
        known_then=(then, no_clocks),
    )
    assert moved.late_recording is not None
    assert moved.late_recording > 0


def test_the_command_makes_one_authority_of_a_scenario_and_says_what_is_true(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask = ["synthesise", "--children", "60", "--months", "12", "--end", "2026-03-31", "--seed", "5"]
    assert run([*ask, "--scenario", "migrated", "--workbooks", "none", "--out", str(tmp_path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    (truth,) = json.loads(Path(said["truth"]).read_text(encoding="utf-8"))
    assert truth["scenario"] == "migrated"
    assert truth["recording"]["changed_on"] == "2025-11-29"
    assert truth["recording"]["practice_changed"] is False
    assert set(truth["recording"]["damaged"]) == set(KINDS)


def test_the_command_offers_every_scenario() -> None:
    assert {one.value for one in Scenarios} == set(SCENARIOS)

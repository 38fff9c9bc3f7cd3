"""The README's example from Python runs as it stands, on a store of one's own."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from drawn import records
from goldenthread.records import store

README = Path(__file__).parents[3] / "README.md"


def test_the_example_from_python_runs_and_writes_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (example,) = re.findall(r"^```python\n(.+?)^```", README.read_text(encoding="utf-8"), re.M | re.S)
    _keep_a_snapshot(tmp_path / "STORE")
    monkeypatch.chdir(tmp_path)
    exec(compile(example, README.name, "exec"), {})
    held = pl.read_parquet("RESULTS/figures.parquet")
    assert set(held["breakdown"]) == {"all", "team"}
    assert held.filter(indicator="referrals_count", breakdown="all")["value"].to_list() == [1.0]


def _keep_a_snapshot(folder: Path) -> None:
    drawn = records(
        date(2026, 3, 31),
        window_start=date(2026, 1, 1),
        ssd_cin_episodes="""
            cine_referral_id | cine_person_id | cine_referral_date | cine_referral_nfa
            r1               | ann            | 2026-03-05         | N
        """,
    )
    reading = store.Reading(
        records=drawn,
        kind="dataset",
        sources=(store.Source("made.csv", "a1"),),
        lists={},
        notes=pl.DataFrame(schema=store.NOTE_SCHEMA),
        set_aside=pl.DataFrame(),
        queried_cells=pl.DataFrame(),
        made_up=True,
    )
    store.keep(reading, folder)

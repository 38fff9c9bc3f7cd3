"""Practice records stand beside the snapshot the site works from: a figure on the site is the command line's
for the same records, and names what stood beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client

from drawn import records
from goldenthread.cli.measuring import opened
from goldenthread.clocks.engine import all_clocks
from goldenthread.indicators import compute
from goldenthread.records.store import NOTE_SCHEMA, Reading, Source, keep, open_snapshot
from goldenthread.web.database.scope import as_service
from goldenthread.web.indicators.actions import refill
from goldenthread.web.indicators.evidence import evidence_of
from goldenthread.web.indicators.models import Figure
from goldenthread.web.indicators.models import Filling as Figures
from goldenthread.web.indicators.queries import series
from goldenthread.web.intake.actions import reconcile
from goldenthread.web.intake.beside import beside_of, in_words, records_of
from goldenthread.web.intake.queries import latest, manifest_of, store
from goldenthread.web.oversight.models import ClockRow
from goldenthread.web.oversight.models import Filling as Duties
from goldenthread.web.papers.contents import sections
from goldenthread.web.papers.inputs import Inputs
from web_duties import HELD, PEOPLE
from web_store import registered
from web_text import told

pytestmark = pytest.mark.django_db
FEBRUARY, MARCH, APRIL = date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)
PLANS = """
cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date
K1              | C1             | 2025-09-01
K2              | C3             | 2025-09-01
"""
GROUPS = """
core_table_id | core_person_id | core_date
G1            | C1             | 2026-02-20
G2            | C3             | 2025-09-08
"""


def practice(folder: Path, as_at: date, groups: str, *, file: str = "practice.xlsx") -> str:
    """Keep practice records of core groups, and tell the register; gives the snapshot's identity."""
    frames = {"practice_core_groups": groups}
    reading = Reading(
        records=records(as_at, window_start=date(2025, 1, 1), **frames),
        kind="practice",
        sources=(Source(file, sha256(f"{as_at}{groups}".encode()).hexdigest()),),
        lists={},
        notes=pl.DataFrame(schema=NOTE_SCHEMA),
        set_aside=pl.DataFrame(),
        queried_cells=pl.DataFrame(),
        made_up=True,
    )
    name = keep(reading, folder).manifest.snapshot
    reconcile(folder)
    return name


@pytest.fixture
def held(settings: Any) -> str:
    """Plans as at the end of March, and core groups as at the end of February beside them."""
    registered(settings.STORE, MARCH, ssd_person=PEOPLE, ssd_involvements=HELD, ssd_cp_plans=PLANS)
    return practice(settings.STORE, FEBRUARY, GROUPS)


def test_the_duties_are_the_command_lines(held: str) -> None:
    _, command = opened(store(), None)
    owed = all_clocks(command).filter(pl.col("status").is_in(["due", "due_soon", "overdue"]))
    with as_service("tests"):
        kept = set(ClockRow.objects.values_list("clock", "child_id", "started", "due", "status"))
    assert kept == set(owed.select("clock", "child_id", "started", "due", "status").rows())
    assert {clock for clock, *_ in kept} >= {"ts_core_group_later"}


def test_the_figures_are_the_command_lines(held: str) -> None:
    _, command = opened(store(), None)
    said = compute.figures(command, all_clocks(command))
    refill(latest())
    with as_service("tests"):
        rows = Figure.objects.filter(step="latest", team=None)
        kept = {(row.indicator, row.period_end, row.numerator, row.denominator, row.value) for row in rows}
    columns = ("indicator", "period_end", "numerator", "denominator", "value")
    assert kept == set(said.select(columns).rows())


def test_they_differ_from_those_of_the_snapshot_alone(held: str, settings: Any) -> None:
    newest = latest()
    assert newest is not None
    alone = open_snapshot(store(), manifest_of(newest))
    with_groups, without = (set(all_clocks(one)["clock"]) for one in (records_of(newest), alone))
    assert with_groups - without == {"ts_core_group_first", "ts_core_group_later"}
    assert [one.snapshot for one in beside_of(newest)] == [held]


def test_what_was_made_names_what_stood_beside(held: str, signed_in: Callable[..., Client]) -> None:
    refill(latest())
    noted = [{"snapshot": held, "as_at": "2026-02-28", "files": ["practice.xlsx"]}]
    assert [Duties.objects.get().beside, Figures.objects.get().beside] == [noted, noted]
    words = "Beside them stood practice records: practice.xlsx as at 28 February 2026."
    assert in_words(noted) == words
    for address in ("/practice/", "/performance/"):
        assert words in told(signed_in("team_manager", team="North").get(address).content.decode())


def test_practice_records_loaded_later_make_the_duties_anew(held: str, settings: Any) -> None:
    before = Duties.objects.get().filled
    reconcile(settings.STORE)
    assert Duties.objects.get().filled == before  # nothing changed
    newer = practice(settings.STORE, MARCH, GROUPS.replace("2026-02-20", "2026-03-20"))
    assert [one["snapshot"] for one in Duties.objects.get().beside] == [held, newer]


def test_practice_records_of_a_later_day_do_not_stand_beside(held: str, settings: Any) -> None:
    practice(settings.STORE, APRIL, GROUPS)
    assert [one["snapshot"] for one in Duties.objects.get().beside] == [held]


def test_a_frozen_figure_names_what_stood_beside_it(held: str) -> None:
    refill(latest())
    with as_service("tests"):
        row = Figure.objects.filter(step="latest", team=None).first()
        assert row is not None
        ref = evidence_of(row.indicator, series(row.indicator, row.step)[-1])
    assert ref.figure is not None
    assert ref.figure.beside == (held,)
    assert type(ref.figure).from_json(ref.figure.to_json()) == ref.figure


def test_a_paper_is_made_again_from_what_stood_beside_it_then(held: str, settings: Any) -> None:
    newest = latest()
    assert newest is not None
    inputs = Inputs(newest.identity, reports=(), plan=None, beside=(held,))
    assert Inputs.from_json(inputs.to_json()) == inputs
    alone = Inputs(newest.identity, reports=(), plan=None)
    assert "beside" not in alone.to_json()
    assert alone.digest != inputs.digest
    said = [one.holds for one in sections(newest, reports=(), plan=None)]
    assert "practice.xlsx as at 28 February 2026" in said[-1]

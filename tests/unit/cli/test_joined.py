"""`joined`, and figures, duties and cases asked of many snapshots."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from goldenthread.cli.run import run
from goldenthread.records import store
from goldenthread.records.store import Reading
from store_made_up import CHILD, reading

JANUARY, MARCH = date(2026, 1, 31), date(2026, 3, 31)


@pytest.fixture
def held(tmp_path: Path) -> Path:
    store.keep(reading(digest="january", as_at=JANUARY, contacts=(CHILD, "C2")), tmp_path)
    store.keep(reading(digest="march", as_at=MARCH, contacts=("C2", "C3")), tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    capsys.readouterr()
    assert run([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_what_the_history_is_made_of_and_covers(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "joined", "--store", str(held))
    assert [one["as_at"] for one in found["made_from"]] == ["2026-01-31", "2026-03-31"]
    assert found["coverage"]["ssd_contacts"]["history"] == "joined"
    assert found["gaps"] == []
    assert "rows" not in found
    assert CHILD not in json.dumps(found)


def test_it_can_be_read(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["joined", "--store", str(held)]) == 0
    assert "2 Annex A snapshots, as at 2026-01-31 to 2026-03-31, as one history" in capsys.readouterr().out


def test_figures_may_be_asked_of_one_snapshot_or_of_all(
    held: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask = ["indicators", "--store", str(held), "--id", "contacts_count", "--period", "month"]
    assert {figure["snapshot"] for figure in said(capsys, *ask)} == {store.choose(held).snapshot}
    joined = said(capsys, *ask, "--joined")
    assert {figure["snapshot"].split()[0] for figure in joined} == {"history"}
    known = said(capsys, *ask, "--known-on", "2026-02-15")
    assert max(figure["period_end"] for figure in known) == "2026-01-31"


def test_a_date_of_one_snapshot_has_no_place_beside_a_history(
    held: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (["indicators"], ["clocks"], ["cases", "--id", "contacts_count"]):
        arguments = [*command, "--store", str(held), "--joined", "--as-at", "2026-03-31"]
        assert run(arguments) == 2
        assert "ask with --known-on" in capsys.readouterr().err


def test_a_day_before_anything_was_known_is_refused(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["clocks", "--store", str(held), "--known-on", "2026-01-30"]) == 2
    assert "held nothing on 2026-01-30" in capsys.readouterr().err


def dated(digest: str, as_at: date, contacts: dict[str, date]) -> Reading:
    """A workbook whose contacts are of known days."""
    made = reading(digest=digest, as_at=as_at, contacts=tuple(contacts))
    days = pl.Series("cont_contact_date", list(contacts.values()))
    frame = made.records.table("ssd_contacts").with_columns(days)
    return replace(made, records=replace(made.records, frames={"ssd_contacts": frame}))


def test_a_movement_is_split_by_what_was_known_then(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A contact of January that only March's file shows was recorded late."""
    early, late, recent = date(2026, 1, 5), date(2026, 1, 20), date(2026, 3, 2)
    store.keep(dated("january", JANUARY, {CHILD: early}), tmp_path)
    store.keep(
        dated("march", MARCH, {CHILD: early, "C2": late, "C3": recent, "C4": recent, "C5": recent}), tmp_path
    )
    asked = ("movement", "--store", str(tmp_path), "--id", "contacts_count")
    ends = ("--from", "2026-01-31", "--to", "2026-03-31")
    found = said(capsys, *asked, *ends)
    assert (found["change"], found["late_recording"], found["practice"]) == (2, 1, 1)
    assert "children" not in found
    assert CHILD not in json.dumps(found)
    named = said(capsys, *asked, *ends, "--rows")
    assert [one["child_id"] for one in named["children"] if one["late"]] == ["C2"]


def test_rates_are_answered_once_it_is_said_how_many_children_live_here(
    held: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "population.csv"
    file.write_text("year,age,people\n" + "".join(f"2025,{age},500\n" for age in range(18)))
    asked = ("indicators", "--store", str(held), "--id", "contacts_rate")
    assert said(capsys, *asked) == []
    (rate,) = said(capsys, *asked, "--population", str(file))
    assert (rate["denominator"], rate["unit"]) == (9_000, "rate_per_10000_aged_0_17")


def test_the_catalogue_says_who_wrote_each_and_what_is_lacking(capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "catalogue")
    assert len(found["indicators"]) + len(found["not_built"]) == 272
    one = next(row for row in found["indicators"] if row["id"] == "cpp_count")
    assert (one["author"], one["reviewed"], one["records"]) == (
        "Golden Thread",
        "2026-11-24",
        "Annex A alone is enough",
    )

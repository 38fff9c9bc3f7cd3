"""`joined`, and figures, duties and cases asked of many snapshots."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from goldenthread.cli.run import run
from goldenthread.records import store
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

"""`difference`: counts by default, rows only where they are asked for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from goldenthread.cli.run import run
from goldenthread.records import store
from store_made_up import CHILD, reading


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A workbook, and the one that corrects it."""
    store.keep(reading(digest="first", contacts=(CHILD, "C2")), tmp_path)
    store.keep(reading(digest="corrected", contacts=("C2", "C3", "C4")), tmp_path)
    return tmp_path


def test_counts_hold_no_row(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["difference", "--store", str(held), "--json"]) == 0
    said = capsys.readouterr().out
    found = json.loads(said)
    assert (found["from"]["version"], found["to"]["version"]) == (1, 2)
    (table,) = found["tables"]
    assert (table["added"], table["gone"], table["changed"]) == (2, 1, 0)
    assert found["lists"][0]["loaded"] == 2
    assert CHILD not in said


def test_rows_are_given_where_they_are_asked_for(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["difference", "--store", str(held), "--json", "--rows"]) == 0
    (table,) = json.loads(capsys.readouterr().out)["tables"]
    assert [(row["change"], row["key"]) for row in table["rows"]] == [
        ("added", "C3|contact"),
        ("added", "C4|contact"),
        ("gone", f"{CHILD}|contact"),
    ]


def test_it_can_be_read(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["difference", "--store", str(held), "--rows"]) == 0
    said = capsys.readouterr().out
    assert "version 1" in said
    assert "added" in said


def test_snapshots_may_be_named_by_their_first_letters(
    held: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = (manifest.snapshot for manifest in store.manifests(held))
    assert run(["difference", "--store", str(held), "--from", second[:6], "--to", first[:6], "--json"]) == 0
    (table,) = json.loads(capsys.readouterr().out)["tables"]
    assert (table["added"], table["gone"]) == (1, 2)


def test_a_name_that_is_no_snapshots_is_refused(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["difference", "--store", str(held), "--to", "nothing"]) == 2
    assert "is not in the store" in capsys.readouterr().err


def test_the_first_snapshot_has_none_before_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store.keep(reading(), tmp_path)
    assert run(["difference", "--store", str(tmp_path)]) == 2
    assert "is the first of its kind" in capsys.readouterr().err


def test_full_history_and_annex_a_are_not_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = store.keep(reading(), tmp_path).manifest
    other = store.keep(replace(reading(digest="d"), kind="dataset"), tmp_path).manifest
    names = ["--from", one.snapshot, "--to", other.snapshot]
    assert run(["difference", "--store", str(tmp_path), *names]) == 2
    assert "share no keys" in capsys.readouterr().err

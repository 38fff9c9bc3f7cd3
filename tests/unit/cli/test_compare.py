"""`compare`: a folder of published files, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from goldenthread.cli.app import app
from unit.papers.test_compared import HEAD, OURS, _row


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [
        _row("National", "", "", "10"),
        _row("Local authority", OURS, "Made-up Shire", "16"),
        _row("Local authority", "E10000905", "Tiny Shire", "c"),
    ]
    (tmp_path / "stability.csv").write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    return tmp_path


def said(*words: str) -> str:
    return CliRunner().invoke(app, ["compare", *words]).stdout


def test_an_authority_is_placed_among_others_with_the_source(folder: Path) -> None:
    told = said(str(folder), "--authority", OURS)
    assert "1 of 1" in told
    assert "stability.csv" in told


def test_a_symbol_is_said_in_words_and_has_no_rank(folder: Path) -> None:
    (row,) = json.loads(said(str(folder), "--authority", "E10000905", "--json"))
    assert (row["own"], row["rank"], row["left_out"]) == ("withheld as small", None, 1)


def test_an_authority_that_is_not_there_is_said(folder: Path) -> None:
    assert "hold no figure of E10000999" in said(str(folder), "--authority", "E10000999")

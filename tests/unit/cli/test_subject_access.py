"""`subject-access` at the command line: first what has to be decided, then the answer."""

from __future__ import annotations

import csv
import io
import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest

from goldenthread.cli.run import run


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store of two children, loaded as anybody would load one."""
    from datetime import date

    import polars as pl

    from drawn import records
    from goldenthread.records.store import NOTE_SCHEMA, Reading, Source, keep

    drawn = records(
        date(2026, 3, 31),
        ssd_person="pers_person_id | pers_dob\nC00001 | 2012-01-01\nC00002 | 2013-01-01",
        ssd_cla_placement=(
            "clap_cla_placement_id | clap_person_id | clap_cla_id | clap_cla_placement_postcode\n"
            "p1 | C00001 | l1 | ZZ1 1ZZ\np2 | C00002 | l2 | ZZ2 2ZZ"
        ),
    )
    reading = Reading(
        records=drawn,
        kind="dataset",
        sources=(Source("made.csv", "a1"),),
        lists={},
        notes=pl.DataFrame(schema=NOTE_SCHEMA),
        set_aside=pl.DataFrame(),
        queried_cells=pl.DataFrame(),
    )
    keep(reading, tmp_path / "store")
    return tmp_path / "store"


def ask(store: Path, out: Path, child: str = "C00001", *more: str) -> int:
    return run(["subject-access", "--child", child, "--store", str(store), "--out", str(out), *more])


def decide(path: Path, decision: str) -> list[dict[str, Any]]:
    """Fill the column `decision` in, as somebody at a spreadsheet would."""
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "decision": decision} for row in rows)
    return rows


def test_the_answer_is_made_once_everything_is_decided(store: Path, tmp_path: Path, capsys: Any) -> None:
    out = tmp_path / "answer"
    assert ask(store, out) == 0
    assert not (out / "answer.zip").exists()
    told = capsys.readouterr().out
    assert "1 wait for a decision" in told
    assert "Not searched: the site's own tables" in told
    assert "C00001" not in told
    assert "ZZ1" not in told

    assert [row["found"] for row in decide(out / "to-decide.csv", "redact")] == ["ZZ1 1ZZ"]
    assert ask(store, out) == 0
    page = zipfile.ZipFile(out / "answer.zip").read("answer.html").decode()
    assert "C00001" in page
    assert all(word not in page for word in ("ZZ1 1ZZ", "ZZ2 2ZZ", "C00002"))


def test_what_is_written_is_for_its_owners_eyes(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "answer"
    ask(store, out)
    decide(out / "to-decide.csv", "keep")
    ask(store, out)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (out, *out.iterdir())}
    assert modes == {"answer": 0o700, "answer.zip": 0o600, "to-decide.csv": 0o600}


def test_a_decision_that_is_neither_is_refused_by_its_row(store: Path, tmp_path: Path, capsys: Any) -> None:
    out = tmp_path / "answer"
    ask(store, out)
    decide(out / "to-decide.csv", "perhaps")
    assert ask(store, out) == 2
    assert "row 2" in capsys.readouterr().err
    assert not (out / "answer.zip").exists()


def test_it_counts_in_json(store: Path, tmp_path: Path, capsys: Any) -> None:
    ask(store, tmp_path / "answer", "C00001", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["places"], told["waiting"], told["answer"]) == (1, 1, None)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--child", "C99999"], "holds nothing about that child"),
        (["--child", "C00001", "--folder", "site"], "give --store or --folder"),
    ],
)
def test_what_cannot_be_answered_is_refused(
    arguments: list[str], said: str, store: Path, tmp_path: Path, capsys: Any
) -> None:
    assert run(["subject-access", "--store", str(store), "--out", str(tmp_path / "out"), *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()

"""`keys` and `status`: a store is encrypted, said to be, and refused without its key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from goldenthread.cli.run import run
from goldenthread.records import names_file, store
from goldenthread.records.keys import KEY, KEY_FILE
from store_made_up import CHILD, on_the_disk, reading


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (KEY, KEY_FILE, names_file.IDENTITY):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A store that was kept before there was a key, and a file of names beside it."""
    store.keep(reading(), tmp_path / "store")
    names_file.write(names_file.place(tmp_path / "store"), f"identifier,name\n{CHILD},Made Up\n".encode())
    return tmp_path / "store"


def status(folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    capsys.readouterr()
    assert run(["status", "--store", str(folder), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_store_kept_plain_is_said_to_be_and_then_encrypted(
    held: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = status(held, capsys)
    assert (before["encrypted"], before["keys"]) == (False, [])
    assert before["names"] == {"held": True, "encrypted": False}

    monkeypatch.setenv(KEY_FILE, str(tmp_path / "keys"))
    assert run(["keys", "new"]) == 0
    assert run(["keys", "rotate", "--store", str(held)]) == 0
    after = status(held, capsys)
    assert (after["encrypted"], after["names"]["encrypted"]) == (True, True)
    assert after["snapshots"][0]["sealed_by"] == after["keys"]
    assert CHILD.encode() not in on_the_disk(tmp_path)


def test_status_tells_age_window_and_completeness_and_warns_without_a_key(
    held: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (table,) = status(held, capsys)["tables"]
    assert table == {
        "table": "ssd_contacts",
        "rows": 2,
        "history": "window",
        "window_start": "2025-09-30",
        "window_end": "2026-03-31",
    }
    assert run(["status", "--store", str(held)]) == 0
    said = capsys.readouterr()
    assert "NOT ENCRYPTED" in said.err
    assert "ssd_contacts" in said.out
    assert CHILD not in said.out + said.err


def test_without_its_key_everything_that_reads_it_leaves_with_2_and_says_which(
    held: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(KEY_FILE, str(tmp_path / "keys"))
    run(["keys", "new"])
    run(["keys", "rotate", "--store", str(held)])
    (id,) = status(held, capsys)["keys"]
    monkeypatch.delenv(KEY_FILE)

    out = tmp_path / "out"
    for command in (["indicators"], ["set-aside", "--out", str(out)]):
        assert run([*command, "--store", str(held)]) == 2
        said = capsys.readouterr()
        assert f"is encrypted with key {id}, and no key is given" in said.err
        assert said.out == ""
    assert status(held, capsys)["snapshots"][0]["opens"] is False


def test_rotating_without_a_key_is_refused(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "rotate", "--store", str(held)]) == 2
    assert "goldenthread keys new" in capsys.readouterr().err

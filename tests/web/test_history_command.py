"""`goldenthread history`: what it says of a trail that holds and of one that does not, and how it leaves."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from goldenthread.cli import run, trail
from goldenthread.cli.site import _until_night
from goldenthread.web.config.server import Running
from goldenthread.web.database.chains import head_of
from goldenthread.web.history.models import Check
from signoffs import a_signature

HOLDS, WRONG = 0, 2


@pytest.fixture(autouse=True)
def _site(monkeypatch: pytest.MonkeyPatch, own_database: None) -> None:
    """The command on the database under test, in place of a folder's."""
    monkeypatch.setattr(trail, "connected", lambda folder, allow_root: nullcontext())
    a_signature()


def _run(*words: str) -> int:
    return run.run(["history", *words, "--folder", "here"])


def _tamper(server: Running, statement: str) -> None:
    with server.connect(connection.settings_dict["NAME"]) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(statement)


def test_a_trail_that_holds_is_said_row_by_row_of_its_chains(capsys: Any) -> None:
    rows = head_of("history").length
    assert _run("verify") == HOLDS
    said = capsys.readouterr().out
    assert f"history: {rows} rows, ending in {head_of('history').digest[:16]}" in said
    assert "1 signatures checked" in said
    assert "no copied heads, so a tail cut off would not show" in said


def test_what_is_wrong_is_said_by_number(server: Running, capsys: Any) -> None:
    _tamper(server, "UPDATE history_entry SET act = 'did nothing' WHERE id = 2")
    assert _run("verify") == WRONG
    assert "history 2: row 2 is not what was written" in capsys.readouterr().out


def test_a_cut_tail_shows_against_the_copied_heads_alone(server: Running, settings: Any, capsys: Any) -> None:
    assert _run("head") == HOLDS
    length = head_of("history").length
    _tamper(
        server,
        f"DELETE FROM history_entry WHERE id::text = (SELECT row_id FROM chain_link WHERE chain = 'history'"
        f" AND place = {length}); DELETE FROM chain_link WHERE chain = 'history' AND place = {length}",
    )
    assert _run("verify") == HOLDS
    assert _run("verify", "--heads", str(settings.HEADS)) == WRONG
    assert f"history {length}: is cut off" in capsys.readouterr().out


def test_no_head_is_signed_over_a_trail_that_does_not_hold(
    server: Running, settings: Any, capsys: Any, caplog: Any
) -> None:
    _tamper(server, "DELETE FROM history_entry WHERE id = 2")
    assert _run("head") == WRONG
    assert "No head was copied out" in capsys.readouterr().out
    assert not Path(settings.HEADS).exists()
    assert "does not hold in 1 places" in caplog.text
    assert Check.objects.get().faults == ["history 2: row 2 is gone"]


def test_a_copied_public_key_checks_what_the_site_signed_and_anothers_does_not(
    settings: Any, tmp_path: Path, capsys: Any
) -> None:
    from goldenthread.web.config.secret import keep_signing_key

    assert _run("verify", "--public-key", str(settings.SIGNING_KEY_FILE.with_suffix(".pub"))) == HOLDS
    keep_signing_key(tmp_path / "other.key")
    capsys.readouterr()
    assert _run("verify", "--public-key", str(tmp_path / "other.pub"), "--json") == WRONG
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert fault["words"] == "is not signed by a key of this site"


def test_the_night_is_half_past_two() -> None:
    day = datetime(2026, 3, 3, tzinfo=UTC)
    assert _until_night(day.replace(hour=2, minute=29)) == 60
    assert _until_night(day.replace(hour=2, minute=30)) == 24 * 60 * 60

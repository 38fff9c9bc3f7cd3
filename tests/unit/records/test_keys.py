"""Keys: from a file or the environment, the newest first, never shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from goldenthread.errors import InputRefused
from goldenthread.records.keys import KEY, KEY_FILE, keyring, make_key

NEW_YEAR = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY, raising=False)
    monkeypatch.delenv(KEY_FILE, raising=False)


def test_without_a_key_there_is_none() -> None:
    assert keyring().newest is None


def test_a_new_key_comes_first_and_those_before_still_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "keys"
    first, second = make_key(path, made=NEW_YEAR), make_key(path, made=date(2027, 1, 1))
    monkeypatch.setenv(KEY_FILE, str(path))

    assert keyring().newest == second
    assert keyring().find(first.id) == first
    assert f"# key {first.id}, made 2026-01-01" in path.read_text()
    assert path.stat().st_mode & 0o077 == 0


def test_the_environment_may_hold_the_keys_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_key(tmp_path / "keys", made=NEW_YEAR)
    monkeypatch.setenv(KEY, (tmp_path / "keys").read_text())
    assert keyring().newest == made


def test_a_key_is_never_shown(tmp_path: Path) -> None:
    made = make_key(tmp_path / "keys", made=NEW_YEAR)
    assert repr(made) == "Key()"
    assert len(made.id) == 8


MISTAKES = {
    "no file": (None, "names a file of keys that cannot be read"),
    "an empty file": ("# nothing yet\n", "holds no key"),
    "something else": ("correct horse battery staple\n", "holds a line that is not a key"),
    "a key cut short": ("gtkey-AAAA\n", "holds a line that is not a key"),
}


@pytest.mark.parametrize(("text", "why"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_refused_and_never_taken_as_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, why: str
) -> None:
    if text is not None:
        (tmp_path / "keys").write_text(text)
    monkeypatch.setenv(KEY_FILE, str(tmp_path / "keys"))
    with pytest.raises(InputRefused, match=why) as refused:
        keyring()
    assert "horse" not in str(refused.value)
    assert "AAAA" not in str(refused.value)


def test_two_places_at_once_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_key(tmp_path / "keys", made=NEW_YEAR)
    monkeypatch.setenv(KEY_FILE, str(tmp_path / "keys"))
    monkeypatch.setenv(KEY, "gtkey-" + "A" * 43 + "=")
    with pytest.raises(InputRefused, match="given by both"):
        keyring()


def test_a_file_that_is_not_of_keys_is_not_added_to(tmp_path: Path) -> None:
    (tmp_path / "diary").write_text("Monday\n")
    with pytest.raises(InputRefused, match="not a key"):
        make_key(tmp_path / "diary", made=NEW_YEAR)
    assert (tmp_path / "diary").read_text() == "Monday\n"

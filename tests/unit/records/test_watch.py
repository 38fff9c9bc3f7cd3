"""A drop of files is loaded file by file, each once, in order, whenever it is stopped."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from goldenthread.errors import InputRefused
from goldenthread.records import store
from goldenthread.records.load import load
from goldenthread.records.store import Kept
from goldenthread.records.watch import PLACE, Fed, feed_of, look, standing
from returns_made_up import EPISODE, census, child

NOW = datetime(2026, 4, 1, 6, 0, tzinfo=UTC)


class Stopped(BaseException):
    """The process is stopped: nothing may catch it."""


def drop(folder: Path, *names: str, day: int = 2) -> Path:
    """A census for each name in the drop, each with another referral."""
    (place := folder / "drop").mkdir(exist_ok=True)
    for number, name in enumerate(names, start=day):
        made = census(folder, child(EPISODE.replace("06-02", f"06-{number:02}")))
        made.rename(place / name)
    return place


def told(fed: list[Fed]) -> list[tuple[str, str]]:
    return [(one.name, one.state) for one in fed]


def test_each_file_is_loaded_once_and_in_the_order_of_the_names(tmp_path: Path) -> None:
    place = drop(tmp_path, "2026-03-02.xml", "2026-03-01.xml")
    assert told(look(place, tmp_path / "store", now=NOW)) == [
        ("2026-03-01.xml", "kept"),
        ("2026-03-02.xml", "kept"),
    ]
    assert look(place, tmp_path / "store", now=NOW) == []
    assert len(store.manifests(tmp_path / "store")) == 2


def test_the_same_file_under_another_name_is_held_already(tmp_path: Path) -> None:
    place = drop(tmp_path, "one.xml")
    (place / "two.xml").write_bytes((place / "one.xml").read_bytes())
    assert told(look(place, tmp_path / "store", now=NOW)) == [
        ("one.xml", "kept"),
        ("two.xml", "held already"),
    ]
    assert len(store.manifests(tmp_path / "store")) == 1


def test_a_file_refused_is_said_and_does_not_stop_the_next(tmp_path: Path) -> None:
    place = drop(tmp_path, "b.xml")
    (place / "a.xlsx").write_bytes(b"no workbook")
    came = look(place, tmp_path / "store", now=NOW)
    assert told(came) == [("a.xlsx", "refused"), ("b.xml", "kept")]
    assert came[0].why
    assert look(place, tmp_path / "store", now=NOW) == []


def test_a_file_still_being_written_is_let_be_until_it_has_its_name(tmp_path: Path) -> None:
    place = drop(tmp_path, "a.xml")
    (place / "a.xml").rename(place / "a.xml.part")
    assert look(place, tmp_path / "store", now=NOW) == []
    (place / "a.xml.part").rename(place / "a.xml")
    assert told(look(place, tmp_path / "store", now=NOW)) == [("a.xml", "kept")]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_watch_stopped_at_any_file_takes_up_where_it_was(at: int, when: str, tmp_path: Path) -> None:
    place, loaded = drop(tmp_path, "a.xml", "b.xml", "c.xml"), []

    def stopping(path: Path, **said: Any) -> Kept:
        if len(loaded) == at and when == "before":
            raise Stopped
        kept = load(path, **said)
        loaded.append(path.name)
        if len(loaded) == at + 1 and when == "after":
            raise Stopped  # it is in the store, and nobody wrote that down
        return kept

    with pytest.raises(Stopped):
        look(place, tmp_path / "store", now=NOW, loader=stopping)
    rest = look(place, tmp_path / "store", now=NOW)
    assert [one.name for one in rest] == ["a.xml", "b.xml", "c.xml"][at:]
    assert rest[0].state == ("held already" if when == "after" else "kept")
    assert len(store.manifests(tmp_path / "store")) == 3
    assert look(place, tmp_path / "store", now=NOW) == []


def test_what_is_written_of_a_feed_names_files_and_no_child(tmp_path: Path) -> None:
    look(drop(tmp_path, "a.xml"), tmp_path / "store", now=NOW)
    written = (tmp_path / "store" / PLACE).read_text()
    assert "a.xml" in written
    assert "K1" not in written


def test_a_drop_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="not a folder"):
        look(tmp_path / "nowhere", tmp_path / "store", now=NOW)


@pytest.mark.parametrize(
    ("today", "is_late"), [(date(2026, 4, 1), False), (date(2026, 4, 3), False), (date(2026, 4, 4), True)]
)
def test_a_feed_is_late_after_two_days(today: date, is_late: bool, tmp_path: Path) -> None:
    look(drop(tmp_path, "a.xml"), tmp_path / "store", now=NOW)
    now = standing(tmp_path / "store", today=today)
    assert now.late == is_late
    assert bool(now.troubles) == is_late
    assert now.days_old == (today - date(2026, 3, 31)).days


def test_a_refusal_is_told_until_a_file_is_kept_again(tmp_path: Path) -> None:
    place = drop(tmp_path, "a.xml")
    look(place, tmp_path / "store", now=NOW)
    (place / "b.xlsx").write_bytes(b"no workbook")
    look(place, tmp_path / "store", now=NOW)
    (trouble,) = standing(tmp_path / "store", today=NOW.date()).troubles
    assert "b.xlsx was refused" in trouble
    drop(tmp_path, "c.xml", day=9)
    look(place, tmp_path / "store", now=NOW)
    assert standing(tmp_path / "store", today=NOW.date()).troubles == ()


def test_a_store_without_a_feed_has_nothing_late(tmp_path: Path) -> None:
    assert feed_of(tmp_path) is None
    assert standing(tmp_path, today=NOW.date()).troubles == ()

"""Children leave a snapshot: every row of theirs and no row of another's, whole or not at all."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from drawn import records
from goldenthread.records import store
from goldenthread.records.keys import make_key
from goldenthread.records.removing import clear_left_over, names_any, rows_of, without_children
from goldenthread.records.store import Manifest, Reading, Source

AS_AT, ON = date(2026, 3, 31), date(2026, 4, 1)
GONE = {"C00001": "tomb-1"}


def keep(folder: Path) -> Manifest:
    drawn = records(
        AS_AT,
        ssd_person="""
        pers_person_id | pers_dob
        C00001         | 1950-01-01
        C00002         | 2012-01-01
        """,
        ssd_cla_episodes="""
        clae_cla_episode_id | clae_person_id | clae_cla_id
        e1                  | C00001         | l1
        e2                  | C00002         | l2
        """,
        ssd_cla_reviews="""
        clar_cla_review_id | clar_cla_id
        v1                 | l1
        v2                 | l2
        """,
        ssd_contacts="""
        cont_contact_id | cont_person_id
        k2              | C00002
        """,
    )
    aside = [
        json.dumps({"id": "C00001", "date": None}),
        json.dumps({"id": "C00002", "why": "of C00001 a brother"}),
        json.dumps({"id": "C00002"}),
    ]
    reading = Reading(
        records=drawn,
        kind="dataset",
        sources=(Source("made.csv", "a1"),),
        lists={},
        notes=pl.DataFrame(schema=store.NOTE_SCHEMA),
        set_aside=pl.DataFrame({"sheet": ["List_1"] * 3, "row": [3, 4, 5], "cells": aside}),
        queried_cells=pl.DataFrame({"row": [7], "cell": ["32/13/1950"]}),
    )
    return store.keep(reading, folder).manifest


def every_byte(folder: Path) -> bytes:
    frames = [pl.read_parquet(path) for path in sorted(folder.rglob("*.parquet"))]
    return "".join(frame.write_json() for frame in frames).encode()


def test_every_row_of_the_child_leaves_and_no_other(tmp_path: Path) -> None:
    before = keep(tmp_path)
    after = without_children(tmp_path, before, GONE, purge="p1", on=ON)
    held = store.open_snapshot(tmp_path, after)

    assert held.table("ssd_person").collect()["pers_person_id"].to_list() == ["C00002"]
    assert held.table("ssd_cla_reviews").collect()["clar_cla_review_id"].to_list() == ["v2"]
    assert held.table("ssd_contacts").collect().height == 1
    assert store.set_aside(tmp_path, after)["row"].to_list() == [5]
    assert store.read_beside(tmp_path, after, "queried_cells").height == 0
    assert b"C00001" not in every_byte(tmp_path)


def test_the_snapshot_keeps_its_name_and_its_manifest_says_what_left(tmp_path: Path) -> None:
    before = keep(tmp_path)
    after = without_children(tmp_path, before, GONE, purge="p1", on=ON)

    assert store.manifests(tmp_path) == [after]
    assert after.snapshot == before.snapshot
    (removal,) = after.removals
    assert (removal.purge, removal.on, removal.tombstones) == ("p1", ON, ("tomb-1",))
    assert removal.rows == {
        "ssd_person": 1,
        "ssd_cla_episodes": 1,
        "ssd_cla_reviews": 1,
        "set_aside": 2,
        "queried_cells": 1,
    }
    assert after.tables["ssd_person"] == 1
    assert "C00001" not in (tmp_path / "snapshots" / after.snapshot / "manifest.json").read_text()


def test_what_would_leave_is_counted_beforehand_and_nothing_is_changed(tmp_path: Path) -> None:
    before = keep(tmp_path)
    counted = rows_of(tmp_path, before, GONE)
    after = without_children(tmp_path, before, GONE, purge="p1", on=ON)
    assert counted == after.removals[0].rows


def test_a_snapshot_without_the_child_is_left_as_it_is(tmp_path: Path) -> None:
    before = keep(tmp_path)
    assert without_children(tmp_path, before, {"C9": "tomb-9"}, purge="p1", on=ON) == before


def test_the_same_purge_again_changes_nothing_and_a_second_takes_more(tmp_path: Path) -> None:
    first = without_children(tmp_path, keep(tmp_path), GONE, purge="p1", on=ON)
    assert without_children(tmp_path, first, GONE, purge="p1", on=ON) == first
    second = without_children(tmp_path, first, {"C00002": "tomb-2"}, purge="p2", on=ON)
    assert [removal.purge for removal in second.removals] == ["p1", "p2"]
    assert b"C00002" not in every_byte(tmp_path)


def test_the_same_file_loaded_again_does_not_bring_the_child_back(tmp_path: Path) -> None:
    after = without_children(tmp_path, keep(tmp_path), GONE, purge="p1", on=ON)
    assert keep(tmp_path) == after
    assert b"C00001" not in every_byte(tmp_path)


def test_what_was_sealed_is_written_sealed_again(tmp_path: Path, monkeypatch: Any) -> None:
    key = make_key(tmp_path / "keys", made=ON)
    monkeypatch.setenv("GOLDENTHREAD_KEY_FILE", str(tmp_path / "keys"))
    after = without_children(tmp_path / "store", keep(tmp_path / "store"), GONE, purge="p1", on=ON)
    assert store.key_ids(tmp_path / "store", after) == {key.id}
    held = store.open_snapshot(tmp_path / "store", after)
    assert held.table("ssd_person").collect()["pers_person_id"].to_list() == ["C00002"]
    files = [path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert all(child not in content for content in files for child in (b"C00001", b"C00002"))


class _Stopped(BaseException):
    pass


@pytest.mark.parametrize("after", range(14))
def test_stopped_anywhere_it_is_whole_before_or_whole_after(
    after: int, tmp_path: Path, monkeypatch: Any
) -> None:
    """Each call that reaches the disk is stopped in turn; what is then held is one of two, never between."""
    before = keep(tmp_path)
    calls = {"left": after}

    def stopping(call: Any) -> Any:
        def stop(*arguments: Any, **named: Any) -> Any:
            if calls["left"] == 0:
                raise _Stopped
            calls["left"] -= 1
            return call(*arguments, **named)

        return stop

    with monkeypatch.context() as patched:
        for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "unlink")):
            patched.setattr(owner, name, stopping(getattr(owner, name)))
        try:
            without_children(tmp_path, before, GONE, purge="p1", on=ON)
            finished = True
        except _Stopped:
            finished = False

    (held,) = store.manifests(tmp_path)
    people = store.open_snapshot(tmp_path, held).table("ssd_person").collect().height
    assert people == (1 if held.removals else 2)
    assert held.removals or not finished

    clear_left_over(tmp_path)
    assert (b"C00001" in every_byte(tmp_path)) == (not held.removals)
    assert without_children(tmp_path, held, GONE, purge="p1", on=ON).tables["ssd_person"] == 1
    assert b"C00001" not in every_byte(tmp_path)


@pytest.mark.parametrize(
    ("cells", "child", "named"),
    [
        ({"id": "C1"}, "C1", True),
        ({"id": " C1 "}, "C1", True),
        ({"id": "12.0"}, "12", True),  # a workbook's number
        ({"id": "C12"}, "C1", False),
        ({"words": "see C1"}, "C1", False),  # too short to be told from a word
        ({"words": "see C00001."}, "C00001", True),
        ({"words": "see C000012"}, "C00001", False),
        ({"id": None}, "C1", False),
    ],
)
def test_a_row_set_aside_names_a_child_by_a_cell_or_a_word(
    cells: dict[str, Any], child: str, named: bool
) -> None:
    assert names_any(json.dumps(cells), [child]) is named

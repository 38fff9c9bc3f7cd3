"""Records as a folder: what is written reads back the same, and anything else is refused in one sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from drawn import records as drawn_records
from goldenthread.errors import InputRefused
from goldenthread.records.folder import MANIFEST, read_folder, read_manifest, write_folder
from goldenthread.records.tables import Records, schema
from goldenthread.standards.safeguarding_dataset import dataset

AS_AT = date(2026, 3, 31)


def some_records() -> Records:
    return drawn_records(
        AS_AT,
        window_start=date(2024, 3, 31),
        ssd_person="""
            pers_person_id | pers_gender | pers_dob
            W000001        | F           | 2015-05-01
            W000002        | M           |
        """,
        ssd_contacts="""
            cont_contact_id | cont_person_id | cont_contact_date | cont_contact_source_code
            C1              | W000001        | 2026-01-05        | 6
        """,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(some_records(), tmp_path / "records", made_up=True)
    return tmp_path / "records"


def test_what_is_written_reads_back_the_same(folder: Path) -> None:
    written, read = some_records(), read_folder(folder)
    assert (read.as_at, read.authority) == (written.as_at, written.authority)
    for name in dataset().tables:
        assert_frame_equal(read.table(name).collect(), written.table(name).collect())
        assert read.can_say(name) == written.can_say(name)


def test_the_manifest_says_what_the_folder_holds(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    tables = manifest.pop("tables")
    assert manifest == {
        "format": "goldenthread-records",
        "model_version": 2,
        "as_at": "2026-03-31",
        "authority": some_records().authority,
        "made_up": True,
    }
    assert tables["ssd_person"] == {
        "rows": 2,
        "history": "complete",
        "window_start": "2024-03-31",
        "window_end": "2026-03-31",
    }
    assert read_manifest(folder).made_up is True


def test_every_table_of_the_model_has_its_file(folder: Path) -> None:
    assert {path.stem for path in folder.glob("*.parquet")} == set(dataset().tables)


def test_the_same_records_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    write_folder(some_records(), again, made_up=True)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in again.iterdir()
    }


def test_a_folder_written_before_is_replaced_whole(folder: Path) -> None:
    write_folder(drawn_records(date(2026, 2, 28)), folder, made_up=False)
    assert read_folder(folder).as_at == date(2026, 2, 28)
    assert read_folder(folder).table("ssd_person").collect().height == 0
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    write_folder(some_records(), tmp_path / "records", made_up=True)
    assert read_folder(tmp_path / "records").as_at == AS_AT


def test_somebody_elses_folder_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(InputRefused, match="not a folder of records"):
        write_folder(some_records(), tmp_path, made_up=True)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_write_that_fails_leaves_what_was_there_and_nothing_beside_it(folder: Path) -> None:
    broken = pl.LazyFrame({"pers_dob": ["2026-01-01"]}).select(pl.col("no_such_field"))
    records = some_records()
    failing = Records(
        as_at=records.as_at,
        authority=records.authority,
        frames={**records.frames, "adopters": broken},
        coverage=records.coverage,
    )
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        write_folder(failing, folder, made_up=True)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    assert read_folder(folder).table("ssd_person").collect().height == 2


def test_a_table_the_manifest_does_not_name_is_absent(folder: Path) -> None:
    change_manifest(folder, lambda manifest: manifest["tables"].pop("adopters"))
    (folder / "adopters.parquet").unlink()
    read = read_folder(folder)
    assert "adopters" not in read.frames
    assert read.can_say("adopters").history == "absent"


def change_manifest(folder: Path, change: Callable[[dict], object]) -> None:  # type: ignore[type-arg]
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    change(manifest)
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def rewrite(folder: Path, table: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    path = folder / f"{table}.parquet"
    change(pl.read_parquet(path)).write_parquet(path)


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "no manifest": (lambda f: (f / MANIFEST).unlink(), "it has no manifest.json"),
    "manifest not JSON": (lambda f: (f / MANIFEST).write_text("{", encoding="utf-8"), "cannot be read"),
    "manifest not text": (lambda f: (f / MANIFEST).write_bytes(b"\xff\xfe\x00"), "cannot be read"),
    "manifest a list": (lambda f: (f / MANIFEST).write_text("[]", encoding="utf-8"), "not one of a folder"),
    "another format": (lambda f: change_manifest(f, lambda m: m.update(format="x")), "not one of a folder"),
    "no as-at date": (lambda f: change_manifest(f, lambda m: m.pop("as_at")), "lacks something"),
    "as-at date not a date": (
        lambda f: change_manifest(f, lambda m: m.update(as_at="soon")),
        "lacks something",
    ),
    "authority not a name": (
        lambda f: change_manifest(f, lambda m: m.update(authority=7)),
        "lacks something",
    ),
    "rows not a count": (
        lambda f: change_manifest(f, lambda m: m["tables"]["adopters"].update(rows="0")),
        "lacks something",
    ),
    "history of no known kind": (
        lambda f: change_manifest(f, lambda m: m["tables"]["adopters"].update(history="most")),
        "lacks something",
    ),
    "no model version": (lambda f: change_manifest(f, lambda m: m.pop("model_version")), "which model"),
    "newer model": (lambda f: change_manifest(f, lambda m: m.update(model_version=3)), "model version 3"),
    "unknown table": (
        lambda f: change_manifest(f, lambda m: m["tables"].update(pets=m["tables"]["adopters"])),
        "table that the model does not have",
    ),
    "table not in the manifest": (
        lambda f: change_manifest(f, lambda m: m["tables"].pop("adopters")),
        "table that its manifest.json does not name",
    ),
    "missing file": (lambda f: (f / "ssd_person.parquet").unlink(), "ssd_person.parquet is missing"),
    "not Parquet": (
        lambda f: (f / "ssd_person.parquet").write_bytes(b"PAR1 no more"),
        "ssd_person.parquet cannot be read as Parquet",
    ),
    "cut short": (
        lambda f: (f / "ssd_person.parquet").write_bytes((f / "ssd_person.parquet").read_bytes()[:-20]),
        "ssd_person.parquet cannot be read as Parquet",
    ),
    "empty file": (
        lambda f: (f / "ssd_person.parquet").write_bytes(b""),
        "ssd_person.parquet cannot be read as Parquet",
    ),
    "unknown field": (
        lambda f: rewrite(f, "ssd_person", lambda t: t.with_columns(shoe_size=pl.lit(4))),
        "has a field the model does not: shoe_size",
    ),
    "missing field": (
        lambda f: rewrite(f, "ssd_person", lambda t: t.drop("pers_dob")),
        "lacks a field: pers_dob",
    ),
    "wrong type": (
        lambda f: rewrite(f, "ssd_person", lambda t: t.with_columns(pl.col("pers_dob").cast(pl.String))),
        "holds a field as the wrong type: pers_dob",
    ),
    "another order": (
        lambda f: rewrite(f, "ssd_person", lambda t: t.select(reversed(t.columns))),
        "another order",
    ),
    "rows lost": (
        lambda f: rewrite(f, "ssd_person", lambda t: t.head(1)),
        "has not the 2 rows",
    ),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_folder_is_refused_in_one_sentence(folder: Path, how: str) -> None:
    spoil, why = SPOILT[how]
    spoil(folder)
    with pytest.raises(InputRefused) as refused:
        read_folder(folder)
    assert why in str(refused.value)
    assert str(refused.value).startswith("records: ")
    assert "\n" not in str(refused.value)


def test_no_folder_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="there is no such folder"):
        read_folder(tmp_path / "records")


def test_a_folder_of_the_model_before_comes_as_the_model_has_it_now(folder: Path) -> None:
    people = folder / "ssd_person.parquet"
    gained = ("pers_upn_unknown", "pers_is_mother")
    pl.read_parquet(people).drop(gained).write_parquet(people)
    others = {
        "ssd_cla_episodes",
        "ssd_cla_placement",
        "ssd_cla_reviews",
        "ssd_permanence",
        "ssd_involvements",
    }
    for path in folder.glob("*.parquet"):
        if path.stem in others:
            path.unlink()
    change_manifest(
        folder,
        lambda m: m.update(model_version=1, tables={k: v for k, v in m["tables"].items() if k not in others}),
    )
    read = read_folder(folder).table("ssd_person").collect()
    assert dict(read.schema) == schema("ssd_person")
    assert read.height == 2
    assert read["pers_is_mother"].to_list() == [None, None]

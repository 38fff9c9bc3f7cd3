"""The store: a snapshot exists whole or not at all, and is named by what was loaded."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from goldenthread.errors import InputRefused
from goldenthread.records import store
from goldenthread.records.coverage import Coverage
from goldenthread.records.store import Counts, Reading, Source
from goldenthread.records.tables import Records, empty

AS_AT = date(2026, 3, 31)


def reading(
    *,
    digest: str = "a1",
    as_at: date = AS_AT,
    authority: str = "Wexcombe County Council",
    kind: store.Kind = "annex_a",
) -> Reading:
    contacts = empty("ssd_contacts").clear(2).with_columns(pl.Series("cont_contact_id", ["1", "2"]))
    said = Coverage(table="ssd_contacts", history="window", window_start=date(2025, 9, 30), window_end=as_at)
    return Reading(
        records=Records(
            as_at=as_at,
            authority=authority,
            frames={"ssd_contacts": contacts.lazy()},
            coverage={"ssd_contacts": said},
        ),
        kind=kind,
        sources=(Source(name="annex-a.xlsx", sha256=digest),),
        lists={"list_1": Counts(rows_read=3, rows_loaded=2, rows_set_aside=1)},
        notes=pl.DataFrame(
            [("annex-a.xlsx", "List_1", 5, None, "set aside", "no identifier")],
            schema=store.NOTE_SCHEMA,
            orient="row",
        ),
        queried_cells=pl.DataFrame({"row": [7], "cell": ["32/13/2025"]}),
        set_aside=pl.DataFrame({"list": ["list_1"], "row": [5], "reason": ["no identifier"]}),
    )


def test_what_was_kept_is_what_is_opened(tmp_path: Path) -> None:
    kept = store.keep(reading(), tmp_path)
    records = store.open_snapshot(tmp_path, store.choose(tmp_path))

    assert records.snapshot == kept.manifest.snapshot
    assert records.as_at == AS_AT
    assert records.table("ssd_contacts").collect()["cont_contact_id"].to_list() == ["1", "2"]
    assert records.can_say("ssd_contacts").history == "window"
    assert records.can_say("ssd_cp_plans").history == "absent"
    assert store.notes(tmp_path, kept.manifest)["message"].to_list() == ["no identifier"]
    assert store.set_aside(tmp_path, kept.manifest)["reason"].to_list() == ["no identifier"]


def test_the_same_reading_twice_is_one_snapshot(tmp_path: Path) -> None:
    first, again = store.keep(reading(), tmp_path), store.keep(reading(), tmp_path)

    assert not first.already_held
    assert again.already_held
    assert again.manifest == first.manifest
    assert len(store.manifests(tmp_path)) == 1


@pytest.mark.parametrize(
    "other",
    [reading(digest="b2"), reading(as_at=date(2026, 2, 28)), reading(authority="Elsewhere Borough")],
    ids=["another file", "another date", "another authority"],
)
def test_identity_follows_what_was_loaded(other: Reading) -> None:
    def name(it: Reading) -> str:
        return store.identity(
            sources=it.sources, as_at=it.records.as_at, authority=it.records.authority, model_version=2
        )

    assert name(other) != name(reading())
    assert name(reading()) == name(reading())


def test_identity_does_not_depend_on_the_order_of_the_files() -> None:
    files = (Source(name="1.csv", sha256="aa"), Source(name="2.csv", sha256="bb"))
    names = {
        store.identity(sources=order, as_at=AS_AT, authority="Wexcombe", model_version=1)
        for order in (files, files[::-1])
    }
    assert len(names) == 1


def test_a_corrected_file_is_the_next_version_and_the_default(tmp_path: Path) -> None:
    store.keep(reading(digest="first"), tmp_path)
    store.keep(reading(digest="corrected"), tmp_path)

    chosen = store.choose(tmp_path)
    assert (chosen.version, chosen.sources[0].sha256) == (2, "corrected")


def test_the_default_is_the_latest_date_then_full_history(tmp_path: Path) -> None:
    store.keep(reading(digest="d", kind="dataset"), tmp_path)
    store.keep(reading(digest="later version of the workbook"), tmp_path)
    store.keep(reading(digest="older", as_at=date(2026, 2, 28), kind="dataset"), tmp_path)

    assert store.choose(tmp_path).sources[0].sha256 == "d"
    assert store.choose(tmp_path, as_at=date(2026, 2, 28)).sources[0].sha256 == "older"


def test_a_date_not_held_is_refused_with_those_that_are(tmp_path: Path) -> None:
    store.keep(reading(), tmp_path)
    with pytest.raises(InputRefused, match=r"no snapshot as at 2026-01-31.*2026-03-31"):
        store.choose(tmp_path, as_at=date(2026, 1, 31))


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="load a workbook"):
        store.choose(tmp_path / "nowhere")


def test_a_second_authority_is_refused(tmp_path: Path) -> None:
    store.keep(reading(), tmp_path)
    with pytest.raises(
        InputRefused, match="about Elsewhere Borough, and this store holds Wexcombe County Council"
    ):
        store.keep(reading(digest="c3", authority="Elsewhere Borough"), tmp_path)
    assert len(store.manifests(tmp_path)) == 1


def test_a_load_that_fails_leaves_nothing(tmp_path: Path) -> None:
    broken = pl.LazyFrame({"x": ["not a number"]}).select(pl.col("x").cast(pl.Int64))
    records = replace(reading().records, frames={"ssd_contacts": broken})

    with pytest.raises(pl.exceptions.InvalidOperationError):
        store.keep(replace(reading(), records=records), tmp_path)

    assert list((tmp_path / "snapshots").iterdir()) == []


def test_the_remains_of_a_stopped_load_count_for_nothing_and_are_cleared(tmp_path: Path) -> None:
    kept = store.keep(reading(), tmp_path)
    folder = tmp_path / "snapshots" / kept.manifest.snapshot
    (folder / "manifest.json").unlink()  # as a stop just before the manifest would leave it
    (folder / "half.parquet").write_bytes(b"half")

    assert store.manifests(tmp_path) == []
    assert not store.keep(reading(), tmp_path).already_held
    assert not (folder / "half.parquet").exists()


def test_a_snapshot_of_a_later_version_is_refused(tmp_path: Path) -> None:
    kept = store.keep(reading(), tmp_path)
    path = tmp_path / "snapshots" / kept.manifest.snapshot / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"model_version": 99}))

    with pytest.raises(InputRefused, match="later version"):
        store.manifests(tmp_path)


def test_only_the_owner_can_open_the_folder(tmp_path: Path) -> None:
    kept = store.keep(reading(), tmp_path)
    for folder in (tmp_path / "snapshots", tmp_path / "snapshots" / kept.manifest.snapshot):
        assert folder.stat().st_mode & 0o077 == 0


def test_counts_that_lose_a_row_cannot_be_made() -> None:
    with pytest.raises(AssertionError):
        Counts(rows_read=3, rows_loaded=1, rows_set_aside=1)

"""A snapshot that an older model wrote opens as the model has it now; one is stored for each version."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from goldenthread.errors import InputRefused
from goldenthread.records import store
from goldenthread.records.coverage import Coverage
from goldenthread.records.keys import KEY, KEY_FILE
from goldenthread.records.store.files import Tables
from goldenthread.records.store.upgrades import UPGRADES, Upgrade, brought_up_to_date
from goldenthread.records.tables import schema
from goldenthread.standards.safeguarding_dataset import dataset
from store_made_up import CHILD, FIRST, on_the_disk

STORED = Path(__file__).parents[2] / "fixtures" / "snapshots"
VERSIONS = range(1, dataset().model_version + 1)


@pytest.fixture(autouse=True)
def _a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_FILE, raising=False)
    monkeypatch.setenv(KEY, FIRST)


def test_every_version_but_this_one_has_its_upgrade_and_every_one_its_stored_snapshot() -> None:
    assert set(UPGRADES) == set(VERSIONS) - {dataset().model_version}
    stored = {path.name for path in STORED.iterdir()}
    assert stored == {f"model-{version}-{how}" for version in VERSIONS for how in ("plain", "sealed")}


@pytest.mark.parametrize("how", ["plain", "sealed"])
@pytest.mark.parametrize("version", VERSIONS)
def test_a_stored_snapshot_of_each_version_opens(version: int, how: str, tmp_path: Path) -> None:
    shutil.copytree(STORED / f"model-{version}-{how}", tmp_path / "store")
    (manifest,) = store.manifests(tmp_path / "store")
    records = store.open_snapshot(tmp_path / "store", manifest)

    assert (manifest.model_version, manifest.sealed) == (version, how == "sealed")
    assert (b"PAR1" in on_the_disk(tmp_path)) == (how == "plain")
    assert set(records.frames) == set(manifest.tables) <= set(dataset().tables)
    for name in records.frames:
        assert dict(records.table(name).collect_schema()) == schema(name)
    assert records.table("ssd_contacts").collect()["cont_person_id"].to_list() == [CHILD, "C2"]
    assert records.can_say("ssd_contacts").covers(start=date(2025, 10, 1), end=date(2026, 3, 31))
    assert store.notes(tmp_path / "store", manifest).height == 1
    assert store.set_aside(tmp_path / "store", manifest).height == 1
    assert store.queried_cells(tmp_path / "store", manifest).height == 1


# A made-up earlier model: persons had one field for their name in place of an identifier's prefix, visits
# stood under another name, and a table was held that the next version gave up.
OLD_TABLES = {
    "ssd_people": pl.LazyFrame({"id": ["C1"], "born": ["2015-03-01"]}),
    "ssd_contacts": pl.LazyFrame({"id": ["C1|contact"]}),
    "ssd_rumours": pl.LazyFrame({"id": ["C1|rumour"]}),
}
TO_VERSION_2 = Upgrade(
    renamed={"ssd_people": "ssd_person"},
    dropped=frozenset({"ssd_rumours"}),
    tables={"ssd_person": lambda frame: frame.with_columns(pl.col("born").str.to_date())},
)
TO_VERSION_3 = Upgrade(
    made={"ssd_births": lambda frames: frames["ssd_person"].select("id", "born")},
    coverage=lambda said: {**said, "ssd_births": _covered("ssd_births")},
)


def _covered(table: str) -> Coverage:
    return Coverage(table=table, history="current", window_start=None, window_end=date(2026, 3, 31))


def upgraded(version: int = 1) -> tuple[object, object]:
    return brought_up_to_date(
        OLD_TABLES,
        {name: _covered(name) for name in OLD_TABLES},
        version=version,
        to=3,
        upgrades={1: TO_VERSION_2, 2: TO_VERSION_3},
    )


def test_a_snapshot_two_versions_old_goes_through_both_upgrades() -> None:
    frames, coverage = upgraded()
    assert list(frames) == ["ssd_person", "ssd_contacts", "ssd_births"]
    assert frames["ssd_person"].collect().rows() == [("C1", date(2015, 3, 1))]
    assert frames["ssd_births"].collect().rows() == [("C1", date(2015, 3, 1))]
    assert frames["ssd_contacts"].collect().rows() == [("C1|contact",)]
    assert set(coverage) == {"ssd_person", "ssd_contacts", "ssd_births"}
    assert coverage["ssd_person"].table == "ssd_person"


def test_an_upgrade_opens_only_the_table_asked_for() -> None:
    opened: list[str] = []

    def opening(name: str) -> pl.LazyFrame:
        opened.append(name)
        return OLD_TABLES[name]

    tables = Tables({name: lambda name=name: opening(name) for name in OLD_TABLES})
    frames, _ = brought_up_to_date(tables, {}, version=1, to=2, upgrades={1: TO_VERSION_2})
    frames["ssd_person"].collect()
    assert opened == ["ssd_people"]


def test_a_snapshot_of_a_later_model_is_refused(tmp_path: Path) -> None:
    shutil.copytree(STORED / "model-1-plain", tmp_path / "store")
    (path,) = tmp_path.glob("store/snapshots/*/manifest.json")
    path.write_text(path.read_text().replace('"model_version": 1', '"model_version": 99'))
    with pytest.raises(InputRefused, match="later version"):
        store.manifests(tmp_path / "store")

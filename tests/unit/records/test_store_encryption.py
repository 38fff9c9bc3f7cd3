"""The store under lock: nothing of a child is readable on its disk without the key, and a fault is said."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from goldenthread.errors import InputRefused
from goldenthread.records import names_file, store
from goldenthread.records.keys import KEY, KEY_FILE, keyring
from goldenthread.records.store import Manifest
from store_made_up import CHILD, FILES, FIRST, SECOND, on_the_disk, reading

CHILDREN = [CHILD, "C2"]


@pytest.fixture(autouse=True)
def _a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_FILE, raising=False)
    monkeypatch.setenv(KEY, FIRST)


def children(folder: Path) -> list[str]:
    records = store.open_snapshot(folder, store.choose(folder))
    return records.table("ssd_contacts").collect()["cont_person_id"].to_list()


def snapshot(folder: Path, manifest: Manifest) -> Path:
    return folder / "snapshots" / manifest.snapshot


def test_what_was_kept_is_what_is_opened(tmp_path: Path) -> None:
    manifest = store.keep(reading(), tmp_path).manifest
    assert children(tmp_path) == CHILDREN
    assert store.notes(tmp_path, manifest)["message"].to_list() == ["no identifier"]
    assert CHILD in store.set_aside(tmp_path, manifest)["cells"][0]
    assert CHILD in store.queried_cells(tmp_path, manifest)["cell"][0]


def test_every_file_but_the_manifest_is_sealed(tmp_path: Path) -> None:
    manifest = store.keep(reading(), tmp_path).manifest
    (key,) = keyring().keys
    found = {path.stem for path in snapshot(tmp_path, manifest).glob("*.parquet")}
    assert found == FILES
    assert store.key_ids(tmp_path, manifest) == {key.id}
    assert b"PAR1" not in on_the_disk(tmp_path)
    assert CHILD.encode() not in on_the_disk(tmp_path)


def test_without_a_key_it_is_kept_plain_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY)
    manifest = store.keep(reading(), tmp_path).manifest
    assert not manifest.sealed
    assert store.key_ids(tmp_path, manifest) == {None}


def test_nothing_plain_is_on_the_disk_at_any_moment_of_a_load(tmp_path: Path) -> None:
    """Looked at whenever a file is opened, renamed or synced by us; Polars itself is given memory alone."""
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(tmp_path)
    found: list[str] = []
    looking = True

    def look(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal looking
        if looking and event in {"open", "os.rename", "os.remove", "os.mkdir"}:
            looking = False
            if b"PAR1" in on_the_disk(tmp_path):
                found.append(event)
            looking = True

    sys.addaudithook(look)
    try:
        store.keep(reading(), tmp_path / "store")
    finally:
        looking = False
        os.environ.update({"TMPDIR": before} if before else {})
        if before is None:
            del os.environ["TMPDIR"]
    assert found == []
    assert {path.name for path in tmp_path.iterdir()} == {"store"}


def test_a_table_is_opened_only_when_it_is_asked_for(tmp_path: Path) -> None:
    manifest = store.keep(reading(), tmp_path).manifest
    records = store.open_snapshot(tmp_path, manifest)
    (snapshot(tmp_path, manifest) / "ssd_contacts.parquet").write_bytes(b"GTSEALED\x01 spoiled")
    assert "ssd_contacts" in records.frames  # to look whether it is there opens nothing
    with pytest.raises(InputRefused, match="damaged"):
        records.table("ssd_contacts")


def test_a_wrong_key_and_a_missing_one_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.keep(reading(), tmp_path)
    for key, why in ((SECOND, "and the keys given are"), ("", "and no key is given")):
        monkeypatch.setenv(KEY, key)
        with pytest.raises(InputRefused, match=why):
            children(tmp_path)
        with pytest.raises(InputRefused, match=why):
            store.refuse_unopenable(tmp_path)


def _swap(folder: Path, manifest: Manifest) -> None:
    one, other = (snapshot(folder, manifest) / f"{name}.parquet" for name in ("ssd_contacts", "set_aside"))
    shutil.copyfile(other, one)


def _from_another_snapshot(folder: Path, manifest: Manifest) -> None:
    other = store.keep(reading(digest="another"), folder).manifest
    name = "ssd_contacts.parquet"
    shutil.copyfile(snapshot(folder, other) / name, snapshot(folder, manifest) / name)
    shutil.rmtree(snapshot(folder, other))


def _plain_in_its_place(folder: Path, manifest: Manifest) -> None:
    reading().records.table("ssd_contacts").collect().write_parquet(
        snapshot(folder, manifest) / "ssd_contacts.parquet"
    )


def _another_model(folder: Path, manifest: Manifest) -> None:
    path = snapshot(folder, manifest) / "manifest.json"
    path.write_text(path.read_text().replace(str(manifest.snapshot), "0" * 16))
    path.parent.rename(path.parent.with_name("0" * 16))


TAMPERED = {
    "a file of the same snapshot": _swap,
    "the same table of another": _from_another_snapshot,
    "a plain file": _plain_in_its_place,
    "under another name": _another_model,
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_a_file_swapped_for_another_is_refused(
    tmp_path: Path, tamper: Callable[[Path, Manifest], None]
) -> None:
    tamper(tmp_path, store.keep(reading(), tmp_path).manifest)
    with pytest.raises(InputRefused, match="was put there by something else"):
        children(tmp_path)


def test_a_damaged_manifest_is_refused(tmp_path: Path) -> None:
    path = snapshot(tmp_path, store.keep(reading(), tmp_path).manifest) / "manifest.json"
    for text in ("", "{", "[]", path.read_text()[:-40], path.read_text().replace("as_at", "as_ta")):
        path.write_text(text)
        with pytest.raises(InputRefused, match="has a manifest that cannot be read"):
            store.manifests(tmp_path)


def test_rotation_leaves_nothing_under_the_old_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = store.keep(reading(), tmp_path).manifest
    monkeypatch.setenv(KEY, f"{SECOND}\n{FIRST}")
    assert children(tmp_path) == CHILDREN  # before it, the old key opens

    assert (store.rotate(tmp_path).files, store.rotate(tmp_path).files) == (len(FILES), 0)
    monkeypatch.setenv(KEY, SECOND)
    assert children(tmp_path) == CHILDREN
    assert store.key_ids(tmp_path, manifest) == {keyring().keys[0].id}


def test_rotation_encrypts_what_was_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY)
    store.keep(reading(), tmp_path)
    monkeypatch.setenv(KEY, FIRST)
    assert children(tmp_path) == CHILDREN

    store.rotate(tmp_path)
    assert b"PAR1" not in on_the_disk(tmp_path)
    assert children(tmp_path) == CHILDREN
    assert store.manifests(tmp_path)[0].sealed


def test_rotation_without_a_key_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY)
    with pytest.raises(InputRefused, match="keys new"):
        store.rotate(tmp_path)


def test_a_rotation_stopped_anywhere_opens_and_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY)
    store.keep(reading(), tmp_path / "first")
    monkeypatch.setenv(KEY, FIRST)
    replace, done = Path.replace, 0

    def stop_after(count: int) -> Callable[[Path, Path], Path]:
        def renamed(self: Path, target: Path) -> Path:
            nonlocal done
            if done == count:
                raise KeyboardInterrupt
            done += 1
            return replace(self, target)

        return renamed

    for count in range(len(FILES) + 1):
        folder, done = tmp_path / str(count), 0
        shutil.copytree(tmp_path / "first", folder)
        with monkeypatch.context() as stopping:
            stopping.setattr(Path, "replace", stop_after(count))
            with pytest.raises(KeyboardInterrupt):
                store.rotate(folder)
        assert children(folder) == CHILDREN
        store.rotate(folder)
        assert children(folder) == CHILDREN
        assert b"PAR1" not in on_the_disk(folder)


def test_the_same_reading_is_one_snapshot_whatever_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store.keep(reading(), tmp_path)
    monkeypatch.setenv(KEY, f"{SECOND}\n{FIRST}")
    assert store.keep(reading(), tmp_path).manifest == first.manifest


def test_the_file_of_names_is_sealed_with_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = names_file.place(tmp_path / "store")
    monkeypatch.delenv(KEY)
    names_file.write(path, b"identifier,name\n")
    assert not names_file.is_sealed(path)

    monkeypatch.setenv(KEY, FIRST)
    assert names_file.reseal(path)
    assert names_file.is_sealed(path)
    assert names_file.read(path) == b"identifier,name\n"
    monkeypatch.setenv(KEY, SECOND)
    with pytest.raises(InputRefused, match="the file of names: is encrypted with key"):
        names_file.read(path)

"""Stopped at any line, cut off at any moment: never half a snapshot, and the next load makes it whole.

Each line of the store that runs during a load is a place to die. The disk is copied as it stands there, which
is what a process killed at that line would leave, and the copy must be as good as new.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import goldenthread.records.store as store_package
from goldenthread.records import sealing, store
from goldenthread.records.keys import KEY, KEY_FILE
from store_made_up import CHILD, FILES, FIRST, reading

OURS = (str(Path(store_package.__file__).parent), sealing.__file__)


@pytest.fixture(autouse=True, params=["sealed", "plain"])
def _a_key(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_FILE, raising=False)
    monkeypatch.setenv(KEY, FIRST if request.param == "sealed" else "")


def each_line(work: Callable[[], object], at_line: Callable[[str], None]) -> None:
    """Do the work, calling at_line("file:number") before each line of the store's own modules."""

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        if event == "line":
            sys.settrace(None)
            at_line(f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}")
            sys.settrace(trace)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)


def _state(folder: Path) -> tuple[tuple[str, int], ...]:
    return tuple((str(path), path.stat().st_size) for path in sorted(folder.rglob("*")) if path.is_file())


def deaths(live: Path, work: Callable[[], object], copies: Path) -> dict[Path, list[str]]:
    """A copy of the disk for each way it stood, with the lines at which a death would leave it so."""
    found: dict[tuple[tuple[str, int], ...], Path] = {}
    lines: dict[Path, list[str]] = {}

    def at_line(line: str) -> None:
        state = _state(live)
        if state not in found:
            found[state] = copies / str(len(found))
            shutil.copytree(live, found[state])
        lines.setdefault(found[state], []).append(line)

    each_line(work, at_line)
    return lines


def whole(folder: Path) -> None:
    """Every snapshot that counts can be opened and holds its rows."""
    for manifest in store.manifests(folder):
        records = store.open_snapshot(folder, manifest)
        assert records.table("ssd_contacts").collect()["cont_person_id"].to_list() == [CHILD, "C2"]
        assert store.notes(folder, manifest).height == 1
        assert store.set_aside(folder, manifest).height == 1
        assert store.queried_cells(folder, manifest).height == 1


def test_killed_at_any_line_of_a_load_there_is_no_half_snapshot(tmp_path: Path) -> None:
    live = tmp_path / "live"
    live.mkdir()
    ways = deaths(live, lambda: store.keep(reading(), live), tmp_path)

    held = [len(store.manifests(copy)) for copy in ways]
    assert set(held) == {0, 1}
    assert held == sorted(held)  # from the moment it is there, it stays
    assert sum(len(lines) for lines in ways.values()) > 100
    for copy in ways:
        whole(copy)
        kept = store.keep(reading(), copy)
        whole(copy)
        assert len(store.manifests(copy)) == 1
        left = {path.name for path in (copy / "snapshots" / kept.manifest.snapshot).iterdir()}
        assert left == {f"{name}.parquet" for name in FILES} | {"manifest.json"}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a file open at that moment
def test_interrupted_at_any_line_the_load_clears_up_after_itself(tmp_path: Path) -> None:
    """Ctrl-C rather than a kill: an exception at each line leaves nothing, or the whole of it."""
    lines: list[str] = []
    each_line(lambda: store.keep(reading(), tmp_path / "first"), lines.append)

    class Stop(BaseException):
        pass

    for number in range(0, len(lines), 3):
        folder, count = tmp_path / str(number), 0

        def stop(_: str, number: int = number) -> None:
            nonlocal count
            count += 1
            if count == number + 1:
                raise Stop

        with pytest.raises(Stop):
            each_line(lambda folder=folder: store.keep(reading(), folder), stop)
        whole(folder)
        held = list(folder.glob("snapshots/*"))
        assert len(held) == len(store.manifests(folder)), lines[number]


def test_killed_at_any_line_of_clearing_up_a_failed_load_there_is_no_half_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fails under the very last step, when the manifest has its name already."""
    live = tmp_path / "live"
    live.mkdir()
    real = store.Shelf.write_manifest

    def fail_last(self: store.Shelf, manifest: store.Manifest) -> None:
        real(self, manifest)
        raise OSError("no space left on the device")

    def load() -> None:
        with pytest.raises(OSError, match="no space"):
            store.keep(reading(), live)

    monkeypatch.setattr(store.Shelf, "write_manifest", fail_last)
    for copy in deaths(live, load, tmp_path):
        whole(copy)
    assert list((live / "snapshots").iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="reads which file a descriptor is from /proc")
def test_everything_is_on_the_disk_before_the_manifest_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[str, str]] = []
    fsync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        done.append(("synced", Path(f"/proc/self/fd/{descriptor}").readlink().name))
        fsync(descriptor)

    def renamed(self: Path, target: Path) -> Path:
        done.append(("named", Path(target).name))
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    name = store.keep(reading(), tmp_path).manifest.snapshot

    at = done.index(("named", "manifest.json"))
    before, after = done[:at], done[at + 1 :]
    for file in FILES:
        own = [(what, who.removesuffix(".part")) for what, who in before if who.startswith(file)]
        assert own == [("synced", f"{file}.parquet"), ("named", f"{file}.parquet")]
    assert before[-3:] == [("synced", name), ("synced", "snapshots"), ("synced", "manifest.json.part")]
    assert after == [("synced", name)]

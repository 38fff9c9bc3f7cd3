"""`kill -9` at random moments of a load, as `make kills`: never half a snapshot, never two, and the retry
always completes.

A load is a process of its own; half of the kills fall anywhere in its life, half in the short time in which
it writes. After each the store is looked at as the product looks at it, then the same load runs to its end.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from annex_a_made_up import clean_lists
from goldenthread.records import store
from goldenthread.records.annex_a import write_workbook
from goldenthread.records.load import load

_LOAD = (
    "import sys; from pathlib import Path; from goldenthread.records.load import load; "
    "load(Path(sys.argv[1]), store_folder=Path(sys.argv[2]))"
)
_LONGEST_WRITE = 0.12  # seconds in which a load of this size writes


def main(times: int = 200) -> int:
    said: Counter[str] = Counter()
    with TemporaryDirectory() as held, ProcessPoolExecutor(2, get_context("spawn")) as pool:
        halves = [Path(held) / half for half in ("one", "two")]
        for half in halves:
            half.mkdir()
        for counted in pool.map(partial(run, times=(times + 1) // 2), halves, (20251031, 20251032)):
            said += counted
    for what, count in sorted(said.items()):
        print(f"{what:<40}{count:>6}")  # noqa: T201
    return 0


def run(folder: Path, seed: int, *, times: int) -> Counter[str]:
    """Kill `times` loads, looking at the store after each. Raises AssertionError where it is not whole."""
    workbook = folder / "lists 2025-10-31.xlsx"
    write_workbook(clean_lists(3, 60), workbook)
    whole = load(workbook, store_folder=folder / "whole").manifest
    rng, said, taken = random.Random(seed), Counter[str](), _seconds_of_a_load(workbook, folder / "timed")
    for number in range(times):
        kept = folder / f"store{number}"
        said[_killed(workbook, kept, rng=rng, while_writing=bool(number % 2), taken=taken)] += 1
        held = store.manifests(kept)
        assert len(held) <= 1
        said["held whole after the kill" if held else "held nothing after the kill"] += 1
        _check_whole(kept, held, whole)
        again = load(workbook, store_folder=kept)
        assert again.already_held == bool(held)
        _check_whole(kept, store.manifests(kept), whole)
        assert [path.name for path in (kept / "snapshots").iterdir()] == [whole.snapshot]
    said["retries completed"] = times
    return said


def _start(workbook: Path, kept: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _LOAD, str(workbook), str(kept)], stderr=subprocess.DEVNULL
    )


def _seconds_of_a_load(workbook: Path, kept: Path) -> float:
    began = time.monotonic()
    assert _start(workbook, kept).wait() == 0
    return time.monotonic() - began


def _killed(workbook: Path, kept: Path, *, rng: random.Random, while_writing: bool, taken: float) -> str:
    """Start a load and kill it; says whether it had ended by itself before."""
    with _start(workbook, kept) as process:
        if while_writing:
            while not any(kept.glob("snapshots/*")) and process.poll() is None:
                time.sleep(0.001)
            time.sleep(rng.uniform(0, _LONGEST_WRITE))
        else:
            time.sleep(rng.uniform(0, taken * 1.05))
        process.send_signal(signal.SIGKILL)
        ended = process.wait()
    assert ended in (0, -signal.SIGKILL)
    return "killed" if ended else "ended before the kill"


def _check_whole(kept: Path, held: list[store.Manifest], whole: store.Manifest) -> None:
    """What is held is all there: the same snapshot, every table with its rows, the notes."""
    for manifest in held:
        assert manifest.snapshot == whole.snapshot
        assert dict(manifest.tables) == dict(whole.tables)
        records = store.open_snapshot(kept, manifest)
        for name, rows in manifest.tables.items():
            assert records.table(name).select(pl.len()).collect().item() == rows
        assert store.notes(kept, manifest).height == manifest.notes
        store.set_aside(kept, manifest)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))

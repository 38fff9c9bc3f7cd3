"""What encryption costs the store: the same records kept and read sealed, beside plain."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

_KEY = "gtkey-" + "A" * 43 + "="
_TURNS = 5
_LIMIT = 1.25
_OPEN = 0.2  # seconds


def ratios(small: bool) -> list[tuple[str, float, float]]:
    """CPU of keeping and of reading every duty, and peak memory of the latter, sealed over plain; and how
    long a sealed snapshot takes to open and give its largest table."""
    os.environ.pop("GOLDENTHREAD_KEY_FILE", None)
    children = 2_000 if small else 20_000
    with tempfile.TemporaryDirectory() as folder:
        records = _authority(children)
        keep = {how: _least(lambda: _keep(records, Path(folder), how)) for how in ("plain", "sealed")}  # noqa: B023
        duties = {how: _least(lambda: _duties(Path(folder) / how)) for how in ("plain", "sealed")}  # noqa: B023
        memory = {how: _memory(Path(folder) / how) for how in ("plain", "sealed")}
        opened = _opened(Path(folder) / "sealed")
    of = f"({children:,} children)"
    return [
        (f"keeping a snapshot encrypted / plain {of}", keep["sealed"] / keep["plain"], _LIMIT),
        (f"every duty from it encrypted / plain {of}", duties["sealed"] / duties["plain"], _LIMIT),
        (f"memory of that encrypted / plain {of}", memory["sealed"] / memory["plain"], _LIMIT),
        (f"seconds to open it and read its largest table {of}", opened, _OPEN),
    ]


def _authority(children: int) -> Any:
    from goldenthread.synthetic.authority import synthesise

    return synthesise(children=children, months=36, end=date(2026, 3, 31), seed=5)


def _least(work: Callable[[], float]) -> float:
    return min(work() for _ in range(_TURNS))


def _use_key(how: str) -> None:
    os.environ["GOLDENTHREAD_KEY"] = _KEY if how == "sealed" else ""


def _keep(records: Any, folder: Path, how: str) -> float:
    """CPU seconds of making the snapshot anew."""
    import shutil

    import polars as pl

    from goldenthread.records.store import NOTE_SCHEMA, Reading, Source, keep

    _use_key(how)
    shutil.rmtree(folder / how, ignore_errors=True)
    reading = Reading(
        records=records,
        kind="dataset",
        sources=(Source("made up", "0"),),
        lists={},
        notes=pl.DataFrame(schema=NOTE_SCHEMA),
        set_aside=pl.DataFrame(),
        queried_cells=pl.DataFrame(),
        made_up=True,
    )
    started = time.process_time()
    keep(reading, folder / how)
    return time.process_time() - started


def _duties(store: Path) -> float:
    """CPU seconds of opening the snapshot and working out every duty."""
    from goldenthread.clocks.engine import all_clocks
    from goldenthread.records.store import choose, open_snapshot

    _use_key("sealed")
    started = time.process_time()
    all_clocks(open_snapshot(store, choose(store)))
    return time.process_time() - started


def _opened(store: Path) -> float:
    from goldenthread.records.store import choose, open_snapshot

    manifest = choose(store)
    largest = max(manifest.tables, key=lambda name: manifest.tables[name])
    taken = []
    for _ in range(_TURNS):
        started = time.perf_counter()
        open_snapshot(store, choose(store)).table(largest).collect()
        taken.append(time.perf_counter() - started)
    return min(taken)


def _memory(store: Path) -> float:
    """The peak of a process that does nothing else."""
    ran = subprocess.run(
        [sys.executable, __file__, str(store)], capture_output=True, text=True, check=True, env=os.environ
    )
    return float(ran.stdout)


if __name__ == "__main__":
    _duties(Path(sys.argv[1]))
    told = Path("/proc/self/status").read_text(encoding="ascii")  # getrusage begins with the parent's
    print(next(line.split()[1] for line in told.splitlines() if line.startswith("VmHWM")))  # noqa: T201

"""From a snapshot to stored cases and figures; what is asked of them afterwards; and all of England's.

Each measurement is a process of its own, so that the memory is its own too. CPU is counted once the libraries
are loaded. England is some of its authorities, scaled up by how many there are.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from goldenthread.records.load import load
from goldenthread.synthetic.region import RECORDS, MadeUp, region, write_region

END = date(2026, 3, 31)
ENGLAND = 153
_CPU, _MEMORY = 5.0, 1.0  # seconds and GB, one authority of 20,000 children over 36 months
_CPU_OF_ENGLAND, _MEMORY_OF_ENGLAND = 360.0, 4.0  # three minutes of two cores
_AFTERWARDS, _DRILL_LIST = 0.1, 0.2

_STORED = """
import json, resource, sys, time
from pathlib import Path
import polars as pl
from goldenthread.clocks.engine import all_clocks
from goldenthread.indicators import compute
from goldenthread.records import store
place, out = map(Path, sys.argv[1:])
begun = time.process_time()
records = store.open_snapshot(place, store.choose(place))
clocks = all_clocks(records)
cases, figures = compute.cases_and_figures(records, clocks, by=["team"], period="month")
for name, frame in (("cases", cases), ("figures", figures)):
    frame.write_parquet(out / f"{name}.parquet", compression="zstd", compression_level=1)  # as a store keeps
taken = time.process_time() - begun
print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20]))
"""
_ASKED = """
import json, sys, time
from pathlib import Path
import polars as pl
out = Path(sys.argv[1])
figures, cases = (pl.scan_parquet(out / name) for name in ("figures.parquet", "cases.parquet"))
one = pl.col("indicator") == "cpp_count"
trend = figures.filter(one).group_by("period_end").agg(pl.col("numerator").sum()).sort("period_end")
teams = figures.filter(one & (pl.col("period_end") == pl.date(2026, 3, 31)))
drill = cases.filter(one & (pl.col("on") == pl.date(2026, 3, 31))).sort("child_id")
taken = []
for asked in (trend, teams, drill):
    each = []
    for _ in range(5):
        begun = time.process_time()
        assert asked.collect().height
        each.append(time.process_time() - begun)
    taken.append(min(each))
print(json.dumps([max(taken[:2]), taken[2]]))
"""
_MANY = """
import json, resource, sys, time
from pathlib import Path
from goldenthread.indicators import many
stores, out = many.stores_in(Path(sys.argv[1])), Path(sys.argv[2])
begun = time.process_time()
assert not many.measured(stores, many.Question(by=("team",), period="month"), out=out).refused
taken = time.process_time() - begun
print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20]))
"""


def ratios(small: bool) -> list[tuple[str, float, float]]:
    """Name, figure, limit: CPU seconds and GB."""
    children, months, of_england, middling = (1_000, 12, 2, 200) if small else (20_000, 36, 9, 2_600)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        one = MadeUp("one", "Made-up Authority", "improving", children, seed=7)
        cpu, memory = _told(_STORED, _store(one, here, months=months), _new(here / "stored"))
        afterwards, drill_list = _told(_ASKED, here / "stored")
        some = region(authorities=of_england, children=middling, seed=7)
        for authority in some:
            _store(authority, here / "england", months=months)
        all_cpu, most = _told(_MANY, here / "england", _new(here / "figures"))
    size = f"{children:,} children, {months} months"
    return [
        (f"snapshot to stored cases and figures, {size}: CPU seconds", cpu, _CPU),
        ("the same: GB at the most", memory, _MEMORY),
        ("a trend or a breakdown of what is stored: CPU seconds", afterwards, _AFTERWARDS),
        ("a drill list of what is stored: CPU seconds", drill_list, _DRILL_LIST),
        (
            f"all of England by {of_england} authorities of some {middling:,}: CPU seconds",
            all_cpu * ENGLAND / of_england,
            _CPU_OF_ENGLAND,
        ),
        ("the same: GB at the most", most, _MEMORY_OF_ENGLAND),
    ]


def _store(one: MadeUp, folder: Path, *, months: int) -> Path:
    """A store with the whole history of a made-up authority."""
    write_region((one,), folder / "made", months=months, end=END)
    place = folder / one.folder
    load(folder / "made" / one.folder / RECORDS, store_folder=place)
    return place


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _told(program: str, *arguments: Path) -> tuple[float, float]:
    told = [sys.executable, "-c", program, *map(str, arguments)]
    first, second = json.loads(subprocess.run(told, check=True, capture_output=True, text=True).stdout)
    return first, second


if __name__ == "__main__":
    for name, figure, limit in ratios(small="--small" in sys.argv[1:]):
        print(f"{name}: {figure:.3f} (limit {limit})")  # noqa: T201

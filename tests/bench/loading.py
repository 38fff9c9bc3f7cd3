"""Loading an Annex A workbook beside bare reading of its cells; how its cost grows; what memory it takes."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl

_AS_AT = date(2025, 10, 31)
_LIMIT, _LIMIT_OF_GROWTH, _MOST_MEMORY = 2.5, 2.2, 2**30
_TURNS = 4
_SIZES = (27_500, 55_000, 110_000, 220_000)
_MEMORY_OF_A_LOAD = """
import resource, sys
from pathlib import Path
from goldenthread.records.load import load
load(Path(sys.argv[1]), store_folder=Path(sys.argv[2]))
peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(sum(peaks) * 1024)
"""


def ratios(small: bool) -> list[tuple[str, float, float]]:
    """CPU of reading, typing, mapping, encrypting and keeping 110,000 rows, over CPU of bare reading of them;
    CPU of twice the rows over CPU of the rows; memory over 1 GB. The process apart is counted in.

    At the small size (5,000 rows) the fixed cost, that of a workbook without rows, is taken off both.
    """
    with tempfile.TemporaryDirectory() as folder:
        return list(_small(Path(folder)) if small else _whole(Path(folder)))


def _small(folder: Path) -> Iterator[tuple[str, float, float]]:
    ours, bare = _costs(folder, 5_000)
    ours_empty, bare_empty = _costs(folder, 0)
    figure = (ours - ours_empty) / (bare - bare_empty)
    yield "loading an Annex A workbook (5,000 rows, fixed cost off) / bare reading", figure, _LIMIT


def _whole(folder: Path) -> Iterator[tuple[str, float, float]]:
    costs = {rows: _costs(folder, rows) for rows in _SIZES}
    ours, bare = costs[110_000]
    yield "loading an Annex A workbook (110,000 rows) / bare reading of its cells", ours / bare, _LIMIT
    for rows, twice in pairwise(_SIZES):
        growth = costs[twice][0] / costs[rows][0]
        yield f"loading {twice:,} rows of Annex A / loading {rows:,}", growth, _LIMIT_OF_GROWTH
    memory = _peak(_workbook(folder, 110_000), folder / "memory") / _MOST_MEMORY
    yield "memory of loading 110,000 rows, both processes at their most / 1 GB", memory, 1.0


def _costs(folder: Path, rows: int) -> tuple[float, float]:
    """CPU seconds of loading a made-up workbook and of bare reading, each the least of several turns."""
    workbook = _workbook(folder, rows)
    _write(workbook, rows // 11)
    ours = min(_cpu(lambda: _load(workbook, folder / f"{rows}_{turn}")) for turn in range(_TURNS))  # noqa: B023
    return ours, min(_cpu(lambda: _read_bare(workbook)) for _ in range(_TURNS))


def _workbook(folder: Path, rows: int) -> Path:
    return folder / f"{rows}_rows_{_AS_AT.isoformat()}.xlsx"


def _peak(workbook: Path, store: Path) -> int:
    """Bytes at the most, of a process that loads and of the one that opens the file for it."""
    command = [sys.executable, "-c", _MEMORY_OF_A_LOAD, str(workbook), str(store)]
    return int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def _cpu(work: Callable[[], object]) -> float:
    """CPU seconds of the work, in this process and those it waited for."""
    began = _spent()
    work()
    return _spent() - began


def _spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _load(workbook: Path, store: Path) -> None:
    from goldenthread.records.keys import KEY, KEY_FILE
    from goldenthread.records.load import load

    os.environ.pop(KEY_FILE, None)
    os.environ[KEY] = "gtkey-" + "A" * 43 + "="
    load(workbook, store_folder=store)


def _read_bare(workbook: Path) -> None:
    import fastexcel

    reader = fastexcel.read_excel(str(workbook))
    for name in reader.sheet_names:
        reader.load_sheet(name, header_row=None, dtypes="string").to_polars()


def _write(workbook: Path, rows_each: int) -> None:
    from goldenthread.records.annex_a import AnnexA, write_workbook
    from goldenthread.records.annex_a.lists import LISTS

    rng = random.Random(20251031)
    lists = {number: _made_up(number, rows_each, rng) for number in LISTS}
    write_workbook(AnnexA(as_at=_AS_AT, authority="Marlford", lists=lists), workbook, note="Made-up data.")


def _made_up(number: int, rows: int, rng: random.Random) -> pl.DataFrame:
    """A list with every column filled about as often as in a real one; dates in the window and in order."""
    from goldenthread.records.annex_a.lists import schema
    from goldenthread.standards.annex_a import standard

    columns = {
        column.name: [_cell(column.name, column.kind, column.codes, place, row, rng) for row in range(rows)]
        for place, column in enumerate(standard().lists[number].columns)
    }
    return pl.DataFrame(columns, schema=schema(number))


def _cell(name: str, kind: str, codes: str | None, place: int, row: int, rng: random.Random) -> object:
    from goldenthread.standards.annex_a import standard

    if name in ("child_id", "adopter_id"):
        return f"{9_000_000 + row}"
    if name == "date_of_birth":
        return _AS_AT - timedelta(days=rng.randrange(400, 6_500))
    if kind == "date":
        return (
            None
            if rng.random() < 0.3 and place > 9
            else _AS_AT - timedelta(days=180 - place * 4 - rng.randrange(4))
        )
    if kind == "integer":
        return rng.randrange(1, 9)
    if codes is not None and not standard().code_sets[codes].open:
        left_out = ("V3", "V4", "X1", "F3", "P3")
        return rng.choice(
            [code.raw for code in standard().code_sets[codes].codes if code.raw not in left_out]
        )
    return {"postcode": "ZZ9 9ZZ", "id": "SC000001"}.get(kind, f"Team {rng.randrange(40)}")

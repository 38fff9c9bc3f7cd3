"""Loading an Annex A workbook beside bare reading of the same cells."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import polars as pl

_AS_AT = date(2025, 10, 31)
_LIMIT = 3.0
_TURNS = 4


def ratios(small: bool) -> list[tuple[str, float, float]]:
    """CPU of reading, typing, mapping, encrypting and keeping 110,000 rows, over CPU of bare reading of them.

    At the small size (5,000 rows) the fixed cost, that of a workbook without rows, is taken off both.
    """
    rows = 5_000 if small else 110_000
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = _costs(Path(folder), rows)
        if small:
            ours_empty, bare_empty = _costs(Path(folder), 0)
            ours, bare = ours - ours_empty, bare - bare_empty
    counted = f"{rows:,} rows, fixed cost off" if small else f"{rows:,} rows"
    return [(f"loading an Annex A workbook ({counted}) / bare reading of its cells", ours / bare, _LIMIT)]


def _costs(folder: Path, rows: int) -> tuple[float, float]:
    """CPU seconds of loading a made-up workbook and of bare reading, each the least of several turns."""
    workbook = folder / f"{rows}_rows_{_AS_AT.isoformat()}.xlsx"
    _write(workbook, rows // 11)
    ours = min(_cpu(lambda: _load(workbook, folder / f"{rows}_{turn}")) for turn in range(_TURNS))  # noqa: B023
    return ours, min(_cpu(lambda: _read_bare(workbook)) for _ in range(_TURNS))


def _cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


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

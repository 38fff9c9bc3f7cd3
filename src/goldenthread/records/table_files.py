"""A folder of the Standard Safeguarding Dataset's tables, a CSV or Parquet file each, without a manifest."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.records.annex_a import apart
from goldenthread.records.annex_a.limits import limits
from goldenthread.records.shaped import is_table

_KINDS = (".csv", ".parquet")


def holds_tables(path: Path) -> bool:
    """Whether a folder has a file named as one of the model's tables."""
    return path.is_dir() and any(
        is_table(file.stem) and file.suffix.lower() in _KINDS for file in path.iterdir()
    )


def tables_in(path: Path) -> dict[str, pl.DataFrame]:
    """Table to its rows as they came. CSV is opened in the process apart. Raises InputRefused where a file
    cannot be read, or a table is there twice."""
    files = sorted(file for file in path.iterdir() if is_table(file.stem))
    kinds = {file.suffix.lower() for file in files if file.suffix.lower() in _KINDS}
    if len(kinds) > 1:
        raise InputRefused(
            source=path,
            why="it holds tables both as CSV and as Parquet",
            what_to_do="send the one or the other",
        )
    if kinds == {".parquet"}:
        return {file.stem.lower(): _parquet(file) for file in files if file.suffix.lower() == ".parquet"}
    sheets = apart.opened(path).sheets
    return {sheet.name.lower(): _headed(sheet.cells) for sheet in sheets if is_table(sheet.name)}


def _headed(cells: pl.DataFrame) -> pl.DataFrame:
    """The rows under the first, named by it; a column without a name, or with one met before, is left out."""
    names: dict[str, str] = {}
    for place, header in zip(cells.columns, cells.row(0), strict=True):
        if header and header.strip().lower() not in names.values():
            names[place] = header.strip().lower()
    return cells.slice(1).select(pl.col(place).alias(name) for place, name in names.items())


def _parquet(file: Path) -> pl.DataFrame:
    if file.stat().st_size > limits().unpacked_bytes:
        raise InputRefused(
            source=file, why="it is far too large", what_to_do="send the tables of one authority"
        )
    try:
        return pl.read_parquet(file)
    except (pl.exceptions.PolarsError, OSError):
        raise InputRefused(
            source=file, why="it cannot be read as Parquet", what_to_do="export it again"
        ) from None

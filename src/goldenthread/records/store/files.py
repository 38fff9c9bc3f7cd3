"""Files of the store on the disk: forced there before anything says that they are."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl


def write_frame(path: Path, frame: pl.DataFrame) -> None:
    """On the disk itself before the manifest is: a power cut must not leave a manifest without its rows."""
    with path.open("wb") as file:
        frame.write_parquet(file, compression="zstd", compression_level=1)
        file.flush()
        os.fsync(file.fileno())


def write_text(path: Path, text: str) -> None:
    """Written beside, then renamed into place: a reader sees all of it or none of it."""
    beside = path.with_suffix(".part")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)

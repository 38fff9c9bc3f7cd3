"""How large a file may be that is handed in, and what reading it may cost.

One figure is an operator's to change: GOLDENTHREAD_LARGEST_FILE_MB, 20 if not said (a large authority's
workbook of 110,000 rows has about 8). What it may unpack to, and the memory and time reading it may take,
grow with it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache

from goldenthread.errors import InputRefused

SETTING = "GOLDENTHREAD_LARGEST_FILE_MB"
_USUAL = 20
_MOST = 1_000
_MEGABYTE = 2**20


@dataclass(frozen=True)
class Limits:
    """The most that is read. `memory_bytes` and `seconds` bound the process that reads."""

    file_bytes: int = _USUAL * _MEGABYTE
    unpacked_bytes: int = 10 * _USUAL * _MEGABYTE
    ratio: int = 400  # sheets of repeated codes pack 10 to 60 times; deflate's own limit is 1,032
    parts: int = 2_000
    rows: int = 1_000_000
    columns: int = 500
    memory_bytes: int = 512 * _MEGABYTE
    seconds: int = 30

    @property
    def file_megabytes(self) -> int:
        return self.file_bytes // _MEGABYTE


def limits() -> Limits:
    """The limits in force. Raises InputRefused where the setting is no size."""
    return _limits(os.environ.get(SETTING, str(_USUAL)))


@cache
def _limits(said: str) -> Limits:
    if not said.isdecimal() or not 1 <= int(said) <= _MOST:
        raise InputRefused(
            source=SETTING,
            why="is not a size in megabytes",
            what_to_do=f"set it to a whole number from 1 to {_MOST:,}, or leave it out for {_USUAL}",
        )
    size = int(said)
    larger = max(size, _USUAL)
    return Limits(
        file_bytes=size * _MEGABYTE,
        unpacked_bytes=10 * size * _MEGABYTE,
        memory_bytes=512 * _MEGABYTE * larger // _USUAL,
        seconds=30 * larger // _USUAL,
    )

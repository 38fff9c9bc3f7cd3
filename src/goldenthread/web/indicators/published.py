"""The published figures that the settings name, held in memory and read again when a file changes.

PUBLISHED_FIGURES is a folder of the Department's open-data files and models of neighbours; AUTHORITY_CODE the
nine characters the Department knows the authority by. Where a file cannot be read the page goes without the
folder, and those who load records are told (`fault`).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from goldenthread.errors import InputRefused
from goldenthread.indicators.published_folder import PublishedFolder, read_folder
from goldenthread.papers.compared import Compared, comparisons
from goldenthread.papers.words import MeasureWords

_log = logging.getLogger(__name__)
_Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class _Held:
    """The folder as read; nothing of it, and why, where it could not be."""

    folder: PublishedFolder
    fault: str = ""


def published_beside(words: MeasureWords) -> tuple[Compared, ...]:
    """What is published beside a measure, for this authority."""
    return comparisons(words, folder=_held().folder, code=settings.AUTHORITY_CODE)


def fault() -> str:
    """Why the folder could not be read, in words; "" where it was, or there is none."""
    return _held().fault


def _held() -> _Held:
    folder = settings.PUBLISHED_FIGURES
    return _read(Path(folder), _stamp(Path(folder))) if folder else _Held(PublishedFolder())


def _stamp(folder: Path) -> _Stamp:
    """What changes when a file does."""
    found = ((path.name, path.stat()) for path in sorted(folder.glob("*.csv")))
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in found)


@lru_cache(maxsize=2)
def _read(folder: Path, stamp: _Stamp) -> _Held:
    try:
        return _Held(read_folder(folder))
    except InputRefused as refused:
        _log.error("published figures: %s", refused)
        return _Held(PublishedFolder(), str(refused))

"""Opening a file that others made, in a process of its own with a bound on memory and on time.

A file that would take all memory, or never end, takes only that process with it, and what it did is told in a
sentence. The process reads the file into plain text cells and nothing more: what is made of the cells happens
in ours. It answers on standard output, which is memory that goes with us (or, where there is no such thing, a
file without a name): nothing of a child's is left on disk however either process ends.

    <Arrow IPC of each sheet, one after another> <JSON: the rest> <length of the JSON: 8 bytes>

As a program: `python -m goldenthread.records.annex_a.apart sheets PATH` (or `census PATH`: what is opened is
named in OPENERS), or `why PATH` once that has failed.
"""

from __future__ import annotations

import ctypes
import importlib
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

from goldenthread.errors import InputRefused
from goldenthread.records.annex_a.limits import SETTING, limits
from goldenthread.records.annex_a.sheets import Opened, RawSheet
from goldenthread.records.annex_a.workbook_xml import Properties

_TELL_ME_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG
_PASSED_ON = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LANG", "TMPDIR", "SYSTEMROOT", SETTING)
_LENGTH = 8
_PATIENCE = 6  # a busy machine gives a process a sixth of its time: the bound on its own work is what counts
_REFUSED, _FAR = "refused", "far"
OPENERS = {
    "sheets": "goldenthread.records.annex_a.sheets",
    "census": "goldenthread.records.returns.census_xml",
}
"""Modules whose `opened_here` opens a file, by the kind of file."""


def opened(path: Path, *, what: str = "sheets") -> Opened:
    """What the `opened_here` for that kind of file gives. Raises InputRefused likewise, and for a file that
    takes too much."""
    with _nameless() as answer:
        ended = _run(what, path, answer)
        if ended == 0:
            return _answered(answer, path)
    raise _why_not(path, ended)


def _nameless() -> IO[bytes]:
    """A file that nobody else can open and that goes with its last user."""
    if hasattr(os, "memfd_create"):
        return cast("IO[bytes]", os.fdopen(os.memfd_create("sheets"), "w+b"))
    return tempfile.TemporaryFile()


def _run(what: str, path: Path, answer: IO[bytes]) -> int | None:
    """The process's exit code, negative for a signal; None where its time was up."""
    bounds = limits()
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "goldenthread.records.annex_a.apart", what, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=subprocess.DEVNULL,  # what a fault says may be a child's
            env=_surroundings(),
            timeout=_PATIENCE * bounds.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return ran.returncode


def _surroundings() -> dict[str, str]:
    """What the process needs of our settings, and none of our keys."""
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**passed_on, "POLARS_MAX_THREADS": "1", "MALLOC_ARENA_MAX": "1"}


def _answered(answer: IO[bytes], path: Path) -> Opened:
    rest = answer.seek(0, io.SEEK_END) - _LENGTH
    length = int.from_bytes(_bytes(answer, rest, rest + _LENGTH), "big")
    said = json.loads(_bytes(answer, rest - length, rest))
    if _REFUSED in said:
        raise InputRefused(**said[_REFUSED])
    return _opened(said, answer)


def _bytes(answer: IO[bytes], start: int, end: int) -> bytes:
    answer.seek(start)
    return answer.read(end - start)


def _opened(said: dict[str, Any], answer: IO[bytes]) -> Opened:
    """A sheet at a time, so that the answer is never held twice over."""
    import polars as pl

    stated = said["properties"]
    return Opened(
        properties=Properties(
            as_at=date.fromisoformat(stated["as_at"]) if stated["as_at"] else None,
            authority=stated["authority"],
            made_up=stated["made_up"],
        ),
        sheets=tuple(
            RawSheet(file, name, pl.read_ipc(_bytes(answer, start, end)))
            for file, name, start, end in said["sheets"]
        ),
        remarks=tuple(said["remarks"]),
    )


def _why_not(path: Path, ended: int | None) -> InputRefused:
    """What the process died of, looked for in the file itself where it can be told."""
    with _nameless() as answer:
        if _run("why", path, answer) == 0:
            answer.seek(0)
            said = json.loads(answer.read())
            if _FAR in said:
                sheet, place = said[_FAR]
                return InputRefused(
                    source=path,
                    why=f"its sheet {sheet} is far too large: it has a cell at {place}",
                    what_to_do="delete the rows and columns beyond the list, save it and send that",
                )
    if ended is None or ended == -signal.SIGXCPU:
        return InputRefused(
            source=path,
            why=f"it takes more than {limits().seconds} seconds to read",
            what_to_do="send the eleven lists alone, exported again from the case system",
        )
    return InputRefused(
        source=path,
        why="it takes more memory to read than a workbook of its size should",
        what_to_do="send the eleven lists alone, exported again from the case system",
    )


def main(what: str, path: Path) -> None:
    """The process's own work."""
    _stay_within_bounds()
    if what == "why":
        _write_why(path)
    else:
        _write_opened(path, what)


def _stay_within_bounds() -> None:
    """No more memory or time than is sensible, no memory written to disk, and no living on alone."""
    import resource

    bounds = limits()
    resource.setrlimit(resource.RLIMIT_DATA, (bounds.memory_bytes, bounds.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.seconds, bounds.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_TELL_ME_WHEN_PARENT_DIES, signal.SIGKILL)


def _write_opened(path: Path, what: str) -> None:
    out = sys.stdout.buffer
    try:
        found: Opened = importlib.import_module(OPENERS[what]).opened_here(path)
    except InputRefused as refused:
        said = {"source": refused.source, "why": refused.why, "what_to_do": refused.what_to_do}
        _write_end(out, {_REFUSED: said})
        return
    places, end = [], 0
    for sheet in found.sheets:
        held = io.BytesIO()
        sheet.cells.write_ipc(held, compression="uncompressed")
        out.write(held.getbuffer())
        places.append((sheet.file, sheet.name, end, end + held.tell()))
        end += held.tell()
    stated = found.properties
    properties = {
        "as_at": stated.as_at and stated.as_at.isoformat(),
        "authority": stated.authority,
        "made_up": stated.made_up,
    }
    _write_end(out, {"properties": properties, "sheets": places, "remarks": found.remarks})


def _write_end(out: IO[bytes], said: dict[str, Any]) -> None:
    text = json.dumps(said).encode()
    out.write(text + len(text).to_bytes(_LENGTH, "big"))


def _write_why(path: Path) -> None:
    from goldenthread.records.annex_a.container import far_cell

    place = None if path.is_dir() else far_cell(path)
    sys.stdout.write(json.dumps({_FAR: place} if place else {}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

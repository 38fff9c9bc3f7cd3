"""Every hostile file through the loading of records, as `make hostile`: refused in a sentence, nothing kept.

Each is loaded as a council would load it, two at a time. What is counted: files made, refused, read; the
slowest; the most memory any process that read one took.
"""

from __future__ import annotations

import collections
import resource
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from goldenthread.errors import InputRefused
from goldenthread.records.load import load
from hostile import Hostile, every

SECONDS, MEGABYTES = 30, 512
_AFRESH = get_context("spawn")  # a fork of a process with threads may wait for ever
AS_AT = date(2025, 10, 31)


@dataclass(frozen=True)
class Outcome:
    """What came of one file: the sentence it was refused with, or none where it was read; or a fault."""

    kind: str
    sentence: str
    fault: str
    seconds: float
    megabytes: int


def refusal(made: Hostile, folder: Path) -> str:
    """The sentence a file is refused with; empty where it was read. Raises for anything else."""
    path = folder / made.name
    path.write_bytes(made.data)
    before = sorted(folder.rglob("*"))
    try:
        load(path, store_folder=folder / "store", as_at=AS_AT)
        sentence = ""
    except InputRefused as refused:
        sentence = str(refused)
    left = sorted(folder.rglob("*"))
    path.unlink()
    assert made.may_be_read or sentence, "it was read"
    assert not sentence or left == before, "something was left behind"
    named = (made.name, ".csv")  # of a zip, the file inside it
    assert not sentence or any(name in sentence for name in named), f"no file is named: {sentence}"
    return sentence


def outcome(made: Hostile, *, under: Path) -> Outcome:
    began = _spent()
    sentence = fault = ""
    with TemporaryDirectory(dir=under) as folder:
        try:
            sentence = refusal(made, Path(folder))
        except Exception as failed:  # counted, and the run goes on
            fault = f"{type(failed).__name__}: {failed}"
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return Outcome(made.kind, sentence, fault, _spent() - began, most)


def _spent() -> float:
    """CPU seconds of this process and of those it waited for: a busy machine makes no file slow."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main(each: int = 45) -> int:
    with TemporaryDirectory() as under, ProcessPoolExecutor(2, _AFRESH) as pool:
        outcomes = list(pool.map(partial(outcome, under=Path(under)), every(20251031, each=each)))
    kinds = collections.Counter(one.kind for one in outcomes)
    refused = collections.Counter(one.kind for one in outcomes if one.sentence)
    for kind, count in kinds.items():
        print(f"{kind:<20}{refused[kind]:>6} refused{count - refused[kind]:>6} read")  # noqa: T201
    faults = [f"{one.kind}: {one.fault}" for one in outcomes if one.fault]
    slowest, most = max(one.seconds for one in outcomes), max(one.megabytes for one in outcomes)
    print(f"{len(outcomes)} files, {refused.total()} refused, {len(faults)} faults")  # noqa: T201
    print(f"slowest {slowest:.1f} s of CPU, most memory of a reading process {most} MB")  # noqa: T201
    print(*faults, sep="\n")  # noqa: T201
    return int(bool(faults) or slowest > SECONDS or most > MEGABYTES)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))

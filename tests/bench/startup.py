"""What `goldenthread --help` costs before it says anything."""

from __future__ import annotations

import resource
import subprocess
import sys

HELP = [sys.executable, "-c", "from goldenthread.cli import main; main()", "--help"]


def ratios(small: bool) -> list[tuple[str, float, float]]:
    """CPU seconds of `--help`, the least of a few runs, against the 0.6 s promised."""
    return [("goldenthread --help, CPU seconds", min(_cpu_of(HELP) for _ in range(3 if small else 7)), 0.6)]


def _cpu_of(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

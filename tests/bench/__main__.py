"""`make bench`: what the thread costs, as ratios within one run: CPU beside CPU on the same input.

Each module offers `ratios(small)`: name, figure, limit. A figure over its limit is marked; nothing here fails
a build, since a busy machine must not.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

SUBJECTS = ("startup", "loading", "returns", "storing", "findings", "indicators", "authorities")


def main(*, small: bool) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    print(f"{'what':<78}{'figure':>9}{'limit':>9}")  # noqa: T201
    for subject in SUBJECTS:
        for name, figure, limit in importlib.import_module(f"bench.{subject}").ratios(small):
            mark = "" if figure <= limit else "  over"
            print(f"{name:<78}{figure:>9.2f}{limit:>9.2f}{mark}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(small="--small" in sys.argv[1:])

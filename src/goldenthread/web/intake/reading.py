"""One load, in a process of its own: a file that would eat all memory or never end takes only this process
with it. Run by intake.loading; asked on standard input, answers on standard output, both JSON.

    {"path": ..., "store": ..., "as_at": "2026-03-31" or null, "today": "2026-04-02"}
    {"snapshot": ..., "already_held": false} or {"refused": {"source", "why", "what_to_do"}} or
    {"refused": {"sentence"}}

Django is not imported here. What a fault of ours says may hold a child's details, so only its kind is told.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
from datetime import date
from pathlib import Path
from typing import Any

from goldenthread.errors import GoldenThreadError, InputRefused

MOST_MEMORY = 4 * 2**30
_TELL_ME_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG


def main() -> None:
    _stay_within_bounds()
    asked = json.load(sys.stdin)
    sys.stdout.write(json.dumps(answer(asked)))


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Load what is asked for, and say what came of it."""
    from goldenthread.records.load import load

    as_at = _day(asked["as_at"])
    try:
        kept = load(
            Path(asked["path"]), store_folder=Path(asked["store"]), as_at=as_at, kept_on=_day(asked["today"])
        )
    except InputRefused as refused:
        return {"refused": {"source": refused.source, "why": refused.why, "what_to_do": refused.what_to_do}}
    except GoldenThreadError as fault:
        return {"refused": {"sentence": str(fault)}}
    except Exception as fault:
        return {"fault": type(fault).__name__}
    return {"snapshot": kept.manifest.snapshot, "already_held": kept.already_held}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _stay_within_bounds() -> None:
    """No more memory than is sensible, no memory written to disk if it falls, and no living on alone."""
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_TELL_ME_WHEN_PARENT_DIES, signal.SIGKILL)
        if os.getppid() == 1:  # it died before we could ask to be told
            sys.exit(1)


if __name__ == "__main__":
    main()

"""Errors by audience: what the reader can act on is one sentence; what is our fault holds no record."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from goldenthread.errors import GoldenThreadError, InputRefused

DONE, FAULT, REFUSED = 0, 1, 2


def run(arguments: list[str] | None = None) -> int:
    """Run the command line on `arguments` (the process's own by default) and return its exit code."""
    from goldenthread.cli.app import app

    try:
        return app(arguments, standalone_mode=True) or DONE
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else FAULT
    except InputRefused as refused:
        print(refused, file=sys.stderr)  # noqa: T201  # the one place a refusal is said
        return REFUSED
    except GoldenThreadError as fault:
        print(fault, file=sys.stderr)  # noqa: T201
        return FAULT
    except (
        Exception
    ) as fault:  # whatever it is, the reader gets a sentence and no record leaks into a terminal
        print(_fault_of_ours(fault), file=sys.stderr)  # noqa: T201
        return FAULT


def _fault_of_ours(fault: Exception) -> str:
    """Where it happened, without the message: a library's message may hold the cells it choked on."""
    if os.environ.get("GOLDENTHREAD_DEBUG"):
        return "".join(traceback.format_exception(fault))
    ours = [
        frame
        for frame in traceback.extract_tb(fault.__traceback__)
        if "goldenthread" in Path(frame.filename).parts
    ]
    where = f" at {Path(ours[-1].filename).name} line {ours[-1].lineno}" if ours else ""
    return (
        f"A fault of ours ({type(fault).__name__}{where}): nothing was kept. "
        "Set GOLDENTHREAD_DEBUG=1 to see it whole; what it shows may hold children's details."
    )

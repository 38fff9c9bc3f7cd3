"""`watch`: a drop of files, each loaded once, until it is stopped."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from goldenthread.cli.keys import warn_if_plain
from goldenthread.cli.output import say, warn
from goldenthread.records.watch import Fed, look


def watch(folder: Path, *, store: Path, every: int, once: bool) -> None:
    """Look at the drop now, and again every so many seconds unless it is to be done once."""
    warn_if_plain()
    while True:
        for one in look(folder, store, now=datetime.now(UTC)):
            _say(one)
        if once:
            return
        time.sleep(every)


def _say(one: Fed) -> None:
    if one.state == "refused":
        warn(f"{one.name} was refused: {one.why}")
    else:
        say(f"{one.name}: {one.state} as snapshot {one.snapshot}, as at {one.as_at}")

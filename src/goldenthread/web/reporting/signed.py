"""What somebody puts their name to when a reporting cycle is frozen for its meeting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from goldenthread.web.history.keys import digest
from goldenthread.web.reporting.models import Cycle, Frozen


def statement(cycle: Cycle) -> str:
    """What is signed."""
    return f"This is what {cycle.body} received: the figures, and what was said of them, as they stood."


def cycle_record(cycle: Cycle, frozen: Iterable[Frozen]) -> dict[str, Any]:
    """The cycle, and each measure of it by the digest of all that was frozen: a letter changed in any of them
    is another record."""
    kept = sorted(frozen, key=lambda one: one.line_id)
    return {
        "meeting": str(cycle),
        "data cut-off": str(cycle.cut_off),
        "records": cycle.snapshot,
        "records as at": str(cycle.as_at),
        "frozen on": str(cycle.frozen_on),
        "frozen by": cycle.frozen_by_name,
        "measures": [
            {
                "measure": one.title,
                "owner": one.owner_name,
                "frozen": digest({"shown": one.shown, "said": one.said}),
            }
            for one in kept
        ],
    }

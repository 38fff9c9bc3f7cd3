"""The catalogue of clocks, printed from the clocks themselves: docs/manual/clocks.md is what this prints.

python -m goldenthread.clocks.manual docs/manual/clocks.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from goldenthread.clocks.catalogue import APART, LACKING, RUNNING, Clock
from goldenthread.clocks.rules import rule
from goldenthread.standards.timescales import Timescale, default_local_standards, timescales

_STANDING = {
    "act": "statute",
    "regulation": "regulations",
    "statutory_guidance": "statutory guidance",
    "local_standard": "a local standard",
    "practice_norm": "usual practice, not a duty",
    "historic": "no longer in force",
}
_CHECKED = {
    "verified": "checked against its source",
    "partly_verified": "checked in part",
    "unverified": "**unverified**",
}


def page() -> str:
    """The whole page, in Markdown; the same for the same clocks."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    every = timescales()
    built = (*RUNNING, *APART)
    yield "# Clocks"
    yield ""
    yield "Printed from the clocks by `make manual`: change the clocks, not this page."
    yield ""
    yield (
        f"Of the {len(every)} timescales children's services work to, {len(built)} run here. The other"
        f" {len(LACKING)} cannot be answered from any source held here; the table at the end says which"
        " record each lacks. A working day is no Saturday, Sunday or bank holiday in England, and the day"
        " after the start is the first. Months keep the day of the month, or take the month's last. Records"
        " hold days, not hours."
    )
    yield ""
    yield (
        "Each duty has a row for each child and each time it is owed, and stands, as at a date, as done in"
        " time, done late, running, due soon (within five working days), overdue, no longer owed, or not"
        " answerable: done, on a day the source does not hold."
    )
    for clock in built:
        yield from _clock(clock, every[clock.id])
    yield ""
    yield "## Not answerable from any source held here"
    yield ""
    yield "| Timescale | Limit as published | Standing | The record it lacks |"
    yield "|---|---|---|---|"
    for id, lacks in LACKING.items():
        one = every[id]
        yield f"| {one.title} (`{id}`) | {_published(one)} | {_standing(one)} | {lacks} |"


def _clock(clock: Clock, known: Timescale) -> Iterator[str]:
    yield ""
    yield f"## {known.title}"
    yield ""
    yield f"`{clock.id}`: {_standing(known)}. {known.source}."
    yield ""
    yield f"- **Starts**: {known.starts}"
    yield f"- **Due**: {_due(known)}"
    yield f"- **Stops**: {known.stops}"
    yield f"- **Lapses**: {clock.lapses}"
    yield f"- **Repeats**: {clock.repeats}"
    yield f"- **Reads**: {', '.join(f'`{table}`' for table in clock.needs)}"
    for why in clock.never_held:
        yield f"- {why}"
    told = "Short of full history" if clock.dated else "From the latest rows alone, as Annex A gives"
    for why in clock.only_latest:
        yield f"- {told}: {why[:1].lower()}{why[1:]}"
    for table in clock.dated:
        yield f"- `{table}` must say from which day it holds"
    if clock.whole:
        yield "- Annex A cannot run this clock: it needs these tables in full."


def _due(known: Timescale) -> str:
    legs = [f"{rule(limit).words} ({name.replace('_', ' ')})" for name, limit in known.legs.items()]
    if legs:
        said = legs[0].removesuffix(" (every)") if len(legs) == 1 else "; ".join(legs)
        return f"{said}, until the authority sets its own" if known.status == "local_standard" else said
    if known.status == "local_standard":
        (own,) = default_local_standards().of(known.id)
        return f"{rule(own.limit).words}, until the authority sets its own; that in force at the start counts"
    return str(known.value)


def _published(known: Timescale) -> str:
    units = {"calendar_days": "days", "calendar_months": "months", "elapsed_hours": "hours"}
    plain = {"event", "mixed", "term"}
    unit = "" if known.unit in plain else units.get(known.unit, known.unit.replace("_", " "))
    return f"{known.value} {unit.removesuffix('s') if known.value == 1 else unit}".strip()


def _standing(known: Timescale) -> str:
    return f"{_STANDING[known.status]}, {_CHECKED[known.evidence]}"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")

"""What stands beside a snapshot: practice records, for the tables it does not carry itself. Whatever reads
children's rows for a figure or a list reads `records_of`, so that the site counts what the command line does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from goldenthread.web.intake.models import Snapshot
from goldenthread.web.intake.queries import manifest_of, store
from goldenthread.web.page.templatetags.page import day

if TYPE_CHECKING:
    from goldenthread.records.store import Manifest
    from goldenthread.records.tables import Records


def records_of(snapshot: Snapshot) -> Records:
    """The snapshot's records, with what stands beside them."""
    from goldenthread.records.history import supplemented
    from goldenthread.records.store import open_snapshot

    return supplemented(store(), open_snapshot(store(), manifest_of(snapshot)))


def records_as_known(snapshot: Snapshot) -> Records:
    """The same as they were known on the snapshot's own date: without what was corrected beside it since."""
    from goldenthread.records.history import supplemented
    from goldenthread.records.store import open_snapshot

    opened = open_snapshot(store(), manifest_of(snapshot))
    return supplemented(store(), opened, known_on=snapshot.as_at)


def beside_of(snapshot: Snapshot) -> list[Manifest]:
    """The practice records that stand beside a snapshot, the earliest first."""
    from goldenthread.records.history import standing_beside
    from goldenthread.records.store import open_snapshot

    return standing_beside(store(), open_snapshot(store(), manifest_of(snapshot)))


def noted(beside: Sequence[Manifest]) -> list[dict[str, Any]]:
    """As it is kept with what was made of them: their names, their days, their files."""
    return [
        {
            "snapshot": one.snapshot,
            "as_at": one.as_at.isoformat(),
            "files": [source.name for source in one.sources],
        }
        for one in beside
    ]


def in_words(beside: Sequence[Manifest | Mapping[str, Any]]) -> str:
    """What stood beside, in a sentence; "" where nothing did."""
    told = [one if isinstance(one, Mapping) else noted([one])[0] for one in beside]
    if not told:
        return ""
    days = [f"{', '.join(one['files'])} as at {day(date.fromisoformat(one['as_at']))}" for one in told]
    return f"Beside them stood practice records: {'; '.join(days)}."

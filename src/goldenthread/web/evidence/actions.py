"""Freezing evidence. Whoever pins it writes the history row, for only they know what it was pinned to."""

from __future__ import annotations

from typing import Protocol

from goldenthread.web.evidence.models import Exhibit
from goldenthread.web.evidence.refs import EvidenceRef


class Actor(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def reference(self) -> str: ...


def freeze(ref: EvidenceRef, *, by: Actor) -> Exhibit:
    """Keep the evidence as it stands now; nothing later changes it."""
    return Exhibit.objects.create(
        kind=ref.kind,
        key=ref.key,
        label=ref.label[:300],
        as_of=ref.as_of,
        figure=ref.figure.to_json() if ref.figure else None,
        pinned_by_name=by.name,
        pinned_by_id=by.reference,
    )

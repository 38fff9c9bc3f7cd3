"""What a newer snapshot has that an older one had not: counts, and never a row."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.records import store as store_folder
from goldenthread.records.difference import difference as differing
from goldenthread.records.store import Counts, Manifest
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy
from goldenthread.web.intake.queries import every_snapshot, manifest_of, store
from goldenthread.web.intake.understood import field_in_words, title_of
from goldenthread.web.page.templatetags.page import day


@policy(Permission.SEE_LOADS)
@require_safe
def difference(request: HttpRequest, identity: str) -> HttpResponse:
    """What changed since the snapshot before this one, or since the one asked for?"""
    row = get_object_or_404(every_snapshot(), pk=identity)
    newer = manifest_of(row)
    earlier = _earlier(newer)
    older = _asked_for(request, earlier)
    context: dict[str, Any] = {
        "kept": row,
        "older": older,
        "is_correction": bool(older and older.as_at == newer.as_at),
        "earlier": [(one.snapshot, _in_words(one)) for one in earlier],
        "trail": [
            ("Records", "/records/"),
            (f"As at {day(row.as_at)}", reverse("intake:snapshot", args=[identity])),
        ],
    }
    if older is not None:
        context |= _compared(older, newer)
    return render(request, "intake/difference.html", context)


def _earlier(newer: Manifest) -> list[Manifest]:
    """The snapshots it may be compared with, the nearest first: of one kind, and before it."""
    held = [manifest_of(row) for row in every_snapshot()]
    place = (newer.as_at, newer.version)
    return [one for one in held if one.kind == newer.kind and (one.as_at, one.version) < place]


def _asked_for(request: HttpRequest, earlier: list[Manifest]) -> Manifest | None:
    name = request.GET.get("from")
    if not name:
        return earlier[0] if earlier else None
    found = next((one for one in earlier if one.snapshot == name), None)
    if found is None:
        raise Http404
    return found


def _compared(older: Manifest, newer: Manifest) -> dict[str, Any]:
    found = _counted(store(), _key(older), _key(newer))
    changed = [one for one in found if not one.is_same]
    return {
        "lists": [
            (title_of(name), older.lists.get(name, _NONE), newer.lists.get(name, _NONE))
            for name in dict.fromkeys([*older.lists, *newer.lists])
        ],
        "changed": [(title_of(one.table), one.counts, _fields(one.fields_changed)) for one in changed],
        "same": len(found) - len(changed),
    }


@dataclass(frozen=True)
class _Table:
    """How one table differs, in counts."""

    table: str
    is_same: bool
    counts: dict[str, int]
    fields_changed: dict[str, int]


def _key(manifest: Manifest) -> str:
    """All that a snapshot is: it changes where records whose time had ended were taken out of it."""
    return json.dumps(manifest.to_json(), sort_keys=True)


@lru_cache(maxsize=64)
def _counted(folder: Path, older: str, newer: str) -> tuple[_Table, ...]:
    """Snapshots do not change, and comparing two reads both whole: it is done once while the site runs.
    Counts alone are kept, and no row."""
    read = [Manifest.from_json(json.loads(one)) for one in (older, newer)]
    before, after = (store_folder.open_snapshot(folder, manifest) for manifest in read)
    return tuple(
        _Table(one.table, one.is_same, one.counts, dict(one.fields_changed))
        for one in differing(before, after)
    )


_NONE = Counts(rows_read=0, rows_loaded=0, rows_set_aside=0)


def _fields(changed: Any) -> str:
    return ", ".join(f"{field_in_words(field)} ({count:,})" for field, count in changed.items())


def _in_words(manifest: Manifest) -> str:
    return f"As at {day(manifest.as_at)}, version {manifest.version}"

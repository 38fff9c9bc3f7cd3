"""What is due for removal on a day, worked out from the store and changed by nothing."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import DateTimeField

from goldenthread.standards.retention import LocalPeriod, rule_on
from goldenthread.web.intake.queries import store
from goldenthread.web.retention.declared import DECLARED, Declared
from goldenthread.web.retention.queries import local_periods, reasons_to_keep
from goldenthread.web.retention.searching import count_by_model, mentions


@dataclass(frozen=True)
class Found:
    """What a dry run says: see models.DryRun, whose fields these are."""

    as_at: date
    children: list[str]
    due: list[dict[str, str]]
    held: list[str]
    held_why: list[str]
    kept: dict[str, int]
    rows: dict[str, dict[str, int]]
    site_rows: dict[str, int] = field(default_factory=dict)
    mentions: dict[str, int] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Of the children, why each is due, and the rows that would go: what a second person confirms. The
        site's own rows are left out, since looking at the list adds to them."""
        said = [self.as_at.isoformat(), self.children, self.due, self.rows]
        return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def find(*, as_at: date) -> Found:
    """Every record past its day on `as_at`, those that a hold keeps apart, and what would go with them."""
    from goldenthread.records.retention import facts_of, leaving
    from goldenthread.records.store import manifests, open_snapshot

    opened = [open_snapshot(store(), manifest) for manifest in manifests(store())]
    by_child, every = reasons_to_keep(on=as_at)
    local = local_periods()
    due, held, kept = [], [], Counter[str]()
    for facts in facts_of(opened):
        day = leaving(facts, as_at=as_at, local=local)
        reasons = [*every, *by_child.get(facts.child, ())]
        if day.on is None:
            kept[day.why] += 1
        elif day.on <= as_at and reasons:
            held.append((facts.child, "; ".join(reasons)))
        elif day.on <= as_at:
            due.append((facts.child, {"on": day.on.isoformat(), "class_id": day.class_id, "why": day.why}))
    due.sort(key=lambda pair: (pair[1]["on"], pair[0]))
    children = [child for child, _ in due]
    return Found(
        as_at=as_at,
        children=children,
        due=[why for _, why in due],
        held=[child for child, _ in held],
        held_why=[why for _, why in held],
        kept=dict(kept),
        rows=_rows(children),
        site_rows=count_by_model(children) if children else {},
        mentions=dict(Counter(declared.model for declared, _ in mentions(children))),
        others=others_due(as_at=as_at, local=local),
    )


def others_due(*, as_at: date, local: list[LocalPeriod]) -> dict[str, int]:
    """How many rows of each model that is about no child are past a period of their own. They are counted and
    not removed: most are trails that the database lets nobody change."""
    counted = {}
    for declared in DECLARED:
        rule = rule_on(declared.class_id, on=as_at, local=local)
        if rule is not None and declared.dated:
            counted[declared.model] = _past(declared, years=rule.periods[0].years, as_at=as_at)
    return {model: rows for model, rows in counted.items() if rows}


def _past(declared: Declared, *, years: int, as_at: date) -> int:
    last = _years_before(as_at, years)
    is_instant = isinstance(declared.class_._meta.get_field(declared.dated or ""), DateTimeField)
    lookup = f"{declared.dated}__date__lte" if is_instant else f"{declared.dated}__lte"
    return declared.class_._base_manager.filter(**{lookup: last}).count()


def _years_before(day: date, years: int) -> date:
    """The last day whose anniversary has come on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February: what began on 1 March is a day short
        return date(day.year - years, 2, 28)


def _rows(children: list[str]) -> dict[str, dict[str, int]]:
    """Snapshot to table to rows that would go."""
    from goldenthread.records.removing import rows_of
    from goldenthread.records.store import manifests

    if not children:
        return {}
    found: dict[str, Any] = {
        manifest.snapshot: rows_of(store(), manifest, children) for manifest in manifests(store())
    }
    return {snapshot: tables for snapshot, tables in found.items() if tables}

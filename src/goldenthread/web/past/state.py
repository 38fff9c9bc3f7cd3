"""The rows of the plan as at a moment, and what each belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import ForeignKey

from goldenthread.web.past.installing import covered
from goldenthread.web.past.models import RowVersion

Key = tuple[str, str]  # a table's name, and a row's key in it
MODELS = {one.table: one.model for one in covered() if not one.columns}
# What people speak of; every other row is told under the one of these it belongs to.
SUBJECTS = (
    "plan_action",
    "plan_objective",
    "plan_requirement",
    "plan_source",
    "plan_workstream",
    "plan_scheme",
    "plan_plansettings",
    "plan_plantitle",
)


@dataclass(frozen=True)
class State:
    """Every row that was there at a moment. In one query, however many there were."""

    moment: datetime
    rows: Mapping[Key, Mapping[str, Any]] = field(default_factory=dict)


def state(moment: datetime) -> State:
    """The plan's rows as at a moment."""
    latest = RowVersion.objects.filter(at__lte=moment).order_by("relation", "key", "-id")
    found = latest.distinct("relation", "key").values_list("relation", "key", "row", "gone")
    return State(moment, {(table, key): row for table, key, row, gone in found if not gone})


def subject(at: Key, rows: Mapping[Key, Mapping[str, Any]], *, steps: int = 5) -> Key:
    """What a row is told under: the action, the objective or the requirement it belongs to; itself where it
    belongs to none."""
    table, _ = at
    if table in SUBJECTS or not steps or at not in rows:
        return at
    parents = [(target, str(key)) for target, key in _parents(table, rows[at]) if key is not None]
    found = [subject(parent, rows, steps=steps - 1) for parent in parents]
    return min((one for one in found if one[0] in SUBJECTS), key=_nearest, default=at)


def _nearest(at: Key) -> int:
    return SUBJECTS.index(at[0])


def _parents(table: str, row: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """(table, key) of each row of the plan that a row points to."""
    return [
        (str(one.related_model._meta.db_table), row.get(one.column))
        for one in MODELS[table]._meta.concrete_fields
        if isinstance(one, ForeignKey) and one.related_model._meta.db_table in MODELS
    ]


def objective_of(at: Key, rows: Mapping[Key, Mapping[str, Any]]) -> str:
    """The key of the objective a subject is grouped under; "" for the register of requirements."""
    table, key = at
    if table == "plan_objective":
        return key
    return str(rows[at]["objective_id"]) if table == "plan_action" and at in rows else ""

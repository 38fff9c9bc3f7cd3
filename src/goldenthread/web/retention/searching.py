"""Where the site's own tables name a child: by the field a model declares, or in words somebody wrote."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import CharField, Field, JSONField, Model, Q, QuerySet, TextField

from goldenthread.records.subject import standing_alone
from goldenthread.web.retention.declared import Declared, of_children, of_nobody

_NOT_SEARCHED = {"technical"}


def tombstone(child: str) -> str:
    """What stands for a child whose record has left: the same each time, and not to be turned back without
    the key, which is not in the database."""
    return (
        "T-" + hmac.digest(settings.SECRET_KEY.encode(), b"tombstone:" + child.encode(), "sha256").hex()[:32]
    )


def rows_naming(declared: Declared, children: Iterable[str]) -> QuerySet[Any]:
    """The rows of a model that name any of these children in the field it declares."""
    assert declared.child is not None
    model, wanted = declared.class_, sorted(set(children))
    condition = Q(pk__in=[])
    for name in declared.child.split():
        is_list = isinstance(model._meta.get_field(name), JSONField)
        condition |= Q(**{f"{name}__has_any_keys" if is_list else f"{name}__in": wanted})
    return model._base_manager.filter(condition)


def count_by_model(children: Iterable[str]) -> dict[str, int]:
    """How many rows of each model name any of these children; only those that do."""
    wanted = list(children)
    counted = {declared.model: rows_naming(declared, wanted).count() for declared in of_children()}
    return {model: rows for model, rows in counted.items() if rows}


def mentions(children: Iterable[str]) -> Iterator[tuple[Declared, Any]]:
    """Rows of the models that name nobody, in whose words one of these children is named all the same."""
    patterns = [standing_alone(child) for child in children]
    for declared in of_nobody():
        if declared.class_id in _NOT_SEARCHED or not patterns:
            continue
        for row in declared.class_._base_manager.all().iterator():
            words = [as_text(getattr(row, field.attname)) for field in worded(declared.class_)]
            if any(pattern.search(text) for pattern in patterns for text in words):
                yield declared, row


def worded(model: type[Model]) -> list[Field[Any, Any]]:
    """The fields of a model that hold words; a secret's digest is none."""
    kinds = (CharField, TextField, JSONField)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and field.attname != "password"
    ]


def as_text(value: object) -> str:
    """A field's value as words."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)

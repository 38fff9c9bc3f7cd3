"""Two people editing one thing: the second is told, and sees both texts.

    changed = save_if_unchanged(Action.objects.filter(pk=action.pk), version=form.cleaned_data["version"],
                                changes={"text": ...})
    if not changed:
        action.refresh_from_db()
        shown = conflict(form, held={"text": action.text}, version=action.version)
        return render(request, "plan/edit.html", {"form": form, "conflict": shown})

and in the page: {% include "components/conflict.html" %} above the form. The form shown again must carry the
version now held: `conflict(...)` sets it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import F, QuerySet
from django.http import QueryDict

from goldenthread.web.page.forms import VersionedForm


@dataclass(frozen=True)
class Difference:
    """One field as each of the two wrote it."""

    label: str
    yours: str
    theirs: str


def save_if_unchanged(row: QuerySet[Any], *, version: int, changes: Mapping[str, Any]) -> bool:
    """Compare and set in one statement: whether the row still stood at `version` and is now changed, one
    version on."""
    return row.filter(version=version).update(**changes, version=F("version") + 1) == 1


def conflict(form: VersionedForm, *, held: Mapping[str, Any], version: int) -> list[Difference]:
    """The fields in which what was typed differs from what is now held; the form then carries the held
    version, so that saving again is a choice made with both texts in view."""
    data = cast(QueryDict, form.data).copy()
    data[form.add_prefix("version")] = str(version)
    form.data = data
    differing = (
        Difference(
            str(form[name].label),
            _words(form.cleaned_data.get(name), form.fields[name]),
            _words(value, form.fields[name]),
        )
        for name, value in held.items()
    )
    return [difference for difference in differing if difference.yours != difference.theirs]


def _words(value: object, field: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        labels = {key: str(label) for key, label in getattr(field, "choices", ())}
        return ", ".join(labels.get(one, str(one)) for one in value)
    return f"{value:%-d %B %Y}" if hasattr(value, "strftime") else str(value)

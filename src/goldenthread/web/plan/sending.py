"""What a form was sent with, and what came of it: for the plan's pages and those of the rooms above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, QueryDict

from goldenthread.web.page.conflict import Difference, conflict
from goldenthread.web.page.forms import PageForm, VersionedForm
from goldenthread.web.plan.rules import NotDone


def sent(request: HttpRequest) -> QueryDict | None:
    """The fields a form was sent with, none of them perhaps; None where the page is only being opened."""
    return request.POST if request.method == "POST" else None


def acted(form: PageForm, act: Callable[[], Any]) -> bool | None:
    """What the act answered; None where it was refused, which is then said on the form."""
    try:
        answered = act()
    except NotDone as why:
        form.add_error(None, str(why))
        return None
    return answered is not False


def both(form: VersionedForm, held: Any, fields: Sequence[str]) -> list[Difference]:
    """Both texts, after somebody else saved first."""
    values = {name: getattr(held, name) for name in fields if name in form.fields}
    return conflict(form, held=values, version=held.version)

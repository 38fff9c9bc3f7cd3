"""Narrowing the trail down."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.web.history.queries import kinds, people
from goldenthread.web.page.forms import PageForm


class NarrowForm(PageForm):
    """Which things, whose acts; all of them if nothing is chosen."""

    kind = forms.ChoiceField(label="What it is about", required=False)
    who = forms.ChoiceField(label="Who did it", required=False)
    words = forms.CharField(label="Words in its name", required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("kind", "Anything", [(kind, kind.capitalize()) for kind in kinds()])
        self._choices("who", "Anybody", people())

    def _choices(self, name: str, none: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", none), *choices]

"""Which figure to pin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from goldenthread.papers.figures import Figure
from goldenthread.papers.wording import capital, in_period
from goldenthread.web.indicators.disclosure import Withheld
from goldenthread.web.indicators.words import said
from goldenthread.web.page.forms import PageForm


class PinForm(PageForm):
    """One of the figures shown, latest first; a withheld one cannot be pinned."""

    figure = forms.ChoiceField(
        label="Which figure",
        error_messages={
            "required": "Choose which figure to pin",
            "invalid_choice": "Choose a figure from the list: the one sent is not in these records",
        },
    )

    def __init__(self, *args: Any, series: Sequence[Figure], unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_end = {str(one.end): one for one in reversed(series) if not isinstance(one, Withheld)}
        choices = [
            (end, f"{capital(in_period(one.start, one.end))}: {said(one, unit)}")
            for end, one in self._by_end.items()
        ]
        self.fields["figure"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField has them

    @property
    def chosen(self) -> Figure:
        """The figure chosen, once the form is valid."""
        return self._by_end[self.cleaned_data["figure"]]

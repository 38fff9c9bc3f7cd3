"""How often, on which day, and of what."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.web.page.forms import VersionedForm
from goldenthread.web.reminders.models import WEEKDAYS, Kind, Rhythm


class PreferenceForm(VersionedForm):
    rhythm = forms.ChoiceField(label="How often", choices=Rhythm.choices, widget=forms.RadioSelect)
    weekday = forms.ChoiceField(
        label="On which day, where it is once a week", choices=WEEKDAYS, required=False
    )
    kinds = forms.MultipleChoiceField(
        label="What it tells you", choices=Kind.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def clean_weekday(self) -> int:
        return int(self.cleaned_data["weekday"] or 0)

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        wants = self.cleaned_data.get("rhythm") != Rhythm.OFF
        if wants and "kinds" in self.cleaned_data and not self.cleaned_data["kinds"]:
            self.add_error("kinds", "Choose at least one, or choose never")
        return given

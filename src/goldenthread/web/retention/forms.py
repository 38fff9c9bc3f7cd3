"""Forms of retention and of subject access requests."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from goldenthread.standards.retention import RetentionClass
from goldenthread.web.page.forms import DayField, PageForm, VersionedForm
from goldenthread.web.retention.models import AskedBy, HoldKind

EVENTS = {
    "birth": "The date of birth",
    "closed": "The end of the last case",
    "last_contact": "The last contact of any kind",
    "made": "The day it was made",
}


def _words(label: str, missing: str, *, hint: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


class HoldForm(PageForm):
    child = forms.CharField(
        label="Child’s identifier",
        help_text="As the records have it. Leave it empty to hold every child’s record, as for an inquiry.",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(
        label="What it is for",
        choices=HoldKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the hold is for"},
    )
    reason = _words("Reason", "Give the reason", hint="Name the matter, not the people in it.")
    starts = DayField(label="First day", error_messages={"required": "Enter the first day"})
    ends = DayField(
        label="Last day, where it is known", required=False, help_text="Empty holds it until it is lifted."
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "The last day comes before the first: enter a later one")
        return given


class LiftForm(VersionedForm):
    ends = DayField(label="Last day", error_messages={"required": "Enter the last day it holds"})
    why = _words("Why it is no longer needed", "Say why it is no longer needed")


class PeriodForm(PageForm):
    """A period for one class: only the events that class can run from."""

    event = forms.ChoiceField(
        label="Counted from",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it runs from"},
    )
    years = forms.IntegerField(
        label="Years",
        min_value=1,
        max_value=150,
        error_messages={
            "required": "Enter the number of years",
            "invalid": "Enter a whole number of years",
            "min_value": "Enter at least 1 year",
            "max_value": "Enter at most 150 years",
        },
    )
    valid_from = DayField(label="Holds from", error_messages={"required": "Enter the day it holds from"})
    source = forms.CharField(
        label="Where the authority says so",
        help_text="The retention schedule or the decision, with its date.",
        max_length=300,
        error_messages={"required": "Enter where the authority says so"},
    )

    def __init__(self, *args: Any, found: RetentionClass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["event"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(event, EVENTS[event]) for event in found.local_events]


class WhyForm(PageForm):
    why = _words("Why", "Say why")


class RequestForm(PageForm):
    child = forms.CharField(
        label="Child’s identifier",
        help_text="As the records have it.",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the child’s identifier"},
    )
    asked_by = forms.CharField(
        label="Who asked", max_length=200, error_messages={"required": "Enter who asked"}
    )
    capacity = forms.ChoiceField(
        label="They are",
        choices=AskedBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who they are to the child"},
    )
    received = DayField(
        label="Received on",
        help_text="The day the request, or the proof of who they are, came in. For example, 31/3/2026",
        error_messages={"required": "Enter the day it was received"},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_received(self) -> date:
        day: date = self.cleaned_data["received"]
        if day > self.on:
            raise forms.ValidationError("That day has not come yet: enter the day it was received")
        return day


class ClarificationForm(PageForm):
    question = _words("What was asked", "Say what was asked")
    on = DayField(label="Asked on", error_messages={"required": "Enter the day it was asked"})


class GivenForm(PageForm):
    on = DayField(label="Given on", error_messages={"required": "Enter the day it was given"})


class ExtendForm(PageForm):
    why = _words(
        "Why it is complex", "Say why it is complex", hint="They are told this within the first month."
    )
    on = DayField(label="They were told on", error_messages={"required": "Enter the day they were told"})


class WordsForm(PageForm):
    words = forms.CharField(
        label="Words that name somebody else",
        help_text="A name as it is written, such as a brother’s: looked for in all that was gathered.",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the words"},
    )


class EndForm(PageForm):
    answered = forms.ChoiceField(
        label="How it ended",
        choices=[("yes", "The answer was given"), ("no", "No answer is owed")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ended"},
    )
    why = _words("How, or why", "Say how it was given, or why none is owed")
    on = DayField(label="On", error_messages={"required": "Enter the day"})

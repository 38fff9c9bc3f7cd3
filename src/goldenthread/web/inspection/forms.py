"""The forms of a report's upload and review."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.web.inspection.queries import kinds
from goldenthread.web.page.forms import DayField, PageForm, VersionedForm

LARGEST = 20 * 1024 * 1024  # bytes; published reports are 0.2 to 2 MB
_WORDS = {
    "required": "Enter the finding's words",
    "max_length": "The finding must be 4,000 characters or fewer",
}


class UploadForm(PageForm):
    report = forms.FileField(
        label="Inspection report",
        max_length=200,
        allow_empty_file=True,  # the reader says what is wrong with it
        help_text="A PDF as the regulator published it, 20 MB or less",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={
            "required": "Choose the report's PDF",
            "invalid": "Choose the report's PDF",
            "max_length": "Give the file a name of 200 characters or fewer",
        },
    )

    def clean_report(self) -> Any:
        report = self.cleaned_data["report"]
        if report.size > LARGEST:
            raise forms.ValidationError("The file must be 20 MB or smaller: a report is 1 or 2 MB")
        return report


class LineForm(VersionedForm):
    text = forms.CharField(
        label="The finding, in the report's words",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages=_WORDS,
    )
    kind = forms.ChoiceField(
        label="What kind of finding is it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of finding"},
    )
    group = forms.CharField(
        label="Heading it stands under", required=False, max_length=300, help_text="If the report has one"
    )
    page = forms.IntegerField(
        label="Page of the file",
        min_value=1,
        max_value=1000,
        error_messages={
            "required": "Enter the page",
            "invalid": "Enter the page as a number",
            "min_value": "Enter a page from 1",
            "max_value": "Enter a page up to 1,000",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = list(kinds().items())


class LeaveOutForm(PageForm):
    why = forms.CharField(
        label="Why is it left out of the register?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example, it is not a finding but a heading misread as one",
        error_messages={"required": "Enter why it is left out"},
    )


class PublishedForm(PageForm):
    published = DayField(
        label="Day of publication", error_messages={"required": "Enter the day it was published"}
    )


class AcceptForm(VersionedForm):
    """Nothing to say: the review before the person is what goes into the register."""

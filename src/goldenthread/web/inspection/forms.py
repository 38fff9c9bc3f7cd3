"""The forms of a report's upload and review."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from goldenthread.web.inspection.queries import kinds
from goldenthread.web.page.forms import DayField, PageForm, VersionedForm

LARGEST = 20 * 1024 * 1024  # bytes; published reports are 0.2 to 2 MB
_BLANK_LINE = re.compile(r"\r?\n[ \t]*\r?\n")
_WORDS = {
    "required": "Enter its words",
    "max_length": "It must be 4,000 characters or fewer",
}


class UploadForm(PageForm):
    report = forms.FileField(
        label="Inspection report or improvement notice",
        max_length=200,
        allow_empty_file=True,  # the reader says what is wrong with it
        help_text="A PDF as it was published, 20 MB or less. A notice may also be plain text (.txt)",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf,.txt,text/plain"}),
        error_messages={
            "required": "Choose the report or the notice",
            "invalid": "Choose the report or the notice",
            "max_length": "Give the file a name of 200 characters or fewer",
        },
    )

    def clean_report(self) -> Any:
        report = self.cleaned_data["report"]
        if report.size > LARGEST:
            raise forms.ValidationError("The file must be 20 MB or smaller: a report is 1 or 2 MB")
        return report


class LineForm(VersionedForm):
    """A finding's fields. A notice's requirement has a paragraph, and no kind to choose."""

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

    paragraph = forms.CharField(
        label="Where it stands in the notice",
        required=False,
        max_length=60,
        help_text="For example, paragraph 3(a)",
        error_messages={"max_length": "Where it stands must be 60 characters or fewer"},
    )

    def __init__(self, *args: Any, notice: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if notice:
            del self.fields["kind"]
            self.fields["text"].label = "The requirement, in the notice's words"
        else:
            del self.fields["paragraph"]
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


class SplitForm(VersionedForm):
    """The words with a blank line wherever one ends and the next begins."""

    parts = forms.CharField(
        label="The words, with a blank line between the parts",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Put the cursor where one ends and press Enter twice. Change no word here",
        error_messages={"required": "Enter the words with a blank line between the parts"},
    )

    def clean_parts(self) -> list[str]:
        parts = [" ".join(part.split()) for part in _BLANK_LINE.split(self.cleaned_data["parts"])]
        parts = [part for part in parts if part]
        if len(parts) < 2:
            raise forms.ValidationError("Put a blank line where one ends and the next begins")
        return parts


class JoinForm(VersionedForm):
    """Nothing to say: the two lines before the person become one."""


class DateForm(VersionedForm):
    what = forms.CharField(
        label="What falls on it",
        max_length=100,
        help_text="For example, review, or progress report",
        error_messages={"required": "Enter what falls on the date"},
    )
    last = DayField(
        label="The day, or the last day it can be",
        required=False,
        help_text="Leave it empty where the notice sets no such date: it is taken out",
    )


class PublishedForm(VersionedForm):
    published = DayField(
        label="Day of publication", error_messages={"required": "Enter the day it was published"}
    )

    def __init__(self, *args: Any, notice: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if notice:
            self.fields["published"].label = "Day of issue"
            self.fields["published"].error_messages["required"] = "Enter the day it was issued"


class AcceptForm(VersionedForm):
    """Nothing to say: the review before the person is what goes into the register."""

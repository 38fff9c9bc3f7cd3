"""The forms of a report's upload and review."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from goldenthread.findings.model import FOCUSED_VISIT, MINUTES, MONITORING_VISIT
from goldenthread.web.inspection.models import Report
from goldenthread.web.inspection.queries import fields_of, kinds
from goldenthread.web.page.forms import DayField, PageForm, VersionedForm

LARGEST = 20 * 1024 * 1024  # bytes; published reports are 0.2 to 2 MB
PASTED = "pasted text.txt"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LINE_FIELDS = {"kind", "paragraph"}
_BLANK_LINE = re.compile(r"\r?\n[ \t]*\r?\n")
_WORDS = {
    "required": "Enter its words",
    "max_length": "It must be 4,000 characters or fewer",
}


_UPLOAD = "Choose the document, or paste its text"


class UploadForm(PageForm):
    """A document as a file, or its text pasted: one of the two."""

    report = forms.FileField(
        label="Inspection report, improvement notice, visit’s letter or minutes",
        max_length=200,
        required=False,
        allow_empty_file=True,  # the reader says what is wrong with it
        help_text="A report as its published PDF. A notice, a letter or minutes as a PDF, a Word document "
        "(.docx) or plain text (.txt). 20 MB or less",
        widget=forms.FileInput(attrs={"accept": f".pdf,application/pdf,.txt,text/plain,.docx,{_WORD}"}),
        error_messages={
            "invalid": _UPLOAD,
            "max_length": "Give the file a name of 200 characters or fewer",
        },
    )
    pasted = forms.CharField(
        label="Or paste its text",
        required=False,
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="The whole text, with its blank lines: of a notice, a letter or minutes",
        error_messages={"max_length": "The text must be 200,000 characters or fewer: give its file"},
    )
    kind = forms.ChoiceField(
        label="What is it?",
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", "Tell from the document"),
            (FOCUSED_VISIT, "Letter or paper about a focused visit"),
            (MONITORING_VISIT, "Letter of a monitoring visit"),
            (MINUTES, "Minutes of a committee"),
        ],
    )

    def clean_report(self) -> Any:
        report = self.cleaned_data["report"]
        if report and report.size > LARGEST:
            raise forms.ValidationError("The file must be 20 MB or smaller: a report is 1 or 2 MB")
        return report

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        has_file, has_text = bool(given.get("report")), bool((given.get("pasted") or "").strip())
        if has_file and has_text:
            self.add_error("pasted", "Give the file or its text, not both")
        elif not has_file and not has_text and not self.errors:
            self.add_error("report", _UPLOAD)
        return given

    @property
    def document(self) -> tuple[str, bytes]:
        """The name and the content of what was given."""
        given = self.cleaned_data["report"]
        return (given.name, given.read()) if given else (PASTED, self.cleaned_data["pasted"].encode())


class LineForm(VersionedForm):
    """A finding's fields. A notice's requirement has a paragraph and no kind, a letter's has both."""

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

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LINE_FIELDS - set(fields_of(report)):
            del self.fields[name]
        if not report.is_report:
            self.fields["text"].label = f"The {report.asks}, in the {report.noun}'s words"
        if "kind" in self.fields:
            kind: Any = self.fields["kind"]
            kind.choices = list(kinds(report).items())


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

"""The forms of the Records pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django import forms

from goldenthread.errors import InputRefused
from goldenthread.web.accounts.standing import today
from goldenthread.web.intake import names
from goldenthread.web.intake.uploads import PrivateFile, most_bytes
from goldenthread.web.page.forms import DayField, PageForm

_MEGABYTE = 2**20


class LoadForm(PageForm):
    workbook = forms.FileField(
        label="The workbook",
        max_length=200,
        help_text="An Annex A workbook (.xlsx), with one sheet for each list, or a zip of the lists as CSV;"
        " a children in need census (.xml); a children looked after return (a zip of its CSV files);"
        " or filled templates of practice records.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.zip,.xml,.csv"}),
        error_messages={
            "required": "Choose a workbook",
            "empty": "The file is empty: choose the workbook again",
            "max_length": "The file's name is too long: give it a shorter one",
        },
    )
    as_at = DayField(
        label="As at (optional)",
        required=False,
        help_text="The day the lists were made, such as 31/3/2026. Not needed where the workbook or its name"
        " says it.",
    )

    def clean_workbook(self) -> PrivateFile:
        """Whether it is a workbook at all is said here, beside the field; its lists are read afterwards."""
        received: PrivateFile = self.cleaned_data["workbook"]
        if received.too_large:
            raise forms.ValidationError(
                f"The file is larger than {most_bytes() // _MEGABYTE} MB: check that it is the right one"
            )
        _refuse_what_is_no_workbook(Path(received.temporary_file_path()), str(received.name))
        return received

    def clean_as_at(self) -> date | None:
        given: date | None = self.cleaned_data["as_at"]
        if given and given > today():
            raise forms.ValidationError("Enter a day that is not after today")
        return given


class NamesForm(PageForm):
    file = forms.FileField(
        label="The file of names",
        help_text="A CSV file with the columns identifier, name and link.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={
            "required": "Choose a file",
            "empty": "The file is empty: choose it again",
        },
    )

    def clean_file(self) -> PrivateFile:
        received: PrivateFile = self.cleaned_data["file"]
        if received.size is None or received.size > names.MOST_BYTES:
            raise forms.ValidationError(
                f"The file is larger than {names.MOST_BYTES // _MEGABYTE} MB: check that it is the right one"
            )
        try:
            names.read_names(received.read(), source="The file")
        except InputRefused as refused:
            raise forms.ValidationError(
                f"The file cannot be used: {refused.why}; {refused.what_to_do}"
            ) from refused
        return received


def _refuse_what_is_no_workbook(path: Path, name: str) -> None:
    from goldenthread.records.annex_a import workbook_properties
    from goldenthread.records.load import is_xml

    try:
        if not is_xml(path) and not name.lower().endswith(".csv"):
            workbook_properties(path)
    except InputRefused as refused:
        raise forms.ValidationError(
            f"The file cannot be used: {refused.why}; {refused.what_to_do}"
        ) from refused

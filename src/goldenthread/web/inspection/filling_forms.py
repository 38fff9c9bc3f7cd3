"""The form of what could not be read: one field for each part that a person can fill in."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.findings.model import InspectionReport, Letter, SourceDocument
from goldenthread.standards.frameworks import Framework
from goldenthread.web.inspection.filling import AUTHORITY, END, GRADE, START
from goldenthread.web.page.forms import DayField, VersionedForm

_NOT_READ = "It could not be read"


class FillForm(VersionedForm):
    """Each part as it stands, to be changed; what is left empty stays as it was read."""

    authority = forms.CharField(label="Authority", required=False, max_length=200)
    inspection_start = DayField(label="First day", required=False)
    inspection_end = DayField(label="Last day", required=False)

    def __init__(self, *args: Any, read: SourceDocument, framework: Framework | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read = read
        if not isinstance(read, InspectionReport | Letter):
            del self.fields[START], self.fields[END]
        grades = read.judgements if isinstance(read, InspectionReport) else {}
        for entry in framework.judgements if framework else ():
            self.fields[f"{GRADE}{entry.id}"] = forms.ChoiceField(
                label=entry.name,
                required=False,
                choices=[("", "As read"), *((grade.code, grade.label) for grade in framework.scale)]
                if framework
                else [],
                help_text="" if entry.id in grades or entry.optional else _NOT_READ,
            )
        if not read.authority:
            self.fields[AUTHORITY].help_text = _NOT_READ

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        start, end = given.get(START), given.get(END)
        if start and end and end < start:
            self.add_error(END, "The last day must be on or after the first")
        return given

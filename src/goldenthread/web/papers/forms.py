"""Choosing what a paper is made from."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.web.intake.models import Snapshot
from goldenthread.web.page.forms import PageForm
from goldenthread.web.plan.models import Source

KINDS = {"annex_a": "Annex A lists", "dataset": "full history"}


class PaperForm(PageForm):
    """The records, the reports and the plan. All reports and the plan are chosen unless somebody says no."""

    snapshot = forms.ChoiceField(
        label="Records as at",
        error_messages={
            "required": "Choose the records the paper is made from",
            "invalid_choice": "Those records are no longer held: choose others",
        },
    )
    reports = forms.MultipleChoiceField(
        label="Inspection reports, notices and letters",
        help_text="What they ask is shown in the words that were accepted into the register.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "That report is not in the register: choose from those listed"},
    )
    plan = forms.BooleanField(label="The improvement plan, as it stands today", required=False)

    def __init__(
        self, *args: Any, snapshots: list[Snapshot], sources: list[Source], has_plan: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choices("snapshot", [(row.identity, snapshot_words(row)) for row in snapshots])
        self._choices("reports", [(str(source.pk), _source_words(source)) for source in sources])
        if not sources:
            del self.fields["reports"]
        if not has_plan:
            del self.fields["plan"]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class DiscardForm(PageForm):
    why = forms.CharField(
        label="Why is it discarded?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example, the records were loaded again and a newer draft is there",
        error_messages={
            "required": "Enter why it is discarded",
            "max_length": "The reason must be 300 characters or fewer",
        },
    )


def snapshot_words(row: Snapshot) -> str:
    """31 March 2026, full history, version 2."""
    version = f", version {row.version}" if row.version > 1 else ""
    return f"{row.as_at.day} {row.as_at:%B %Y}, {KINDS.get(row.kind, row.kind)}{version}"


def _source_words(source: Source) -> str:
    day = source.inspection_end or source.published
    who = source.authority or source.file
    return f"{who}, {day.day} {day:%B %Y} ({source.file})" if day else f"{who} ({source.file})"

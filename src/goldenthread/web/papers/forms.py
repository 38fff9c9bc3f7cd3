"""Choosing what a paper is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from goldenthread.disclosure.profiles import Audience
from goldenthread.papers.wording import capital
from goldenthread.web.intake.models import Snapshot
from goldenthread.web.page.forms import PageForm
from goldenthread.web.plan.models import Source
from goldenthread.web.reporting.models import Cycle

KINDS = {"annex_a": "Annex A lists", "dataset": "full history"}


@dataclass(frozen=True)
class Offered:
    """What there is to choose from."""

    audiences: list[Audience]
    snapshots: list[Snapshot]
    sources: list[Source]
    has_plan: bool
    cycles: list[Cycle]


class PaperForm(PageForm):
    """For whom it is, the records, the reports, the plan, and what a meeting said. The board, all reports and
    the plan are chosen unless somebody says no."""

    audience = forms.MultipleChoiceField(
        label="Who is it for?",
        help_text="One paper is made for each. All are made from the same records, reports and plan.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose who the paper is for",
            "invalid_choice": "Choose who the paper is for from those listed",
        },
    )

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
    cycle = forms.ChoiceField(
        label="What owners said, as a meeting received it",
        help_text="Beside each measure stand its owner’s commentary, what was put to them and what is done"
        " about it. Papers for readers outside leave this out.",
        required=False,
        error_messages={"invalid_choice": "That reporting cycle is not frozen: choose from those listed"},
    )

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("audience", [(one.key, audience_words(one)) for one in offered.audiences])
        self._choices("snapshot", [(row.identity, snapshot_words(row)) for row in offered.snapshots])
        self._choices("reports", [(str(source.pk), _source_words(source)) for source in offered.sources])
        said = [(str(one.pk), f"{one}, figures as at {day_words(one.as_at)}") for one in offered.cycles]
        self._choices("cycle", [("", "None"), *said])
        if not offered.sources:
            del self.fields["reports"]
        if not offered.has_plan:
            del self.fields["plan"]
        if not offered.cycles:
            del self.fields["cycle"]

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


def audience_words(one: Audience) -> str:
    """The improvement board: figures as counted."""
    told = "figures as counted" if one.sees_all else "small numbers withheld"
    return f"{capital(one.title)}: {told}"


def day_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def snapshot_words(row: Snapshot) -> str:
    """31 March 2026, full history, version 2."""
    version = f", version {row.version}" if row.version > 1 else ""
    return f"{row.as_at.day} {row.as_at:%B %Y}, {KINDS.get(row.kind, row.kind)}{version}"


def _source_words(source: Source) -> str:
    day = source.inspection_end or source.published
    who = source.authority or source.file
    return f"{who}, {day.day} {day:%B %Y} ({source.file})" if day else f"{who} ({source.file})"

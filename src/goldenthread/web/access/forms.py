"""Forms of this room. A child is named by the identifier of the case system; nothing is looked up while
typing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.page.forms import DayField, PageForm, VersionedForm

_LONGEST_REVIEW = timedelta(days=184)  # a restriction nobody looks at again outlives its reason


def _reason(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why"},
    )


def _child(hint: str = "") -> forms.CharField:
    return forms.CharField(
        label="The child's identifier",
        help_text=hint or "As the case system has it.",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the child's identifier"},
    )


def _children(hint: str) -> forms.CharField:
    return forms.CharField(
        label="The children's identifiers",
        help_text=hint,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter at least one identifier"},
    )


class ChildForm(PageForm):
    """One child, by identifier."""

    child = _child()


class RestrictForm(PageForm):
    """Keep a child from everybody who is not named."""

    child = _child()
    reason = _reason(
        "Why only named people may see this child", "Read by those who keep the list, and nobody else."
    )
    review_on = DayField(label="When it is looked at again", error_messages={"required": "Enter a date"})

    def clean_review_on(self) -> Any:
        day = self.cleaned_data["review_on"]
        if not today() < day <= today() + _LONGEST_REVIEW:
            raise ValidationError("Enter a date after today and within six months")
        return day


class ReviewOnForm(VersionedForm):
    """When a restriction is looked at again."""

    review_on = RestrictForm.base_fields["review_on"]
    clean_review_on = RestrictForm.clean_review_on


class _OfPerson(PageForm):
    """A form with a choice of people."""

    person = forms.ModelChoiceField(
        queryset=Person.objects.none(), label="Who", error_messages={"required": "Choose a person"}
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.filter(  # type: ignore[attr-defined]
            pk__in=[one.pk for one in people]
        )


class ListForm(_OfPerson):
    """Somebody for the list of a restricted child."""

    why = _reason("Why this person needs to see the child")


class WhyForm(PageForm):
    """A reason and nothing else."""

    why = _reason("Why")


class OpenForm(PageForm):
    """One child's record for an hour."""

    child = _child()
    reason = _reason("Why you need this record now", "Your manager and the information guardian read this.")


class AskWhoForm(PageForm):
    """Who one child is, to put a record right."""

    child = _child("The pseudonym you see, such as P-0123456789ab, or the identifier.")
    reason = _reason("What has to be put right", "A manager and the information guardian read this.")


class ReviewForm(PageForm):
    """Whether it was right to open a record."""

    right = forms.TypedChoiceField(
        label="Was it right to open this record?",
        choices=[("yes", "Yes"), ("no", "No: I am taking it further")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it was right"},
    )
    words = _reason(
        "What you found", "For example, that the child was in danger and the duty worker was on leave."
    )


class AllotForm(_OfPerson):
    """Children for somebody to read."""

    children = _children("One on each line.")
    ends = DayField(label="Last day", error_messages={"required": "Enter the last day"})
    why = _reason("What they are to be read for")

    def clean_children(self) -> tuple[str, ...]:
        return _lines(self.cleaned_data["children"])


class OwnConflictForm(PageForm):
    """A tie of one's own."""

    children = _children(
        "One on each line: the child, and every brother or sister with a record. The records do not say who"
        " is family."
    )
    tie = _reason(
        "What ties you to the child or the family", "For example, a relative, a neighbour, a friend's child."
    )

    def clean_children(self) -> tuple[str, ...]:
        return _lines(self.cleaned_data["children"])


class ConflictForm(_OfPerson, OwnConflictForm):
    """A tie of somebody else."""

    field_order = ("person", "children", "tie")


def _lines(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if len(found) > 500:
        raise ValidationError("Enter at most 500 identifiers at a time")
    return found

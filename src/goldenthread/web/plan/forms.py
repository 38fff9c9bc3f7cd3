"""The plan's forms. What is asked once is asked in plain words; the rules are asked again by the acts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from goldenthread.web.accounts.models import Person
from goldenthread.web.page.forms import (
    LONGEST_TEXT,
    DayField,
    PageForm,
    VersionedForm,
    line_field,
    text_field,
)
from goldenthread.web.plan import queries, rules
from goldenthread.web.plan.actions import Beside, Ownership
from goldenthread.web.plan.models import (
    ASKS_NOTHING,
    Action,
    Disposition,
    Measure,
    Objective,
    Requirement,
    Workstream,
)

_LINES = forms.Textarea(attrs={"rows": 4})


def _meeting() -> forms.CharField:
    return line_field("Meeting", "Enter the meeting that decided", hint="For example, Improvement Board")


class DueField(DayField):
    """A due date: within the years whose bank holidays are held."""

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        why = rules.why_not_a_due_date(day) if day else ""
        if why:
            raise forms.ValidationError(why)
        return day


class _Labelled(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: Any) -> str:
        words = str(obj)
        return words if len(words) <= 160 else f"{words[:157]}…"


# Objectives


class ObjectiveForm(VersionedForm):
    text = text_field(
        "What will be different for children?", "Enter what will be different for children", rows=3
    )
    answers = _Labelled(
        queryset=Requirement.objects.none(),
        label="Which findings does it answer?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers: Any = self.fields["answers"]
        asked = Requirement.objects.exclude(kind__in=ASKS_NOTHING).select_related("source")
        answers.queryset = asked.exclude(disposition=Disposition.NOT_ACCEPTED)


class MeasureForm(PageForm):
    indicator = forms.ChoiceField(
        label="Indicator",
        help_text="One that would move if the objective were met",
        error_messages={"required": "Choose an indicator", "invalid_choice": "Choose an indicator"},
    )

    def __init__(self, *args: Any, objective: Objective, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from goldenthread.indicators.catalogue import INDICATORS

        held = set(Measure.objects.filter(objective=objective).values_list("indicator", flat=True))
        choices = sorted(
            ((one.id, one.title) for one in INDICATORS if one.id not in held), key=lambda c: c[1]
        )
        field: Any = self.fields["indicator"]
        field.choices = [("", "Choose an indicator"), *choices]


# Actions


_NOTES = ("partners", "cost_notes", "risk_notes", "update_weeks")


class ActionForm(VersionedForm):
    """An action's words and owner; with its due date only while it is new."""

    text = text_field("What will be done?", "Enter what will be done", rows=3)
    owner = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label="Owner",
        required=False,
        empty_label="Nobody who signs in here",
        help_text="The person who answers for it",
        error_messages={"invalid_choice": "Choose an owner from the list"},
    )
    owner_role = line_field(
        "Owner's role", hint="Needed where the owner does not sign in here: a role, not a name"
    )
    workstream = forms.ModelChoiceField(
        queryset=Workstream.objects.all(),
        to_field_name="name",
        label="Workstream or task-and-finish group",
        required=False,
        empty_label="None",
        help_text="The group that carries it",
        error_messages={"invalid_choice": "Choose a group from the list"},
    )
    due = DueField(label="Due date", required=False)
    sponsor = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label="Sponsor",
        required=False,
        empty_label="Nobody who signs in here",
        help_text="The senior person who speaks for it at the board",
        error_messages={"invalid_choice": "Choose a sponsor from the list"},
    )
    sponsor_role = line_field("Sponsor's role")
    partners = text_field("Partners", hint="Other agencies with a part in it, one to a line", rows=2)
    cost_notes = text_field("Cost", hint="What it costs and who pays", rows=2)
    risk_notes = text_field("Risks", hint="What could stop it, and what is done about that", rows=2)
    update_weeks = forms.IntegerField(
        label="How many weeks between updates?",
        help_text="Leave it empty to keep the rhythm of its group, or of the plan",
        required=False,
        min_value=1,
        max_value=26,
        error_messages=dict.fromkeys(
            ("min_value", "max_value", "invalid"), "Enter a number of weeks from 1 to 26"
        ),
    )

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = queries.possible_owners()
        sponsor: Any = self.fields["sponsor"]
        sponsor.queryset = queries.possible_sponsors()
        if not new:
            del self.fields["due"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("owner") and not found.get("owner_role") and "owner" not in self.errors:
            self.add_error("owner", "Choose an owner, or enter the owner's role")
        return found

    @property
    def ownership(self) -> Ownership:
        return Ownership(person=self.cleaned_data["owner"], role=self.cleaned_data["owner_role"])

    @property
    def workstream_name(self) -> str:
        chosen = self.cleaned_data["workstream"]
        return chosen.name if chosen else ""

    @property
    def beside(self) -> Beside:
        found = self.cleaned_data
        sponsor = Ownership(person=found["sponsor"], role=found["sponsor_role"])
        notes = {name: found[name] for name in _NOTES}
        return Beside(sponsor, **notes)

    SHOWN_BESIDE = ("text", "owner", "owner_role", "workstream", "sponsor", "sponsor_role", *_NOTES)

    @classmethod
    def start_from(cls, action: Action) -> dict[str, Any]:
        return {name: getattr(action, name) for name in (*cls.SHOWN_BESIDE, "version")}


class AgreeForm(VersionedForm):
    due = DueField(label="Due date", error_messages={"required": "Enter the date it is due"})
    meeting = _meeting()
    on = DayField(label="Date of the meeting", error_messages={"required": "Enter the date of the meeting"})


class StartForm(VersionedForm):
    """Nothing to say: work has begun."""


class ClaimForm(VersionedForm):
    words = text_field(
        "What shows that it is done?",
        "Enter what shows that it is done",
        hint="A word of evidence: what somebody else could look at. No child's name or details",
    )


class SignOffForm(VersionedForm):
    words = text_field(
        "What satisfied you?",
        "Enter what satisfied you that it is done",
        hint="What you looked at. No child's name or details",
    )


class WhyForm(VersionedForm):
    why = text_field("Why?", "Enter the reason")


class MergeForm(VersionedForm):
    into = forms.ModelChoiceField(
        queryset=Action.objects.filter(state__in=rules.OPEN),
        label="Which action does it go on within?",
        empty_label="Choose an action",
        error_messages={"required": "Choose an action", "invalid_choice": "Choose an action from the list"},
    )
    why = text_field("Why?", "Enter the reason")


class NoteForm(PageForm):
    text = text_field("Note on progress", "Enter a note", hint="No child's name or details", rows=3)
    forecast = DueField(
        label="When do you now expect it to be done?",
        required=False,
        help_text="The forecast, which moves no date: for example, 31/3/2026. Leave it empty if it stands",
    )


class ProposeDateForm(VersionedForm):
    proposed = DueField(label="New date", error_messages={"required": "Enter the new date"})
    why = text_field("Why does it need a new date?", "Enter why it needs a new date")


class DecideDateForm(PageForm):
    outcome = forms.ChoiceField(
        label="What did the meeting decide?",
        choices=[("agreed", "Agreed the new date"), ("refused", "Refused it: the date stands")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the meeting decided"},
    )
    meeting = _meeting()
    on = DayField(label="Date of the meeting", error_messages={"required": "Enter the date of the meeting"})
    why = text_field("Why?", "Enter the meeting's reason")


# Evidence and decisions


class PinForm(PageForm):
    action = forms.ModelChoiceField(
        queryset=Action.objects.none(),
        label="Which action does it bear on?",
        empty_label="Choose an action",
        error_messages={"required": "Choose an action", "invalid_choice": "Choose an action from the list"},
    )
    shows = text_field("What does it show?", "Enter what it shows", hint="No child's name or details")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        action: Any = self.fields["action"]
        action.queryset = Action.objects.exclude(state__in=("stopped", "merged"))


SPEAKS = "The first and last day of what it shows. Leave both empty where that is its own date"


def check_period(form: PageForm, found: dict[str, Any]) -> None:
    """The two days of the time that evidence speaks of: both or neither, in order."""
    since, until = found.get("speaks_from"), found.get("speaks_to")
    if since and not until and "speaks_to" not in form.errors:
        form.add_error("speaks_to", "Enter the last day it speaks of")
    if since and until and since > until:
        form.add_error("speaks_to", "Enter a day that is not before the first")


KINDS = [("minute", "Minute of a meeting"), ("file", "Document"), ("link", "Link")]


class DocumentForm(PageForm):
    kind = forms.ChoiceField(
        label="What is it?",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )
    label = line_field("Its name", "Enter its name", hint="For example, Minutes of the Improvement Board")
    where = forms.CharField(
        label="Where it is found",
        max_length=500,
        help_text="An address, or the folder and file name",
        error_messages={"required": "Enter where it is found"},
    )
    as_of = DayField(label="Its date", error_messages={"required": "Enter its date"})
    speaks_from = DayField(label="It speaks of the time from", required=False, help_text=SPEAKS)
    speaks_to = DayField(label="to", required=False, help_text="Its age is counted from this day")
    shows = text_field("What does it show?", "Enter what it shows", hint="No child's name or details")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        check_period(self, found)
        return found


class JudgeForm(VersionedForm):
    judged = forms.ChoiceField(
        label="Is it enough?",
        choices=[("sufficient", "Yes, it is sufficient"), ("not sufficient", "No, it is not sufficient")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is enough"},
    )
    why = text_field("Why?", "Enter the reason")


class DecisionForm(PageForm):
    meeting = _meeting()
    on = DayField(label="Date of the meeting", error_messages={"required": "Enter the date of the meeting"})
    text = text_field("What was decided?", "Enter what was decided")
    why = forms.CharField(label="Why?", required=False, max_length=LONGEST_TEXT, widget=_LINES)

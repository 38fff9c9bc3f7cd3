"""The forms of delivery beside an action's own: groups, milestones, colours, the scheme of delegation."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.papers.colours import Rag
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.page.forms import DayField, VersionedForm, line_field, text_field
from goldenthread.web.plan import queries, rules
from goldenthread.web.plan.actions import LONGEST_SET_DAYS, Group, Report
from goldenthread.web.plan.forms import DueField
from goldenthread.web.plan.models import LEVELS, MATTERS, RATINGS, Action, DecidingLevel, Delegated, GroupKind

LONGEST_RHYTHM = 26  # weeks: twice a year


def weeks(hint: str) -> forms.IntegerField:
    said = f"Enter a number of weeks from 1 to {LONGEST_RHYTHM}"
    return forms.IntegerField(
        label="How many weeks between updates?",
        help_text=hint,
        required=False,
        min_value=1,
        max_value=LONGEST_RHYTHM,
        error_messages={"min_value": said, "max_value": said, "invalid": said},
    )


class GroupForm(VersionedForm):
    """A workstream or a task-and-finish group."""

    name = line_field("Name", "Enter the name of the group")
    kind = forms.ChoiceField(
        label="What kind of group is it?",
        choices=GroupKind.choices,
        widget=forms.RadioSelect,
        help_text="A task-and-finish group is formed for one task and ends with it",
        error_messages={"required": "Choose what kind of group it is"},
    )
    lead = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label="Lead",
        required=False,
        empty_label="Nobody who signs in here",
        error_messages={"invalid_choice": "Choose a lead from the list"},
    )
    lead_role = line_field(
        "Lead's role", hint="Needed where the lead does not sign in here: a role, not a name"
    )
    sponsor_role = line_field("Sponsor's role", hint="Who speaks for it at the board")
    update_weeks = weeks("Leave it empty to keep the plan's own rhythm")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead: Any = self.fields["lead"]
        lead.queryset = queries.possible_owners()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("lead") and not found.get("lead_role") and "lead" not in self.errors:
            self.add_error("lead", "Choose a lead, or enter the lead's role")
        return found

    FIELDS = ("name", "kind", "lead", "lead_role", "sponsor_role", "update_weeks")

    @property
    def group(self) -> Group:
        return Group(**{name: self.cleaned_data[name] for name in self.FIELDS})


# On an action's way


class MilestoneForm(VersionedForm):
    """A step on the way; with its date only while it is new."""

    text = line_field("What will have happened?", "Enter what will have happened")
    by_whom = line_field("By whom?", hint="A role, not a name, where it is not the action's owner")
    due = DueField(label="Due date", error_messages={"required": "Enter the date it is due"})


class MilestoneWordsForm(VersionedForm):
    text = line_field("What will have happened?", "Enter what will have happened")
    by_whom = line_field("By whom?", hint="A role, not a name, where it is not the action's owner")


class DoneForm(VersionedForm):
    on = DayField(label="When was it done?", error_messages={"required": "Enter the day it was done"})


class WaitForm(VersionedForm):
    on = forms.ModelChoiceField(
        queryset=Action.objects.exclude(state__in=("stopped", "merged")),
        label="Which action must be done first?",
        empty_label="Choose an action",
        error_messages={"required": "Choose an action", "invalid_choice": "Choose an action from the list"},
    )
    why = line_field("Why?", "Enter why it waits")


class ColourForm(VersionedForm):
    rag = forms.ChoiceField(
        label="Which colour?",
        choices=RATINGS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a colour"},
    )
    reason = text_field("What do the dates not say?", "Enter why the computed colour is not right")
    until = DueField(
        label="Last day it stands",
        help_text=f"No more than {LONGEST_SET_DAYS} days from now: the computed colour then stands again",
        error_messages={"required": "Enter the last day it stands"},
    )


class PlainForm(VersionedForm):
    """Nothing to say."""


class ExceptionForm(VersionedForm):
    """What an owner says of an action that is off its plan. How far it is off is worked out."""

    what = text_field("What is off plan?", "Enter what is off plan", rows=2)
    why = text_field("Why?", "Enter why it is off plan")
    effect = text_field(
        "What does it mean for children?",
        "Enter what it means for children",
        hint="No child's name or details",
    )
    remedy = text_field("What is being done about it?", "Enter what is being done about it")
    help_needed = text_field("What help is needed?", "", rows=2)
    new_date = DueField(
        label="New date asked for",
        required=False,
        help_text="Leave it empty if the date stands. A new date waits for a decision",
    )
    decision_asked = text_field("What decision is asked for?", "", rows=2)

    FIELDS = ("what", "why", "effect", "remedy", "help_needed", "decision_asked")

    @property
    def report(self) -> Report:
        return Report(**{name: self.cleaned_data[name] for name in self.FIELDS})


# What the authority sets


class PlanSettingsForm(VersionedForm):
    update_weeks = weeks("For every action that neither has a rhythm of its own nor a group with one")
    evidence_months = forms.IntegerField(
        label="For how many months does evidence show how things are?",
        help_text="Counted from the last day it speaks of; no law sets it. A change holds from today on",
        min_value=1,
        max_value=rules.LONGEST_AGE,
        error_messages=dict.fromkeys(
            ("required", "min_value", "max_value", "invalid"), rules.why_not_months(0)
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["update_weeks"].required = True
        self.fields["update_weeks"].error_messages["required"] = "Enter how many weeks between updates"
        for rag in Rag:
            field = line_field(f"What is “{rag}” called here?", hint="Leave it empty to keep the word")
            field.max_length = 40
            field.widget.attrs.update({"class": "govuk-input"})
            self.fields[label_field(rag)] = field

    @property
    def labels(self) -> dict[str, str]:
        return {str(rag): self.cleaned_data[label_field(rag)] for rag in Rag}


def label_field(rag: Rag) -> str:
    return f"called_{rag.name.lower()}"


class SchemeForm(VersionedForm):
    """Which level decides each matter; what each body is called, and which roles act for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for matter, words in MATTERS.items():
            self._add(f"level_{matter.name}", _level(f"Who decides on {words}?"))
        for level in LEVELS:
            self._add(
                f"name_{level}",
                line_field(f"What is the {level} level called here?", "Enter what it is called"),
            )
            records = f"Who records what the {level} level decided?"
            self._add(f"records_{level}", _roles(records, Permission.RECORD_DECISIONS, Permission.SIGN_OFF))
            signs = f"Who signs off for the {level} level?"
            self._add(f"signs_{level}", _roles(signs, Permission.SIGN_OFF))
        said = "Enter a number of working days from 1 to 60"
        days = forms.IntegerField(
            label="Within how many working days should a claim be answered?",
            min_value=1,
            max_value=60,
            error_messages=dict.fromkeys(("required", "min_value", "max_value", "invalid"), said),
        )
        self._add("sign_off_days", days)
        self._add("meeting", line_field("Which meeting agreed this?", "Enter the meeting that agreed it"))
        self._add("why", text_field("Why?", "Enter the reason", rows=2))

    def _add(self, name: str, field: forms.Field) -> None:
        looks: dict[type, str] = {
            forms.CheckboxSelectMultiple: "govuk-checkboxes__input",
            forms.RadioSelect: "govuk-radios__input",
            forms.Textarea: "govuk-textarea",
        }
        field.widget.attrs.setdefault("class", looks.get(type(field.widget), "govuk-input"))
        self.fields[name] = field

    @property
    def delegated(self) -> Delegated:
        found = self.cleaned_data
        return Delegated(
            levels={str(matter): found[f"level_{matter.name}"] for matter in MATTERS},
            records={level: list(found[f"records_{level}"]) for level in LEVELS},
            signs={level: list(found[f"signs_{level}"]) for level in LEVELS},
            names={level: found[f"name_{level}"] for level in LEVELS},
            sign_off_days=found["sign_off_days"],
        )

    @staticmethod
    def start_from(held: Delegated) -> dict[str, Any]:
        return {
            **{f"level_{matter.name}": held.level(matter) for matter in MATTERS},
            **{f"name_{level}": held.names[level] for level in LEVELS},
            **{f"records_{level}": held.records[level] for level in LEVELS},
            **{f"signs_{level}": held.signs[level] for level in LEVELS},
            "sign_off_days": held.sign_off_days,
        }


def _level(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=DecidingLevel.choices,
        widget=forms.RadioSelect,
        help_text="A level above may decide it too",
        error_messages={"required": "Choose a level"},
    )


def _roles(label: str, *permissions: Permission) -> forms.MultipleChoiceField:
    """The roles that have the right at all: a scheme chooses among them and gives nobody a right."""
    fit = [role for role in ROLES.values() if role.permissions & set(permissions)]
    return forms.MultipleChoiceField(
        label=label,
        choices=[(role.key, role.label) for role in fit],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

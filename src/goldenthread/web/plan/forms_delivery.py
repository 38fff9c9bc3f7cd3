"""The forms of delivery beside an action's own: groups, milestones, colours, the scheme of delegation."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.web.accounts.models import Person
from goldenthread.web.page.forms import VersionedForm
from goldenthread.web.plan import queries
from goldenthread.web.plan.actions import Group
from goldenthread.web.plan.models import GroupKind

LONGEST_RHYTHM = 26  # weeks: twice a year


def line(label: str, required: str = "", *, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=200,
        required=bool(required),
        error_messages={"required": required, "max_length": f"{label} must be 200 characters or fewer"},
    )


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

    name = line("Name", "Enter the name of the group")
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
    lead_role = line("Lead's role", hint="Needed where the lead does not sign in here: a role, not a name")
    sponsor_role = line("Sponsor's role", hint="Who speaks for it at the board")
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

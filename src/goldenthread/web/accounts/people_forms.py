"""Forms about people: who they are, which role they hold from when to when, their pass phrase, their team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from goldenthread.web.accounts.models import Person, Team
from goldenthread.web.accounts.permissions import Scope
from goldenthread.web.accounts.queries import service_areas
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.page.forms import DayField, PageForm, VersionedForm

_NEW = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class _WhoForm(PageForm):
    """Who somebody is."""

    name = forms.CharField(
        label="Name",
        max_length=200,
        help_text="As histories and papers will show it.",
        error_messages={"required": "Enter their name"},
    )
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="What they sign in with.",
        error_messages={
            "required": "Enter their email address",
            "invalid": "Enter an email address in the form name@example.gov.uk",
        },
    )
    worker = forms.CharField(
        label="Name in the children's records (optional)",
        max_length=200,
        required=False,
        help_text="How the records name this worker. A social worker sees the children held under it.",
    )

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        others = Person.objects.exclude(pk=self.person.pk) if self.person else Person.objects.all()
        if others.filter(email__iexact=email).exists():
            raise ValidationError("Somebody signs in with this address already: enter another")
        return email


class PersonForm(_WhoForm, VersionedForm):
    """Who somebody is, changed."""


class PassPhraseForm(PageForm):
    """A pass phrase for somebody else, handed to them in person."""

    password = forms.CharField(
        label="Pass phrase",
        max_length=1000,
        strip=False,
        widget=_NEW,
        help_text="15 characters or more. Hand it over in person; they can change it once signed in.",
        error_messages={"required": "Enter a pass phrase"},
    )

    def clean_password(self) -> str:
        return _strong(str(self.cleaned_data["password"]))


class NewPersonForm(_WhoForm, PassPhraseForm):
    """Somebody new, with a first pass phrase."""

    field_order = ("name", "email", "worker", "password")


class OwnPassPhraseForm(PageForm):
    """A new pass phrase of one's own."""

    now = forms.CharField(
        label="Your pass phrase now",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your pass phrase as it is now"},
    )
    password = forms.CharField(
        label="Your new pass phrase",
        max_length=1000,
        strip=False,
        widget=_NEW,
        help_text="15 characters or more. A few words that do not belong together are easy to keep in mind.",
        error_messages={"required": "Enter a new pass phrase"},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_now(self) -> str:
        now = str(self.cleaned_data["now"])
        if not self.person.check_password(now):
            raise ValidationError("That is not your pass phrase now")
        return now

    def clean_password(self) -> str:
        return _strong(str(self.cleaned_data["password"]), person=self.person)


class RoleForm(PageForm):
    """A role from a day, to a day. What a role needs besides is asked for beside the field that lacks it."""

    role = forms.ChoiceField(
        label="Role",
        choices=[("", ""), *((role.key, role.label) for role in ROLES.values())],
        error_messages={"required": "Choose a role"},
    )
    team = forms.ModelChoiceField(
        label="Team (for a team manager)", queryset=Team.objects.all(), required=False, empty_label="None"
    )
    service_area = forms.ChoiceField(label="Service area (for a head of service)", required=False)
    starts = DayField(label="First day", error_messages={"required": "Enter the role's first day"})
    ends = DayField(
        label="Last day (optional for those inside)",
        required=False,
        help_text="People from outside the authority always have one. For example, 31/3/2026",
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        area = self.fields["service_area"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = [("", "None"), *((name, name) for name in service_areas())]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        role = ROLES.get(given.get("role", ""))
        if role is None:
            return given
        if role.external and not given.get("ends") and "ends" not in self.errors:
            self.add_error("ends", f"{role.label} is from outside: enter a last day")
        if role.scope is Scope.TEAM and not given.get("team"):
            self.add_error("team", f"Choose the team of this {role.label.lower()}")
        if role.scope is Scope.SERVICE_AREA and not given.get("service_area"):
            self.add_error("service_area", f"Choose the service area of this {role.label.lower()}")
        if role.scope is Scope.CASELOAD and not self.person.worker:
            self.add_error("role", "First enter this person's name in the children's records, above")
        if given.get("ends") and given.get("starts") and given["ends"] < given["starts"]:
            self.add_error("ends", "Enter a last day that is not before the first")
        return given


class EndForm(VersionedForm):
    """A role's last day."""

    ends = DayField(label="Last day", error_messages={"required": "Enter the role's last day"})

    def __init__(self, *args: Any, starts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.starts = starts

    def clean_ends(self) -> Any:
        if self.cleaned_data["ends"] < self.starts:
            raise ValidationError("Enter a last day that is not before the first")
        return self.cleaned_data["ends"]


class TeamForm(VersionedForm):
    """A team, named as the records name it."""

    name = forms.CharField(
        label="Team",
        max_length=200,
        help_text="Named exactly as in the children's records: a team manager sees the children it holds.",
        error_messages={"required": "Enter the team's name"},
    )
    service_area = forms.CharField(
        label="Service area",
        max_length=200,
        help_text="The head of service's span that the team stands in.",
        error_messages={"required": "Enter the service area"},
    )


def _strong(password: str, *, person: Person | None = None) -> str:
    validate_password(password, user=person)
    return password

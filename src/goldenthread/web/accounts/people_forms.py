"""Forms about people: who they are, which role they hold from when to when, their pass phrase, their team."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from goldenthread.papers.wording import capital
from goldenthread.web.accounts.actions import why_not_cover
from goldenthread.web.accounts.models import JobTitle, Person, Team
from goldenthread.web.accounts.permissions import Scope
from goldenthread.web.accounts.queries import proposed_worker, service_areas
from goldenthread.web.accounts.roles import COVER, ROLES, Role
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
        help_text=(
            "How the records name this worker. A social worker sees the children held under it, so a second"
            " person confirms it."
        ),
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
        validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])


class NewPersonForm(_WhoForm, PassPhraseForm):
    """Somebody new, with a first pass phrase."""

    field_order = ("name", "email", "worker", "password")


class RoleForm(PageForm):
    """A role or a job title from a day, to a day. What a role needs besides is asked for beside the field
    that lacks it."""

    title = forms.ModelChoiceField(
        label="Job title",
        queryset=JobTitle.objects.filter(kept=True),
        required=False,
        empty_label="None",
        help_text="A title stands for one or several roles. Choose a title, or a role below.",
    )
    role = forms.ChoiceField(
        label="Role", required=False, choices=[("", ""), *((role.key, role.label) for role in ROLES.values())]
    )
    team = forms.ModelChoiceField(
        label="Team (for a team manager)", queryset=Team.objects.all(), required=False, empty_label="None"
    )
    service_area = forms.ChoiceField(label="Service area (for a head of service)", required=False)
    starts = DayField(label="First day", error_messages={"required": "Enter the role's first day"})
    ends = DayField(
        label="Last day (optional for those inside)",
        required=False,
        help_text=(
            "People from outside the authority always have one; an inspector has 14 days where none is"
            " entered, and 30 at most. For example, 31/3/2026"
        ),
    )
    agreed_until = DayField(
        label="Sharing agreement's last day (for a confidential board)",
        required=False,
        help_text="To that day they see figures as counted; without it small numbers are withheld.",
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        area = self.fields["service_area"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = [("", "None"), *((name, name) for name in service_areas())]

    @property
    def roles(self) -> list[str]:
        """What is asked for: what the title stands for, or the one role."""
        title, role = self.cleaned_data.get("title"), self.cleaned_data.get("role", "")
        return list(title.roles) if title else [role] if role else []

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("title") and given.get("role"):
            self.add_error("role", "Choose a job title or a role, not both")
        elif not self.roles and "title" not in self.errors:
            self.add_error("role", "Choose a role")
        roles = [ROLES[key] for key in self.roles if key in ROLES]
        self._last_day(given, roles)
        for role in roles:
            self._what_it_needs(given, role)
        if given.get("agreed_until") and not any(role.agreement for role in roles):
            self.add_error("agreed_until", "A sharing agreement is for people on a board")
        return given

    def _last_day(self, given: dict[str, Any], roles: list[Role]) -> None:
        starts, ends = given.get("starts"), given.get("ends")
        usual = min((role.usual_days for role in roles if role.usual_days), default=0)
        if starts and not ends and usual and "ends" not in self.errors:
            given["ends"] = ends = starts + timedelta(days=usual - 1)
        if ends and starts and ends < starts:
            self.add_error("ends", "Enter a last day that is not before the first")

    def _what_it_needs(self, given: dict[str, Any], role: Role) -> None:
        starts, ends = given.get("starts"), given.get("ends")
        if role.external and not ends and "ends" not in self.errors:
            self.add_error("ends", f"{role.label} is from outside: enter a last day")
        if role.longest_days and starts and ends and (ends - starts).days >= role.longest_days:
            self.add_error("ends", f"Enter a last day within {role.longest_days} days of the first")
        if role.scope is Scope.TEAM and not given.get("team"):
            self.add_error("team", f"Choose the team of this {role.label.lower()}")
        if role.scope is Scope.SERVICE_AREA and not given.get("service_area"):
            self.add_error("service_area", f"Choose the service area of this {role.label.lower()}")
        if role.scope is Scope.CASELOAD and not (self.person.worker or proposed_worker(self.person)):
            self.add_error("role", "First enter this person's name in the children's records, on their page")


class CoverForm(PageForm):
    """A deputy for somebody, from a day to a day."""

    deputy = forms.ModelChoiceField(
        label="Deputy",
        queryset=Person.objects.none(),
        empty_label="",
        error_messages={"required": "Choose who covers"},
    )
    starts = DayField(label="First day", error_messages={"required": "Enter the first day of cover"})
    ends = DayField(
        label="Last day",
        help_text=f"Cover lasts {COVER.longest_days} days at most. For example, 31/3/2026",
        error_messages={"required": "Enter the last day of cover"},
    )

    def __init__(self, *args: Any, covered: Person, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.covered = covered
        deputy = self.fields["deputy"]
        assert isinstance(deputy, forms.ModelChoiceField)
        deputy.queryset = Person.objects.filter(is_active=True).exclude(pk__in=(covered.pk, by.pk))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if {"deputy", "starts", "ends"} <= set(given):
            why = why_not_cover(given["deputy"], self.covered, starts=given["starts"], ends=given["ends"])
            if why:
                self.add_error("deputy" if "outside" in why else "ends", capital(why))
        return given


class DecisionForm(PageForm):
    """Why a proposal is declined."""

    why = forms.CharField(
        label="Why it is declined",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed where you decline: whoever proposed it reads this.",
    )


class TitleForm(VersionedForm):
    """A job title of the council, and the roles it stands for."""

    name = forms.CharField(
        label="Job title",
        max_length=200,
        help_text="As the council calls the job. Enter a title listed above to change what it stands for.",
        error_messages={"required": "Enter the job title"},
    )
    roles = forms.MultipleChoiceField(
        label="Roles it stands for",
        choices=[(role.key, role.label) for role in ROLES.values()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one role"},
    )


class EndForm(VersionedForm):
    """A role's last day: no later than it is now."""

    ends = DayField(label="Last day", error_messages={"required": "Enter the role's last day"})

    def __init__(self, *args: Any, starts: Any, latest: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.starts, self.latest = starts, latest

    def clean_ends(self) -> Any:
        if self.cleaned_data["ends"] < self.starts:
            raise ValidationError("Enter a last day that is not before the first")
        if self.latest and self.cleaned_data["ends"] > self.latest:
            raise ValidationError(
                "Enter a day no later than its last day now: for more time, propose it again"
            )
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

"""Signing in, proving again who one is, what one proves it with, and services."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.service import TOKEN_PERMISSIONS
from goldenthread.web.page.forms import DayField, PageForm
from goldenthread.web.signin.actions import LONGEST_TOKEN
from goldenthread.web.signin.models import ServiceAccount


def _password() -> forms.CharField:
    return forms.CharField(
        label="Password",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )


def _code() -> forms.CharField:
    return forms.CharField(
        label="Code from your authenticator app",
        max_length=20,
        help_text="Six digits. The app shows a new one every 30 seconds.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Enter the six digits your app shows"},
    )


class SignInForm(PageForm):
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your email address",
            "invalid": "Enter an email address in the form name@example.gov.uk",
        },
    )
    password = _password()


class ConfirmForm(PageForm):
    password = _password()


class OwnPassPhraseForm(PageForm):
    """A new pass phrase of one's own. Whether the old one is right is asked of `prove`, as at the door."""

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
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="15 characters or more. A few words that do not belong together are easy to keep in mind.",
        error_messages={"required": "Enter a new pass phrase"},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], user=self.person)
        return str(self.cleaned_data["password"])


class CodeForm(PageForm):
    code = _code()


class RecoveryForm(PageForm):
    recovery_code = forms.CharField(
        label="Recovery code",
        max_length=40,
        help_text="One of the ten you kept when you set up your second proof. Each is good once.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter one of your recovery codes"},
    )


class PasskeyForm(PageForm):
    name = forms.CharField(
        label="What to call it",
        max_length=100,
        help_text="So that you know it again, such as work laptop.",
        error_messages={"required": "Enter a name for the passkey"},
    )


class ResetForm(PageForm):
    checked = forms.CharField(
        label="How did you make sure who they are?",
        max_length=300,
        help_text="For example: seen in person with their staff card; rung back on the number that human"
        " resources hold.",
        error_messages={"required": "Enter how you made sure who they are"},
    )


class ServiceForm(PageForm):
    name = forms.CharField(
        label="Name",
        max_length=100,
        help_text="What the system is called, as histories will show it.",
        error_messages={"required": "Enter the system's name"},
    )
    purpose = forms.CharField(
        label="Purpose",
        max_length=300,
        help_text="What it sends or asks for, and who answers for it.",
        error_messages={"required": "Enter what it is for"},
    )

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if ServiceAccount.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError("There is a service of this name already: enter another")
        return name


class TokenForm(PageForm):
    permissions = forms.MultipleChoiceField(
        label="What it may do",
        choices=[
            (permission.name, permission.value.capitalize()) for permission in sorted(TOKEN_PERMISSIONS)
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what it may do"},
    )
    ends = DayField(
        label="Last day",
        help_text="A year from today at most. For example, 31/3/2027",
        error_messages={"required": "Enter the token's last day"},
    )

    def __init__(self, *args: Any, starts: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.starts = starts

    def clean_permissions(self) -> list[Permission]:
        return [Permission[name] for name in self.cleaned_data["permissions"]]

    def clean_ends(self) -> date:
        ends: date = self.cleaned_data["ends"]
        if not self.starts <= ends <= self.starts + LONGEST_TOKEN:
            raise forms.ValidationError("Enter a day from today to a year from today")
        return ends

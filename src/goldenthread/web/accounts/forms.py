"""Signing in, and proving again who one is."""

from __future__ import annotations

from django import forms

from goldenthread.web.page.forms import PageForm


def _password() -> forms.CharField:
    return forms.CharField(
        label="Password",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
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

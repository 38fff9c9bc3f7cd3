"""Signing in and out."""

from __future__ import annotations

from collections.abc import Callable

from axes.decorators import axes_dispatch
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.web.accounts.confirming import confirmed
from goldenthread.web.accounts.forms import ConfirmForm, SignInForm
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.policy import PUBLIC, SIGNED_IN, View, policy, signed_in

counted_by_axes: Callable[[View], View] = axes_dispatch


@policy(PUBLIC)
@sensitive_post_parameters("password")
@counted_by_axes
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an address and a password. What is wrong is said without saying which of the two it was."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = authenticate(
            request, email=form.cleaned_data["email"], password=form.cleaned_data["password"]
        )
        if isinstance(person, Person):
            login(request, person)
            return redirect(_next_page(request))
        form.add_error("email", "The email address or the password is not right")
    return render(request, "accounts/sign_in.html", {"form": form, "next": request.GET.get("next", "")})


@policy(SIGNED_IN)
@sensitive_post_parameters("password")
@counted_by_axes
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask again for the password, before an act that others rely on; wrong ones count as at the door."""
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = signed_in(request)
        if authenticate(request, email=person.email, password=form.cleaned_data["password"]) == person:
            confirmed(request)
            return redirect(_next_page(request))
        form.add_error("password", "The password is not right")
    return render(request, "accounts/confirm.html", {"form": form, "next": request.GET.get("next", "")})


@policy(SIGNED_IN)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("accounts:sign-in")


def locked_out(
    request: HttpRequest, credentials: object = None, *args: object, **kwargs: object
) -> HttpResponse:
    """After too many wrong passwords: this person from this place waits; nobody else does."""
    return render(request, "accounts/locked_out.html", {"wait": settings.AXES_COOLOFF_TIME}, status=429)


def _next_page(request: HttpRequest) -> str:
    """Where they were going, if it is a page of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else settings.LOGIN_REDIRECT_URL

"""The door: the first proof, the second, proving again who one is, and leaving."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.web.accounts.actions import set_password
from goldenthread.web.accounts.confirming import confirmed
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.policy import PUBLIC, SIGNED_IN, policy, signed_in
from goldenthread.web.signin.entering import Way, after_pass_phrase, enter, going_to, half_way, next_page
from goldenthread.web.signin.forms import CodeForm, ConfirmForm, OwnPassPhraseForm, RecoveryForm, SignInForm
from goldenthread.web.signin.passkeys import ask_for_passkey, proved_by_passkey
from goldenthread.web.signin.proving import limited, prove
from goldenthread.web.signin.queries import providers_of, ways_of

FORM = ["GET", "HEAD", "POST"]
WRONG_CODE = "The code is not right, or has been used: wait for the next one"
WRONG_RECOVERY = "The code is not one of yours, or has been used"
WRONG_PASSKEY = "The passkey was not accepted: try again, or use another way"


@policy(PUBLIC)
@sensitive_post_parameters("password")
@limited
@require_http_methods(FORM)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an address and a password. What is wrong is said without saying which of the two it was."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = prove(request, email=form.cleaned_data["email"], password=form.cleaned_data["password"])
        if person is not None:
            return after_pass_phrase(request, person, to=_to(request))
        form.add_error("email", "The email address or the password is not right")
    context = {"form": form, "next": _asked_for(request), "providers": settings.SIGN_IN.providers}
    return render(request, "signin/sign_in.html", context)


@policy(PUBLIC)
@sensitive_post_parameters("passkey")
@require_http_methods(FORM)
def by_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey by itself: the device has asked for its owner's PIN, finger or face."""
    wrong = ""
    if request.method == "POST":
        person = proved_by_passkey(request)
        if person is not None:
            return enter(request, person, way=Way.PASSKEY, to=_to(request))
        wrong = WRONG_PASSKEY
    context = {"options": ask_for_passkey(request), "next": _asked_for(request), "wrong": wrong}
    return render(request, "signin/by_passkey.html", context)


@policy(PUBLIC)
@sensitive_post_parameters("code", "recovery_code", "passkey")
@limited
@require_http_methods(FORM)
def second(request: HttpRequest) -> HttpResponse:
    """Ask somebody who gave the right pass phrase for the second proof."""
    person = half_way(request)
    if person is None:
        return redirect(settings.LOGIN_URL)
    has, to = ways_of(person), going_to(request)
    form = CodeForm(request.POST if "code" in request.POST else None)
    wrong = ""
    if "passkey" in request.POST:
        if proved_by_passkey(request, only=person) is not None:
            return enter(request, person, way=Way.PASSKEY, to=to)
        wrong = WRONG_PASSKEY
    elif form.is_bound and form.is_valid():
        if prove(request, email=person.email, code=form.cleaned_data["code"]) == person:
            return enter(request, person, way=Way.CODE, to=to)
        form.add_error("code", WRONG_CODE)
    passkey = ask_for_passkey(request, only=person) if has.passkeys else ""
    context = {"form": form, "has": has, "passkey": passkey, "wrong": wrong}
    return render(request, "signin/second.html", context)


@policy(PUBLIC)
@sensitive_post_parameters("recovery_code")
@limited
@require_http_methods(FORM)
def recovery(request: HttpRequest) -> HttpResponse:
    """Ask for a recovery code in place of the second proof."""
    person = half_way(request)
    if person is None or not ways_of(person).twice:
        return redirect(settings.LOGIN_URL)
    form = RecoveryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if prove(request, email=person.email, recovery_code=form.cleaned_data["recovery_code"]) == person:
            return enter(request, person, way=Way.RECOVERY, to=going_to(request))
        form.add_error("recovery_code", WRONG_RECOVERY)
    return render(request, "signin/recovery.html", {"form": form})


@policy(SIGNED_IN)
@sensitive_post_parameters("password", "code", "passkey")
@limited
@require_http_methods(FORM)
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask again who they are, before an act that others rely on; wrong answers count as at the door."""
    person = signed_in(request)
    password = ConfirmForm(request.POST if "password" in request.POST else None)
    code = CodeForm(request.POST if "code" in request.POST else None)
    wrong = ""
    if request.method == "POST":
        if _is_proved(request, person, password=password, code=code):
            confirmed(request)
            return redirect(_to(request))
        wrong = WRONG_PASSKEY if "passkey" in request.POST else ""
    has = ways_of(person)
    context = {
        "form": code if code.is_bound else password,
        "password": password if person.has_usable_password() else None,
        "code": code if has.authenticator else None,
        "passkey": ask_for_passkey(request, only=person) if has.passkeys else "",
        "providers": providers_of(person),
        "next": _asked_for(request),
        "wrong": wrong,
    }
    return render(request, "signin/confirm.html", context)


@policy(SIGNED_IN)
@sensitive_post_parameters("now", "password")
@limited
@require_http_methods(FORM)
def own_pass_phrase(request: HttpRequest) -> HttpResponse:
    """Change one's own pass phrase; the session goes on, others end. The old one is guessed no more freely
    here than at the door."""
    person = signed_in(request)
    form = OwnPassPhraseForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        if prove(request, email=person.email, password=form.cleaned_data["now"]) == person:
            key = request.session.session_key or ""
            set_password(by=person, person=person, password=form.cleaned_data["password"], session=key)
            update_session_auth_hash(request, person)
            messages.success(request, "Your pass phrase is changed.")
            return redirect("today")
        form.add_error("now", "That is not your pass phrase now")
    context = {"title": "Change your pass phrase", "button": "Change it", "trail": [("Today", "/")]}
    return render(request, "accounts/form.html", context | {"form": form})


def _is_proved(request: HttpRequest, person: Person, *, password: ConfirmForm, code: CodeForm) -> bool:
    """Whether what was sent is a proof, of whichever kind; what is wrong is said on its form."""
    if "passkey" in request.POST:
        return proved_by_passkey(request, only=person) is not None
    form, word = (code, "code") if code.is_bound else (password, "password")
    if not form.is_valid():
        return False
    if prove(request, email=person.email, **{word: form.cleaned_data[word]}) == person:
        return True
    form.add_error(word, WRONG_CODE if word == "code" else "The password is not right")
    return False


@policy(SIGNED_IN)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    logout(request)
    return redirect(settings.LOGIN_URL)


def _to(request: HttpRequest) -> str:
    return next_page(request, request.POST.get("next", ""))


def _asked_for(request: HttpRequest) -> str:
    return request.POST.get("next", request.GET.get("next", ""))

"""For whoever manages people: somebody's sessions and second proof, and the services that send records in."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.web.accounts.confirming import ask_again, is_confirmed, use_confirmation
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in
from goldenthread.web.accounts.standing import today
from goldenthread.web.page.once import acted
from goldenthread.web.page.paging import paged
from goldenthread.web.page.templatetags.page import counted
from goldenthread.web.signin import actions
from goldenthread.web.signin.forms import ResetForm, ServiceForm, TokenForm
from goldenthread.web.signin.models import Reset, ServiceAccount, Token
from goldenthread.web.signin.queries import (
    named,
    open_reset_of,
    open_resets,
    refused_calls,
    services,
    sessions_of,
    ways_of,
)
from goldenthread.web.signin.views.door import FORM

SETTINGS = ("Settings", "/people/")
SERVICES = ("Services", "/sign-in/services/")


@policy(Permission.MANAGE_PEOPLE)
@require_http_methods(FORM)
def of_person(request: HttpRequest, reference: object) -> HttpResponse:
    """How does this person sign in; do they need to begin again?"""
    found, by = get_object_or_404(Person, public_id=reference), signed_in(request)
    form = ResetForm(request.POST or None)
    waiting = open_reset_of(found)
    if request.method == "POST" and form.is_valid():
        _refuse(found == by or waiting is not None)
        actions.ask_for_reset(by=by, person=found, checked=form.cleaned_data["checked"])
        messages.success(request, "Another administrator must now agree.")
        return redirect("signin:of-person", reference=reference)
    context = {
        "found": found,
        "has": ways_of(found),
        "sessions": sessions_of(found),
        "form": form,
        "waiting": waiting,
        "may_decide": waiting is not None and by.pk not in {waiting.asked_by_id, found.pk},
        "own": found == by,
        "trail": [SETTINGS, (found.name, reverse("accounts:person", args=[found.public_id]))],
    }
    return render(request, "signin/of_person.html", context)


@policy(Permission.MANAGE_PEOPLE)
@require_POST
def end_sessions(request: HttpRequest, reference: object) -> HttpResponse:
    """Sign somebody out everywhere; oneself everywhere but here, where the answer is read."""
    found, by = get_object_or_404(Person, public_id=reference), signed_in(request)
    here = request.session.session_key or "" if found == by else ""
    ended = actions.end_all_sessions(by=by, person=found, but=here)
    messages.success(request, f"{counted(ended, 'session')} of {found.name} ended.")
    return redirect("signin:of-person", reference=reference)


@policy(Permission.MANAGE_PEOPLE)
@require_http_methods(FORM)
def resets(request: HttpRequest) -> HttpResponse:
    """Who waits for a second administrator?"""
    by = signed_in(request)
    if request.method == "POST":
        reset = get_object_or_404(open_resets(), public_id=named(request.POST.get("reset", "")))
        return _decide(request, reset)
    waiting = [(reset, by.pk not in {reset.asked_by_id, reset.person_id}) for reset in open_resets()]
    return render(request, "signin/resets.html", {"waiting": waiting, "trail": [SETTINGS]})


def _decide(request: HttpRequest, reset: Reset) -> HttpResponse:
    by = signed_in(request)
    _refuse(by.pk in {reset.asked_by_id, reset.person_id})
    if not is_confirmed(request):
        messages.info(request, "Confirm that it is you, then decide.")
        return ask_again(request, to=reverse("signin:resets"))
    use_confirmation(request)
    agreed = "agree" in request.POST
    actions.decide_reset(by=by, reset=reset, agreed=agreed)
    done = "must set up a new second proof when they next sign in" if agreed else "keeps their second proof"
    messages.success(request, f"{reset.person.name} {done}.")
    return redirect("signin:resets")


@policy(Permission.MANAGE_PEOPLE)
@require_http_methods(FORM)
def all_services(request: HttpRequest) -> HttpResponse:
    """Which systems may send something in, and until when?"""
    form = ServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = actions.add_service(by=signed_in(request), **form.cleaned_data)
        messages.success(request, f"{added.name} is added. Now give it a token.")
        return redirect("signin:service", reference=added.public_id)
    rows = [(one, [token for token in one.tokens.all() if token.holds(on=today())]) for one in services()]
    context = {
        "form": form,
        "rows": rows,
        "refused": paged(request, refused_calls()),
        "most": actions.MOST_COUNTED,
        "trail": [SETTINGS],
    }
    return render(request, "signin/services.html", context)


@policy(Permission.MANAGE_PEOPLE)
@require_http_methods(FORM)
def service(request: HttpRequest, reference: object) -> HttpResponse:
    """What may this system do, and until when? A new token is shown in the answer, and never again."""
    found = get_object_or_404(ServiceAccount, public_id=reference)
    if not is_confirmed(request):
        return ask_again(request)
    form, shown = TokenForm(request.POST or None, starts=today()), ""
    if request.method == "POST" and form.is_valid():
        use_confirmation(request)
        issued = actions.issue_token(
            by=signed_in(request), account=found, starts=today(), **form.cleaned_data
        )
        form, shown = TokenForm(starts=today()), issued.shown
    rows = [(token, _stands(token)) for token in found.tokens.all()]
    context = {"found": found, "form": form, "shown": shown, "rows": rows, "trail": [SETTINGS, SERVICES]}
    page = render(request, "signin/service.html", context)
    return acted(page, to=request.path) if shown else page


@policy(Permission.MANAGE_PEOPLE)
@require_POST
def revoke(request: HttpRequest, reference: object) -> HttpResponse:
    """A token is good no longer."""
    token = get_object_or_404(Token.objects.select_related("account"), public_id=reference, revoked=None)
    actions.revoke_token(by=signed_in(request), token=token)
    messages.success(request, f"The token of {token.account.name} is revoked.")
    return redirect("signin:services")


def _stands(token: Token) -> str:
    if token.revoked is not None:
        return "Revoked"
    return "Good" if token.holds(on=today()) else "Run out"


def _refuse(whether: bool) -> None:
    if whether:
        raise PermissionDenied

"""The pages of subject access requests: which are open and until when, one of them, what is decided, the
answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.standards.retention import request_limits
from goldenthread.web.access.actions import Look, record_view
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.queries import about
from goldenthread.web.page.forms import PageForm
from goldenthread.web.page.paging import paged
from goldenthread.web.retention import request_actions as actions
from goldenthread.web.retention.actions import Refused
from goldenthread.web.retention.fence import let_in
from goldenthread.web.retention.forms import (
    ClarificationForm,
    EndForm,
    ExtendForm,
    GivenForm,
    RequestForm,
    WordsForm,
)
from goldenthread.web.retention.models import Request
from goldenthread.web.retention.queries import deadline_of, places, requests, waiting_places, with_counts
from goldenthread.web.retention.views import FORM, TRAIL

LIST = [*TRAIL, ("Subject access requests", "/retention/requests/")]
PLACES = 20  # on one page: each is read, not skimmed


@policy(Permission.ANSWER_REQUESTS)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who is owed an answer, and by when?"""
    by = let_in(signed_in(request))
    shown = paged(request, with_counts())
    rows = [(one, deadline_of(one) if one.open else None) for one in shown.rows]
    open_ones = [clock for one, clock in rows if clock is not None]
    _looked(by, "Subject access requests", [one.child for one, _ in rows])
    context = {
        "rows": [(one, clock, clock.days_left(today()) if clock else None) for one, clock in rows],
        "shown": shown,
        "open": requests().filter(ended_on=None).count(),
        "late": sum(clock.is_late(today()) for clock in open_ones),
        "trail": TRAIL,
    }
    return render(request, "retention/requests.html", context)


@policy(Permission.ANSWER_REQUESTS)
@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """A request that came in."""
    by = let_in(signed_in(request))
    form = RequestForm(request.POST or None, initial={"received": today()}, on=today())
    if request.method == "POST" and form.is_valid():
        opened = actions.open_request(by=by, **form.cleaned_data)
        messages.success(request, "The request is open, and the child's record is held until it ends.")
        return redirect("retention:request", key=opened.pk)
    context = {"form": form, "title": "Open a subject access request", "button": "Open it", "trail": LIST}
    return render(request, "retention/form.html", context)


@policy(Permission.ANSWER_REQUESTS)
@require_safe
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """Where does this request stand, and what comes next?"""
    by = let_in(signed_in(request))
    return _page(request, _found(key), by=by)


def _page(request: HttpRequest, found: Request, *, by: Person, refused: str = "") -> HttpResponse:
    clock = deadline_of(found)
    _looked(by, "Subject access: the request", [found.child])
    context = {
        "found": found,
        "clock": clock,
        "left": clock.days_left(today()),
        "late": clock.is_late(today()),
        "pauses": found.pauses.all(),
        "places": places(found).count(),
        "waiting": waiting_places(found),
        "limits": request_limits(),
        "refused": refused,
        "entries": about(kind="subject access request", key=str(found.pk)),
        "trail": LIST,
    }
    return render(request, "retention/request.html", context, status=409 if refused else 200)


@policy(Permission.ANSWER_REQUESTS)
@require_http_methods(FORM)
def clarification(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask what is meant: the clock stands still."""
    form = ClarificationForm(request.POST or None, initial={"on": today()})
    return _step(
        request,
        key,
        form,
        actions.ask_clarification,
        title="Clarification was asked for",
        button="Stop the clock",
    )


@policy(Permission.ANSWER_REQUESTS)
@require_http_methods(FORM)
def given(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was meant is clear: the clock runs again."""
    form = GivenForm(request.POST or None, initial={"on": today()})
    return _step(
        request,
        key,
        form,
        actions.take_clarification,
        title="Clarification was given",
        button="Start the clock again",
    )


@policy(Permission.ANSWER_REQUESTS)
@require_http_methods(FORM)
def extend(request: HttpRequest, key: UUID) -> HttpResponse:
    """It is complex: two months more."""
    form = ExtendForm(request.POST or None, initial={"on": today()})
    return _step(
        request, key, form, actions.extend, title="Extend the time by two months", button="Extend it"
    )


@policy(Permission.ANSWER_REQUESTS)
@require_http_methods(FORM)
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """The answer was given, or none is owed."""
    form = EndForm(request.POST or None, initial={"on": today()})

    def act(*, by: Person, request: Request, answered: str, why: str, on: Any) -> None:
        actions.end_request(by=by, request=request, answered=answered == "yes", why=why, on=on)

    return _step(request, key, form, act, title="End the request", button="End it")


@policy(Permission.ANSWER_REQUESTS)
@require_http_methods(FORM)
def words(request: HttpRequest, key: UUID) -> HttpResponse:
    """Words that name somebody else, which no list holds."""
    form = WordsForm(request.POST or None)
    return _step(
        request,
        key,
        form,
        actions.mark_words,
        title="Mark words about somebody else",
        button="Look for them everywhere",
    )


def _step(
    request: HttpRequest, key: UUID, form: PageForm, act: Callable[..., object], *, title: str, button: str
) -> HttpResponse:
    """One form, one act, and back to the request; a refusal is said at the top of the form."""
    by = let_in(signed_in(request))
    found = _found(key)
    if request.method == "POST" and form.is_valid():
        try:
            act(by=by, request=found, **form.cleaned_data)
        except Refused as said:
            form.add_error(None, str(said))
        else:
            messages.success(request, "Saved.")
            return redirect("retention:request", key=key)
    trail = [*LIST, (str(found), reverse("retention:request", args=[key]))]
    return render(
        request, "retention/form.html", {"form": form, "title": title, "button": button, "trail": trail}
    )


@policy(Permission.ANSWER_REQUESTS)
@require_POST
def gather(request: HttpRequest, key: UUID) -> HttpResponse:
    """Gather everything that is held about the child."""
    by = let_in(signed_in(request))
    found = _found(key)
    try:
        count = actions.gather_for(by=by, request=found)
    except Refused as said:
        return _page(request, found, by=by, refused=str(said))
    what = "1 place" if count == 1 else f"{count} places"
    messages.success(request, f"Gathered. {what} may be about somebody else.")
    return redirect("retention:request", key=key)


@policy(Permission.ANSWER_REQUESTS)
@require_http_methods(FORM)
def redaction(request: HttpRequest, key: UUID) -> HttpResponse:
    """What may be about somebody else: keep it, or redact it?"""
    by = let_in(signed_in(request))
    found = _found(key)
    if request.method == "POST":
        try:
            waiting = actions.decide(by=by, request=found, decisions=_decisions(request))
        except Refused as said:
            return _page(request, found, by=by, refused=str(said))
        messages.success(
            request, f"Saved. {waiting} still to decide." if waiting else "Everything is decided."
        )
        return redirect(request.get_full_path())
    shown = paged(request, places(found), size=PLACES)
    _looked(by, "Subject access: places about others", [found.child])
    context = {
        "found": found,
        "shown": shown,
        "waiting": waiting_places(found),
        "trail": [*LIST, (str(found), reverse("retention:request", args=[key]))],
    }
    return render(request, "retention/redaction.html", context)


def _decisions(request: HttpRequest) -> dict[int, str]:
    """The choices made: place-12=redact. A place left alone is not among them."""
    named = (
        (name.removeprefix("place-"), value)
        for name, value in request.POST.items()
        if name.startswith("place-")
    )
    return {int(key): str(value) for key, value in named if key.isdecimal() and len(key) < 19}


@policy(Permission.ANSWER_REQUESTS)
@require_POST
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """The answer, to save and to give."""
    by = let_in(signed_in(request))
    found = _found(key)
    try:
        content = actions.make_answer(by=by, request=found)
    except Refused as said:
        return _page(request, found, by=by, refused=str(said))
    given_file = HttpResponse(content, content_type="application/zip")
    given_file["Content-Disposition"] = f'attachment; filename="answer-{str(found.pk)[:8]}.zip"'
    return given_file


def _found(key: UUID) -> Request:
    return get_object_or_404(Request.objects.prefetch_related("pauses"), pk=key)


def _looked(by: Person, what: str, children: list[str]) -> None:
    if children:
        record_view(Look(Purpose.SUBJECT_ACCESS, what, dict.fromkeys(children, True)), by=by)

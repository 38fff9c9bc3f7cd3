"""What the room's pages share: the thing asked for or no page at all, one page for every form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldenthread.web.accounts.policy import signed_in
from goldenthread.web.intervention import actions, queries
from goldenthread.web.intervention.models import Visit
from goldenthread.web.page.conflict import Difference, conflict
from goldenthread.web.page.forms import PageForm, VersionedForm
from goldenthread.web.plan.rules import NotDone

form_page = require_http_methods(["GET", "HEAD", "POST"])
Trail = list[tuple[str, str]]
Thing = TypeVar("Thing")


def here(thing: Thing | None) -> Thing:
    """The thing; the same answer where there is none and where this person may not see it."""
    if thing is None:
        raise Http404
    return thing


def in_confidence(request: HttpRequest, key: int, *, what: str) -> Visit:
    """The visit, for somebody named for it; that they looked is written down."""
    person = signed_in(request)
    visit = here(queries.visits.visit_for(person, key))
    if request.method != "POST":  # a form sent was looked at when it was opened
        actions.note_look(by=person, visit=visit, what=what)
    return visit


def trail(visit: Visit | None = None, *more: tuple[str, str]) -> Trail:
    found = [("Intervention", reverse("intervention:home"))]
    if visit is not None:
        found.append((str(visit), reverse("intervention:visit", args=[visit.pk])))
    return [*found, *more]


def shown(
    request: HttpRequest, form: PageForm, *, heading: str, lead: str, button: str, trail: Trail, **more: Any
) -> HttpResponse:
    """A page with one form."""
    context = {"form": form, "heading": heading, "lead": lead, "button": button, "trail": trail, **more}
    return render(request, "intervention/form.html", context)


def tried(form: PageForm, act: Callable[..., Any], **given: Any) -> Any:
    """What an act gives back; None, with what stood in its way said on the form, where it was refused."""
    try:
        return act(**given)
    except NotDone as why:
        form.add_error(None, str(why))
        return None


def saved(
    request: HttpRequest,
    form: VersionedForm,
    act: Callable[..., Any],
    *,
    held: Callable[[], tuple[dict[str, Any], int]],
    **given: Any,
) -> tuple[bool, list[Difference] | None]:
    """Whether an edit was saved; where somebody else saved first, both texts."""
    if request.method != "POST" or not form.is_valid():
        return False, None
    if tried(form, act, by=signed_in(request), **given):
        return True, None
    if form.errors:
        return False, None
    fields, version = held()
    return False, conflict(form, held=fields, version=version)


def done(request: HttpRequest, words: str, route: str, *args: Any) -> HttpResponse:
    """Say that it is done, and lead on."""
    messages.success(request, words)
    return redirect(f"intervention:{route}", *args)

"""What one is reminded of, and the plan in one's own calendar."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import PUBLIC, policy, signed_in
from goldenthread.web.accounts.standing import today
from goldenthread.web.page.conflict import conflict
from goldenthread.web.page.once import acted
from goldenthread.web.reminders import actions, queries
from goldenthread.web.reminders.feed import as_calendar, events
from goldenthread.web.reminders.forms import PreferenceForm
from goldenthread.web.reminders.mail import address
from goldenthread.web.reminders.models import Preference
from goldenthread.web.reminders.waiting import waiting

FORM = ["GET", "HEAD", "POST"]
_TRAIL = [("Plan", "/plan/")]


@policy(Permission.SEE_PLAN)
@require_http_methods(FORM)
def home(request: HttpRequest) -> HttpResponse:
    """What am I reminded of, and how often?"""
    person, held, differing = signed_in(request), queries.preference_of(signed_in(request)), None
    form = PreferenceForm(request.POST if request.method == "POST" else None, initial=_held(held))
    if request.method == "POST" and form.is_valid():
        if actions.set_preference(by=person, **form.cleaned_data):
            messages.success(request, "Saved.")
            return redirect("reminders:home")
        held = queries.preference_of(person)
        differing = conflict(form, held=_held(held, form_only=True), version=held.version)
    context = {
        "form": form,
        "conflict": differing,
        "held": held,
        "waiting": waiting(person, on=today(), kinds=held.kinds),
        "last": queries.last_message(person),
        "link": queries.link_of(person, on=today()),
        "trail": _TRAIL,
    }
    return render(request, "reminders/home.html", context)


def _held(held: Preference, *, form_only: bool = False) -> dict[str, object]:
    fields = {"rhythm": held.rhythm, "weekday": held.weekday, "kinds": held.kinds}
    return fields if form_only else fields | {"version": held.version}


@policy(Permission.SEE_PLAN)
@require_POST
def new_link(request: HttpRequest) -> HttpResponse:
    """A calendar link, shown in the answer and never again; any there was is good no longer."""
    issued = actions.make_link(by=signed_in(request), on=today())
    shown = address(reverse("reminders:feed", args=[issued.token]))
    context = {"shown": shown, "link": issued.link, "trail": [*_TRAIL, ("Reminders", "/reminders/")]}
    return acted(render(request, "reminders/link.html", context), to=reverse("reminders:home"))


@policy(Permission.SEE_PLAN)
@require_POST
def end_link(request: HttpRequest) -> HttpResponse:
    """The calendar link is good no longer."""
    if actions.end_link(by=signed_in(request)):
        messages.success(request, "The link is good no longer. Take the calendar out of your own.")
    return redirect("reminders:home")


@policy(PUBLIC)
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's dates, for their calendar. Whoever has the link has this and nothing else; one that is good
    no longer is the same 404 as one that never was."""
    link = queries.link_by(token, on=today())
    if link is None:
        raise Http404
    if not actions.count_read(link, on=today()):
        return HttpResponse("Read too often today\n", status=429, content_type="text/plain", headers=_QUIET)
    content = as_calendar(events(link.person, on=today()), now=timezone.now())
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=_QUIET)


# Nothing on the way keeps the answer, finds it, or is told where it came from.
_QUIET = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}

"""How somebody signs in: their second proof, their sessions, what failed. For everybody, about themselves."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from goldenthread.web.accounts.confirming import is_confirmed
from goldenthread.web.accounts.policy import SIGNED_IN, policy, signed_in
from goldenthread.web.page.templatetags.page import counted
from goldenthread.web.signin import actions
from goldenthread.web.signin.queries import failed_since, must_prove_twice, providers_of, sessions_of, ways_of
from goldenthread.web.signin.sessions import SessionStore

TRAIL = [("Today", "/")]
_LOOKED_BACK = timedelta(days=90)


@policy(SIGNED_IN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """How do I sign in, and is anybody else signed in as me?"""
    person = signed_in(request)
    here = _store(request)
    context = {
        "has": ways_of(person),
        "providers": providers_of(person),
        "sessions": [(session, here.is_row(session)) for session in sessions_of(person)],
        "failed": failed_since(person, since=timezone.now() - _LOOKED_BACK),
        "confirmed": is_confirmed(request),
        "needed": must_prove_twice(person),
        "trail": TRAIL,
    }
    return render(request, "signin/home.html", context)


@policy(SIGNED_IN)
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one session of one's own, or all but this one."""
    person = signed_in(request)
    if "others" in request.POST:
        ended = actions.end_all_sessions(by=person, person=person, but=request.session.session_key or "")
        messages.success(request, f"{counted(ended, 'other session')} ended.")
        return redirect("signin:home")
    session = get_object_or_404(sessions_of(person), session_key=request.POST.get("session", ""))
    actions.end_session(by=person, session=session)
    messages.success(request, "The session is ended.")
    return redirect("signin:home")


def _store(request: HttpRequest) -> SessionStore:
    assert isinstance(request.session, SessionStore)
    return request.session

"""The first page, the health page, and what is shown when something is wrong."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.web.accounts.policy import PUBLIC, SIGNED_IN, policy, signed_in, standing
from goldenthread.web.accounts.standing import today as todays_date
from goldenthread.web.config.needs import needs_of


@policy(SIGNED_IN)
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What needs me now?"""
    person = signed_in(request)
    needs = needs_of(person, on=todays_date())
    late = sum(need.count for need in needs if need.late)
    context = {"person": person, "roles": standing(request).roles, "needs": needs, "late": late}
    return render(request, "config/today.html", context)


@policy(PUBLIC)
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether the site can answer: for whoever watches it, without saying what it runs on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("well\n", content_type="text/plain")


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: left open past its session, or sent from elsewhere."""
    return render(request, "config/form_too_old.html", status=403)

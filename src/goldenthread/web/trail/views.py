"""Who did what, and does the trail still say what was written?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in
from goldenthread.web.history.nightly import read_through
from goldenthread.web.history.queries import entries, last_check, newest_heads
from goldenthread.web.page.paging import paged
from goldenthread.web.page.templatetags.page import counted
from goldenthread.web.trail.forms import NarrowForm


@policy(Permission.SEE_HISTORY)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who did what, latest first; and when was the trail last read through?"""
    form = NarrowForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = entries(**wanted)
    context = {
        "form": form,
        "narrowed": any(wanted.values()),
        "found": found.count(),
        "entries": paged(request, found),
        "check": last_check(),
        "heads": newest_heads(),
    }
    return render(request, "trail/home.html", context)


@policy(Permission.SEE_HISTORY)
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Read the trail through now."""
    written, _ = read_through(by=signed_in(request))
    if written.faults:
        messages.error(
            request, f"Something is wrong with the trail in {counted(len(written.faults), 'place')}."
        )
    else:
        messages.success(request, f"All {counted(written.rows, 'row')} hold.")
    return redirect("trail:home")

"""Filling in what could not be read of a document."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldenthread.findings.model import InspectionReport, Letter
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in
from goldenthread.web.inspection.filling import END, START, as_filled, fill_in, framework_of
from goldenthread.web.inspection.filling_forms import FillForm
from goldenthread.web.inspection.models import Report
from goldenthread.web.page.conflict import Difference, conflict
from goldenthread.web.plan.rules import NotDone
from goldenthread.web.plan.sending import sent


@policy(Permission.ACCEPT_FINDINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, key: int) -> HttpResponse:
    """What does the document say, where its page could not be read?"""
    report = get_object_or_404(Report, pk=key)
    form = FillForm(
        sent(request), initial=_initial(report), read=report.as_read, framework=framework_of(report)
    )
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        if _filled(request, report, form):
            messages.success(request, "What you filled in is saved beside the reading.")
            return redirect("inspection:review", key=report.pk)
        if not form.errors:
            held = Report.objects.get(pk=key)
            now = {name: value for name, value in _initial(held).items() if name in form.fields}
            now.pop("version", None)
            shown = conflict(form, held=now, version=held.version)
    context = {
        "form": form,
        "conflict": shown,
        "heading": "Fill in what could not be read",
        "lead": "Take it from the document's own pages. What you leave empty stays as it was read.",
        "button": "Save",
        "trail": [
            ("Inspection reports, notices and letters", reverse("inspection:home")),
            (report.file, reverse("inspection:review", args=[report.pk])),
        ],
    }
    return render(request, "inspection/form.html", context)


def _filled(request: HttpRequest, report: Report, form: FillForm) -> bool:
    given = dict(form.cleaned_data)
    version = given.pop("version")
    try:
        return fill_in(by=signed_in(request), report=report, version=version, given=given)
    except NotDone as why:
        form.add_error(None, str(why))
        return False


def _initial(report: Report) -> dict[str, Any]:
    """Each part as it stands: filled in, else as read."""
    now = as_filled(report)
    initial: dict[str, Any] = {**report.filled, "version": report.version, "authority": now.authority}
    if isinstance(now, InspectionReport):
        initial |= {START: now.inspection_start, END: now.inspection_end}
    elif isinstance(now, Letter):
        initial |= {START: now.visit_start, END: now.visit_end}
    return initial

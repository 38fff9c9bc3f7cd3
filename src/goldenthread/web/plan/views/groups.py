"""The groups that carry actions: who they are, and what each has late."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import today
from goldenthread.web.page.conflict import Difference, conflict
from goldenthread.web.plan import actions, queries
from goldenthread.web.plan.forms_delivery import GroupForm
from goldenthread.web.plan.rules import NotDone
from goldenthread.web.plan.sending import sent

_form = require_http_methods(["GET", "HEAD", "POST"])
_TRAIL = [("Plan", "plan:home"), ("Workstreams and groups", "plan:workstreams")]


@policy(Permission.SEE_PLAN)
@require_safe
def workstreams(request: HttpRequest) -> HttpResponse:
    """Who carries the plan, and which of them is behind?"""
    rows = queries.group_rows(as_at=today())
    context = {
        "rows": rows,
        "behind": sum(bool(row.late) for row in rows),
        "trail": [("Plan", reverse("plan:home"))],
        "may_edit": standing(request).may(Permission.EDIT_PLAN),
    }
    return render(request, "plan/workstreams.html", context)


@policy(Permission.EDIT_PLAN)
@_form
def add_workstream(request: HttpRequest) -> HttpResponse:
    """Form a group that actions may be given to."""
    form = GroupForm(sent(request), initial={"version": 0, "kind": "workstream"})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_workstream(by=signed_in(request), group=form.group)
        except NotDone as why:
            form.add_error("name", str(why))
        else:
            messages.success(request, f"{made.name} is formed.")
            return redirect("plan:workstreams")
    return _page(request, form, "Form a workstream or group", None)


@policy(Permission.EDIT_PLAN)
@_form
def edit_workstream(request: HttpRequest, key: int) -> HttpResponse:
    """Change a group. The second of two editors sees both texts."""
    found = get_object_or_404(queries.groups(), pk=key)
    initial = {name: getattr(found, name) for name in (*GroupForm.FIELDS, "version")}
    form = GroupForm(sent(request), initial=initial)
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        given = {"by": signed_in(request), "version": form.cleaned_data["version"], "group": form.group}
        try:
            saved = actions.edit_workstream(workstream=found, **given)
        except NotDone as why:
            form.add_error("name", str(why))
        else:
            if saved:
                messages.success(request, "The group is saved.")
                return redirect("plan:workstreams")
            held = queries.groups().get(pk=key)
            fields = {name: getattr(held, name) for name in GroupForm.FIELDS}
            shown = conflict(form, held=fields, version=held.version)
    return _page(request, form, f"Edit {found.name}", shown)


def _page(
    request: HttpRequest, form: GroupForm, heading: str, shown: list[Difference] | None
) -> HttpResponse:
    trail = [(label, reverse(route)) for label, route in _TRAIL]
    context = {"form": form, "heading": heading, "conflict": shown, "trail": trail}
    return render(request, "plan/edit_group.html", context)

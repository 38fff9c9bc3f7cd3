"""Who may agree what, and what is set for the plan: read by all who see it, changed by whoever keeps it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.papers.colours import Rag
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import today
from goldenthread.web.page.conflict import Difference, conflict
from goldenthread.web.plan import actions, queries
from goldenthread.web.plan.ageing import ages, rule_said
from goldenthread.web.plan.delegating import scheme
from goldenthread.web.plan.forms_delivery import PlanSettingsForm, SchemeForm, label_field
from goldenthread.web.plan.models import PlanSettings
from goldenthread.web.plan.rules import NotDone
from goldenthread.web.plan.sending import sent

_form = require_http_methods(["GET", "HEAD", "POST"])


@policy(Permission.SEE_PLAN)
@require_safe
def delegation(request: HttpRequest) -> HttpResponse:
    """Who may agree what?"""
    held = scheme()
    context = {
        "rows": queries.matter_rows(held),
        "bodies": queries.bodies(held),
        "days": held.sign_off_days,
        "version": queries.scheme_version(),
        "entries": queries.scheme_history()[:50],
        "may_edit": standing(request).may(Permission.EDIT_PLAN),
        "trail": [("Plan", reverse("plan:home"))],
    }
    return render(request, "plan/delegation.html", context)


@policy(Permission.EDIT_PLAN)
@_form
def edit_delegation(request: HttpRequest) -> HttpResponse:
    """Change who may agree what. The second of two editors sees both texts."""
    initial = {**SchemeForm.start_from(scheme()), "version": queries.scheme_version()}
    form = SchemeForm(sent(request), initial=initial)
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("version", "meeting", "why")}
        try:
            saved = actions.set_scheme(by=signed_in(request), delegated=form.delegated, **told)
        except NotDone as why:
            form.add_error(None, str(why))
        else:
            if saved:
                messages.success(request, "The scheme of delegation is changed.")
                return redirect("plan:delegation")
            shown = conflict(form, held=SchemeForm.start_from(scheme()), version=queries.scheme_version())
    trail = [("Plan", reverse("plan:home")), ("Who may agree what", reverse("plan:delegation"))]
    context = {"form": form, "heading": "Change who may agree what", "conflict": shown, "trail": trail}
    return render(request, "plan/edit_group.html", context)


@policy(Permission.EDIT_PLAN)
@_form
def plan_settings(request: HttpRequest) -> HttpResponse:
    """How often is word of an action due, how long does evidence hold, and what are the colours called?"""
    held = queries.plan_settings()
    initial = {**_as_set(held), "version": held.version}
    form = PlanSettingsForm(sent(request), initial=initial)
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("version", "update_weeks", "evidence_months")}
        if actions.set_plan_settings(by=signed_in(request), labels=form.labels, on=today(), **told):
            messages.success(request, "What is set for the plan is saved.")
            return redirect("plan:home")
        now = queries.plan_settings()
        shown = conflict(form, held=_as_set(now), version=now.version)
    context = {
        "form": form,
        "rule": rule_said(as_at=today()),
        "entries": queries.settings_history()[:50],
        "conflict": shown,
        "trail": [("Plan", reverse("plan:home"))],
    }
    return render(request, "plan/settings.html", context)


def _as_set(held: PlanSettings) -> dict[str, object]:
    """What is set, as the form asks for it: of the ages of evidence the one in force."""
    named = {label_field(rag): held.labels.get(str(rag), "") for rag in Rag}
    months = ages(as_at=today()).rule.months
    return {"update_weeks": held.update_weeks, "evidence_months": months, **named}

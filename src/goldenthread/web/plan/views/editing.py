"""The pages that write: answers to findings, objectives, measures, actions, evidence, decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.page.conflict import Difference, conflict
from goldenthread.web.plan import actions, exhibits, forms, queries
from goldenthread.web.plan.models import Action, Measure, Objective, Requirement
from goldenthread.web.plan.rules import NotDone
from goldenthread.web.plan.sending import sent

_form = require_http_methods(["GET", "HEAD", "POST"])
Trail = list[tuple[str, str]]


def _page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return render(request, f"plan/{template}.html", context)


def _trail(label: str = "", route: str = "", key: int = 0) -> Trail:
    trail = [("Plan", reverse("plan:home"))]
    return [*trail, (label, reverse(f"plan:{route}", args=[key]))] if label else trail


# Objectives and measures


@policy(Permission.EDIT_PLAN)
@_form
def add_objective(request: HttpRequest) -> HttpResponse:
    """Write what will be different for children."""
    answers = [key for key in request.GET.getlist("answers") if key.isdigit()]
    form = forms.ObjectiveForm(sent(request), initial={"version": 0, "answers": answers})
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("text", "answers")}
        made = actions.add_objective(by=signed_in(request), **given)
        messages.success(request, f"Objective {made.code} is in the plan.")
        return redirect("plan:objective", key=made.pk)
    return _page(
        request, "edit_objective", form=form, trail=_trail(), heading="Add an objective", conflict=None
    )


@policy(Permission.EDIT_PLAN)
@_form
def edit_objective(request: HttpRequest, key: int) -> HttpResponse:
    """Change an objective, or which findings it answers."""
    found = get_object_or_404(Objective, pk=key)
    initial = {"text": found.text, "version": found.version, "answers": found.answers.all()}
    form = forms.ObjectiveForm(sent(request), initial=initial)
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        if actions.edit_objective(by=signed_in(request), objective=found, **form.cleaned_data):
            messages.success(request, "The objective is saved.")
            return redirect("plan:objective", key=found.pk)
        held = Objective.objects.get(pk=key)
        shown = conflict(form, held={"text": held.text}, version=held.version)
    trail = _trail(f"Objective {found.code}", "objective", found.pk)
    heading = f"Edit objective {found.code}"
    return _page(request, "edit_objective", form=form, trail=trail, heading=heading, conflict=shown)


@policy(Permission.EDIT_PLAN)
@_form
def add_measure(request: HttpRequest, key: int) -> HttpResponse:
    """Tie an indicator to an objective."""
    found = get_object_or_404(Objective, pk=key)
    form = forms.MeasureForm(sent(request), objective=found)
    if request.method == "POST" and form.is_valid():
        actions.add_measure(by=signed_in(request), objective=found, **form.cleaned_data)
        messages.success(request, "The measure is added.")
        return redirect("plan:objective", key=found.pk)
    trail = _trail(f"Objective {found.code}", "objective", found.pk)
    return _page(request, "add_measure", form=form, objective=found, trail=trail)


@policy(Permission.EDIT_PLAN)
@require_POST
def remove_measure(request: HttpRequest, key: int) -> HttpResponse:
    """Untie an indicator from an objective."""
    found = get_object_or_404(Measure.objects.select_related("objective"), pk=key)
    actions.remove_measure(by=signed_in(request), measure=found)
    messages.success(request, "The measure is removed.")
    return redirect("plan:objective", key=found.objective_id)


# Actions


@policy(Permission.EDIT_PLAN)
@_form
def add_action(request: HttpRequest, key: int) -> HttpResponse:
    """Propose an action towards an objective."""
    found = get_object_or_404(Objective, pk=key)
    form = forms.ActionForm(sent(request), initial={"version": 0}, new=True)
    if request.method == "POST" and form.is_valid():
        made = actions.add_action(
            by=signed_in(request),
            objective=found,
            text=form.cleaned_data["text"],
            owner=form.ownership,
            workstream=form.workstream_name,
            due=form.cleaned_data["due"],
            beside=form.beside,
        )
        messages.success(request, f"Action {made.code} is proposed.")
        return redirect("plan:action", key=made.pk)
    trail = _trail(f"Objective {found.code}", "objective", found.pk)
    heading = f"Add an action to objective {found.code}"
    return _page(
        request, "edit_action", form=form, objective=found, trail=trail, heading=heading, conflict=None
    )


@policy(Permission.EDIT_PLAN)
@_form
def edit_action(request: HttpRequest, key: int) -> HttpResponse:
    """Change an action's words, owner or workstream. The second of two editors sees both texts."""
    found = get_object_or_404(queries.actions(), pk=key)
    form = forms.ActionForm(sent(request), initial=forms.ActionForm.start_from(found), new=False)
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save_action(request, found, form)
        except NotDone as why:
            form.add_error(None, str(why))
        else:
            if saved:
                messages.success(request, "The action is saved.")
                return redirect("plan:action", key=found.pk)
            shown = _action_conflict(form, key)
    trail = _trail(f"Action {found.code}", "action", found.pk)
    heading = f"Edit action {found.code}"
    return _page(
        request,
        "edit_action",
        form=form,
        objective=found.objective,
        trail=trail,
        heading=heading,
        conflict=shown,
    )


def _save_action(request: HttpRequest, found: Action, form: forms.ActionForm) -> bool:
    return actions.edit_action(
        by=signed_in(request),
        action=found,
        version=form.cleaned_data["version"],
        text=form.cleaned_data["text"],
        owner=form.ownership,
        workstream=form.workstream_name,
        beside=form.beside,
    )


def _action_conflict(form: forms.ActionForm, key: int) -> list[Difference]:
    held = queries.actions().get(pk=key)
    shown = {name: getattr(held, name) for name in form.SHOWN_BESIDE}
    return conflict(form, held=shown, version=held.version)


# Evidence


@policy(Permission.PIN_EVIDENCE)
@_form
def pin(request: HttpRequest, key: int) -> HttpResponse:
    """Choose the action that a figure just frozen bears on. Only whoever froze it is asked."""
    person = signed_in(request)
    exhibit = get_object_or_404(queries.exhibits_of(person), pk=key)
    form = forms.PinForm(sent(request), initial={"action": request.GET.get("action")})
    if request.method == "POST" and form.is_valid():
        try:
            pinned = actions.pin(by=person, exhibit=exhibit, **form.cleaned_data)
        except NotDone as why:
            form.add_error("action", str(why))
        else:
            messages.success(request, f"The evidence is pinned to action {pinned.action.code}.")
            return redirect("plan:action", key=pinned.action_id)
    shown = exhibits.shown_exhibit(exhibit, standing(request).figures)
    return _page(request, "pin", form=form, shown=shown, trail=_trail())


@policy(Permission.PIN_EVIDENCE)
@_form
def add_document(request: HttpRequest, key: int) -> HttpResponse:
    """Pin a minute, a document or a link to an action."""
    found = get_object_or_404(queries.actions(), pk=key)
    form = forms.DocumentForm(sent(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        ref = EvidenceRef(
            kind=given["kind"], key=given["where"][:200], label=given["label"], as_of=given["as_of"]
        )
        actions.pin_document(
            by=signed_in(request),
            action=found,
            ref=ref,
            shows=given["shows"],
            where=given["where"],
            speaks=actions.Speaks(given["speaks_from"], given["speaks_to"]),
        )
        messages.success(request, "The evidence is added.")
        return redirect("plan:action", key=found.pk)
    trail = _trail(f"Action {found.code}", "action", found.pk)
    return _page(request, "add_evidence", form=form, action=found, trail=trail)


# Decisions


def _decision(
    request: HttpRequest, about: Requirement | Objective | Action, route: str, name: str
) -> HttpResponse:
    form = forms.DecisionForm(sent(request))
    if request.method == "POST" and form.is_valid():
        actions.record_decision(by=signed_in(request), about=about, **form.cleaned_data)
        messages.success(request, "The decision is recorded.")
        return redirect(f"plan:{route}", key=about.pk)
    return _page(request, "decision", form=form, about=about, name=name, trail=_trail(name, route, about.pk))


@policy(Permission.RECORD_DECISIONS)
@_form
def requirement_decision(request: HttpRequest, key: int) -> HttpResponse:
    """Record what a meeting decided about a finding."""
    found = get_object_or_404(Requirement, pk=key)
    return _decision(request, found, "thread", f"Finding {found.number}")


@policy(Permission.RECORD_DECISIONS)
@_form
def objective_decision(request: HttpRequest, key: int) -> HttpResponse:
    """Record what a meeting decided about an objective."""
    found = get_object_or_404(Objective, pk=key)
    return _decision(request, found, "objective", f"Objective {found.code}")


@policy(Permission.RECORD_DECISIONS)
@_form
def action_decision(request: HttpRequest, key: int) -> HttpResponse:
    """Record what a meeting decided about an action."""
    found = get_object_or_404(queries.actions(), pk=key)
    return _decision(request, found, "action", f"Action {found.code}")

"""Measures of success: the figure an indicator started from, and measures entered by hand."""

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
from goldenthread.web.page.elsewhere import provider
from goldenthread.web.plan import actions, queries
from goldenthread.web.plan.forms_of_impact import BaselineForm, HandMeasureForm, ReadingForm
from goldenthread.web.plan.models import HandMeasure, Measure, Objective
from goldenthread.web.plan.rules import NotDone
from goldenthread.web.plan.sending import sent

_form = require_http_methods(["GET", "HEAD", "POST"])


def _trail(objective: Objective, measure: HandMeasure | None = None) -> list[tuple[str, str]]:
    trail = [
        ("Plan", reverse("plan:home")),
        (f"Objective {objective.code}", reverse("plan:objective", args=[objective.pk])),
    ]
    return [*trail, (measure.name, reverse("plan:hand-measure", args=[measure.pk]))] if measure else trail


@policy(Permission.EDIT_PLAN)
@_form
def baseline(request: HttpRequest, key: int) -> HttpResponse:
    """Where did this measure start from?"""
    found = get_object_or_404(Measure.objects.select_related("objective", "baseline"), pk=key)
    asked = provider("MEASURE_PERIODS")
    refs = asked(found.indicator) if asked else []
    initial = {"period": str(found.baseline.as_of)} if found.baseline else {}
    form = BaselineForm(sent(request), initial=initial, refs=refs, tier=standing(request).figures)
    if request.method == "POST" and form.is_valid():
        actions.set_baseline(by=signed_in(request), measure=found, ref=form.chosen)
        messages.success(request, "The baseline is frozen.")
        return redirect("plan:objective", key=found.objective_id)
    context = {
        "form": form,
        "measure": found,
        "title": queries.measure_titles([found.indicator])[found.indicator],
        "barred": "" if refs else "There are no figures of this measure yet: load records first.",
        "trail": _trail(found.objective),
    }
    return render(request, "plan/baseline.html", context)


@policy(Permission.EDIT_PLAN)
@_form
def add_hand_measure(request: HttpRequest, key: int) -> HttpResponse:
    """Add a measure that no indicator counts."""
    found = get_object_or_404(Objective, pk=key)
    form = HandMeasureForm(sent(request), initial={"version": 0})
    if request.method == "POST" and form.is_valid():
        made = actions.add_hand_measure(by=signed_in(request), objective=found, words=form.words)
        messages.success(request, "The measure is added.")
        return redirect("plan:hand-measure", key=made.pk)
    context = {"form": form, "objective": found, "heading": "Add a measure entered by hand", "conflict": None}
    return render(request, "plan/edit_hand_measure.html", {**context, "trail": _trail(found)})


@policy(Permission.EDIT_PLAN)
@_form
def edit_hand_measure(request: HttpRequest, key: int) -> HttpResponse:
    """Change a measure entered by hand. The second of two editors sees both."""
    found = get_object_or_404(HandMeasure.objects.select_related("objective"), pk=key)
    form = HandMeasureForm(sent(request), initial=HandMeasureForm.start_from(found))
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        if actions.edit_hand_measure(by=signed_in(request), measure=found, version=version, words=form.words):
            messages.success(request, "The measure is saved.")
            return redirect("plan:hand-measure", key=found.pk)
        held = HandMeasure.objects.get(pk=key)
        fields = [name for name in HandMeasureForm.start_from(held) if name != "version"]
        shown = conflict(form, held={name: getattr(held, name) for name in fields}, version=held.version)
    context = {"form": form, "objective": found.objective, "heading": f"Edit {found.name}", "conflict": shown}
    return render(
        request, "plan/edit_hand_measure.html", {**context, "trail": _trail(found.objective, found)}
    )


@policy(Permission.SEE_PLAN)
@require_safe
def hand_measure(request: HttpRequest, key: int) -> HttpResponse:
    """How near is this measure to what it should come to?"""
    found = get_object_or_404(HandMeasure.objects.select_related("objective"), pk=key)
    may = standing(request)
    context = {
        "standing_now": queries.hand_standing(found, may.figures),
        "measure": found,
        "may_edit": may.may(Permission.EDIT_PLAN),
        "may_enter": may.may(Permission.EDIT_PLAN) or may.may(Permission.PIN_EVIDENCE),
        "trail": _trail(found.objective),
    }
    return render(request, "plan/hand_measure.html", context)


@policy(Permission.EDIT_PLAN, Permission.PIN_EVIDENCE)
@_form
def add_reading(request: HttpRequest, key: int) -> HttpResponse:
    """Enter a figure of a measure that is kept by hand."""
    found = get_object_or_404(HandMeasure.objects.select_related("objective"), pk=key)
    form = ReadingForm(sent(request), measure=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_reading(by=signed_in(request), measure=found, figure=form.figure, on=today())
        except NotDone as why:
            form.add_error("on", str(why))
        else:
            messages.success(request, "The figure is entered.")
            return redirect("plan:hand-measure", key=found.pk)
    context = {"form": form, "measure": found, "trail": _trail(found.objective, found)}
    return render(request, "plan/add_reading.html", context)

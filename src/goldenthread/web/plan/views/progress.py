"""The steps on an action's way: milestones, what it waits for, a colour set, a report of what is off plan."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in
from goldenthread.web.accounts.standing import today
from goldenthread.web.page.conflict import Difference, conflict
from goldenthread.web.page.forms import VersionedForm
from goldenthread.web.plan import actions, queries, rules
from goldenthread.web.plan.forms import ProposeDateForm, WhyForm
from goldenthread.web.plan.forms_delivery import (
    ColourForm,
    DoneForm,
    ExceptionForm,
    MilestoneForm,
    MilestoneWordsForm,
    PlainForm,
    WaitForm,
)
from goldenthread.web.plan.models import Action, Milestone
from goldenthread.web.plan.rules import NotDone
from goldenthread.web.plan.sending import sent
from goldenthread.web.plan.values import shown as shown_action
from goldenthread.web.plan.views.steps import Step, take

_form = require_http_methods(["GET", "HEAD", "POST"])
_OPEN = tuple(str(state) for state in rules.OPEN)
_MILESTONE = Step(
    heading="Add a milestone",
    lead="A step on the way with a date of its own. A later date for it is asked for, and counts.",
    button="Add it",
    done="The milestone is added.",
    form=MilestoneForm,
    act=actions.add_milestone,
    sources=_OPEN,
    barred=rules.why_not_work,
)
_WAIT = Step(
    heading="Say what it waits for",
    lead="It cannot finish before another action has. If that one is late, both pages say so.",
    button="Save",
    done="The action waits for the other.",
    form=WaitForm,
    act=actions.wait_for,
    sources=_OPEN,
    barred=rules.why_not_work,
)
_COLOUR = Step(
    heading="Set its delivery colour",
    lead="Where you know what the dates do not say. The computed colour stays beside it, with your name.",
    button="Set the colour",
    done="The colour is set.",
    form=ColourForm,
    act=lambda **given: actions.set_colour(**given, on=today()),
    sources=_OPEN,
    barred=rules.why_not_set_colour,
)
_COMPUTED = Step(
    heading="Take back the colour that was set",
    lead="The colour computed from its dates stands again.",
    button="Take it back",
    done="The computed colour stands again.",
    form=PlainForm,
    act=lambda **given: actions.end_colour(**given, on=today()),
    sources=_OPEN,
    barred=rules.why_not_set_colour,
)
_STAND_BY = Step(
    heading="Keep the sign-off",
    lead="Evidence of it was judged not sufficient since it was signed off. You looked: it is still done.",
    button="Keep the sign-off",
    done="The sign-off stands.",
    form=WhyForm,
    act=lambda **given: actions.stand_by(**given, on=today()),
    sources=("signed off",),
)


@policy(Permission.WORK_ACTIONS, Permission.EDIT_PLAN)
@_form
def add_milestone(request: HttpRequest, key: int) -> HttpResponse:
    return take(request, key, _MILESTONE)


@policy(Permission.WORK_ACTIONS, Permission.EDIT_PLAN)
@_form
def wait_for(request: HttpRequest, key: int) -> HttpResponse:
    return take(request, key, _WAIT)


@policy(Permission.EDIT_PLAN)
@_form
def set_colour(request: HttpRequest, key: int) -> HttpResponse:
    return take(request, key, _COLOUR)


@policy(Permission.EDIT_PLAN)
@_form
def end_colour(request: HttpRequest, key: int) -> HttpResponse:
    return take(request, key, _COMPUTED)


@policy(Permission.EDIT_PLAN)
@_form
def stand_by(request: HttpRequest, key: int) -> HttpResponse:
    return take(request, key, _STAND_BY)


@policy(Permission.WORK_ACTIONS, Permission.EDIT_PLAN)
@require_POST
def wait_no_more(request: HttpRequest, key: int) -> HttpResponse:
    """The action can finish without the other after all."""
    found = get_object_or_404(queries.dependencies(), pk=key)
    try:
        actions.wait_no_more(by=signed_in(request), dependency=found)
    except NotDone as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"It waits for {found.on.code} no more.")
    return redirect("plan:action", key=found.action_id)


# One milestone


@policy(Permission.WORK_ACTIONS, Permission.EDIT_PLAN)
@_form
def edit_milestone(request: HttpRequest, key: int) -> HttpResponse:
    """Change a milestone's words. The second of two editors sees both texts."""
    found = get_object_or_404(queries.milestones(), pk=key)
    fields = ("text", "by_whom")
    form = MilestoneWordsForm(
        sent(request), initial={name: getattr(found, name) for name in (*fields, "version")}
    )
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        saved: list[bool] = []
        given = {"by": signed_in(request), "milestone": found, **form.cleaned_data}
        if _tried(form, lambda: saved.append(actions.edit_milestone(**given))):
            if saved[0]:
                messages.success(request, "The milestone is saved.")
                return redirect("plan:action", key=found.action_id)
            held = queries.milestones().get(pk=key)
            shown = conflict(form, held={name: getattr(held, name) for name in fields}, version=held.version)
    return _page(request, found, form, "Edit the milestone", "Save", shown)


@policy(Permission.WORK_ACTIONS, Permission.EDIT_PLAN)
@_form
def finish_milestone(request: HttpRequest, key: int) -> HttpResponse:
    """Say that a milestone is done."""
    found = get_object_or_404(queries.milestones(), pk=key)
    form = DoneForm(sent(request), initial={"version": found.version, "on": today()})
    if request.method == "POST" and form.is_valid():
        given = {"by": signed_in(request), "milestone": found, **form.cleaned_data}
        if _tried(form, lambda: actions.finish_milestone(**given)):
            messages.success(request, "The milestone is done.")
            return redirect("plan:action", key=found.action_id)
    return _page(request, found, form, "The milestone is done", "Save")


@policy(Permission.WORK_ACTIONS, Permission.EDIT_PLAN)
@_form
def milestone_date(request: HttpRequest, key: int) -> HttpResponse:
    """Ask for a new date of a milestone."""
    found = get_object_or_404(queries.milestones(), pk=key)
    form = ProposeDateForm(sent(request), initial={"version": found.action.version})
    if request.method == "POST" and form.is_valid():
        given = {"by": signed_in(request), "action": found.action, "milestone": found, **form.cleaned_data}
        if _tried(form, lambda: actions.propose_date(**given, on=today())):
            messages.success(request, "The new date waits for a decision.")
            return redirect("plan:action", key=found.action_id)
    return _page(request, found, form, "Ask for a new date of the milestone", "Ask for this date")


def _tried(form: VersionedForm, act: Callable[[], object]) -> bool:
    try:
        act()
    except NotDone as why:
        form.add_error(None, str(why))
        return False
    return True


def _page(
    request: HttpRequest,
    milestone: Milestone,
    form: VersionedForm,
    heading: str,
    button: str,
    shown: list[Difference] | None = None,
) -> HttpResponse:
    action = milestone.action
    barred = "" if form.errors else rules.why_not_plan_ahead(signed_in(request), action)
    context = {
        "form": form,
        "milestone": milestone,
        "action": action,
        "heading": heading,
        "button": button,
        "conflict": shown,
        "barred": barred,
        "trail": _trail(action),
    }
    return render(request, "plan/milestone.html", context)


# Off plan


@policy(Permission.WORK_ACTIONS, Permission.EDIT_PLAN)
@_form
def report_exception(request: HttpRequest, key: int) -> HttpResponse:
    """Say why an action is off its plan, and what is asked of the board."""
    found = get_object_or_404(queries.actions(), pk=key)
    held = queries.report_of(found)
    initial = {name: getattr(held, name, "") for name in ExceptionForm.FIELDS}
    form = ExceptionForm(sent(request), initial={**initial, "version": held.version if held else 0})
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        given = {
            "by": signed_in(request),
            "action": found,
            "version": form.cleaned_data["version"],
            "report": form.report,
            "new_date": form.cleaned_data["new_date"],
            "on": today(),
        }
        saved: list[bool] = []
        if _tried(form, lambda: saved.append(actions.report_exception(**given))):
            if saved[0]:
                messages.success(request, "The exception is reported.")
                return redirect("plan:exceptions")
            shown = _both(form, found)
    context = {
        "form": form,
        "action": found,
        "row": shown_action(found, as_at=today()),
        "conflict": shown,
        "barred": "" if form.errors else rules.why_not_work(signed_in(request), found),
        "trail": _trail(found),
    }
    return render(request, "plan/report_exception.html", context)


def _both(form: ExceptionForm, action: Action) -> list[Difference]:
    held = queries.report_of(action)
    assert held is not None, "somebody else's report was saved first"
    fields = {name: getattr(held, name) for name in ExceptionForm.FIELDS}
    return conflict(form, held=fields, version=held.version)


def _trail(action: Action) -> list[tuple[str, str]]:
    return [
        ("Plan", reverse("plan:home")),
        (f"Action {action.code}", reverse("plan:action", args=[action.pk])),
    ]

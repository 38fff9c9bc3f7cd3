"""The register of requirements: what is asked, what is said to it, what ties it to others, and the bones of a
plan made from it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.papers.wording import counted
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import today
from goldenthread.web.page.conflict import Difference, conflict
from goldenthread.web.page.paging import paged
from goldenthread.web.plan import actions, queries, register_forms
from goldenthread.web.plan.models import ASKS_NOTHING, Disposition, Requirement
from goldenthread.web.plan.register_rules import why_not_come
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone
from goldenthread.web.plan.sending import sent

_form = require_http_methods(["GET", "HEAD", "POST"])
Trail = list[tuple[str, str]]


def _trail(found: Requirement | None = None) -> Trail:
    trail = [("Plan", reverse("plan:home")), ("Requirements", reverse("plan:requirements"))]
    if found is None:
        return trail
    return [*trail, (f"{found.noun.capitalize()} {found.number}", reverse("plan:thread", args=[found.pk]))]


def _one(key: int) -> Requirement:
    return get_object_or_404(Requirement.objects.select_related("source", "repeats"), pk=key)


@policy(Permission.SEE_PLAN)
@require_safe
def requirements(request: HttpRequest) -> HttpResponse:
    """What have we been asked to do, and what answers it?"""
    filters = queries.RequirementFilters.of(request.GET.dict())
    found = queries.requirement_list(filters, as_at=today())
    asked = [row for row in found.everything if not row.requirement.is_strength]
    context = {
        "found": found,
        "asked": asked,
        "paged": paged(request, found.rows),
        "unanswered": sum(row.unanswered for row in asked),
        "declined": sum(row.declined for row in asked),
        "put_off": sum(row.put_off for row in asked),
        "with_late": sum(bool(row.late) for row in asked),
        "may_edit": standing(request).may(Permission.EDIT_PLAN),
        "take_all": filters.narrowed and 0 < len(found.rows) <= register_forms.MOST,
        "trail": [("Plan", reverse("plan:home"))],
    }
    return render(request, "plan/requirements.html", context)


# What is said to them


@policy(Permission.EDIT_PLAN)
@_form
def answer_requirement(request: HttpRequest, key: int) -> HttpResponse:
    """What does the authority say to this finding?"""
    found = _one(key)
    by = signed_in(request)
    initial = {name: getattr(found, name) for name in (*register_forms.ANSWERED, "version")}
    initial["decided_by_name"] = found.decided_by_name or by.name
    initial["decided_on"] = found.decided_on or today()
    form = register_forms.AnswerForm(sent(request), initial=initial)
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        if actions.answer_requirement(by=by, requirement=found, version=version, answer=form.answer):
            messages.success(request, f"The answer to the {found.noun} is saved.")
            return redirect("plan:thread", key=found.pk)
        held = Requirement.objects.get(pk=key)
        fields = {name: getattr(held, name) for name in register_forms.ANSWERED}
        shown = conflict(form, held=fields, version=held.version)
    context = {"form": form, "requirement": found, "conflict": shown, "trail": _trail(found)}
    return render(request, "plan/answer.html", context)


@policy(Permission.EDIT_PLAN)
@_form
def correct_requirement(request: HttpRequest, key: int) -> HttpResponse:
    """Is what the register holds what the document says, and how is it found again?"""
    found = _one(key)
    form = register_forms.CorrectForm(
        sent(request), initial=register_forms.as_corrected(found), requirement=found
    )
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if actions.correct_requirement(
            by=signed_in(request),
            requirement=found,
            version=given["version"],
            wording=form.wording,
            why=given["why"],
        ):
            messages.success(request, f"The {found.noun} is put right.")
            return redirect("plan:thread", key=found.pk)
        held = _one(key)
        shown = conflict(form, held=register_forms.as_held(held), version=held.version)
    lead = "Its first words stay beside it, and the history says who changed them and why."
    return _tie_page(
        request, found, form, heading=f"Correct or tag this {found.noun}", lead=lead, conflict=shown
    )


@policy(Permission.EDIT_PLAN)
@_form
def answer_many(request: HttpRequest) -> HttpResponse:
    """What does the authority say to these findings?"""
    chosen = _chosen(request, only_open=False)
    by = signed_in(request)
    initial = {
        "asked": register_forms.seen_at(chosen),
        "disposition": Disposition.ACCEPTED,
        "decided_by_name": by.name,
        "decided_on": today(),
    }
    form = register_forms.AnswerManyForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            many = actions.answer_many(by=by, versions=form.cleaned_data["asked"], answer=form.answer)
        except NotDone as why:
            data = request.POST.copy()
            data["asked"] = register_forms.seen_at(_chosen(request, only_open=False))
            form.data = data
            form.add_error(None, str(why))
        else:
            messages.success(request, f"The answer to {counted(many, 'finding')} is saved.")
            return redirect("plan:requirements")
    context = {
        "form": form,
        "chosen": chosen,
        "barred": "" if chosen else _CHOOSE,
        "heading": f"Answer {counted(len(chosen), 'finding')} together",
        "trail": _trail(),
    }
    return render(request, "plan/answer_many.html", context)


_CHOOSE = "Tick the findings in the register first, then press the button under the list."


def _chosen(request: HttpRequest, *, only_open: bool) -> list[Requirement]:
    """The findings that the page is about: those a form carries, those ticked, or all that filters list.
    `only_open`: without those that nothing is to be done for."""
    keys = _keys(request)
    found = Requirement.objects.filter(pk__in=keys[: register_forms.MOST]).select_related("source")
    if only_open:
        found = found.exclude(kind__in=ASKS_NOTHING).exclude(disposition=Disposition.NOT_ACCEPTED)
    return list(found.order_by("source_id", "number"))


def _keys(request: HttpRequest) -> list[int]:
    if request.method == "POST":
        asked = (one.partition(":")[0] for one in request.POST.get("asked", "").split(","))
        return [int(key) for key in asked if key.isdigit()]
    if ticked := [int(key) for key in request.GET.getlist("requirement") if key.isdigit()]:
        return ticked
    filters = queries.RequirementFilters.of(request.GET.dict())
    if not filters.narrowed:
        return []
    return [row.requirement.pk for row in queries.requirement_list(filters, as_at=today()).rows]


@policy(Permission.EDIT_PLAN)
@_form
def has_come(request: HttpRequest, key: int) -> HttpResponse:
    """Has what this finding waits for come?"""
    found = _one(key)
    barred = why_not_come(found)
    initial = {"version": found.version, "on": today()}
    form = register_forms.ComeForm(sent(request), initial=initial)
    shown: list[Difference] | None = None
    if request.method == "POST" and not barred and form.is_valid():
        given = form.cleaned_data
        if actions.say_it_has_come(by=signed_in(request), requirement=found, **given):
            messages.success(request, f"The {found.noun} asks for an answer from now on.")
            return redirect("plan:thread", key=found.pk)
        held = _one(key)
        shown = conflict(form, held={"on": held.come_on}, version=held.version)
    lead = f"It is to start later: {found.later_when}." if found.later_when else "It is to start later."
    words = {"heading": "Say that it has come", "lead": lead, "barred": barred}
    return _tie_page(request, found, form, conflict=shown, **words)


# What ties them to others


@policy(Permission.EDIT_PLAN)
@_form
def repeats(request: HttpRequest, key: int) -> HttpResponse:
    """Was this found before?"""
    found = _one(key)
    initial = {"version": found.version, "earlier": found.repeats_id}
    form = register_forms.RepeatsForm(sent(request), initial=initial, requirement=found)
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if actions.say_repeats(by=signed_in(request), requirement=found, **form.cleaned_data):
                messages.success(request, "The tie is saved.")
                return redirect("plan:thread", key=found.pk)
        except NotDone as why:
            form.add_error("earlier", str(why))
        else:
            held = _one(key)
            shown = conflict(form, held={"earlier": held.repeats}, version=held.version)
    lead = "One programme answers what is asked twice: the two are tied, and neither is copied."
    return _tie_page(request, found, form, heading="Was it found before?", lead=lead, conflict=shown)


@policy(Permission.EDIT_PLAN)
@_form
def verdict(request: HttpRequest, key: int) -> HttpResponse:
    """What does a later document say of this finding?"""
    found = _one(key)
    form = register_forms.VerdictForm(sent(request), requirement=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_verdict(by=signed_in(request), requirement=found, **form.cleaned_data)
        except NotDone as why:
            form.add_error("source", str(why))
        else:
            messages.success(request, "The later verdict is recorded.")
            return redirect("plan:thread", key=found.pk)
    lead = "A later report, letter or review says whether it was put right."
    return _tie_page(request, found, form, heading="Record a later verdict", lead=lead)


def _tie_page(request: HttpRequest, found: Requirement, form: Any, **context: Any) -> HttpResponse:
    page = {"conflict": None, **context, "form": form, "requirement": found, "trail": _trail(found)}
    return render(request, "plan/tie.html", page)


@policy(Permission.EDIT_PLAN)
@_form
def direct_answers(request: HttpRequest, key: int) -> HttpResponse:
    """Which findings does an action answer beside those of its objective?"""
    found = get_object_or_404(queries.actions(), pk=key)
    held = [one.pk for one in queries.directly_answered(found)]
    shown: list[Difference] | None = None
    form = register_forms.DirectAnswersForm(
        sent(request), initial={"requirements": held, "version": found.version}, action=found
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_direct_answers(by=signed_in(request), action=found, **form.cleaned_data)
        except ChangedMeanwhile:
            shown = conflict(form, held={}, version=queries.actions().get(pk=key).version)
        except NotDone as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "What the action answers is saved.")
            return redirect("plan:action", key=found.pk)
    trail = [
        ("Plan", reverse("plan:home")),
        (f"Action {found.code}", reverse("plan:action", args=[found.pk])),
    ]
    heading = f"What else does action {found.code} answer?"
    context = {"form": form, "action": found, "heading": heading, "trail": trail, "conflict": shown}
    return render(request, "plan/direct_answers.html", context)


# The bones of a plan


@policy(Permission.EDIT_PLAN)
@_form
def make_objective(request: HttpRequest) -> HttpResponse:
    """Make one objective, with its first actions, from several findings."""
    chosen = _chosen(request, only_open=True)
    initial = {"asked": register_forms.seen_at(chosen), "text": _words_to_begin_with(chosen)}
    form = register_forms.SkeletonForm(sent(request), initial=initial, requirements=chosen)
    if request.method == "POST" and chosen and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("text", "workstream", "due")}
        try:
            made = actions.make_objective(
                by=signed_in(request),
                answers=chosen,
                actions=form.first_actions(chosen),
                owner=form.ownership,
                **given,
            )
        except NotDone as why:
            form.add_error(None, str(why))
        else:
            first = counted(len(form.first_actions(chosen)), "action")
            messages.success(request, f"Objective {made.code} is in the plan, with {first}.")
            return redirect("plan:objective", key=made.pk)
    context = {
        "form": form,
        "chosen": chosen,
        "barred": "" if chosen else _CHOOSE,
        "heading": f"Make an objective from {counted(len(chosen), 'finding')}",
        "trail": _trail(),
    }
    return render(request, "plan/make_objective.html", context)


@policy(Permission.EDIT_PLAN)
@_form
def begin_plan(request: HttpRequest) -> HttpResponse:
    """Make an objective for each heading of a document, and first actions for its findings, in one go."""
    chosen = _chosen(request, only_open=True)
    initial = {"asked": register_forms.seen_at(chosen)}
    form = register_forms.BeginForm(sent(request), initial=initial, requirements=chosen)
    if request.method == "POST" and chosen and form.is_valid():
        parts, workstream = form.parts, form.cleaned_data["workstream"]
        try:
            made = actions.begin_plan(by=signed_in(request), parts=parts, workstream=workstream)
        except NotDone as why:
            form.add_error(None, str(why))
        else:
            said = counted(len(made), "objective")
            first = counted(sum(len(one.actions) for one in parts), "action")
            messages.success(request, f"The plan has {said} more, with {first} to agree.")
            return redirect("plan:objectives")
    context = {
        "form": form,
        "chosen": chosen,
        "barred": "" if chosen else _CHOOSE,
        "heading": f"Begin the plan from {counted(len(chosen), 'finding')}",
        "trail": _trail(),
    }
    return render(request, "plan/begin_plan.html", context)


def _words_to_begin_with(chosen: list[Requirement]) -> str:
    """The heading most of them stand under, or the words of the only one, for somebody to write better."""
    if len(chosen) == 1:
        return chosen[0].text
    headings = Counter(one.group for one in chosen if one.group)
    return headings.most_common(1)[0][0] if headings else ""

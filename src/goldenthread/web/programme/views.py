"""What could stop us? The register, pilots and roll-outs, and what staff suggest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.queries import about
from goldenthread.web.page.conflict import Difference
from goldenthread.web.page.forms import PageForm, VersionedForm
from goldenthread.web.page.paging import paged
from goldenthread.web.plan.sending import acted, both, sent
from goldenthread.web.plan.taking_away import as_csv, as_workbook
from goldenthread.web.programme import actions, forms, queries, rules
from goldenthread.web.programme.lists import LISTS
from goldenthread.web.programme.models import Concern, Idea, RollOut

_form = require_http_methods(["GET", "HEAD", "POST"])
_PLURALS = {"risk": "Risks", "issue": "Issues", "capacity": "Capacity", "funding": "Funding"}


def _trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Programme", reverse("programme:home")), *more]


def _to(thing: Concern | RollOut) -> tuple[str, str]:
    route = "concern" if isinstance(thing, Concern) else "rollout"
    text = str(thing)
    short = text if len(text) <= 60 else f"{text[:57]}…"
    return short, reverse(f"programme:{route}", args=[thing.pk])


def _form_page(request: HttpRequest, form: PageForm, heading: str, **context: Any) -> HttpResponse:
    shown = {"form": form, "heading": heading, "conflict": None, "barred": "", "button": "Save", **context}
    return render(request, "programme/form.html", {**shown, "barred": "" if form.errors else shown["barred"]})


# The register


@policy(Permission.SEE_PLAN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What could stop us?"""
    show = request.GET.get("show", "")
    register = queries.register(show, as_at=today())
    ideas, rollouts = queries.ideas(), queries.rollouts()
    context = {
        "register": register,
        "greatest": next(iter(sorted(register.open, key=lambda row: -row.concern.score)), None),
        "links": _links(register, show),
        "paged": paged(request, register.rows),
        "ideas": len(ideas),
        "waiting_ideas": queries.waiting_ideas(ideas),
        "rollouts": len(rollouts),
        "as_at": today(),
        "may_edit": standing(request).may(Permission.EDIT_PLAN),
    }
    return render(request, "programme/home.html", context)


@policy(Permission.SEE_PLAN)
@require_safe
def one_list(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A list of the programme as its page shows it, as a workbook or as CSV."""
    if name not in LISTS or form not in {"xlsx", "csv"}:
        raise Http404
    part, rows_of = LISTS[name]
    filled = rows_of(request.GET.get("show", ""), today())
    if form == "csv":
        return as_csv(filled, name=name)
    return as_workbook(request, [filled], name=name, part=part)


def _links(register: queries.Register, show: str) -> list[tuple[str, int, str, bool]]:
    names = {"": "All open", "late": "Late for review", **_PLURALS, "closed": "Closed"}
    address = reverse("programme:home")
    return [
        (
            names[key],
            sum(asks(row) for row in register.everything),
            f"{address}?show={key}" if key else address,
            key == show,
        )
        for key, asks in queries.SHOWS.items()
    ]


@policy(Permission.SEE_PLAN)
@require_safe
def concern(request: HttpRequest, key: int) -> HttpResponse:
    """How bad is this, who has it in hand, and what comes next?"""
    found = get_object_or_404(queries.concerns(), pk=key)
    context = {
        "concern": found,
        "row": queries.shown(found, as_at=today()),
        "reviews": found.reviews.all()[:50],
        "entries": about(kind="concern", key=str(found.pk))[:100],
        "may_edit": standing(request).may(Permission.EDIT_PLAN),
        "may_review": not rules.why_not_review(signed_in(request), found),
        "trail": _trail(),
    }
    return render(request, "programme/concern.html", context)


@policy(Permission.EDIT_PLAN)
@_form
def add(request: HttpRequest) -> HttpResponse:
    """Raise something that could stop us."""
    form = forms.ConcernForm(sent(request), initial={"version": 0, "kind": request.GET.get("kind")})
    if request.method == "POST" and form.is_valid():
        made = actions.raise_concern(by=signed_in(request), words=form.words, on=today())
        messages.success(request, f"The {made.get_kind_display().lower()} is in the register.")
        return redirect("programme:concern", key=made.pk)
    return _form_page(request, form, "What could stop us?", trail=_trail())


@policy(Permission.EDIT_PLAN)
@_form
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Change what is said of it."""
    found = get_object_or_404(queries.concerns(), pk=key)
    form, shown = forms.ConcernForm(sent(request), initial=forms.ConcernForm.start_from(found)), None
    if request.method == "POST" and form.is_valid():
        version, words = form.cleaned_data["version"], form.words
        saved = acted(
            form,
            lambda: actions.edit_concern(by=signed_in(request), concern=found, version=version, words=words),
        )
        if saved:
            messages.success(request, "It is saved.")
            return redirect("programme:concern", key=found.pk)
        if saved is False:
            held = queries.concerns().get(pk=key)
            shown = both(form, held, ("text", "owner", "owner_role", "next_step", "review_by"))
    barred = rules.why_not_change(found)
    return _form_page(request, form, "Edit it", conflict=shown, barred=barred, trail=_trail(_to(found)))


@policy(Permission.EDIT_PLAN, Permission.WORK_ACTIONS)
@_form
def review(request: HttpRequest, key: int) -> HttpResponse:
    """Look at it again."""
    found = get_object_or_404(queries.concerns(), pk=key)
    start = {name: getattr(found, name) for name in ("likelihood", "harm", "next_step", "version")}
    form, shown = forms.ReviewForm(sent(request), initial=start, concern=found), None
    if request.method == "POST" and form.is_valid():
        by, seen, version = signed_in(request), form.review, form.cleaned_data["version"]
        saved = acted(
            form,
            lambda: actions.review_concern(by=by, concern=found, version=version, review=seen, on=today()),
        )
        if saved:
            messages.success(request, "The review is kept.")
            return redirect("programme:concern", key=found.pk)
        if saved is False:
            shown = both(form, queries.concerns().get(pk=key), ("next_step", "review_by"))
    barred = rules.why_not_review(signed_in(request), found)
    return _form_page(request, form, "Review it", conflict=shown, barred=barred, lead=found.text,
                      button="Keep the review", trail=_trail(_to(found)))  # fmt: skip


@policy(Permission.EDIT_PLAN)
@_form
def close(request: HttpRequest, key: int) -> HttpResponse:
    """It can stop us no more."""
    found = get_object_or_404(queries.concerns(), pk=key)
    form = forms.CloseForm(sent(request), initial={"version": found.version})
    return _step(request, form, found, "Close it", actions.close_concern, rules.why_not_change(found),
                 on=today())  # fmt: skip


@policy(Permission.EDIT_PLAN)
@_form
def reopen(request: HttpRequest, key: int) -> HttpResponse:
    """It could stop us after all."""
    found = get_object_or_404(queries.concerns(), pk=key)
    form = forms.ReopenForm(sent(request), initial={"version": found.version})
    barred = "" if found.closed_on else "This is open already."
    return _step(request, form, found, "Open it again", actions.reopen_concern, barred)


def _step(
    request: HttpRequest, form: VersionedForm, found: Concern, heading: str, act: Callable[..., bool],
    barred: str, **given: Any,
) -> HttpResponse:  # fmt: skip
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        by, wanted = signed_in(request), {**form.cleaned_data, **given}
        saved = acted(form, lambda: act(by=by, concern=found, **wanted))
        if saved:
            messages.success(request, "It is saved.")
            return redirect("programme:concern", key=found.pk)
        if saved is False:
            shown = both(form, queries.concerns().get(pk=found.pk), ("review_by",))
    return _form_page(request, form, heading, conflict=shown, barred=barred, lead=found.text,
                      button=heading, trail=_trail(_to(found)))  # fmt: skip


# Pilots and roll-outs


@policy(Permission.SEE_PLAN)
@require_safe
def rollouts(request: HttpRequest) -> HttpResponse:
    """How far have pilots and roll-outs come?"""
    rows = queries.rollouts()
    running = [row for row in rows if row.rollout.ended_on is None]
    context = {
        "rows": rows,
        "running": len(running),
        "defects": sum(row.left for row in running),
        "may_edit": standing(request).may(Permission.EDIT_PLAN),
        "trail": _trail(),
    }
    return render(request, "programme/rollouts.html", context)


@policy(Permission.SEE_PLAN)
@require_safe
def rollout(request: HttpRequest, key: int) -> HttpResponse:
    """How far has it come, and does it work?"""
    found = _rollout(key)
    context = {
        "rollout": found,
        "progress": queries.progress(found),
        "entries": about(kind="rollout", key=str(found.pk))[:100],
        "may_edit": standing(request).may(Permission.EDIT_PLAN),
        "may_count": not rules.why_not_count(signed_in(request), found),
        "trail": _trail(("Pilots and roll-outs", reverse("programme:rollouts"))),
    }
    return render(request, "programme/rollout.html", context)


def _rollout(key: int) -> RollOut:
    found = RollOut.objects.select_related("action__owner", "action__objective")
    return get_object_or_404(found.prefetch_related("counts"), pk=key)


@policy(Permission.EDIT_PLAN)
@_form
def add_rollout(request: HttpRequest) -> HttpResponse:
    """Add a pilot or a roll-out of an action."""
    form = forms.RollOutForm(sent(request), initial={"version": 0}, new=True)
    if request.method == "POST" and form.is_valid():
        made = actions.add_rollout(by=signed_in(request), words=form.words)
        messages.success(request, f"The {made.get_kind_display().lower()} is added.")
        return redirect("programme:rollout", key=made.pk)
    trail = _trail(("Pilots and roll-outs", reverse("programme:rollouts")))
    return _form_page(request, form, "Add a pilot or a roll-out", trail=trail)


@policy(Permission.EDIT_PLAN)
@_form
def edit_rollout(request: HttpRequest, key: int) -> HttpResponse:
    """Change it, or say that it has ended and what came of it."""
    found = _rollout(key)
    form, shown = (
        forms.RollOutForm(sent(request), initial=forms.RollOutForm.start_from(found), new=False),
        None,
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        if actions.edit_rollout(by=signed_in(request), rollout=found, version=version, words=form.words):
            messages.success(request, "It is saved.")
            return redirect("programme:rollout", key=found.pk)
        fields = ("name", "action", "areas", "people", "ended_on", "outcome")
        shown = both(form, _rollout(key), fields)
    return _form_page(request, form, "Edit it", conflict=shown, trail=_trail(_to(found)))


@policy(Permission.EDIT_PLAN, Permission.WORK_ACTIONS)
@_form
def count(request: HttpRequest, key: int) -> HttpResponse:
    """Count how far it has come."""
    found = _rollout(key)
    form = forms.CountForm(sent(request), initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        counted, by = form.count, signed_in(request)
        if acted(form, lambda: actions.count_rollout(by=by, rollout=found, count=counted, on=today())):
            messages.success(request, "The count is kept.")
            return redirect("programme:rollout", key=found.pk)
    barred = rules.why_not_count(signed_in(request), found)
    return _form_page(request, form, "How far has it come?", barred=barred, lead=found.name,
                      trail=_trail(_to(found)))  # fmt: skip


# What staff suggest


@policy(Permission.SEE_PLAN)
@require_safe
def ideas(request: HttpRequest) -> HttpResponse:
    """What do staff suggest, and what became of it?"""
    found = queries.ideas()
    may = standing(request)
    context = {
        "rows": found,
        "paged": paged(request, found),
        "waiting": queries.waiting_ideas(found),
        "became": sum(one.action_id is not None for one in found),
        "may_add": may.may(Permission.EDIT_PLAN) or may.may(Permission.WORK_ACTIONS),
        "may_answer": may.may(Permission.EDIT_PLAN),
        "trail": _trail(),
    }
    return render(request, "programme/ideas.html", context)


@policy(Permission.EDIT_PLAN, Permission.WORK_ACTIONS)
@_form
def add_idea(request: HttpRequest) -> HttpResponse:
    """Put an idea forward, with a name or without. It leads to the list: an address of the idea's own would
    be kept beside who sent the form."""
    form = forms.IdeaForm(sent(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.hear_idea(by=signed_in(request), words=given["words"], said_by=given["said_by"], on=today())
        messages.success(request, "The idea is put forward.")
        return redirect("programme:ideas")
    trail = _trail(("Staff ideas", reverse("programme:ideas")))
    return _form_page(request, form, "Put an idea forward", button="Put it forward", trail=trail)


@policy(Permission.EDIT_PLAN)
@_form
def answer_idea(request: HttpRequest, key: int) -> HttpResponse:
    """Answer an idea, and say which action it became."""
    found = get_object_or_404(Idea.objects.select_related("action"), pk=key)
    start = {"version": found.version, "answer": found.answer, "action": found.action_id}
    form, shown = forms.AnswerForm(sent(request), initial=start), None
    if request.method == "POST" and form.is_valid():
        if actions.answer_idea(by=signed_in(request), idea=found, on=today(), **form.cleaned_data):
            messages.success(request, "The answer is kept.")
            return redirect("programme:ideas")
        shown = both(form, Idea.objects.select_related("action").get(pk=key), ("answer", "action"))
    trail = _trail(("Staff ideas", reverse("programme:ideas")))
    return _form_page(request, form, "Answer the idea", conflict=shown, lead=found.words, trail=trail)

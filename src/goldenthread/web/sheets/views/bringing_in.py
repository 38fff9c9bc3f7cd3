"""What is brought in: a plan in anybody's layout, by whoever keeps the plan; actions to update, by owners."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.errors import InputRefused
from goldenthread.papers.plan_sheets.lines import Becomes
from goldenthread.papers.wording import capital
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.queries import about
from goldenthread.web.plan.rules import NotDone
from goldenthread.web.plan.sending import sent
from goldenthread.web.sheets import actions, forms, queries
from goldenthread.web.sheets.models import Layout, Purpose, Workbook

_form = require_http_methods(["GET", "HEAD", "POST"])


def _trail(workbook: Workbook | None = None) -> list[tuple[str, str]]:
    trail = [("Plan", reverse("plan:home")), ("Plan and spreadsheets", reverse("sheets:home"))]
    return [*trail, (workbook.file, reverse(_route(workbook), args=[workbook.pk]))] if workbook else trail


def _route(workbook: Workbook) -> str:
    return "sheets:update" if workbook.purpose == Purpose.UPDATE else "sheets:workbook"


def _held(request: HttpRequest, key: int, purpose: Purpose) -> Workbook:
    return get_object_or_404(queries.seen_by(signed_in(request)), pk=key, purpose=purpose)


@policy(Permission.EDIT_PLAN)
@_form
def bring_in(request: HttpRequest) -> HttpResponse:
    """Hand in a plan. What cannot be read is said beside the field, and nothing is kept."""
    return _handed_in(request, Purpose.PLAN, "sheets/bring_in.html")


@policy(Permission.EDIT_PLAN, Permission.WORK_ACTIONS)
@_form
def send_update(request: HttpRequest) -> HttpResponse:
    """Hand in the workbook of actions that was filled in."""
    return _handed_in(request, Purpose.UPDATE, "sheets/send_update.html")


def _handed_in(request: HttpRequest, purpose: Purpose, template: str) -> HttpResponse:
    form = forms.UploadForm(sent(request), request.FILES)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["workbook"]
        try:
            kept, new = actions.keep(
                by=signed_in(request), purpose=purpose, name=given.name, content=given.read()
            )
        except InputRefused as refused:
            form.add_error("workbook", f"{refused.source}: {refused.why}. {capital(refused.what_to_do)}.")
        else:
            if not new:
                messages.success(request, f"This file is here already, as {kept.file}.")
            return redirect(_route(kept), key=kept.pk)
    return render(request, template, {"form": form, "trail": _trail()})


@policy(Permission.EDIT_PLAN)
@require_safe
def workbook(request: HttpRequest, key: int) -> HttpResponse:
    """What would this file change?"""
    held = _held(request, key, Purpose.PLAN)
    if queries.planned(held, by=signed_in(request), on=today()) is None:
        return redirect("sheets:columns", key=held.pk)
    return _dry_run(request, held)


@policy(Permission.EDIT_PLAN, Permission.WORK_ACTIONS)
@require_safe
def update(request: HttpRequest, key: int) -> HttpResponse:
    """What would this update change?"""
    return _dry_run(request, _held(request, key, Purpose.UPDATE))


def _dry_run(request: HttpRequest, held: Workbook, why: str = "") -> HttpResponse:
    planned = queries.planned(held, by=signed_in(request), on=today()) or queries.Planned()
    form = forms.CarryOutForm(initial={"fingerprint": planned.fingerprint})
    counts = planned.counts
    context = {
        "workbook": held,
        "planned": planned,
        "form": form,
        "why": why,
        "added": counts[Becomes.ADDED],
        "changed": counts[Becomes.CHANGED],
        "refused": counts[Becomes.REFUSED],
        "moved": counts[Becomes.MOVED],
        "left": counts[Becomes.LEFT],
        "will": counts[Becomes.ADDED] + counts[Becomes.CHANGED],
        "questions": len(planned.questions),
        "unanswered": sum(not question.answer for question in planned.questions),
        "own": held.purpose == Purpose.UPDATE or queries.is_own(held),
        "carry_out": reverse(_carry_out_route(held), args=[held.pk]),
        "entries": about(kind="workbook", key=str(held.pk)),
        "trail": _trail(),
    }
    return render(request, "sheets/dry_run.html", context)


def _carry_out_route(held: Workbook) -> str:
    return "sheets:carry-out-update" if held.purpose == Purpose.UPDATE else "sheets:carry-out"


@policy(Permission.EDIT_PLAN)
@require_POST
def carry_out(request: HttpRequest, key: int) -> HttpResponse:
    """Do what the dry run says."""
    return _carried_out(request, _held(request, key, Purpose.PLAN))


@policy(Permission.EDIT_PLAN, Permission.WORK_ACTIONS)
@require_POST
def carry_out_update(request: HttpRequest, key: int) -> HttpResponse:
    """Do what the dry run of an update says."""
    return _carried_out(request, _held(request, key, Purpose.UPDATE))


def _carried_out(request: HttpRequest, held: Workbook) -> HttpResponse:
    form = forms.CarryOutForm(request.POST)
    fingerprint = form.cleaned_data["fingerprint"] if form.is_valid() else ""
    try:
        done = actions.carry_out(by=signed_in(request), workbook=held, fingerprint=fingerprint, on=today())
    except NotDone as why:
        return _dry_run(request, held, str(why))
    rows = done.counts
    messages.success(request, f"Done: {rows[Becomes.ADDED]} added, {rows[Becomes.CHANGED]} changed.")
    return redirect(_route(held), key=held.pk)


# What somebody's own layout means


def _layout(held: Workbook, sheet: str) -> tuple[Any, Layout | None]:
    table = queries.table_of(held, sheet)
    if table is None or queries.is_own(held):
        raise Http404
    return table, queries.layout_of(table)


@policy(Permission.EDIT_PLAN)
@_form
def columns(request: HttpRequest, key: int) -> HttpResponse:
    """What is each column of this file?"""
    held = _held(request, key, Purpose.PLAN)
    table, layout = _layout(held, request.POST.get("sheet", request.GET.get("sheet", held.sheet)))
    form = forms.ColumnsForm(sent(request), table=table, layout=layout, known=queries.known())
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            actions.choose_columns(
                by=signed_in(request), workbook=held, table=table, said=form.said, version=version
            )
        except NotDone as why:
            form.add_error(None, str(why))
        else:
            return redirect("sheets:words", key=held.pk)
    context = {
        "form": form,
        "workbook": held,
        "table": table,
        "layout": layout,
        "others": [one for one in held.found if one.sheet.name != table.sheet.name],
        "trail": _trail(),
    }
    return render(request, "sheets/columns.html", context)


@policy(Permission.EDIT_PLAN)
@_form
def words(request: HttpRequest, key: int) -> HttpResponse:
    """What do the words of this file mean?"""
    held = _held(request, key, Purpose.PLAN)
    _, layout = _layout(held, held.sheet)
    planned = queries.planned(held, by=signed_in(request), on=today())
    if layout is None or planned is None:
        return redirect("sheets:columns", key=held.pk)
    if not planned.questions:
        return redirect("sheets:workbook", key=held.pk)
    form = forms.WordsForm(
        sent(request),
        questions=planned.questions,
        answers=layout.answers,
        known=queries.known(),
        initial={"version": layout.version},
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            actions.answer(
                by=signed_in(request), workbook=held, layout=layout, answers=form.answers, version=version
            )
        except NotDone as why:
            form.add_error(None, str(why))
        else:
            return redirect("sheets:workbook", key=held.pk)
    context = {"form": form, "workbook": held, "trail": _trail()}
    return render(request, "sheets/words.html", context)

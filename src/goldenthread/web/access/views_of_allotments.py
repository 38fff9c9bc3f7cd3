"""Children allotted to those who audit, and the ties that keep a child from somebody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.web.access import actions, queries
from goldenthread.web.access.forms import AllotForm, ConflictForm, OwnConflictForm, WhyForm
from goldenthread.web.access.models import Conflict
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.access.views import FORM, TITLE, timeline_at, trail_for
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import SIGNED_IN, policy, signed_in, standing
from goldenthread.web.accounts.standing import today
from goldenthread.web.page.paging import paged
from goldenthread.web.page.tables import Cell, Column, Table

TRAIL = [(TITLE, "/access/")]
ALLOTTED, CONFLICTS = "Children allotted to others", "Conflicts"


@policy(Permission.SEE_ALLOTTED)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Which children are mine to read, and until when?"""
    person = signed_in(request)
    fence = queries.fence_of(person)
    page = paged(request, queries.allotted_to(person, on=today()).exclude(child__in=fence.shut))
    held = list(page.rows)
    _write_down(request, [one.child for one in held], purpose=Purpose.AUDIT, what="Children allotted to you")
    rows = [
        (Cell(one.child, timeline_at(one.child)), Cell(one.why), Cell(_day(one.ends)), Cell(one.by_name))
        for one in held
    ]
    columns = [Column(name) for name in ("Child", "To be read for", "Last day", "Allotted by")]
    context = {
        "title": "Children allotted to you",
        "purpose": Purpose.AUDIT if held else "",
        "page": page,
        "table": Table("The first to end first", columns, rows),
        "empty": "Children allotted to you for an audit, a moderation or an inspection will be listed here.",
        "trail": TRAIL,
    }
    return render(request, "access/list.html", context)


@policy(Permission.ALLOT_CHILDREN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who has which children to read, and until when?"""
    shut = queries.fence_of(signed_in(request)).shut
    page = paged(request, queries.allotments().filter(ends__gte=today()).exclude(child__in=shut))
    held = list(page.rows)
    _write_down(request, [one.child for one in held], what=ALLOTTED)
    context = {
        "title": ALLOTTED,
        "purpose": Purpose.GUARDING if held else "",
        "page": page,
        "held": held,
        "trail": TRAIL,
    }
    return render(request, "access/allotments.html", context)


@policy(Permission.ALLOT_CHILDREN)
@require_http_methods(FORM)
def add(request: HttpRequest) -> HttpResponse:
    """Allot children to somebody who audits."""
    person = signed_in(request)
    people = [one for one in queries.auditors(on=today()) if one.pk != person.pk]
    form = AllotForm(request.POST or None, people=people)
    context = {"form": form, "title": "Allot children", "button": "Allot"}
    context["trail"] = [*TRAIL, (ALLOTTED, reverse("access:allotments"))]
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.allot(actions.Sample(**form.cleaned_data), by=person)
        except actions.InConflict as refused:
            form.add_error("person", str(refused))
            context["refused"] = _refused(refused)
            _write_down(request, sorted(refused.found), what="Children in conflict with an auditor")
        except actions.NotGiven as refused:
            form.add_error("children", str(refused))
        else:
            messages.success(request, f"{len(made)} allotted to {form.cleaned_data['person'].name}.")
            return redirect("access:allotments")
    return render(request, "access/form.html", context)


def _refused(refused: actions.InConflict) -> Table:
    rows = [(Cell(child), Cell("; ".join(sorted(ties)))) for child, ties in sorted(refused.found.items())]
    return Table(
        "Not to be given to this person, whatever the reason", [Column("Child"), Column("This person")], rows
    )


@policy(Permission.ALLOT_CHILDREN)
@require_POST
def take_back(request: HttpRequest, key: object) -> HttpResponse:
    """Take a sample back before its last day."""
    one = get_object_or_404(queries.allotments(), pk=key)
    actions.withdraw(by=signed_in(request), allotment=one)
    messages.success(request, f"{one.person_name} no longer has these children.")
    return redirect("access:allotments")


@policy(SIGNED_IN)
@require_safe
def conflicts(request: HttpRequest) -> HttpResponse:
    """Which children must not be shown to whom? One's own are counted, never listed: the page would show
    them."""
    person, guards = signed_in(request), standing(request).may(Permission.GUARD_ACCESS)
    found = queries.declared_conflicts()
    others = found.exclude(person=person.reference) if guards else Conflict.objects.none()
    page = paged(request, others)
    held = list(page.rows)
    _write_down(request, [one.child for one in held], what=CONFLICTS)
    context = {
        "title": CONFLICTS,
        "own": found.filter(person=person.reference).count(),
        "guards": guards,
        "purpose": Purpose.GUARDING if held else "",
        "page": page,
        "held": held,
        "trail": trail_for(request),
    }
    return render(request, "access/conflicts.html", context)


@policy(SIGNED_IN)
@require_http_methods(FORM)
def declare(request: HttpRequest) -> HttpResponse:
    """A tie of one's own to a child or a family."""
    form = OwnConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _recorded(request, person=signed_in(request), **form.cleaned_data)
    return _form_page(request, form, "Declare a conflict", "Declare")


@policy(Permission.GUARD_ACCESS)
@require_http_methods(FORM)
def record(request: HttpRequest) -> HttpResponse:
    """A tie of somebody else's."""
    form = ConflictForm(request.POST or None, people=Person.objects.filter(is_active=True))
    if request.method == "POST" and form.is_valid():
        return _recorded(request, **form.cleaned_data)
    return _form_page(request, form, "Record somebody's conflict", "Record")


@policy(Permission.GUARD_ACCESS)
@require_http_methods(FORM)
def end_conflict(request: HttpRequest, key: object) -> HttpResponse:
    """A tie is over, or was recorded in error."""
    person = signed_in(request)
    one = get_object_or_404(queries.declared_conflicts().exclude(person=person.reference), pk=key)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end_conflict(by=person, conflict=one, why=form.cleaned_data["why"])
        messages.success(request, "The conflict is ended.")
        return redirect("access:conflicts")
    return _form_page(request, form, f"End a conflict of {one.person_name}", "End it")


def _recorded(request: HttpRequest, *, person: Person, children: tuple[str, ...], tie: str) -> HttpResponse:
    actions.record_conflict(by=signed_in(request), person=person, children=children, tie=tie)
    messages.success(request, "Recorded. From now on these children are on no page of theirs.")
    return redirect("access:conflicts")


def _form_page(request: HttpRequest, form: Any, title: str, button: str) -> HttpResponse:
    trail = [*trail_for(request), (CONFLICTS, reverse("access:conflicts"))]
    return render(
        request, "access/form.html", {"form": form, "title": title, "button": button, "trail": trail}
    )


def _write_down(
    request: HttpRequest, children: list[str], *, what: str, purpose: Purpose = Purpose.GUARDING
) -> None:
    actions.record_view(actions.Look(purpose, what, dict.fromkeys(children, True)), by=signed_in(request))


def _day(value: Any) -> str:
    return f"{value.day} {value:%b %Y}"

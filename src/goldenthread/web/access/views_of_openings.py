"""Opening one child's record for an hour, and reviewing that it was."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.web.access import actions, queries
from goldenthread.web.access.forms import AskWhoForm, OpenForm, ReviewForm
from goldenthread.web.access.models import Opening, OpeningKind
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.access.views import FORM, TITLE, timeline_at, trail_for
from goldenthread.web.accounts.confirming import ask_again, is_confirmed, use_confirmation
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import SIGNED_IN, policy, predicate, signed_in
from goldenthread.web.accounts.standing import LONDON, standing_of, today
from goldenthread.web.history.queries import about
from goldenthread.web.page.paging import paged
from goldenthread.web.page.tables import Cell, Column, Table

RECORDS = "Records that were opened"


@predicate
def may_review(person: Person, opening: Opening) -> bool:
    """Somebody who was told, or who answers for who sees whom; never whoever opened it."""
    told = person.reference in opening.told or standing_of(person).may(Permission.SEE_ACCESS_LOG)
    return told and opening.person != person.reference


@policy(Permission.OPEN_IN_EMERGENCY)
@require_http_methods(FORM)
def emergency(request: HttpRequest) -> HttpResponse:
    """A child out of reach is in danger, and whoever holds the record cannot be found."""
    return _open(request, OpenForm(request.POST or None), kind=OpeningKind.EMERGENCY)


@policy(Permission.ASK_WHO)
@require_http_methods(FORM)
def who_is_it(request: HttpRequest) -> HttpResponse:
    """A record is wrong, and to put it right one must know whose it is."""
    return _open(request, AskWhoForm(request.POST or None), kind=OpeningKind.PUT_RIGHT)


def _open(request: HttpRequest, form: Any, *, kind: OpeningKind) -> HttpResponse:
    if not is_confirmed(request):
        return ask_again(request)
    if request.method == "POST" and form.is_valid():
        use_confirmation(request)  # spent on a wrong identifier too: nobody tries one after another
        asked = {"child": form.cleaned_data["child"].strip(), "reason": form.cleaned_data["reason"]}
        try:
            opened = actions.open_child(by=signed_in(request), kind=kind, **asked)
        except actions.NotGiven as refused:
            form.add_error("child", str(refused))
        else:
            messages.success(request, f"The record is open to you until {_time(opened.ends)}.")
            return redirect("access:opening", key=opened.pk)
    context = {
        "form": form,
        "emergency": kind is OpeningKind.EMERGENCY,
        "trail": [(TITLE, reverse("access:home"))],
    }
    return render(request, "access/open.html", context)


@policy(SIGNED_IN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Which records were opened, and which of them wait for a review?"""
    page = paged(request, queries.openings())
    columns = [Column(name) for name in ("When", "Who", "Why it was opened", "Review", "Next")]
    context = {
        "title": RECORDS,
        "owed": queries.reviews_owed().count(),
        "page": page,
        "table": Table("The latest first", columns, [_row(one) for one in page.rows]),
        "trail": trail_for(request),
    }
    return render(request, "access/openings.html", context)


def _row(one: Opening) -> tuple[Cell, ...]:
    return (
        Cell(f"{_day(one.starts)} {_time(one.starts)}"),
        Cell(one.person_name),
        Cell("An emergency" if one.kind == OpeningKind.EMERGENCY else "To put a record right"),
        _review(one, on=today()),
        Cell("Look at it", reverse("access:opening", args=[one.pk])),
    )


def _review(one: Opening, *, on: date) -> Cell:
    if one.reviewed_at is not None:
        return (
            Cell("Reviewed: it was right", tag="green")
            if one.right
            else Cell("Reviewed: not right", tag="red")
        )
    words = f"{one.review_due.day} {one.review_due:%b %Y}"
    return (
        Cell(f"Overdue since {words}", tag="red")
        if one.review_due < on
        else Cell(f"Due by {words}", tag="yellow")
    )


@policy(SIGNED_IN)
@require_http_methods(FORM)
def opening(request: HttpRequest, key: object) -> HttpResponse:
    """Whose record was opened, why, and was it right?"""
    one, person = get_object_or_404(queries.openings(), pk=key), signed_in(request)
    own, reviews = one.person == person.reference, may_review(person, one)
    if not (own or reviews):
        raise Http404
    form = ReviewForm(request.POST or None)
    if request.method == "POST":
        if not reviews:
            raise PermissionDenied
        if form.is_valid():
            actions.review_opening(by=person, opening=one, **form.cleaned_data)
            messages.success(request, "The review is kept.")
            return redirect("access:openings")
    context = _shown(request, one) | {
        "one": one,
        "own": own,
        "form": form if reviews and one.reviewed_at is None else None,
        "review": _review(one, on=today()),
        "entries": about(kind="opening", key=str(one.pk)),
        "trail": [*trail_for(request), (RECORDS, reverse("access:openings"))],
    }
    return render(request, "access/opening.html", context)


def _shown(request: HttpRequest, one: Opening) -> dict[str, Any]:
    """The child's identifier, for whoever opened it while it is open, and for whoever reviews it: but not for
    a manager to whom the child is shut, who reviews the reason alone. That it was shown is written down."""
    person = signed_in(request)
    is_open = one.person == person.reference and one.starts <= timezone.now() < one.ends
    hidden = one.child in queries.fence_of(person).shut and not standing_of(person).may(
        Permission.SIGN_RESTRICTIONS
    )
    if hidden or not (is_open or may_review(person, one)):
        return {"is_open": is_open, "child": ""}
    purpose = Purpose.GUARDING if not is_open else queries.WHY_OPEN[one.kind]
    look = actions.Look(purpose, "An opened record", {one.child: True})
    actions.record_view(look, by=person)
    return {
        "is_open": is_open,
        "child": one.child,
        "purpose": purpose,
        "timeline_at": timeline_at(one.child) if is_open else "",
        "until": _time(one.ends),
    }


@policy(SIGNED_IN)
@require_POST
def close(request: HttpRequest, key: object) -> HttpResponse:
    """Give back what is left of the hour."""
    one = get_object_or_404(queries.openings(), pk=key, person=signed_in(request).reference)
    actions.close(by=signed_in(request), opening=one)
    messages.success(request, "The record is closed again.")
    return redirect("access:openings")


def _time(at: Any) -> str:
    return f"{at.astimezone(LONDON):%H:%M}"


def _day(at: Any) -> str:
    day = at.astimezone(LONDON)
    return f"{day.day} {day:%b %Y}"

"""The list of restricted children, for those who keep it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.web.access import actions, queries
from goldenthread.web.access.forms import ListForm, RestrictForm, ReviewOnForm, WhyForm
from goldenthread.web.access.models import Listing, Restriction
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.access.records import known
from goldenthread.web.access.views import FORM, TITLE
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.queries import about
from goldenthread.web.page.conflict import Difference, conflict
from goldenthread.web.page.paging import paged
from goldenthread.web.page.tables import Cell, Column, Table

RESTRICTED = "Restricted children"


@policy(Permission.RESTRICT_CHILDREN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Which children are seen by named people only? Those who sign see all; others what they asked for."""
    page = paged(request, queries.restrictions())
    shown = list(page.rows)
    _write_down(request, shown)
    columns = [Column(name) for name in ("Child", "Asked for by", "State", "Named", "Review", "Next")]
    context = {
        "title": RESTRICTED,
        "purpose": Purpose.GUARDING if shown else "",
        "page": page,
        "count": queries.restrictions().count(),
        "table": Table("The first to be looked at again first", columns, [_row(one) for one in shown]),
        "trail": [(TITLE, reverse("access:home"))],
    }
    return render(request, "access/restrictions.html", context)


def _row(one: Restriction) -> tuple[Cell, ...]:
    named = sum(bool(name.signed_by) and name.ended_at is None for name in one.listings.all())
    review = f"{one.review_on.day} {one.review_on:%b %Y}"
    return (
        Cell(one.child),
        Cell(one.asked_by_name),
        _state(one),
        Cell(str(named)),
        Cell(f"Overdue since {review}", tag="red") if one.review_on < today() else Cell(review),
        Cell("Look at it", reverse("access:restriction", args=[one.pk])),
    )


def _state(one: Restriction) -> Cell:
    if one.lift_asked_by:
        return Cell("In force, lifting asked for", tag="yellow")
    return Cell("In force", tag="green") if one.signed_by else Cell("In force, to be signed", tag="yellow")


@policy(Permission.RESTRICT_CHILDREN)
@require_http_methods(FORM)
def add(request: HttpRequest) -> HttpResponse:
    """Keep a child from everybody who is not named."""
    form = RestrictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data | {"child": form.cleaned_data["child"].strip()}
        try:
            made = actions.restrict(by=signed_in(request), **asked)
        except actions.NotGiven as refused:
            form.add_error("child", str(refused))
        else:
            messages.success(request, "From now on nobody sees this child who is not named here.")
            if asked["child"] not in known([asked["child"]]):
                messages.warning(
                    request, "No child in today's records has this identifier: check that it is right."
                )
            return redirect("access:restriction", key=made.pk)
    return _form_page(request, form, "Restrict who may see a child", "Restrict")


@policy(Permission.RESTRICT_CHILDREN)
@require_safe
def restriction(request: HttpRequest, key: object) -> HttpResponse:
    """Why is this child restricted, who may see them, and until when does that stand?"""
    one, person = _one(key), signed_in(request)
    _write_down(request, [one])
    signs = standing(request).may(Permission.SIGN_RESTRICTIONS)
    names = list(one.listings.filter(ended_at=None))
    context = {
        "one": one,
        "purpose": Purpose.GUARDING,
        "state": _state(one),
        "names": names,
        "waiting": any(not name.signed_by for name in names),
        "may_sign": signs and not one.signed_by and one.asked_by != person.reference,
        "may_sign_names": signs and bool(one.signed_by),
        "may_lift": signs and one.lift_asked_by not in {"", person.reference},
        "entries": about(kind="restriction", key=str(one.pk)),
        "trail": [(TITLE, reverse("access:home")), (RESTRICTED, reverse("access:restrictions"))],
    }
    return render(request, "access/restriction.html", context)


@policy(Permission.SIGN_RESTRICTIONS)
@require_POST
def sign(request: HttpRequest, key: object) -> HttpResponse:
    """Agree to a restriction, or to the names added since it was signed."""
    one, act = _one(key), actions.sign_restriction
    if one.signed_by:
        act = actions.sign_names
    return _done(request, one, lambda: act(by=signed_in(request), restriction=one), "Signed.")


@policy(Permission.RESTRICT_CHILDREN)
@require_http_methods(FORM)
def names(request: HttpRequest, key: object) -> HttpResponse:
    """Put somebody on the list."""
    one = _one(key)
    people = Person.objects.filter(is_active=True)
    if not standing(request).may(Permission.SIGN_RESTRICTIONS):
        people = people.exclude(pk=signed_in(request).pk)
    form = ListForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return _done(
            request,
            one,
            lambda: actions.list_person(by=signed_in(request), restriction=one, **given),
            f"{given['person'].name} is on the list.",
        )
    return _form_page(request, form, "Name somebody who may see this child", "Put on the list", one)


@policy(Permission.RESTRICT_CHILDREN)
@require_POST
def end_name(request: HttpRequest, key: object) -> HttpResponse:
    """Take somebody off the list, from this moment."""
    name = get_object_or_404(Listing.objects.select_related("restriction"), pk=key, ended_at=None)
    done = f"{name.person_name} is off the list."
    return _done(request, name.restriction, lambda: actions.unlist(by=signed_in(request), listing=name), done)


@policy(Permission.RESTRICT_CHILDREN)
@require_http_methods(FORM)
def review(request: HttpRequest, key: object) -> HttpResponse:
    """Look at a restriction again and keep it."""
    one = _one(key)
    form = ReviewOnForm(request.POST or None, initial={"version": one.version})
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        if actions.review_restriction(by=signed_in(request), restriction=one, **form.cleaned_data):
            messages.success(request, "The restriction stays.")
            return redirect("access:restriction", key=one.pk)
        one = _one(key)
        shown = conflict(form, held={"review_on": one.review_on}, version=one.version)
    return _form_page(request, form, "Keep this restriction", "Keep it", one, shown)


@policy(Permission.RESTRICT_CHILDREN)
@require_http_methods(FORM)
def lift(request: HttpRequest, key: object) -> HttpResponse:
    """Ask that a restriction be lifted; or, as a second person who may sign, lift it."""
    one, person = _one(key), signed_in(request)
    if "agree" in request.POST:
        done = "The restriction is lifted."
        return _done(
            request, one, lambda: actions.lift(by=person, restriction=one), done, to="access:restrictions"
        )
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        done = "Asked for. The restriction holds until somebody else who may sign agrees."
        return _done(request, one, lambda: actions.ask_to_lift(by=person, restriction=one, why=why), done)
    return _form_page(request, form, "Ask that this restriction be lifted", "Ask for it", one)


def _one(key: object) -> Restriction:
    return get_object_or_404(queries.restrictions(), pk=key)


def _done(
    request: HttpRequest, one: Restriction, act: Callable[[], object], words: str, *, to: str = ""
) -> HttpResponse:
    try:
        act()
    except actions.NotGiven as refused:
        messages.error(request, f"{refused}.")
    else:
        messages.success(request, words)
    return redirect(to) if to else redirect("access:restriction", key=one.pk)


def _write_down(request: HttpRequest, shown: list[Restriction]) -> None:
    look = actions.Look(Purpose.GUARDING, RESTRICTED, {one.child: True for one in shown})
    actions.record_view(look, by=signed_in(request))


def _form_page(
    request: HttpRequest,
    form: Any,
    title: str,
    button: str,
    one: Restriction | None = None,
    shown: list[Difference] | None = None,
) -> HttpResponse:
    trail = [(TITLE, reverse("access:home")), (RESTRICTED, reverse("access:restrictions"))]
    if one is not None:
        trail.append(("A restricted child", reverse("access:restriction", args=[one.pk])))
    context = {"form": form, "title": title, "button": button, "conflict": shown, "trail": trail}
    return render(request, "access/form.html", context)

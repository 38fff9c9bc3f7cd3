"""The pages of people and teams: who may do what, from when to when. For whoever manages people; one's own
pass phrase is for everybody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.web.accounts import actions
from goldenthread.web.accounts.models import Membership, Person, Team
from goldenthread.web.accounts.people_forms import (
    EndForm,
    NewPersonForm,
    OwnPassPhraseForm,
    PassPhraseForm,
    PersonForm,
    RoleForm,
    TeamForm,
)
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import SIGNED_IN, policy, predicate, require, signed_in
from goldenthread.web.accounts.queries import SOON, memberships_of, people, role_words, teams
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.queries import about
from goldenthread.web.page.conflict import Difference, conflict
from goldenthread.web.page.forms import VersionedForm
from goldenthread.web.page.paging import paged

TRAIL = [("Settings", "/people/")]
FORM = ["GET", "HEAD", "POST"]


@predicate
def is_somebody_else(person: object, other: Person) -> bool:
    """Nobody gives themselves a role, ends one of their own, or shuts themselves out."""
    return getattr(person, "pk", None) != other.pk


@policy(Permission.MANAGE_PEOPLE)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who may do what?"""
    rows = people(on=today())
    active = [row for row in rows if row.person.is_active]
    context = {
        "people": paged(request, rows),
        "active": len(active),
        "ending": sum(bool(row.ends and row.ends <= today() + SOON) for row in active),
        "without": sum(not row.roles for row in active),
    }
    return render(request, "accounts/people.html", context)


@policy(Permission.MANAGE_PEOPLE)
@sensitive_post_parameters("password")
@require_http_methods(FORM)
def add(request: HttpRequest) -> HttpResponse:
    """Somebody new; their role is given on the next page."""
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = actions.add_person(by=signed_in(request), **form.cleaned_data)
        messages.success(request, f"{person.name} may sign in. Now give them a role.")
        return redirect("accounts:role", reference=person.public_id)
    return render(request, "accounts/form.html", _page(form, title="Add somebody", button="Add"))


@policy(Permission.MANAGE_PEOPLE)
@require_safe
def person(request: HttpRequest, reference: object) -> HttpResponse:
    """What may this person do, and until when?"""
    found = _person(reference)
    held = [(membership, role_words(membership), _stands(membership)) for membership in memberships_of(found)]
    context = {
        "found": found,
        "held": held,
        "now": [words for _, words, stands in held if stands == "Held"],
        "own": not is_somebody_else(signed_in(request), found),
        "entries": about(kind="person", key=found.reference)[:50],
        "trail": TRAIL,
    }
    return render(request, "accounts/person.html", context)


def _stands(membership: Membership) -> str:
    if membership.ends is not None and membership.ends < today():
        return "Ended"
    return "Held" if membership.starts <= today() else "To come"


@policy(Permission.MANAGE_PEOPLE)
@require_http_methods(FORM)
def edit(request: HttpRequest, reference: object) -> HttpResponse:
    """What somebody is called."""
    found = _person(reference)
    now = {name: getattr(found, name) for name in ("name", "email", "worker", "version")}
    form = PersonForm(request.POST or None, initial=now, person=found)
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        if actions.describe_person(by=signed_in(request), person=found, **form.cleaned_data):
            messages.success(request, "The change is saved.")
            return redirect("accounts:person", reference=reference)
        shown = _conflict(form, _person(reference), "name", "email", "worker")
    page = _page(form, title=f"Change {found.name}", person=found) | {"conflict": shown}
    return render(request, "accounts/form.html", page)


def _conflict(form: VersionedForm, held: Any, *fields: str) -> list[Difference]:
    """What was typed beside what somebody else saved meanwhile."""
    return conflict(form, held={name: getattr(held, name) for name in fields}, version=held.version)


@policy(Permission.MANAGE_PEOPLE)
@require_http_methods(FORM)
def role(request: HttpRequest, reference: object) -> HttpResponse:
    """Give somebody a role."""
    found = _person(reference)
    by = require(request, is_somebody_else, found)
    form = RoleForm(request.POST or None, initial={"starts": today()}, person=found)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "role"}
        actions.give_role(by=by, person=found, role=form.cleaned_data["role"], **given)
        messages.success(request, f"{found.name} has the role.")
        return redirect("accounts:person", reference=reference)
    title = f"Give {found.name} a role"
    return render(
        request, "accounts/form.html", _page(form, title=title, button="Give the role", person=found)
    )


@policy(Permission.MANAGE_PEOPLE)
@require_http_methods(FORM)
def end(request: HttpRequest, key: int) -> HttpResponse:
    """End a role: it stops at the end of its last day."""
    held = get_object_or_404(Membership.objects.select_related("person", "team"), pk=key)
    by = require(request, is_somebody_else, held.person)
    now = {"ends": held.ends or today(), "version": held.version}
    form = EndForm(request.POST or None, initial=now, starts=held.starts)
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        if actions.end_role(by=by, membership=held, **form.cleaned_data):
            messages.success(request, "The role's last day is saved.")
            return redirect("accounts:person", reference=held.person.public_id)
        shown = _conflict(form, Membership.objects.get(pk=key), "ends")
    title = f"End a role of {held.person.name}: {role_words(held)}"
    page = _page(form, title=title, button="End it", person=held.person) | {"conflict": shown}
    return render(request, "accounts/form.html", page)


@policy(Permission.MANAGE_PEOPLE)
@sensitive_post_parameters("password")
@require_http_methods(FORM)
def pass_phrase(request: HttpRequest, reference: object) -> HttpResponse:
    """A new pass phrase for somebody who has lost theirs."""
    found = _person(reference)
    by = require(request, is_somebody_else, found)
    form = PassPhraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_password(by=by, person=found, password=form.cleaned_data["password"])
        messages.success(request, "The pass phrase is set: hand it over in person.")
        return redirect("accounts:person", reference=reference)
    title = f"A new pass phrase for {found.name}"
    return render(request, "accounts/form.html", _page(form, title=title, button="Set it", person=found))


@policy(Permission.MANAGE_PEOPLE)
@require_POST
def stop(request: HttpRequest, reference: object) -> HttpResponse:
    """A leaver: no more signing in, from this moment."""
    found = _person(reference)
    by = require(request, is_somebody_else, found)
    if "again" in request.POST:
        actions.let_in_again(by=by, person=found)
        messages.success(request, f"{found.name} may sign in again.")
    else:
        actions.stop_person(by=by, person=found)
        messages.success(request, f"{found.name} can no longer sign in.")
    return redirect("accounts:person", reference=reference)


@policy(Permission.MANAGE_PEOPLE)
@require_http_methods(FORM)
def all_teams(request: HttpRequest) -> HttpResponse:
    """Which teams are there, and whose span are they in?"""
    form = TeamForm(request.POST or None, initial={"version": 0})
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        if actions.set_team(by=signed_in(request), **form.cleaned_data):
            messages.success(request, f"{form.cleaned_data['name']} is kept.")
            return redirect("accounts:teams")
        shown = _conflict(form, Team.objects.get(name=form.cleaned_data["name"]), "service_area")
    context = {"form": form, "conflict": shown, "teams": teams(), "trail": TRAIL}
    return render(request, "accounts/teams.html", context)


@policy(SIGNED_IN)
@sensitive_post_parameters("now", "password")
@require_http_methods(FORM)
def own_pass_phrase(request: HttpRequest) -> HttpResponse:
    """Change one's own pass phrase; the session goes on, others end."""
    somebody = signed_in(request)
    form = OwnPassPhraseForm(request.POST or None, person=somebody)
    if request.method == "POST" and form.is_valid():
        actions.set_password(by=somebody, person=somebody, password=form.cleaned_data["password"])
        update_session_auth_hash(request, somebody)
        messages.success(request, "Your pass phrase is changed.")
        return redirect("today")
    context = _page(form, title="Change your pass phrase", button="Change it") | {"trail": [("Today", "/")]}
    return render(request, "accounts/form.html", context)


def _person(reference: object) -> Person:
    return get_object_or_404(Person, public_id=reference)


def _page(form: Any, *, title: str, button: str = "Save", person: Person | None = None) -> dict[str, Any]:
    trail = [*TRAIL]
    if person is not None:
        trail.append((person.name, reverse("accounts:person", args=[person.public_id])))
    return {"form": form, "title": title, "button": button, "trail": trail}

"""The pages of people and teams: who may do what, from when to when. For whoever manages people; what one may
do oneself is for everybody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.papers.wording import capital
from goldenthread.web.accounts import actions
from goldenthread.web.accounts.confirming import ask_again, is_confirmed, use_confirmation
from goldenthread.web.accounts.models import Cover, Decided, Membership, Person, Proposal, Team
from goldenthread.web.accounts.people_forms import (
    CoverForm,
    DecisionForm,
    EndForm,
    NewPersonForm,
    PassPhraseForm,
    PersonForm,
    RoleForm,
    TeamForm,
    TitleForm,
)
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import SIGNED_IN, policy, predicate, require, signed_in, standing
from goldenthread.web.accounts.queries import (
    SOON,
    cover_of,
    labels,
    memberships_of,
    people,
    proposal_words,
    proposals,
    role_words,
    teams,
    titles,
    waiting,
    what_it_gives,
)
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
        "waiting": [(one, proposal_words(one)) for one in waiting()],
    }
    return render(request, "accounts/people.html", context)


@policy(Permission.MANAGE_PEOPLE)
@sensitive_post_parameters("password")
@require_http_methods(FORM)
def add(request: HttpRequest) -> HttpResponse:
    """Somebody new; their role is given on the next page."""
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, said = signed_in(request), dict(form.cleaned_data)
        worker = said.pop("worker")
        person = actions.add_person(by=by, **said)
        messages.success(request, f"{person.name} may sign in. Now give them a role.")
        if worker:
            _propose_worker(request, person, worker)
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
        "waiting": [(one, proposal_words(one)) for one in waiting().filter(person=found)],
        "cover": cover_of(found, on=today()),
        "today": today(),
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
    """What somebody is called. The name in the records brings a caseload: another one is proposed here, and a
    second person confirms it. Nobody changes their own."""
    found = _person(reference)
    by = require(request, is_somebody_else, found)
    now = {name: getattr(found, name) for name in ("name", "email", "worker", "version")}
    form = PersonForm(request.POST or None, initial=now, person=found)
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        worker = said["worker"] if said["worker"] != found.worker else ""
        said["worker"] = found.worker if worker else said["worker"]
        if actions.describe_person(by=by, person=found, **said):
            messages.success(request, "The change is saved.")
            if worker:
                _propose_worker(request, found, worker)
            return redirect("accounts:person", reference=reference)
        shown = _conflict(form, _person(reference), "name", "email", "worker")
    page = _page(form, title=f"Change {found.name}", person=found) | {"conflict": shown}
    return render(request, "accounts/form.html", page)


def _propose_worker(request: HttpRequest, person: Person, worker: str) -> None:
    actions.propose_worker(by=signed_in(request), person=person, worker=worker, on=today())
    messages.warning(request, f"The name {worker} in the records waits until somebody else confirms it.")


def _conflict(form: VersionedForm, held: Any, *fields: str) -> list[Difference]:
    """What was typed beside what somebody else saved meanwhile."""
    return conflict(form, held={name: getattr(held, name) for name in fields}, version=held.version)


@policy(Permission.MANAGE_PEOPLE)
@require_http_methods(FORM)
def role(request: HttpRequest, reference: object) -> HttpResponse:
    """Propose a role, or a job title, for somebody: they hold it once a second person confirms it."""
    found = _person(reference)
    by = require(request, is_somebody_else, found)
    form = RoleForm(request.POST or None, initial={"starts": today()}, person=found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        span = actions.Span(
            said["starts"], said["ends"], said["team"], said["service_area"], said["agreed_until"]
        )
        title = said["title"].name if said["title"] else ""
        actions.propose_roles(by=by, person=found, roles=form.roles, span=span, title=title, on=today())
        messages.success(
            request, f"{found.name} has the role once a director or information guardian confirms it."
        )
        return redirect("accounts:person", reference=reference)
    title = f"Propose a role for {found.name}"
    context = _page(form, title=title, button="Propose it", person=found)
    return render(request, "accounts/form.html", context)


@policy(Permission.MANAGE_PEOPLE)
@require_http_methods(FORM)
def cover(request: HttpRequest, reference: object) -> HttpResponse:
    """Name a deputy for somebody, for a time; it begins once a second person confirms it."""
    covered, by = _person(reference), signed_in(request)
    form = CoverForm(request.POST or None, initial={"starts": today()}, covered=covered, by=by)
    if request.method == "POST" and form.is_valid():
        actions.propose_cover(by=by, covered=covered, on=today(), **form.cleaned_data)
        messages.success(request, "The cover begins once a director or information guardian confirms it.")
        return redirect("accounts:person", reference=reference)
    context = _page(form, title=f"Name a deputy for {covered.name}", button="Propose it", person=covered)
    return render(request, "accounts/form.html", context)


@policy(Permission.MANAGE_PEOPLE)
@require_POST
def end_cover(request: HttpRequest, key: int) -> HttpResponse:
    """End cover at once. A deputy may end their own: it only takes away."""
    held = get_object_or_404(Cover.objects.select_related("covered", "deputy"), pk=key)
    actions.end_cover(by=signed_in(request), cover=held, on=today())
    messages.success(request, f"{held.deputy.name} no longer covers {held.covered.name}.")
    return redirect("accounts:person", reference=held.covered.public_id)


@policy(Permission.MANAGE_PEOPLE)
@require_http_methods(FORM)
def end(request: HttpRequest, key: int) -> HttpResponse:
    """End a role: at the end of its last day, or at once."""
    held = get_object_or_404(Membership.objects.select_related("person", "team"), pk=key)
    by = require(request, is_somebody_else, held.person)
    if request.method == "POST" and "now" in request.POST:
        actions.end_role_now(by=by, membership=held, on=today())
        messages.success(request, "The role is over.")
        return redirect("accounts:person", reference=held.person.public_id)
    now = {"ends": held.ends or today(), "version": held.version}
    form = EndForm(request.POST or None, initial=now, starts=held.starts, latest=held.ends)
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        if actions.end_role(by=by, membership=held, **form.cleaned_data):
            messages.success(request, "The role's last day is saved.")
            return redirect("accounts:person", reference=held.person.public_id)
        shown = _conflict(form, Membership.objects.get(pk=key), "ends")
    title = f"End a role of {held.person.name}: {role_words(held)}"
    context = _page(form, title=title, button="Save the last day", person=held.person)
    return render(request, "accounts/end_role.html", context | {"conflict": shown})


@policy(Permission.MANAGE_PEOPLE)
@require_http_methods(FORM)
def all_titles(request: HttpRequest) -> HttpResponse:
    """Which roles does each of the council's job titles stand for?"""
    form = TitleForm(request.POST or None, initial={"version": 0})
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        if actions.set_title(by=signed_in(request), **form.cleaned_data):
            messages.success(request, f"{name} is kept. Whoever has been given it keeps the roles they have.")
            return redirect("accounts:titles")
        shown = _conflict(form, titles().get(name__iexact=name), "roles")
    listed = [(title, labels(title.roles)) for title in titles()]
    context = {"form": form, "conflict": shown, "titles": listed, "trail": TRAIL}
    return render(request, "accounts/titles.html", context)


# One person proposes, another confirms


@policy(Permission.CONFIRM_ROLES)
@require_safe
def to_confirm(request: HttpRequest) -> HttpResponse:
    """What is proposed for whom, and may I confirm it?"""
    person = signed_in(request)
    rows = [(one, proposal_words(one), actions.why_not_decide(person, one)) for one in waiting()]
    context = {"rows": rows, "mine": sum(not why for _, _, why in rows), "trail": [("Today", "/")]}
    return render(request, "accounts/to_confirm.html", context)


@policy(Permission.CONFIRM_ROLES)
@require_http_methods(FORM)
def proposal(request: HttpRequest, key: int) -> HttpResponse:
    """What would this let them do, and do I confirm it? Who confirms proves again who they are."""
    found = get_object_or_404(proposals(), pk=key)
    form = DecisionForm(request.POST or None)
    if request.method == "POST":
        if not is_confirmed(request):
            return ask_again(request)
        if form.is_valid() and _decided(request, found, form):
            return redirect("accounts:to-confirm")
    context = {
        "found": found,
        "words": proposal_words(found),
        "gives": what_it_gives(found),
        "form": form,
        "barred": "" if form.errors else _barred(signed_in(request), found),
        "trail": [("Today", "/"), ("Roles to confirm", reverse("accounts:to-confirm"))],
    }
    return render(request, "accounts/proposal.html", context)


def _barred(person: Person, found: Proposal) -> str:
    if found.state != Decided.WAITING:
        return f"This was {found.state} by {found.decided_by_name}."
    return capital(actions.why_not_decide(person, found))


def _decided(request: HttpRequest, found: Proposal, form: DecisionForm) -> bool:
    """Whether the answer was given; what stood in its way is said on the form."""
    by = signed_in(request)
    try:
        if "decline" in request.POST:
            actions.decline(by=by, proposal=found, why=form.cleaned_data["why"], on=today())
        else:
            actions.confirm(by=by, proposal=found, on=today())
    except ValueError as why:
        form.add_error("why", capital(str(why)))
        return False
    use_confirmation(request)
    words = "declined" if "decline" in request.POST else "confirmed"
    messages.success(request, f"{proposal_words(found)} for {found.person.name} is {words}.")
    return True


@policy(Permission.MANAGE_PEOPLE)
@require_POST
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Take a proposal back before anybody has answered it."""
    found = get_object_or_404(proposals(), pk=key)
    by = require(request, is_somebody_else, found.person)
    try:
        actions.withdraw(by=by, proposal=found, on=today())
        messages.success(request, "The proposal is taken back.")
    except ValueError as why:
        messages.error(request, capital(str(why)))
    return redirect("accounts:person", reference=found.person.public_id)


@policy(SIGNED_IN)
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """What may I do, until when, and whom do I cover?"""
    person = signed_in(request)
    held = standing(request)
    context = {
        "held": [(one, role_words(one), _stands(one)) for one in memberships_of(person)],
        "may": [permission.value for permission in Permission if held.may(permission)],
        "cover": cover_of(person, on=today()),
        "confirms": held.may(Permission.CONFIRM_ROLES),
        "person": person,
        "today": today(),
        "trail": [("Today", "/")],
    }
    return render(request, "accounts/me.html", context)


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


def _person(reference: object) -> Person:
    return get_object_or_404(Person, public_id=reference)


def _page(form: Any, *, title: str, button: str = "Save", person: Person | None = None) -> dict[str, Any]:
    trail = [*TRAIL]
    if person is not None:
        trail.append((person.name, reverse("accounts:person", args=[person.public_id])))
    return {"form": form, "title": title, "button": button, "trail": trail}

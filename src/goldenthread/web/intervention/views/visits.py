"""The pages that record a visit, who is named for it and when its report is published."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in
from goldenthread.web.intervention import actions, forms, queries
from goldenthread.web.intervention.views.common import done, form_page, here, saved, shown, trail, tried
from goldenthread.web.page.forms import VersionedForm
from goldenthread.web.plan.rules import NotDone
from goldenthread.web.plan.sending import sent


@policy(Permission.EDIT_PLAN)
@form_page
def add_visit(request: HttpRequest) -> HttpResponse:
    """Record a visit, from the day it is announced."""
    form = forms.VisitForm(sent(request), initial={"version": 0})
    if request.method == "POST" and form.is_valid():
        made = actions.add_visit(by=signed_in(request), fields=form.typed)
        return done(request, "The visit is recorded. You are the first named for it.", "visit", made.pk)
    lead = "Enter what is known now; the rest as it comes. You will be the first who may see what is said."
    return shown(request, form, heading="Record a visit", lead=lead, button="Record the visit", trail=trail())


@policy(Permission.EDIT_PLAN)
@form_page
def change_visit(request: HttpRequest, key: int) -> HttpResponse:
    """Enter the days as they come."""
    found = here(queries.visits.visit(key))
    form = forms.VisitForm(sent(request), initial=forms.VisitForm.start_from(found))
    given = {"visit": found, "fields": form.typed if _valid(request, form) else {}}
    version = form.cleaned_data["version"] if _valid(request, form) else 0

    def held() -> tuple[dict[str, object], int]:
        now = here(queries.visits.visit(key))
        names = [name for name in forms.VisitForm.FIELDS if name != "source"]
        return {name: getattr(now, name) for name in names} | {"source": now.source}, now.version

    ok, both = saved(request, form, actions.change_visit, held=held, version=version, **given)
    if ok:
        return done(request, "The visit is saved.", "visit", found.pk)
    lead = "Enter each day as it comes. The clocks run from the days entered here."
    return shown(
        request,
        form,
        heading="Change the visit",
        lead=lead,
        button="Save the visit",
        trail=trail(found),
        conflict=both,
    )


def _valid(request: HttpRequest, form: VersionedForm) -> bool:
    return request.method == "POST" and form.is_valid()


@policy(Permission.EDIT_PLAN)
@form_page
def names(request: HttpRequest, key: int) -> HttpResponse:
    """Who may see what is said in confidence?"""
    found = here(queries.visits.visit(key))
    person = signed_in(request)
    form = forms.ReaderForm(sent(request), people=queries.visits.may_name(found, person))
    if request.method == "POST" and form.is_valid():
        made = tried(form, actions.name_reader, by=person, visit=found, **form.cleaned_data)
        if made:
            return done(request, f"{made.person.name} is named.", "names", found.pk)
    readers = queries.visits.readers(found)
    context = {
        "form": form,
        "visit": found,
        "now": [one for one in readers if one.ended_at is None],
        "before": [one for one in readers if one.ended_at is not None],
        "trail": trail(found),
    }
    return render(request, "intervention/names.html", context)


@policy(Permission.EDIT_PLAN)
@require_POST
def end_name(request: HttpRequest, key: int) -> HttpResponse:
    """They see it no longer."""
    found = here(queries.visits.reader(key))
    try:
        actions.end_reader(by=signed_in(request), reader=found)
    except NotDone as why:
        messages.error(request, str(why))
        return redirect("intervention:names", found.visit_id)
    return done(request, f"{found.person.name} is named no longer.", "names", found.visit_id)


@policy(Permission.EDIT_PLAN)
@form_page
def publication(request: HttpRequest, key: int) -> HttpResponse:
    """When is the report published?"""
    found = here(queries.visits.visit_for(signed_in(request), key))
    form = forms.PublicationForm(sent(request))
    if request.method == "POST" and form.is_valid():
        given = {"moment": form.moment, "why": form.cleaned_data["why"]}
        made = tried(form, actions.change_publication, by=signed_in(request), visit=found, **given)
        if made:
            later = "The publication is put off."
            words = later if made.puts_off else "Somebody else who is named must confirm the moment."
            return done(request, words, "visit", found.pk)
    lead = (
        "The embargo ends at this moment: everybody who sees the plan may then open the report, and it may be"
        " announced. Given first or sooner, it needs a second person who is named; later, it does not."
    )
    return shown(
        request,
        form,
        heading="Say when it is published",
        lead=lead,
        button="Give the moment",
        trail=trail(found),
    )


@policy(Permission.EDIT_PLAN)
@require_POST
def confirm_publication(request: HttpRequest, key: int) -> HttpResponse:
    """A second person says that the moment is right."""
    return _answered(request, key, actions.confirm_publication, "The moment of publication is confirmed.")


@policy(Permission.EDIT_PLAN)
@require_POST
def withdraw_publication(request: HttpRequest, key: int) -> HttpResponse:
    """It is not right."""
    return _answered(request, key, actions.withdraw_publication, "The moment is withdrawn.")


def _answered(request: HttpRequest, key: int, act: object, words: str) -> HttpResponse:
    change = here(queries.visits.change_for(signed_in(request), key))
    try:
        act(by=signed_in(request), change=change)  # type: ignore[operator]
    except NotDone as why:
        messages.error(request, str(why))
        return redirect(reverse("intervention:visit", args=[change.visit_id]))
    return done(request, words, "visit", change.visit_id)

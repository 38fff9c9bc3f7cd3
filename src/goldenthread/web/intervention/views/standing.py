"""The pages that record the ladder, the support, the plan as submitted and what was done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in
from goldenthread.web.accounts.standing import today
from goldenthread.web.intervention import actions, forms, queries
from goldenthread.web.intervention.views.common import done as led_on
from goldenthread.web.intervention.views.common import form_page, here, saved, shown, trail, tried
from goldenthread.web.plan.sending import sent


@policy(Permission.EDIT_PLAN)
@form_page
def add_step(request: HttpRequest) -> HttpResponse:
    """Record a step on the ladder."""
    form = forms.StepForm(sent(request))
    if request.method == "POST" and form.is_valid():
        actions.add_step(by=signed_in(request), fields=form.cleaned_data)
        return led_on(request, "The step is recorded.", "home")
    lead = "Where the authority stands with the department, from which day, and the document that says so."
    return shown(
        request, form, heading="Record a step on the ladder", lead=lead, button="Record it", trail=trail()
    )


@policy(Permission.EDIT_PLAN)
@form_page
def take_back_step(request: HttpRequest, key: int) -> HttpResponse:
    """A step recorded in error counts no longer, and stays to be seen."""
    step = here(queries.standing.step(key))
    form = forms.WhyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        tried(form, actions.take_back_step, by=signed_in(request), step=step, **form.cleaned_data)
        if not form.errors:
            return led_on(request, "The step is taken back.", "home")
    return shown(
        request,
        form,
        heading="Take back a step",
        lead=f"{step}. It stays on the page with your reason, and counts no longer.",
        button="Take it back",
        trail=trail(),
    )


@policy(Permission.EDIT_PLAN)
@form_page
def add_support(request: HttpRequest) -> HttpResponse:
    """Add to the support package."""
    form = forms.SupportForm(sent(request), initial={"version": 0})
    if request.method == "POST" and form.is_valid():
        actions.add_support(by=signed_in(request), fields=form.typed)
        return led_on(request, "The support is in the package.", "home")
    lead = "Who helps, from when to when, and what for. What came of it is added later."
    return shown(request, form, heading="Add support", lead=lead, button="Add it", trail=trail())


@policy(Permission.EDIT_PLAN)
@form_page
def change_support(request: HttpRequest, key: int) -> HttpResponse:
    """Its days, its purpose, what came of it."""
    support = here(queries.standing.one_support(key))
    initial = {name: getattr(support, name) for name in (*forms.SupportForm.FIELDS, "version")}
    form = forms.SupportForm(sent(request), initial=initial)
    valid = request.method == "POST" and form.is_valid()
    given: dict[str, Any] = {"fields": form.typed, "version": form.cleaned_data["version"]} if valid else {}

    def held() -> tuple[dict[str, Any], int]:
        now = here(queries.standing.one_support(key))
        return {name: getattr(now, name) for name in forms.SupportForm.FIELDS}, now.version

    ok, both = saved(request, form, actions.change_support, held=held, support=support, **given)
    if ok:
        return led_on(request, "The support is saved.", "home")
    return shown(
        request,
        form,
        heading="Change the support",
        lead=str(support),
        button="Save it",
        trail=trail(),
        conflict=both,
    )


# The plan as submitted


@policy(Permission.EDIT_PLAN)
@form_page
def submit(request: HttpRequest) -> HttpResponse:
    """Keep the plan as it stands, as what was sent."""
    rows = [row for row in queries.standing.expectations(as_at=today()) if row.expected.done is None]
    expected = [(row.key, f"{row.what} ({row.words})") for row in rows]
    form = forms.SubmitForm(sent(request), initial={"sent_on": today()}, expected=expected)
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        key = typed.pop("meets")
        met = next((row for row in rows if row.key == key), None)
        made = tried(form, actions.submit, by=signed_in(request), **typed)
        if made and met is not None:
            words = f"{made}, kept with digest {made.digest[:12]}."
            given = {"what": met.what, "done_on": made.sent_on, "evidence": words, "submission": made}
            tried(form, actions.say_done, by=signed_in(request), key=met.key, **given)
        if made and not form.errors:
            return led_on(request, "The plan is kept as it was sent.", "submission", made.pk)
    lead = (
        "The plan is kept as it stands now, word for word, and never changes: send what this page then shows."
    )
    return shown(
        request, form, heading="Keep the plan as submitted", lead=lead, button="Keep it", trail=trail()
    )


@policy(Permission.EDIT_PLAN)
@form_page
def add_reply(request: HttpRequest, key: int) -> HttpResponse:
    """What came back?"""
    submission = here(queries.standing.submission(key))
    form = forms.ReplyForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        given = typed.pop("file")
        file = (given.name, given.read()) if given else None
        by = signed_in(request)
        if tried(form, actions.submission_reply, by=by, submission=submission, file=file, **typed):
            return led_on(request, "The reply is kept.", "submission", submission.pk)
    return shown(
        request,
        form,
        heading="Record the reply",
        lead=f"What came back to the {submission}.",
        button="Keep the reply",
        trail=[*trail(), (str(submission), reverse("intervention:submission", args=[submission.pk]))],
        upload=True,
    )


@policy(Permission.PIN_EVIDENCE)
@require_POST
def pin_reply(request: HttpRequest, key: int) -> HttpResponse:
    """Take a reply to an action, as evidence."""
    reply = here(queries.standing.reply(key))
    exhibit = actions.offer_as_evidence(by=signed_in(request), reply=reply)
    return redirect("plan:pin", exhibit.pk)


# What is expected


@policy(Permission.EDIT_PLAN)
@form_page
def done(request: HttpRequest, key: str) -> HttpResponse:
    """Say that a thing expected was done, and what shows it."""
    row = here(queries.standing.expectation(key, as_at=today()))
    form = forms.DoneForm(sent(request), initial={"done_on": today()})
    if request.method == "POST" and form.is_valid():
        given = {"key": row.key, "what": row.what, **form.cleaned_data}
        if tried(form, actions.say_done, by=signed_in(request), **given):
            return led_on(request, f"{row.what}: done.", "home")
    lead = f"{row.what}, {row.words}. Say when it was done and what shows it."
    return shown(request, form, heading="Say that it is done", lead=lead, button="It is done", trail=trail())


@policy(Permission.EDIT_PLAN)
@form_page
def not_done(request: HttpRequest, key: str) -> HttpResponse:
    """It was not done after all."""
    row = here(queries.standing.expectation(key, as_at=today()))
    fulfilment = here(row.done)
    form = forms.WhyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        tried(form, actions.say_not_done, by=signed_in(request), done=fulfilment, **form.cleaned_data)
        if not form.errors:
            return led_on(request, f"{row.what}: not done after all.", "home")
    lead = f"{fulfilment}, recorded by {fulfilment.recorded_by_name}. What was said stays in the history."
    return shown(
        request, form, heading="It is not done after all", lead=lead, button="Take it back", trail=trail()
    )

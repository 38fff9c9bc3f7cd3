"""The pages of what is said and written before publication: for those named, each look written down. For
anybody else there is no such page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import today
from goldenthread.web.intervention import actions, forms, queries, rules
from goldenthread.web.intervention.models import AccuracyPoint, FeedbackPoint, Visit
from goldenthread.web.intervention.sealing import opened
from goldenthread.web.intervention.views.common import (
    Trail,
    done,
    form_page,
    here,
    in_confidence,
    saved,
    shown,
    trail,
    tried,
)
from goldenthread.web.plan.sending import sent

_SEALED = "What is said here is shown to those named alone, and each look is written down."


# What was said


@policy(Permission.SEE_PLAN)
@require_safe
def feedback(request: HttpRequest, key: int) -> HttpResponse:
    """What was said at the end of the visit, is it worked on, and was it in the letter?"""
    visit = in_confidence(request, key, what="the feedback")
    found = queries.visits.points(visit)
    context = {
        "visit": visit,
        "points": found,
        "sentence": queries.visits.feedback_sentence(found),
        "keeps": standing(request).may(Permission.EDIT_PLAN),
        "trail": trail(visit),
    }
    return render(request, "intervention/feedback.html", context)


@policy(Permission.EDIT_PLAN)
@form_page
def add_feedback(request: HttpRequest, key: int) -> HttpResponse:
    """Note one point, as it was heard."""
    visit = in_confidence(request, key, what="the form for feedback")
    form = forms.FeedbackForm(sent(request), initial={"version": 0})
    if request.method == "POST" and form.is_valid():
        made = actions.add_feedback(by=signed_in(request), visit=visit, fields=form.typed)
        return done(
            request, f"Point {made.number} is noted. Add the next, or begin work.", "feedback", visit.pk
        )
    heading, button = "Note what was said", "Note it"
    return shown(request, form, heading=heading, lead=_SEALED, button=button, trail=_to_feedback(visit))


@policy(Permission.EDIT_PLAN)
@form_page
def change_feedback(request: HttpRequest, key: int) -> HttpResponse:
    """Put right what was noted; the words before are kept."""
    point = _point(request, key)
    initial = {name: getattr(point, name) for name in (*forms.FeedbackForm.FIELDS, "version")}
    form = forms.FeedbackForm(sent(request), initial=initial)
    ok, both = _edited(request, form, actions.change_feedback, point=point, fields=_typed)
    if ok:
        return done(request, f"Point {point.number} is saved.", "feedback", point.visit_id)
    return shown(
        request,
        form,
        heading=f"Change point {point.number}",
        lead="Put right what was noted. The words before are kept.",
        button="Save it",
        trail=_to_feedback(point.visit),
        conflict=both,
    )


@policy(Permission.EDIT_PLAN)
@form_page
def start_work(request: HttpRequest, key: int) -> HttpResponse:
    """Answer a point at once, before any letter."""
    point = _point(request, key)
    form = forms.StartWorkForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = tried(form, actions.start_work, by=signed_in(request), point=point, **form.cleaned_data)
        if made:
            words = f"Objective {made.code} answers point {point.number}. Add its actions on its own page."
            return done(request, words, "feedback", point.visit_id)
    return shown(
        request,
        form,
        heading=f"Begin work on point {point.number}",
        lead="An objective is begun now. Once the letter is here, it answers the finding the point became.",
        button="Begin work",
        trail=_to_feedback(point.visit),
        quoted=point.words,
    )


@policy(Permission.EDIT_PLAN)
@form_page
def compare(request: HttpRequest, key: int) -> HttpResponse:
    """What became of a point in the letter?"""
    point = _point(request, key)
    initial = {
        "outcome": point.outcome,
        "requirement": point.requirement_id,
        "words": point.outcome_words,
        "version": point.version,
    }
    form = forms.CompareForm(sent(request), initial=initial, source=point.visit.source)

    def fields(typed: dict[str, Any]) -> dict[str, Any]:
        return {name: typed[name] for name in ("outcome", "requirement", "words")} | {"on": today()}

    ok, both = _edited(request, form, actions.compare, point=point, each=fields)
    if ok:
        return done(request, f"Point {point.number} is compared with the letter.", "feedback", point.visit_id)
    lead = "Choose the finding of the letter that it became, or say that it is not there."
    if point.visit.source is None:
        lead = (
            "The report is not in the register yet, so no finding can be chosen: accept it there, and name it"
            " on the visit's page."
        )
    return shown(
        request,
        form,
        heading=f"Compare point {point.number} with the letter",
        lead=lead,
        button="Save what became of it",
        trail=_to_feedback(point.visit),
        quoted=point.words,
        conflict=both,
    )


def _point(request: HttpRequest, key: int) -> FeedbackPoint:
    point = here(queries.visits.point(key))
    in_confidence(request, point.visit_id, what=f"feedback point {point.number}")
    return point


def _to_feedback(visit: Visit) -> Trail:
    return trail(visit, ("Feedback", reverse("intervention:feedback", args=[visit.pk])))


# What a draft says that is not so


@policy(Permission.SEE_PLAN)
@require_safe
def accuracy(request: HttpRequest, key: int) -> HttpResponse:
    """What in the draft is not so, was it sent, and what came back?"""
    visit = in_confidence(request, key, what="the points of accuracy")
    found = queries.visits.accuracy_points(visit)
    rows = queries.standing.expectations(as_at=today(), visit=visit)
    context = {
        "visit": visit,
        "points": found,
        "sentence": queries.visits.accuracy_sentence(found),
        "clock": next((row for row in rows if row.key.endswith("-comments")), None),
        "unsent": sum(one.sent_on is None for one in found),
        "keeps": standing(request).may(Permission.EDIT_PLAN),
        "trail": trail(visit),
    }
    return render(request, "intervention/accuracy.html", context)


@policy(Permission.EDIT_PLAN)
@form_page
def add_accuracy(request: HttpRequest, key: int) -> HttpResponse:
    """Raise a point: where it stands, what is right, what shows it."""
    visit = in_confidence(request, key, what="the form for points of accuracy")
    form = forms.AccuracyForm(sent(request), initial={"version": 0})
    if request.method == "POST" and form.is_valid():
        made = actions.add_accuracy_point(by=signed_in(request), visit=visit, fields=form.typed)
        return done(request, f"Point {made.number} is raised.", "accuracy", visit.pk)
    heading, button = "Raise a point of accuracy", "Raise it"
    return shown(request, form, heading=heading, lead=_SEALED, button=button, trail=_to_accuracy(visit))


@policy(Permission.EDIT_PLAN)
@form_page
def change_accuracy(request: HttpRequest, key: int) -> HttpResponse:
    """Its words, while it is not sent."""
    point = _accuracy_point(request, key)
    initial = {name: getattr(point, name) for name in (*forms.AccuracyForm.FIELDS, "version")}
    form = forms.AccuracyForm(sent(request), initial=initial)
    ok, both = _edited(request, form, actions.change_accuracy_point, point=point, fields=_typed)
    if ok:
        return done(request, f"Point {point.number} is saved.", "accuracy", point.visit_id)
    return shown(
        request,
        form,
        heading=f"Change point {point.number}",
        lead=rules.why_not_change_accuracy(point) or "It can be changed until it is sent.",
        button="Save it",
        trail=_to_accuracy(point.visit),
        conflict=both,
    )


@policy(Permission.EDIT_PLAN)
@form_page
def send_accuracy(request: HttpRequest, key: int) -> HttpResponse:
    """Say that the points went to the regulator."""
    visit = in_confidence(request, key, what="the sending of points of accuracy")
    form = forms.SentForm(sent(request), initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        number = tried(form, actions.send_points, by=signed_in(request), visit=visit, **form.cleaned_data)
        if number:
            return done(request, "The points are marked as sent.", "accuracy", visit.pk)
    return shown(
        request,
        form,
        heading="Say that they were sent",
        lead="Every point not sent yet is marked as sent on this day. What is sent is changed no more.",
        button="Mark them as sent",
        trail=_to_accuracy(visit),
    )


@policy(Permission.EDIT_PLAN)
@form_page
def reply_to_point(request: HttpRequest, key: int) -> HttpResponse:
    """What did the regulator say to a point?"""
    point = _accuracy_point(request, key)
    initial = {
        "reply": point.reply,
        "words": point.reply_words,
        "on": point.replied_on,
        "version": point.version,
    }
    form = forms.ReplyToPointForm(sent(request), initial=initial)

    def fields(typed: dict[str, Any]) -> dict[str, Any]:
        return {name: typed[name] for name in ("reply", "words", "on")}

    ok, both = _edited(request, form, actions.record_reply, point=point, each=fields)
    if ok:
        return done(request, f"The reply to point {point.number} is saved.", "accuracy", point.visit_id)
    return shown(
        request,
        form,
        heading=f"The reply to point {point.number}",
        lead="What the regulator said to it.",
        button="Save the reply",
        trail=_to_accuracy(point.visit),
        quoted=point.says,
        conflict=both,
    )


def _accuracy_point(request: HttpRequest, key: int) -> AccuracyPoint:
    point = here(queries.visits.accuracy_point(key))
    in_confidence(request, point.visit_id, what=f"accuracy point {point.number}")
    return point


def _to_accuracy(visit: Visit) -> Trail:
    return trail(visit, ("Accuracy of the draft", reverse("intervention:accuracy", args=[visit.pk])))


def _typed(form: Any) -> dict[str, Any]:
    return {"fields": form.typed}


def _edited(
    request: HttpRequest, form: Any, act: Any, *, point: Any, fields: Any = None, each: Any = None
) -> tuple[bool, Any]:
    """Save a point's form from the version it was opened at; both texts where somebody else saved first."""
    valid = request.method == "POST" and form.is_valid()
    given: dict[str, Any] = {}
    if valid:
        given = fields(form) if fields else each(form.cleaned_data)
        given["version"] = form.cleaned_data["version"]
    names = {"words": "outcome_words"} if act is actions.compare else {}
    if act is actions.record_reply:
        names = {"words": "reply_words", "on": "replied_on"}

    def held() -> tuple[dict[str, Any], int]:
        point.refresh_from_db()
        visible = [field.name for field in form.visible_fields()]
        return {name: getattr(point, names.get(name, name)) for name in visible}, point.version

    return saved(request, form, act, held=held, point=point, **given)


# Files


@policy(Permission.EDIT_PLAN)
@form_page
def add_file(request: HttpRequest, key: int) -> HttpResponse:
    """Hand in the draft, or the report before it is published."""
    visit = in_confidence(request, key, what="the form for files")
    form = forms.FileForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        actions.keep_file(
            by=signed_in(request),
            visit=visit,
            kind=form.cleaned_data["kind"],
            name=given.name,
            content=given.read(),
        )
        return done(request, "The file is kept, sealed.", "visit", visit.pk)
    heading = "Hand in the draft or the report"
    return shown(
        request, form, heading=heading, lead=_SEALED, button="Keep the file", trail=trail(visit), upload=True
    )


@policy(Permission.SEE_PLAN)
@require_safe
def file(request: HttpRequest, key: int) -> HttpResponse:
    """The file itself: of a visit, for those named until the report is published; a draft, for them alone."""
    kept = here(queries.visits.file(key))
    visit = kept.visit
    open_to_all = visit is None or (kept.kind == "report" and visit.published(at=timezone.now()))
    if visit is not None and not open_to_all:
        in_confidence(request, visit.pk, what=f"the {kept.kind} itself")
    content = opened(bytes(kept.content), digest=kept.digest)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, kept.name) or "attachment"
    return answer

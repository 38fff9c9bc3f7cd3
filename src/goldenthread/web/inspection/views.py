"""Reports and notices: upload, review, accept; and the sources of the register."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.errors import InputRefused
from goldenthread.papers.wording import capital
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.queries import about
from goldenthread.web.inspection import actions, files, forms, queries
from goldenthread.web.inspection.models import Line, Report
from goldenthread.web.page.conflict import Difference, conflict
from goldenthread.web.plan.models import Source
from goldenthread.web.plan.queries import in_words, open_requirements, requirement_rows
from goldenthread.web.plan.rules import NotDone
from goldenthread.web.plan.sending import sent

_form = require_http_methods(["GET", "HEAD", "POST"])
_WHERE_THE_DAY_IS = {
    False: "Many reports do not print the day. The regulator's page gives it.",
    True: "It stands by the signature. Time limits that run from the notice's issue are counted from it.",
}
_CHANGED = "Somebody changed this while you had the page open. Read it as it stands now, then try again."
_HOME = "Inspection reports, notices and letters"


def _trail(report: Report | None = None) -> list[tuple[str, str]]:
    trail = [(_HOME, reverse("inspection:home"))]
    return [*trail, (report.file, reverse("inspection:review", args=[report.pk]))] if report else trail


@policy(Permission.SEE_PLAN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Which documents ask something of us, and are their findings in the register?"""
    open_ = open_requirements(as_at=today()).by_source
    sources = [
        {"source": source, "words": in_words(source), "unanswered": open_[source.pk]}
        for source in queries.sources()
    ]
    accepts = standing(request).may(Permission.ACCEPT_FINDINGS)
    context = {
        "sources": sources,
        "unanswered": open_.total(),
        "waiting": queries.to_accept() if accepts else [],
        "accepts": accepts,
    }
    return render(request, "inspection/home.html", context)


@policy(Permission.ACCEPT_FINDINGS)
@_form
def upload(request: HttpRequest) -> HttpResponse:
    """Read a report in. What the reader refuses is said beside the field, and nothing is kept."""
    form = forms.UploadForm(sent(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        name, content = form.document
        kind = form.cleaned_data["kind"] or None
        try:
            report, new = actions.keep_report(by=signed_in(request), name=name, content=content, kind=kind)
        except InputRefused as refused:
            field = "pasted" if name == forms.PASTED else "report"
            form.add_error(field, f"{refused.source}: {refused.why}. {capital(refused.what_to_do)}.")
        else:
            messages.success(request, _said(report, new))
            return redirect("inspection:review", key=report.pk)
    return render(request, "inspection/upload.html", {"form": form, "trail": _trail()})


def _said(report: Report, new: bool) -> str:
    if new:
        return f"{report.file} has been read. Check what was read before you accept it."
    first = report.uploaded_at
    same = f"This file is here already, as {report.file}: {report.uploaded_by_name} read it in on"
    return f"{same} {first.day} {first:%B %Y}. The same file is the same source."


@policy(Permission.ACCEPT_FINDINGS)
@require_safe
def review(request: HttpRequest, key: int) -> HttpResponse:
    """Was the report read right, and are its findings ready for the register?"""
    report = get_object_or_404(Report.objects.select_related("source"), pk=key)
    return _review(request, report, forms.AcceptForm(initial={"version": report.version}))


def _review(request: HttpRequest, report: Report, form: forms.AcceptForm) -> HttpResponse:
    every = queries.lines_of(report)
    lines = [one for one in every if one.line.kind != queries.STRENGTH_KIND]
    strengths = [one for one in every if one.line.kind == queries.STRENGTH_KIND]
    context = {
        "strengths": strengths,
        "kept_strengths": sum(not one.line.left_out for one in strengths),
        "form": form,
        "report": report,
        "words": queries.words_of(report),
        "lines": lines,
        "kept": sum(not one.line.left_out for one in lines),
        "left_out": sum(one.line.left_out for one in lines),
        "corrected": sum(one.line.corrected for one in lines),
        "entries": about(kind="report", key=str(report.pk)),
        "trail": _trail(),
    }
    return render(request, "inspection/review.html", context)


@policy(Permission.ACCEPT_FINDINGS)
@require_POST
def accept(request: HttpRequest, key: int) -> HttpResponse:
    """Accept what was read, as corrected, into the register."""
    report = get_object_or_404(Report.objects.select_related("source"), pk=key)
    already = report.source is not None
    form = forms.AcceptForm(request.POST)
    if not form.is_valid():
        return _review(request, report, form)
    try:
        source = actions.accept(by=signed_in(request), report=report, **form.cleaned_data)
    except NotDone as why:
        fresh = forms.AcceptForm({"version": report.version})
        fresh.full_clean()
        fresh.add_error(None, str(why))
        return _review(request, report, fresh)
    said = "were in the register already" if already else "are in the register"
    messages.success(request, f"The {report.asks}s of {report.file} {said}.")
    return redirect("inspection:source", key=source.pk)


# Putting right what was misread


@policy(Permission.ACCEPT_FINDINGS)
@_form
def correct(request: HttpRequest, key: int) -> HttpResponse:
    """Correct one finding before it goes into the register."""
    line = get_object_or_404(Line.objects.select_related("report"), pk=key)
    fields = queries.fields_of(line.report)
    initial = {name: getattr(line, name) for name in (*fields, "version")}
    form = forms.LineForm(sent(request), initial=initial, report=line.report)
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in fields}
        version = form.cleaned_data["version"]
        if _done(form, actions.correct, by=signed_in(request), line=line, version=version, changes=changes):
            messages.success(request, f"{capital(line.report.asks)} {line.number} is corrected.")
            return redirect(_at_line(line))
        if not form.errors:
            held = Line.objects.get(pk=key)
            shown = conflict(form, held={name: getattr(held, name) for name in fields}, version=held.version)
    context = {
        "form": form,
        "line": line,
        "conflict": shown,
        "heading": f"Correct {line.report.asks} {line.number}",
        "lead": "Put right what was misread. The words as first read are kept beside it.",
        "button": f"Save the {line.report.asks}",
        "trail": _trail(line.report),
    }
    return render(request, "inspection/form.html", context)


@policy(Permission.ACCEPT_FINDINGS)
@_form
def split(request: HttpRequest, key: int) -> HttpResponse:
    """Make several of one, where the reading took several for one."""
    line = get_object_or_404(Line.objects.select_related("report"), pk=key)
    form = forms.SplitForm(sent(request), initial={"parts": line.text, "version": line.version})
    posted = request.method == "POST" and form.is_valid()
    if posted and form.cleaned_data["version"] != line.version:
        return _changed(request, line.report)
    if posted and _done(form, actions.split, by=signed_in(request), line=line, **form.cleaned_data):
        parts = len(form.cleaned_data["parts"])
        messages.success(request, f"{capital(line.report.asks)} {line.number} is split into {parts}.")
        return redirect(_at_line(line))
    context = {
        "form": form,
        "line": line,
        "heading": f"Split {line.report.asks} {line.number}",
        "lead": "Say where one ends and the next begins. Those after it move on in number.",
        "button": "Split it",
        "trail": _trail(line.report),
    }
    return render(request, "inspection/form.html", context)


@policy(Permission.ACCEPT_FINDINGS)
@_form
def join(request: HttpRequest, key: int) -> HttpResponse:
    """Make one of two, where the reading cut one in two."""
    line = get_object_or_404(Line.objects.select_related("report"), pk=key)
    following = queries.line_after(line)
    if following is None:
        raise Http404
    form = forms.JoinForm(sent(request), initial={"version": line.version})
    posted = request.method == "POST" and form.is_valid()
    if posted and form.cleaned_data["version"] != line.version:
        return _changed(request, line.report)
    if posted and _done(form, actions.join, by=signed_in(request), line=line, **form.cleaned_data):
        messages.success(
            request, f"{capital(line.report.asks)} {line.number} and the one after it are one now."
        )
        return redirect(_at_line(line))
    context = {
        "form": form,
        "line": line,
        "following": following,
        "heading": f"Join {line.report.asks} {line.number} and {following.number}",
        "lead": "Their words become one, one after the other. Those after them move back in number.",
        "button": "Join them",
        "trail": _trail(line.report),
    }
    return render(request, "inspection/form.html", context)


@policy(Permission.ACCEPT_FINDINGS)
@_form
def date_set(request: HttpRequest, key: int, place: int) -> HttpResponse:
    """Put right a date that a notice sets."""
    report = get_object_or_404(Report, pk=key)
    if place >= len(report.sets):
        raise Http404
    found = report.sets[place]
    initial = {"what": found.what, "last": found.last, "version": report.version}
    form = forms.DateForm(sent(request), initial=initial)
    posted = request.method == "POST" and form.is_valid()
    if posted and form.cleaned_data["version"] != report.version:
        return _changed(request, report)
    if posted and _done(
        form, actions.correct_date, by=signed_in(request), report=report, place=place, **form.cleaned_data
    ):
        messages.success(
            request, "The date is saved." if form.cleaned_data["last"] else "The date is taken out."
        )
        return redirect("inspection:review", key=report.pk)
    context = {
        "form": form,
        "date": found,
        "heading": "Correct a date the notice sets",
        "lead": f"It is printed as “{found.printed}” on page {found.page}.",
        "button": "Save the date",
        "trail": _trail(report),
    }
    return render(request, "inspection/form.html", context)


def _done(form: Any, act: Any, **given: Any) -> bool:
    """Whether the act was done; what stood in its way is said on the form."""
    try:
        return act(**given) is not False
    except NotDone as why:
        form.add_error(None, str(why))
        return False


def _changed(request: HttpRequest, report: Report) -> HttpResponse:
    """Back to the review as it stands: what the person had before them is not what would be changed."""
    messages.error(request, _CHANGED)
    return redirect("inspection:review", key=report.pk)


def _at_line(line: Line) -> str:
    return f"{reverse('inspection:review', args=[line.report_id])}#finding-{line.number}"


@policy(Permission.ACCEPT_FINDINGS)
@_form
def leave_out(request: HttpRequest, key: int) -> HttpResponse:
    """Keep one finding out of the register."""
    line = get_object_or_404(Line.objects.select_related("report"), pk=key)
    form = forms.LeaveOutForm(sent(request))
    posted = request.method == "POST" and form.is_valid()
    if posted and _done(form, actions.leave_out, by=signed_in(request), line=line, **form.cleaned_data):
        messages.success(request, f"{capital(line.report.asks)} {line.number} is left out.")
        return redirect(_at_line(line))
    context = {
        "form": form,
        "line": line,
        "heading": f"Leave out {line.report.asks} {line.number}",
        "lead": "It stays on this page with your reason, and does not go into the register.",
        "button": "Leave it out",
        "trail": _trail(line.report),
    }
    return render(request, "inspection/form.html", context)


@policy(Permission.ACCEPT_FINDINGS)
@require_POST
def take_back(request: HttpRequest, key: int) -> HttpResponse:
    """Take back a finding that was left out."""
    line = get_object_or_404(Line.objects.select_related("report"), pk=key)
    try:
        actions.take_back(by=signed_in(request), line=line)
    except NotDone as why:
        messages.error(request, str(why))
    return redirect(_at_line(line))


@policy(Permission.ACCEPT_FINDINGS)
@_form
def add_line(request: HttpRequest, key: int) -> HttpResponse:
    """Add a finding that the reading missed."""
    report = get_object_or_404(Report, pk=key)
    form = forms.LineForm(sent(request), initial={"version": 0}, report=report)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in queries.fields_of(report)}
        given.setdefault("kind", queries.NOTICE_KIND)
        if _done(form, actions.add_line, by=signed_in(request), report=report, **given):
            messages.success(request, f"The {report.asks} is added.")
            return redirect("inspection:review", key=report.pk)
    context = {
        "form": form,
        "heading": f"Add a {report.asks} the reading missed",
        "lead": f"Type it from the page, in the {report.noun}'s own words.",
        "button": f"Add the {report.asks}",
        "trail": _trail(report),
    }
    return render(request, "inspection/form.html", context)


@policy(Permission.ACCEPT_FINDINGS)
@_form
def published(request: HttpRequest, key: int) -> HttpResponse:
    """Say when a report was published or a notice issued, where it does not say so itself."""
    report = get_object_or_404(Report, pk=key)
    initial = {"published": report.published, "version": report.version}
    form = forms.PublishedForm(sent(request), initial=initial, notice=not report.is_report)
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        if _done(form, actions.say_published, by=signed_in(request), report=report, **form.cleaned_data):
            messages.success(
                request, f"The day of {'publication' if report.is_report else 'issue'} is saved."
            )
            return redirect("inspection:review", key=report.pk)
        if not form.errors:
            held = Report.objects.get(pk=key)
            shown = conflict(form, held={"published": held.published}, version=held.version)
    context = {
        "form": form,
        "conflict": shown,
        "heading": "When was it issued?" if not report.is_report else "When was it published?",
        "lead": _WHERE_THE_DAY_IS[not report.is_report],
        "button": "Save",
        "trail": _trail(report),
    }
    return render(request, "inspection/form.html", context)


# Sources


@policy(Permission.SEE_PLAN)
@require_safe
def source(request: HttpRequest, key: int) -> HttpResponse:
    """What did this document say, and what has been said to each of its findings?"""
    found = get_object_or_404(Source, pk=key)
    rows = requirement_rows(as_at=today(), source=found)
    report = queries.report_of(found)
    context = {
        "source": found,
        "words": in_words(found),
        "rows": rows,
        "unanswered": sum(row.unanswered for row in rows),
        "declined": sum(row.declined for row in rows),
        "report": report,
        "asks": "requirement" if found.is_notice else "finding",
        "accepts": standing(request).may(Permission.ACCEPT_FINDINGS),
        "keeps_plan": standing(request).may(Permission.EDIT_PLAN),
        "kept_by_hand": found.by_hand and found.digest and files.path_of(found.digest).is_file(),
        "has_file": report is not None and files.path_of(report.digest).is_file(),
        "entries": about(kind="source", key=str(found.pk)),
        "trail": _trail(),
    }
    return render(request, "inspection/source.html", context)


@policy(Permission.SEE_PLAN)
@require_safe
def report_file(request: HttpRequest, key: int) -> HttpResponseBase:
    """The report as it was uploaded. Before it is accepted, only for those who review it."""
    report = get_object_or_404(Report, pk=key)
    path = files.path_of(report.digest)
    readable = report.source_id is not None or standing(request).may(Permission.ACCEPT_FINDINGS)
    if not readable or not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=report.file,
        content_type=files.media_type(path),
    )

"""Sources entered by hand: of any kind, with or without a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.papers.wording import counted
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in
from goldenthread.web.inspection import by_hand, by_hand_forms, files
from goldenthread.web.plan.actions import add_to_source
from goldenthread.web.plan.models import Source
from goldenthread.web.plan.rules import NotDone
from goldenthread.web.plan.sending import sent

_form = require_http_methods(["GET", "HEAD", "POST"])


def _trail(source: Source | None = None) -> list[tuple[str, str]]:
    trail = [("Inspection reports, notices and letters", reverse("inspection:home"))]
    if source is None:
        return trail
    return [*trail, (source.name, reverse("inspection:source", args=[source.pk]))]


@policy(Permission.ACCEPT_FINDINGS)
@_form
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a source by hand, with what it asks."""
    form = by_hand_forms.ByHandForm(sent(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {"described": form.described, "asked": form.asked, "file": form.cleaned_data["file"]}
        try:
            source = by_hand.enter(by=signed_in(request), **given)
        except NotDone as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"{counted(len(form.asked), 'finding')} of {source} in the register.")
            return redirect("inspection:source", key=source.pk)
    context = {
        "form": form,
        "heading": "Enter a source by hand",
        "lead": "A review, an audit, a letter, learning from complaints: whatever asks something of the "
        "service goes into the same register, in its own words.",
        "button": "Put it in the register",
        "trail": _trail(),
    }
    return render(request, "inspection/by_hand.html", context)


@policy(Permission.ACCEPT_FINDINGS)
@_form
def add(request: HttpRequest, key: int) -> HttpResponse:
    """Add what a source asks and the register lacks."""
    source = get_object_or_404(Source, pk=key)
    form = by_hand_forms.AskedForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = add_to_source(by=signed_in(request), source=source, asked=form.asked)
        messages.success(request, f"{counted(made, 'finding')} added to {source}.")
        return redirect("inspection:source", key=source.pk)
    context = {
        "form": form,
        "heading": f"Add to {source}",
        "lead": "What it asks, or a strength it names, that is not in the register yet.",
        "button": "Add to the register",
        "trail": _trail(source),
    }
    return render(request, "inspection/by_hand.html", context)


@policy(Permission.SEE_PLAN)
@require_safe
def kept_file(request: HttpRequest, key: int) -> HttpResponseBase:
    """The file kept with a source that was entered by hand."""
    source = get_object_or_404(Source, pk=key, by_hand=True)
    path = files.path_of(source.digest or "none")
    if not source.digest or not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=source.file, content_type=files.media_type(path)
    )

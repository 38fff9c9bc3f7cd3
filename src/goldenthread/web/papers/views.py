"""The Papers pages: what has been made for the board, what a new paper would hold, who may have it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.disclosure.profiles import BOARD, audiences
from goldenthread.papers.plan import Plan
from goldenthread.web.accounts.confirming import ask_again, is_confirmed, use_confirmation
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, predicate, require, signed_in, standing
from goldenthread.web.accounts.signing import CONFIRM_FIRST, proof_of
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.queries import about, signatures_of
from goldenthread.web.indicators.alongside import alongside
from goldenthread.web.intake.beside import beside_of
from goldenthread.web.intake.models import Snapshot
from goldenthread.web.intake.queries import snapshots
from goldenthread.web.page.paging import paged
from goldenthread.web.papers import actions, making
from goldenthread.web.papers.contents import sections, told_to
from goldenthread.web.papers.forms import DiscardForm, Offered, PaperForm
from goldenthread.web.papers.inputs import Inputs, reports_of
from goldenthread.web.papers.models import Paper
from goldenthread.web.papers.queries import (
    listed,
    papers_for,
    readers_of,
    report_of,
    sources,
    waiting_for_release,
)
from goldenthread.web.papers.received import frozen_cycles, said_at
from goldenthread.web.papers.signed import paper_record, statement
from goldenthread.web.plan.as_paper import as_paper

TRAIL = [("Papers", "/papers/")]


@predicate
def is_not_maker(person: object, paper: Paper) -> bool:
    """A paper is released by somebody other than whoever made it."""
    return getattr(person, "pk", None) != paper.made_by_id


@policy(Permission.SEE_PAPERS)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Which papers are there, and what waits to be released?"""
    person = signed_in(request)
    found = listed(person)
    context = {
        "papers": paged(request, found.defer("inputs")),
        "newest": found.filter(released_at__isnull=False).defer("inputs").first(),
        "waiting": waiting_for_release(person).count(),
        "drafts": found.filter(released_at=None).count(),
        "may_make": standing(request).may(Permission.MAKE_PAPERS),
    }
    return render(request, "papers/home.html", context)


@policy(Permission.MAKE_PAPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What would be in the paper, and what is missing? Then make it."""
    held = list(snapshots())
    if not held:
        return render(request, "papers/new.html", {"trail": TRAIL})
    plan = as_paper(as_at=today())
    offered = Offered(
        audiences=list(audiences(today()).values()),
        snapshots=held,
        sources=list(sources()),
        has_plan=plan is not None,
        cycles=frozen_cycles(),
    )
    form = _form(request, offered)
    if not form.is_valid():
        return render(request, "papers/new.html", {"form": form, "held": held, "trail": TRAIL})
    snapshot = next(row for row in held if row.identity == form.cleaned_data["snapshot"])
    inputs = _inputs(form, snapshot, plan, offered)
    if request.method == "POST":
        return _ask(request, snapshot, inputs)
    context = {
        "form": form,
        "held": held,
        "trail": TRAIL,
        "chosen": snapshot,
        "told": [told_to(one) for one in offered.audiences if one.key in form.cleaned_data["audience"]],
        "sections": sections(snapshot, reports=inputs[0].reports, plan=inputs[0].plan, said=inputs[0].said),
    }
    return render(request, "papers/new.html", context)


def _form(request: HttpRequest, offered: Offered) -> PaperForm:
    """What was typed; at first, the board's paper of the latest records, every report, the plan, and what was
    said of these very records at a meeting."""
    newest = offered.snapshots[0].identity
    first = {
        "audience": [BOARD],
        "snapshot": [newest],
        "reports": [str(source.pk) for source in offered.sources],
        "plan": ["on"],
        "cycle": [str(one.pk) for one in offered.cycles if one.snapshot == newest][:1],
    }
    data: Any = request.POST if request.method == "POST" else request.GET
    if "snapshot" not in data and request.method != "POST":
        data = data.copy()
        for name, values in first.items():
            data.setlist(name, values)
    return PaperForm(data, offered=offered)


def _inputs(form: PaperForm, snapshot: Snapshot, plan: Plan | None, offered: Offered) -> list[Inputs]:
    """What each paper is made from: the same, but for whom it is."""
    wanted = set(form.cleaned_data.get("reports", ()))
    chosen = [source for source in offered.sources if str(source.pk) in wanted]
    cycle = next((one for one in offered.cycles if str(one.pk) == form.cleaned_data.get("cycle")), None)
    same = Inputs(
        snapshot=snapshot.identity,
        reports=tuple(report_of(source) for source in chosen),
        plan=plan if form.cleaned_data.get("plan") else None,
        alongside=alongside(),
        beside=tuple(one.snapshot for one in beside_of(snapshot)),
        said=said_at(cycle) if cycle else None,
    )
    return [replace(same, audience=key) for key in form.cleaned_data["audience"]]


def _ask(request: HttpRequest, snapshot: Snapshot, inputs: list[Inputs]) -> HttpResponse:
    by = signed_in(request)
    asked = [actions.ask_for_paper(by=by, snapshot=snapshot, inputs=one) for one in inputs]
    if any(is_new for _, is_new in asked):
        transaction.on_commit(making.wake)
    known = sum(not is_new for _, is_new in asked)
    if len(asked) == 1:
        if known:
            messages.info(
                request, "This paper has been made already from the same records, reports and plan."
            )
        return redirect("papers:paper", key=asked[0][0].pk)
    said = f" Made already from the same records, reports and plan: {known} of them." if known else ""
    messages.success(request, f"{len(asked)} papers, one for each audience, are in the list below.{said}")
    return redirect("papers:home")


@policy(Permission.SEE_PAPERS)
@require_safe
def paper(request: HttpRequest, key: int) -> HttpResponse:
    """What is this paper made from, and may I have it?"""
    return _paper_page(request, _paper(request, key))


@policy(Permission.SEE_PAPERS)
@require_safe
def download(request: HttpRequest, key: int) -> HttpResponse:
    """The paper itself. Who took it away is written down."""
    found = _paper(request, key)
    if not found.made:
        raise Http404
    actions.note_download(by=signed_in(request), paper=found)
    answer = HttpResponse(bytes(found.document.content), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    return answer


@policy(Permission.RELEASE_PAPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, key: int) -> HttpResponse:
    """Put one's name to the paper, and let everybody who sees papers have it."""
    found = _paper(request, key)
    person = require(request, is_not_maker, found)
    why_not = actions.why_not_release(person, found)
    if why_not:
        return _paper_page(request, found, refused=why_not)
    if not is_confirmed(request):
        posted = request.method == "POST"
        return _release_page(request, found, refused=f"{CONFIRM_FIRST}.") if posted else ask_again(request)
    if request.method != "POST":
        return _release_page(request, found)
    try:
        actions.release(by=person, paper=found, proof=proof_of(request))
    except actions.ReleaseRefused as refused:
        return _paper_page(request, _paper(request, key), refused=str(refused))
    use_confirmation(request)
    messages.success(request, f"The paper is released: those it is for, {found.whom}, can now download it.")
    return redirect("papers:paper", key=key)


@policy(Permission.MAKE_PAPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, key: int) -> HttpResponse:
    """Take a draft out of the list."""
    found = _paper(request, key)
    form = DiscardForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.discard(by=signed_in(request), paper=found, **form.cleaned_data)
        except actions.DiscardRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The draft is discarded. Its history stays.")
            return redirect("papers:home")
    context = {"form": form, "paper": found, "trail": [*TRAIL, (str(found), f"/papers/{found.pk}/")]}
    return render(request, "papers/discard.html", context)


def _release_page(request: HttpRequest, found: Paper, *, refused: str = "") -> HttpResponse:
    trail = [*TRAIL, (str(found), reverse("papers:paper", args=[found.pk]))]
    context = {
        "paper": found,
        "statement": statement(found),
        "readers": readers_of(found.audience),
        "refused": refused,
        "trail": trail,
    }
    return render(request, "papers/release.html", context)


def _paper(request: HttpRequest, key: int) -> Paper:
    return get_object_or_404(papers_for(signed_in(request)), pk=key)


def _paper_page(request: HttpRequest, found: Paper, *, refused: str = "") -> HttpResponse:
    if found.under_way:
        transaction.on_commit(making.wake)  # the site may have been stopped since it was asked for
    may_make = standing(request).may(Permission.MAKE_PAPERS)
    may_release = standing(request).may(Permission.RELEASE_PAPERS)
    own = not is_not_maker(signed_in(request), found)
    sees_history = standing(request).may(Permission.SEE_DRAFT_PAPERS)
    context = {
        "paper": found,
        "reports": reports_of(found.inputs),
        "readers": readers_of(found.audience),
        "said": found.inputs.get("said"),
        "plan": found.inputs["plan"],
        "may_release": may_release and found.made and not found.released and not own,
        "own": own and not found.released,
        "may_make": may_make,
        "may_discard": may_make and found.may_be_discarded,
        "entries": about(kind="paper", key=str(found.pk))[:50] if sees_history else None,
        "signatures": signatures_of(kind="paper", key=str(found.pk), record=paper_record(found)),
        "refused": refused,
        "trail": TRAIL,
    }
    return render(request, "papers/paper.html", context)

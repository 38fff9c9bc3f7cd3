"""Reporting cycles: the list, one cycle, its measures, and its freezing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.papers.wording import counted, long_date
from goldenthread.web.accounts.confirming import ask_again, is_confirmed, use_confirmation
from goldenthread.web.accounts.permissions import FigureTier, Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.signing import CONFIRM_FIRST, proof_of
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.queries import Signed, about, signatures_of
from goldenthread.web.indicators.measures import words_of
from goldenthread.web.page.conflict import Difference
from goldenthread.web.page.forms import PageForm
from goldenthread.web.page.paging import paged
from goldenthread.web.plan.rules import NotDone
from goldenthread.web.plan.sending import acted, both, sent
from goldenthread.web.plan.views.signing import asks_who
from goldenthread.web.reporting import actions, forms, queries, rules
from goldenthread.web.reporting.models import Cycle, Line
from goldenthread.web.reporting.signed import cycle_record, statement

editing = require_http_methods(["GET", "HEAD", "POST"])


def trail(request: HttpRequest, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back to the reporting cycles; past them, for those whom the scorecard lets in."""
    above = [("Performance", reverse("indicators:home"))]
    sees = standing(request).may(Permission.SEE_FIGURES)
    return [*(above if sees else []), ("Reporting cycles", reverse("reporting:home")), *more]


def to_cycle(one: Cycle) -> tuple[str, str]:
    return str(one), reverse("reporting:cycle", args=[one.pk])


def tier_of(request: HttpRequest) -> FigureTier:
    """The form of a figure this reader sees here; none for who sees the plan and no figures."""
    held = standing(request)
    return held.figures if held.may(Permission.SEE_FIGURES) else FigureTier.NONE


def form_page(request: HttpRequest, form: PageForm, heading: str, **context: Any) -> HttpResponse:
    """The page of a form; what bars it is said in place of it."""
    shown = {"form": form, "heading": heading, "conflict": None, "barred": "", "button": "Save", **context}
    return render(request, "reporting/form.html", {**shown, "barred": "" if form.errors else shown["barred"]})


@policy(Permission.SEE_PLAN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What was said of the figures, meeting by meeting?"""
    on = today()
    page = paged(request, queries.cycles())
    rows = [(one, queries.sentence(one, one.lines.all(), on)) for one in page.rows]
    going = [one for one, _ in rows if not one.is_frozen]
    context = {
        "rows": rows,
        "paged": page,
        "open": len(going),
        "may_open": standing(request).may(Permission.MAKE_PAPERS),
        "trail": trail(request)[:-1],
    }
    return render(request, "reporting/home.html", context)


@policy(Permission.SEE_PLAN)
@require_safe
def cycle(request: HttpRequest, key: int) -> HttpResponse:
    """What do owners say of the figures, and what waits?"""
    found, on, may = _cycle(key), today(), standing(request).may
    lines = queries.lines_of(found)
    context = {
        "cycle": found,
        "sentence": queries.sentence(found, lines, on),
        "rows": queries.rows_of(lines, tier=tier_of(request), on=on),
        "entries": about(kind="reporting cycle", key=str(found.pk))[:100],
        "signatures": _signatures(found, lines),
        "may_keep": may(Permission.MAKE_PAPERS) and not found.is_frozen,
        "may_freeze": may(Permission.RECORD_DECISIONS)
        and not rules.why_not_freeze(found, on, measures=len(lines)),
        "sees_figures": tier_of(request) is not FigureTier.NONE,
        "some_withheld": tier_of(request) is FigureTier.SUPPRESSED,
        "trail": trail(request),
    }
    return render(request, "reporting/cycle.html", context)


@policy(Permission.MAKE_PAPERS)
@editing
def add(request: HttpRequest) -> HttpResponse:
    """Open a cycle for a meeting."""
    start = forms.CycleForm.start_from(None)
    before = queries.cycles().first()
    if before is not None:
        start |= {"body": before.body, "commentary_days": before.commentary_days}
        start |= {"challenge_days": before.challenge_days}
    form = forms.CycleForm(sent(request), initial=start, on=today())
    if request.method == "POST" and form.is_valid():
        made: list[Cycle] = []
        by, cut_off = signed_in(request), form.cleaned_data["cut_off"]

        def act() -> None:
            made.append(actions.open_cycle(by=by, meeting=form.meeting, cut_off=cut_off, on=today()))

        if acted(form, act):
            messages.success(request, _opened(made[0]))
            return redirect("reporting:cycle", key=made[0].pk)
    lead = "The measures and owners of the cycle before are taken over." if before else ""
    words = {"lead": lead, "button": "Open it"}
    return form_page(request, form, "Open a reporting cycle", trail=trail(request), **words)


def _opened(made: Cycle) -> str:
    return (
        f"The cycle is open: commentaries are due by {long_date(made.commentary_due)}, challenges by"
        f" {long_date(made.challenge_due)}."
    )


@policy(Permission.MAKE_PAPERS)
@editing
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Change the meeting or the days."""
    found, shown = _cycle(key), None
    initial = forms.CycleForm.start_from(found)
    form = forms.CycleForm(sent(request), initial=initial, cut_off=found.cut_off, on=today())
    if request.method == "POST" and form.is_valid():
        by, version = signed_in(request), form.cleaned_data["version"]
        saved = acted(
            form,
            lambda: actions.edit_cycle(by=by, cycle=found, version=version, meeting=form.meeting),
        )
        if saved:
            messages.success(request, "It is saved.")
            return redirect("reporting:cycle", key=found.pk)
        if saved is False:
            shown = both(form, _cycle(key), ("body", "meets_on", "commentary_days", "challenge_days"))
    return form_page(request, form, "Edit the cycle", conflict=shown, barred=rules.why_not_change(found),
                     trail=trail(request, to_cycle(found)))  # fmt: skip


@policy(Permission.MAKE_PAPERS)
@editing
def choose(request: HttpRequest, key: int) -> HttpResponse:
    """Choose measures, and who answers for them."""
    found = _cycle(key)
    chosen = queries.chosen_in(found)
    form = forms.ChooseForm(sent(request), free=[id for id in words_of() if id not in chosen])
    if request.method == "POST" and form.is_valid():
        by, typed, made = signed_in(request), form.cleaned_data, list[Any]()

        def act() -> None:
            made.extend(
                actions.add_measures(by=by, cycle=found, indicators=typed["measures"], owner=typed["owner"])
            )

        if acted(form, act):
            messages.success(request, _added(len(made), len(typed["measures"])))
            return redirect("reporting:cycle", key=found.pk)
    return form_page(request, form, "Choose measures", barred=rules.why_not_change(found), button="Add them",
                     trail=trail(request, to_cycle(found)))  # fmt: skip


def _added(made: int, asked: int) -> str:
    left = asked - made
    said = f"{counted(made, 'measure')} added."
    return f"{said} {counted(left, 'measure')} cannot be answered by these records." if left else said


@policy(Permission.RECORD_DECISIONS)
@editing
def freeze(request: HttpRequest, key: int) -> HttpResponse:
    """Keep the cycle as its meeting received it."""
    found, on = _cycle(key), today()
    barred = rules.why_not_freeze(found, on, measures=found.lines.count())
    if asks_who(request, barred):
        return ask_again(request)
    form = forms.FreezeForm(sent(request), initial={"version": found.version})
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        by, version = signed_in(request), form.cleaned_data["version"]
        saved = acted(form, lambda: _frozen(request, by=by, cycle=found, version=version, on=on))
        if saved:
            messages.success(request, "The cycle is frozen and signed.")
            return redirect("reporting:cycle", key=found.pk)
        if saved is False:
            found = _cycle(key)
            shown = both(form, found, ())
            form.add_error(None, "Somebody changed this cycle meanwhile: look at it again first.")
    lead = (
        "The figures, what their charts and targets say, and all that was said are kept as they stand now."
        " Nothing of it can be changed afterwards; remarks can be added.\n\nYou sign this, with your name,"
        f" your role and the digest of what is kept: “{statement(found)}”"
    )
    words = {
        "lead": lead,
        "button": "Sign and freeze it for good",
        "confirm_first": not is_confirmed(request),
    }
    return form_page(request, form, "Freeze the cycle", conflict=shown, barred=barred, **words,
                     trail=trail(request, to_cycle(found)))  # fmt: skip


def _frozen(request: HttpRequest, **given: Any) -> bool:
    """Freeze and sign, with the request's proof, which is used up once it signs."""
    if not is_confirmed(request):
        raise NotDone(CONFIRM_FIRST)
    frozen = actions.freeze(**given, proof=proof_of(request))
    if frozen:
        use_confirmation(request)
    return frozen


def _signatures(found: Cycle, lines: list[Line]) -> list[Signed]:
    """What was signed of a frozen cycle, held against what is kept."""
    if not found.is_frozen:
        return []
    record = cycle_record(found, [one.frozen for one in lines])
    return signatures_of(kind="reporting cycle", key=str(found.pk), record=record)


def _cycle(key: int) -> Cycle:
    return get_object_or_404(queries.cycles(), pk=key)

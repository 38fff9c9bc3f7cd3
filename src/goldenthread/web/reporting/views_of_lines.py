"""One measure in a cycle: its commentary, what is put to its owner, what is done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.papers.wording import long_date
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import FigureTier, Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.queries import about
from goldenthread.web.indicators.measures import words_of
from goldenthread.web.page.forms import PageForm, VersionedForm
from goldenthread.web.plan.sending import acted, both, sent
from goldenthread.web.reporting import actions, forms, queries, rules
from goldenthread.web.reporting.drafting import Asked, draft_for
from goldenthread.web.reporting.models import CorrectiveAction, Line
from goldenthread.web.reporting.views import editing, form_page, tier_of, to_cycle, trail

_ITS_OWNER = (Permission.WORK_ACTIONS, Permission.EDIT_PLAN)


@policy(Permission.SEE_PLAN)
@require_safe
def line(request: HttpRequest, key: int) -> HttpResponse:
    """What is said of this measure, what was put to it, and what is done?"""
    found, by, tier = _line(key), signed_in(request), tier_of(request)
    commentary = queries.latest_commentary(found)
    context = {
        "line": found,
        "cycle": found.cycle,
        "title": queries.title_of(found),
        "shown": queries.shown_of([found], tier).get(found.pk),
        "frozen": getattr(found, "frozen", None),
        "owner": found.frozen.owner_name if hasattr(found, "frozen") else found.owner.name,
        "commentary": commentary,
        "earlier": [one for one in reversed(found.commentaries.all()) if one != commentary],
        "challenges": [(one, not rules.why_not_answer(by, one)) for one in _challenges(found)],
        "corrective": [_corrective(by, one) for one in found.corrective_actions.all()],
        "at_the_meeting": found.frozen.said["corrective actions"] if hasattr(found, "frozen") else [],
        "entries": about(kind="reported measure", key=str(found.pk))[:100],
        "may": _offers(request, by, found),
        "known": found.indicator in words_of(),
        "some_withheld": tier is FigureTier.SUPPRESSED,
        "trail": trail(request, to_cycle(found.cycle)),
    }
    return render(request, "reporting/line.html", context)


def _offers(request: HttpRequest, by: Person, found: Line) -> dict[str, bool]:
    """What this reader may do here."""
    may, frozen = standing(request).may, found.cycle.is_frozen
    return {
        "comment": not rules.why_not_comment(by, found),
        "challenge": not rules.why_not_challenge(by, found),
        "correct": not rules.why_not_correct(by, found),
        "owner": may(Permission.MAKE_PAPERS) and not frozen,
        "remark": frozen and any(may(one) for one in REMARKING),
        "explain": may(Permission.SEE_FIGURES),
    }


def _challenges(found: Line) -> Iterable[Any]:
    for one in found.challenges.all():
        one.line = found  # with its cycle and owner, which the rules ask
        yield one


def _corrective(by: Person, one: CorrectiveAction) -> dict[str, Any]:
    return {
        "one": one,
        "what": queries.what_of(one),
        "stands": queries.stands(one),
        "may_say_done": not rules.why_not_done(by, one),
        "may_check": not rules.why_not_check(by, one),
    }


@policy(*_ITS_OWNER)
@require_safe
def take(request: HttpRequest, id: str) -> HttpResponse:
    """Into which commentary should what explains this change go?"""
    if id not in words_of():
        raise Http404
    query = request.GET.urlencode()
    lines = queries.open_lines_of(id, signed_in(request))
    context = {
        "title": words_of()[id].title,
        "offers": [(one.cycle, f"{reverse('reporting:comment', args=[one.pk])}?{query}") for one in lines],
        "trail": trail(request),
    }
    return render(request, "reporting/take.html", context)


@policy(*_ITS_OWNER)
@editing
def comment(request: HttpRequest, key: int) -> HttpResponse:
    """Say what the figures show."""
    found = _line(key)
    barred = rules.why_not_comment(signed_in(request), found)
    held = queries.latest_commentary(found)
    asked = Asked.of(request.GET)
    draft = draft_for(found, asked) if asked.wanted and not barred else ""
    text = "\n\n".join(filter(None, (held.text if held else "", draft)))
    form = forms.CommentaryForm(sent(request), initial={"version": found.version, "text": text})
    shown = None
    if request.method == "POST" and form.is_valid():
        by, typed = signed_in(request), form.cleaned_data
        saved = acted(form, lambda: actions.comment(by=by, line=found, on=today(), **typed))
        if saved:
            messages.success(request, "The commentary is kept.")
            return redirect("reporting:line", key=found.pk)
        if saved is False:
            now = _line(key)
            latest = queries.latest_commentary(now)
            now.text = latest.text if latest else ""  # type: ignore[attr-defined]  # shown beside what was typed
            shown = both(form, now, ("text",))
    offer = "" if barred or asked.wanted else f"{request.path}?draft=yes"
    lead = f"{queries.title_of(found)}, for {found.cycle}. Due by {long_date(found.cycle.commentary_due)}."
    return form_page(request, form, "Write the commentary", conflict=shown, barred=barred, lead=lead,
                     draft=offer, button="Keep the commentary", trail=_trail(request, found))  # fmt: skip


@policy(Permission.MAKE_PAPERS)
@editing
def owner(request: HttpRequest, key: int) -> HttpResponse:
    """Who answers for this measure?"""
    found, shown = _line(key), None
    form = forms.OwnerForm(sent(request), initial={"version": found.version, "owner": found.owner_id})
    if request.method == "POST" and form.is_valid():
        by, typed = signed_in(request), form.cleaned_data
        saved = acted(form, lambda: actions.change_owner(by=by, line=found, **typed))
        if saved:
            messages.success(request, "It is saved.")
            return redirect("reporting:line", key=found.pk)
        if saved is False:
            shown = both(form, _line(key), ("owner",))
    barred = rules.why_not_change(found.cycle)
    return form_page(request, form, "Who answers for it?", conflict=shown, barred=barred,
                     lead=queries.title_of(found), trail=_trail(request, found))  # fmt: skip


@policy(Permission.CHALLENGE)
@editing
def challenge(request: HttpRequest, key: int) -> HttpResponse:
    """Put something to the owner."""
    found = _line(key)
    form = forms.ChallengeForm(sent(request))
    barred = rules.why_not_challenge(signed_in(request), found)
    held = queries.latest_commentary(found)
    lead = held.text if held else "There is no commentary yet."
    return _said(request, form, found, actions.challenge, barred=barred, heading="Challenge it", lead=lead,
                 told="The challenge is put.")  # fmt: skip


@policy(Permission.MAKE_PAPERS, *_ITS_OWNER)
@editing
def correct(request: HttpRequest, key: int) -> HttpResponse:
    """What is done about it?"""
    found = _line(key)
    form = forms.CorrectForm(sent(request), on=today())
    if request.method == "POST" and form.is_valid():
        by, wanted = signed_in(request), form.correction
        if acted(form, lambda: actions.correct(by=by, line=found, correction=wanted, on=today())):
            messages.success(request, "The corrective action is added.")
            return redirect("reporting:line", key=found.pk)
    barred = rules.why_not_correct(signed_in(request), found)
    return form_page(request, form, "What is done about it?", barred=barred, lead=queries.title_of(found),
                     button="Add it", trail=_trail(request, found))  # fmt: skip


REMARKING = (Permission.MAKE_PAPERS, Permission.CHALLENGE, *_ITS_OWNER)


@policy(*REMARKING)
@editing
def remark(request: HttpRequest, key: int) -> HttpResponse:
    """Say what has to be said of a frozen measure since."""
    found = _line(key)
    form = forms.RemarkForm(sent(request))
    barred, lead = rules.why_not_remark(found.cycle), queries.title_of(found)
    return _said(request, form, found, actions.remark, barred=barred, heading="Add a remark", lead=lead,
                 told="The remark is kept.")  # fmt: skip


def _said(
    request: HttpRequest, form: PageForm, found: Line, act: Callable[..., Any], *, told: str, **shown: str
) -> HttpResponse:
    """A form whose words are added to a measure."""
    if request.method == "POST" and form.is_valid():
        by, typed = signed_in(request), form.cleaned_data
        if acted(form, lambda: act(by=by, line=found, on=today(), **typed)):
            messages.success(request, told)
            return redirect("reporting:line", key=found.pk)
    heading = shown.pop("heading")
    return form_page(request, form, heading, button=heading, trail=_trail(request, found), **shown)


@policy(*_ITS_OWNER)
@editing
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """Answer what was put to you."""
    found = get_object_or_404(queries.challenges(), pk=key)
    form = forms.AnswerForm(sent(request))
    if request.method == "POST" and form.is_valid():
        by, text = signed_in(request), form.cleaned_data["text"]
        if acted(form, lambda: actions.answer(by=by, challenge=found, text=text, on=today())):
            messages.success(request, "The answer is kept.")
            return redirect("reporting:line", key=found.line_id)
    barred = rules.why_not_answer(signed_in(request), found)
    return form_page(request, form, "Answer the challenge", barred=barred, lead=found.text,
                     button="Answer it", trail=_trail(request, found.line))  # fmt: skip


@policy(*_ITS_OWNER)
@editing
def done(request: HttpRequest, key: int) -> HttpResponse:
    """Say that a corrective action is done."""
    found = get_object_or_404(queries.corrective_actions(), pk=key)
    form = forms.DoneForm(sent(request), initial={"version": found.version})
    barred = rules.why_not_done(signed_in(request), found)
    return _step(request, form, found, actions.say_done, "Say that it is done", barred)


@policy(Permission.SIGN_OFF)
@editing
def check(request: HttpRequest, key: int) -> HttpResponse:
    """Check that a corrective action is done."""
    found = get_object_or_404(queries.corrective_actions(), pk=key)
    form = forms.CheckForm(sent(request), initial={"version": found.version})
    barred = rules.why_not_check(signed_in(request), found)
    return _step(request, form, found, actions.check, "Check that it is done", barred)


def _step(
    request: HttpRequest, form: VersionedForm, found: CorrectiveAction, act: Callable[..., bool],
    heading: str, barred: str,
) -> HttpResponse:  # fmt: skip
    shown = None
    if request.method == "POST" and form.is_valid():
        by, typed = signed_in(request), form.cleaned_data
        saved = acted(form, lambda: act(by=by, corrective=found, on=today(), **typed))
        if saved:
            messages.success(request, "It is saved.")
            return redirect("reporting:line", key=found.line_id)
        if saved is False:
            shown = both(form, queries.corrective_actions().get(pk=found.pk), ())
            form.add_error(None, "Somebody changed this meanwhile: look at it again first.")
    lead = queries.what_of(found)
    return form_page(request, form, heading, conflict=shown, barred=barred, lead=lead, button=heading,
                     trail=_trail(request, found.line))  # fmt: skip


def _line(key: int) -> Line:
    return get_object_or_404(queries.lines(), pk=key)


def _trail(request: HttpRequest, found: Line) -> list[tuple[str, str]]:
    to_line = (queries.title_of(found), reverse("reporting:line", args=[found.pk]))
    return trail(request, to_cycle(found.cycle), to_line)

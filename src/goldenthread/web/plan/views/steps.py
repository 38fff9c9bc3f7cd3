"""The steps of an action, each a page of its own: what it means, what is asked, one button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldenthread.web.accounts.confirming import ask_again, is_confirmed
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in
from goldenthread.web.accounts.standing import today
from goldenthread.web.page.forms import PageForm
from goldenthread.web.plan import actions, forms, queries, rules
from goldenthread.web.plan.delegating import scheme_for
from goldenthread.web.plan.models import Action, DateChange, Evidence, Matter, Objective
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone
from goldenthread.web.plan.sending import sent
from goldenthread.web.plan.views.signing import asks_who, signing


def _nothing_bars(person: Person, action: Action) -> str:
    return ""


@dataclass(frozen=True)
class Step:
    """A step's words and what it does. `sources` are the states it is taken from; `barred` says why this
    person may not take it. A `signed` step asks for a fresh proof that it is them."""

    heading: str
    lead: str
    button: str
    done: str
    form: type[PageForm]
    act: Callable[..., object]
    sources: tuple[str, ...]
    barred: Callable[[Person, Action], str] = _nothing_bars
    start_from: Callable[[Action], Mapping[str, Any]] = lambda action: {}
    warning: bool = False
    signed: bool = False

    def why_not(self, person: Person, action: Action) -> str:
        """Why the step cannot be taken now, in words; "" where it can."""
        if action.state not in self.sources:
            return f"This action is {action.state}, so this step cannot be taken now."
        return self.barred(person, action)


_ALL_STATES = ("proposed", "agreed", "in progress", "claimed complete", "signed off", "stopped", "merged")
_AGREE = Step(
    heading="Agree the action",
    lead="Record the meeting that agreed it and the date it is due. That date is the one it is held to.",
    button="Record that it is agreed",
    done="The action is agreed.",
    form=forms.AgreeForm,
    act=actions.agree,
    sources=("proposed",),
    barred=rules.why_not_agree,
    start_from=lambda action: {"due": action.due},
)
_START = Step(
    heading="Start the action",
    lead="Say that work has begun.",
    button="Start it",
    done="The action is in progress.",
    form=forms.StartForm,
    act=actions.start,
    sources=("agreed",),
    barred=rules.why_not_work,
)
_CLAIM = Step(
    heading="Claim the action complete",
    lead="You say that it is done, and what shows it. Somebody else then signs it off or sends it back.",
    button="Claim it complete",
    done="The action is claimed complete and waits for somebody else to sign it off.",
    form=forms.ClaimForm,
    act=lambda **given: actions.claim(**given, on=today()),
    sources=("agreed", "in progress"),
    barred=rules.why_not_work,
)
_SIGN_OFF = Step(
    heading="Sign off the action",
    lead="You accept that it is done. You sign it: your name and role stand beside what you signed.",
    button="Sign it off",
    done="The action is signed off.",
    form=forms.SignOffForm,
    act=lambda **given: actions.sign_off(**given, on=today()),
    sources=("claimed complete",),
    barred=rules.why_not_sign_off,
    signed=True,
)
_REOPEN = Step(
    heading="Open the action again",
    lead="There is more to do. The claim and any sign-off are kept in its history.",
    button="Open it again",
    done="The action is in progress again.",
    form=forms.WhyForm,
    act=actions.reopen,
    sources=("claimed complete", "signed off", "stopped", "merged"),
)
_STOP = Step(
    heading="Stop the action",
    lead="It will not be done. It stays in the register, with the reason.",
    button="Stop it",
    done="The action is stopped.",
    form=forms.WhyForm,
    act=actions.stop,
    sources=("proposed", "agreed", "in progress", "claimed complete"),
    barred=rules.why_not_end,
    warning=True,
)
_MERGE = Step(
    heading="Merge the action into another",
    lead="It goes on within another action. It stays in the register with the reason; the findings it answers"
    " are answered by the other action's objective too, and its evidence counts there with its judgement.",
    button="Merge it",
    done="The action is merged.",
    form=forms.MergeForm,
    act=actions.merge,
    sources=("proposed", "agreed", "in progress", "claimed complete"),
    barred=rules.why_not_end,
    warning=True,
)
_NOTE = Step(
    heading="Add a note on progress",
    lead="What has happened since the last note, in a sentence or two.",
    button="Add the note",
    done="The note is added.",
    form=forms.NoteForm,
    act=actions.add_note,
    sources=_ALL_STATES,
    barred=rules.why_not_work,
)
_NEW_DATE = Step(
    heading="Ask for a new date",
    lead="The date stands until a meeting agrees another. A later date counts as a slip.",
    button="Ask for this date",
    done="The new date waits for a decision.",
    form=forms.ProposeDateForm,
    act=lambda **given: actions.propose_date(**given, on=today()),
    sources=("proposed", "agreed", "in progress"),
    barred=rules.why_not_work,
)


def take(request: HttpRequest, key: int, step: Step) -> HttpResponse:
    """Show a step, or take it."""
    action = get_object_or_404(queries.actions(), pk=key)
    why_not = step.why_not(signed_in(request), action)
    if step.signed and asks_who(request, why_not):
        return ask_again(request)
    initial = {"version": action.version, **step.start_from(action)}
    form = step.form(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {"by": signed_in(request), "action": action, **form.cleaned_data}
        act = signing(request, step.act) if step.signed else step.act
        if _done(form, lambda: act(**given), version=action.version):
            messages.success(request, step.done)
            return redirect("plan:action", key=action.pk)
    context = {
        "form": form,
        "step": step,
        "action": action,
        "barred": "" if form.errors else why_not,
        "confirm_first": step.signed and not is_confirmed(request),
        "trail": _trail(action),
    }
    return render(request, "plan/step.html", context)


def _done(form: PageForm, act: Callable[[], object], *, version: int) -> bool:
    """Whether the act was done; what stood in its way is said on the form. A form gone stale then carries the
    version now held, so that trying again is a choice made with what is now shown."""
    try:
        act()
    except NotDone as why:
        form.add_error(None, str(why))
        if isinstance(why, ChangedMeanwhile) and "version" in form.fields:
            data = cast(QueryDict, form.data).copy()
            data["version"] = str(version)
            form.data = data
        return False
    return True


def _trail(thing: Action | Objective) -> list[tuple[str, str]]:
    name = type(thing).__name__
    return [
        ("Plan", reverse("plan:home")),
        (f"{name} {thing.code}", reverse(f"plan:{name.lower()}", args=[thing.pk])),
    ]


_form = require_http_methods(["GET", "HEAD", "POST"])


@policy(Permission.EDIT_PLAN, Permission.RECORD_DECISIONS)
@_form
def agree(request: HttpRequest, key: int) -> HttpResponse:
    return take(request, key, _AGREE)


@policy(Permission.WORK_ACTIONS, Permission.EDIT_PLAN)
@_form
def start(request: HttpRequest, key: int) -> HttpResponse:
    return take(request, key, _START)


@policy(Permission.WORK_ACTIONS, Permission.EDIT_PLAN)
@_form
def claim(request: HttpRequest, key: int) -> HttpResponse:
    return take(request, key, _CLAIM)


@policy(Permission.SIGN_OFF)
@_form
def sign_off(request: HttpRequest, key: int) -> HttpResponse:
    return take(request, key, _SIGN_OFF)


@policy(Permission.EDIT_PLAN, Permission.SIGN_OFF)
@_form
def reopen(request: HttpRequest, key: int) -> HttpResponse:
    return take(request, key, _REOPEN)


@policy(Permission.EDIT_PLAN)
@_form
def stop(request: HttpRequest, key: int) -> HttpResponse:
    return take(request, key, _STOP)


@policy(Permission.EDIT_PLAN)
@_form
def merge(request: HttpRequest, key: int) -> HttpResponse:
    return take(request, key, _MERGE)


@policy(Permission.WORK_ACTIONS, Permission.EDIT_PLAN)
@_form
def note(request: HttpRequest, key: int) -> HttpResponse:
    return take(request, key, _NOTE)


@policy(Permission.WORK_ACTIONS, Permission.EDIT_PLAN)
@_form
def propose_date(request: HttpRequest, key: int) -> HttpResponse:
    return take(request, key, _NEW_DATE)


@policy(Permission.RECORD_DECISIONS, Permission.SIGN_OFF)
@_form
def decide_date(request: HttpRequest, key: int) -> HttpResponse:
    """Record what a meeting said to a date asked for."""
    found = DateChange.objects.select_related("action__owner", "action__objective", "milestone", "objective")
    change = get_object_or_404(found, pk=key)
    body = scheme_for(signed_in(request)).body(Matter(change.matter))
    form = forms.DecideDateForm(sent(request), initial={"meeting": body})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        agreed = given.pop("outcome") == "agreed"
        by = signed_in(request)
        if _done(form, lambda: actions.decide_date(by=by, change=change, agreed=agreed, **given), version=0):
            messages.success(request, "The new date is agreed." if agreed else "The date stands.")
            return redirect(f"plan:{change.kind}", key=change.thing.pk)
    why = rules.why_not_decide(signed_in(request), change)
    settled = "" if change.outcome == "waiting" else f"This date was {change.outcome} already."
    context = {
        "form": form,
        "change": change,
        "body": body,
        "thing": change.thing,
        "barred": "" if form.errors else settled or why,
        "trail": _trail(change.thing),
    }
    return render(request, "plan/decide_date.html", context)


@policy(Permission.EDIT_PLAN)
@_form
def propose_objective_date(request: HttpRequest, key: int) -> HttpResponse:
    """Ask for the day by which an objective is to be met, or for another."""
    objective = get_object_or_404(Objective, pk=key)
    form = forms.ProposeDateForm(sent(request), initial={"version": objective.version})
    if request.method == "POST" and form.is_valid():
        given = {"by": signed_in(request), "objective": objective, **form.cleaned_data}
        if _done(
            form,
            lambda: actions.propose_objective_date(**given, on=today()),
            version=objective.version,
        ):
            messages.success(request, "The date waits for a decision.")
            return redirect("plan:objective", key=objective.pk)
    body = scheme_for(signed_in(request)).body(Matter.NOTICE)
    context = {"form": form, "objective": objective, "body": body, "trail": _trail(objective)}
    return render(request, "plan/objective_date.html", context)


@policy(Permission.JUDGE_EVIDENCE)
@_form
def judge_evidence(request: HttpRequest, key: int) -> HttpResponse:
    """Judge whether a piece of evidence is enough."""
    found = Evidence.objects.select_related("exhibit", "action__owner", "action__objective")
    piece = get_object_or_404(found, pk=key)
    why_not = rules.why_not_judge(signed_in(request), piece)
    if asks_who(request, why_not):
        return ask_again(request)
    form = forms.JudgeForm(sent(request), initial={"version": piece.version})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        enough = given.pop("judged") == "sufficient"
        act = signing(request, actions.judge_evidence)
        by, on = signed_in(request), today()
        if _done(
            form,
            lambda: act(by=by, evidence=piece, sufficient=enough, on=on, **given),
            version=piece.version,
        ):
            messages.success(request, "The judgement is saved.")
            return redirect("plan:evidence", key=piece.pk)
    barred = "" if form.errors else why_not
    context = {
        "form": form,
        "piece": piece,
        "action": piece.action,
        "barred": barred,
        "confirm_first": not is_confirmed(request),
        "trail": _trail(piece.action),
    }
    return render(request, "plan/judge.html", context)

"""Is it making a difference? Judging impact, evidence with its age, files kept as evidence."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.errors import InputRefused
from goldenthread.web.accounts.confirming import ask_again, is_confirmed
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import today
from goldenthread.web.intake.uploads import PrivateUpload
from goldenthread.web.page.once import one_effect
from goldenthread.web.page.paging import paged
from goldenthread.web.plan import actions, exhibits, queries, rules, rules_of_impact
from goldenthread.web.plan.ageing import rule_said
from goldenthread.web.plan.forms_of_impact import FileForm, ImpactForm
from goldenthread.web.plan.models import Action, Evidence, ImpactJudgement, Objective
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone
from goldenthread.web.plan.sending import sent
from goldenthread.web.plan.views.signing import asks_who, signing
from goldenthread.web.plan.views.success import last_day_of

_form = require_http_methods(["GET", "HEAD", "POST"])


def _trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Plan", reverse("plan:home")), *more]


# Judging


@policy(Permission.JUDGE_EVIDENCE)
@_form
def impact(request: HttpRequest, key: int) -> HttpResponse:
    """Is this action making a difference for children, and what shows it?"""
    found = get_object_or_404(queries.actions(), pk=key)
    person = signed_in(request)
    barred = rules.why_not_impact(person, found)
    if asks_who(request, barred):
        return ask_again(request)
    form = _impact_form(request, found, version=found.version, state=found.impact)
    if request.method == "POST" and form.is_valid():
        judged = _impact(form)
        version = form.cleaned_data["version"]

        def judge() -> None:
            act = signing(request, actions.judge_impact)
            act(by=person, action=found, version=version, impact=judged, on=today())

        if _done(form, judge, now=found.version):
            messages.success(request, "The judgement is saved.")
            return redirect("plan:action", key=found.pk)
    return _impact_page(request, form, found, barred=barred)


@policy(Permission.JUDGE_EVIDENCE)
@_form
def objective_impact(request: HttpRequest, key: int) -> HttpResponse:
    """Is what should be different for children so, and what shows it?"""
    found = get_object_or_404(Objective, pk=key)
    person, stands = signed_in(request), queries.judgement_of(found)
    barred = rules_of_impact.why_not_judge_objective(person, found)
    if asks_who(request, barred):
        return ask_again(request)
    now = stands.pk if stands else 0
    form = _impact_form(request, found, version=now, state=stands.state if stands else "none yet")
    if request.method == "POST" and form.is_valid():
        judged, seen = _impact(form), form.cleaned_data["version"]

        def judge() -> None:
            act = signing(request, actions.judge_objective)
            act(by=person, objective=found, seen=seen, impact=judged, on=today())

        if _done(form, judge, now=now):
            messages.success(request, "The judgement is saved.")
            return redirect("plan:objective", key=found.pk)
    return _impact_page(request, form, found, barred=barred)


def _impact_form(request: HttpRequest, thing: Action | Objective, *, version: int, state: str) -> ImpactForm:
    objective = thing.objective if isinstance(thing, Action) else thing
    return ImpactForm(
        sent(request),
        initial={"version": version, "impact": state},
        pieces=queries.evidence_for(thing),
        measures=queries.measure_choices(objective),
        as_at=today(),
    )


def _impact(form: ImpactForm) -> actions.Impact:
    given = form.cleaned_data
    return actions.Impact(
        state=given["impact"],
        why=given["why"],
        evidence=list(given["evidence"]),
        measure=given["measure"],
        seen=last_day_of(given["measure"]) if given["measure"] else None,
    )


def _done(form: ImpactForm, judge: Any, *, now: int) -> bool:
    """Whether it was judged; what stood in its way is said on the form, which then carries what stands."""
    try:
        judge()
    except NotDone as why:
        form.add_error(None, str(why))
        if isinstance(why, ChangedMeanwhile):
            data = cast(QueryDict, form.data).copy()
            data["version"] = str(now)
            form.data = data
        return False
    return True


def _impact_page(
    request: HttpRequest, form: ImpactForm, thing: Action | Objective, *, barred: str
) -> HttpResponse:
    of_action = isinstance(thing, Action)
    route, name = ("action", "Action") if of_action else ("objective", "Objective")
    address = reverse(f"plan:{route}", args=[thing.pk])
    context = {
        "form": form,
        "thing": thing,
        "name": f"{name} {thing.code}",
        "address": address,
        "barred": "" if form.errors else barred,
        "rule": rule_said(as_at=today()),
        "confirm_first": not is_confirmed(request),
        "judgements": queries.with_signatures(queries.judgements_of(thing)[:10]),
        "trail": _trail((f"{name} {thing.code}", address)),
    }
    return render(request, "plan/impact.html", context)


def _in_question_first(one: ImpactJudgement) -> tuple[bool, bool, int]:
    return queries.question_of(one) is None, one.action_id is not None, one.pk


@policy(Permission.SEE_PLAN)
@require_safe
def impacts(request: HttpRequest) -> HttpResponse:
    """Is it making a difference, and is any of it in question again?"""
    stands = list(queries.standing_judgements())
    rows = sorted(stands, key=_in_question_first)
    judged = {one.objective_id for one in stands if one.objective_id}
    context = {
        "rows": [{"judgement": one, "question": queries.question_of(one)} for one in rows],
        "questions": sum(queries.question_of(one) is not None for one in stands),
        "proven": sum(one.state in {"evidenced", "sustained"} for one in stands),
        "unjudged": Objective.objects.exclude(pk__in=judged),
        "trail": _trail(),
    }
    return render(request, "plan/impacts.html", context)


# Evidence


SHOWS = (("", "All"), ("stale", "Gone stale"), ("waiting", "Not judged yet"))


@policy(Permission.SEE_PLAN)
@require_safe
def evidence_list(request: HttpRequest) -> HttpResponse:
    """What shows it, and does it still?"""
    rows, show = queries.pieces(as_at=today()), request.GET.get("show", "")
    tier = standing(request).figures
    shown = {
        "stale": [row for row in rows if row.age.stale],
        "waiting": [row for row in rows if row.evidence.judged == "waiting"],
    }
    page = paged(request, shown.get(show, rows))
    context = {
        "everything": rows,
        "gone": len(queries.gone_stale(rows)),
        "stale": len(shown["stale"]),
        "waiting": len(shown["waiting"]),
        "links": [(words, len(shown.get(key, rows)), _href(key), key == show) for key, words in SHOWS],
        "paged": page,
        "pieces": [
            {"row": row, "shown": seen}
            for row, seen in zip(
                page.rows,
                exhibits.shown_exhibits((row.evidence.exhibit for row in page.rows), tier),
                strict=True,
            )
        ],
        "rule": rule_said(as_at=today()),
        "as_at": today(),
        "trail": _trail(),
    }
    return render(request, "plan/evidence_list.html", context)


def _href(show: str) -> str:
    address = reverse("plan:evidence-list")
    return f"{address}?show={show}" if show else address


@policy(Permission.SEE_PLAN)
@require_safe
def evidence_file(request: HttpRequest, key: int) -> HttpResponse:
    """A file of evidence, to take away: never shown in the page, whatever it is."""
    piece = get_object_or_404(Evidence.objects.select_related("file").exclude(file=None), pk=key)
    kept = piece.file
    assert kept is not None  # asked for
    try:
        content = actions.content_of(kept)
    except InputRefused as refused:
        raise Http404(refused.why) from None
    answer = HttpResponse(content, content_type=kept.kind)
    answer.headers["Content-Disposition"] = _attachment(kept.name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _attachment(name: str) -> str:
    from django.utils.http import content_disposition_header

    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


@policy(Permission.PIN_EVIDENCE)
@csrf_exempt  # only until the file's handler is set: `_add_file` checks the token, which reads the file
@_form
def add_file(request: HttpRequest, key: int) -> HttpResponse:
    """Keep a file as evidence of an action."""
    request.upload_handlers = [PrivateUpload(request)]
    return _add_file(request, key)


@csrf_protect
@one_effect
def _add_file(request: HttpRequest, key: int) -> HttpResponse:
    found = get_object_or_404(queries.actions(), pk=key)
    form = FileForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.pin_file(
            by=signed_in(request),
            action=found,
            file=given["file"],
            label=given["label"],
            shows=given["shows"],
            speaks=actions.Speaks(given["speaks_from"], given["speaks_to"]),
            on=today(),
        )
        messages.success(request, "The file is kept as evidence.")
        return redirect("plan:action", key=found.pk)
    trail = _trail((f"Action {found.code}", reverse("plan:action", args=[found.pk])))
    return render(request, "plan/add_file.html", {"form": form, "action": found, "trail": trail})

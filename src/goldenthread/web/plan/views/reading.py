"""The pages that are read: the register, a finding's thread, an objective, an action, a piece of evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import FigureTier, Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import standing_of, today
from goldenthread.web.history.queries import signatures_of
from goldenthread.web.page.paging import paged
from goldenthread.web.plan import exhibits, queries, rules
from goldenthread.web.plan.ageing import Ages, age, ages, rule_said
from goldenthread.web.plan.delegating import scheme_for
from goldenthread.web.plan.models import Action, Evidence, Matter, Objective, Outcome, Requirement
from goldenthread.web.plan.offers import offers, waits_for
from goldenthread.web.plan.signed import action_record, evidence_record
from goldenthread.web.plan.values import shown
from goldenthread.web.plan.views.success import success_context


@dataclass(frozen=True)
class FilterLink:
    """A saved filter: its words, its count, its address, and whether it is the one shown."""

    label: str
    count: int
    href: str
    here: bool


@policy(Permission.SEE_PLAN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Are we doing what we were told, on time?"""
    filters = queries.Filters(
        show=request.GET.get("show", ""),
        objective=request.GET.get("objective", ""),
        workstream=request.GET.get("workstream", ""),
    )
    register = queries.register(signed_in(request), filters, as_at=today())
    context = {
        "register": register,
        "filters": filters,
        "links": _links(register, filters),
        "objective_links": _objective_links(register, filters),
        "workstream_links": _workstream_links(register, filters),
        "title": queries.title() or "Improvement plan",
        "paged": paged(request, register.rows),
        "as_at": today(),
        "may_edit": standing(request).may(Permission.EDIT_PLAN),
    }
    return render(request, "plan/home.html", context)


def _links(register: queries.Register, filters: queries.Filters) -> list[FilterLink]:
    counts = (
        ("", "All", len(register.everything)),
        ("late", "Late", register.late),
        ("soon", "Due in ten working days", register.due_soon),
        ("sign-off", "Awaiting sign-off", register.waiting),
        ("proposed", "Proposed", register.proposed),
        ("mine", "Mine", register.mine),
    )
    here = filters.show if not (filters.objective or filters.workstream) else None
    return [FilterLink(words, count, _href(show=show), show == here) for show, words, count in counts]


def _objective_links(register: queries.Register, filters: queries.Filters) -> list[FilterLink]:
    return [
        FilterLink(
            str(one),
            sum(row.action.objective_id == one.pk for row in register.everything),
            _href(objective=one.code),
            one.code == filters.objective,
        )
        for one in register.objectives
    ]


def _workstream_links(register: queries.Register, filters: queries.Filters) -> list[FilterLink]:
    return [
        FilterLink(
            name,
            sum(row.action.workstream_name == name for row in register.everything),
            _href(workstream=name),
            name == filters.workstream,
        )
        for name in register.workstreams
    ]


def _href(**chosen: str) -> str:
    kept = {name: value for name, value in chosen.items() if value}
    return f"{reverse('plan:home')}?{urlencode(kept)}" if kept else reverse("plan:home")


@policy(Permission.SEE_PLAN)
@require_safe
def thread(request: HttpRequest, key: int) -> HttpResponse:
    """Is this finding answered, on time, and is it working?"""
    found = Requirement.objects.select_related("source", "repeats__source")
    requirement = get_object_or_404(found, pk=key)
    strands = queries.strands(requirement.objectives.all(), as_at=today())
    direct = queries.direct_rows(requirement, strands, as_at=today())
    rows = [*(row for strand in strands for row in strand.rows), *direct]
    context = {
        "requirement": requirement,
        "source": queries.in_words(requirement.source),
        "kind": queries.kind_words(requirement.kind),
        "tags": _tags(requirement.tags),
        "rows": rows,
        "direct": direct,
        "late": sum(row.late for row in rows),
        "waiting": sum(row.waiting for row in rows),
        **_ties(requirement),
        "decisions": queries.decisions_of(strands, requirement),
        "entries": queries.history_of(strands, requirement)[:100],
        "trail": [("Plan", reverse("plan:home")), ("Requirements", reverse("plan:requirements"))],
        "may_edit": standing(request).may(Permission.EDIT_PLAN),
        "may_record": standing(request).may(Permission.RECORD_DECISIONS),
        **_strand_context(request, strands),
    }
    return render(request, "plan/thread.html", context)


def _tags(tags: list[str]) -> list[dict[str, str]]:
    """Each tag in words, with the register of what carries it."""
    listed = (queries.RequirementFilters(tag=tag).query for tag in tags)
    words = queries.tag_words(tags)
    return [{"words": said, "query": query} for said, query in zip(words, listed, strict=True)]


def _ties(requirement: Requirement) -> dict[str, object]:
    """What it repeats and what repeats it, what later documents say of it, and what it waits for."""
    day = today()
    through = queries.open_requirements(as_at=day).through.get(requirement.pk)
    return {
        "as_at": day,
        "put_off": requirement.put_off(day),
        "has_come": requirement.has_come(day),
        "repeated_by": requirement.repeated_by.select_related("source"),
        "through": Requirement.objects.select_related("source").get(pk=through) if through else None,
        "verdicts": queries.verdicts_of(requirement),
        "verdict_on": requirement.verdict_on.select_related("requirement__source"),
    }


def _strand_context(request: HttpRequest, strands: list[queries.Strand]) -> dict[str, object]:
    """Objectives with their measures' titles, and their evidence in the form this reader may see."""
    tier, aged = standing(request).figures, ages(as_at=today())
    evidence = queries.evidence_by_action(row.action.pk for strand in strands for row in strand.rows)
    titles = queries.measure_titles(
        measure.indicator for strand in strands for measure in strand.objective.measures.all()
    )
    return {
        "strands": [
            {
                "objective": strand.objective,
                "measures": [_measure(measure, titles) for measure in strand.objective.measures.all()],
                "rows": [
                    {
                        "row": row,
                        "evidence": _pieces(row.action, evidence[row.action.pk], tier, aged),
                        "changes": _changes(row.action),
                    }
                    for row in strand.rows
                ],
            }
            for strand in strands
        ],
        "sees_figures": standing(request).may(Permission.SEE_FIGURES),
    }


def _measure(measure: object, titles: dict[str, str]) -> dict[str, object]:
    indicator = measure.indicator  # type: ignore[attr-defined]
    return {"measure": measure, "title": titles[indicator], "href": f"/performance/{indicator}/"}


def _pieces(
    action: Action, evidence: Iterable[Evidence], tier: FigureTier, aged: Ages
) -> list[dict[str, object]]:
    """What counts for an action, each piece with its age; `merged` the action it came with, where that was
    merged into this one."""
    found = list(evidence)
    seen = exhibits.shown_exhibits((piece.exhibit for piece in found), tier)
    return [
        {
            "evidence": piece,
            "merged": None if piece.action_id == action.pk else piece.action,
            "shown": shown,
            "age": aged.of(piece),
        }
        for piece, shown in zip(found, seen, strict=True)
    ]


def _changes(action: Action) -> list[object]:
    return list(action.date_changes.all())


@policy(Permission.SEE_PLAN)
@require_safe
def objectives(request: HttpRequest) -> HttpResponse:
    """What will be different for children?"""
    strands = queries.outline(as_at=today())
    context = {
        "strands": strands,
        "late": sum(any(row.late for row in strand.rows) for strand in strands),
        "empty": sum(not strand.rows for strand in strands),
        "as_at": today(),
        "trail": [("Plan", reverse("plan:home"))],
        "may_edit": standing(request).may(Permission.EDIT_PLAN),
    }
    return render(request, "plan/objectives.html", context)


@policy(Permission.SEE_PLAN)
@require_safe
def objective(request: HttpRequest, key: int) -> HttpResponse:
    """Is what should be different for children becoming so?"""
    found = get_object_or_404(Objective, pk=key)
    strands = queries.strands([found], as_at=today())
    rows = strands[0].rows
    context = {
        "objective": found,
        "requirements": found.answers.select_related("source"),
        "all_rows": rows,
        "late": sum(row.late for row in rows),
        "waiting": sum(row.waiting for row in rows),
        "proven": sum(row.action.impact in {"evidenced", "sustained"} for row in rows),
        "decisions": queries.decisions_of(strands),
        "entries": queries.history_of(strands)[:100],
        "trail": [("Plan", reverse("plan:home")), ("Objectives", reverse("plan:objectives"))],
        "may_edit": standing(request).may(Permission.EDIT_PLAN),
        "may_record": standing(request).may(Permission.RECORD_DECISIONS),
        **_strand_context(request, strands),
        **_dates_of(request, found),
        **success_context(request, strands[0].objective, rows),
    }
    return render(request, "plan/objective.html", context)


def _dates_of(request: HttpRequest, found: Objective) -> dict[str, object]:
    """The day by which an objective is to be met: what was asked for, what waits, and who may answer."""
    person, may = signed_in(request), standing(request)
    changes = list(found.date_changes.all())
    waiting = next((change for change in changes if change.outcome == Outcome.WAITING), None)
    answers = may.may(Permission.RECORD_DECISIONS) or may.may(Permission.SIGN_OFF)
    return {
        "as_at": today(),
        "changes": changes,
        "waiting_date": waiting,
        "may_decide": answers and waiting is not None and not rules.why_not_decide(person, waiting),
        "body": scheme_for(person).body(Matter.NOTICE),
    }


@policy(Permission.SEE_PLAN)
@require_safe
def action(request: HttpRequest, key: int) -> HttpResponse:
    """Will this land on time, what shows it, and what is next?"""
    person = signed_in(request)
    found = get_object_or_404(queries.actions().prefetch_related("date_changes__milestone"), pk=key)
    counts = queries.evidence_by_action([found.pk])[found.pk]
    changes = list(found.date_changes.all())
    asked = (change for change in changes if change.milestone_id is None)
    waiting = next((change for change in asked if change.outcome == Outcome.WAITING), None)
    pieces = _pieces(found, counts, standing(request).figures, ages(as_at=today()))
    context = {
        "action": found,
        "row": shown(found, as_at=today()),
        "offers": offers(person, found, waiting),
        "waits": waits_for(person, found),
        "waiting_date": waiting,
        "merged_here": found.merged_here.all(),
        **_on_its_way(person, found),
        "changes": changes,
        "earlier_slips": found.slips - _agreed_slips(found),
        "pieces": pieces,
        "sufficient": queries.sufficient(counts),
        "judgements": (judgements := queries.with_signatures(queries.judgements_of(found)[:20])),
        "impact_question": queries.question_of(judgements[0].one if judgements else None),
        "notes": found.notes.all()[:50],
        "decisions": found.decisions.all(),
        "entries": queries.history_of_action(found)[:100],
        "signatures": signatures_of(kind="action", key=str(found.pk), record=action_record(found)),
        "requirements": found.objective.answers.select_related("source"),
        "directly": queries.directly_answered(found),
        "may_edit": standing(request).may(Permission.EDIT_PLAN),
        "trail": [
            ("Plan", reverse("plan:home")),
            (f"Objective {found.objective.code}", reverse("plan:objective", args=[found.objective.pk])),
        ],
    }
    return render(request, "plan/action.html", context)


def _on_its_way(person: Person, found: Action) -> dict[str, object]:
    """Its milestones and ties, its clocks, the colour somebody set, and the question a sign-off asks."""
    settings, as_at = queries.plan_settings(), today()
    colour = next(iter(found.colours_set.all()), None)
    days = scheme_for(person).sign_off_days
    asks = queries.in_question().filter(pk=found.pk).exists()
    keeps = standing_of(person).may(Permission.EDIT_PLAN)
    return {
        "as_at": as_at,
        "milestones": found.milestones.all(),
        "held_up": queries.waits_for(found, as_at=as_at),
        "holds_up": queries.waited_for_by(found, as_at=as_at),
        "update": queries.update_clock(found, plan_weeks=settings.update_weeks, as_at=as_at),
        "sign_off_wait": queries.waiting_clock(shown(found, as_at=as_at), days=days, as_at=as_at),
        "colour_set": colour if found.state in rules.OPEN else None,
        "colour_stands": colour is not None and colour.stands(as_at),
        "colour_ends_in": queries.days_left(colour, as_at=as_at),
        "question": queries.failed_evidence(found) if asks else [],
        "keeps": keeps,
        "may_work": rules.may_work(person, found),
        "may_move": found.state in rules.OPEN,
        "may_plan": not rules.why_not_plan_ahead(person, found),
        "may_set_colour": keeps and not rules.why_not_set_colour(person, found),
    }


def _agreed_slips(found: Action) -> int:
    """Later dates agreed on this site; the rest were agreed before the action was brought here."""
    return sum(
        change.outcome == Outcome.AGREED and change.was is not None and change.proposed > change.was
        for change in found.date_changes.all()
        if change.milestone_id is None
    )


@policy(Permission.SEE_PLAN)
@require_safe
def awaiting(request: HttpRequest) -> HttpResponse:
    """What waits for sign-off, and may I give it?"""
    person = signed_in(request)
    rows = queries.awaiting_sign_off(as_at=today())
    signs, days = standing(request).may(Permission.SIGN_OFF), scheme_for(person).sign_off_days
    clocks = {row.action.pk: queries.waiting_clock(row, days=days, as_at=today()) for row in rows}
    listed = [
        {
            "row": row,
            "mine": signs and not why,
            "why": why if signs else "",
            "clock": clocks[row.action.pk],
        }
        for row in rows
        for why in [rules.why_not_sign_off(person, row.action)]
    ]
    context = {
        "listed": listed,
        "mine": sum(bool(entry["mine"]) for entry in listed),
        "signs": signs,
        "days": days,
        "too_long": sum(one is not None and one.clock.late for one in clocks.values()),
        "trail": [("Plan", reverse("plan:home"))],
    }
    return render(request, "plan/awaiting.html", context)


@policy(Permission.SEE_PLAN)
@require_safe
def evidence(request: HttpRequest, key: int) -> HttpResponse:
    """What does this evidence show, as it was and as it is today, and is it enough?"""
    person, may = signed_in(request), standing(request)
    piece = get_object_or_404(
        Evidence.objects.select_related("exhibit", "file", "action__owner", "action__objective"), pk=key
    )
    judges, sees_figures = may.may(Permission.JUDGE_EVIDENCE), may.may(Permission.SEE_FIGURES)
    why_not = rules.why_not_judge(person, piece) if judges else ""
    now = exhibits.as_today(piece.exhibit.ref) if sees_figures else None
    end = queries.goes_on().of(piece.action_id)
    context = {
        "piece": piece,
        "goes_on_in": queries.actions().get(pk=end) if end != piece.action_id else None,
        "shown": exhibits.shown_exhibit(piece.exhibit, may.figures),
        "age": age(piece, as_at=today()),
        "rule": rule_said(as_at=today()),
        "today": exhibits.shown_ref(now, may.figures) if now else None,
        "may_judge": judges and not why_not,
        "why_not": why_not,
        "sees_figures": sees_figures,
        "signatures": signatures_of(kind="evidence", key=str(piece.pk), record=evidence_record(piece)),
        "trail": [
            ("Plan", reverse("plan:home")),
            (f"Action {piece.action.code}", reverse("plan:action", args=[piece.action.pk])),
        ],
    }
    return render(request, "plan/evidence.html", context)

"""The plan as it stands, as rows of our sheets. One place says what each column holds; files and what comes
back of them are both made from these values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from goldenthread.papers.plan_sheets import columns
from goldenthread.papers.plan_sheets.columns import Value, Values
from goldenthread.papers.plan_sheets.own import Held
from goldenthread.papers.plan_sheets.writing import Filled
from goldenthread.standards.frameworks import outcome_kinds
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.accounts.standing import LONDON
from goldenthread.web.history.queries import about_kinds
from goldenthread.web.plan import queries
from goldenthread.web.plan.exhibits import ShownExhibit, shown_exhibits
from goldenthread.web.plan.models import (
    ColourSet,
    DateChange,
    Decision,
    Dependency,
    DirectAnswer,
    Evidence,
    ExceptionReport,
    Milestone,
    Note,
)
from goldenthread.web.plan.queries.progress import Exceptional
from goldenthread.web.plan.values import Shown


def whole(*, as_at: date, tier: FigureTier) -> list[Filled]:
    """Every sheet of the plan, in a number of queries that does not grow with its rows."""
    return [*_may_come_back(as_at=as_at, tier=tier), Filled(columns.HISTORY, history())]


def _may_come_back(*, as_at: date, tier: FigureTier) -> list[Filled]:
    shown = _by_code(queries.as_rows(queries.listed(), as_at=as_at))
    return [
        Filled(columns.REQUIREMENTS, requirements(queries.requirement_rows(as_at=as_at))),
        Filled(columns.OBJECTIVES, objectives(queries.outline(as_at=as_at), answers=_answers())),
        Filled(columns.GROUPS, groups()),
        Filled(columns.ACTIONS, actions(shown)),
        Filled(columns.COLOURS_SET, colours_set()),
        Filled(columns.MILESTONES, milestones()),
        Filled(columns.PROGRESS, notes()),
        Filled(columns.DATES, dates(queries.moved_dates().order_by("id"))),
        Filled(columns.REPORTS, reports(shown)),
        Filled(columns.EVIDENCE, evidence(tier)),
        Filled(columns.DECISIONS, decisions()),
    ]


def held(*, as_at: date, tier: FigureTier) -> Held:
    """The same by kind of row and lasting name: what a workbook that comes back is held against."""
    return {
        filled.sheet.of: {str(row["code"]): row for row in filled.rows}
        for filled in _may_come_back(as_at=as_at, tier=tier)
    }


def _by_code(rows: Iterable[Shown]) -> list[Shown]:
    """A1, A2, … A10: by the number people say, which an action brought in elsewhere keeps."""
    return sorted(rows, key=lambda row: (len(row.action.code), row.action.code))


def kind_words(kind: str) -> str:
    """What a document makes of what it asks, in words; the word itself where it is none of the known."""
    return outcome_kinds().get(kind, kind)


def requirements(rows: Iterable[queries.RequirementRow]) -> list[Values]:
    return [
        {
            "code": f"R{row.requirement.pk}",
            "version": row.requirement.version,
            "source_kind": row.requirement.source.get_kind_display(),
            "source": row.requirement.source.name,
            "number": row.requirement.number,
            "where": row.requirement.where,
            "group": row.requirement.group,
            "text": row.requirement.text,
            "kind": kind_words(row.requirement.kind),
            "for_whom": row.requirement.for_whom,
            "tags": ", ".join(row.requirement.tags),
            "disposition": row.requirement.get_disposition_display(),
            "severity": row.requirement.get_severity_display(),
            "reason": row.requirement.reason,
            "later_from": row.requirement.later_from,
            "later_when": row.requirement.later_when,
            "come_on": row.requirement.come_on,
            "come_by_name": row.requirement.come_by_name,
            "decided_by_name": row.requirement.decided_by_name,
            "decided_on": row.requirement.decided_on,
            "difference": row.requirement.get_difference_display(),
            "effort": row.requirement.get_effort_display(),
            "repeats": f"R{row.requirement.repeats_id}" if row.requirement.repeats_id else "",
            "objectives": ", ".join(one.code for one in row.objectives),
            "actions": len(row.rows),
            "late": row.late,
        }
        for row in rows
    ]


def objectives(strands: Iterable[queries.Strand], *, answers: dict[int, list[str]]) -> list[Values]:
    """`answers` are the requirements each answers, by its key."""
    found = list(strands)
    titles = queries.measure_titles(
        measure.indicator for strand in found for measure in strand.objective.measures.all()
    )
    return [
        {
            "code": strand.objective.code,
            "version": strand.objective.version,
            "text": strand.objective.text,
            "requirements": ", ".join(answers.get(strand.objective.pk, [])),
            "measures": "; ".join(titles[one.indicator] for one in strand.objective.measures.all()),
            "original_due": strand.objective.original_due,
            "due": strand.objective.due,
            "slips": strand.objective.slips,
            "actions": len(strand.rows),
            "late": sum(row.late for row in strand.rows),
        }
        for strand in found
    ]


def _answers() -> dict[int, list[str]]:
    from goldenthread.web.plan.models import Objective

    found: dict[int, list[str]] = {}
    pairs = Objective.answers.through.objects.order_by("requirement_id")
    for objective, requirement in pairs.values_list("objective_id", "requirement_id"):
        found.setdefault(objective, []).append(f"R{requirement}")
    return found


def objective_rows(*, as_at: date) -> list[Values]:
    return objectives(queries.outline(as_at=as_at), answers=_answers())


def actions(rows: Iterable[Shown]) -> list[Values]:
    directly, people = _direct_answers(), dict(Person.objects.values_list("pk", "name"))
    waits = _waits()
    return [
        {
            "code": row.action.code,
            "version": row.action.version,
            "objective": row.action.objective.code,
            "text": row.action.text,
            "answers": ", ".join(directly.get(row.action.pk, [])),
            "owner": row.action.owner.name if row.action.owner else "",
            "owner_role": row.action.owner_role,
            "workstream": row.action.workstream_name,
            "sponsor": people.get(row.action.sponsor_id, "") if row.action.sponsor_id else "",
            "sponsor_role": row.action.sponsor_role,
            "partners": row.action.partners,
            "cost_notes": row.action.cost_notes,
            "risk_notes": row.action.risk_notes,
            "agreed_on": row.action.agreed_on,
            "original_due": row.action.original_due,
            "due": row.action.due,
            "forecast": row.action.forecast,
            "slips": row.action.slips,
            "merged_into": row.action.merged_into.code if row.action.merged_into else "",
            "waits_for": ", ".join(waits.get(row.action.pk, [])),
            "update_weeks": row.action.update_weeks,
            "state": row.action.state,
            "rag": row.delivery.words,
            "impact": row.action.impact,
            "claim_words": row.action.claim_words,
            "claimed_by": row.action.claimed_by_name,
            "claimed_on": row.action.claimed_on,
            "signed_off_by": row.action.signed_off_by_name,
            "signed_off_as": row.action.signed_off_role,
            "signed_off_on": row.action.signed_off_on,
        }
        for row in rows
    ]


def _direct_answers() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for action, requirement in DirectAnswer.objects.order_by("id").values_list("action_id", "requirement_id"):
        found.setdefault(action, []).append(f"R{requirement}")
    return found


def _waits() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for action, on in Dependency.objects.order_by("id").values_list("action_id", "on__code"):
        found.setdefault(action, []).append(on)
    return found


def milestones() -> list[Values]:
    return [
        {
            "code": f"M{one.pk}",
            "version": one.version,
            "action": one.action.code,
            "text": one.text,
            "by_whom": one.by_whom,
            "original_due": one.original_due,
            "due": one.due,
            "slips": one.slips,
            "done_on": one.done_on,
            "done_by": one.done_by_name,
        }
        for one in Milestone.objects.select_related("action").order_by("id")
    ]


def notes() -> list[Values]:
    return [
        {
            "code": f"N{note.pk}",
            "action": note.action.code,
            "on": note.at.date(),
            "by": note.by_name,
            "text": note.text,
            "forecast": note.forecast,
        }
        for note in Note.objects.select_related("action").order_by("id")
    ]


def groups() -> list[Values]:
    return [
        {
            "code": f"W{one.pk}",
            "version": one.version,
            "name": one.name,
            "kind": one.get_kind_display(),
            "lead": one.lead.name if one.lead else "",
            "lead_role": one.lead_role,
            "sponsor_role": one.sponsor_role,
            "update_weeks": one.update_weeks,
        }
        for one in queries.groups().order_by("id")
    ]


def colours_set() -> list[Values]:
    """Every colour somebody set in place of the one worked out, whether or not it still stands."""
    return [
        {
            "code": f"C{one.pk}",
            "action": one.action.code,
            "rag": one.rag,
            "reason": one.reason,
            "computed": one.computed,
            "by": one.by_name,
            "on": one.on,
            "until": one.until,
            "ended_on": one.ended_on,
        }
        for one in ColourSet.objects.select_related("action").order_by("id")
    ]


def reports(rows: Iterable[Shown]) -> list[Values]:
    """Every report of what is off plan, with how far that is as it stands now."""
    delivery = {row.action.pk: row.delivery.words for row in rows}
    found = ExceptionReport.objects.select_related("action", "date_change").order_by("id")
    return [
        {
            "code": f"X{one.pk}",
            "version": one.version,
            "action": one.action.code,
            "rag": delivery.get(one.action_id, ""),
            "request": f"D{one.date_change_id}" if one.date_change_id else "",
            **_reported(one),
        }
        for one in found
    ]


def history() -> list[Values]:
    """What was done to the plan, the latest first, as its pages show it."""
    found = about_kinds(("requirement", "objective", "action", "workstream"))
    return [
        {
            "code": f"H{one.pk}",
            "on": one.when.astimezone(LONDON).date(),
            "at": f"{one.when.astimezone(LONDON):%H:%M}",
            "by": one.who_name,
            "act": one.act,
            "about": one.about_label,
            "why": str(one.details.get("why") or ""),
        }
        for one in found[: columns.MOST_TOLD]
    ]


def exceptions(found: Iterable[Exceptional]) -> list[Values]:
    """Each action off plan with what its owner says of it, where they have."""
    return [
        {
            "code": one.row.action.code,
            "text": one.row.action.text,
            "owner": one.row.action.owner_words,
            "due": one.row.action.due,
            "rag": one.row.delivery.words,
            "waiting": ", ".join(action.code for action in one.waiting),
            **(_reported(one.report) if one.report else {}),
        }
        for one in found
    ]


def _reported(report: ExceptionReport) -> dict[str, Value]:
    words = ("what", "why", "effect", "remedy", "help_needed", "decision_asked")
    said: dict[str, Value] = {name: getattr(report, name) for name in words}
    change = report.date_change
    if change is not None:
        said |= {"new_date": change.proposed, "decision": change.get_outcome_display()}
    return {**said, "by": report.by_name, "on": report.on}


def dates(found: Iterable[DateChange]) -> list[Values]:
    return [
        {
            "code": f"D{change.pk}",
            "action": change.action.code if change.action else "",
            "objective": change.objective.code if change.objective else "",
            "milestone": f"M{change.milestone_id}" if change.milestone_id else "",
            "was": change.was,
            "proposed": change.proposed,
            "why": change.why,
            "proposed_by": change.proposed_by_name,
            "proposed_on": change.proposed_on,
            "outcome": change.get_outcome_display(),
            "meeting": change.meeting,
            "decided_on": change.decided_on,
            "decided_by": change.decided_by_name,
            "decided_why": change.decided_why,
        }
        for change in found
    ]


def evidence(tier: FigureTier) -> list[Values]:
    """Every piece, its figure in the form a reader of that tier may see."""
    pieces = list(Evidence.objects.select_related("exhibit", "action", "file").order_by("id"))
    seen = shown_exhibits((piece.exhibit for piece in pieces), tier)
    return [_piece(piece, shown) for piece, shown in zip(pieces, seen, strict=True)]


def _piece(piece: Evidence, shown: ShownExhibit) -> Values:
    base = f" ({shown.base})" if shown.base else ""
    return {
        "code": f"E{piece.pk}",
        "version": piece.version,
        "action": piece.action.code,
        "label": shown.label,
        "kind": shown.kind,
        "as_of": shown.as_of,
        "figure": f"{shown.value}{base}",
        "shows": piece.shows,
        "where": piece.where,
        "file": piece.file_name,
        "digest": piece.file_digest,
        "pinned_by": piece.exhibit.pinned_by_name,
        "speaks_from": piece.speaks_from,
        "speaks_to": piece.speaks_to,
        "judged": piece.get_judged_display(),
        "judged_by": piece.judged_by_name,
        "judged_on": piece.judged_on,
        "judged_why": piece.judged_why,
    }


def decisions() -> list[Values]:
    found = Decision.objects.select_related("action", "objective", "requirement").order_by("id")
    return [
        {
            "code": f"B{one.pk}",
            "about": _about(one),
            "meeting": one.meeting,
            "on": one.on,
            "text": one.text,
            "why": one.why,
            "recorded_by": one.recorded_by_name,
        }
        for one in found
    ]


def _about(decision: Decision) -> str:
    if decision.action is not None:
        return decision.action.code
    if decision.objective is not None:
        return decision.objective.code
    return f"R{decision.requirement_id}"

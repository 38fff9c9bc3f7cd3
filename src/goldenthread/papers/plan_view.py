"""The improvement plan as plain text for the page template: delivery and impact side by side, apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from goldenthread.findings.model import SourceDocument
from goldenthread.papers.colours import Labels, Rag, key, label
from goldenthread.papers.plan import Action, Evidence, Objective, Plan, delivery
from goldenthread.papers.wording import (
    both_counts,
    capital,
    counted,
    joined,
    long_date,
    number_runs,
    plain_number,
    short_date,
)
from goldenthread.standards.calendar import working_days_after

_URGENCY = (Rag.RED, Rag.WAITING, Rag.UNDATED, Rag.AMBER, Rag.GREEN, Rag.DONE, Rag.STOPPED, Rag.MERGED)

View = dict[str, Any]


def plan_view(plan: Plan | None, *, inspections: Sequence[SourceDocument]) -> View | None:
    """The plan by objective, the most urgent action first; None where there is no plan."""
    if plan is None:
        return None
    return {
        "title": plan.title,
        "as_at": long_date(plan.as_at),
        "unanswered": _unanswered(plan, inspections),
        "objectives": [_objective(one, plan) for one in plan.objectives],
        "key": [{"rag": str(rag), "called": called, "means": words} for rag, called, words in _key(plan)],
    }


def _key(plan: Plan) -> list[tuple[Rag, str, str]]:
    """What each colour means, of those that some action of the plan has."""
    shown = {delivery(one, as_at=plan.as_at, working_days=working_days_after).rag for one in plan.actions}
    return [entry for entry in key(dict(plan.labels)) if entry[0] in shown]


def _objective(objective: Objective, plan: Plan) -> View:
    # As at the plan's own date, which may be later than the records': an action signed off since is.
    labels = dict(plan.labels)
    actions = [_action(one, plan.as_at, labels) for one in plan.actions if one.objective == objective.id]
    order = {str(rag): place for place, rag in enumerate(_URGENCY)}
    return {
        "heading": f"{objective.id}: {objective.text}",
        "met_by": _met_by(objective, plan.as_at),
        "answers": _answers(objective),
        "actions": sorted(actions, key=lambda action: order[action["rag"]]),
    }


def _met_by(objective: Objective, as_at: date) -> str:
    """The day by which it is to be met; "" where none was agreed."""
    if objective.due is None:
        return ""
    passed = ", which has passed" if objective.due < as_at else ""
    moved = ""
    if objective.slips and objective.original_due:
        moved = f"; moved later {counted(objective.slips, 'time')}, first {long_date(objective.original_due)}"
    return f"To be met by {long_date(objective.due)}{passed}{moved}."


def _answers(objective: Objective) -> str:
    if not objective.answers:
        return "Answers no finding."
    by_source: dict[str, list[int]] = {}
    for answer in objective.answers:
        by_source.setdefault(answer.source, []).append(answer.number)
    said = [f"{_findings(numbers)} of {source}" for source, numbers in by_source.items()]
    return f"Answers {joined(said)}."


def _findings(numbers: Sequence[int]) -> str:
    return f"finding{'' if len(numbers) == 1 else 's'} {joined(number_runs(numbers))}"


def _action(action: Action, as_at: date, labels: Labels) -> View:
    stands = delivery(action, as_at=as_at, working_days=working_days_after)
    return {
        "title": f"{action.id}: {action.title}",
        "owner": action.owner + (f"; {action.workstream}" if action.workstream else ""),
        "state": capital(action.delivery_state),
        "rag": str(stands.rag),
        "called": label(stands.rag, labels),
        "reason": stands.reason,
        "impact": capital(action.impact_state),
        "evidence": [_evidence(one) for one in action.evidence],
    }


def _evidence(evidence: Evidence) -> str:
    value = "" if evidence.value is None else plain_number(evidence.value)
    if evidence.value is not None and evidence.unit == "percent":
        value = f"{evidence.value:,.1f}%"
    counts = both_counts(evidence.numerator, evidence.denominator)
    shown = f"{value} ({counts})" if value and counts else value or counts
    return f"{evidence.label}{': ' if shown else ''}{shown}, {short_date(evidence.as_at)}"


def _unanswered(plan: Plan, inspections: Sequence[SourceDocument]) -> str:
    """The findings for the authority that no objective answers; nothing where no report was given."""
    answered = {(answer.source, answer.number) for one in plan.objectives for answer in one.answers}
    missing = {
        report.file: [
            finding.number
            for finding in report.findings
            if finding.for_whom == "authority" and (report.file, finding.number) not in answered
        ]
        for report in inspections
    }
    if not any(missing.values()):
        return "Every finding for the authority is answered by an objective." if inspections else ""
    said = [f"{_findings(numbers)} of {file}" for file, numbers in missing.items() if numbers]
    total = sum(map(len, missing.values()))
    return f"{capital(counted(total, 'finding'))} not answered by any objective: {joined(said)}."

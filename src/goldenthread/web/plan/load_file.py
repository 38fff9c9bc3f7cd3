"""Filling an empty plan, once, from a plan file (docs/plan-file.md) and the reports it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from goldenthread.errors import InputRefused
from goldenthread.findings.model import SourceDocument
from goldenthread.papers import plan as papers
from goldenthread.papers.plan import DeliveryState
from goldenthread.papers.wording import both_counts, value_in_words
from goldenthread.web.accounts.models import Person
from goldenthread.web.evidence.refs import EvidenceRef, FrozenFigure
from goldenthread.web.history.actions import Actor
from goldenthread.web.plan import actions
from goldenthread.web.plan.models import Action, Objective, Requirement, Source

SAID_ELSEWHERE = "Said to be done in the plan that this action was brought in from."


@transaction.atomic
def load_plan(
    *,
    by: Actor,
    plan: papers.Plan,
    reports: Sequence[SourceDocument],
    people: Mapping[str, Person] | None = None,
) -> None:
    """The register from `reports`, and the plan's objectives, actions and evidence as they stand in the file.

    `people`: who holds a role that owns or signs off actions, by the role's name in the file; a role nobody
    holds stays a role's name. All or nothing. Raises InputRefused where there is a plan already, or the file
    answers a finding that no report holds.
    """
    if Objective.objects.exists():
        raise InputRefused(
            source=plan.title,
            why="there is a plan already",
            what_to_do="bring a plan into an empty site only",
        )
    for report in reports:
        findings = [actions.Accepted(finding, original=finding.text) for finding in report.findings]
        actions.accept_source(by=by, report=report, findings=findings)
    actions.name_plan(by=by, title=plan.title)
    objectives = {one.id: _objective(by, one) for one in plan.objectives}
    for one in plan.actions:
        _bring_in(by, one, objectives[one.objective], people or {})


def _objective(by: Actor, one: papers.Objective) -> Objective:
    answers = [_answered(answer) for answer in one.answers]
    if one.due is None and one.original_due is None:
        return actions.add_objective(by=by, text=one.text, answers=answers, code=one.id)
    dates = {"due": one.due, "original_due": one.original_due, "slips": one.slips}
    return actions.bring_in_objective(
        by=by, fields={"code": one.id, "text": one.text, **dates}, answers=answers
    )


def _answered(answer: papers.FindingAnswered) -> Requirement:
    found = Requirement.objects.filter(source__file=answer.source, number=answer.number).first()
    if found is None:
        known = ", ".join(Source.objects.values_list("file", flat=True)) or "none"
        raise InputRefused(
            source=answer.source,
            why=f"the plan answers its finding {answer.number}, which is not in the register",
            what_to_do=f"give that report too, or correct the plan (reports given: {known})",
        )
    return found


def _bring_in(by: Actor, one: papers.Action, objective: Objective, people: Mapping[str, Person]) -> None:
    owner, signer = people.get(one.owner), people.get(one.signed_off_by or "")
    fields = {**_fields(one), "objective": objective, "owner": owner}
    if one.signed_off_by and signer != owner:
        fields |= {
            "signed_off_by": signer,
            "signed_off_by_name": signer.name if signer else one.signed_off_by,
        }
    action = actions.bring_in_action(by=by, fields=fields)
    for piece in one.evidence:
        _pin(by, action, piece)


def _fields(one: papers.Action) -> dict[str, Any]:
    claimed = one.delivery_state in {DeliveryState.CLAIMED_COMPLETE, DeliveryState.SIGNED_OFF}
    return {
        "code": one.id,
        "text": one.title,
        "owner_role": one.owner,
        "workstream": one.workstream,
        "agreed_on": one.agreed_on,
        "original_due": one.original_due,
        "due": one.due,
        "slips": one.slips,
        "state": one.delivery_state.value,
        "impact": one.impact_state.value,
        "claim_words": SAID_ELSEWHERE if claimed else "",
        "claimed_by_name": one.owner if claimed else "",
        "signed_off_by_name": one.signed_off_by or "",
        "signed_off_role": one.signed_off_by or "",
    }


def _pin(by: Actor, action: Action, piece: papers.Evidence) -> None:
    ref = EvidenceRef(
        kind="indicator" if piece.indicator else "file",
        key=piece.indicator or "",
        label=piece.label,
        as_of=piece.as_at,
        figure=_figure(piece),
    )
    actions.bring_in_evidence(by=by, action=action, ref=ref, shows="Brought in with the plan.")


def _figure(piece: papers.Evidence) -> FrozenFigure | None:
    """A plan file does not say which records or which version of the definition a figure was made from, so
    neither is claimed: the snapshot is "" and the version 0."""
    if piece.indicator is None or piece.unit is None:
        return None
    return FrozenFigure(
        indicator=piece.indicator,
        definition_version=0,
        snapshot="",
        period_start=piece.as_at,
        period_end=piece.as_at,
        unit=piece.unit,
        value=piece.value,
        numerator=piece.numerator,
        denominator=piece.denominator,
        sentence=_figure_words(piece),
    )


def _figure_words(piece: papers.Evidence) -> str:
    counts = both_counts(piece.numerator, piece.denominator)
    value = value_in_words(piece.value, piece.unit or "")
    return f"{value} ({counts})" if counts else value

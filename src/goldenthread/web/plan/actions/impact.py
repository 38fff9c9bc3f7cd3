"""Whether it makes a difference: judged on evidence by somebody other than the owner, and asked again when
the measure that held it falls back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.history.actions import Actor, Proof, record
from goldenthread.web.plan import queries, rules, rules_of_impact
from goldenthread.web.plan.actions.carrying_out import about_thing, at, locked_objective, refuse, save, sign
from goldenthread.web.plan.models import Action, Evidence, ImpactJudgement, ImpactQuestion, Objective
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone
from goldenthread.web.plan.signed import impact_record


@dataclass(frozen=True)
class Impact:
    """What is judged: the state, what it rests on and why; of a sustained one the measure that holds it, and
    the last day whose figure was seen."""

    state: str
    why: str
    evidence: Sequence[Evidence] = ()
    measure: str = ""
    seen: date | None = None


@transaction.atomic
def judge_impact(
    *, by: Person, action: Action, version: int, impact: Impact, on: date, proof: Proof
) -> ImpactJudgement:
    """Whether the action makes a difference: judged by somebody other than its owner, on evidence, and
    signed."""
    held = at(action, version)
    refuse(rules.why_not_impact(by, held))
    _refuse_what_it_cannot_rest_on(impact, queries.evidence_for(held), objective=held.objective, on=on)
    was, held.impact = held.impact, impact.state
    save(held)
    return _judged(impact, by=by, on=on, was=was, proof=proof, action=held)


@transaction.atomic
def judge_objective(
    *, by: Person, objective: Objective, seen: int, impact: Impact, on: date, proof: Proof
) -> ImpactJudgement:
    """Whether what should be different for children is so; signed. `seen` is the key of the judgement that
    stood on the page, 0 for none. Raises ChangedMeanwhile where another stands by now."""
    held = locked_objective(objective)
    standing = queries.judgement_of(held)
    if (standing.pk if standing else 0) != seen:
        raise ChangedMeanwhile
    refuse(rules_of_impact.why_not_judge_objective(by, held))
    _refuse_what_it_cannot_rest_on(impact, queries.evidence_for(held), objective=held, on=on)
    was = standing.state if standing else "none yet"
    return _judged(impact, by=by, on=on, was=was, proof=proof, objective=held)


@transaction.atomic
def put_questions(*, by: Actor, fallen: Mapping[str, tuple[date, str]], on: date) -> int:
    """Ask again about every impact that was said to be sustained by an indicator which has since fallen
    back: `fallen` holds each one's day and why. Once for a judgement; how many were asked."""
    waiting = [one for one in queries.sustained() if not queries.question_of(one)]
    found = [(one, fallen.get(queries.indicator_of(one.measure))) for one in waiting]
    return sum(_ask(one, told, by=by, on=on) for one, told in found if told is not None)


@transaction.atomic
def put_question_of_reading(*, by: Actor, measure: str, fallen: tuple[date, str], on: date) -> int:
    """The same for a measure whose figures are entered by hand, named as judgements name it."""
    held = [one for one in queries.sustained() if one.measure == measure and not queries.question_of(one)]
    return sum(_ask(one, fallen, by=by, on=on) for one in held)


def _ask(judgement: ImpactJudgement, told: tuple[date, str], *, by: Actor, on: date) -> bool:
    """A figure that was before whoever judged is no news to them."""
    figure_on, why = told
    if figure_on <= (judgement.measure_seen or judgement.accepted_on):
        return False
    ImpactQuestion.objects.create(
        judgement=judgement, figure_on=figure_on, why=why, raised_by_name=by.name, raised_on=on
    )
    details = {"why": f"{judgement.measure_title}: {why}"}
    record(by=by, act="asked again whether the impact is sustained", about=about_thing(judgement.thing),
           details=details)  # fmt: skip
    return True


def _refuse_what_it_cannot_rest_on(
    impact: Impact, offered: Sequence[Evidence], *, objective: Objective, on: date
) -> None:
    keys = {piece.pk for piece in offered}
    if any(piece.pk not in keys for piece in impact.evidence):
        raise NotDone("Choose evidence that is pinned here.")
    refuse(rules_of_impact.why_not_rest_on(impact.state, impact.evidence, as_at=on))
    refuse(rules_of_impact.why_not_held_by(impact.state, impact.measure))
    if impact.measure and impact.measure not in dict(queries.measure_choices(objective)):
        raise NotDone("Choose a measure of its objective.")


def _judged(
    impact: Impact, *, by: Person, on: date, was: str, proof: Proof, action: Action | None = None,
    objective: Objective | None = None,
) -> ImpactJudgement:  # fmt: skip
    thing = action or objective
    assert thing is not None
    of = action.objective if action else objective
    assert of is not None
    made = ImpactJudgement.objects.create(
        action=action,
        objective=objective,
        state=impact.state,
        why=impact.why,
        measure=impact.measure,
        measure_title=dict(queries.measure_choices(of)).get(impact.measure, "")[:300],
        measure_seen=impact.seen,
        accepted_by=by,
        accepted_by_name=by.name,
        accepted_on=on,
    )
    made.evidence.set(impact.evidence)
    details = {"why": impact.why, "was": was, "evidence": [piece.exhibit.label for piece in impact.evidence]}
    record(by=by, act=f"judged the impact: {impact.state}", about=about_thing(thing), details=details)
    _sign(made, by=by, proof=proof)
    return made


def _sign(made: ImpactJudgement, *, by: Person, proof: Proof) -> None:
    kept = queries.judgements_of(made.thing).get(pk=made.pk)  # as the database holds it
    said = f"I judge the impact of {type(made.thing).__name__.lower()} {made.thing.code} {made.state}"
    sign(
        Permission.JUDGE_EVIDENCE,
        by=by,
        about=about_thing(kept),
        record=impact_record(kept),
        statement=f"{said}: {made.why}",
        proof=proof,
    )

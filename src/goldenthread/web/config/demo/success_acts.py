"""The acts of the story about success and the programme: what shows it, whether it made a difference, what
could stop it, what was rolled out, what staff suggested."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from goldenthread.web.config.success import periods_of
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.plan import actions as plan
from goldenthread.web.plan.models import Action, Evidence, HandMeasure, Measure, Objective
from goldenthread.web.plan.queries import evidence_for, judgement_of
from goldenthread.web.plan.rules_of_impact import why_not_rest_on
from goldenthread.web.programme import actions as programme
from goldenthread.web.programme.actions import Score
from goldenthread.web.programme.models import Concern, Idea, RollOut

if TYPE_CHECKING:
    from goldenthread.web.config.demo.acts import Act, Stage

Details = Mapping[str, Any]


def _action(details: Details) -> Action:
    return Action.objects.select_related("objective").get(code=details["action"])


def _objective(details: Details) -> Objective:
    return Objective.objects.get(code=details["objective"])


def _piece(label: str) -> Evidence:
    return Evidence.objects.select_related("exhibit", "action").get(exhibit__label=label)


def _baseline(act: Act, stage: Stage) -> None:
    """The last figure from before that day, or the first there is."""
    indicator = act.details["indicator"]
    measure = Measure.objects.get(objective=_objective(act.details), indicator=indicator)
    found = periods_of(indicator)
    if found:
        before = [ref for ref in found if ref.as_of < act.on]
        plan.set_baseline(by=stage.people[act.by], measure=measure, ref=(before or found[:1])[-1])


def _measure_by_hand(act: Act, stage: Stage) -> None:
    given = {name: value for name, value in act.details.items() if name != "objective"}
    for name in ("baseline", "target", "tolerance"):
        given[name] = float(given[name])
    words = plan.HandWords(**given)
    plan.add_hand_measure(by=stage.people[act.by], objective=_objective(act.details), words=words)


def _figure_by_hand(act: Act, stage: Stage) -> None:
    counted, out_of = act.details["counted"], act.details["out_of"]
    figure = plan.HandFigure(
        on=act.details["of"], value=100 * counted / out_of, source=act.details["source"], counted=counted,
        out_of=out_of,
    )  # fmt: skip
    measure = HandMeasure.objects.get(name=act.details["measure"])
    plan.add_reading(by=stage.people[act.by], measure=measure, figure=figure, on=act.on)


def _pin_period(act: Act, stage: Stage) -> None:
    """A minute or a document that speaks of a time before its own date."""
    given = act.details
    ref = EvidenceRef(kind=given["kind"], key="", label=given["label"], as_of=act.on)
    speaks = plan.Speaks(given["since"], given["until"])
    plan.pin_document(
        by=stage.people[act.by], action=_action(given), ref=ref, shows=given["shows"], where=given["where"],
        speaks=speaks,
    )  # fmt: skip


def _keep_file(act: Act, stage: Stage) -> None:
    given = act.details
    file = plan.HandedIn(given["name"], given["content"].encode())
    speaks = plan.Speaks(given["since"], given["until"])
    plan.pin_file(
        by=stage.people[act.by], action=_action(given), file=file, label=given["label"], shows=given["shows"],
        speaks=speaks, on=act.on,
    )  # fmt: skip


def _judge_piece(act: Act, stage: Stage) -> None:
    from goldenthread.web.config.demo.acts import made_up_proof

    piece = _piece(act.details["label"])
    plan.judge_evidence(
        by=stage.people[act.by], evidence=piece, version=piece.version, sufficient=True,
        why=act.details["why"], on=act.on, proof=made_up_proof(),
    )  # fmt: skip


def _impact_of(act: Act, stage: Stage) -> None:
    """The impact of an objective, on all of its evidence that may carry it."""
    from goldenthread.web.config.demo.acts import made_up_proof

    given, objective = act.details, _objective(act.details)
    state = given["impact"]
    rests_on = [one for one in evidence_for(objective) if not why_not_rest_on(state, [one], as_at=act.on)]
    impact = plan.Impact(
        state=state, why=given["why"], evidence=rests_on, measure=given.get("measure", ""),
        seen=given.get("seen"),
    )  # fmt: skip
    stands = judgement_of(objective)
    seen = stands.pk if stands else 0
    plan.judge_objective(
        by=stage.people[act.by], objective=objective, seen=seen, impact=impact, on=act.on,
        proof=made_up_proof(),
    )  # fmt: skip


def _raise(act: Act, stage: Stage) -> None:
    given = act.details
    owner = plan.Ownership(person=stage.people.get(given.get("owner", "")), role=given.get("role", ""))
    words = programme.ConcernWords(
        kind=given["kind"],
        text=given["text"],
        score=Score(given["harm"], given.get("likelihood")),
        owner=owner,
        next_step=given["next"],
        review_by=given["review_by"],
        actions=Action.objects.filter(code__in=given.get("actions", [])),
        objectives=Objective.objects.filter(code__in=given.get("objectives", [])),
    )
    programme.raise_concern(by=stage.people[act.by], words=words, on=act.on)


def _review(act: Act, stage: Stage) -> None:
    given = act.details
    found = Concern.objects.get(text=given["of"])
    score = Score(given["harm"], given.get("likelihood"))
    words = programme.ReviewWords(given["words"], score, given["next"], given["review_by"])
    programme.review_concern(
        by=stage.people[act.by], concern=found, version=found.version, review=words, on=act.on
    )


def _close(act: Act, stage: Stage) -> None:
    found, why = Concern.objects.get(text=act.details["of"]), act.details["why"]
    programme.close_concern(by=stage.people[act.by], concern=found, version=found.version, why=why, on=act.on)


def _roll_out(act: Act, stage: Stage) -> None:
    given = {name: act.details[name] for name in ("kind", "name", "areas", "people")}
    words = programme.RollOutWords(action=_action(act.details), **given)
    programme.add_rollout(by=stage.people[act.by], words=words)


def _count(act: Act, stage: Stage) -> None:
    names = ("areas_live", "trained", "defects_open", "defects_closed", "note")
    words = programme.CountWords(on=act.on, **{name: act.details[name] for name in names})
    rollout = RollOut.objects.select_related("action__owner").get(name=act.details["of"])
    programme.count_rollout(by=stage.people[act.by], rollout=rollout, count=words, on=act.on)


def _idea(act: Act, stage: Stage) -> None:
    given = act.details
    programme.hear_idea(by=stage.people[act.by], words=given["words"], said_by=given["said_by"], on=act.on)


def _answer_idea(act: Act, stage: Stage) -> None:
    found, code = Idea.objects.get(words=act.details["of"]), act.details.get("action")
    action = Action.objects.get(code=code) if code else None
    programme.answer_idea(
        by=stage.people[act.by], idea=found, version=found.version, answer=act.details["answer"],
        action=action, on=act.on,
    )  # fmt: skip


SUCCESS_ACTS: dict[str, Callable[[Act, Stage], None]] = {
    "baseline": _baseline,
    "measure_by_hand": _measure_by_hand,
    "figure_by_hand": _figure_by_hand,
    "pin_period": _pin_period,
    "keep_file": _keep_file,
    "judge_piece": _judge_piece,
    "impact_of": _impact_of,
    "raise": _raise,
    "review": _review,
    "close": _close,
    "roll_out": _roll_out,
    "count": _count,
    "idea": _idea,
    "answer_idea": _answer_idea,
}

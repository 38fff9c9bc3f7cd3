"""The acts of the story, each played through the site's own actions: whatever a rule of the plan refuses a
person is refused here too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from goldenthread.disclosure.profiles import BOARD as BOARD_PAPER
from goldenthread.indicators.targets import Milestone
from goldenthread.papers.judgement import Aim
from goldenthread.records.tables import Records
from goldenthread.web.accounts.models import Person
from goldenthread.web.config.demo import on_its_way
from goldenthread.web.config.demo.success_acts import SUCCESS_ACTS
from goldenthread.web.evidence.actions import freeze
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.history.actions import Proof
from goldenthread.web.indicators import actions as indicators
from goldenthread.web.indicators.alongside import alongside
from goldenthread.web.intake.beside import beside_of
from goldenthread.web.papers import actions as papers
from goldenthread.web.papers.inputs import Inputs, set_paper
from goldenthread.web.papers.models import Paper
from goldenthread.web.papers.queries import report_of, sources
from goldenthread.web.plan import actions as plan
from goldenthread.web.plan.as_paper import as_paper
from goldenthread.web.plan.models import Action, DateChange, Evidence, Objective, Outcome, Requirement
from goldenthread.web.plan.queries import evidence_for
from goldenthread.web.plan.rules_of_impact import why_not_rest_on

REPORT = "inspection-report.pdf"  # whose finding an act means unless it names another source
BOARD = "Improvement board"


@dataclass(frozen=True)
class Stage:
    """What an act has to hand: who is who, and the earlier records, which evidence was frozen from."""

    people: Mapping[str, Person]
    records: Records
    due: Mapping[str, date | None]  # each action's first due date


@dataclass(frozen=True)
class Act:
    """One thing somebody did on a day."""

    on: date
    by: str
    act: str
    details: Mapping[str, Any]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Act:
        named = {"day", "by", "act"}
        return cls(data["day"], data["by"], data["act"], {k: v for k, v in data.items() if k not in named})


def made_up_proof() -> Proof:
    """What stands beside a signature of the story: that nobody was there to confirm it."""
    return Proof(key=f"demonstration:{uuid4().hex}", how="are made up: the demonstration signed for them")


def play(act: Act, stage: Stage) -> None:
    """Do it."""
    _ACTS[act.act](act, stage)


def _action(act: Act) -> Action:
    return Action.objects.get(code=act.details["action"])


def _by(act: Act, stage: Stage) -> Person:
    return stage.people[act.by]


def _answer(act: Act, stage: Stage) -> None:
    file = act.details.get("source", REPORT)
    found = Requirement.objects.get(source__file=file, number=act.details["finding"])
    plan.answer_requirement(
        by=_by(act, stage),
        requirement=found,
        version=found.version,
        answer=plan.Answer(
            disposition=act.details["disposition"],
            severity=act.details["severity"],
            reason=act.details["why"],
            decided_by_name=BOARD,
            decided_on=act.on,
        ),
    )


def _decide(act: Act, stage: Stage) -> None:
    plan.record_decision(
        by=_by(act, stage),
        meeting=BOARD,
        on=act.on,
        text=act.details["text"],
        why=act.details["why"],
        about=Objective.objects.get(code=act.details["objective"]),
    )


def _agree(act: Act, stage: Stage) -> None:
    action = _action(act)
    due = stage.due[action.code]
    assert due is not None
    plan.agree(by=_by(act, stage), action=action, version=action.version, due=due, meeting=BOARD, on=act.on)


def _start(act: Act, stage: Stage) -> None:
    action = _action(act)
    plan.start(by=_by(act, stage), action=action, version=action.version)


def _note(act: Act, stage: Stage) -> None:
    told = act.details
    plan.add_note(by=_by(act, stage), action=_action(act), text=told["text"], forecast=told.get("forecast"))


def _claim(act: Act, stage: Stage) -> None:
    action, words = _action(act), act.details["words"]
    plan.claim(by=_by(act, stage), action=action, version=action.version, words=words, on=act.on)


def _sign_off(act: Act, stage: Stage) -> None:
    action, words = _action(act), act.details["words"]
    plan.sign_off(
        by=_by(act, stage),
        action=action,
        version=action.version,
        words=words,
        on=act.on,
        proof=made_up_proof(),
    )


def _stop(act: Act, stage: Stage) -> None:
    action = _action(act)
    plan.stop(by=_by(act, stage), action=action, version=action.version, why=act.details["why"])


def _ask_date(act: Act, stage: Stage) -> None:
    """For an action, or for the objective that the act names."""
    if "objective" in act.details:
        _ask_objective_date(act, stage)
        return
    action = _action(act)
    plan.propose_date(
        by=_by(act, stage),
        action=action,
        version=action.version,
        proposed=act.details["to"],
        why=act.details["why"],
        on=act.on,
    )


def _ask_objective_date(act: Act, stage: Stage) -> None:
    objective = Objective.objects.get(code=act.details["objective"])
    plan.propose_objective_date(
        by=_by(act, stage),
        objective=objective,
        version=objective.version,
        proposed=act.details["to"],
        why=act.details["why"],
        on=act.on,
    )


def _answer_date(act: Act, stage: Stage) -> None:
    kind = "objective" if "objective" in act.details else "action"
    asked = DateChange.objects.get(**{f"{kind}__code": act.details[kind]}, outcome=Outcome.WAITING)
    plan.decide_date(
        by=_by(act, stage),
        change=asked,
        agreed=act.details["agreed"],
        meeting=BOARD,
        why=act.details["why"],
        on=act.on,
    )


def _pin(act: Act, stage: Stage) -> None:
    person = _by(act, stage)
    ref = figure_of(stage.records, act.details["indicator"], first=act.details["figure"] == "first")
    plan.pin(by=person, action=_action(act), exhibit=freeze(ref, by=person), shows=act.details["shows"])


def figure_of(records: Records, indicator: str, *, first: bool) -> EvidenceRef:
    """A measure's first or last quarter in the records; stock on their date where it has no quarters."""
    from goldenthread.clocks.engine import all_clocks
    from goldenthread.indicators import compute
    from goldenthread.papers.figures import authority_series, with_team
    from goldenthread.web.indicators.evidence import evidence_of

    found = compute.figures(records, all_clocks(records), ids=[indicator], period="quarter")
    series = authority_series(with_team(found))
    return evidence_of(indicator, series[0] if first else series[-1])


def _pin_document(act: Act, stage: Stage) -> None:
    ref = EvidenceRef(kind="file", key="", label=act.details["label"], as_of=act.on)
    shows, where = act.details["shows"], act.details["where"]
    plan.pin_document(by=_by(act, stage), action=_action(act), ref=ref, shows=shows, where=where)


def _judge(act: Act, stage: Stage) -> None:
    for evidence in Evidence.objects.filter(action=_action(act)):
        plan.judge_evidence(
            by=_by(act, stage),
            evidence=evidence,
            version=evidence.version,
            sufficient=act.details["sufficient"],
            why=act.details["why"],
            on=act.on,
            proof=made_up_proof(),
        )


def _impact(act: Act, stage: Stage) -> None:
    action, state = _action(act), act.details["impact"]
    rests_on = [one for one in evidence_for(action) if not why_not_rest_on(state, [one], as_at=act.on)]
    plan.judge_impact(
        by=_by(act, stage),
        action=action,
        version=action.version,
        impact=plan.Impact(state=state, why=act.details["why"], evidence=rests_on),
        on=act.on,
        proof=made_up_proof(),
    )


def _aim(act: Act, stage: Stage) -> None:
    """Set a target: each value on the way with its day, the first where it started from."""
    dated = sorted(act.details["trajectory"], key=lambda one: one["day"])
    way = tuple(Milestone(one["day"], float(one["value"])) for one in dated)
    indicators.set_target(
        by=_by(act, stage),
        indicator=act.details["indicator"],
        version=0,
        aim=Aim(way, float(act.details["tolerance"])),
        why=act.details["why"],
    )


def _mark(act: Act, stage: Stage) -> None:
    indicators.add_event(
        by=_by(act, stage),
        indicator=act.details["indicator"],
        on=act.on,
        what=act.details["what"],
        rebases=act.details["rebases"],
    )


_ACTS: dict[str, Callable[[Act, Stage], None]] = {
    "answer": _answer,
    "decide": _decide,
    "agree": _agree,
    "start": _start,
    "note": _note,
    "claim": _claim,
    "sign_off": _sign_off,
    "stop": _stop,
    "ask_date": _ask_date,
    "answer_date": _answer_date,
    "pin": _pin,
    "pin_document": _pin_document,
    "aim": _aim,
    "mark": _mark,
    "judge": _judge,
    "impact": _impact,
    **on_its_way.ACTS,
    **SUCCESS_ACTS,
}


def make_paper(*, by: Person, snapshot: Any, as_at: date, store: Any, audience: str = BOARD_PAPER) -> Paper:
    """A paper for an audience from a snapshot, the plan as it stands, and every report."""
    inputs = Inputs(
        snapshot=snapshot.identity,
        reports=tuple(report_of(source) for source in sources()),
        plan=as_paper(as_at=as_at),
        alongside=alongside(),
        beside=tuple(one.snapshot for one in beside_of(snapshot)),
        audience=audience,
    )
    paper, new = papers.ask_for_paper(by=by, snapshot=snapshot, inputs=inputs)
    if new:
        papers.make(paper, store=store, setting=set_paper)
    return paper

"""Made-up evidence, impact and measures of success for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.plan import actions
from goldenthread.web.plan.actions import HandedIn, HandFigure, HandWords, Impact, Speaks
from goldenthread.web.plan.models import (
    Action,
    Evidence,
    HandMeasure,
    HandReading,
    ImpactJudgement,
    Objective,
)
from web_people import MAKER, person, proof
from web_plan import fresh

PDF = b"%PDF-1.4\n% made up\n"


def minute(action: Action, *, days_old: int = 10, by: Person | None = None) -> Evidence:
    """A minute pinned to an action, which speaks of a day so many days ago."""
    day = today() - timedelta(days=days_old)
    ref = EvidenceRef(kind="minute", key="m", label=f"Minutes {days_old} days old", as_of=day)
    pinner = by or person("action_owner")
    return actions.pin_document(by=pinner, action=action, ref=ref, shows="It is so", where="Folder")


def sufficient(piece: Evidence, *, enough: bool = True) -> Evidence:
    """The piece, judged by a director."""
    given = {"version": piece.version, "why": "Read", "on": today(), "proof": proof()}
    actions.judge_evidence(by=person("director"), evidence=piece, sufficient=enough, **given)
    return Evidence.objects.select_related("exhibit", "action").get(pk=piece.pk)


def judged(
    thing: Action | Objective, state: str, *evidence: Evidence, measure: str = "", by: Person | None = None,
    on: date | None = None, seen: date | None = None,
) -> ImpactJudgement:  # fmt: skip
    """The impact of an action or an objective, judged by a director who has seen what there is."""
    from goldenthread.web.plan.queries import judgement_of

    impact = Impact(state=state, why="It shows", evidence=evidence, measure=measure, seen=seen)
    given: dict[str, Any] = {
        "by": by or person("director"),
        "impact": impact,
        "on": on or today(),
        "proof": proof(),
    }
    if isinstance(thing, Action):
        held = fresh(thing)
        return actions.judge_impact(action=held, version=held.version, **given)
    stands = judgement_of(thing)
    return actions.judge_objective(objective=thing, seen=stands.pk if stands else 0, **given)


def filed(by: Person, action: Action, *, content: bytes = PDF, name: str = "sample.pdf") -> Evidence:
    """A file kept as evidence."""
    file, speaks = HandedIn(name, content), Speaks(until=today() - timedelta(days=5))
    return actions.pin_file(
        by=by, action=action, file=file, label="A sample", shows="It", speaks=speaks, on=today()
    )


def by_hand(objective: Objective, **changes: Any) -> HandMeasure:
    """Audits graded good, from 40% on 1 January 2026 to 80% by the year's end, unless said otherwise."""
    words = HandWords(
        **{
            "kind": "audit grades",
            "name": "Audits graded good",
            "unit": "percent",
            "polarity": "higher_better",
            "baseline": 40.0,
            "baseline_on": date(2026, 1, 1),
            "baseline_source": "Audits of December",
            "target": 80.0,
            "target_on": date(2026, 12, 31),
            "tolerance": 2.0,
            **changes,
        }
    )
    return actions.add_hand_measure(by=MAKER, objective=objective, words=words)


def hand_words() -> dict[str, Any]:
    """The same as a form is sent."""
    return {
        "kind": "audit grades",
        "name": "Audits graded good",
        "unit": "percent",
        "polarity": "higher_better",
        "baseline": "40",
        "baseline_on": "1/1/2026",
        "baseline_source": "Audits of December",
        "target": "80",
        "target_on": "31/12/2026",
        "tolerance": "2",
    }


def reading(measure: HandMeasure, on: date, value: float, **counts: int) -> HandReading:
    figure = HandFigure(on=on, value=value, source="Audits", **counts)
    return actions.add_reading(by=MAKER, measure=measure, figure=figure, on=max(today(), on))

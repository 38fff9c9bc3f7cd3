"""A small made-up plan for tests: a report, an objective that answers a finding, and actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from goldenthread.findings.model import Finding, InspectionReport
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.evidence.refs import EvidenceRef, FrozenFigure
from goldenthread.web.plan import actions
from goldenthread.web.plan.actions import Accepted, Ownership
from goldenthread.web.plan.models import Action, Objective, Source
from web_people import MAKER, person

BOARD = "Improvement Board"


def report(*texts: str, file: str = "madeupshire.pdf", digest: str = "d") -> InspectionReport:
    """A report of a made-up county with these findings, all for the authority, on page 2."""
    findings = tuple(
        Finding(
            number=number,
            kind="area_for_improvement",
            for_whom="authority",
            group=None,
            text=text,
            tags=("outcome_4",) if number == 1 else (),
            page=2,
        )
        for number, text in enumerate(texts, start=1)
    )
    return InspectionReport(
        file=file,
        authority="Madeupshire County Council",
        framework="ilacs_2023",
        inspection_start=date(2025, 3, 3),
        inspection_end=date(2025, 3, 14),
        published=None,
        judgements={"overall": "inadequate", "help_protection": "requires_improvement"},
        findings=findings,
        doubts=(),
        sha256=digest * 64,
    )


def source(*texts: str, **about: str) -> Source:
    """The same, accepted into the register."""
    read = report(*(texts or ("Visits are late.", "Plans drift.")), **about)
    accepted = [Accepted(finding, original=finding.text) for finding in read.findings]
    return actions.accept_source(by=MAKER, report=read, findings=accepted)


def objective(*answers: Any, text: str = "Children are seen in time") -> Objective:
    return actions.add_objective(by=MAKER, text=text, answers=answers)


def action(
    owner: Person | str = "Head of a made-up service",
    *,
    towards: Objective | None = None,
    text: str = "Check each visit weekly",
    due: int | None = 90,
    workstream: str = "",
) -> Action:
    """A proposed action, due in so many days."""
    owned = Ownership(role=owner) if isinstance(owner, str) else Ownership(person=owner)
    return actions.add_action(
        by=MAKER,
        objective=towards or objective(),
        text=text,
        owner=owned,
        due=today() + timedelta(days=due) if due is not None else None,
        workstream=workstream,
    )


def fresh(made: Action) -> Action:
    return Action.objects.select_related("owner", "objective").get(pk=made.pk)


def agreed(made: Action, *, due: date | None = None) -> Action:
    by = person("improvement_lead")
    day = due or made.due or today() + timedelta(days=90)
    held = fresh(made)
    actions.agree(by=by, action=held, version=held.version, due=day, meeting=BOARD, on=today())
    return fresh(made)


def claimed(made: Action, by: Person, *, due: date | None = None) -> Action:
    """An action agreed and claimed complete by its owner."""
    held = agreed(made, due=due)
    actions.claim(by=by, action=held, version=held.version, words="Every team does it", on=today())
    return fresh(made)


def told_figures(figures: Sequence[FrozenFigure]) -> frozenset[FrozenFigure]:
    """What readers outside were told, for tests of FIGURES_TOLD: 41 of 50."""
    return frozenset(one for one in figures if (one.numerator, one.denominator) == (41, 50))


def todays_figure(ref: EvidenceRef) -> EvidenceRef:
    """Today's form of a frozen figure, for tests of EVIDENCE_TODAY: 45 of 50."""
    assert ref.figure is not None
    return replace(ref, figure=replace(ref.figure, numerator=45, denominator=50, value=90.0))

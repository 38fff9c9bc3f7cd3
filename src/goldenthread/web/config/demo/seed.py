"""The whole of it: people and teams, sources into the register, the plan as its story tells, papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from goldenthread.papers.plan import Plan
from goldenthread.records.tables import Records
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.config.demo.acts import Act, Stage, made_up_proof, make_paper, play
from goldenthread.web.config.demo.calendar import on_the_day
from goldenthread.web.config.demo.guarded import guard
from goldenthread.web.config.demo.intervention import intervene
from goldenthread.web.config.demo.people import Player, add_people, keep_teams
from goldenthread.web.config.demo.programs import ask_for_figures
from goldenthread.web.config.demo.register import fill_register
from goldenthread.web.config.demo.reminding import tune
from goldenthread.web.config.demo.reporting import report
from goldenthread.web.config.demo.workbooks import hand_in_workbooks
from goldenthread.web.config.success import look_again
from goldenthread.web.database.scope import as_service
from goldenthread.web.inspection.actions import accept, keep_report
from goldenthread.web.intake.actions_of_checks import refill
from goldenthread.web.intake.beside import records_of
from goldenthread.web.intake.models import Snapshot
from goldenthread.web.intake.queries import latest, snapshots, store
from goldenthread.web.papers.actions import release
from goldenthread.web.plan import actions as plan_actions
from goldenthread.web.plan.models import Objective, Requirement

SERVICE = "demonstration"
_BEFORE_AGREED = timedelta(days=14)  # an action is proposed two weeks before the board sees it
_BETWEEN_ACTS = 7  # minutes between two acts of one day


@dataclass(frozen=True)
class Story:
    """What is played. `plan` is where it ends; without one, the site begins with the report alone."""

    players: tuple[Player, ...]
    plan: Plan | None
    acts: tuple[Act, ...]
    measures: Mapping[str, list[str]]

    @classmethod
    def of(cls, data: Mapping[str, Any], *, plan: Plan | None) -> Story:
        """The story as its file has it, its dates as dates."""
        return cls(
            players=tuple(Player.of(entry) for entry in data["people"]),
            plan=plan,
            acts=tuple(sorted((Act.of(entry) for entry in data["acts"]), key=lambda act: act.on)),
            measures=data["measures"],
        )


def seed(story: Story, *, documents: Sequence[Path], password: str) -> None:
    """Fill an empty site whose records are loaded: all of it or nothing. One that is filled is left alone."""
    if Person.objects.exists():
        return
    newest = latest()
    assert newest is not None, "the records are loaded before the story is told"
    records = _records(newest)
    with as_service(SERVICE):
        people = add_people(
            story.players, teams=keep_teams(records), records=records, password=password, on=today()
        )
        if story.plan is None:
            _accept(documents, by=people["lead"])
            return
        _tell(story, story.plan, documents=documents, people=people)
        report(people, earlier=_earlier(), newest=newest)
        tune(people)
        ask_for_figures(people)
        look_again(on=today())  # whether what was said to be sustained still is
        guard(people, team=next(player.team for player in story.players if player.key == "manager"))
        make_paper(by=people["secretary"], snapshot=newest, as_at=today(), store=store())
        hand_in_workbooks(people)
    refill(newest)  # so that the first to ask after the data's quality need not wait


def _records(snapshot: Snapshot) -> Records:
    return records_of(snapshot)


def _accept(documents: Iterable[Path], *, by: Person) -> None:
    """Read each report or notice in and accept all that it asks, as the review page does."""
    for path in documents:
        kept, _ = keep_report(by=by, name=path.name, content=path.read_bytes())
        accept(by=by, report=kept, version=kept.version)


def _tell(story: Story, plan: Plan, *, documents: Sequence[Path], people: Mapping[str, Person]) -> None:
    lead = people["lead"]
    with on_the_day(story.acts[0].on - timedelta(days=30)):
        _accept(documents, by=lead)
        plan_actions.name_plan(by=lead, title=plan.title)
        _add_objectives(plan, story.measures, by=lead)
    earlier = _earlier()
    due = {action.id: action.original_due for action in plan.actions}
    stage = Stage(people=people, records=_records(earlier), due=due)
    _propose(plan, by=lead, jobs={player.job: people[player.key] for player in story.players if player.job})
    intervene(people)
    _play(story.acts, stage, before=earlier.as_at + timedelta(days=21))
    _paper_of_then(earlier, people)
    _play(story.acts, stage, after=earlier.as_at + timedelta(days=21))
    fill_register(by=lead)


def _earlier() -> Snapshot:
    """The oldest records held in full: what evidence was frozen from at the time."""
    found = snapshots().filter(kind="dataset").order_by("as_at").first()
    assert found is not None
    return found


def _add_objectives(plan: Plan, measures: Mapping[str, list[str]], *, by: Person) -> None:
    for one in plan.objectives:
        answers = [
            Requirement.objects.get(source__file=answer.source, number=answer.number)
            for answer in one.answers
        ]
        objective = plan_actions.add_objective(by=by, text=one.text, answers=answers, code=one.id)
        for indicator in measures.get(one.id, []):
            plan_actions.add_measure(by=by, objective=objective, indicator=indicator)


def _propose(plan: Plan, *, by: Person, jobs: Mapping[str, Person]) -> None:
    """Every action, two weeks before it was agreed, in the order of its code."""
    for place, one in enumerate(plan.actions):
        day = (one.agreed_on or plan.as_at) - _BEFORE_AGREED
        owner = plan_actions.Ownership(person=jobs.get(one.owner), role=one.owner)
        with on_the_day(day, minutes=place):
            plan_actions.add_action(
                by=by,
                objective=Objective.objects.get(code=one.objective),
                text=one.title,
                owner=owner,
                workstream=one.workstream,
                due=one.original_due,
            )


def _play(
    acts: Iterable[Act], stage: Stage, *, before: date | None = None, after: date | None = None
) -> None:
    """Play the acts of the days up to `before`, or from `after` on."""
    wanted = [act for act in acts if (before and act.on < before) or (after and act.on >= after)]
    for day, todays in groupby(wanted, key=lambda act: act.on):
        for place, act in enumerate(todays):
            with on_the_day(day, minutes=place * _BETWEEN_ACTS):
                play(act, stage)


def _paper_of_then(earlier: Snapshot, people: Mapping[str, Person]) -> None:
    """The papers of the meeting three months ago, made by the secretary and released by the director: the
    board's, and those for readers who are told no small number."""
    day = earlier.as_at + timedelta(days=19)
    for place, audience in enumerate(("board", "scrutiny", "partners", "observer")):
        with on_the_day(day, minutes=place):
            paper = make_paper(
                by=people["secretary"], snapshot=earlier, as_at=day, store=store(), audience=audience
            )
        with on_the_day(day + timedelta(days=1), minutes=place):
            release(by=people["director"], paper=paper, proof=made_up_proof())

"""A plan in which people do things at random: what the past must be able to say again, step by step."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction

from goldenthread.web.accounts.standing import today
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.plan import actions
from goldenthread.web.plan.models import (
    Action,
    DateChange,
    Evidence,
    Measure,
    Objective,
    Outcome,
    Requirement,
)
from goldenthread.web.plan.rules import NotDone
from web_people import MAKER, person, proof
from web_plan import BOARD, source

ROLES = ("director", "head_of_service", "improvement_lead", "action_owner")


class Steps:
    """A small plan, and everything people can do to it, drawn from `chance`."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.people = [person(role) for role in ROLES]
        source("Visits are late.", "Plans drift.")
        self._add_objective()
        self._add_action()

    def take(self) -> str:
        """One step, whatever becomes of it; its name. Refused by a rule, it leaves nothing behind."""
        step: Callable[[], None] = self.chance.choice(self._steps())
        try:
            with transaction.atomic():
                step()
        except NotDone:
            return f"{step.__name__} (refused)"
        return step.__name__

    def _steps(self) -> list[Callable[[], None]]:
        return [getattr(self, name) for name in dir(self) if name.startswith("_step_")]

    def _one(self, of: Any) -> Any:
        return self.chance.choice(list(of.objects.order_by("pk")))

    def _who(self) -> Any:
        return self.chance.choice(self.people)

    def _words(self) -> str:
        return f"Made-up words {self.chance.randrange(1000)}"

    def _day(self) -> Any:
        return today() + timedelta(days=self.chance.randrange(-60, 200))

    def _act(self, name: str, **given: Any) -> None:
        action = self._one(Action)
        getattr(actions, name)(by=self._who(), action=action, version=action.version, **given)

    def _add_objective(self) -> None:
        answers = [one for one in Requirement.objects.all() if self.chance.random() < 0.5]
        actions.add_objective(by=self._who(), text=self._words(), answers=answers)

    def _add_action(self) -> None:
        owner = actions.Ownership(person=self._who()) if self.chance.random() < 0.7 else None
        actions.add_action(
            by=self._who(),
            objective=self._one(Objective),
            text=self._words(),
            owner=owner or actions.Ownership(role="Head of made-up things"),
            due=self._day(),
        )

    _step_objective, _step_action = _add_objective, _add_action

    def _step_agree(self) -> None:
        self._act("agree", due=self._day(), meeting=BOARD, on=today())

    def _step_start(self) -> None:
        self._act("start")

    def _step_claim(self) -> None:
        self._act("claim", words=self._words(), on=today())

    def _step_sign_off(self) -> None:
        self._act("sign_off", words=self._words(), on=today(), proof=proof())

    def _step_reopen(self) -> None:
        self._act("reopen", why=self._words())

    def _step_stop(self) -> None:
        self._act("stop", why=self._words())

    def _step_impact(self) -> None:
        action = self._one(Action)
        pieces = list(action.evidence.order_by("pk"))
        state = self.chance.choice(["none yet", "early"])
        impact = actions.Impact(state=state, why=self._words(), evidence=pieces)
        given = {"version": action.version, "impact": impact, "on": today(), "proof": proof()}
        actions.judge_impact(by=self._who(), action=action, **given)

    def _step_ask_date(self) -> None:
        self._act("propose_date", proposed=self._day(), why=self._words(), on=today())

    def _step_decide_date(self) -> None:
        for change in DateChange.objects.filter(outcome=Outcome.WAITING)[:1]:
            agreed = self.chance.random() < 0.5
            given = {"agreed": agreed, "meeting": BOARD, "why": self._words(), "on": today()}
            actions.decide_date(by=self._who(), change=change, **given)

    def _step_note(self) -> None:
        actions.add_note(by=self._who(), action=self._one(Action), text=self._words())

    def _step_pin(self) -> None:
        ref = EvidenceRef(kind="minute", key=self._words(), label="Minutes", as_of=today())
        actions.pin_document(
            by=self._who(), action=self._one(Action), ref=ref, shows=self._words(), where="F"
        )

    def _step_judge(self) -> None:
        for piece in Evidence.objects.order_by("?")[:1]:
            given = {"sufficient": True, "why": self._words(), "on": today(), "proof": proof()}
            actions.judge_evidence(by=self._who(), evidence=piece, version=piece.version, **given)

    def _step_edit_objective(self) -> None:
        objective = self._one(Objective)
        answers = [one for one in Requirement.objects.all() if self.chance.random() < 0.5]
        given = {"version": objective.version, "text": self._words(), "answers": answers}
        actions.edit_objective(by=self._who(), objective=objective, **given)

    def _step_measure(self) -> None:
        indicator = self.chance.choice(["visits_in_time", "reviews_in_time"])
        actions.add_measure(by=self._who(), objective=self._one(Objective), indicator=indicator)

    def _step_remove_measure(self) -> None:
        for measure in Measure.objects.all()[:1]:
            actions.remove_measure(by=self._who(), measure=measure)

    def _step_name_plan(self) -> None:
        actions.name_plan(by=MAKER, title=self._words())

    def _step_somebody_marries(self) -> None:
        who = self._who()
        who.name = f"Madeup {self._words()}"
        who.save()

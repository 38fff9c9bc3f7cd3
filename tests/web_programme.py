"""Made-up concerns, roll-outs and ideas for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.plan.actions import Ownership
from goldenthread.web.plan.models import Action
from goldenthread.web.programme import actions
from goldenthread.web.programme.actions import ConcernWords, Score
from goldenthread.web.programme.models import Concern, Idea, RollOut
from web_people import person


def concern(
    text: str = "Agency workers leave", *, kind: str = "risk", likelihood: int = 3, harm: int = 4,
    owner: Person | None = None, due: int = 30, **more: Any,
) -> Concern:  # fmt: skip
    """A risk unless said otherwise, to be reviewed in so many days."""
    words = ConcernWords(
        kind=kind,
        text=text,
        score=Score(harm, likelihood if kind == "risk" else None),
        owner=Ownership(person=owner, role="" if owner else "Head of a made-up service"),
        next_step="Hire",
        review_by=today() + timedelta(days=due),
        **more,
    )
    return actions.raise_concern(by=person("improvement_lead"), words=words, on=today())


def concern_words(**changes: Any) -> dict[str, Any]:
    """The same as a form is sent."""
    day = (today() + timedelta(days=30)).strftime("%d/%m/%Y")
    typed = {"kind": "risk", "text": "Agency workers leave", "likelihood": "3", "harm": "4", "owner": ""}
    return {**typed, "owner_role": "Head", "next_step": "Hire", "review_by": day, **changes}


def rollout(action: Action, *, areas: int = 4, people: int = 100) -> RollOut:
    words = actions.RollOutWords("roll-out", "A new form", action, areas, people)
    return actions.add_rollout(by=person("improvement_lead"), words=words)


def count(
    made: RollOut, on: date, *, live: int = 1, trained: int = 10, defects: int = 2, closed: int = 3
) -> None:
    words = actions.CountWords(on, live, trained, defects, closed)
    actions.count_rollout(by=person("improvement_lead"), rollout=made, count=words, on=max(today(), on))


def idea(words: str = "Let us share a rota", said_by: str = "Front door team") -> Idea:
    return actions.hear_idea(by=person("social_worker"), words=words, said_by=said_by, on=today())

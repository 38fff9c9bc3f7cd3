"""The lists of the programme as files hold them: the rows their pages show, in the pages' order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from goldenthread.papers.plan_sheets.columns import Column, Kind, SheetOf, Use, Values
from goldenthread.papers.plan_sheets.writing import Filled
from goldenthread.web.plan.models import Action, Objective
from goldenthread.web.programme import queries

REGISTER = SheetOf(
    "Register",
    "thing that could stop us",
    (
        Column("text", "What could stop us", "In words", width=50),
        Column("kind", "Kind", "A risk, an issue, or want of people or money", width=12),
        Column("size", "How great", "Likelihood times harm, in words", Use.WORKED_OUT, width=12),
        Column("score", "Score", "Out of 25", Use.WORKED_OUT, Kind.NUMBER, width=8),
        Column("likelihood", "Likelihood", "1 to 5, of a risk alone", kind=Kind.NUMBER, width=11),
        Column("harm", "Harm", "1 to 5", kind=Kind.NUMBER, width=8),
        Column("owner", "Who has it in hand", "A person or a role", width=24),
        Column("next_step", "Next", "What is done next", width=40),
        Column("review_by", "Review by", "When it is looked at again", kind=Kind.DAY, width=12),
        Column("review", "Review", "Whether that is late", Use.WORKED_OUT, width=26),
        Column("actions", "Actions", "What in the plan it bears on", width=14),
        Column("objectives", "Objectives", "What in the plan it bears on", width=14),
        Column("raised_by", "Raised by", "Who put it here", width=22),
        Column("raised_on", "Raised on", "The day they did", kind=Kind.DAY, width=12),
        Column("closed_on", "Closed on", "The day it could stop us no more", kind=Kind.DAY, width=12),
        Column("closed_why", "Why closed", "The reason given", width=30),
    ),
)

ROLL_OUTS = SheetOf(
    "Roll-outs",
    "pilot or roll-out",
    (
        Column("name", "Name", "What is tried or rolled out", width=40),
        Column("kind", "Kind", "A pilot or a roll-out", width=12),
        Column("action", "Action", "The action of the plan that it is", width=10),
        Column("on", "Counted on", "The day of the latest count", kind=Kind.DAY, width=12),
        Column("areas_live", "Areas live", "How many areas have it", kind=Kind.NUMBER, width=10),
        Column("areas", "Areas", "How many there are to reach", kind=Kind.NUMBER, width=8),
        Column("trained", "Trained", "How many people are trained", kind=Kind.NUMBER, width=9),
        Column("people", "To train", "How many there are to train", kind=Kind.NUMBER, width=9),
        Column("defects_open", "Defects open", "How many are open", kind=Kind.NUMBER, width=9),
        Column("defects_closed", "Defects closed", "How many are closed", kind=Kind.NUMBER, width=9),
        Column("ended_on", "Ended on", "The day it ended", kind=Kind.DAY, width=12),
        Column("outcome", "What came of it", "Once it has ended", width=40),
    ),
)

IDEAS = SheetOf(
    "Staff ideas",
    "idea",
    (
        Column("received_on", "Received on", "The day it was put forward", kind=Kind.DAY, width=12),
        Column("said_by", "From", "Empty where they would not be named", width=24),
        Column("words", "Idea", "In their words", width=60),
        Column("answer", "Answer", "What they were answered; empty where it waits", width=60),
        Column("answered_by", "Answered by", "Who did", width=22),
        Column("answered_on", "Answered on", "The day they did", kind=Kind.DAY, width=12),
        Column("action", "Action", "The action it became", width=10),
    ),
)


def _codes(found: Iterable[Action | Objective]) -> str:
    return ", ".join(one.code for one in found)


def _register(show: str, as_at: date) -> Filled:
    return Filled(REGISTER, [_concern(row) for row in queries.register(show, as_at=as_at).rows])


def _concern(row: queries.ShownConcern) -> Values:
    one = row.concern
    return {
        **{name: getattr(one, name) for name in ("text", "score", "likelihood", "harm", "next_step")},
        **{name: getattr(one, name) for name in ("review_by", "raised_on", "closed_on", "closed_why")},
        "kind": one.get_kind_display(),
        "size": row.size,
        "owner": one.owner_words,
        "review": row.review,
        "actions": _codes(one.actions.all()),
        "objectives": _codes(one.objectives.all()),
        "raised_by": one.raised_by_name,
    }


_COUNTED = ("on", "areas_live", "trained", "defects_open", "defects_closed")


def _roll_outs(show: str, as_at: date) -> Filled:
    return Filled(ROLL_OUTS, [_roll_out(one) for one in queries.rollouts()])


def _roll_out(row: queries.Progress) -> Values:
    one, latest = row.rollout, row.latest
    return {
        **{name: getattr(one, name) for name in ("name", "areas", "people", "ended_on", "outcome")},
        **({name: getattr(latest, name) for name in _COUNTED} if latest else {}),
        "kind": one.get_kind_display(),
        "action": one.action.code,
    }


def _ideas(show: str, as_at: date) -> Filled:
    found = queries.ideas()
    names = ("received_on", "said_by", "words", "answer", "answered_on")
    return Filled(
        IDEAS,
        [
            {
                **{name: getattr(one, name) for name in names},
                "answered_by": one.answered_by_name,
                "action": one.action.code if one.action else "",
            }
            for one in found
        ],
    )


LISTS: Mapping[str, tuple[str, Callable[[str, date], Filled]]] = {
    "register": ("What could stop us", _register),
    "roll-outs": ("Pilots and roll-outs", _roll_outs),
    "ideas": ("Staff ideas", _ideas),
}
"""Every list that may be taken away, by its name in the address: its title, and its rows under a filter."""

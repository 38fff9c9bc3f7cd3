"""Which steps an action offers to whom: a button for each that would be taken, and none that would not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goldenthread.web.accounts.models import Person
from goldenthread.web.plan import actions, offers
from goldenthread.web.plan.models import DEFAULT, Action
from posts_of_delivery import signed_off
from web_people import person
from web_plan import action, agreed, claimed, fresh

pytestmark = pytest.mark.django_db

# Where the action stands, who looks, and what is offered beside what everybody of the row's kind is.
# A role that is in no row is offered nothing but, where it has the right, "Add evidence".
_ENDS = "Merge it into another, Stop it"
_AHEAD = "Add a milestone, Say what it waits for"
_KEPT = f"Edit it, {_AHEAD}, Set its colour, {_ENDS}"
OFFERED = f"""
    proposed   | improvement_lead | Agree it, Ask for a new date, Add a note, Record a decision, {_KEPT}
    proposed   | director         | Agree it, Ask for a new date, Add a note, Judge its impact, {_KEPT}
    proposed   | board_secretary  | Agree it, Record a decision
    proposed   | head_of_service  | Add evidence, Judge its impact
    proposed   | action_owner     | Add evidence
    proposed   | its owner        | Ask for a new date, Add a note, Add evidence, {_AHEAD}
    proposed   | auditor          |
    proposed   | independent_chair |
    agreed     | improvement_lead | Start it, Claim it complete, Ask for a new date, Add a note, Record a decision, {_KEPT}
    agreed     | board_secretary  | Record a decision
    agreed     | its owner        | Start it, Claim it complete, Ask for a new date, Add a note, Add evidence, {_AHEAD}
    agreed     | action_owner     | Add evidence
    claimed    | improvement_lead | Send it back, Add a note, Record a decision, {_ENDS}
    claimed    | director         | Sign it off, Send it back, Add a note, Judge its impact, {_ENDS}
    claimed    | head_of_service  | Sign it off, Send it back, Add evidence, Judge its impact
    claimed    | its owner        | Add a note, Add evidence
    claimed    | auditor          |
    signed off | improvement_lead | Open it again, Add a note, Record a decision
    signed off | head_of_service  | Open it again, Add evidence, Judge its impact
    signed off | action_owner     | Add evidence
    signed off | auditor          |
"""  # noqa: E501
ROWS = [[cell.strip() for cell in row.split("|")] for row in OFFERED.strip().splitlines()]


def stands(state: str, owner: Person) -> Action:
    made = {
        "proposed": lambda: action(owner),
        "agreed": lambda: agreed(action(owner)),
        "claimed": lambda: claimed(action(owner), owner),
        "signed off": signed_off,
    }[state]()
    return fresh(made)


def offered(reader: Person, made: Action) -> str:
    return ", ".join(offer.label for offer in offers.offers(reader, made, None))


@pytest.mark.parametrize(("state", "who", "expected"), ROWS, ids=lambda cell: cell[:20])
def test_each_is_offered_the_steps_that_are_theirs(state: str, who: str, expected: str) -> None:
    owner = person("action_owner")
    made = stands(state, owner)
    assert offered(owner if who == "its owner" else person(who), made) == expected


def test_who_owns_what_they_could_sign_off_is_not_offered_to() -> None:
    owner = person("director")
    made = stands("claimed", owner)
    assert "Sign it off" not in offered(owner, made)
    assert "Judge its impact" not in offered(owner, made)
    assert "Set its colour" not in offered(owner, stands("agreed", owner))


def test_a_scheme_lends_no_right_to_a_role_that_has_none() -> None:
    """Named in the scheme, an auditor still opens no page that agrees anything: no button either."""
    records = {body: [*roles, "auditor"] for body, roles in DEFAULT.records.items()}
    actions.set_scheme(
        by=person("director"),
        version=0,
        delegated=replace(DEFAULT, records=records),
        meeting="Board",
        why="Agreed",
    )
    assert offered(person("auditor"), stands("proposed", person("action_owner"))) == ""

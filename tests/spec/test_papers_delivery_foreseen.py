"""A delivery colour also looks ahead: the owner's forecast, milestones on the way, and a colour somebody set.

As at Friday 30 October 2026. Each action is in progress; 18 December is 35 working days away.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from drawn import table
from goldenthread.papers.colours import DEFINITIONS, Rag, key
from goldenthread.papers.plan import Delivery, delivery, is_late
from goldenthread.papers.plan_view import plan_view
from goldenthread.standards.calendar import working_days_after
from unit.papers.papers_made_up import action, plan

AS_AT = date(2026, 10, 30)


def rated(**changed: Any) -> Delivery:
    given = {"delivery_state": "in progress", "original_due": "2026-12-18", "due": "2026-12-18", **changed}
    return delivery(plan(action(**given)).actions[0], as_at=AS_AT, working_days=working_days_after)


FORECAST = """
due        | forecast   | said
-----------+------------+--------------------------------------------------------------------------
2026-12-18 |            | Green: due 18 Dec 2026, 35 working days left
2026-12-18 | 2026-12-18 | Green: due 18 Dec 2026, 35 working days left
2026-12-18 | 2026-12-19 | Amber: forecast 19 Dec 2026, after its date
2026-12-18 | 2026-12-21 | Amber: forecast 21 Dec 2026, 1 working day after its date
2026-11-20 | 2026-12-08 | Amber: forecast 8 Dec 2026, 12 working days after its date
2026-12-18 | 2027-01-20 | Amber: forecast 20 Jan 2027, 20 working days after its date
2026-12-18 | 2027-01-21 | Red: forecast 21 Jan 2027, 21 working days after its date
2026-12-18 | 2026-10-30 | Green: due 18 Dec 2026, 35 working days left
2026-12-18 | 2026-10-29 | Amber: forecast 29 Oct 2026, which has gone by
2026-10-29 | 2026-12-18 | Red: due 29 Oct 2026, 1 working day late
"""


@pytest.mark.parametrize("row", table(FORECAST), ids=lambda row: f"{row['due']}, {row['forecast']}")
def test_a_forecast_after_its_date_is_said_before_the_date_comes(row: dict[str, Any]) -> None:
    forecast = row["forecast"].isoformat() if row["forecast"] else None
    due = row["due"].isoformat()
    assert rated(due=due, original_due=due, forecast=forecast).words == row["said"]


MILESTONES = """
due        | done_on    | rating | said
-----------+------------+--------+-----------------------------------------------------------
2026-10-30 |            | Green  |
2026-10-29 |            | Amber  | milestone “Teams told” due 29 Oct 2026, 1 working day late
2026-10-24 |            | Amber  | milestone “Teams told” due 24 Oct 2026, 5 working days late
2026-10-16 |            | Amber  | milestone “Teams told” due 16 Oct 2026, 10 working days late
2026-10-15 |            | Red    | milestone “Teams told” due 15 Oct 2026, 11 working days late
2026-10-15 | 2026-10-30 | Green  |
"""


@pytest.mark.parametrize("row", table(MILESTONES), ids=lambda row: f"{row['due']}, {row['done_on']}")
def test_a_late_milestone_is_said_while_the_action_is_in_time(row: dict[str, Any]) -> None:
    done = row["done_on"].isoformat() if row["done_on"] else None
    only = {"text": "Teams told", "due": row["due"].isoformat(), "done_on": done}
    found = rated(milestones=[only])
    assert found.rag == row["rating"]
    assert found.reason == (row["said"] or "due 18 Dec 2026, 35 working days left")


def test_what_makes_the_worst_colour_is_said_and_nothing_else() -> None:
    milestone = {"text": "Teams told", "due": "2026-10-29"}
    near = rated(due="2026-11-06", original_due="2026-11-06", forecast="2026-11-09")
    assert near.reason.endswith("1 working day after its date; due 6 Nov 2026, 5 working days left")
    both = rated(milestones=[milestone], forecast="2027-01-21")
    assert both.words == "Red: forecast 21 Jan 2027, 21 working days after its date"
    assert "; milestone" in rated(milestones=[milestone], forecast="2026-12-21").reason


def override(**changed: Any) -> dict[str, str]:
    return {"rag": "Red", "reason": "The supplier has gone", "author": "Lead", **changed}


SET = """
until      | state            | said
-----------+------------------+--------------------------------------------------------------------------
2026-10-30 | in progress      | Red: The supplier has gone (set by Lead until 30 Oct 2026). Computed: Green
2026-10-29 | in progress      | Green
2026-10-30 | claimed complete | Awaiting sign-off: the owner says it is done, due 18 Dec 2026
2026-10-30 | stopped          | Stopped
"""


@pytest.mark.parametrize("row", table(SET), ids=lambda row: f"{row['until']}, {row['state']}")
def test_a_colour_somebody_set_stands_to_its_last_day_with_the_computed_one_beside_it(
    row: dict[str, Any],
) -> None:
    found = rated(override=override(until=row["until"].isoformat()), delivery_state=row["state"])
    ahead = ": due 18 Dec 2026, 35 working days left" if row["state"] == "in progress" else ""
    assert found.words == row["said"] + ahead
    assert (found.computed is not None) == (found.rag == "Red")


def test_late_is_a_date_and_no_colour() -> None:
    set_green = override(rag="Green", until="2026-12-31")
    red_ahead = plan(action(forecast="2027-03-01")).actions[0]
    green_behind = plan(action(due="2026-10-29", original_due="2026-10-29", override=set_green)).actions[0]
    assert not is_late(red_ahead, as_at=AS_AT)
    assert is_late(green_behind, as_at=AS_AT)


def test_what_is_merged_says_into_what() -> None:
    whole = plan(action(delivery_state="merged", merged_into="A2"), action(id="A2"))
    assert delivery(whole.actions[0], as_at=AS_AT, working_days=working_days_after).words == "Merged: into A2"


def test_every_colour_has_a_definition_and_a_paper_gives_those_it_shows() -> None:
    assert set(DEFINITIONS) == set(Rag)
    signed = action(delivery_state="signed off", signed_off_by="Director")
    shown = plan_view(plan(signed, labels=[{"colour": "Signed off", "called": "Blue"}]), inspections=[])
    assert shown is not None
    assert [(one["called"], one["means"]) for one in shown["key"]] == [("Blue", DEFINITIONS[Rag.DONE])]
    assert shown["objectives"][0]["actions"][0]["called"] == "Blue"


def test_what_an_authority_calls_a_colour_never_changes_which_it_is() -> None:
    named = {rag: called for rag, called, _ in key({"Signed off": "Blue"})}
    assert (named[Rag.DONE], named[Rag.RED]) == ("Blue", "Red")

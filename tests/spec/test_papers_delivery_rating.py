"""Delivery is rated from an action's state and dates alone, and says why.

As at Saturday 31 October 2026. 30 October and 2 November are working days; Christmas brings bank holidays.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from drawn import table
from goldenthread.papers.plan import delivery
from goldenthread.papers.wording import short_date
from goldenthread.standards.calendar import working_days_after
from unit.papers.papers_made_up import action, plan

AS_AT = date(2026, 10, 31)

RATED = """
state       | original_due | due        | slips | rating | how near                        | moved
------------+--------------+------------+-------+--------+---------------------------------+--------
in progress | 2026-10-30   | 2026-10-30 | 0     | Red    | late by less than a working day |
in progress | 2026-10-29   | 2026-10-29 | 0     | Red    | 1 working day late              |
agreed      | 2026-08-21   | 2026-08-21 | 0     | Red    | 49 working days late            |
in progress | 2026-06-30   | 2026-08-21 | 2     | Red    | 49 working days late            |
in progress | 2026-10-31   | 2026-10-31 | 0     | Amber  | no working days left            |
in progress | 2026-11-13   | 2026-11-13 | 0     | Amber  | 10 working days left            |
in progress | 2026-11-16   | 2026-11-16 | 0     | Green  | 11 working days left            |
proposed    | 2026-12-29   | 2026-12-29 | 0     | Green  | 40 working days left            |
agreed      | 2026-09-30   | 2026-12-18 | 1     | Amber  | 35 working days left            | once
agreed      | 2026-09-30   | 2026-12-18 | 3     | Amber  | 35 working days left            | 3 times
"""


@pytest.mark.parametrize("row", table(RATED), ids=lambda row: f"{row['state']}, {row['due']}, {row['slips']}")
def test_delivery_is_rated_from_dates_with_its_reason(row: dict[str, Any]) -> None:
    dates = {name: row[name].isoformat() for name in ("original_due", "due")}
    only = plan(action(delivery_state=row["state"], slips=int(row["slips"]), **dates)).actions[0]
    moved = f"; date moved {row['moved']}, first due 30 Sep 2026" if row["moved"] else ""
    said = f"{row['rating']}: due {short_date(row['due'])}, {row['how near']}{moved}"
    assert delivery(only, as_at=AS_AT, working_days=working_days_after).words == said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"delivery_state": "claimed complete", "original_due": "2026-08-21", "due": "2026-08-21"},
            "Awaiting sign-off: the owner says it is done, due 21 Aug 2026",
        ),
        (
            {"delivery_state": "claimed complete", "original_due": None, "due": None},
            "Awaiting sign-off: the owner says it is done",
        ),
        ({"delivery_state": "stopped", "original_due": "2026-08-21", "due": "2026-08-21"}, "Stopped"),
        ({"delivery_state": "proposed", "original_due": None, "due": None}, "No date: no due date agreed"),
    ],
)
def test_what_the_owner_has_done_what_is_stopped_and_what_has_no_date_are_never_red(
    changed: dict[str, Any], said: str
) -> None:
    only = plan(action(**changed)).actions[0]
    assert delivery(only, as_at=AS_AT, working_days=working_days_after).words == said


def test_what_is_signed_off_says_by_whom_however_late_it_was() -> None:
    signed = plan(
        action(
            delivery_state="signed off", signed_off_by="Director", original_due="2026-01-05", due="2026-01-05"
        )
    )
    rated = delivery(signed.actions[0], as_at=AS_AT, working_days=working_days_after)
    assert rated.words == "Signed off: by Director"


@pytest.mark.parametrize("impact", ["none yet", "early"])
def test_impact_never_touches_the_delivery_colour(impact: str) -> None:
    one = plan(action(impact_state=impact)).actions[0]
    assert delivery(one, as_at=AS_AT, working_days=working_days_after).rag == "Green"

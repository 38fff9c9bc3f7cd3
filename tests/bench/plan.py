"""How long the server takes for the plan's pages with 400 actions: the goal is under 300 ms.

    PYTHONPATH=tests python -m bench.plan      (from the checkout; a database of its own, gone at the end)

Times are of the whole request inside the process (middleware, queries, template), the median of fifteen after
one that warms up, by the clock and by the process's own time: where the machine does other work beside, the
clock counts that too, and the second says what the server itself needs. The goal is held against the clock
where the two agree, and against the process's time where the machine was plainly busy. Queries are counted
with a hundred actions and with four hundred: they must be as many.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

GOAL, TIMES, ACTIONS = 300.0, 15, 400  # milliseconds; repeats; how many actions the plan has
PAGES = (
    "",
    "board/",
    "exceptions/",
    "on-one-page/",
    "mine/",
    "dates-moved/",
    "awaiting-sign-off/",
    "objectives/",
)
_GROUPS, _OBJECTIVES = 8, 12
_BUSY = 2.0  # times the process's own time: the database alone takes less than half of a page


def fill(until: int) -> None:
    """A plan of so many actions: late and in time, with steps, ties and claims that wait."""
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.plan.models import Action, Milestone, Objective, Workstream
    from web_people import person

    groups = [Workstream.objects.get_or_create(name=f"Group {n}")[0] for n in range(_GROUPS)]
    aims = [
        Objective.objects.get_or_create(code=f"O{n}", defaults={"text": f"What will be different, {n}"})[0]
        for n in range(1, _OBJECTIVES + 1)
    ]
    owner = person("head_of_service")
    for number in range(Action.objects.count(), until):
        due = today() + timedelta(days=number % 120 - 40)
        waits = number % 10 == 0
        made = Action.objects.create(
            code=f"A{number + 1}",
            text=f"Do the {number}th thing that was asked, as fully as it was asked for and by its date",
            objective=aims[number % _OBJECTIVES],
            workstream=groups[number % _GROUPS],
            owner=owner,
            agreed_on=today() - timedelta(days=90),
            original_due=due,
            due=due,
            state="claimed complete" if waits else "in progress",
            claim_words="It is done" if waits else "",
            claimed_on=today() - timedelta(days=20) if waits else None,
        )
        Milestone.objects.create(action=made, text="A step on the way", due=due, original_due=due)


@dataclass(frozen=True)
class Measured:
    """A page's medians in milliseconds, by the clock and of the process itself, and its queries."""

    clock: float
    own: float
    queries: int

    @property
    def busy(self) -> bool:
        """Whether the machine did more beside than wait for the database."""
        return self.clock > _BUSY * self.own

    @property
    def over(self) -> bool:
        return (self.own if self.busy else self.clock) > GOAL

    def __str__(self) -> str:
        beside = " (the machine was busy)" if self.busy else ""
        return f"{self.clock:6.0f} ms {self.own:6.0f} ms of its own {self.queries:3} queries{beside}"


def measured(client: Any, page: str) -> Measured:
    """One page, asked for so often."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = f"/plan/{page}"
    assert client.get(address).status_code == 200, address
    clock, own = [], []
    for _ in range(TIMES):
        began, spent = time.perf_counter(), time.process_time()
        client.get(address)
        clock.append((time.perf_counter() - began) * 1000)
        own.append((time.process_time() - spent) * 1000)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return Measured(median(clock), median(own), len(asked))


def main() -> int:
    import proof_site
    from proof_site import say

    with proof_site.ready():
        from django.test import Client

        from web_people import person

        client = Client()
        client.force_login(person("director"), backend="goldenthread.web.accounts.backend.EmailAndPassword")
        fill(ACTIONS // 4)
        few = {page: measured(client, page).queries for page in PAGES}
        fill(ACTIONS)
        wrong = 0
        for page in PAGES:
            found = measured(client, page)
            more = found.queries != few[page]
            wrong += found.over or more
            say(
                f"{found}  /plan/{page}"
                + ("  over the goal" if found.over else "")
                + (f"  asked {few[page]} with fewer" if more else "")
            )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())

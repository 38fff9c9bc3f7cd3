"""How long the server takes for each page of a demonstration, for each role: the goal is under 200 ms.

    python -m tests.bench.pages DEMO_FOLDER      (a folder of `goldenthread demo`, its site not running)

Times are of the whole request inside the process (middleware, queries, template), the middle of three, after
one that warms up; the slowest of a few pages of each kind is shown. Downloads are timed too, and written down
in the demonstration's history like any other.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

GOAL = 200.0  # milliseconds
TIMES = 3
EACH = 3  # pages of one kind


def measured(role_email: str) -> dict[str, tuple[str, float, int]]:
    """For each kind of page one person reaches: an address, its milliseconds, its queries."""
    from django.test import Client

    from crawl import reachable
    from goldenthread.web.accounts.models import Person

    client = Client(raise_request_exception=False)
    person = Person.objects.get(email=role_email)
    client.force_login(person, backend="goldenthread.web.accounts.backend.EmailAndPassword")

    def fetch(address: str) -> tuple[str, str]:
        answer = client.get(address)
        if answer.status_code >= 400:
            sys.stderr.write(f"{answer.status_code} {address} for {role_email}\n")
        text = b"".join(answer).decode("utf-8", "replace")
        return answer.headers.get("Content-Type", "") if answer.status_code == 200 else "", text

    found: dict[str, tuple[str, float, int]] = {}
    for what, address, _ in reachable(fetch, each=EACH):
        took = median(_once(client, address) for _ in range(TIMES))
        if what not in found or took > found[what][1]:
            found[what] = (address, took, _queries(client, address))
    return found


def _once(client: Any, address: str) -> float:
    began = time.perf_counter()
    b"".join(client.get(address))
    return (time.perf_counter() - began) * 1000


def _queries(client: Any, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def main(folder: Path) -> int:
    from goldenthread.cli.site import opened

    sys.path.insert(0, str(Path(__file__).parents[1]))
    slowest: dict[str, tuple[float, str, str, int]] = {}
    with opened(folder, allow_root=True):
        from goldenthread.web.accounts.models import Person

        for person in Person.objects.order_by("pk"):
            for what, (address, took, queries) in measured(person.email).items():
                if took > slowest.get(what, (0.0,))[0]:
                    slowest[what] = (took, address, person.email.partition("@")[0], queries)
    for what, (took, address, who, queries) in sorted(slowest.items(), key=lambda item: -item[1][0]):
        late = "  over the goal" if took > GOAL else ""
        sys.stdout.write(f"{took:7.0f} ms {queries:4} queries  {what:<45} {who:<14} {address}{late}\n")
    return int(any(took > GOAL for took, *_ in slowest.values()))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

"""make faults: each check of who may do what, broken one at a time; the tests must notice every one.

Prints one line: caught of sown, seed; and before it every fault that nothing noticed. `--few 5` draws a few;
`--only accounts/standing` sows one file's. First everything is asked without a fault, so that what is then
noticed is the fault."""

from __future__ import annotations

import argparse
import logging
import os
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))

import web_lanes  # noqa: E402
from web_faults import Fault, faults, sow  # noqa: E402
from web_lanes import Site  # noqa: E402

SEED = 20261124
LANES = 2
_OF_ROOM = {
    "accounts": ("test_roles_by_two", "test_people_pages", "test_policies", "test_matrix_content"),
    "plan": (
        "test_matrix_content",
        "test_plan_rules",
        "test_roles_by_two",
        "test_plan_editing",
        "test_plan_pages",
    ),
    "oversight": ("test_matrix_content", "test_oversight_lists", "test_oversight_timeline"),
    "intake": ("test_matrix_content", "test_gate", "test_intake_pages_names", "test_intake_pages_load"),
    "papers": ("test_papers_pages", "test_matrix_content"),
    "inspection": ("test_inspection_reports", "test_matrix_content"),
    "indicators": ("test_matrix_content", "test_indicators_pages"),
    "config": ("test_every_answer", "test_policies", "test_matrix_content"),
}
_SPACES = {"accounts": "accounts:", "plan": "plan:", "oversight": "oversight:", "intake": "intake:"}
_EVERYWHERE = ("accounts/standing.py", "accounts/policy.py", "accounts/middleware.py", "config/middleware.py")


def main() -> int:
    asked = _arguments()
    chosen = _chosen(asked)
    web_lanes.set_up()
    logging.disable(logging.CRITICAL)
    with web_lanes.lane("faults-0") as one, web_lanes.lane("faults-1") as two:
        free: Queue[Site] = Queue()
        for site in (one, two):
            web_lanes.warm(site)
            free.put(site)
        without = _in_turn(free, [None] if asked.few else [None, *sorted(_OF_ROOM)])
        if any(without):
            return _say("wrong without any fault: " + "; ".join(filter(None, without)))
        found = _in_turn(free, chosen)
    left = [fault for fault, why in zip(chosen, found, strict=True) if not why]
    for fault in left:
        _say(f"nothing noticed: {fault}")
    starts = sum(why.startswith("fault:") for why in found)
    caught = len(chosen) - len(left)
    _say(f"faults: {caught} of {len(chosen)} caught ({starts} at the site's start), seed {SEED}")
    return 1 if left else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--few", type=int, default=0)
    parser.add_argument("--only", default="")
    return parser.parse_args()


def _chosen(asked: argparse.Namespace) -> list[Fault]:
    every = [fault for fault in faults() if str(fault).startswith(asked.only)]
    return random.Random(SEED).sample(every, asked.few) if asked.few else every


def _in_turn(free: Queue[Site], what: list[Fault] | list[str | None]) -> list[str]:
    """What noticed each, one child at a time in each lane."""

    def one(about: Fault | str | None) -> str:
        site = free.get()
        try:
            said = web_lanes.in_a_child(lambda: _noticed(site, about), timeout=240)
        finally:
            free.put(site)
        if os.environ.get("FAULTS_TOLD"):
            _say(f"{'-' if said else 'NOTHING'} {about}: {said[:150]}")
        return str(said)

    with ThreadPoolExecutor(LANES) as lanes:
        return list(lanes.map(one, what))


def _noticed(site: Site, about: Fault | str | None) -> str:
    """What noticed the fault; "" where nothing did. Without one: what is wrong with a room as it is."""
    sys.stdout.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    if isinstance(about, Fault):
        sow(about)
    room = about.room if isinstance(about, Fault) else about
    return _by_matrix(site, about) or (_by_tests(site, room) if room else "")


def _by_matrix(site: Site, about: Fault | str | None) -> str:
    from django.db import transaction

    import web_matrix

    web_lanes.use(site.server, site.store)
    pairs = list(web_matrix.pairs(site.world))
    random.Random(SEED).shuffle(pairs)
    with transaction.atomic():
        found = web_matrix.first_wrong(site.world, _nearest(pairs, about))
        transaction.set_rollback(True)
    return found


def _nearest(pairs: list, about: Fault | str | None) -> list:
    """The pairs to ask: those of the fault's own page, or a few of its room's or of everywhere."""
    asks = [pair for pair in pairs if pair.method in {"GET", "POST"}]
    if not isinstance(about, Fault):
        return asks[:150]
    own = [pair for pair in asks if _view(pair) == (about.module, about.function)]
    if own:
        return own
    if about.path in _EVERYWHERE:
        children = [pair for pair in asks if pair.route in {"oversight:child", "oversight:team"}]
        return [*children, *asks[:250]]
    space = f"{about.room}:"
    return [pair for pair in asks if pair.route.startswith(space) and pair.method == "GET"][:200]


def _view(pair: object) -> tuple[str, str]:
    from django.urls import resolve

    import web_matrix

    view = resolve(web_matrix.address(pair).partition("?")[0]).func
    return view.__module__, view.__name__


def _by_tests(site: Site, room: str) -> str:
    """The tests of the room, in this process: "" where all pass, the first failing one where not."""
    import pytest

    import web_server

    web_server.shared = lambda run, owner: site.server
    from django.db import connection

    connection.close()
    logging.disable(logging.NOTSET)
    files = [str(TESTS / "web" / f"{name}.py") for name in _OF_ROOM[room]]
    plugin = _First()
    code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", *files], plugins=[plugin])
    return "" if code == 0 else plugin.failed or f"pytest ended with {code}"


class _First:
    failed = ""

    def pytest_runtest_logreport(self, report: object) -> None:
        if report.failed:
            self.failed = self.failed or report.nodeid


def _say(words: str) -> int:
    print(words, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())

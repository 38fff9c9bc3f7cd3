"""make faults: each check of who may do what, broken one at a time; the tests must notice every one.

Prints one line: caught of sown, seed; and before it every fault that nothing noticed. `--part 2/6` sows every
sixth from the second on (`make faults PART=2/6`), `--few 5` draws a few, `--pages` sows the policies of pages
alone, `--only accounts/standing,programme` some files'. First everything is asked without a fault, so that
what is then noticed is the fault."""

from __future__ import annotations

import argparse
import logging
import os
import random
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import Queue
from typing import Any
from unittest import mock

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))

import web_lanes  # noqa: E402
from web_faults import Fault, faults, sow  # noqa: E402
from web_lanes import Site  # noqa: E402

SEED = 20261124
LANES = 2
LATE = "timed out"
_OF_A_ROOM = 60  # of the pairs of a room, for a fault that is of no page
# The tests that are asked of a room's faults, the most telling first.
_OF_ROOM = {
    "accounts": ("test_policies", "test_roles_by_two", "test_people_pages"),
    "plan": (
        *("test_plan_rules", "test_impact_rules", "test_plan_editing", "test_roles_by_two"),
        *("test_plan_pages", "test_impact_pages", "test_requirements_register"),
    ),
    "oversight": ("test_oversight_lists", "test_oversight_timeline"),
    "intake": ("test_gate", "test_intake_pages_names", "test_intake_pages_load"),
    "papers": ("test_papers_pages",),
    "inspection": ("test_inspection_reports", "test_inspection_notices"),
    "indicators": ("test_indicators_pages", "test_targets_and_charts"),
    "intervention": (
        *("test_intervention_confidence", "test_intervention_announcing", "test_intervention_standing"),
    ),
    "past": ("test_plan_past_pages", "test_plan_as_it_was"),
    "programme": ("test_programme",),
    "reminders": ("test_reminders", "test_calendar_feed"),
    "reporting": ("test_reporting",),
    "sheets": ("test_sheets_bringing_in", "test_sheets_updates", "test_sheets_taking_away"),
    "access": (
        "test_restricted_children",
        "test_opened_records",
        "test_allotted_children",
        "test_who_looked",
    ),
    "retention": ("test_retention_removal", "test_subject_access_pages"),
    "signin": ("test_services", "test_sessions", "test_second_proof"),
    "config": ("test_every_answer", "test_policies"),
}
_OF_ALL = ("test_declared_policies", "test_matrix_content")
_EVERYWHERE = ("accounts/standing.py", "accounts/policy.py", "accounts/middleware.py", "config/middleware.py")


def main() -> int:
    asked = _arguments()
    chosen = _chosen(asked)
    web_lanes.set_up()
    logging.disable(logging.CRITICAL)
    with ExitStack() as stack:
        free: Queue[Site] = Queue()
        for number in range(1 if asked.few else LANES):
            site = stack.enter_context(web_lanes.lane(f"faults-{number}"))
            web_lanes.warm(site)
            free.put(site)
        early = sorted({fault.module for fault in chosen if fault.module in sys.modules})
        if early:  # a fault in what is there already would not be sown, and its refusal taken for a catch
            return _say("imported before any fault could be sown: " + ", ".join(early))
        rooms = {fault.room for fault in chosen if not _is_of_a_page(fault)}
        without = _in_turn(free, [None, *sorted({name for room in rooms for name in _tests_of(room)})])
        if any(without):
            return _say("wrong without any fault: " + "; ".join(filter(None, without)))
        found = _in_turn(free, chosen)
    return _told(chosen, found)


def _told(chosen: list[Fault], found: list[str]) -> int:
    """A fault that nothing noticed in the time there was is not caught."""
    left = [fault for fault, why in zip(chosen, found, strict=True) if why in {"", LATE}]
    for fault, why in zip(chosen, found, strict=True):
        if why in {"", LATE}:
            _say(f"nothing noticed{' in time' if why else ''}: {fault}")
    caught = len(chosen) - len(left)
    starts = sum(why.startswith("fault:") for why in found)
    _say(f"faults: {caught} of {len(chosen)} caught ({starts} at the site's start), seed {SEED}")
    return 1 if left else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--few", type=int, default=0)
    parser.add_argument("--part", default="1/1", metavar="N/OF")
    parser.add_argument("--only", default="")
    parser.add_argument("--pages", action="store_true", help="the policies of pages alone")
    return parser.parse_args()


def _chosen(asked: argparse.Namespace) -> list[Fault]:
    """All, those of a file, or a few drawn from the policies of pages, which are quickest to ask about. Pages
    come first, so that what goes wrong is told soon."""
    every = [fault for fault in faults() if str(fault).startswith(tuple(asked.only.split(",")))]
    of_pages = [fault for fault in every if _is_of_a_page(fault)]
    if asked.few:
        return random.Random(SEED).sample(of_pages, min(asked.few, len(of_pages)))
    chosen = of_pages if asked.pages else sorted(every, key=lambda fault: not _is_of_a_page(fault))
    number, of = (int(said) for said in asked.part.split("/"))
    return chosen[number - 1 :: of]


def _is_of_a_page(fault: Fault) -> bool:
    return fault.words.startswith("policy(")


def _in_turn(free: Queue[Site], what: list[Fault] | list[str | None]) -> list[str]:
    """What noticed each, one child at a time in each lane."""

    def one(about: Fault | str | None) -> str:
        site, began = free.get(), time.monotonic()
        try:
            said = web_lanes.in_a_child(lambda: _noticed(site, about), timeout=900)
        finally:
            free.put(site)
        if os.environ.get("FAULTS_TOLD"):
            took = time.monotonic() - began
            _say(f"{'-' if said else 'NOTHING'} {took:.1f} s {about}: {said[:150]}")
        return str(said)

    with ThreadPoolExecutor(LANES) as lanes:
        return list(lanes.map(one, what))


def _noticed(site: Site, about: Fault | str | None) -> str:
    """What noticed the fault; "" where nothing did. Without one: what is wrong with the site, or with one
    file of tests, as it is."""
    sys.stdout.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    if isinstance(about, str):
        return _by_tests(site, [about])
    if about is None:
        return _by_matrix(site, about)
    sow(about)
    return _by_matrix(site, about) or ("" if _is_of_a_page(about) else _by_tests(site, _tests_of(about.room)))


def _tests_of(room: str) -> tuple[str, ...]:
    return (*_OF_ROOM[room], *_OF_ALL)


def _by_matrix(site: Site, about: Fault | None) -> str:
    from django.conf import settings
    from django.db import transaction

    import web_matrix

    web_lanes.use(site.server, site.store)
    asks = _nearest(site.world, about)
    with mock.patch.object(settings, "SESSION_SAVE_EVERY_REQUEST", False), transaction.atomic():
        found = web_matrix.first_wrong(site.world, asks)
        transaction.set_rollback(True)
    return found


def _nearest(world: Any, about: Fault | None) -> list[Any]:
    """The pairs to ask: those of the fault's own page, or a few of its room's or of everywhere."""
    if about is None:
        return _drawn(world, set(world.rows))[:150]
    own = {route for route, view in _views().items() if view == (about.module, about.function)}
    if own:
        return _drawn(world, own)
    if about.path in _EVERYWHERE:
        return [*_drawn(world, {"oversight:child", "oversight:team"}), *_drawn(world, set(world.rows))[:250]]
    of_room = {route for route in world.rows if route.startswith(f"{about.room}:")}
    return [pair for pair in _drawn(world, of_room) if pair.method == "GET"][:_OF_A_ROOM]


def _views() -> dict[str, tuple[str, str]]:
    import web_matrix

    return web_matrix.views()


def _drawn(world: Any, routes: set[str]) -> list[Any]:
    """What there is to ask of these by GET and POST, in an order drawn from the seed."""
    import web_matrix

    every = web_matrix.pairs(world, of=[row for route, row in world.rows.items() if route in routes])
    asks = [pair for pair in every if pair.method in {"GET", "POST"}]
    random.Random(SEED).shuffle(asks)
    return asks


def _by_tests(site: Site, names: Sequence[str]) -> str:
    """These tests, in this process: "" where all pass, the first failing one where not."""
    import pytest

    import web_server

    web_server.shared = lambda run, owner: site.server
    from django.db import connection

    connection.close()
    logging.disable(logging.NOTSET)
    files = [str(TESTS / "web" / f"{name}.py") for name in names]
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

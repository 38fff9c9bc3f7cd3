"""make faults: each check of who may do what, broken one at a time; the tests must notice every one.

Prints one line: caught of sown, seed; and before it every fault that nothing noticed. `--part 2/12` sows
every twelfth from the second on (`make faults PART=2/12`), `--few 5` draws a few, `--pages` sows the policies
of pages alone and `--rules` all else, `--only accounts/standing,programme` some files'. First everything is
asked without a fault, so that what is then noticed is the fault."""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import pickle
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Any, TypeVar, cast
from unittest import mock

import pytest

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
sys.path.insert(0, str(TESTS))

import web_lanes  # noqa: E402
from web_faults import SOURCE, Fault, faults, mark, reached, sow  # noqa: E402
from web_lanes import Site  # noqa: E402

T = TypeVar("T")
SEED = 20261124
LANES = 2
LATE = "timed out"
_OF_A_ROOM = 60  # of the pairs of a room, for a fault that is of no page
_LONGEST = 150  # seconds of tests, as they took without a fault, that a fault is asked of
# The tests a fault that is of no page is asked of: those of them that call the function it is in.
_TESTS = (
    *(
        "allotted_children",
        "api",
        "calendar_feed",
        "confirming",
        "data_quality",
        "declared_policies",
        "doors",
    ),
    *("every_answer", "gate", "impact_pages", "impact_rules", "independence", "indicators_disclosure"),
    *("indicators_pages", "inspection_letters", "inspection_notices", "inspection_reports"),
    *("intake_pages_difference", "intake_pages_load", "intake_pages_names", "intervention_announcing"),
    *("intervention_confidence", "intervention_standing", "matrix_content", "measure_charts"),
    *("merged_evidence", "movement_pages", "objective_dates", "opened_records", "oversight_lists"),
    *("oversight_timeline", "papers_pages", "people_pages", "plan_as_it_was", "plan_editing", "plan_groups"),
    *("plan_pages", "plan_past_pages", "plan_progress", "plan_rules", "policies", "programme", "register"),
    *("reminders", "reporting", "requirements_register", "restricted_children", "retention_removal"),
    *("roles_by_two", "second_proof", "services", "sessions", "sheets_bringing_in", "sheets_taking_away"),
    *("plan_offers", "sheets_updates", "sheets_whole"),
    *("signing_in", "subject_access_pages", "taking_away", "targets_and_charts", "told"),
    *("trail_pages", "typed_sources", "who_looked"),
)
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
        if wrong := _in_turn(free, [None], _asked_as_it_is)[0]:
            return _say(f"wrong without any fault: {wrong}")
        calls = _calls(free) if not all(map(_is_of_a_page, chosen)) else []
        found = _in_turn(free, chosen, lambda site, fault: _noticed(site, fault, calls))
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
    parser.add_argument("--rules", action="store_true", help="all but the policies of pages")
    return parser.parse_args()


def _chosen(asked: argparse.Namespace) -> list[Fault]:
    """All, those of a file, or a few drawn from the policies of pages, which are quickest to ask about. Pages
    come first, so that what goes wrong is told soon."""
    every = [fault for fault in faults() if str(fault).startswith(tuple(asked.only.split(",")))]
    of_pages = [fault for fault in every if _is_of_a_page(fault)]
    if asked.few:
        return random.Random(SEED).sample(of_pages, min(asked.few, len(of_pages)))
    rules = [fault for fault in every if not _is_of_a_page(fault)]
    chosen = [*([] if asked.rules else of_pages), *([] if asked.pages else rules)]
    number, of = (int(said) for said in asked.part.split("/"))
    return chosen[number - 1 :: of]


def _is_of_a_page(fault: Fault) -> bool:
    return fault.words.startswith("policy(")


def _in_turn(free: Queue[Site], what: Sequence[T], ask: Callable[[Site, T], Any]) -> list[Any]:
    """What is said of each, one child at a time in each lane."""

    def one(about: T) -> Any:
        site, began = free.get(), time.monotonic()
        try:
            said = web_lanes.in_a_child(lambda: _quietly(site, about, ask), timeout=900)
        finally:
            free.put(site)
        if os.environ.get("FAULTS_TOLD"):
            took = time.monotonic() - began
            _say(f"{'-' if said else 'NOTHING'} {took:.1f} s {about}: {str(said)[:150]}")
        return said

    with ThreadPoolExecutor(LANES) as lanes:
        return list(lanes.map(one, what))


def _quietly(site: Site, about: T, ask: Callable[[Site, T], Any]) -> Any:
    sys.stdout.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return ask(site, about)


def _asked_as_it_is(site: Site, _: None) -> str:
    """What is wrong with the site without any fault; "" where nothing is."""
    return _by_matrix(site, None)


def _noticed(site: Site, fault: Fault, calls: list[Call]) -> str:
    """What noticed the fault; "" where nothing did."""
    sow(fault)
    found = _by_matrix(site, fault)
    if found or _is_of_a_page(fault):
        return found
    return _by_tests(site, _tests_of(fault, calls)).failed


# Which test calls what


@dataclass(frozen=True)
class Call:
    """A test, how long it took, and the functions with faults in them that it called."""

    test: str
    seconds: float
    functions: frozenset[tuple[str, int]]


def _calls(free: Queue[Site]) -> list[Call]:
    """What each test calls, as last found for this very code; else found now, and every test passes."""
    kept = {name: ROOT / "build" / "faults" / f"{name}-{digest}.pickle" for name, digest in _digests()}
    new = [name for name, path in kept.items() if not path.exists()]
    told = _in_turn(free, new, _called)
    if wrong := [one for one in told if isinstance(one, str)]:
        raise SystemExit("wrong without any fault: " + "; ".join(wrong))
    for name, calls in zip(new, told, strict=True):
        kept[name].parent.mkdir(parents=True, exist_ok=True)
        kept[name].write_bytes(pickle.dumps(calls))
    return [call for path in kept.values() for call in cast(list[Call], pickle.loads(path.read_bytes()))]


def _digests() -> Iterator[tuple[str, str]]:
    """Each file of tests with a digest of what it says and of all that it may stand on."""
    beside = [
        *TESTS.glob("*.py"),
        *(TESTS / "web").glob("conftest.py"),
        *(TESTS / "web" / "matrix").glob("*"),
    ]
    every = hashlib.sha256()
    for path in sorted([*SOURCE.rglob("*"), *beside]):
        if path.is_file() and path.suffix != ".pyc":
            every.update(path.read_bytes())
    for name in _TESTS:
        own = every.copy()
        own.update(_file(name).read_bytes())
        yield name, own.hexdigest()[:16]


def _file(name: str) -> Path:
    return TESTS / "web" / f"test_{name}.py"


def _called(site: Site, name: str) -> list[Call] | str:
    """What the tests of a file call; where one fails, its name."""
    mark()
    ran = _by_tests(site, [str(_file(name))])
    return ran.failed or ran.calls


def _tests_of(fault: Fault, calls: list[Call]) -> list[str]:
    """The tests that call the function the fault is in, a file at a time and the quickest file first. For a
    fault in no function: those that call any of its module."""
    files: dict[str, list[Call]] = defaultdict(list)
    for call in calls:
        if any(path == fault.path and fault.within in {0, line} for path, line in call.functions):
            files[call.test.partition("::")[0]].append(call)
    asked, seconds = list[str](), 0.0
    for some in sorted(files.values(), key=lambda some: sum(call.seconds for call in some)):
        seconds += sum(call.seconds for call in some)
        if not asked or seconds < _LONGEST:
            asked += [call.test for call in some]
    return asked


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


def _by_tests(site: Site, tests: Sequence[str]) -> _Ran:
    """These tests, in this process, as far as the first that fails."""
    import web_server

    ran = _Ran()
    if not tests:
        return ran
    web_server.shared = lambda run, owner: site.server
    from django.db import connection

    connection.close()
    logging.disable(logging.NOTSET)
    code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", f"--rootdir={ROOT}", *tests], plugins=[ran])
    if code != 0:
        ran.failed = ran.failed or f"pytest ended with {code}"
    return ran


class _Ran:
    """What came of tests: the first that failed, and what each called."""

    def __init__(self) -> None:
        self.failed = ""
        self.calls: list[Call] = []

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failed = self.failed or report.nodeid

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Generator[None, object, object]:
        reached.clear()
        began = time.monotonic()
        done = yield
        self.calls.append(Call(item.nodeid, time.monotonic() - began, frozenset(reached)))
        return done


def _say(words: str) -> int:
    print(words, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())

"""make matrix: every route, asked by everybody, in every method, of every kind of thing.

Prints one line: pairs, wrong, routes, people, seed, seconds; and every wrong answer before it."""

from __future__ import annotations

import logging
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import web_lanes

SEED = 20261124
LANES = 2
AT_ONCE = 2_000  # requests in one transaction: each keeps locks to its end, and there is room for some


def main() -> int:
    began = time.monotonic()
    web_lanes.set_up()
    logging.disable(logging.CRITICAL)
    with ExitStack() as stack:  # a site for each lane: two of one would wait for each other's locks
        sites = [stack.enter_context(web_lanes.lane(f"matrix-{number}")) for number in range(LANES)]
        with ThreadPoolExecutor(LANES) as lanes:
            said = list(lanes.map(_lane, sites, range(LANES)))
    wrong = [why for one in said for why in ([one] if isinstance(one, str) else one[1])]
    asked = sum(one[0] for one in said if not isinstance(one, str))
    for why in sorted(wrong):
        print(why)
    world = sites[0].world
    print(
        f"matrix: {asked:,} pairs, {len(wrong)} wrong, {len(world.rows)} routes,"
        f" {len(world.actors)} people, seed {SEED}, {time.monotonic() - began:.0f} s"
    )
    return 1 if wrong else 0


def _lane(site: web_lanes.Site, number: int) -> tuple[int, list[str]] | str:
    said: tuple[int, list[str]] | str = web_lanes.in_a_child(lambda: _asked(site, number), timeout=7200)
    return said


def _asked(site: web_lanes.Site, number: int) -> tuple[int, list[str]]:
    """This lane's share, in an order drawn from the seed."""
    from django.db import transaction

    import web_matrix

    web_lanes.use(site.server, site.store)
    web_lanes.leave_sessions_as_they_are()
    every = list(web_matrix.pairs(site.world))
    random.Random(SEED).shuffle(every)
    mine, wrong = every[number::LANES], list[str]()
    for first in range(0, len(mine), AT_ONCE):
        with transaction.atomic():
            part = mine[first : first + AT_ONCE]
            wrong += [why for pair in part if (why := web_matrix.wrong(site.world, pair))]
            transaction.set_rollback(True)
    return len(mine), wrong


if __name__ == "__main__":
    sys.exit(main())

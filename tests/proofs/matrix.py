"""make matrix: every route, asked by everybody, in every method, of every kind of thing.

Prints one line: pairs, wrong, routes, people, seed; and every wrong answer before it."""

from __future__ import annotations

import logging
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import web_lanes

SEED = 20261124
LANES = 2


def main() -> int:
    web_lanes.set_up()
    logging.disable(logging.CRITICAL)
    with web_lanes.lane("matrix") as site:
        web_lanes.warm(site)
        with ThreadPoolExecutor(LANES) as lanes:
            said = list(
                lanes.map(
                    lambda number: web_lanes.in_a_child(lambda: _asked(site, number), timeout=7200),
                    range(LANES),
                )
            )
        faults = [one for one in said if isinstance(one, str)]
        wrong = sorted(why for one in said if not isinstance(one, str) for why in one[1]) + faults
        asked = sum(one[0] for one in said if not isinstance(one, str))
        for why in wrong:
            print(why)
        print(
            f"matrix: {asked:,} pairs, {len(wrong)} wrong, {len(site.world.rows)} routes,"
            f" {len(site.world.actors)} people, seed {SEED}"
        )
    return 1 if wrong else 0


def _asked(site: web_lanes.Site, number: int) -> tuple[int, list[str]]:
    """This lane's share, in an order drawn from the seed."""
    from django.db import transaction

    import web_matrix

    web_lanes.use(site.server, site.store)
    every = list(web_matrix.pairs(site.world))
    random.Random(SEED).shuffle(every)
    mine = every[number::LANES]
    with transaction.atomic():
        wrong = [why for pair in mine if (why := web_matrix.wrong(site.world, pair))]
        transaction.set_rollback(True)
    return len(mine), wrong


if __name__ == "__main__":
    sys.exit(main())

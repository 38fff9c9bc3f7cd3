"""Threat T8, goal S6: six kinds of tampering with a chain, each many times over, done as the database's
superuser with every trigger off. `make tamper` is the whole of it.

Each is done to a clean chain, looked for, and undone. A head copied out before is what finds the last two.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

import chain_made_up as chain
from goldenthread.web.config.server import Running

ROWS, EACH, CLEAN, SEED = 120, 200, 100_000, 20
STATEMENTS = ("UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}")


@dataclass
class Done:
    """What came of it. `found` by kind; `found_without_head` for the kinds that need one."""

    found: dict[str, int] = field(default_factory=dict)
    found_without_head: dict[str, int] = field(default_factory=dict)
    false_alarms: int = 0
    clean: int = 0
    rows_a_second: int = 0


def run(server: Running, database: str, *, each: int, clean: int, heads: Path, seed: int = SEED) -> Done:
    """Tamper `each` times in each kind with a chain of ROWS rows, then read `clean` rows that nobody
    touched."""
    done, chance = Done(), random.Random(seed)
    with chain.made(server, database, ROWS) as superuser:
        _copy_head(heads)
        for kind in chain.TAMPERINGS:
            _tamper(kind, superuser, chance, each=each, heads=heads, done=done)
    with chain.made(server, database, clean):
        _read_clean(clean, done)
    shutil.rmtree(heads)
    return done


def _tamper(
    kind: chain.Tampering, superuser: psycopg.Connection[Any], chance: random.Random, **given: Any
) -> None:
    done: Done = given["done"]
    done.found[kind.name] = 0
    for _ in range(given["each"]):
        with _undone(superuser):
            kind.does(superuser, chance, ROWS)
            found = bool(_verify(given["heads"]))
            done.found[kind.name] += found
            if kind.needs_head:
                alone = done.found_without_head.get(kind.name, 0)
                done.found_without_head[kind.name] = alone + bool(_verify(None))
        if _verify(given["heads"]):
            done.false_alarms += 1


@contextmanager
def _undone(superuser: psycopg.Connection[Any]) -> Iterator[None]:
    """What is done inside is committed, and then put back as it was."""
    links = f"SELECT * FROM chain_link WHERE chain = '{chain.CHAIN}'"
    superuser.execute(f"CREATE TEMP TABLE rows_kept AS SELECT * FROM {chain.TABLE}")
    superuser.execute(f"CREATE TEMP TABLE links_kept AS {links}")
    try:
        yield
    finally:
        superuser.execute(f"DELETE FROM {chain.TABLE}")
        superuser.execute(f"INSERT INTO {chain.TABLE} SELECT * FROM rows_kept")
        superuser.execute("DELETE FROM chain_link WHERE chain = %s", [chain.CHAIN])
        superuser.execute("INSERT INTO chain_link SELECT * FROM links_kept")
        superuser.execute("DROP TABLE rows_kept, links_kept")


def _verify(heads: Path | None) -> tuple[Any, ...]:
    from goldenthread.web.history.verifying import verify

    return tuple(fault for fault in verify(heads=heads).faults if fault.chain == chain.CHAIN)


def _copy_head(heads: Path) -> None:
    from django.conf import settings

    from goldenthread.web.history.heads import copy_heads

    settings.HEADS = heads
    copy_heads()


def _read_clean(rows: int, done: Done) -> None:
    from goldenthread.web.database.chains import walk

    began = time.perf_counter()
    walked = walk(chain.CHAIN)
    done.rows_a_second = round(rows / (time.perf_counter() - began))
    done.clean = walked.head.length
    done.false_alarms += len(walked.faults)


def _refused_as_the_site(server: Running, database: str) -> tuple[int, int]:
    """(tried, succeeded): changing and removing rows of every chained table, and the links, as the site's
    role."""
    tables = ("history_entry", "access_childview", "history_signature", "chain_link", "chain_table")
    tried = succeeded = 0
    with psycopg.connect(server.url("gt_app", database), autocommit=True) as site:
        for table in tables:
            column = "chain" if table.startswith("chain") else "id"
            for statement in STATEMENTS:
                tried += 1
                try:
                    site.execute(statement.format(table, column, column))  # type: ignore[arg-type]
                    succeeded += 1
                except psycopg.errors.InsufficientPrivilege:
                    continue
    return tried, succeeded


def main() -> int:
    import proof_site
    from proof_site import say

    began = time.monotonic()
    with proof_site.ready() as (server, database), tempfile.TemporaryDirectory() as place:
        done = run(server, database, each=EACH, clean=CLEAN, heads=Path(place) / "heads")
        tried, succeeded = _refused_as_the_site(server, database)
    total = EACH * len(chain.TAMPERINGS)
    for kind, found in done.found.items():
        say(f"{kind}: {found} of {EACH} found")
    for kind, found in done.found_without_head.items():
        say(f"  of {kind}, without a copied head: {found} of {EACH}")
    say(f"false alarms: {done.false_alarms} on {total:,} clean readings and {done.clean:,} clean rows")
    say(f"read at {done.rows_a_second:,} rows a second")
    say(f"as the site's role: {succeeded} of {tried} changes succeeded")
    say(f"seed {SEED}, {time.monotonic() - began:.0f} s")
    whole = (
        sum(done.found.values()) == total and not done.false_alarms and not succeeded and done.clean == CLEAN
    )
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())

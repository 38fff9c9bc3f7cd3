"""A chain as long as one likes, and what somebody with the owner's rights could do to it behind the site's
back.

The chain is of a table of its own, made and dropped by whoever asks: `made(server, database, rows)`.
Tamperings are done as `postgres`, with triggers off: the worst there is.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import psycopg
from psycopg import sql

from goldenthread.web.config.server import Running
from goldenthread.web.database.chains import ORIGIN, chained

CHAIN = "made_up"
TABLE = "made_up_entry"
_MAKE = f"""
CREATE TABLE {TABLE} (
    id bigint PRIMARY KEY, at timestamptz NOT NULL, who text NOT NULL, act text NOT NULL, details jsonb NOT
    NULL, later text)
"""
_ROW = f"""
INSERT INTO {TABLE} (id, at, who, act, details)
SELECT number, '2026-03-29 00:30:00+00'::timestamptz + number * interval '1 minute',
    'Person ' || number %% 40, 'changed the "thing" ' || number,
    jsonb_build_object('was', number, 'is', 'Ünïcode — ' || number, 'none', NULL)
FROM generate_series(%s::bigint, %s::bigint) AS number
"""


@contextmanager
def made(server: Running, database: str, rows: int) -> Iterator[psycopg.Connection[Any]]:
    """A chained table with so many rows, as the owner makes it; gives a connection of the superuser's. All
    of it goes again."""
    with psycopg.connect(server.url("gt_owner", database), autocommit=True) as owner:
        owner.execute(_MAKE)
        owner.execute(
            _ROW, [1, rows]
        )  # most of them are there before the chain is, and linked by the migration
        for statement in chained(TABLE, chain=CHAIN).sql:
            owner.execute(statement)  # type: ignore[arg-type]
        try:
            with server.connect(database) as superuser:
                superuser.execute("SET session_replication_role = replica")
                yield superuser
        finally:
            owner.execute(f"DROP TABLE {TABLE} CASCADE")
            owner.execute("ALTER TABLE chain_link DISABLE TRIGGER only_grows")
            owner.execute("DELETE FROM chain_link WHERE chain = %s", [CHAIN])
            owner.execute("DELETE FROM chain_table WHERE chain = %s", [CHAIN])
            owner.execute("ALTER TABLE chain_link ENABLE TRIGGER only_grows")


def add(connection: psycopg.Connection[Any], first: int, last: int) -> None:
    """Further rows, as the site would write them."""
    connection.execute(_ROW, [first, last])


# A second opinion on the digest: the text worked out in Python, without PostgreSQL


def plain_text(place: int, before: str, row: dict[str, Any]) -> str:
    """What a link digests, from a row whose values are JSON already and whose times are written as PostgreSQL
    writes them."""
    kept = {key: value for key, value in row.items() if value is not None}
    return _plain({"place": place, "before": before, "row": kept})


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        parts = sorted(value.items(), key=lambda part: (len(part[0].encode()), part[0].encode()))
        return (
            "{"
            + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {_plain(part)}" for key, part in parts)
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(_plain(part) for part in value) + "]"
    return json.dumps(value, ensure_ascii=False)


# Tampering


@dataclass(frozen=True)
class Tampering:
    """`does` takes the connection, chance and the chain's length. `needs_head`: no reading of the chain
    alone can find it."""

    name: str
    does: Callable[[psycopg.Connection[Any], random.Random, int], None]
    needs_head: bool = False


def _edit(connection: psycopg.Connection[Any], chance: random.Random, length: int) -> None:
    column, value = chance.choice(
        [
            ("who", sql.SQL("'Somebody else'")),
            ("act", sql.SQL("act || ' '")),
            ("at", sql.SQL("at + interval '1 microsecond'")),
            ("details", sql.SQL('details || \'{"is": "nothing"}\'')),
            ("details", sql.SQL("details - 'none'")),
            ("later", sql.SQL("'filled in'")),
        ]
    )
    connection.execute(
        sql.SQL("UPDATE {} SET {} = {} WHERE id = %s").format(
            sql.Identifier(TABLE), sql.Identifier(column), value
        ),
        [chance.randint(1, length)],
    )


def _delete(connection: psycopg.Connection[Any], chance: random.Random, length: int) -> None:
    """A row from the middle; half the time its link with it, as though it had never been."""
    which = chance.randint(1, length - 1)
    connection.execute(f"DELETE FROM {TABLE} WHERE id = %s", [which])
    if chance.random() < 0.5:
        connection.execute("DELETE FROM chain_link WHERE chain = %s AND row_id = %s", [CHAIN, str(which)])


def _insert(connection: psycopg.Connection[Any], chance: random.Random, length: int) -> None:
    """A row that nobody wrote; half the time with a link forged at the end."""
    add(connection, length + 1, length + 1)
    if chance.random() < 0.5:
        connection.execute(
            "INSERT INTO chain_link SELECT chain, place + 1, %s, digest, %s FROM chain_link WHERE chain = %s"
            " ORDER BY place DESC LIMIT 1",
            [str(length + 1), sha256(chance.randbytes(8)).hexdigest(), CHAIN],
        )


def _reorder(connection: psycopg.Connection[Any], chance: random.Random, length: int) -> None:
    """Two rows change places, or two links do."""
    one, other = chance.sample(range(1, length + 1), 2)
    if chance.random() < 0.5:
        for was, will in ((one, -1), (other, one), (-1, other)):
            connection.execute(f"UPDATE {TABLE} SET id = %s WHERE id = %s", [will, was])
    else:
        for was, will in ((one, "x"), (other, str(one)), ("x", str(other))):
            connection.execute(
                "UPDATE chain_link SET row_id = %s WHERE chain = %s AND row_id = %s", [will, CHAIN, str(was)]
            )


def _truncate(connection: psycopg.Connection[Any], chance: random.Random, length: int) -> None:
    """The last rows with their links: what is left is whole."""
    keep = length - chance.randint(1, length // 2)
    connection.execute(f"DELETE FROM {TABLE} WHERE id > %s", [keep])
    connection.execute("DELETE FROM chain_link WHERE chain = %s AND place > %s", [CHAIN, keep])


def _rewrite(connection: psycopg.Connection[Any], chance: random.Random, length: int) -> None:
    """A row is changed and every link from there on is made again: what is left is whole."""
    first = chance.randint(max(1, length - 20), length)
    connection.execute(f"UPDATE {TABLE} SET who = 'Somebody else' WHERE id = %s", [first])
    links = connection.execute(
        "SELECT place, before FROM chain_link WHERE chain = %s AND place >= %s ORDER BY place", [CHAIN, first]
    ).fetchall()
    last = links[0][1] if links else ORIGIN
    for place, _ in links:
        row = connection.execute(
            f"SELECT to_jsonb(held) FROM {TABLE} AS held WHERE id = %s", [place]
        ).fetchone()
        assert row is not None
        last_before, last = last, sha256(plain_text(place, last, row[0]).encode()).hexdigest()
        connection.execute(
            "UPDATE chain_link SET before = %s, digest = %s WHERE chain = %s AND place = %s",
            [last_before, last, CHAIN, place],
        )


TAMPERINGS = (
    Tampering("edit", _edit),
    Tampering("delete in the middle", _delete),
    Tampering("insert", _insert),
    Tampering("reorder", _reorder),
    Tampering("truncate the tail", _truncate, needs_head=True),
    Tampering("rewrite the tail and recompute", _rewrite, needs_head=True),
)

"""Tables whose rows are tied into a chain, so that a change made behind the site's back is found.

    operations = [append_only("history_entry"), chained("history_entry", chain="history")]

Each row gets a link: its place, the digest of the link before, and the digest of both with the row itself.
The links are made by PostgreSQL when the transaction commits, whoever wrote the row: the site cannot skip it,
and may only read them. Made at the end rather than at the insert, the lock that puts links in one order is
held for the commit alone, and nobody's page waits while another is being written.

A link's digest is SHA-256 over the text of {"before": digest, "place": number, "row": the row}, as PostgreSQL
writes jsonb: keys by length and then by bytes, ", " and ": " between, times in UTC. Columns that are null are
left out, so that a column added later (null in the rows that were there) changes no digest. Columns of a
chained table are never renamed, dropped or filled in afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType

from django.db import connection, transaction
from django.db.migrations import RunSQL

from goldenthread.web.database.roles import APP

ORIGIN = "0" * 64  # what the first link of a chain has before it
LOCK = 7_412_210  # PostgreSQL's advisory lock of the links and of whatever else is written at a commit
_AT_ONCE = 5_000  # rows fetched at a time
_SAFE = "SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET bytea_output = 'hex'"
# Text that only built-in functions make: what verifies a chain relies on nothing an owner of the tables can
# change.
_ROW = (
    "(SELECT pg_catalog.jsonb_object_agg(part.key, part.value)"
    " FROM pg_catalog.jsonb_each(pg_catalog.to_jsonb({row})) AS part"
    " WHERE part.value OPERATOR(pg_catalog.<>) 'null'::pg_catalog.jsonb)"
)
_TEXT = (
    "(pg_catalog.jsonb_build_object('place', {place}, 'before', {before}, 'row', "
    + _ROW
    + ")::pg_catalog.text)"
)
_DIGEST = "encode(sha256(convert_to({text}, 'UTF8')), 'hex')"
_LINKS = """
CREATE TABLE IF NOT EXISTS chain_link (
    chain text NOT NULL, place bigint NOT NULL CHECK (place > 0), row_id text NOT NULL,
    before text NOT NULL, digest text NOT NULL,
    PRIMARY KEY (chain, place), UNIQUE (chain, row_id))
"""
_TABLES = "CREATE TABLE IF NOT EXISTS chain_table (chain text PRIMARY KEY, relation regclass NOT NULL)"
_ADD = f"""
CREATE OR REPLACE FUNCTION chain_add() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {_SAFE} AS $$
DECLARE last record; my_place bigint; my_before text;
BEGIN
    PERFORM pg_advisory_xact_lock({LOCK});
    SELECT place, digest INTO last FROM public.chain_link WHERE chain = TG_ARGV[0]
        ORDER BY place DESC LIMIT 1;
    my_place := coalesce(last.place, 0) + 1;
    my_before := coalesce(last.digest, '{ORIGIN}');
    INSERT INTO public.chain_link (chain, place, row_id, before, digest) VALUES (
        TG_ARGV[0], my_place, NEW.id::text, my_before,
        {_DIGEST.format(text=_TEXT.format(place="my_place", before="my_before", row="NEW"))});
    RETURN NULL;
END $$
"""
_ONLY_GROWS = """
CREATE OR REPLACE FUNCTION chain_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$
"""
_GUARD = (
    "CREATE OR REPLACE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION chain_only_grows()"
)
# Rows that are there already are linked in the order of their ids, as a reader of the whole table.
_LINK_WHAT_IS_THERE = f"""
DO $$ DECLARE one record; last text := '{ORIGIN}'; number bigint := 0; BEGIN
    PERFORM set_config('timezone', 'UTC', true), set_config('bytea_output', 'hex', true),
        set_config('goldenthread.person', 'service:migration', true),
        set_config('goldenthread.access_log', 'True', true);
    FOR one IN SELECT * FROM {{table}} ORDER BY id LOOP
        number := number + 1;
        INSERT INTO chain_link (chain, place, row_id, before, digest) VALUES (
            '{{chain}}', number, one.id::text, last,
            {_DIGEST.format(text=_TEXT.format(place="number", before="last", row="one"))})
            RETURNING digest INTO last;
    END LOOP; END $$
"""


def chained(table: str, *, chain: str) -> RunSQL:
    """Tie the rows of `table` (which has a column `id` and only grows) into the chain of that name."""
    link = (
        f"CREATE CONSTRAINT TRIGGER chain_add AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED"
        f" FOR EACH ROW EXECUTE FUNCTION chain_add('{chain}')"
    )
    return RunSQL(
        sql=[
            _LINKS,
            _TABLES,
            *(
                f"REVOKE ALL ON {made} FROM {APP}; GRANT SELECT ON {made} TO {APP}"
                for made in ("chain_link", "chain_table")
            ),
            _ADD,
            _ONLY_GROWS,
            _GUARD.format(table="chain_link"),
            f"INSERT INTO chain_table (chain, relation) VALUES ('{chain}', '{table}')",
            _LINK_WHAT_IS_THERE.format(table=table, chain=chain),
            link,
        ],
        reverse_sql=[
            f"DROP TRIGGER chain_add ON {table}",
            "ALTER TABLE chain_link DISABLE TRIGGER only_grows",
            f"DELETE FROM chain_link WHERE chain = '{chain}'",
            "ALTER TABLE chain_link ENABLE TRIGGER only_grows",
            f"DELETE FROM chain_table WHERE chain = '{chain}'",
        ],
    )


@dataclass(frozen=True)
class Head:
    """How long a chain is and what it ends in: enough to find anything cut off or written anew before it."""

    chain: str
    length: int
    digest: str


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a chain. `place` is the link it is about, 0 where a row has none."""

    chain: str
    place: int
    words: str


@dataclass(frozen=True)
class Walked:
    """A chain read from its first link to its last. `digests` of the places asked for, where there are
    such."""

    head: Head
    faults: tuple[Fault, ...]
    digests: dict[int, str]


@dataclass(frozen=True)
class _Link:
    """A link as it is kept. `text` is what its digest is made from today, None where its row is gone; `row`
    the row's part of it."""

    place: int
    before: str
    digest: str
    row_id: str
    text: str | None
    row: str | None


def chains() -> list[str]:
    """The chains there are, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT chain FROM chain_table ORDER BY chain")
        return [name for (name,) in cursor.fetchall()]


def head_of(chain: str) -> Head:
    """A chain's head as it stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, digest FROM chain_link WHERE chain = %s ORDER BY place DESC LIMIT 1", [chain]
        )
        place, digest = cursor.fetchone() or (0, ORIGIN)
    return Head(chain, place, digest)


def walk(
    chain: str, *, at: Collection[int] = (), rewritten: Mapping[str, str] = MappingProxyType({})
) -> Walked:
    """Read the whole chain and say everything that is wrong with it. Digests are worked out here, from text
    that PostgreSQL's own functions make of the rows as they stand; nothing the tables' owner can change is
    relied on. `rewritten`: rows that were changed by right, each with the SHA-256 of what it then read.

    Whoever asks must be let to read every row: a row that is fenced from them reads as one that is gone.
    """
    found: list[Fault] = []
    digests: dict[int, str] = {}
    head = Head(chain, 0, ORIGIN)
    with transaction.atomic():
        for link in _links(chain):
            found += _faults(link, head, rewritten)
            head = Head(chain, link.place, link.digest)
            if link.place in at:
                digests[link.place] = link.digest
        found += _without_link(chain)
    return Walked(head, tuple(found), digests)


def _faults(link: _Link, last: Head, rewritten: Mapping[str, str]) -> Iterator[Fault]:
    """What is wrong with a link that comes after `last`."""
    if link.place != last.length + 1:
        yield Fault(
            last.chain, last.length + 1, f"links {last.length + 1:,} to {link.place - 1:,} are missing"
        )
    elif link.before != last.digest:
        yield Fault(last.chain, link.place, "does not follow the link before it")
    if link.text is None:
        yield Fault(last.chain, link.place, f"row {link.row_id} is gone")
    elif _digest(link.text) != link.digest and _digest(link.row) != rewritten.get(link.row_id):
        yield Fault(last.chain, link.place, f"row {link.row_id} is not what was written")


def _digest(text: str | None) -> str:
    return sha256((text or "").encode()).hexdigest()


def _relation(chain: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relation::regclass::text FROM chain_table WHERE chain = %s", [chain])
        found = cursor.fetchone()
    if found is None:
        raise LookupError(f"there is no chain {chain}")
    return str(found[0])


def _links(chain: str) -> Iterator[_Link]:
    """Every link in order. A server-side cursor: a chain is as long as the site is old."""
    text = _TEXT.format(place="link.place", before="link.before", row="held")
    query = (
        "SELECT link.place, link.before, link.digest, link.row_id,"
        f" CASE WHEN held.id IS NOT NULL THEN {text} END,"
        f" CASE WHEN held.id IS NOT NULL THEN {_ROW.format(row='held')}::pg_catalog.text END"
        f" FROM chain_link AS link LEFT JOIN {_relation(chain)} AS held ON held.id::text = link.row_id"
        " WHERE link.chain = %s ORDER BY link.place"
    )
    with connection.cursor() as cursor:
        # A table that has just grown is still thought to be small, and a cursor is planned for its first
        # rows: either way each link would be looked for through the whole table.
        cursor.execute(
            "SET LOCAL timezone = 'UTC'; SET LOCAL bytea_output = 'hex';"
            "SET LOCAL cursor_tuple_fraction = 1; SET LOCAL enable_nestloop = off"
        )
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, [chain])
        while some := cursor.fetchmany(_AT_ONCE):
            yield from (_Link(*row) for row in some)


def _without_link(chain: str) -> list[Fault]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT held.id::text FROM {_relation(chain)} AS held WHERE NOT EXISTS (SELECT 1 FROM chain_link"
            " AS link WHERE link.chain = %s AND link.row_id = held.id::text) ORDER BY held.id",
            [chain],
        )
        return [Fault(chain, 0, f"row {row_id} was added without a link") for (row_id,) in cursor.fetchall()]

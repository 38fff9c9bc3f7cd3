"""The trail is a chain: whatever is done to it behind the site's back is found, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

import tampering
from chain_made_up import plain_text
from goldenthread.web.access.actions import Look, record_view
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.config.server import Running
from goldenthread.web.database.chains import ORIGIN, Fault, chains, head_of, walk
from goldenthread.web.database.scope import DatabaseScope, scoped
from goldenthread.web.history.actions import About, record
from goldenthread.web.history.heads import copy_heads
from goldenthread.web.history.models import Entry
from goldenthread.web.history.verifying import verify
from web_people import MAKER, person


def _do(number: int = 1, **details: Any) -> None:
    record(by=MAKER, act="did", about=About("thing", str(number), "a thing — “quoted” \\"), details=details)


def _links() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, before, digest, row_id FROM chain_link WHERE chain = 'history' ORDER BY place"
        )
        return cursor.fetchall()


def _commit(act: Callable[[], object]) -> None:
    """What commit does to the chain, inside a test's transaction."""
    with connection.cursor() as cursor:
        act()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.django_db
def test_each_row_is_tied_to_the_one_before_when_its_act_is_committed() -> None:
    _commit(lambda: None)
    before = head_of("history")
    _do(1)
    assert head_of("history") == before
    _commit(lambda: _do(2))
    first, second = _links()[-2:]
    assert (first[0], first[1], second[0], second[1]) == (
        before.length + 1,
        before.digest,
        before.length + 2,
        first[2],
    )


@pytest.mark.django_db
def test_an_act_that_is_undone_leaves_no_link() -> None:
    _commit(lambda: None)
    before = head_of("history")

    @transaction.atomic
    def act() -> None:
        _do()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    _commit(lambda: None)
    assert head_of("history") == before


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00\x7f"), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "é", "zz", "ab", "B"]), inner)
    ),
    max_leaves=6,
)


@pytest.mark.django_db
@settings(max_examples=30, deadline=None)
@given(details=st.dictionaries(st.sampled_from(["was", "is", "über", "a", "why"]), _JSON))
def test_the_digest_is_what_another_program_makes_of_the_row(details: dict[str, Any]) -> None:
    """Worked out in Python from the row as the model has it, without PostgreSQL."""
    _commit(lambda: _do(7, **details))
    entry = Entry.objects.latest("pk")
    place, before, digest, row_id = _links()[-1]
    parts = entry.when.astimezone(UTC).isoformat().partition("+")
    when = f"{parts[0].rstrip('0')}+{parts[2]}"  # PostgreSQL writes no more of a second than there is
    row = {
        "id": entry.pk,
        "when": when,
        **{
            name: getattr(entry, name)
            for name in ("who_name", "who_id", "act", "about_kind", "about_key", "about_label", "details")
        },
    }
    assert row_id == str(entry.pk)
    assert sha256(plain_text(place, before, row).encode()).hexdigest() == digest


@pytest.mark.django_db
def test_looks_at_children_are_a_chain_of_their_own_that_reads_whole_only_to_who_may_read_them_all() -> None:
    worker = person("social_worker")
    with scoped(DatabaseScope(person=worker.reference)):
        _commit(lambda: record_view(Look(Purpose.CASE_WORK, "a child", {"C1": True}), by=worker))
    with scoped(DatabaseScope(person="service:history", access_log=True)):
        assert walk("looks").faults == ()
        assert walk("looks").head.length == 1
    with scoped(DatabaseScope(person="")):
        assert walk("looks").faults == (Fault("looks", 1, f"row {_look_id()} is gone"),)


def _look_id() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_id FROM chain_link WHERE chain = 'looks'")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["chain_link", "chain_table", "history_signature", "history_check"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_site_can_alter_no_link_and_no_signature(table: str, statement: str) -> None:
    column = {"chain_link": "digest", "chain_table": "chain"}.get(table, "id")
    filled = statement.format(table, *(column, column) if "UPDATE" in statement else ())
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(filled)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO chain_link VALUES ('history', 99, '99', 'x', 'y')",
        "INSERT INTO chain_table VALUES ('other', 'history_entry')",
        "ALTER TABLE history_entry DISABLE TRIGGER chain_add",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION chain_add() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
    ],
)
def test_the_site_can_neither_forge_a_link_nor_skip_one(statement: str) -> None:
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.django_db
def test_even_the_owner_is_stopped_from_altering_links(as_owner: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.RaiseException, match="chain_link only grows"):
        as_owner.execute("DELETE FROM chain_link")


def test_every_tampering_is_found_and_a_clean_chain_is_not_accused(
    server: Running, own_database: None, tmp_path: Path
) -> None:
    """The small form of `make tamper`: each kind eight times, and two thousand clean rows."""
    done = tampering.run(
        server, connection.settings_dict["NAME"], each=8, clean=2_000, heads=tmp_path / "heads"
    )
    assert done.found == dict.fromkeys(done.found, 8)
    assert len(done.found) == 6
    assert (done.false_alarms, done.clean) == (0, 2_000)
    # What a chain by itself cannot show, and the copied head does.
    assert done.found_without_head == {"truncate the tail": 0, "rewrite the tail and recompute": 0}


def test_writers_at_once_make_one_chain_without_a_fork(own_database: None) -> None:
    from concurrent.futures import ThreadPoolExecutor

    before = head_of("history").length

    def write(writer: int) -> None:
        for number in range(10):
            with transaction.atomic():
                _do(writer * 100 + number)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    found = verify()
    assert found.faults == ()
    assert head_of("history").length == before + 80


def test_a_copied_head_is_signed_and_kept_once(own_database: None, settings: Any) -> None:
    person("director")
    first = copy_heads()
    assert [path.name.split("-")[0] for path in first] == ["history", "plan"]
    assert copy_heads() == []
    assert verify(heads=settings.HEADS).faults == ()
    path = first[0]
    path.chmod(0o644)
    path.write_text(path.read_text().replace('"length": ', '"length": 1'))
    (fault,) = verify(heads=settings.HEADS).faults
    assert "is not signed by a key of this site" in fault.words


def test_chains_are_the_trail_the_looks_and_the_signatures(own_database: None) -> None:
    assert chains() == ["history", "looks", "plan", "signatures"]
    assert head_of("looks").digest == ORIGIN

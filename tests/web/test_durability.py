"""What was acknowledged is on the disk: asked of the database at each start, never assumed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from goldenthread.web.config.server import forget, running
from goldenthread.web.database.durability import NEEDED, NotDurable, faults, refuse_unless_durable


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    made = tmp_path / "site"
    yield made
    forget(made)


def test_the_embedded_server_is_safe_from_power_cuts_unless_asked_not_to_be(folder: Path) -> None:
    with running(folder, allow_root=True) as server, psycopg.connect(server.app) as connection:
        found = {name: connection.execute(f"SHOW {name}").fetchone() for name in NEEDED}
    assert found == dict.fromkeys(NEEDED, ("on",))


@pytest.mark.django_db
def test_a_database_in_haste_is_refused_by_name_of_each_setting() -> None:
    """The tests' own server gives up all three, and may: it says so, and nothing else does."""
    assert faults() == ["fsync is off", "full_page_writes is off", "synchronous_commit is off"]
    with pytest.raises(NotDurable, match=r"power cut \(fsync is off, full_page_writes is off"):
        refuse_unless_durable(in_haste=False)
    refuse_unless_durable(in_haste=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "safe"), [("on", True), ("remote_apply", True), ("local", True), ("off", False)]
)
def test_a_commit_must_be_on_this_machines_disk(value: str, safe: bool) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL synchronous_commit = {value}")
    assert (f"synchronous_commit is {value}" not in faults()) is safe

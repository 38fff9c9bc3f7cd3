"""What lasts as long as a transaction and no longer, on a database where transactions are real."""

from __future__ import annotations

import pytest
from django.db import connection

from goldenthread.web.database.scope import DatabaseScope, Reach, scoped, tell
from goldenthread.web.history.actions import About, record
from web_people import MAKER


def test_history_outside_a_transaction_is_refused(own_database: None) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record(by=MAKER, act="did", about=About("thing", "1", "a thing"))


def test_the_scope_is_gone_when_its_transaction_ends(own_database: None) -> None:
    with scoped(DatabaseScope(person="somebody", reach=Reach.ALL)):
        assert _reach() == "all"
    assert not _reach()
    with pytest.raises(RuntimeError, match="inside a transaction"):
        tell(DatabaseScope(person="somebody"))


def _reach() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('goldenthread.reach', true)")
        return cursor.fetchone()[0]

"""A log tells what went wrong and where, and nothing of any child: not the words of an exception, not an
address somebody typed, not the value a database refused."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.test import Client

import web_server
from goldenthread.web.access.addresses import sealed
from goldenthread.web.config.logs import WithoutWords
from goldenthread.web.oversight import views
from web_access import page_of
from web_duties import duties

CHILD = "KID-4711"


@pytest.fixture
def log(settings: Any) -> Iterator[io.StringIO]:
    """What the site's own handler would write, of every level."""
    made = settings.LOGGING["formatters"]["without words"]["()"]
    assert made == f"{WithoutWords.__module__}.{WithoutWords.__qualname__}"
    assert all(one["formatter"] == "without words" for one in settings.LOGGING["handlers"].values())
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(WithoutWords())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def test_a_fault_in_a_page_is_logged_by_its_route_kind_and_places(
    log: io.StringIO, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    duties(settings.STORE)

    def broken(*_: Any, **__: Any) -> None:
        raise ValueError(f"{CHILD} was born on 1 May 2011")

    monkeypatch.setattr(views.gate, "one_child", broken)
    client = signed_in("director")
    client.raise_request_exception = False
    answer = client.get(page_of(CHILD))
    assert answer.status_code == 500
    written = log.getvalue()
    assert "500 to GET of oversight:child" in written
    assert "builtins.ValueError" in written
    assert f"{Path(__file__).name}, line" in written
    for text in (written, answer.content.decode()):
        assert not [word for word in (CHILD, sealed(CHILD), "May 2011") if word in text]


def _refused() -> DataError:
    """What PostgreSQL says to a day that is none: it quotes what it was given."""
    with (
        pytest.raises(DataError, match=CHILD) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT %s::text::date", [CHILD])
    return refused.value


def test_a_value_the_database_refused_is_not_quoted(log: io.StringIO, db: None) -> None:
    refused = _refused()
    try:
        raise RuntimeError(f"while {CHILD} was restricted") from refused
    except RuntimeError:
        logging.getLogger("goldenthread").exception("a restriction was refused")
    told = log.getvalue()
    assert CHILD not in told
    kinds = ("psycopg.errors.InvalidDatetimeFormat", "django.db.utils.DataError", "builtins.RuntimeError")
    assert sorted(kinds, key=told.index) == list(kinds)


def test_the_embedded_database_logs_no_value(testrun_uid: str, db: None) -> None:
    _refused()
    written = (web_server.folder_of(testrun_uid) / "database.log").read_text(encoding="utf-8")
    assert "database system is ready" in written
    assert CHILD not in written


def test_an_address_that_is_none_is_not_quoted(log: io.StringIO, client: Client, db: None) -> None:
    logging.getLogger("django.request").setLevel(logging.WARNING)
    assert client.get(f"/nowhere/{CHILD}/").status_code == 404
    assert "404 to GET of no route" in log.getvalue()
    assert CHILD not in log.getvalue()

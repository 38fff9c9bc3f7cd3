"""No row, no page: where a look cannot be written down, nobody is shown a child. The database is made to
refuse the row, and everybody asks again for every page that named one."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
from django.db import connection
from django.test import Client, override_settings

from crawl import kind
from goldenthread.web.access.models import ChildView
from goldenthread.web.config.server import Running
from goldenthread.web.database.scope import as_service
from web_access import confirm, looks_at, page_of
from web_canaries import CHILDREN, Actor, World, identifier, tokens, told

WHOLE = os.environ.get("LOOKS") == "whole"
BACKEND = "goldenthread.web.accounts.backend.EmailAndPassword"
QUICK = {"director", "manager with a conflict", "worker with an emergency", "auditor with a sample"}
ASKED = CHILDREN if WHOLE else (0, 1, 3, 4)
ADDRESSES = (
    *("/practice/", "/practice/?show=soon", "/practice/list.csv", "/practice/teams/North/", "/access/mine/"),
    *(
        "/access/mine.csv",
        "/access/restricted/",
        "/access/conflicts/",
        "/access/allotted/",
        "/access/allotments/",
    ),
)


def _addresses() -> list[str]:
    children = [page_of(identifier(number)) for number in ASKED]
    return [*ADDRESSES, *children, *(looks_at(identifier(number)) for number in ASKED)]


def _ask(actor: Actor) -> dict[str, tuple[int, bool]]:
    """What comes of each address: the status, and whether a child is in the answer."""
    client = Client(raise_request_exception=False)
    assert actor.person is not None
    client.force_login(actor.person, backend=BACKEND)
    confirm(client)
    found = {}
    for address in _addresses():
        answer = client.get(address)
        found[address] = answer.status_code, bool(tokens(answer.content, answer.headers["Content-Type"]))
    return found


def _asked_by_everybody(world: World) -> dict[tuple[str, str], tuple[int, bool]]:
    actors = [one for one in world.actors if (one.named or one.keeps) and (WHOLE or one.label in QUICK)]
    return {(actor.label, address): came for actor in actors for address, came in _ask(actor).items()}


def test_where_no_row_can_be_written_no_page_names_a_child(
    own_database: None, server: Running, tmp_path: Path
) -> None:
    with override_settings(STORE=tmp_path / "store"):
        with as_service("tests"):
            world = told(tmp_path / "store")
        before = _asked_by_everybody(world)
        named = {key for key, (status, told_of) in before.items() if told_of and status == 200}
        assert len(named) > 20
        with as_service("tests"):
            rows = ChildView.objects.count()
        _refuse_rows(server)
        after = _asked_by_everybody(world)
    assert {kind(address) for (_, address), (_, told_of) in after.items() if told_of} == set()
    assert {after[key][0] for key in named} == {500}
    with as_service("tests"):
        assert ChildView.objects.count() == rows
    print(f"\n{len(after):,} requests, {len(named)} of them named a child before, 0 without a row")  # noqa: T201


def _refuse_rows(server: Running) -> None:
    with psycopg.connect(server.url("gt_owner", connection.settings_dict["NAME"]), autocommit=True) as owner:
        owner.execute("REVOKE INSERT ON access_childview FROM gt_app")

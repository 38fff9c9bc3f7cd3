"""A small demonstration, made and told once in a run of the tests; each module gets a database copied from
its own.

    with told_once(server, run=testrun_uid, name=f"story_{worker_id}", blocker=django_db_blocker) as told:
        told.people["director"]

The folder is shared: tests read it and change nothing in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import override_settings
from filelock import FileLock

import web_server
from goldenthread.cli import demonstration
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.config.server import Running, make_database
from goldenthread.web.database.scope import as_service
from goldenthread.web.intake.actions import reconcile

CHILDREN = 300
_TEMPLATE = "demo_template"


@dataclass(frozen=True)
class Told:
    """A demonstration under test: where it is, its pass phrase, its people by their key."""

    folder: Path
    password: str
    people: dict[str, Person]


def made(out: Path, *, as_at: date | None = None, fresh: bool = False) -> demonstration.Demonstration:
    """The folder of a demonstration, without its site."""
    demonstration.run(out, today=today(), as_at=as_at, fresh=fresh, children=CHILDREN)
    kept = demonstration.kept_in(out)
    assert kept is not None
    return kept


@contextmanager
def told_once(server: Running, *, run: str, name: str, blocker: Any) -> Iterator[Told]:
    """The story in a database called `name`, everything committed; the one before is used again after."""
    folder = web_server.folder_of(run) / "demo"
    key, signing = demonstration.own_key(folder, new=True), web_server.signing_key(run)
    with (
        blocker.unblock(),
        override_settings(STORE=folder / "store", SIGNING_KEY_FILE=signing, HEADS=folder.with_name("heads")),
        key,
    ):
        with FileLock(folder.with_suffix(".lock")):
            if not (folder / "told").exists():
                kept = made(folder)
                with using(server, _TEMPLATE, template=web_server.TEMPLATE, keep=True):
                    tell(folder, kept)
                (folder / "told").touch()
            web_server.drop_database(server, name)
            make_database(server, name, template=_TEMPLATE)
        _grant(server, name)
        with using(server, name, template=""):
            people = {person.email.partition("@")[0]: person for person in Person.objects.all()}
            found = demonstration.kept_in(folder)
            assert found is not None
            yield Told(folder, found.password, people)


def tell(folder: Path, kept: demonstration.Demonstration) -> None:
    """The records into the register of the database in use, and the story."""
    with as_service("register"):
        reconcile(folder / "store")
    demonstration.fill(folder, kept)


@contextmanager
def using(server: Running, name: str, *, template: str, keep: bool = False) -> Iterator[None]:
    """The database called `name`, made from `template` if one is named, in use until the block is left."""
    before = {key: connection.settings_dict[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    if template:
        web_server.drop_database(server, name)
        make_database(server, name, template=template)
        _grant(server, name)
    _use(NAME=name, USER="gt_app", PASSWORD=server.passwords["gt_app"], HOST=str(server.socket), PORT="")
    try:
        yield
    finally:
        _use(**before)
        if not keep:
            web_server.drop_database(server, name)


def _grant(server: Running, name: str) -> None:
    with server.connect() as opened:  # a copy keeps the tables' grants, not the database's own
        opened.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
        opened.execute(f'GRANT CONNECT ON DATABASE "{name}" TO gt_app')


def _use(**where: Any) -> None:
    connection.close()
    connection.settings_dict.update(where)

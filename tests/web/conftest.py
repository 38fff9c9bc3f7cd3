"""The site under test: as gt_app, on the embedded PostgreSQL, a database for each process and a rollback for
each test.

Fixtures: `db` (pytest-django's), `signed_in(role, ...)`, `as_owner`, `world`, `own_database`, `live_site`,
`browser`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

import web_browser
import web_server
from goldenthread.records.keys import KEY, KEY_FILE
from goldenthread.web.accounts.models import Person
from goldenthread.web.config.server import Running
from web_matrix import World
from web_people import person


@pytest.fixture(scope="session")
def server(testrun_uid: str, worker_id: str) -> Running:
    """The run's PostgreSQL; under xdist, the process that started the workers keeps it alive."""
    owner = os.getpid() if worker_id == "master" else os.getppid()
    return web_server.shared(testrun_uid, owner)


def _use(server: Running, name: str) -> None:
    connection.close()
    connection.settings_dict.update(
        NAME=name, USER="gt_app", PASSWORD=server.passwords["gt_app"], HOST=str(server.socket), PORT=""
    )


@pytest.fixture(scope="session")
def django_db_setup(server: Running, worker_id: str) -> None:
    """In place of pytest-django's: gt_app can make no database, and should not be able to."""
    name = f"tests_{worker_id}"
    web_server.own_database(server, name)
    _use(server, name)


@pytest.fixture(scope="session")
def signing_key(testrun_uid: str) -> Path:
    """A signing key of this run's own, with its public half beside it."""
    return web_server.signing_key(testrun_uid)


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signing_key: Path) -> None:
    """A store of the test's own, encrypted with a key for tests; a demonstration's own key comes first."""
    settings.STORE = tmp_path / "store"
    settings.SIGNING_KEY_FILE = signing_key
    settings.HEADS = tmp_path / "heads"
    if KEY_FILE not in os.environ:
        monkeypatch.setenv(KEY, web_server.RECORDS_KEY)


@pytest.fixture(scope="module")
def _built(
    server: Running,
    worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
    signing_key: Path,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Iterator[tuple[World, Path]]:
    import web_world

    folder = tmp_path_factory.mktemp("world")
    with web_world.built(
        server, f"world_{worker_id}", folder, key=signing_key, blocker=django_db_blocker
    ) as world:
        yield world, folder


@pytest.fixture
def world(_built: tuple[World, Path], _store: None, settings: Any) -> World:
    """Built once for the module: what a test asks is undone."""
    world, folder = _built
    settings.STORE, settings.HEADS = folder / "store", folder / "heads"
    return world


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """A client signed in as somebody with a role: signed_in("team_manager", team="North 1"), or
    signed_in(a_person). The person is `client.person`."""

    def sign_in(*roles: Any, **about: Any) -> Client:
        somebody = roles[0] if roles and isinstance(roles[0], Person) else person(*roles, **about)
        client = Client()
        client.force_login(somebody, backend="goldenthread.web.accounts.backend.EmailAndPassword")
        client.person = somebody  # type: ignore[attr-defined]
        return client

    return sign_in


@pytest.fixture
def as_owner(server: Running, django_db_setup: None) -> Iterator[psycopg.Connection[Any]]:
    """A connection to this process's database as gt_owner, rolled back."""
    with psycopg.connect(server.url("gt_owner", connection.settings_dict["NAME"])) as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def own_database(
    request: Any, server: Running, worker_id: str, django_db_setup: None, django_db_blocker: Any
) -> Iterator[None]:
    """A database of the test's own in which everything is committed: for browsers, threads and crashes. In a
    module without the django_db mark, which would wrap the test in a transaction."""
    assert not request.node.get_closest_marker("django_db"), "own_database and django_db exclude each other"
    name, before = f"own_{worker_id}", connection.settings_dict["NAME"]
    web_server.own_database(server, name)
    _use(server, name)
    with django_db_blocker.unblock():
        yield
        connection.close()
    _use(server, before)
    web_server.drop_database(server, name)


@pytest.fixture
def live_site(own_database: None) -> Iterator[str]:
    """The address of a running site on a database of its own. People made in the test can sign in to it."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()
    thread.join()


@pytest.fixture(scope="session")
def chromium() -> Any:
    """Headless Chromium where one is found: $CHROMIUM, or the usual places."""
    if not web_browser.found():
        pytest.skip("no Chromium here: set CHROMIUM to its path (.ci/run installs one)")
    return web_browser.chromium()


@pytest.fixture
def browser(chromium: Any, live_site: str) -> Iterator[Any]:
    """A page of a browser at the live site: browser.goto("/plan/"). No cookie is left for the next test."""
    context = chromium.new_context(base_url=live_site)
    yield context.new_page()
    context.close()


@pytest.fixture
def sign_in_browser() -> Callable[[Any, Person], None]:
    """Sign a person in as they would: sign_in_browser(browser, person("director"))."""
    from web_people import PASSWORD

    def sign_in(page: Any, somebody: Person) -> None:
        page.goto("/people/sign-in/")
        page.get_by_label("Email address").fill(somebody.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda address: "sign-in" not in address)

    return sign_in


@pytest.fixture
def axe() -> Callable[[Any], list[str]]:
    """What axe finds wrong with a page, in words: assert axe(browser) == []."""
    from axe_playwright_python.sync_playwright import Axe

    def run(page: Any) -> list[str]:
        found = Axe().run(page)
        return [
            f"{v['id']}: {node['html'][:200]}" for v in found.response["violations"] for node in v["nodes"]
        ]

    return run

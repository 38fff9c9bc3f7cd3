"""Django set up once, without any page or rule of the site imported; a made-up site in a committed database;
and children forked from there, each with the site's code as it is then, or as a fault has made it.

    with lane("faults-0") as site:
        said = in_a_child(lambda: ..., timeout=60)
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from goldenthread.records.keys import KEY

TESTS = Path(__file__).parent


@dataclass(frozen=True)
class Site:
    """Where a lane's site is: its PostgreSQL, its store, and its world (web_matrix.World) as built."""

    server: Any
    run: str
    store: Path
    world: Any


def set_up() -> None:
    """Django ready; nothing of ours imported but settings, models and what they stand on."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "web_settings"
    os.environ[KEY] = "gtkey-" + "A" * 43 + "="  # the store's, as in tests/web/conftest.py
    import django

    django.setup()


@contextmanager
def lane(name: str) -> Iterator[Site]:
    """A site of one's own. What it leaves behind goes when this process ends."""
    import web_server

    run = f"{name}-{os.getpid()}"
    server = web_server.shared(run, os.getpid())
    web_server.own_database(server, "world")
    _sign_with(web_server.signing_key(run))
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        world = in_a_child(lambda: _build(server, store))
        if isinstance(world, str):
            raise RuntimeError(world)
        yield Site(server, run, store, world)


def _sign_with(key: Path) -> None:
    """What is signed in the lane is signed with this, in every child forked from here."""
    from django.conf import settings

    settings.SIGNING_KEY_FILE, settings.HEADS = key, key.with_name("heads")


def _build(server: Any, store: Path) -> Any:
    from django.db import transaction

    import web_matrix

    use(server, store)
    with transaction.atomic():
        world = web_matrix.build(store)
    world.people.clear()
    return world


def use(server: Any, store: Path) -> None:
    """The lane's database, as gt_app, and its store, from here on."""
    from django.conf import settings
    from django.db import connection

    connection.settings_dict.update(
        NAME="world", USER="gt_app", PASSWORD=server.passwords["gt_app"], HOST=str(server.socket), PORT=""
    )
    settings.STORE = store
    settings.ALLOWED_HOSTS = ["testserver"]


def in_a_child(work: Callable[[], Any], *, timeout: int = 600) -> Any:
    """What `work` gives, done in a forked child; "fault: ..." where it raised, "timed out" where it took too
    long. Whatever it imports or changes goes with it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.alarm(timeout)
        try:
            said = work()
        except BaseException as fault:
            said = f"fault: {type(fault).__name__}: {fault}\n{''.join(traceback.format_exc()[-3000:])}"
        with os.fdopen(writing, "wb") as out:
            out.write(pickle.dumps(said))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        data = told.read()
    os.waitpid(child, 0)
    return pickle.loads(data) if data else "timed out"


def warm(site: Site) -> None:
    """Import here what the site imports from elsewhere, so that no child need do it again."""
    ours = in_a_child(lambda: _imported(site))
    for name in ours:
        if not name.startswith(("goldenthread.web", "web_", "test_", "__")):
            with_warnings_off(name)


def _imported(site: Site) -> list[str]:
    import web_matrix

    use(site.server, site.store)
    pairs = [
        pair for pair in web_matrix.pairs(site.world) if pair.actor == "director" and pair.method == "GET"
    ]
    for pair in pairs:
        web_matrix.answer_alone(site.world, pair)
    return sorted(sys.modules)


def with_warnings_off(name: str) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import_module(name)
        except Exception:  # a name under which nothing can be imported afresh is not needed
            return

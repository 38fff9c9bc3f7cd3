"""Django set up once, without any page or rule of the site imported; a made-up site in a committed database;
and children forked from there, each with the site's code as it is then, or as a fault has made it.

    with lane("faults-0") as site:
        said = in_a_child(lambda: ..., timeout=60)
"""

from __future__ import annotations

import gc
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
RUN = "LANES_RUN"  # the run of tests whose server one lane may use, in place of starting another


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
    """A site of one's own, on a server of its own unless a run of tests lends its. What it leaves behind goes
    when this process ends, or the run."""
    import web_server

    run = os.environ.get(RUN) or f"{name}-{os.getpid()}"
    server = web_server.shared(run, os.getpid())
    web_server.own_database(server, "world")
    _sign_with(web_server.signing_key(run), heads=f"heads-of-{name}")
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        world = in_a_child(lambda: _build(server, store))
        if isinstance(world, str):
            raise RuntimeError(world)
        yield Site(server, run, store, world)


def _sign_with(key: Path, *, heads: str) -> None:
    """What is signed in the lane is signed with this, in every child forked from here; heads are copied out
    to a folder of the lane's own, for the run whose key it is may have one."""
    from django.conf import settings

    settings.SIGNING_KEY_FILE, settings.HEADS = key, key.with_name(heads)


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


def leave_sessions_as_they_are() -> None:
    """No request says that its session was in use just now: who is let in does not turn on it, and it is a
    quarter of what a refusal costs. That a session ends when idle has tests of its own."""
    from django.conf import settings

    settings.SESSION_SAVE_EVERY_REQUEST = False


def in_a_child(work: Callable[[], Any], *, timeout: int = 600) -> Any:
    """What `work` gives, done in a forked child; "fault: ..." where it raised, "timed out" where it took too
    long. Whatever it imports or changes goes with it."""
    gc.freeze()  # no child need look again through all that was there before it
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
    for name in in_a_child(lambda: _imported(site)):
        with_warnings_off(name)


def _imported(site: Site) -> list[str]:
    """What is neither the site's nor the tests': those import the site."""
    import web_matrix

    use(site.server, site.store)
    pairs = [
        pair for pair in web_matrix.pairs(site.world) if pair.actor == "director" and pair.method == "GET"
    ]
    for pair in pairs:
        web_matrix.answer_alone(site.world, pair)
    return sorted(name for name, module in sys.modules.items() if _is_from_elsewhere(name, module))


def _is_from_elsewhere(name: str, module: Any) -> bool:
    ours = name.startswith(("goldenthread.web", "__")) or name == "tests"
    return not ours and not str(getattr(module, "__file__", None) or "").startswith(str(TESTS))


def with_warnings_off(name: str) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import_module(name)
        except Exception:  # a name under which nothing can be imported afresh is not needed
            return

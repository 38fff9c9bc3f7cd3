"""A site of their own for the proofs that run by themselves (make tamper, make editors, …): the embedded
server, a migrated database, Django set up as the tests have it. Everything goes again at the end."""

from __future__ import annotations

import os
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web_settings")
os.environ.setdefault("GOLDENTHREAD_KEY", "gtkey-" + "A" * 43 + "=")  # the records' key, for tests

from goldenthread.web.config.server import Running


@contextmanager
def ready() -> Iterator[tuple[Running, str]]:
    """The running server, and the name of the database that Django is connected to as gt_app."""
    import django

    import web_server

    django.setup()
    from django.conf import settings
    from django.db import connection

    from goldenthread.web.config.secret import keep_signing_key

    server = web_server.shared(uuid.uuid4().hex, os.getpid())
    web_server.own_database(server, "proof")
    connection.settings_dict.update(
        NAME="proof", USER="gt_app", PASSWORD=server.passwords["gt_app"], HOST=str(server.socket), PORT=""
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        keep_signing_key(place / "signing.key")
        settings.SIGNING_KEY_FILE, settings.HEADS = place / "signing.key", place / "heads"
        settings.STORE = place / "store"
        try:
            yield server, "proof"
        finally:
            connection.close()


@contextmanager
def live() -> Iterator[str]:
    """The site of `ready`, answering: its address. A thread for each request, as a server has."""
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


def say(line: str) -> None:
    """A line of the result."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()

"""One embedded PostgreSQL for a whole run of the tests, however many processes run them.

The first process that needs it starts a keeper: `python tests/web_server.py FOLDER PID`, which runs the
server until the process that started the run (PID) is gone, then removes the folder. So nothing is left
behind, even by a kill."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from filelock import FileLock

from goldenthread.web.config.secret import keep_signing_key
from goldenthread.web.config.server import Running, make_database, running

TEMPLATE = "tests_template"
RECORDS_KEY = "gtkey-" + "A" * 43 + "="  # what the stores of tests are encrypted with


def shared(run: str, owner: int) -> Running:
    """The run's server, started if it is not there yet, with a migrated template database in it."""
    folder = folder_of(run)
    with FileLock(f"{folder}.lock"):
        if not (folder / "ready.json").exists():
            folder.mkdir(exist_ok=True)
            folder.chmod(0o755)
            _start_keeper(folder, owner)
            _wait_for(folder / "ready.json")
            _migrate(_running(folder))
    return _running(folder)


def folder_of(run: str) -> Path:
    """What is the run's own: its server's log, its key. The server's data may stand elsewhere, where a
    checkout is open to root alone."""
    return Path(tempfile.gettempdir()) / f"gt-tests-{run}"


def signing_key(run: str) -> Path:
    """The key that everything of the run is signed with, whichever process does."""
    path = folder_of(run) / "signing.key"
    path.parent.mkdir(exist_ok=True)
    keep_signing_key(path)
    return path


def own_database(server: Running, name: str) -> None:
    """A fresh copy of the migrated template, in place of any of that name."""
    drop_database(server, name)
    make_database(server, name, template=TEMPLATE)
    with server.connect() as connection:  # a copy keeps the tables' grants, not the database's own
        connection.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
        connection.execute(f'GRANT CONNECT ON DATABASE "{name}" TO gt_app, gt_report')


def drop_database(server: Running, name: str) -> None:
    with server.connect() as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _start_keeper(folder: Path, owner: int) -> None:
    with (folder / "keeper.log").open("wb") as log:
        subprocess.run(
            [sys.executable, __file__, str(folder), str(owner)],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=True,
        )


def _wait_for(path: Path, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not path.exists():
        if time.monotonic() > until:
            raise RuntimeError((path.parent / "keeper.log").read_text())
        time.sleep(0.05)


def _migrate(server: Running) -> None:
    make_database(server, TEMPLATE)
    told = {
        "DATABASE_URL": server.url("gt_owner", TEMPLATE),
        "DJANGO_SETTINGS_MODULE": "goldenthread.web.config.settings",
        "GOLDENTHREAD_ENVIRONMENT": "test",
    }
    command = [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity=0"]
    subprocess.run(command, env={**os.environ, **told}, check=True)


def _running(folder: Path) -> Running:
    kept: dict[str, Any] = json.loads((folder / "ready.json").read_text())
    return Running(socket=Path(kept["socket"]), passwords=kept["passwords"])


def _keep(folder: Path, owner: int) -> None:
    with running(folder, allow_root=True, in_haste=True) as server:
        part = folder / "ready.part"
        part.touch(mode=stat.S_IRUSR | stat.S_IWUSR)
        part.write_text(json.dumps({"socket": str(server.socket), "passwords": server.passwords}))
        part.rename(folder / "ready.json")
        while _alive(owner):
            time.sleep(0.3)
    shutil.rmtree(folder, ignore_errors=True)
    Path(f"{folder}.lock").unlink(missing_ok=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__" and os.fork() == 0:  # the first process ends at once: the keeper is nobody's child
    _keep(Path(sys.argv[1]), int(sys.argv[2]))

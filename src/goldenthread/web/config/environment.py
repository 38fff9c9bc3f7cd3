"""What differs between a demonstration, the tests and production: read from the environment, here and nowhere
else.

GOLDENTHREAD_ENVIRONMENT      production (if not said), demo or test
DATABASE_URL                  where the site keeps its own tables, as gt_app (gt_owner while migrating)
GOLDENTHREAD_STORE            the folder of children's records
GOLDENTHREAD_SECRET_KEY_FILE  a file that holds the key sessions and pseudonyms are made with
GOLDENTHREAD_SIGNING_KEY_FILE  a file that holds the key sign-offs and heads are signed with; its public half
beside it GOLDENTHREAD_HEADS            the folder heads of the chains are copied out to, best on another
machine GOLDENTHREAD_HOSTS            the names the site answers to, with commas between
GOLDENTHREAD_STATIC           where static files are collected
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PRODUCTION, DEMO, TEST = "production", "demo", "test"


@dataclass(frozen=True)
class Environment:
    name: str
    database_url: str
    store: Path
    secret_key: str
    hosts: tuple[str, ...]
    static: Path | None
    signing_key: Path | None = None
    heads: Path | None = None

    @property
    def production(self) -> bool:
        return self.name == PRODUCTION


def environment() -> Environment:
    """The environment as it stands. What is missing is left empty: Django refuses to use an empty key or
    database."""
    key_file = os.environ.get("GOLDENTHREAD_SECRET_KEY_FILE")
    static = os.environ.get("GOLDENTHREAD_STATIC")
    signing_key = os.environ.get("GOLDENTHREAD_SIGNING_KEY_FILE")
    heads = os.environ.get("GOLDENTHREAD_HEADS")
    name = os.environ.get("GOLDENTHREAD_ENVIRONMENT", PRODUCTION)
    if name not in {PRODUCTION, DEMO, TEST}:
        raise ValueError("GOLDENTHREAD_ENVIRONMENT is production, demo or test")
    hosts = os.environ.get(
        "GOLDENTHREAD_HOSTS", "" if name == PRODUCTION else "127.0.0.1,localhost,testserver"
    )
    return Environment(
        name=name,
        database_url=os.environ.get("DATABASE_URL", ""),
        store=Path(os.environ.get("GOLDENTHREAD_STORE", "store")),
        secret_key=Path(key_file).read_text(encoding="ascii").strip() if key_file else "",
        hosts=tuple(host for host in hosts.split(",") if host),
        static=Path(static) if static else None,
        signing_key=Path(signing_key) if signing_key else None,
        heads=Path(heads) if heads else None,
    )

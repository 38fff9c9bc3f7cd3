"""What differs between a demonstration, the tests and production: read from the environment, here and nowhere
else.

GOLDENTHREAD_ENVIRONMENT      production (if not said), demo or test
DATABASE_URL                  where the site keeps its own tables, as gt_app (gt_owner while migrating)
GOLDENTHREAD_STORE            the folder of children's records
GOLDENTHREAD_SECRET_KEY_FILE  a file with the key of sessions and pseudonyms; older keys below it
GOLDENTHREAD_SIGNING_KEY_FILE the key sign-offs and heads are signed with; its public half lies beside it
GOLDENTHREAD_HEADS            the folder heads of the chains are copied out to, best on another machine
GOLDENTHREAD_HOSTS            the names the site answers to, with commas between
GOLDENTHREAD_ADDRESS          where people reach the site, https://plan.example: for links in mail
GOLDENTHREAD_STATIC           where static files are collected
GOLDENTHREAD_SIGN_IN          a TOML file: OpenID providers, and who needs a second proof
GOLDENTHREAD_PROXIES          how many proxies before the site write X-Forwarded-For (1 in production)
GOLDENTHREAD_MAIL             where notices go: smtp://host:port, a folder, or nothing for standard output
GOLDENTHREAD_MAIL_FROM        whom notices are from
GOLDENTHREAD_PUBLISHED        a folder of the Department's open-data files and models of neighbours
GOLDENTHREAD_AUTHORITY_CODE   the nine characters the Department knows the authority by, such as E10000099
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PRODUCTION, DEMO, TEST = "production", "demo", "test"


@dataclass(frozen=True)
class Mail:
    """Where notices go: `kind` is one of Django's mail backends."""

    kind: str = "console"
    folder: str = ""
    host: str = ""
    port: int = 25
    sender: str = "golden-thread@localhost"


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
    older_keys: tuple[str, ...] = ()
    sign_in: Path | None = None
    mail: Mail = Mail()
    proxies: int = 0
    published: Path | None = None
    authority_code: str = ""
    address: str = "http://127.0.0.1:8000"

    @property
    def production(self) -> bool:
        return self.name == PRODUCTION


def environment() -> Environment:
    """The environment as it stands. What is missing is left empty: Django refuses to use an empty key or
    database."""
    key_file = os.environ.get("GOLDENTHREAD_SECRET_KEY_FILE")
    keys = Path(key_file).read_text(encoding="ascii").strip().splitlines() if key_file else []
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
        secret_key=keys[0] if keys else "",
        older_keys=tuple(keys[1:]),
        hosts=tuple(host for host in hosts.split(",") if host),
        static=Path(static) if static else None,
        signing_key=Path(signing_key) if signing_key else None,
        heads=Path(heads) if heads else None,
        sign_in=Path(os.environ["GOLDENTHREAD_SIGN_IN"]) if os.environ.get("GOLDENTHREAD_SIGN_IN") else None,
        mail=_mail(),
        published=Path(os.environ["GOLDENTHREAD_PUBLISHED"])
        if os.environ.get("GOLDENTHREAD_PUBLISHED")
        else None,
        address=os.environ.get("GOLDENTHREAD_ADDRESS", "").rstrip("/") or _address(name, hosts),
        authority_code=os.environ.get("GOLDENTHREAD_AUTHORITY_CODE", ""),
        proxies=int(os.environ.get("GOLDENTHREAD_PROXIES", "1" if name == PRODUCTION else "0")),
    )


def _address(name: str, hosts: str) -> str:
    """Where nobody has said: in production the first name the site answers to."""
    first = hosts.split(",", maxsplit=1)[0]
    return f"https://{first}" if name == PRODUCTION and first else Environment.address


def _mail() -> Mail:
    where = os.environ.get("GOLDENTHREAD_MAIL", "")
    sender = os.environ.get("GOLDENTHREAD_MAIL_FROM", Mail.sender)
    if where.startswith("smtp://"):
        parts = urlsplit(where)
        return Mail("smtp", host=parts.hostname or "", port=parts.port or 25, sender=sender)
    return Mail("filebased", folder=where, sender=sender) if where else Mail(sender=sender)

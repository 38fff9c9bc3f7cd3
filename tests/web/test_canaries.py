"""Every page and file a person can come to, and every address they might guess: not one byte of a child they
may not be shown, in pages, files, errors, logs or letters; and each page that names a child left its row.

In `make test` a few pages of each kind and some of the guesses; with CANARIES=whole or LOOKS=whole (`make
canaries`, `make looks`) all of them.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.test import Client

from crawl import kind, reachable
from goldenthread.web.access.models import ChildView
from goldenthread.web.access.purposes import Purpose, pseudonym
from goldenthread.web.config.logs import WithoutWords
from goldenthread.web.database.scope import as_service
from goldenthread.web.intake.queries import latest
from web_access import confirm, looks_at, page_of
from web_canaries import CHILDREN, RESTRICTED, Actor, identifier, in_text, tokens, told

pytestmark = pytest.mark.django_db
WHOLE = "whole" in {os.environ.get("CANARIES"), os.environ.get("LOOKS")}
EACH = 5 if WHOLE else 1  # pages of one kind
GUESSED = CHILDREN if WHOLE else (0, 1, 3, 5, 25)
# In `make test` those who reach children by different ways, and a few who reach none.
QUICK = {
    *("director", "director who is listed", "manager with a conflict", "worker with an emergency"),
    *("auditor with a sample", "performance_analyst", "administrator", "a stranger"),
}
BACKEND = "goldenthread.web.accounts.backend.EmailAndPassword"


@dataclass
class Seen:
    """What came of asking for everything."""

    requests: int = 0
    faults: int = 0  # pages that went wrong, with every word of a child in what went wrong
    named: int = 0  # pages by GET that name a child
    rows: int = 0  # rows by name that the trail gained
    leaks: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)  # pages whose row is not theirs
    kinds: Counter[str] = field(default_factory=Counter)
    met: set[tuple[str, int]] = field(default_factory=set)


class _Heard(logging.Handler):
    """Everything that is written to any log, as the site writes it."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.setFormatter(WithoutWords())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def _asked(client: Client, actor: Actor, address: str, seen: Seen) -> tuple[str, str]:
    before = _rows()
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    found = tokens(body, answer.headers.get("Content-Type", ""))
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    found |= in_text(headers) - in_text(address)  # a stranger is sent on to where they said they were going
    seen.requests += 1
    seen.kinds[kind(address)] += 1
    seen.met |= found
    seen.leaks += [
        f"{actor.label} read {what} of child {number} at {kind(address)} ({answer.status_code})"
        for what, number in sorted(found)
        if not actor.may_be_told((what, number), address)
    ]
    _compare(actor, address, found, before=before, seen=seen)
    return answer.headers.get("Content-Type", ""), body.decode(
        errors="replace"
    ) if not answer.streaming else ""


def _rows() -> int:
    with as_service("tests"):
        return ChildView.objects.filter(identified=True).count()


def _compare(actor: Actor, address: str, found: set[tuple[str, int]], *, before: int, seen: Seen) -> None:
    """One row by name for a page that names children, with the very children the page names; else none."""
    gained = _rows() - before
    shown = {identifier(number) for what, number in found if what == "identifier"}
    seen.named += bool(shown)
    seen.rows += gained
    with as_service("tests"):
        last = ChildView.objects.filter(identified=True).order_by("-id").first() if gained else None
    told_of = set(last.children) if last else set()
    if gained != bool(shown) or not shown <= told_of:
        seen.unseen.append(f"{actor.label} at {kind(address)}: {len(shown)} named, {gained} rows")
    elif told_of - shown:
        seen.unseen.append(
            f"{actor.label} at {kind(address)}: {len(told_of - shown)} in the row, not on the page"
        )


def _guesses() -> Iterator[str]:
    for number in GUESSED:
        yield page_of(identifier(number))
        if WHOLE and number % 8 and number not in RESTRICTED:
            continue
        yield page_of(pseudonym(identifier(number), Purpose.OVERSIGHT))
        yield looks_at(identifier(number))
    for number in (0, 5):
        yield page_of(pseudonym(identifier(number), Purpose.PAPER))
        yield f"/practice/?worker=North+Worker+{number}&show=soon"
    for name in (
        "mine/",
        "mine.csv",
        "told/",
        "opened/",
        "conflicts/",
        "restricted/",
        "allotments/",
        "allotted/",
    ):
        yield f"/access/{name}"
    yield "/practice/list.csv"
    yield "/practice/?group=worker&page=2"
    newest = latest()
    assert newest is not None
    yield f"/records/snapshots/{newest.identity}/set-aside.csv"


def _client(actor: Actor) -> Client:
    client = Client(raise_request_exception=False)
    if actor.person is not None:
        client.force_login(actor.person, backend=BACKEND)
        confirm(client)
    return client


@pytest.fixture(scope="module")
def crawled(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: Any,
    signing_key: Path,
) -> tuple[Seen, list[str], list[Any]]:
    """Everybody asks for everything, once for this module; nothing of it is kept."""
    from django.db import connection, transaction
    from django.test import override_settings

    store: Path = tmp_path_factory.mktemp("canaries") / "store"
    heard, seen = _Heard(), Seen()
    logging.getLogger().addHandler(heard)
    mail.outbox = []
    kept = {"STORE": store, "SIGNING_KEY_FILE": signing_key, "HEADS": store.parent / "heads"}
    with django_db_blocker.unblock(), override_settings(**kept), transaction.atomic():
        world = told(store)
        letters = _letters(connection)
        for actor in (*world.actors, Actor("a stranger", None)):
            if WHOLE or actor.label in QUICK:
                _ask_for_everything(actor, seen)
        transaction.set_rollback(True)
    logging.getLogger().removeHandler(heard)
    return seen, heard.lines, [*letters, *mail.outbox]


def _letters(connection: Any) -> list[Any]:
    """Those that would go out when all this was kept."""
    waiting, connection.run_on_commit = connection.run_on_commit, []
    for one in waiting:
        one[1]()
    return list(mail.outbox)


def _ask_for_everything(actor: Actor, seen: Seen) -> None:
    client = _client(actor)
    for _ in reachable(lambda address: _asked(client, actor, address, seen), each=EACH):
        pass
    for address in _guesses():
        _asked(client, actor, address, seen)
    with mock.patch("goldenthread.web.intake.gate.record_view", side_effect=ValueError(EVERY_WORD)):
        _ask_in_a_fault(client, actor, seen)


EVERY_WORD = "KID0001X, known as NYM0001X Canary, born 2009-01-02, https://cases.example/LNK0001X, OTH0001X"


def _ask_in_a_fault(client: Client, actor: Actor, seen: Seen) -> None:
    """Every word of a child in what went wrong: the page that says so has none of them."""
    for address in (page_of(identifier(1)), page_of(identifier(2)), "/practice/", "/practice/list.csv"):
        answer = client.get(address)
        seen.requests += 1
        seen.faults += answer.status_code == 500
        seen.leaks += [
            f"{actor.label} read {what} of child {number} in a fault at {kind(address)}"
            for what, number in sorted(in_text(answer.content.decode()))
            if answer.status_code == 500
        ]


def test_nobody_is_told_of_a_child_they_may_not_see(crawled: Any) -> None:
    seen, _, _ = crawled
    print(f"\n{seen.requests:,} answers to {len(seen.kinds)} kinds of page, {len(seen.leaks)} leaks")  # noqa: T201
    assert not seen.leaks, "\n".join(sorted(set(seen.leaks)))


def test_logs_and_letters_hold_nothing_of_any_child(crawled: Any) -> None:
    _, lines, letters = crawled
    written = [*lines, *(f"{letter.subject}\n{letter.body}\n{letter.message()}" for letter in letters)]
    assert letters, "somebody was told of the emergencies"
    assert sum("500 to GET of oversight:" in line and "ValueError" in line for line in lines) > 3
    assert {found for text in written for found in in_text(text)} == set()


def test_each_look_at_a_page_that_names_children_is_one_row_with_these_children(crawled: Any) -> None:
    seen, _, _ = crawled
    print(f"\n{seen.requests:,} requests, {seen.named:,} named a child, {seen.rows:,} rows")  # noqa: T201
    assert not seen.unseen, "\n".join(sorted(set(seen.unseen)))
    assert seen.named == seen.rows
    assert seen.named > (1_000 if WHOLE else 50)
    assert not WHOLE or seen.requests >= 5_000


def test_the_canaries_were_there_to_be_met(crawled: Any) -> None:
    """A search that could not find anything would find no leak: those who may see children met them, the rows
    set aside among them, and some who were restricted."""
    seen, _, _ = crawled
    assert {what for what, _ in seen.met} == {"identifier", "name", "link", "born", "other"}
    assert {number for _, number in seen.met} & RESTRICTED
    assert in_text(EVERY_WORD) == {(what, 1) for what in ("identifier", "name", "link", "born", "other")}
    assert seen.faults > 3
    wanted = {"oversight:child", "oversight:home", "oversight:download", "indicators:children", "access:mine",
              "access:openings", "access:opening", "access:restriction", "access:allotted",
              "intake:set-aside", "papers:download"}  # fmt: skip
    assert wanted <= set(seen.kinds)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kid0007x", {("identifier", 7)}),
        ("%4bID0007X", {("identifier", 7)}),
        ("born 2009-01-08, 8/1/2009, 08.01.09", {("born", 7)}),
        ("8 January 2009 and 8 Jan 2009", {("born", 7)}),
        ("https://cases.example/LNK0012X", {("link", 12)}),
        ("&#78;YM0012X", {("name", 12)}),
        ("8 January 2010", set()),
    ],
)
def test_a_canary_is_found_however_it_is_written(text: str, found: set[tuple[str, int]]) -> None:
    assert in_text(text) == found

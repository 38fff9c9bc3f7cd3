"""How many queries pages take: that a page asks no more as its list grows is seen on all pages of one site,
grown once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(client: Client, addresses: Iterable[str]) -> dict[str, int]:
    """Each page's number of queries, with the address that took them."""
    return {address: _queries(client, address) for address in addresses}


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(asked)

"""The Records pages say whether children's records are encrypted, and what to do where they are not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from goldenthread.records import store
from goldenthread.records.keys import KEY
from web_store import registered
from web_text import told

pytestmark = pytest.mark.django_db

PEOPLE = """
pers_person_id | pers_dob
C1             | 2015-01-01
"""


def pages(client: Client, identity: str) -> tuple[str, str]:
    """The list of snapshots and the page of one, as told."""
    found = [client.get(address) for address in ("/records/", f"/records/snapshots/{identity}/")]
    return told(found[0].content.decode()), told(found[1].content.decode())


def test_a_site_with_a_key_keeps_records_encrypted(signed_in: Callable[..., Client], settings: Any) -> None:
    home, snapshot = pages(
        signed_in("performance_analyst"),
        registered(settings.STORE, date(2026, 3, 31), ssd_person=PEOPLE),
    )
    assert "no key" not in home
    assert "Yes, every file of it" in snapshot


def test_a_site_without_one_says_so_until_they_are_encrypted(
    signed_in: Callable[..., Client], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "gtkey-" + "A" * 43 + "="
    monkeypatch.setenv(KEY, "")
    client = signed_in("performance_analyst")
    identity = registered(settings.STORE, date(2026, 3, 31), ssd_person=PEOPLE)
    home, snapshot = pages(client, identity)
    assert "records loaded now are not encrypted" in home
    assert "goldenthread keys rotate" in snapshot

    monkeypatch.setenv(KEY, key)
    store.rotate(settings.STORE)
    home, snapshot = pages(client, identity)
    assert "no key" not in home
    assert "Yes, every file of it" in snapshot

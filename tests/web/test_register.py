"""The register of snapshots says what the store holds, whatever happened in between."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from goldenthread.web.history.models import Entry
from goldenthread.web.intake.actions import reconcile
from goldenthread.web.intake.models import Snapshot
from goldenthread.web.intake.queries import latest, manifest_of, snapshots
from web_store import kept

pytestmark = pytest.mark.django_db


ONE = "pers_person_id\nC1"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def test_before_the_first_load_there_is_nothing(store: Path) -> None:
    assert reconcile(store).added == ()
    assert latest() is None


def test_the_register_follows_the_store_and_a_second_time_changes_nothing(store: Path) -> None:
    june, march = (
        kept(store, date(2026, 6, 30), ssd_person=ONE),
        kept(store, date(2026, 3, 31), ssd_person=ONE),
    )
    assert set(reconcile(store).added) == {june, march}
    written = Entry.objects.count()
    assert reconcile(store).added == reconcile(store).removed == ()
    assert Entry.objects.count() == written
    assert [row.identity for row in snapshots()] == [june, march]
    assert latest().identity == june
    assert manifest_of(latest()).as_at == date(2026, 6, 30)


def test_a_snapshot_gone_from_the_store_goes_from_the_register(store: Path) -> None:
    march = kept(store, date(2026, 3, 31), ssd_person=ONE)
    reconcile(store)
    shutil.rmtree(store / "snapshots" / march)
    assert reconcile(store).removed == (march,)
    assert Snapshot.objects.count() == 0
    assert Entry.objects.filter(about_key=march).count() == 2


@pytest.mark.parametrize("made_up", [True, False])
def test_every_page_says_when_the_children_are_made_up(
    store: Path, made_up: bool, signed_in: Callable[..., Client]
) -> None:
    kept(store, date(2026, 3, 31), ssd_person=ONE, made_up=made_up)
    reconcile(store)
    page = signed_in("director").get("/").content.decode()
    assert ("Made-up data" in page) is made_up
    assert "records as at 31 March 2026" in page

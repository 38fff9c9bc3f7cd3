"""Statutory returns on the site: handed in by the same form, told in the same words, and never in use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goldenthread.records.watch import look
from goldenthread.web.accounts.standing import today
from goldenthread.web.intake import loading
from goldenthread.web.intake.models import Load, LoadState, Snapshot
from goldenthread.web.intake.queries import snapshots
from returns_made_up import EPISODE, census, child
from web_text import told

pytestmark = pytest.mark.django_db


def test_a_census_is_handed_in_kept_and_told_by_its_lines(
    signed_in: Callable[..., Client], tmp_path: Path
) -> None:
    client = signed_in("performance_analyst")
    path = census(tmp_path, child(EPISODE, "<ReferralSource>1A</ReferralSource>"))
    client.post(
        "/records/load/", {"workbook": SimpleUploadedFile("census.xml", path.read_bytes()), "as_at": ""}
    )
    loading.work()
    load = Load.objects.get()
    assert (load.state, Snapshot.objects.get().kind) == (LoadState.KEPT, "cin_census")
    page = told(client.get(f"/records/snapshots/{load.snapshot}/").content.decode())
    assert "Children in need census" in page
    assert "Episodes of need" in page
    assert "line 8" in page
    assert "K1" not in page
    assert list(snapshots()) == []  # it stands beside the records, and no paper is made from it


@pytest.mark.parametrize(("days", "is_late"), [(2, False), (3, True)])
def test_a_late_feed_is_said_on_the_page_of_records(
    days: int, is_late: bool, signed_in: Callable[..., Client], settings: Any, tmp_path: Path
) -> None:
    (drop := tmp_path / "drop").mkdir()
    census(tmp_path, child(EPISODE)).rename(drop / "census.xml")
    on = today() - timedelta(days=days)
    look(drop, settings.STORE, now=datetime(on.year, on.month, on.day, 6, tzinfo=UTC))
    page = told(signed_in("performance_analyst").get("/records/").content.decode())
    assert ("The feed is late: its last file was kept 3 days ago." in page) == is_late

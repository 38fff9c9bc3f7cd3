"""A corrected file beside the one it corrects: counts for those who may see loads, and never a row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from web_store import registered
from web_text import told

pytestmark = pytest.mark.django_db
FEBRUARY, MARCH = date(2026, 2, 28), date(2026, 3, 31)
FIRST = """
cina_assessment_id | cina_person_id | cina_assessment_start_date | cina_assessment_auth_date
A1                 | CHILD-1        | 2026-01-05                 |
A2                 | CHILD-2        | 2026-01-06                 | 2026-02-02
"""
CORRECTED = """
cina_assessment_id | cina_person_id | cina_assessment_start_date | cina_assessment_auth_date
A1                 | CHILD-1        | 2026-01-05                 | 2026-03-02
A3                 | CHILD-3        | 2026-01-07                 |
A4                 | CHILD-4        | 2026-01-08                 |
"""


@pytest.fixture
def held(settings: Any) -> list[str]:
    """February, then March and its correction."""
    days = ((FEBRUARY, FIRST), (MARCH, FIRST), (MARCH, CORRECTED))
    return [registered(settings.STORE, day, ssd_cin_assessments=drawn) for day, drawn in days]


def page_of(client: Client, identity: str, query: str = "") -> str:
    return told(client.get(f"/records/snapshots/{identity}/difference/{query}").content.decode())


def test_a_correction_is_compared_with_what_it_corrects(
    signed_in: Callable[..., Client], held: list[str]
) -> None:
    page = page_of(signed_in("performance_analyst"), held[2])
    assert "Version 2 of these records, beside version 1" in page
    cells = [
        f'data-label="{label}">{count}</td>' for label, count in (("Added", 2), ("Gone", 1), ("Changed", 1))
    ]
    assert all(cell in page for cell in cells)
    assert "assessment auth date (1)" in page
    assert not any(f"CHILD-{number}" in page for number in range(1, 5))


def test_another_may_be_chosen_to_compare_with(signed_in: Callable[..., Client], held: list[str]) -> None:
    page = page_of(signed_in("performance_analyst"), held[2], f"?from={held[0]}")
    assert "Beside the records as at 28 February 2026" in page
    page = page_of(signed_in("performance_analyst"), held[1])
    assert "None: the two hold the same rows" in page


def test_the_first_has_nothing_before_it(signed_in: Callable[..., Client], held: list[str]) -> None:
    assert "this is the first snapshot of its kind" in page_of(signed_in("performance_analyst"), held[0])


def test_a_later_or_unknown_one_is_not_found(signed_in: Callable[..., Client], held: list[str]) -> None:
    client = signed_in("performance_analyst")
    for name in (held[2], "0" * 16):
        assert client.get(f"/records/snapshots/{held[1]}/difference/?from={name}").status_code == 404


def test_only_those_who_see_loads_see_it(signed_in: Callable[..., Client], held: list[str]) -> None:
    assert signed_in("social_worker").get(f"/records/snapshots/{held[2]}/difference/").status_code == 403


def test_the_snapshots_page_leads_to_it(signed_in: Callable[..., Client], held: list[str]) -> None:
    page = told(signed_in("performance_analyst").get(f"/records/snapshots/{held[2]}/").content.decode())
    assert f'href="/records/snapshots/{held[2]}/difference/"' in page

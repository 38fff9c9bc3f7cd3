"""Rooms that stand above an area are reached from its first page, by those whom they let in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.web.config.navigation import DOORS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("door", DOORS["plan:home"], ids=lambda door: door.label)
def test_whoever_may_see_the_plan_finds_the_door(signed_in: Callable[..., Client], door: object) -> None:
    page = signed_in("improvement_lead").get(reverse("plan:home")).content.decode()
    assert f'href="{reverse(door.route)}">{door.label}</a>' in page


def test_a_door_is_on_its_own_page_alone(signed_in: Callable[..., Client]) -> None:
    page = signed_in("improvement_lead").get(reverse("plan:objectives")).content.decode()
    assert reverse("past:home") not in page


def test_a_door_is_not_shown_to_somebody_whom_it_does_not_let_in(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    from goldenthread.web.config.navigation import Area

    monkeypatch.setitem(DOORS, "plan:home", (Area("People and roles", "accounts:home"),))
    page = signed_in("elected_member").get(reverse("plan:home")).content.decode()
    assert "People and roles" not in page

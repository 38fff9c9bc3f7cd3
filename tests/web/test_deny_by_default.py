"""What is not a permission opens nothing, wherever it is asked: of a standing, of a policy, by a form, of a
query. And nobody passes by the rules for being called a superuser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

import web_matrix
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.accounts import standing as standings
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import Policy
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.accounts.standing import NOBODY, standing_on, today
from goldenthread.web.config.urls import urlpatterns as ours
from goldenthread.web.intake.gate import children
from goldenthread.web.papers.queries import papers_for, waiting_for_release
from web_people import person

pytestmark = pytest.mark.django_db
NONE_OF_THEM: tuple[Any, ...] = (
    *(None, "", "see the plan", "SEE_PLAN", " see the plan", "Permission.SEE_PLAN"),
    *(True, 1, 0.0, b"see the plan", (), ("see the plan",), {"see the plan"}, object()),
)


def _forged(wrong: Any) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("inside")

    view.policy = Policy(permissions=(wrong,))  # type: ignore[attr-defined]
    return view


urlpatterns = [
    *ours,
    *(path(f"forged/{number}/", _forged(wrong)) for number, wrong in enumerate(NONE_OF_THEM)),
]


@pytest.mark.parametrize("wrong", NONE_OF_THEM, ids=lambda wrong: type(wrong).__name__)
def test_a_standing_and_a_policy_refuse_what_is_no_permission(wrong: Any) -> None:
    everything = person(*ROLES, team="North", service_area="Safeguarding", worker="Ann")
    assert standing_on(everything, on=today()).may(wrong) is False
    assert Policy(permissions=(wrong,)).allows(everything) is False


@pytest.mark.parametrize("method", ["get", "post"])
def test_so_does_a_route(method: str, signed_in: Callable[..., Client], settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    client = signed_in(person(*ROLES))
    answers = {
        getattr(client, method)(f"/forged/{number}/").status_code for number, _ in enumerate(NONE_OF_THEM)
    }
    assert answers == {403}


def test_a_role_the_matrix_does_not_have_gives_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    somebody = person("director")
    monkeypatch.setattr(standings, "ROLES", {key: role for key, role in ROLES.items() if key != "director"})
    assert standing_on(somebody, on=today()) == NOBODY
    assert not papers_for(somebody).exists()
    assert not waiting_for_release(somebody).exists()


def test_a_superuser_is_nobody_in_particular(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked of every page, by somebody without a role whom Django would call a superuser."""
    world = web_matrix.build(settings.STORE)
    monkeypatch.setattr(Person, "is_superuser", True, raising=False)
    monkeypatch.setattr(Person, "is_staff", True, raising=False)
    asked = [pair for pair in web_matrix.pairs(world) if pair.actor == "without a role"]
    wrong = [
        why for pair in asked if pair.method in {"GET", "POST"} if (why := web_matrix.wrong(world, pair))
    ]
    assert wrong == []
    somebody = world.people["without a role"]
    assert not somebody.has_perm(Permission.SEE_PLAN)
    assert not papers_for(somebody).exists()
    with pytest.raises(PermissionDenied):
        children(by=somebody, purpose=Purpose.OVERSIGHT, what="x", rows=lambda records: records)

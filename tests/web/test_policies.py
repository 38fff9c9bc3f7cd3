"""Deny by default: a route says who may come, and everybody else is refused in plain words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.response import SimpleTemplateResponse
from django.test import Client, RequestFactory
from django.urls import path

from goldenthread.web.accounts.actions import give_role, stop_person
from goldenthread.web.accounts.middleware import OnePolicyForEachRoute
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import PUBLIC, SIGNED_IN, policy
from goldenthread.web.accounts.policy import signed_in as who_asks
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.accounts.standing import standing_on, today
from goldenthread.web.config.middleware import OneScopedTransaction
from goldenthread.web.config.urls import urlpatterns as ours
from web_people import MAKER, person

pytestmark = pytest.mark.django_db


def _answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("inside")


def _view() -> Callable[..., HttpResponse]:
    return lambda request: HttpResponse("inside")


urlpatterns = [
    *ours,
    path("undeclared/", _view()),
    path("plan-only/", policy(Permission.EDIT_PLAN)(_view())),
    path("either/", policy(Permission.LOAD_RECORDS, Permission.SIGN_OFF)(_view())),
    path("anybody-signed-in/", policy(SIGNED_IN)(_view())),
    path("public/", policy(PUBLIC)(_view())),
]


@pytest.fixture(autouse=True)
def _routes(settings: object) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]


def test_a_view_without_a_policy_is_refused_even_to_the_director(signed_in: Callable[..., Client]) -> None:
    assert signed_in("director").get("/undeclared/").status_code == 403


@pytest.mark.parametrize("role", [*ROLES, None])
def test_a_permission_lets_in_the_roles_whose_row_has_it_and_no_other(role: str | None, signed_in) -> None:
    client = signed_in(role) if role else signed_in()
    allowed = {"director", "improvement_lead"}
    assert client.get("/plan-only/").status_code == (200 if role in allowed else 403)


@pytest.mark.parametrize(
    ("role", "status"), [("performance_analyst", 200), ("director", 200), ("board_member", 403)]
)
def test_of_several_permissions_one_is_enough(role: str, status: int, signed_in) -> None:
    assert signed_in(role).get("/either/").status_code == status


def test_somebody_without_a_role_may_sign_in_and_is_told_they_have_none(signed_in) -> None:
    assert "you have no role today" in signed_in().get("/").content.decode()


def test_a_stranger_is_asked_to_sign_in_and_sent_on_afterwards() -> None:
    assert (
        Client().get("/anybody-signed-in/?a=1")["Location"]
        == "/people/sign-in/?next=/anybody-signed-in/%3Fa%3D1"
    )
    assert Client().post("/anybody-signed-in/").status_code == 403
    assert Client().get("/public/").status_code == 200


def test_being_refused_is_said_in_plain_words(signed_in) -> None:
    page = signed_in("board_member").get("/plan-only/").content.decode()
    assert "You do not have access to this page" in page


@pytest.mark.parametrize(
    "wrong", [(), (None,), ("see the plan",), ("",), (Permission.SEE_PLAN, PUBLIC), (42,)]
)
def test_a_policy_that_is_no_policy_cannot_be_declared(wrong: tuple[object, ...]) -> None:
    with pytest.raises(TypeError, match="A policy is"):
        policy(*wrong)  # type: ignore[arg-type]


def test_a_view_has_one_policy_and_not_two() -> None:
    with pytest.raises(TypeError, match="has a policy already"):
        policy(PUBLIC)(policy(SIGNED_IN)(_view()))


@pytest.mark.parametrize("typo", [None, "", "see the plan ", "SEE_PLAN", True])
def test_anything_but_a_permission_is_refused_by_the_standing(typo: object) -> None:
    assert standing_on(person("director"), on=today()).may(typo) is False  # type: ignore[arg-type]


@pytest.mark.parametrize(("who", "comes_in"), [("active", True), ("stopped", False), ("nobody", False)])
def test_to_be_signed_in_one_is_a_person_whom_nobody_has_stopped(who: str, comes_in: bool) -> None:
    somebody = AnonymousUser() if who == "nobody" else person()
    if who == "stopped":
        stop_person(by=MAKER, person=somebody)
        somebody.refresh_from_db()
    assert SIGNED_IN.allows(somebody) is comes_in


def test_a_view_that_asks_who_it_is_refuses_nobody(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        who_asks(request)


def test_a_page_written_late_is_written_while_the_database_knows_who_asks(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = person("director")
    page = SimpleTemplateResponse(engines["django"].from_string("inside"))
    answer = OneScopedTransaction(_answer).process_view(request, lambda asked: page, (), {})
    assert answer.is_rendered  # type: ignore[attr-defined]


def test_a_forged_policy_attribute_is_no_policy(rf: RequestFactory) -> None:
    view = _view()
    view.policy = "anybody"  # type: ignore[attr-defined]
    request = rf.get("/")
    request.user = person("director")
    with pytest.raises(PermissionDenied):
        OnePolicyForEachRoute(_answer).process_view(request, view, (), {})


def test_a_role_holds_from_its_first_day_to_its_last() -> None:
    day = today()
    somebody = person("director", starts=day, ends=day + timedelta(days=7))
    allowed = [
        standing_on(somebody, on=day + timedelta(days=n)).may(Permission.SEE_PLAN) for n in (-1, 0, 7, 8)
    ]
    assert allowed == [False, True, True, False]


def test_a_role_taken_away_and_a_person_stopped_bite_at_the_next_request(signed_in) -> None:
    client = signed_in("director")
    assert client.get("/plan-only/").status_code == 200
    client.person.memberships.update(ends=today() - timedelta(days=1))
    assert client.get("/plan-only/").status_code == 403
    stop_person(by=MAKER, person=client.person)
    assert client.get("/").status_code == 302


def test_a_session_ends_after_ten_hours_however_busy(signed_in) -> None:
    client = signed_in("director")
    assert client.get("/").status_code == 200
    session = client.session
    session["signed_in_at"] -= 10 * 60 * 60 + 1
    session.save()
    assert client.get("/").status_code == 302


def test_nobody_gives_a_role_alone() -> None:
    somebody = person("administrator")
    for whom in (somebody, person()):
        with pytest.raises(ValueError, match="one person proposes a role and another confirms it"):
            give_role(by=somebody, person=whom, role="director", starts=today())


@pytest.mark.parametrize("role", [key for key, role in ROLES.items() if role.external])
def test_somebody_from_outside_always_has_a_last_day(role: str) -> None:
    with pytest.raises(ValueError, match="give a last day"):
        give_role(by=MAKER, person=person(), role=role, starts=today())


def test_the_administrator_sees_no_child_and_no_plan() -> None:
    standing = standing_on(person("administrator"), on=today())
    assert standing.reaches == ()
    assert not standing.may(Permission.SEE_CHILDREN)
    assert not standing.may(Permission.SEE_PLAN)

"""What every answer of the site carries, pages of errors too; and that what goes wrong is undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from goldenthread.web.accounts.actions import give_role, keep_team
from goldenthread.web.accounts.models import Team
from goldenthread.web.accounts.policy import PUBLIC, SIGNED_IN, policy
from goldenthread.web.accounts.standing import today
from goldenthread.web.config.urls import urlpatterns as ours
from goldenthread.web.history.actions import About, record
from goldenthread.web.history.models import Entry
from web_people import MAKER, person

pytestmark = pytest.mark.django_db


@policy(PUBLIC)
def _absent(request: HttpRequest) -> HttpResponse:
    raise Http404


@policy(SIGNED_IN)
def _half_way(request: HttpRequest) -> HttpResponse:
    Team.objects.create(name="half saved")
    record(by=MAKER, act="began", about=About("thing", "1", "a thing"))
    raise ZeroDivisionError


@policy(SIGNED_IN)
def _form(request: HttpRequest) -> HttpResponse:
    return HttpResponse("sent")


urlpatterns = [*ours, path("absent/", _absent), path("half-way/", _half_way), path("form/", _form)]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@pytest.fixture(autouse=True)
def _routes(settings: object) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "address", ["/", "/health/", "/people/sign-in/", "/absent/", "/no/such/page/", "/half-way/", "/form/"]
)
def test_every_answer_says_how_it_is_to_be_treated(address: str, signed_in: Callable[..., Client]) -> None:
    client = signed_in("director")
    client.raise_request_exception = False
    answer = client.get(address)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    policy_said = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy_said
    assert "unsafe" not in policy_said


def test_cookies_are_kept_from_scripts_and_from_other_sites() -> None:
    somebody = person("director")
    from web_people import PASSWORD

    answer = Client().post("/people/sign-in/", {"email": somebody.email, "password": PASSWORD})
    cookie = answer.cookies["session"]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"


def test_a_form_without_its_token_is_refused_and_says_what_to_do(signed_in: Callable[..., Client]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("director"), backend="goldenthread.web.accounts.backend.EmailAndPassword")
    answer = client.post("/form/")
    assert answer.status_code == 403
    assert "This form is out of date" in answer.content.decode()


def test_what_was_written_before_a_fault_is_undone(signed_in: Callable[..., Client]) -> None:
    client = signed_in("director")
    client.raise_request_exception = False
    before = Entry.objects.count()
    answer = client.get("/half-way/")
    assert answer.status_code == 500
    assert "nothing you entered was half-saved" in answer.content.decode()
    assert "ZeroDivision" not in answer.content.decode()
    assert Entry.objects.count() == before
    assert not Team.objects.filter(name="half saved").exists()


def test_a_page_that_is_not_there_is_said_in_plain_words(signed_in: Callable[..., Client]) -> None:
    answer = signed_in("director").get("/no/such/page/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_the_menu_shows_only_what_exists_and_is_allowed(signed_in: Callable[..., Client]) -> None:
    page = signed_in().get("/").content.decode()
    assert '<a class="gt-navigation__link" href="/" aria-current="true">Today</a>' in page
    assert page.count("gt-navigation__link") == 1


def test_today_asks_the_database_no_more_for_more_teams(
    signed_in: Callable[..., Client], django_assert_num_queries: Callable[..., object]
) -> None:
    """A role may bring a question of its own; a fifth team of the same role brings none."""
    one, many = (person("team_manager", team="North 1", service_area="Safeguarding") for _ in range(2))
    for number in range(2, 6):
        team = keep_team(by=MAKER, name=f"North {number}", service_area="Safeguarding")
        give_role(by=MAKER, person=many, role="team_manager", team=team, starts=today() - timedelta(days=1))
    with CaptureQueriesContext(connection) as asked:
        signed_in(one).get("/")
    with django_assert_num_queries(len(asked)):
        signed_in(many).get("/")

"""Services and their tokens: good for one thing, until a day; and the feed they open."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path

from drawn import records
from goldenthread.records.annex_a import from_records, write_workbook
from goldenthread.web.access.addresses import sealed
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, policy_of, token_for
from goldenthread.web.accounts.service import ServiceCaller
from goldenthread.web.accounts.standing import today
from goldenthread.web.config.urls import urlpatterns as ours
from goldenthread.web.database.scope import asks
from goldenthread.web.history.models import Entry
from goldenthread.web.intake import loading
from goldenthread.web.intake.models import Load, LoadState
from goldenthread.web.signin import actions
from goldenthread.web.signin.middleware import NO_LONGER, NOT_GOOD_FOR_IT, NOT_KNOWN
from goldenthread.web.signin.models import RefusedCall, ServiceAccount, Token
from web_people import PASSWORD, person

pytestmark = pytest.mark.django_db
FEED = "/records/feed/"
PEOPLE = """
pers_person_id | pers_gender | pers_ethnicity | pers_dob
C1             | F           | WBRI           | 2015-01-01
"""


@pytest.fixture
def issued() -> actions.Issued:
    return _issue("Case management system")


def _issue(name: str, *, starts: date | None = None, ends: date | None = None) -> actions.Issued:
    by = person("administrator")
    account = actions.add_service(by=by, name=name, purpose="Sends the lists in each night")
    return actions.issue_token(
        by=by,
        account=account,
        permissions=[Permission.LOAD_RECORDS],
        starts=starts or today(),
        ends=ends or today() + timedelta(days=30),
    )


def _service(token: str, **about: Any) -> Client:
    return Client(HTTP_AUTHORIZATION=f"Bearer {token}", **about)


@pytest.fixture
def workbook(tmp_path: Path) -> SimpleUploadedFile:
    path = tmp_path / "Annex A 2026-03-31.xlsx"
    made = records(date(2026, 3, 31), ssd_person=PEOPLE)
    write_workbook(from_records(made), path, note="Made up")
    return SimpleUploadedFile(path.name, path.read_bytes())


def test_a_service_hands_a_workbook_in_and_asks_what_became_of_it(
    issued: actions.Issued, workbook: SimpleUploadedFile
) -> None:
    service = _service(issued.shown, enforce_csrf_checks=True)
    answer = service.post(FEED, {"workbook": workbook})
    assert answer.status_code == 202, answer.content
    load = Load.objects.get()
    waits = {"load": str(load.pk), "state": "waiting", "why": "", "already_held": False}
    assert answer.json() == waits | {"ask": f"{FEED}{load.pk}/"}
    assert "session" not in answer.cookies
    loading.work()
    said = service.get(answer.json()["ask"]).json()
    assert (said["state"], said["why"]) == (LoadState.KEPT, "")
    entry = Entry.objects.get(act="asked for a load")
    assert (entry.who_name, entry.who_id) == ("Case management system", issued.token.account.reference)


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({}, {"workbook": ["Choose a workbook"]}),
        (
            {"as_at": "31/3/2126"},
            {"workbook": ["Choose a workbook"], "as_at": ["Enter a day that is not after today"]},
        ),
        (
            {"workbook": SimpleUploadedFile("a.xlsx", b"")},
            {"workbook": ["The file is empty: choose the workbook again"]},
        ),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence_and_nothing_waits(
    sent: dict[str, Any], wrong: dict[str, list[str]], issued: actions.Issued
) -> None:
    answer = _service(issued.shown).post(FEED, sent)
    assert (answer.status_code, answer.json()) == (422, {"wrong": wrong})
    assert not Load.objects.exists()


def test_a_service_asks_of_its_own_loads_alone(issued: actions.Issued, workbook: SimpleUploadedFile) -> None:
    ask = _service(issued.shown).post(FEED, {"workbook": workbook}).json()["ask"]
    assert _service(_issue("Another system").shown).get(ask).status_code == 404


def _addresses(resolver: URLResolver, before: str = "/") -> list[tuple[str, URLPattern]]:
    found = []
    for pattern in resolver.url_patterns:
        address = before + str(pattern.pattern)
        found += _addresses(pattern, address) if isinstance(pattern, URLResolver) else [(address, pattern)]
    return found


def test_a_token_opens_no_route_that_does_not_name_it(issued: actions.Issued) -> None:
    """Every route there is, public ones too, however the methods are."""
    service = _service(issued.shown)
    opened = []
    for address, pattern in _addresses(get_resolver()):
        real = re.sub(r"<(\w+):\w+>", lambda found: _EXAMPLES[found[1]], address)
        for method in ("get", "post"):
            if getattr(service, method)(real).status_code != 403:
                opened.append(address)
        assert policy_of(pattern.callback) is not None
    assert sorted(set(opened)) == ["/records/feed/", "/records/feed/<uuid:key>/"]


_EXAMPLES = {
    "uuid": "00000000-0000-0000-0000-000000000000",
    "int": "1",
    "slug": "a",
    "str": "a",
    "path": "a",
    "child": sealed("C1"),
}


def test_a_token_of_no_use_is_refused_wherever_it_is_shown(issued: actions.Issued) -> None:
    day = today()
    run_out = _issue("Ran out yesterday", starts=day - timedelta(days=9), ends=day - timedelta(days=1))
    last_day = _issue("Runs out today", starts=day - timedelta(days=9), ends=day)
    to_come = _issue("Begins tomorrow", starts=day + timedelta(days=1), ends=day + timedelta(days=2))
    actions.revoke_token(by=person("administrator"), token=issued.token)
    for token in (
        "",
        "x",
        issued.shown,
        issued.shown + "x",
        issued.token.digest,
        run_out.shown,
        to_come.shown,
    ):
        answer = _service(token).post(FEED)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
        assert _service(token).get("/health/").status_code == 401
    assert _service(last_day.shown).post(FEED).status_code == 422


def test_no_person_and_no_cookie_opens_the_feed(signed_in: Callable[..., Client]) -> None:
    for role in ("performance_analyst", "director", "administrator"):
        assert signed_in(role).post(FEED).status_code == 403
    assert Client().post(FEED).status_code == 401


def test_a_token_beside_a_cookie_is_a_service_and_no_person(
    issued: actions.Issued, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("director")
    assert client.get("/", headers={"Authorization": f"Bearer {issued.shown}"}).status_code == 403
    assert client.get("/").status_code == 200


MAY_BE = {"LOAD_RECORDS", "SEE_FIGURES", "SEE_LOADS", "SEE_PLAN"}


@pytest.mark.parametrize("permission", [p for p in Permission if p.name not in MAY_BE])
def test_a_token_can_be_good_for_nothing_but_what_a_token_may(permission: Permission) -> None:
    account = actions.add_service(by=person("administrator"), name="A system", purpose="x")
    day = today()
    with pytest.raises(ValueError, match="cannot be good for that"):
        actions.issue_token(
            by=person("administrator"), account=account, permissions=[permission], starts=day, ends=day
        )
    assert not ServiceCaller("A system", "service:x", frozenset(Permission)).may(permission)


@pytest.mark.parametrize(("days", "good"), [(-1, False), (0, True), (365, True), (366, False)])
def test_a_token_is_good_for_a_year_at_most(days: int, good: bool) -> None:
    ends = today() + timedelta(days=days)
    if good:
        assert _issue("A system", ends=ends).token.ends == ends
    else:
        with pytest.raises(ValueError, match="a year at most"):
            _issue("A system", ends=ends)


def test_the_database_refuses_a_token_of_two_years() -> None:
    account = ServiceAccount.objects.create(name="x", purpose="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Token.objects.create(
            account=account, digest="x", permissions=[], starts=today(), ends=today() + timedelta(days=730)
        )


# The pages


def _page(signed_in: Callable[..., Client]) -> tuple[Client, str]:
    client = signed_in("administrator")
    answer = client.post("/sign-in/services/", {"name": "Case system", "purpose": "Sends lists"})
    return client, answer["Location"]


def test_an_administrator_makes_a_token_which_is_shown_once(signed_in: Callable[..., Client]) -> None:
    client, address = _page(signed_in)
    assert client.get(address)["Location"].startswith("/people/confirm/?next=")
    client.post("/people/confirm/", {"password": PASSWORD})
    ends = today() + timedelta(days=100)
    page = client.post(
        address, {"permissions": "LOAD_RECORDS", "ends": ends.strftime("%d/%m/%Y")}
    ).content.decode()
    (shown,) = re.findall(r"goldenthread_[\w-]{43}", page)
    assert _service(shown).post(FEED).status_code == 422
    client.post("/people/confirm/", {"password": PASSWORD})
    again = client.get(address).content.decode()
    assert shown not in again
    assert "Never" not in again  # it has been used
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM signin_token")
        assert shown not in str(cursor.fetchall())
    token = Token.objects.get()
    client.post(f"/sign-in/tokens/{token.public_id}/revoke/")
    assert _service(shown).post(FEED).status_code == 401
    acts = set(Entry.objects.filter(about_kind="service").values_list("act", flat=True))
    assert acts == {"added the service", "gave the service a token", "revoked a token of the service"}


def test_a_token_that_is_wanted_for_too_long_is_not_made(signed_in: Callable[..., Client]) -> None:
    client, address = _page(signed_in)
    client.post("/people/confirm/", {"password": PASSWORD})
    ends = today() + timedelta(days=366)
    page = client.post(
        address, {"permissions": "LOAD_RECORDS", "ends": ends.strftime("%d/%m/%Y")}
    ).content.decode()
    assert "Enter a day from today to a year from today" in page
    assert not Token.objects.exists()


def test_services_are_for_whoever_manages_people(signed_in: Callable[..., Client]) -> None:
    assert signed_in("director").get("/sign-in/services/").status_code == 403


def test_a_token_about_to_run_out_needs_somebody(
    signed_in: Callable[..., Client], issued: actions.Issued
) -> None:
    assert (
        "1 token of services runs out within 30 days" in signed_in("administrator").get("/").content.decode()
    )


@policy(token_for(Permission.LOAD_RECORDS))
def _who_asks(request: HttpRequest) -> HttpResponse:
    return HttpResponse(asks())


urlpatterns = [*ours, path("who-asks/", _who_asks)]


def test_the_database_is_told_which_service_asks(issued: actions.Issued, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    said = _service(issued.shown).get("/who-asks/").content.decode()
    assert said == issued.token.account.reference != ""


# Who was refused at the door


def _refused() -> list[tuple[str, str, str, int, int]]:
    rows = RefusedCall.objects.order_by("id")
    return list(rows.values_list("service_name", "asked", "why", "status", "times"))


def test_a_refused_call_leaves_a_row_that_says_whose_token_it_was(issued: actions.Issued) -> None:
    """Its right is to load records: figures are not for it. Revoked, it is still known whose it was."""
    service, stranger = _service(issued.shown), _service("goldenthread_made-up")
    for address in ("/api/figures", "/records/", "/nowhere/of/ours/?token=secret"):
        service.get(address)
    actions.revoke_token(by=person("administrator"), token=issued.token)
    service.get(FEED)
    stranger.get("/api/figures?team=secret")
    stranger.get("/secret-in-an-address/")
    name = "Case management system"
    assert _refused() == [
        (name, "/api/figures", NOT_GOOD_FOR_IT, 403, 1),
        (name, "another address", NOT_GOOD_FOR_IT, 403, 1),
        (name, "/records/feed/", NO_LONGER, 401, 1),
        ("", "/api/figures", NOT_KNOWN, 401, 1),
        ("", "another address", NOT_KNOWN, 401, 1),
    ]
    assert not RefusedCall.objects.filter(asked__contains="secret").exists()


def test_a_call_that_is_let_in_and_one_without_a_token_leave_none(issued: actions.Issued) -> None:
    _service(issued.shown).post(FEED, {})
    Client().get("/api/figures")
    assert _refused() == []


def test_a_flood_is_one_row_and_is_counted_no_further_than_its_first_thousand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "MOST_COUNTED", 3)
    stranger = _service("goldenthread_made-up")
    for number in range(5):
        assert stranger.get(f"/api/figures?try={number}").status_code == 401
    assert [times for *_, times in _refused()] == [3]


def test_the_page_of_services_shows_what_was_refused_and_no_secret(
    issued: actions.Issued, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("administrator")
    assert "None so far." in client.get("/sign-in/services/").content.decode()
    _service("goldenthread_made-up").get("/api/figures?team=secret")
    _service(issued.shown).get("/api/figures")
    page = client.get("/sign-in/services/").content.decode()
    for said in ("Not known", "The token is not known", "Case management system", "/api/figures"):
        assert said in page
    assert "made-up" not in page
    assert "secret" not in page

"""The interface for programs: who is let in by which token, what is answered, and that each call is written
down."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.service import TOKEN_PERMISSIONS
from goldenthread.web.accounts.standing import today
from goldenthread.web.api.models import Call
from goldenthread.web.config.demo.programs import ask_for_figures
from goldenthread.web.database.scope import as_service
from goldenthread.web.indicators.models import Definition, Figure, Filling, OpenDuty, Step
from goldenthread.web.retention.declared import DECLARED
from goldenthread.web.signin import actions
from web_matrix import declared, routes
from web_people import person
from web_plan import action as an_action

pytestmark = pytest.mark.django_db
AS_AT = date(2026, 3, 31)
TABLE = Path(__file__).parent / "matrix" / "operations.csv"
DOCUMENT = Path(__file__).parents[2] / "docs" / "analysts.md"
_NOTHING = "00000000-0000-0000-0000-000000000000"
_ARGUMENTS = {"api:indicator": ["assessment_45wd"], "intake:feed-load": [_NOTHING]}


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _token(*permissions: Permission) -> str:
    by = person("administrator")
    account = actions.add_service(by=by, name=f"Made-up system {_next()}", purpose="Asks for figures")
    ends = today() + timedelta(days=30)
    return actions.issue_token(
        by=by, account=account, permissions=permissions, starts=today(), ends=ends
    ).shown


_numbers = iter(range(1, 10_000))


def _next() -> int:
    return next(_numbers)


def _service(*permissions: Permission, **headers: str) -> Client:
    return Client(HTTP_AUTHORIZATION=f"Bearer {_token(*permissions)}", **headers)


@pytest.fixture
def reader() -> Client:
    return _service(Permission.SEE_FIGURES)


@pytest.fixture
def held() -> Filling:
    """Two indicators by month, one of them with a team, and a duty."""
    with as_service("figures"):
        filled = Filling.objects.create(snapshot="5d1f", as_at=AS_AT, definitions="d")
        for id in ("assessment_45wd", "cla_count"):
            _definition(id, lacking="no placements" if id == "cla_count" else "")
        _figure(None, date(2026, 2, 28), 6, 9)
        _figure(None, AS_AT, 8, 10)
        _figure("North", AS_AT, 0, 0)
        OpenDuty.objects.create(
            clock="ts_assessment_45", team="North", running=9, overdue=2, due_soon=3, longest_late=7
        )
    return filled


def _definition(id: str, *, lacking: str = "") -> None:
    words = dict.fromkeys(
        ("title", "service_area", "unit", "basis", "polarity", "numerator", "why", "how", "source"), "words"
    )
    more = {"evidence": "verified", "author": "Somebody", "reviewed": AS_AT, "lacking": lacking}
    Definition.objects.create(indicator=id, definition=f"{id}/1", **words, **more)


def _figure(team: str | None, end: date, numerator: int, denominator: int) -> None:
    Figure.objects.create(
        indicator="assessment_45wd",
        step=Step.MONTH,
        team=team,
        period_start=end.replace(day=1),
        period_end=end,
        numerator=numerator,
        denominator=denominator,
        value=100 * numerator / denominator if denominator else None,
        unit="percent",
        definition="assessment_45wd/1",
        snapshot="5d1f",
    )


# Who is let in


def test_the_table_has_every_route_that_is_for_services() -> None:
    assert {row["route"] for row in _rows()} == {
        name for name, rule in declared().items() if rule == {"a service"}
    }
    assert {name for name in routes() if name.startswith("api:")} - {row["route"] for row in _rows()} == {
        "api:home",
        "api:description",
    }


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["route"])
def test_a_token_opens_what_it_is_good_for_and_nothing_else(held: Filling, row: dict[str, str]) -> None:
    address = reverse(row["route"], args=_ARGUMENTS.get(row["route"], []))
    for right in sorted(TOKEN_PERMISSIONS):
        service = _service(right)
        let_in = right.name == row["good for"]
        for method in ("get", "head", "post", "put", "delete", "options") if let_in else ("get", "post"):
            status = getattr(service, method)(address).status_code
            assert (status != 403) is let_in, (right, method, status)


@pytest.mark.parametrize("route", [row["route"] for row in _rows() if row["route"].startswith("api:")])
def test_it_answers_get_and_head_alone(held: Filling, route: str) -> None:
    service = _service(*TOKEN_PERMISSIONS)
    address = reverse(route, args=_ARGUMENTS.get(route, []))
    got, headed = service.get(address), service.head(address)
    assert (got.status_code, headed.status_code, headed.content) == (200, 200, b"")
    assert got["ETag"] == headed["ETag"]
    for method in ("post", "put", "delete", "options"):
        assert getattr(service, method)(address).status_code == 405


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_without_a_token_nobody_is_sent_to_sign_in(method: str) -> None:
    answer = getattr(Client(), method)("/api/figures")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_somebody_signed_in_is_no_service(signed_in: Callable[..., Client]) -> None:
    assert signed_in("director").get("/api/figures").status_code == 403


def test_a_token_revoked_opens_nothing_from_that_moment(held: Filling) -> None:
    by = person("administrator")
    account = actions.add_service(by=by, name="To be ended", purpose="Asks")
    issued = actions.issue_token(
        by=by, account=account, permissions=[Permission.SEE_FIGURES], starts=today(), ends=today()
    )
    service = Client(HTTP_AUTHORIZATION=f"Bearer {issued.shown}")
    assert service.get("/api/figures").status_code == 200
    actions.revoke_token(by=by, token=issued.token)
    assert service.get("/api/figures").status_code == 401


# What is answered


def test_figures_come_with_both_counts_and_what_they_are_of(held: Filling, reader: Client) -> None:
    said = reader.get("/api/figures?period=month&id=assessment_45wd").json()
    assert said["about"] == {"snapshot": "5d1f", "as_at": "2026-03-31", "made_up": False}
    assert (said["count"], said["pages"], said["next"]) == (2, 1, None)
    assert said["rows"][1] == {
        "indicator": "assessment_45wd",
        "period_start": "2026-03-01",
        "period_end": "2026-03-31",
        "team": None,
        "kind": "figure",
        "numerator": 8,
        "denominator": 10,
        "value": 80.0,
        "unit": "percent",
        "snapshot": "5d1f",
        "definition": "assessment_45wd/1",
    }


@pytest.mark.parametrize(
    ("asked", "ends"),
    [
        ("period=month", ["2026-02-28", "2026-03-31"]),
        ("period=month&from=2026-03-01", ["2026-03-31"]),
        ("period=month&from=2026-03-31", ["2026-03-31"]),
        ("period=month&to=2026-03-30", ["2026-02-28"]),
        ("period=month&by=team", ["2026-03-31"]),
        ("period=month&id=cla_count", []),
        ("period=quarter", []),
        ("", []),
        ("period=month&as_at=2026-03-31", ["2026-02-28", "2026-03-31"]),
    ],
)
def test_figures_are_narrowed_by_what_is_asked(
    held: Filling, reader: Client, asked: str, ends: list[str]
) -> None:
    rows = reader.get(f"/api/figures?{asked}").json()["rows"]
    assert [row["period_end"] for row in rows] == ends


def test_a_month_without_cases_says_so_and_is_not_nought(held: Filling, reader: Client) -> None:
    (row,) = reader.get("/api/figures?period=month&by=team").json()["rows"]
    assert (row["team"], row["kind"], row["value"]) == ("North", "no cases", None)


def test_a_long_list_is_given_page_by_page(held: Filling, reader: Client) -> None:
    first = reader.get("/api/figures?period=month&per_page=1").json()
    assert (first["count"], first["pages"], len(first["rows"])) == (2, 2, 1)
    second = reader.get(first["next"]).json()
    assert (second["page"], second["next"]) == (2, None)
    assert [row["period_end"] for row in first["rows"] + second["rows"]] == ["2026-02-28", "2026-03-31"]
    assert reader.get("/api/figures?period=month&per_page=1&page=3").json()["rows"] == []


def test_the_catalogue_says_what_the_records_cannot_answer(held: Filling, reader: Client) -> None:
    rows = reader.get("/api/indicators").json()["rows"]
    assert [(row["indicator"], row["answered"], row["lacking"]) for row in rows] == [
        ("assessment_45wd", True, None),
        ("cla_count", False, "no placements"),
    ]
    assert reader.get("/api/indicators/cla_count").json()["why"] == "words"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [("due", 4), ("due_soon", 3), ("overdue", 2)]),
        ("?status=overdue", [("overdue", 2)]),
        ("?team=North&clock=ts_assessment_45", [("due", 4), ("due_soon", 3), ("overdue", 2)]),
        ("?team=South", []),
    ],
)
def test_open_duties_are_counted_by_where_they_stand(
    held: Filling, reader: Client, asked: str, found: list[tuple[str, int]]
) -> None:
    rows = reader.get(f"/api/duties{asked}").json()["rows"]
    assert [(row["status"], row["duties"]) for row in rows] == found


def test_actions_are_given_as_they_stand_without_names() -> None:
    action = an_action(owner=person("head_of_service"))
    (row,) = _service(Permission.SEE_PLAN).get("/api/actions").json()["rows"]
    assert (row["action"], row["text"], row["state"]) == (action.code, action.text, action.state)
    assert action.owner.name not in json.dumps(row)


def test_snapshots_are_those_of_the_register() -> None:
    assert _service(Permission.SEE_LOADS).get("/api/snapshots").json() == {
        "count": 0,
        "page": 1,
        "pages": 1,
        "next": None,
        "rows": [],
    }


@pytest.mark.parametrize(
    ("asked", "status", "where"),
    [
        ("/api/figures?period=week", 422, "period"),
        ("/api/figures?from=yesterday", 422, "from"),
        ("/api/figures?per_page=5000", 422, "per_page"),
        ("/api/figures?page=0", 422, "page"),
        ("/api/figures?id=asessment", 404, "id"),
        ("/api/indicators/asessment", 404, "id"),
        ("/api/figures?as_at=2026-02-28", 409, "as_at"),
        ("/api/duties?status=done", 422, "status"),
    ],
)
def test_what_cannot_be_answered_says_what_where_and_what_to_do(
    held: Filling, reader: Client, asked: str, status: int, where: str
) -> None:
    answer = reader.get(asked)
    assert (answer.status_code, answer.json()["where"]) == (status, where)
    assert answer.json()["wrong"].endswith(".")
    assert answer.json()["what_to_do"].endswith(".")


def test_before_the_first_load_it_says_that_there_is_nothing_yet(reader: Client) -> None:
    answer = reader.get("/api/figures")
    assert (answer.status_code, answer.json()["where"]) == (404, "the site")


def test_an_answer_already_had_is_not_given_again(held: Filling, reader: Client) -> None:
    first = reader.get("/api/figures?period=month")
    again = reader.get("/api/figures?period=month", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    since = reader.get("/api/figures?period=month", HTTP_IF_MODIFIED_SINCE=first["Last-Modified"])
    assert since.status_code == 304
    with as_service("figures"):
        Figure.objects.filter(period_end=AS_AT, team=None).update(numerator=9, value=90.0)
    assert reader.get("/api/figures?period=month", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_more_figures_take_no_more_queries(held: Filling, reader: Client) -> None:
    reader.get("/api/figures?period=month")
    few = _queries(reader)
    with as_service("figures"):
        for month in range(1, 10):
            _figure(None, date(2025, month, 28), 1, 2)
    assert _queries(reader) == few


def _queries(reader: Client) -> int:
    with CaptureQueriesContext(connection) as found:
        assert reader.get("/api/figures?period=month").status_code == 200
    return len(found)


# That each call is written down, and how many there may be


def test_each_call_leaves_its_row(held: Filling, reader: Client) -> None:
    reader.get("/api/figures?period=month")
    reader.get("/api/figures?period=week")
    rows = list(Call.objects.order_by("id").values_list("asked", "status", "rows"))
    assert rows == [("/api/figures?period=month", 200, 2), ("/api/figures?period=week", 422, 0)]


def test_a_row_of_a_call_is_never_changed(held: Filling, reader: Client) -> None:
    reader.get("/api/figures")
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Call.objects.all().delete()


def test_a_service_that_asks_too_often_waits(held: Filling, reader: Client, settings: Any) -> None:
    settings.MOST_CALLS_AN_HOUR = [(date(2026, 1, 1), 2)]
    statuses = [reader.get("/api/figures").status_code for _ in range(4)]
    assert statuses == [200, 200, 429, 429]
    said = reader.get("/api/figures")
    assert said["Retry-After"] == "3600"
    assert set(said.json()) == {"wrong", "where", "what_to_do"}
    assert _service(Permission.SEE_FIGURES).get("/api/figures").status_code == 200


def test_the_demonstrations_data_store_is_answered(held: Filling) -> None:
    ask_for_figures({"administrator": person("administrator")})
    assert set(Call.objects.values_list("status", flat=True)) == {200}


# What describes it


def test_the_description_has_every_operation_and_needs_a_token(reader: Client) -> None:
    said = reader.get("/api/openapi.json").json()
    assert said["openapi"].startswith("3.1")
    wanted = {row["route"].removeprefix("api:") for row in _rows() if row["route"].startswith("api:")}
    assert {operation["operationId"] for operation in _operations(said)} == wanted - {"openapi"}
    for operation in _operations(said):
        assert operation["security"] == [{"Token": []}]
        assert {"200", "401", "403", "429"} <= set(operation["responses"])


def _operations(said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in said["paths"].values():
        yield from methods.values()


def test_the_example_in_the_documents_brings_every_page(
    held: Filling, monkeypatch: pytest.MonkeyPatch
) -> None:
    (example,) = re.findall(r"^```python\n(.+?)^```", DOCUMENT.read_text(encoding="utf-8"), re.M | re.S)
    token = _token(Permission.SEE_FIGURES)

    def answered(request: Request) -> io.BytesIO:
        address = request.full_url.removeprefix("https://golden-thread.example.gov.uk")
        return io.BytesIO(Client().get(address, headers=dict(request.header_items())).content)

    monkeypatch.setattr("urllib.request.urlopen", answered)
    found: dict[str, Any] = {"token": token}
    exec(compile(example.replace("by=team", "per_page=1"), DOCUMENT.name, "exec"), found)
    assert [row["numerator"] for row in found["rows"]] == [6, 8]


def test_nothing_it_reads_names_a_child() -> None:
    read = {"indicators.Definition", "indicators.Figure", "indicators.Filling", "indicators.OpenDuty"}
    assert not [one.model for one in DECLARED if one.model in read and (one.child or one.personal)]


def test_the_page_says_how_a_program_comes_in_and_who_has_asked(
    held: Filling, reader: Client, signed_in: Callable[..., Client]
) -> None:
    reader.get("/api/figures?period=month")
    analyst = signed_in("performance_analyst")
    said = analyst.get("/api/").content.decode()
    assert "1 call so far" in said
    assert "/api/figures?period=month" in said
    assert analyst.get("/api/description.json").json() == reader.get("/api/openapi.json").json()

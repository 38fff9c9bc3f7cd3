"""The plan taken away: exactly the rows the page shows, to those who may see it, in no more queries as the
plan grows, and with nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.web.accounts.standing import today
from goldenthread.web.evidence.refs import EvidenceRef, FrozenFigure
from goldenthread.web.plan import actions
from goldenthread.web.sheets import queries
from web_people import MAKER, person
from web_plan import action, agreed, claimed, objective, source

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
READS = {"board_member": 403, "administrator": 403, "board_secretary": 200, "government_observer": 200}
FIGURE = FrozenFigure(
    indicator="assessment_45wd",
    definition_version=1,
    snapshot="made up",
    period_start=date(2026, 1, 1),
    period_end=date(2026, 3, 31),
    unit="percent",
    value=60.0,
    numerator=3,
    denominator=5,
    sentence="60%",
)


@pytest.fixture
def whole(db: None) -> dict[str, Any]:
    """A plan with a row on every sheet."""
    asked = source().requirements.first()
    towards = objective(asked)
    owner = person("action_owner", name="Ann Made")
    late = agreed(
        action(owner, towards=towards, text="=HYPERLINK(1)", workstream="Practice"), due=date(2026, 1, 5)
    )
    done = claimed(action(owner, towards=towards, text="Train"), owner, due=date(2027, 6, 1))
    action("A role", towards=towards, text="Not agreed yet")
    actions.add_note(by=owner, action=late, text="Nearly there")
    asks = {"proposed": date(2027, 3, 1), "why": "Staff left", "on": today()}
    actions.propose_date(by=owner, action=late, version=late.version, **asks)
    ref = EvidenceRef(
        kind="indicator", key="assessment_45wd", label="In time", as_of=date(2026, 3, 31), figure=FIGURE
    )
    actions.bring_in_evidence(by=MAKER, action=late, ref=ref, shows="It moved")
    return {"owner": owner, "late": late, "done": done}


def cells_of(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def book_of(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    assert "attachment" in answer["Content-Disposition"]
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def test_the_whole_plan_is_a_workbook_with_a_key_and_a_sheet_of_each_list(
    whole: dict[str, Any], signed_in: SignedIn
) -> None:
    book = book_of(signed_in("improvement_lead"), "/plan-sheets/plan.xlsx")
    rows = {
        "Requirements": 2,
        "Objectives": 1,
        "Actions": 3,
        "Colours set": 0,
        "Milestones": 0,
        "Progress": 1,
        "Dates": 1,
        "Off plan": 0,
        "Evidence": 1,
        "Decisions": 2,
    }
    assert {name: book[name].max_row - 1 for name in rows} == rows
    others = ["Key", "Groups", "History"]
    assert sorted(book.sheetnames) == sorted([*others, *rows])
    row = {cell.value: book["Actions"].cell(2, cell.column).value for cell in book["Actions"][1]}
    assert (row["Action"], row["Owner"], row["Due"].date()) == ("A1", "Ann Made", date(2026, 1, 5))
    assert (row["Version"], row["Delivery state"]) == (3, "agreed")
    assert row["Delivery"].startswith("Red: due 5 Jan 2026")


def test_no_cell_that_leaves_is_a_formula(whole: dict[str, Any], signed_in: SignedIn) -> None:
    lead = signed_in("improvement_lead")
    book = book_of(lead, "/plan-sheets/plan.xlsx")
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert "'=HYPERLINK(1)" in [
        cell for row in cells_of(lead, "/plan-sheets/lists/actions.csv") for cell in row
    ]


FILTERS = (
    "",
    "show=late",
    "show=sign-off",
    "show=proposed",
    "show=mine",
    "workstream=Practice",
    "objective=O1",
)


@pytest.mark.parametrize("query", FILTERS)
def test_the_list_of_actions_holds_the_rows_its_page_shows_in_their_order(
    whole: dict[str, Any], signed_in: SignedIn, query: str
) -> None:
    client = signed_in(whole["owner"])
    shown = [row.action.code for row in client.get(f"/plan/?{query}").context["register"].rows]
    assert shown
    csv_rows = cells_of(client, f"/plan-sheets/lists/actions.csv?{query}")
    assert [row[0] for row in csv_rows[1:]] == shown
    sheet = book_of(client, f"/plan-sheets/lists/actions.xlsx?{query}")["Actions"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == shown


@pytest.mark.parametrize("query", ["", "show=unanswered", "show=late", "severity=improvement"])
def test_the_list_of_requirements_holds_the_rows_its_page_shows_in_their_order(
    whole: dict[str, Any], signed_in: SignedIn, query: str
) -> None:
    client = signed_in("improvement_lead")
    rows = client.get(f"/plan/requirements/?{query}").context["found"].rows
    assert rows
    found = cells_of(client, f"/plan-sheets/lists/requirements.csv?{query}")
    assert [row[0] for row in found[1:]] == [f"R{row.requirement.pk}" for row in rows]


def test_the_pages_carry_their_filters_to_the_files(whole: dict[str, Any], signed_in: SignedIn) -> None:
    page = signed_in("improvement_lead").get("/plan/?show=late").content.decode()
    assert "/plan-sheets/lists/actions.csv?show=late" in page
    assert "/plan-sheets/lists/actions.xlsx?show=late" in page
    for address, name in (
        ("requirements/", "requirements"),
        ("objectives/", "objectives"),
        ("awaiting-sign-off/", "awaiting-sign-off"),
        ("exceptions/", "exceptions"),
        ("dates-moved/", "dates"),
    ):
        assert (
            f"/plan-sheets/lists/{name}.csv"
            in signed_in("improvement_lead").get(f"/plan/{address}").content.decode()
        )


def test_every_list_is_csv_with_iso_dates(whole: dict[str, Any], signed_in: SignedIn) -> None:
    lead = signed_in("improvement_lead")
    found = {name: cells_of(lead, f"/plan-sheets/lists/{name}.csv") for name in queries.LISTS}
    assert {name: len(rows) - 1 for name, rows in found.items()} == {
        "requirements": 2,
        "objectives": 1,
        "actions": 3,
        "awaiting-sign-off": 1,
        "exceptions": 1,
        "dates": 1,
        "evidence": 1,
        "decisions": 2,
        "milestones": 0,
        "progress": 1,
    }
    assert found["exceptions"][1][:4] == ["A1", "'=HYPERLINK(1)", "Ann Made", "2026-01-05"]
    assert found["dates"][1][4:7] == ["2026-01-05", "2027-03-01", "Staff left"]


def test_a_figure_leaves_in_the_form_its_reader_may_see(whole: dict[str, Any], signed_in: SignedIn) -> None:
    inside = cells_of(signed_in("improvement_lead"), "/plan-sheets/lists/evidence.csv")[1]
    outside = cells_of(signed_in("government_observer"), "/plan-sheets/lists/evidence.csv")[1]
    assert "3 of 5" in inside[6]
    assert "withheld" in outside[6]
    assert "60" not in outside[6]


@pytest.mark.parametrize("role", READS)
def test_who_may_not_see_the_plan_takes_none_of_it_away(
    whole: dict[str, Any], signed_in: SignedIn, role: str
) -> None:
    client = signed_in(role)
    for address in ("", "plan.xlsx", "lists/actions.csv", "lists/evidence.xlsx"):
        assert client.get(f"/plan-sheets/{address}").status_code == READS[role]


def test_a_list_that_is_none_is_not_there(whole: dict[str, Any], signed_in: SignedIn) -> None:
    lead = signed_in("improvement_lead")
    for address in (
        "lists/people.csv",
        "lists/actions.pdf",
        "actions-of/00000000-0000-0000-0000-000000000007.xlsx",
    ):
        assert lead.get(f"/plan-sheets/{address}").status_code == 404


def test_an_owners_workbook_holds_their_own_actions_still_to_be_done(
    whole: dict[str, Any], signed_in: SignedIn
) -> None:
    sheet = book_of(signed_in(whole["owner"]), "/plan-sheets/my-actions.xlsx")["My actions"]
    assert [row[0].value for row in sheet.iter_rows(min_row=3)] == ["A1", "A2"]
    assert sheet["A1"].value.startswith("Fill in the columns on the right")
    lead = signed_in("improvement_lead")
    other = book_of(lead, f"/plan-sheets/actions-of/{whole['owner'].public_id}.xlsx")["My actions"]
    assert [row[0].value for row in other.iter_rows(min_row=3)] == ["A1", "A2"]
    assert (
        signed_in("social_worker").get(f"/plan-sheets/actions-of/{whole['owner'].public_id}.xlsx").status_code
        == 403
    )


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_files_take_no_more_queries_as_the_plan_grows(whole: dict[str, Any], signed_in: SignedIn) -> None:
    client = signed_in(whole["owner"])
    addresses = [
        "/plan-sheets/",
        "/plan-sheets/plan.xlsx",
        "/plan-sheets/my-actions.xlsx",
        *(f"/plan-sheets/lists/{name}.csv" for name in queries.LISTS),
    ]
    for address in addresses:
        client.get(address)
    before = {address: _queries(client, address) for address in addresses}
    for number in range(4):
        towards = objective(
            *source(file=f"s{number}.pdf", digest=str(number)).requirements.all(), text=f"Another {number}"
        )
        made = agreed(
            action(whole["owner"], towards=towards, text=f"More {number}"), due=today() + timedelta(days=9)
        )
        actions.add_note(by=whole["owner"], action=made, text="A note")
    assert {address: _queries(client, address) for address in addresses} == before

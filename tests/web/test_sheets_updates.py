"""Owners update their actions from an emailed workbook, under the rules of the site; somebody who sends it in
for them is said to have done so."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client

from goldenthread.web.accounts.standing import today
from goldenthread.web.history.models import Entry
from goldenthread.web.plan import actions as plan
from goldenthread.web.plan.models import Action, DateChange, Note
from goldenthread.web.sheets.models import Workbook
from web_people import person
from web_plan import action, agreed, claimed, fresh
from web_sheets import carry_out, hand_in, page_of, saved

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
AT = "/plan-sheets/updates/"
LATER = date(2027, 6, 30)
NOTE, EXPECTED, DATE, WHY, CLAIM = (
    "Add a note on progress",
    "Now expected by",
    "Ask for a new date",
    "Why the new date",
    "Say it is done: what shows it",
)


@pytest.fixture
def ann(signed_in: SignedIn) -> Client:
    return signed_in(person("action_owner", name="Ann Made"))


@pytest.fixture
def mine(ann: Client) -> list[Action]:
    owner = ann.person  # type: ignore[attr-defined]
    return [agreed(action(owner, text=f"Do {number}")) for number in (1, 2)]


def taken(client: Client, address: str = "my-actions.xlsx") -> Any:
    return openpyxl.load_workbook(io.BytesIO(client.get(f"/plan-sheets/{address}").content))


def fill(book: Any, code: str, cells: dict[str, Any]) -> Any:
    sheet = book["My actions"]
    places = {cell.value: cell.column for cell in sheet[2]}
    row = next(row[0].row for row in sheet.iter_rows(min_row=3) if row[0].value == code)
    for title, value in cells.items():
        sheet.cell(row, places[title]).value = value
    return book


def sent_in(client: Client, book: Any, name: str = "my actions.xlsx") -> Any:
    return hand_in(client, saved(book), name, AT)


def test_an_owner_adds_a_note_asks_for_a_date_and_claims_from_one_file(
    ann: Client, mine: list[Action]
) -> None:
    book = fill(taken(ann), "A1", {NOTE: "Nearly there", EXPECTED: LATER, DATE: LATER, WHY: "Staff left"})
    book = fill(book, "A2", {CLAIM: "Every team does it"})
    page = sent_in(ann, book)
    assert "2 rows would be taken in: 0 added, 2 changed." in page_of(page)
    assert Note.objects.count() == 0
    carry_out(ann, page)
    (asked,) = DateChange.objects.all()
    assert (asked.proposed, asked.why, asked.outcome, asked.proposed_by_name) == (
        LATER,
        "Staff left",
        "waiting",
        "Ann Made",
    )
    assert fresh(mine[0]).due == mine[0].due  # asked for, not set
    assert (Note.objects.get().text, fresh(mine[0]).forecast) == ("Nearly there", LATER)
    assert (fresh(mine[1]).state, fresh(mine[1]).claimed_by_name) == ("claimed complete", "Ann Made")
    acts = set(Entry.objects.filter(who_name="Ann Made").values_list("act", flat=True))
    assert {"asked for a new date", "added a note on progress", "claimed the action complete"} < acts


def test_the_same_update_twice_changes_nothing(ann: Client, mine: list[Action]) -> None:
    book = fill(taken(ann), "A1", {NOTE: "Nearly there", DATE: LATER, WHY: "Staff left"})
    fill(book, "A2", {CLAIM: "Every team does it"})
    carry_out(ann, sent_in(ann, book))
    assert "Nothing would change" in page_of(sent_in(ann, book))
    fill(book, "A1", {"What will be done": "Do 1"})
    assert "Nothing would change" in page_of(sent_in(ann, book, "again.xlsx"))
    assert (Note.objects.count(), DateChange.objects.count()) == (1, 1)


REFUSED = (
    ({DATE: LATER}, "Why the new date: give the reason"),
    ({EXPECTED: LATER}, "Now expected by: add a note beside it that says why"),
    ({NOTE: "Slow", EXPECTED: "soon"}, "Now expected by: Not a date that can be read"),
    ({WHY: "Staff left"}, "there is no new date beside it"),
    (
        {DATE: "End of June 2027", WHY: "Staff left"},
        "Ask for a new date (“End of June 2027”): A month, not a day",
    ),
    ({DATE: date(1950, 1, 1), WHY: "Staff left"}, "Enter a date between"),
    ({"What will be done": "Do less"}, "What will be done is there to read: change it on the site"),
    ({"Due": LATER}, "Due is not changed here: ask for the new date in its own column"),
    ({"Delivery state": "signed off"}, "Delivery state is there to read"),
    ({"Action": "A99"}, "There is no action A99 in this plan"),
)


@pytest.mark.parametrize(("cells", "said"), REFUSED, ids=[one[1] for one in REFUSED])
def test_a_row_against_the_rules_is_refused_and_the_rest_is_taken_in(
    ann: Client, mine: list[Action], cells: dict[str, Any], said: str
) -> None:
    book = fill(fill(taken(ann), "A2", {NOTE: "Going well"}), "A1", cells)
    page = sent_in(ann, book)
    assert "1 row would be taken in: 0 added, 1 changed; 1 row refused" in page_of(page)
    assert said in page_of(page)
    carry_out(ann, page)
    assert [note.action for note in Note.objects.all()] == [mine[1]]


def test_nobody_updates_an_action_that_is_not_theirs(
    ann: Client, mine: list[Action], signed_in: SignedIn
) -> None:
    book = fill(taken(ann), "A1", {NOTE: "Nearly there", CLAIM: "It is done"})
    other = signed_in("action_owner")
    page = sent_in(other, book)
    assert "Nothing would change; 1 row refused" in page_of(page)
    assert "This action belongs to Ann Made" in page_of(page)
    carry_out(other, page)
    assert (Note.objects.count(), fresh(mine[0]).state) == (0, "agreed")


def test_a_new_row_or_an_edited_word_in_the_whole_plan_is_not_an_owners_to_send_in(
    ann: Client, mine: list[Action]
) -> None:
    book = taken(ann, "plan.xlsx")
    titles = {cell.value: cell.column for cell in book["Actions"][1]}
    book["Actions"].cell(2, titles["Workstream"]).value = "Another"
    book["Actions"].append([None, None, "O1", "A new thing", None, "A role"])
    book["Objectives"].cell(2, 3).value = "Something else"
    page = page_of(sent_in(ann, book))
    assert "Nothing would change; 3 rows refused" in page
    assert page.count("changed by whoever keeps the plan") == 3


def test_whoever_keeps_the_plan_sends_in_for_an_owner_and_is_said_to_have(
    ann: Client, mine: list[Action], signed_in: SignedIn
) -> None:
    lead = signed_in("improvement_lead", name="Lead Made-Up")
    owner = ann.person  # type: ignore[attr-defined]
    book = taken(lead, f"actions-of/{owner.public_id}.xlsx")
    fill(book, "A1", {NOTE: "Nearly there", DATE: LATER, WHY: "Staff left"})
    fill(book, "A2", {CLAIM: "Every team does it"})
    carry_out(lead, sent_in(lead, book))
    note, asked, done = Note.objects.get(), DateChange.objects.get(), fresh(mine[1])
    assert (note.by_name, note.text) == ("Lead Made-Up", "Nearly there (for Ann Made)")
    assert (asked.proposed_by_name, asked.why) == ("Lead Made-Up", "Staff left (for Ann Made)")
    assert (done.claimed_by_name, done.claim_words) == ("Lead Made-Up", "Every team does it (for Ann Made)")
    assert "Nothing would change" in page_of(sent_in(lead, book))


def test_a_claim_on_an_action_that_moved_on_meanwhile_is_not_made(ann: Client, mine: list[Action]) -> None:
    book = fill(taken(ann), "A1", {CLAIM: "It is done"})
    held = fresh(mine[0])
    plan.start(by=ann.person, action=held, version=held.version)  # type: ignore[attr-defined]
    assert "It has moved on here since the file was taken" in page_of(sent_in(ann, book))


def test_a_date_moved_meanwhile_is_not_asked_to_move_again(ann: Client, mine: list[Action]) -> None:
    book = fill(taken(ann), "A1", {DATE: LATER, WHY: "Staff left"})
    held = fresh(mine[0])
    asks = {"proposed": date(2027, 5, 1), "why": "Earlier", "on": today()}
    change = plan.propose_date(by=ann.person, action=held, version=held.version, **asks)  # type: ignore[attr-defined]
    assert "it waits for a decision" in page_of(sent_in(ann, book))
    by = person("board_secretary")
    plan.decide_date(by=by, change=change, agreed=True, meeting="Board", why="Yes", on=today())
    assert "Its due date has been changed here" in page_of(sent_in(ann, book))


def test_a_note_does_no_harm_to_what_moved_meanwhile(ann: Client, mine: list[Action]) -> None:
    book = fill(taken(ann), "A1", {NOTE: "Nearly there"})
    held = fresh(mine[0])
    plan.start(by=ann.person, action=held, version=held.version)  # type: ignore[attr-defined]
    carry_out(ann, sent_in(ann, book))
    assert Note.objects.get().text == "Nearly there"


def test_what_is_claimed_already_is_not_claimed_again(ann: Client) -> None:
    done = claimed(action(ann.person, text="Train"), ann.person)  # type: ignore[attr-defined]
    book = fill(taken(ann), done.code, {CLAIM: "Other words"})
    assert "The action is claimed complete: it cannot be claimed complete now" in page_of(sent_in(ann, book))


def test_a_file_that_is_no_update_is_refused(ann: Client) -> None:
    book = openpyxl.Workbook()
    book.active.append(["What", "Who", "When"])  # type: ignore[union-attr]
    book.active.append(["Do it", "Ann", "Now"])  # type: ignore[union-attr]
    page = page_of(hand_in(ann, saved(book), "other.xlsx", AT))
    assert page.count("it is not a workbook of actions to update") == 2
    assert Workbook.objects.count() == 0


def test_an_update_is_seen_by_whoever_sent_it_in_and_whoever_keeps_the_plan(
    ann: Client, mine: list[Action], signed_in: SignedIn
) -> None:
    sent_in(ann, fill(taken(ann), "A1", {NOTE: "Nearly there"}))
    address = f"{AT}{Workbook.objects.get().pk}/"
    statuses = {
        "improvement_lead": 200,
        "action_owner": 404,
        "team_manager": 404,
        "board_secretary": 403,
        "administrator": 403,
    }
    assert {role: signed_in(role).get(address).status_code for role in statuses} == statuses
    assert signed_in("action_owner").post(f"{address}carry-out/").status_code == 404
    assert ann.get(address).status_code == 200


def test_the_room_lists_what_was_handed_in_to_those_who_may_see_it(
    ann: Client, mine: list[Action], signed_in: SignedIn
) -> None:
    sent_in(ann, fill(taken(ann), "A1", {NOTE: "Nearly there"}), "update of ann.xlsx")
    assert "2 actions still to be done are yours to update" in page_of(ann.get("/plan-sheets/"))
    assert "update of ann.xlsx" in page_of(ann.get("/plan-sheets/"))
    assert "update of ann.xlsx" in page_of(signed_in("improvement_lead").get("/plan-sheets/"))
    assert "update of ann.xlsx" not in page_of(signed_in("team_manager").get("/plan-sheets/"))
    assert "handed in" not in page_of(signed_in("board_secretary").get("/plan-sheets/"))

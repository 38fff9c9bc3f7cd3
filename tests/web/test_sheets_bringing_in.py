"""A plan brought in: its columns and words said by a person, a dry run row by row, and then done by one
press, once, in the names of those who did it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.papers.plan_sheets.lines import Becomes
from goldenthread.papers.plan_sheets.writing import Front, workbook
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.models import Entry, Signature
from goldenthread.web.plan import actions as plan
from goldenthread.web.plan.models import Action, DateChange, Note, Objective
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone
from goldenthread.web.sheets import actions, queries
from goldenthread.web.sheets.actions import carrying_out
from goldenthread.web.sheets.models import Brought, Layout, Purpose, Workbook
from sheets_made_up import TRACKER, workbook_of
from web_people import person
from web_plan import action, agreed, claimed, fresh, objective, source
from web_sheets import carry_out, hand_in, page_of, saved

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
AT = "/plan-sheets/bring-in"


@pytest.fixture
def lead(signed_in: SignedIn) -> Client:
    return signed_in("improvement_lead", name="Lead Made-Up")


def tracker(*more: Any) -> bytes:
    return workbook_of({"Tracker": [*TRACKER, *more]})


def _filled(form: Any, **typed: str) -> dict[str, Any]:
    """What a page's form would send as it stands, with some of it typed over."""
    kept = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in {**kept, **typed}.items() if value is not None}


def mapped(client: Client, content: bytes | None = None, **typed: str) -> Any:
    """Handed in, its columns taken as they are offered; the page of its words."""
    page = hand_in(client, content or tracker())
    held = Workbook.objects.get()
    return client.post(f"{AT}/{held.pk}/columns/", _filled(page.context["form"], **typed), follow=True)


def answered(client: Client, page: Any, said: dict[str, str]) -> Any:
    """The doubtful words answered, by the words themselves; the rest as offered."""
    form = page.context["form"]
    typed = {
        f"answered-{place}": said[one.words] for place, one in enumerate(form.questions) if one.words in said
    }
    return client.post(page.request["PATH_INFO"], _filled(form, **typed), follow=True)


SAID = {"amber": "in progress", "ongoing": "no date", "A Made / B Up": "role:", "A / B": "role:"}


def dry_run(client: Client, content: bytes | None = None) -> Any:
    return answered(client, mapped(client, content), SAID)


def test_a_plan_in_somebodys_own_layout_is_brought_in_from_its_file_to_its_actions(lead: Client) -> None:
    page = mapped(lead)
    assert "ways of saying something need your answer" in page_of(page)
    page = answered(lead, page, SAID)
    assert "3 rows would be taken in: 3 added, 0 changed; 2 rows left as they are." in page_of(page)
    assert Action.objects.count() == 0
    page = carry_out(lead, page)
    assert "Done: 3 added, 0 changed." in page_of(page)
    brought = {one.text.split("\n")[0]: one for one in Action.objects.select_related("objective")}
    first = brought["Look at every open assessment"]
    assert (first.state, first.claim_words) == ("claimed complete", "every team does it")
    assert (first.owner, first.owner_role, first.due) == (None, "Head of assessment", date(2027, 3, 31))
    assert brought["Train every manager"].state == "in progress"
    assert brought["Visit in time"].due is None
    assert sorted(Objective.objects.values_list("text", flat=True)) == [
        "Theme 1: Children are assessed in time",
        "Theme 2: Children are visited",
    ]
    assert set(Note.objects.filter(action=first).values_list("text", flat=True)) == {
        "Success measures: Fewer are late",
        "Outcome reported for Q1: Held",
    }


def test_each_act_has_its_row_of_history_in_the_name_of_whoever_pressed(lead: Client) -> None:
    carry_out(lead, dry_run(lead))
    acts = list(Entry.objects.filter(who_name="Lead Made-Up").values_list("act", flat=True))
    assert acts.count("brought in the action") == 3
    assert acts.count("added the objective") == 2
    assert acts.count("added a note on progress") == 3
    assert {"handed in a workbook", "said what the columns are", "said what words mean"} < set(acts)
    done = Entry.objects.get(act="carried out a workbook")
    assert done.details["rows"]["Added"] == 3


def test_the_same_file_twice_changes_nothing(lead: Client) -> None:
    content = tracker()
    carry_out(lead, dry_run(lead, content))
    before = (Action.objects.count(), Note.objects.count(), Entry.objects.count())
    page = hand_in(lead, content)
    assert "This file is here already" in page_of(page)
    assert "Nothing would change" in page_of(page)
    assert carry_out(lead, page).status_code == 200
    assert (Action.objects.count(), Note.objects.count(), Entry.objects.count()) == before


def test_what_was_said_of_a_layout_is_remembered_for_the_next_file_of_its_kind(lead: Client) -> None:
    carry_out(lead, dry_run(lead))
    again = ["2.2", "Visit alone", "Head of children in care", None, "31/03/2027", None, "Amber"]
    page = hand_in(lead, tracker(again), "tracker v18.xlsx")
    assert "1 row would be taken in: 1 added, 0 changed" in page_of(page)
    assert Layout.objects.count() == 1


def test_the_next_version_of_a_file_changes_the_rows_it_changed(lead: Client) -> None:
    carry_out(lead, dry_run(lead))
    rows = [list(row) for row in TRACKER]
    rows[5][1], rows[7][6] = "Train every manager and deputy", "In progress - begun in May"
    page = hand_in(lead, workbook_of({"Tracker": rows}), "tracker v18.xlsx")
    (edited,) = [
        line for line in page.context["planned"].lines if line.becomes is Becomes.CHANGED and line.row == 6
    ]
    assert [(one.column, one.was, one.becomes) for one in edited.changes] == [
        ("What will be done", "Train every manager", "Train every manager and deputy")
    ]
    carry_out(lead, page)
    assert Action.objects.filter(text="Train every manager and deputy").count() == 1
    assert Note.objects.filter(text="begun in May").count() == 1
    assert "Nothing would change" in page_of(lead.get(f"{AT}/{Workbook.objects.first().pk}/"))  # type: ignore[union-attr]


def test_a_row_changed_here_meanwhile_is_shown_with_both_texts_and_not_overwritten(lead: Client) -> None:
    carry_out(lead, dry_run(lead))
    held = Action.objects.select_related("owner").get(text="Train every manager")
    by = person("improvement_lead")
    owner = plan.Ownership(role=held.owner_role)
    plan.edit_action(
        by=by, action=held, version=held.version, text="Train them here", owner=owner, workstream=""
    )
    rows = [list(row) for row in TRACKER]
    rows[5][1] = "Train them there"
    page = hand_in(lead, workbook_of({"Tracker": rows}), "v18.xlsx")
    assert "here it says “Train them here” and the file says “Train them there”" in page_of(page)
    assert "Nothing would change; 1 changed here meanwhile" in page_of(page)


def test_a_sign_off_is_never_brought_in_as_signed_by_somebody_here(lead: Client, signed_in: SignedIn) -> None:
    director = person("director", name="Dee Signs")
    rows = [
        ["No.", "Aim", "Action", "Lead", "Target date", "Status", "Signed off by"],
        ["1", "Seen in time", "One", "A role", "31/03/2027", "Signed off", "Dee Signs"],
        ["2", "Seen in time", "Two", "A role", "31/03/2027", "Signed off", None],
        ["3", "Seen in time", "Three", "A role", "31/03/2027", "Signed off", "a role"],
        ["4", "Seen in time", "Four", "A role", "31/03/2027", "In progress", None],
    ]
    page = answered(lead, mapped(lead, workbook_of({"Plan": rows})), {})
    refused = {
        line.row: line.why for line in page.context["planned"].lines if line.becomes is Becomes.REFUSED
    }
    assert "not by whom" in refused[3]
    assert "owner does not sign it off" in refused[4]
    carry_out(lead, page)
    brought = Action.objects.get(text="One")
    assert (brought.signed_off_by, brought.signed_off_by_name) == (None, director.name)
    assert Signature.objects.count() == 0
    assert Action.objects.count() == 2


def test_a_row_is_refused_by_its_place_and_column_and_the_rest_is_taken_in(lead: Client) -> None:
    content = tracker(["2.2", "No owner", None, None, "31/02/2027", None, "Amber"])
    page = dry_run(lead, content)
    assert "3 rows would be taken in: 3 added, 0 changed; 1 row refused" in page_of(page)
    assert "Tracker, row 9" in page_of(page)
    assert "When? (“31/02/2027”): There is no such day" in page_of(page)
    carry_out(lead, page)
    assert Action.objects.count() == 3


def test_words_that_are_not_answered_keep_their_rows_out(lead: Client) -> None:
    page = answered(lead, mapped(lead), {"ongoing": "no date", "A Made / B Up": "role:"})
    assert "1 way of saying something waits for your answer" in page_of(page)
    assert "2 rows would be taken in: 2 added, 0 changed; 1 row refused" in page_of(page)
    assert "Current status (“Amber”): Say what it means first" in page_of(page)


def test_an_answer_that_is_no_day_is_asked_for_again(lead: Client) -> None:
    page = answered(lead, mapped(lead), {"ongoing": "in a while"})
    assert page_of(page).count("Enter a date such as 31/3/2026, or: no date") == 2


def test_one_thing_is_one_column_and_what_and_who_are_needed(lead: Client) -> None:
    page = mapped(lead, **{"column-2": "TEXT"})
    assert "Only one column can be: What will be done" in page_of(page)
    assert "Choose the column that says who answers for it" in page_of(page)


def test_people_are_offered_by_name_and_nobody_is_made_up(lead: Client) -> None:
    ann = person("action_owner", name="Head of assessment")
    page = mapped(lead)
    assert "Head of assessment" not in {one.words for one in page.context["form"].questions}
    before = Person.objects.count()
    carry_out(lead, answered(lead, page, SAID))
    assert Action.objects.get(text__startswith="Look at").owner == ann
    assert Person.objects.count() == before


def test_a_due_date_without_bank_holidays_is_refused_in_words(lead: Client) -> None:
    page = dry_run(lead, tracker(["2.2", "Long ago", "A / B", None, "31/03/1950", None, "Amber"]))
    page = answered(lead, lead.get(f"{AT}/{Workbook.objects.get().pk}/words/"), SAID)
    assert "31/03/1950: Enter a date between" in page_of(page)


FILES = (
    ("plan.pdf", b"%PDF-1.7", "it is a PDF, not a workbook"),
    ("plan.xlsx", b"", "it is empty"),
    ("plan.csv", b"a,b\n1,2\n", "no row in it looks like the headings of a plan"),
)


@pytest.mark.parametrize(("name", "content", "said"), FILES, ids=[one[2] for one in FILES])
def test_a_file_that_is_no_plan_is_refused_beside_the_field_and_not_kept(
    lead: Client, name: str, content: bytes, said: str
) -> None:
    assert page_of(hand_in(lead, content, name)).count(said) == 2
    assert Workbook.objects.count() == 0


# Our own workbook


def taken(name: str = "Actions") -> Any:
    """The whole plan's workbook as openpyxl has it, to be typed over."""
    filled = queries.whole(as_at=today(), tier=FigureTier.INTERNAL)
    return openpyxl.load_workbook(io.BytesIO(workbook(filled, Front("Made up", today()))))


def typed(book: Any, sheet: str, code: str, column: str, text: Any) -> None:
    place = next(cell.column for cell in book[sheet][1] if cell.value == column)
    row = next(row[0].row for row in book[sheet].iter_rows(min_row=2) if row[0].value == code)
    book[sheet].cell(row, place).value = text


def added(book: Any, *, objective: str, text: str, due: object, role: str = "") -> None:
    """A row at the foot of the actions, each cell under its own heading."""
    said = {"Objective": objective, "What will be done": text, "Owner's role": role or None, "Due": due}
    headings = [cell.value for cell in book["Actions"][1]]
    assert said.keys() <= set(headings)
    book["Actions"].append([said.get(heading) for heading in headings])


@pytest.fixture
def plan_here(db: None) -> dict[str, Action]:
    asked = source().requirements.first()
    towards = objective(asked)
    owner = person("action_owner", name="Ann Made")
    return {
        "going": agreed(action(owner, towards=towards, text="Look weekly", workstream="Practice")),
        "done": claimed(action(owner, towards=towards, text="Train"), owner),
        "new": action("A role", towards=towards, text="=1+1"),
    }


def test_the_workbook_that_comes_back_as_it_went_changes_nothing(
    lead: Client, plan_here: dict[str, Action]
) -> None:
    before = Entry.objects.count()
    page = hand_in(lead, saved(taken()), "plan.xlsx")
    assert "Nothing would change; 9 rows left as they are." in page_of(page)
    assert Entry.objects.count() == before + 1  # that it was handed in


def test_a_cell_typed_over_changes_just_that(lead: Client, plan_here: dict[str, Action]) -> None:
    book = taken()
    typed(book, "Actions", "A1", "Workstream", "Front door")
    typed(book, "Objectives", "O1", "What will be different for children", "Children are seen sooner")
    typed(book, "Requirements", f"R{source().requirements.first().pk}", "How soon", "immediate")  # type: ignore[union-attr]
    page = hand_in(lead, saved(book), "plan.xlsx")
    assert "3 rows would be taken in: 0 added, 3 changed" in page_of(page)
    carry_out(lead, page)
    now = fresh(plan_here["going"])
    assert (now.workstream_name, now.text, now.version) == (
        "Front door",
        "Look weekly",
        plan_here["going"].version + 1,
    )
    assert now.owner == plan_here["going"].owner
    assert Objective.objects.get().text == "Children are seen sooner"
    assert Objective.objects.get().answers.count() == 1
    assert source().requirements.first().severity == "immediate"  # type: ignore[union-attr]
    assert "Nothing would change" in page_of(hand_in(lead, saved(taken()), "again.xlsx"))


def test_a_column_taken_out_of_the_file_empties_nothing(lead: Client, plan_here: dict[str, Action]) -> None:
    book = taken()
    typed(book, "Actions", "A1", "What will be done", "Look daily")
    for gone in ("Workstream", "Owner", "Owner's role"):
        place = next(cell.column for cell in book["Actions"][1] if cell.value == gone)
        book["Actions"].delete_cols(place)
    page = hand_in(lead, saved(book), "plan.xlsx")
    assert "Actions: without Owner, Owner's role, Workstream. Nothing is made of that" in page_of(page)
    carry_out(lead, page)
    now = fresh(plan_here["going"])
    assert (now.text, now.workstream_name, now.owner) == ("Look daily", "Practice", plan_here["going"].owner)


def test_new_rows_are_proposed_once(lead: Client, plan_here: dict[str, Action]) -> None:
    book = taken()
    added(book, objective="O1", text="A new thing", role="A role", due=date(2027, 3, 31))
    added(book, objective="O9", text="Another", due="ongoing")
    content = saved(book)
    page = hand_in(lead, content, "plan.xlsx")
    said = page_of(page)
    assert "Objective: give the name of one that is in the plan" in said
    assert "Owner: give a person's name, or a role" in said
    assert "Due (“ongoing”): Words without a day" in said
    carry_out(lead, page)
    made = Action.objects.get(text="A new thing")
    assert (made.state, made.due, made.owner_role) == ("proposed", date(2027, 3, 31), "A role")
    assert "Nothing would change" in page_of(hand_in(lead, content, "plan.xlsx"))


STOPPED = (
    ("A1", "Delivery state", "signed off", "Delivery state is there to read: change it on the site"),
    ("A1", "Due", date(2027, 8, 9), "Due is not changed here: ask for the new date in its own column"),
    ("A1", "Owner", "No Body", "Nobody who may own an action has this name here"),
    ("A2", "What will be done", "Train more", "It is claimed complete: open it again on the site"),
    ("A3", "What will be done", None, "What will be done: write it"),
    ("A1", "Signed off by", "Ann Made", "Signed off by is there to read: change it on the site"),
)


@pytest.mark.parametrize(
    ("code", "column", "text", "said"), STOPPED, ids=[f"{one[0]} {one[1]}" for one in STOPPED]
)
def test_what_a_workbook_may_not_change_is_refused_by_its_row(
    lead: Client, plan_here: dict[str, Action], code: str, column: str, text: Any, said: str
) -> None:
    book = taken()
    typed(book, "Actions", code, column, text)
    page = page_of(hand_in(lead, saved(book), "plan.xlsx"))
    assert "Nothing would change; 1 row refused" in page
    assert said in page


def test_a_stale_row_is_shown_with_both_texts_and_not_overwritten(
    lead: Client, plan_here: dict[str, Action]
) -> None:
    book = taken()
    typed(book, "Actions", "A1", "What will be done", "Look daily")
    held, by = fresh(plan_here["going"]), person("improvement_lead")
    owner = plan.Ownership(person=held.owner)
    plan.edit_action(by=by, action=held, version=held.version, text="Look hourly", owner=owner, workstream="")
    page = page_of(hand_in(lead, saved(book), "plan.xlsx"))
    assert "here it says “Look hourly” and the file says “Look daily”" in page
    assert fresh(plan_here["going"]).text == "Look hourly"


def test_what_moved_on_between_the_dry_run_and_the_press_stops_it_all(
    lead: Client, plan_here: dict[str, Action]
) -> None:
    book = taken()
    typed(book, "Actions", "A1", "What will be done", "Look daily")
    typed(book, "Objectives", "O1", "What will be different for children", "Sooner")
    page = hand_in(lead, saved(book), "plan.xlsx")
    held, by = fresh(plan_here["going"]), person("improvement_lead")
    plan.edit_action(
        by=by,
        action=held,
        version=held.version,
        text="Hourly",
        owner=plan.Ownership(person=held.owner),
        workstream="",
    )
    assert "Nothing has been done" in page_of(carry_out(lead, page))
    assert Objective.objects.get().text == "Children are seen in time"


def test_a_step_the_plan_refuses_undoes_every_other(
    lead: Client, plan_here: dict[str, Action], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = taken()
    typed(book, "Actions", "A1", "What will be done", "Look daily")
    typed(book, "Actions", "A3", "What will be done", "Look hourly")
    page = hand_in(lead, saved(book), "plan.xlsx")
    took: list[Any] = []
    edit = carrying_out._STEPS["edit"]

    def refuses(by: Any, given: Any, on: Any) -> None:
        if took:
            raise NotDone("Made up.")
        took.append(edit(by, given, on))

    monkeypatch.setattr(carrying_out, "_STEPS", {**carrying_out._STEPS, "edit": refuses})
    assert "Actions, row 4: Made up. Nothing has been done." in page_of(carry_out(lead, page))
    assert fresh(plan_here["going"]).text == "Look weekly"


def test_a_csv_list_that_was_taken_away_comes_back_too(lead: Client, plan_here: dict[str, Action]) -> None:
    text = lead.get("/plan-sheets/lists/actions.csv").content.decode()
    page = page_of(hand_in(lead, text.replace("Look weekly", "Look daily").encode(), "actions.csv"))
    assert "1 row would be taken in: 0 added, 1 changed; 2 rows left as they are." in page


ANSWERS = (
    ({"Said to it": "Not accepted"}, "Say why the finding is not accepted"),
    ({"Said to it": "To start later"}, "Say from which day it starts"),
    ({"Said to it": "Perhaps"}, "Said to it: one of Accepted, Already under way"),
    (
        {"Said to it": "To start later", "To start from": "Spring"},
        "To start from: Not a date that can be read",
    ),
    ({"Effort": "Enormous"}, "Effort: one of High, Medium, Low"),
    ({"Decided by": "The board"}, "Decided on: give the day"),
)


@pytest.mark.parametrize(("cells", "said"), ANSWERS, ids=[one[1] for one in ANSWERS])
def test_an_answer_to_a_requirement_keeps_the_rules_of_its_page(
    lead: Client, plan_here: dict[str, Action], cells: dict[str, Any], said: str
) -> None:
    book, code = taken(), f"R{source().requirements.first().pk}"  # type: ignore[union-attr]
    for column, text in cells.items():
        typed(book, "Requirements", code, column, text)
    page = page_of(hand_in(lead, saved(book), "plan.xlsx"))
    assert "Nothing would change; 1 row refused" in page
    assert said in page


def test_an_answer_says_who_decided_it_and_what_it_waits_for(
    lead: Client, plan_here: dict[str, Action]
) -> None:
    book, asked = taken(), source().requirements.first()
    assert asked is not None
    typed(book, "Requirements", f"R{asked.pk}", "Said to it", "to start later")
    typed(book, "Requirements", f"R{asked.pk}", "To start from", date(2027, 9, 1))
    typed(book, "Requirements", f"R{asked.pk}", "Effort", "low")
    carry_out(lead, hand_in(lead, saved(book), "plan.xlsx"))
    asked.refresh_from_db()
    assert (asked.disposition, asked.later_from, asked.effort) == ("to start later", date(2027, 9, 1), "low")
    assert (asked.decided_by_name, asked.decided_on) == ("Lead Made-Up", today())


# Who


@pytest.mark.parametrize("role", ["action_owner", "team_manager", "board_secretary", "government_observer"])
def test_only_whoever_keeps_the_plan_brings_one_in(lead: Client, signed_in: SignedIn, role: str) -> None:
    hand_in(lead, tracker())
    key = Workbook.objects.get().pk
    client = signed_in(role)
    for address in ("", f"{key}/", f"{key}/columns/", f"{key}/words/"):
        assert client.get(f"{AT}/{address}").status_code == 403
    assert client.post(f"{AT}/{key}/carry-out/").status_code == 403


def test_a_layout_said_by_two_at_once_is_said_by_one(lead: Client) -> None:
    page = hand_in(lead, tracker())
    held, by = Workbook.objects.get(), person("improvement_lead")
    form = _filled(page.context["form"])
    lead.post(f"{AT}/{held.pk}/columns/", form)
    assert "Somebody changed this" in page_of(lead.post(f"{AT}/{held.pk}/columns/", form))
    layout = Layout.objects.get()
    with pytest.raises(ChangedMeanwhile):
        actions.answer(by=by, workbook=held, layout=layout, answers={}, version=layout.version + 1)


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_a_dry_run_takes_no_more_queries_as_the_file_and_the_plan_grow(
    lead: Client, plan_here: dict[str, Action]
) -> None:
    def first(content: bytes, name: str) -> str:
        hand_in(lead, content, name)
        return f"{AT}/{Workbook.objects.get(file=name).pk}/"

    dry_run(lead)
    small = f"{AT}/{Workbook.objects.get().pk}/"
    rows = [
        [f"3.{n}", f"More {n}", "Head of assessment", None, "31/03/2027", None, "Amber"] for n in range(1, 30)
    ]
    large = first(tracker(*rows), "large.xlsx")
    for address in (small, large):
        lead.get(address)
    assert _queries(lead, small) == _queries(lead, large)
    own = first(saved(taken()), "own.xlsx")
    before = _queries(lead, own)
    for number in range(5):
        agreed(action(text=f"More {number}"))
    assert _queries(lead, own) == before


def test_what_is_known_of_a_row_is_its_action(lead: Client) -> None:
    carry_out(lead, dry_run(lead))
    assert dict(Brought.objects.values_list("key", "action__text")) == {
        "1.1": "Look at every open assessment\nWeekly, with the team manager",
        "1.2": "Train every manager",
        "2.1": "Visit in time",
    }


def test_the_same_file_from_the_same_person_is_the_same_workbook(db: None) -> None:
    by = person("improvement_lead")
    given = {"purpose": Purpose.PLAN, "name": "t.xlsx", "content": tracker()}
    first, new = actions.keep(by=by, **given)  # type: ignore[arg-type]
    again, newer = actions.keep(by=by, **given)  # type: ignore[arg-type]
    assert (first.pk, new, newer) == (again.pk, True, False)
    assert DateChange.objects.count() == 0

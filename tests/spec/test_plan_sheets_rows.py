"""A plan in somebody's own layout, read by what a person chose for its columns and its words."""

from __future__ import annotations

from datetime import date

import pytest

from goldenthread.errors import InputRefused
from goldenthread.papers.plan import DeliveryState
from goldenthread.papers.plan_sheets.layout import Field, Table, tables
from goldenthread.papers.plan_sheets.opening import open_sheets
from goldenthread.papers.plan_sheets.rows import Asks, Choices, Draft, Headings, Known, Read, read_rows
from sheets_made_up import TRACKER, workbook_of

KNOWN = Known({"7": "Ann Made"}, {"O1": "Children are assessed in time"})
ANSWERS = {
    "day": {"end of march 2027": "2027-03-31", "ongoing": "none"},
    "state": {"completed": "claimed complete", "amber": "in progress"},
    "owner": {
        "head of assessment": "role:Head of assessment",
        "a made / b up": "person:7",
        "head of children in care": "role:Head of children in care",
    },
    "objective": {
        "theme 1: children are assessed in time": "code:O1",
        "theme 2: children are visited": "new:Children are visited",
    },
}


def _table(rows: object = TRACKER, **made: object) -> Table:
    content = workbook_of({"Notes": [["Nothing of note"]], "Tracker": rows}, **made)  # type: ignore[arg-type,dict-item]
    return tables(open_sheets(content, name="tracker.xlsx"))[0]


def _read(table: Table, **chosen: object) -> Read:
    return read_rows(table, Choices(table.guess, **{"answers": ANSWERS, **chosen}), KNOWN)  # type: ignore[arg-type]


def _drafts(read: Read) -> dict[str, Draft]:
    return {draft.number: draft for draft in read.drafts if draft.number}


def test_the_headings_are_found_below_a_title_on_the_sheet_that_is_a_plan() -> None:
    found = _table()
    assert (found.sheet.name, found.row) == ("Tracker", 3)
    assert found.guess[:3] == (Field.NUMBER, Field.TEXT, Field.OWNER)


def test_the_same_headings_are_the_same_layout_whatever_stands_below() -> None:
    assert _table().layout == _table(TRACKER[2:6]).layout
    assert _table().layout != _table([[*TRACKER[2], "Risk"], TRACKER[4]]).layout


def test_each_row_is_an_action_and_each_heading_an_objective() -> None:
    drafts = _drafts(_read(_table()))
    assert [drafts[one].objective for one in ("1.1", "1.2", "2.1")] == [
        "code:O1",
        "code:O1",
        "new:Children are visited",
    ]
    first = drafts["1.1"]
    assert (first.due, first.state) == (date(2027, 3, 31), DeliveryState.CLAIMED_COMPLETE)
    assert first.text == "Look at every open assessment\nWeekly, with the team manager"
    assert first.state_words == "every team does it"
    assert first.notes == ("Success measures: Fewer are late", "Outcome reported for Q1: Held")
    assert (drafts["1.2"].due, drafts["2.1"].due) == (date(2027, 3, 31), None)
    assert not any(draft.fault for draft in drafts.values())


def test_headings_between_the_rows_may_be_workstreams() -> None:
    read = _read(_table(), headings=Headings.WORKSTREAMS, fallback="code:O1")
    assert {draft.workstream for draft in _drafts(read).values()} == {
        "Theme 1: Children are assessed in time",
        "Theme 2: Children are visited",
    }


def test_a_row_with_a_doubt_nobody_has_answered_is_refused_and_the_doubt_is_a_question() -> None:
    read = _read(_table(), answers={})
    assert all(draft.fault for draft in _drafts(read).values())
    asked = {(one.asks, one.words): (one.offered, one.rows) for one in read.questions}
    assert asked[Asks.DAY, "End of March 2027"] == ("2027-03-31", (5,))
    assert asked[Asks.STATE, "amber"] == ("", (6,))
    assert asked[Asks.OWNER, "A Made / B Up"] == ("", (6,))
    assert asked[Asks.OWNER, "Head of assessment"] == ("role:Head of assessment", (5,))
    assert asked[Asks.OBJECTIVE, "Theme 2: Children are visited"] == (
        "new:Theme 2: Children are visited",
        (8,),
    )


FAULTS = (
    ("words", ["3.1", None, "Ann Made", None, date(2027, 1, 4)], "What?: Says nothing"),
    ("owner", ["3.1", "Do it", None, None, date(2027, 1, 4)], "Who?: Nobody answers for it"),
    ("day", ["3.1", "Do it", "Ann Made", None, "31/02/2027"], "When? (“31/02/2027”): There is no such day"),
    ("number", ["1.1", "Do it again", "Ann Made", None, None], "Number 1.1 stands in row 5 too"),
)


@pytest.mark.parametrize(("name", "row", "said"), FAULTS, ids=[one[0] for one in FAULTS])
def test_a_row_is_refused_with_its_column_and_what_to_do(name: str, row: list[object], said: str) -> None:
    draft = _read(_table([*TRACKER, row])).drafts[-1]
    assert draft.row == 9
    assert said in draft.fault


def test_a_row_that_serves_no_objective_takes_the_one_chosen_for_such_rows() -> None:
    rows = [TRACKER[2], ["1", "Do it", "Ann Made"]]
    assert "serves no objective" in _read(_table(rows)).drafts[0].fault
    assert _read(_table(rows), fallback="code:O1").drafts[0].objective == "code:O1"


def test_a_cell_joined_over_rows_is_taken_for_each_where_that_was_chosen_and_said() -> None:
    rows = [
        ["Aim", "Action", "Lead officer"],
        ["Children are assessed in time", "Look", "Ann Made"],
        [None, "Train", None],
    ]
    table = _table(rows, joined=["A2:A3"])
    left = _read(table, above=frozenset({Field.OBJECTIVE})).drafts[1]
    assert (left.objective, left.remarks) == ("code:O1", ("Objective: taken from row 2 above",))
    assert "Nobody answers" in left.fault
    assert _read(table, above=frozenset({Field.OBJECTIVE, Field.OWNER})).drafts[1].owner == "person:7"


def test_headings_that_come_again_are_no_action() -> None:
    rows = [*TRACKER[2:6], TRACKER[2], ["1.3", "Third", "Ann Made"]]
    assert _read(_table(rows)).drafts[3].left == "The headings again"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.xlsx", b"", "it is empty"),
        ("plan.xlsx", b"%PDF-1.7", "it is a PDF, not a workbook"),
        ("plan.xlsx", b"PK\x03\x04 and no more", "damaged or cut short"),
        ("plan.csv", b"", "it is empty"),
        ("plan.csv", b"No,What\n1,caf\xe9\n", "row 2 is not in UTF-8"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_a_sentence(name: str, content: bytes, said: str) -> None:
    with pytest.raises(InputRefused) as why:
        open_sheets(content, name=name)
    assert said in str(why.value)
    assert "eleven lists" not in str(why.value)


def test_a_csv_file_is_read_as_a_workbook_of_one_sheet() -> None:
    text = "\ufeffNo.,What?,Who?\r\n1,Do it,Ann Made\r\n"
    found = tables(open_sheets(text.encode(), name="../tracker.csv"))[0]
    assert (found.sheet.name, found.body) == ("tracker", [(2, ("1", "Do it", "Ann Made"))])


def test_a_formula_is_never_worked_out() -> None:
    rows = [["No.", "What?", "Who?"], ["1", "=1+1", "Ann Made"]]
    (draft,) = _read(_table(rows), fallback="code:O1").drafts
    assert draft.text == "0"  # the value saved with it, which here is none

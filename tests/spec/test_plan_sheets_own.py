"""Our own workbook: written, read back and held against the plan. Round trip without loss."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.papers.plan_sheets.cells import same
from goldenthread.papers.plan_sheets.columns import ACTIONS, DECISIONS, OBJECTIVES, SHEETS, UPDATE, Kind, Use
from goldenthread.papers.plan_sheets.lines import Change
from goldenthread.papers.plan_sheets.opening import Sheet, open_sheets
from goldenthread.papers.plan_sheets.own import Asked, asked, own_tables
from goldenthread.papers.plan_sheets.writing import Filled, Front, workbook
from goldenthread.records.annex_a import sheets as opened_in_this_process
from goldenthread.web.page.safe_csv import csv_text

FRONT = Front("Made-up improvement plan", date(2026, 11, 30), "Ann Made")
ACTION: dict[str, Any] = {
    "code": "A1",
    "version": 3,
    "objective": "O1",
    "text": "Check each visit weekly",
    "owner": "Ann Made",
    "owner_role": "Head of service",
    "workstream": "Practice",
    "agreed_on": date(2026, 1, 5),
    "original_due": date(2026, 6, 30),
    "due": date(2026, 9, 30),
    "slips": 1,
    "state": "in progress",
    "rag": "Red: due 30 Sep 2026, 43 working days late",
    "impact": "none yet",
}


def _rows_of(content: bytes, name: str) -> list[list[str]]:
    sheets = {sheet.name: sheet for sheet in open_sheets(content, name="plan.xlsx")}
    return [list(row) for row in sheets[name].rows]


def _asked(rows: list[list[str]], held: Mapping[str, Any], name: str = "Actions") -> list[Asked]:
    (table,) = own_tables([Sheet(name, tuple(tuple(row) for row in rows))])
    return list(asked(table, {"action": {held["code"]: held}}))


def _edited(**cells: str) -> Asked:
    """What the one action's row asks after these cells were typed over."""
    rows = _rows_of(workbook([Filled(ACTIONS, [ACTION])], FRONT), "Actions")
    for key, text in cells.items():
        rows[1][[column.key for column in ACTIONS.columns].index(key)] = text
    return _asked(rows, ACTION)[0]


def test_a_row_that_comes_back_as_it_went_asks_nothing() -> None:
    assert _edited().asks_nothing


EDITS = (
    (
        "text",
        "Check each visit daily",
        (Change("What will be done", ACTION["text"], "Check each visit daily"),),
    ),
    ("workstream", "", (Change("Workstream", "Practice", ""),)),
    ("text", "  Check each  visit weekly ", ()),
)


@pytest.mark.parametrize(("key", "typed", "asks"), EDITS, ids=["words", "emptied", "spaces alone"])
def test_an_edited_cell_asks_for_just_that_change(key: str, typed: str, asks: tuple[Change, ...]) -> None:
    row = _edited(**{key: typed})
    assert (row.edits, row.fills, row.against, row.moved) == (asks, {}, (), False)


def test_a_cell_to_read_that_says_something_else_is_told_and_not_dropped() -> None:
    assert _edited(state="signed off").against == (Change("Delivery state", "in progress", "signed off"),)
    assert _edited(due="31/12/2026").against == (Change("Due", "30/09/2026", "31/12/2026"),)


def test_what_is_worked_out_anew_is_not_held_against_the_file() -> None:
    assert _edited(rag="Red: one working day later").asks_nothing


def test_a_filled_cell_is_an_act_asked_for() -> None:
    assert _edited(note="Nearly there", new_date="31/12/2026").fills == {
        "note": "Nearly there",
        "new_date": "31/12/2026",
    }


def test_a_row_whose_version_moved_says_so_and_keeps_both_texts() -> None:
    row = _edited(version="2", text="Another text")
    assert row.moved
    assert row.edits == (Change("What will be done", "Check each visit weekly", "Another text"),)


FAULTS = (
    ({"code": "A99"}, "There is no action A99 in this plan: check its name"),
    ({"code": ""}, ""),
)


@pytest.mark.parametrize(("cells", "fault"), FAULTS, ids=["unknown", "new"])
def test_a_name_that_is_not_known_is_refused_and_an_empty_one_is_new(
    cells: dict[str, str], fault: str
) -> None:
    row = _edited(**cells)
    assert (row.fault, row.held) == (fault, None)


def test_a_name_that_stands_twice_is_refused_the_second_time() -> None:
    rows = _rows_of(workbook([Filled(ACTIONS, [ACTION, ACTION])], FRONT), "Actions")
    assert [row.fault for row in _asked(rows, ACTION)] == ["", "A1 stands in an earlier row too: keep one"]


def test_a_column_taken_out_of_the_file_asks_nothing() -> None:
    rows = _rows_of(workbook([Filled(ACTIONS, [ACTION])], FRONT), "Actions")
    without = [row[:3] + row[4:] for row in rows]
    assert _asked(without, ACTION)[0].asks_nothing


def test_the_owners_workbook_has_its_own_columns_and_a_line_of_what_to_do() -> None:
    rows = _rows_of(workbook([Filled(UPDATE, [ACTION])], FRONT), "My actions")
    assert rows[0][0].startswith("Fill in the columns on the right")
    assert _asked(rows, ACTION, "My actions")[0].asks_nothing
    rows[2][3] = "Somebody Else"
    assert _asked(rows, ACTION, "My actions")[0].against == (Change("Owner", "Ann Made", "Somebody Else"),)


def test_dates_are_true_dates_and_the_headings_stay_in_view() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([Filled(ACTIONS, [ACTION])], FRONT)))
    sheet = book["Actions"]
    due = sheet.cell(2, 1 + [column.key for column in ACTIONS.columns].index("due"))
    assert (due.data_type, due.value.date()) == ("d", date(2026, 9, 30))
    assert sheet.freeze_panes == "B2"
    assert (sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
        "$1:$1",
        "landscape",
        0,
    )
    words = {cell.value for row in book["Key"].iter_rows() for cell in row if cell.value}
    assert {"Red", "Amber", "Awaiting sign-off", "claimed complete", "sustained"} <= words
    assert {column.title for column in ACTIONS.columns} <= words


def test_every_column_is_explained_and_every_sheet_is_known_by_its_first() -> None:
    for sheet in (*SHEETS, UPDATE):
        assert sheet.known_by.use is Use.KNOWN_BY
        assert all(column.means and column.title for column in sheet.columns)
        assert len({column.title for column in sheet.columns}) == len(sheet.columns)


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert workbook([Filled(ACTIONS, [ACTION])], FRONT) == workbook([Filled(ACTIONS, [ACTION])], FRONT)


_BODIES = ("1+1", 'HYPERLINK("http://127.0.0.1","x")', "cmd|'/C calc'!A0", "SUM(A1:A9)")
_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "\n=",
    " =",
    "'=",
    '"=',
    "＝",
    "＋",
    "－",
    "＠",
    "  '\"=",
    "\u00a0=",
    "",
)


def test_no_cell_of_the_plans_workbook_is_a_formula() -> None:
    rng = Random(20261130)
    texts = [f"{rng.choice(_STARTS)}{rng.choice(_BODIES)}{number}" for number in range(10_000)]
    rows = [
        {"code": f"A{n}", "text": text, "owner": text, "claim_words": text} for n, text in enumerate(texts)
    ]
    book = openpyxl.load_workbook(io.BytesIO(workbook([Filled(ACTIONS, rows)], FRONT)), read_only=True)
    kinds = {cell.data_type for row in book["Actions"].iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}


# Round trips, over made-up plans of any words


WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60) | st.sampled_from(
    [f"{start}{body}" for start in _STARTS for body in _BODIES]
)
DAYS = st.none() | st.dates(date(1995, 1, 1), date(2090, 12, 31))
_STRATEGIES = {Kind.TEXT: WORDS, Kind.DAY: DAYS, Kind.NUMBER: st.integers(0, 40)}
_ROWS = {
    sheet.name: st.fixed_dictionaries(
        {
            column.key: _STRATEGIES[column.kind]
            for column in sheet.columns
            if column.use not in {Use.KNOWN_BY, Use.FILL}
        }
    )
    for sheet in (ACTIONS, OBJECTIVES, DECISIONS)
}
PLANS = st.fixed_dictionaries({name: st.lists(rows, min_size=1, max_size=4) for name, rows in _ROWS.items()})
_SHEETS = {sheet.name: sheet for sheet in (ACTIONS, OBJECTIVES, DECISIONS)}
_ROUND = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def _coded(plan: Mapping[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [{**row, "code": f"{name[0]}{number}"} for number, row in enumerate(rows, 1)]
        for name, rows in plan.items()
    }


def _held(plan: Mapping[str, list[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    return {_SHEETS[name].of: {row["code"]: row for row in rows} for name, rows in plan.items()}


@given(plan=PLANS)
@_ROUND
def test_a_workbook_that_comes_back_changes_nothing(plan: Any, tmp_path_factory: Any) -> None:
    plan = _coded(plan)
    path = tmp_path_factory.mktemp("round") / "plan.xlsx"
    path.write_bytes(workbook([Filled(_SHEETS[name], rows) for name, rows in plan.items()], FRONT))
    found = own_tables(_opened_here(path))
    assert {table.of.name for table in found} == set(plan)
    rows = [row for table in found for row in asked(table, _held(plan))]
    assert len(rows) == sum(len(rows) for rows in plan.values())
    assert [row for row in rows if not row.asks_nothing or row.moved] == []


def _opened_here(path: Any) -> list[Sheet]:
    """Our own file may be opened in our own process."""
    opened = opened_in_this_process.opened_here(path)
    return [
        Sheet(one.name, tuple(tuple(cell or "" for cell in row) for row in one.cells.rows()))
        for one in opened.sheets
    ]


@given(plan=PLANS)
@_ROUND
def test_a_csv_file_that_comes_back_changes_nothing(plan: Any) -> None:
    plan = _coded(plan)
    for name, rows in plan.items():
        columns = _SHEETS[name].columns
        text = csv_text(
            [one.title for one in columns], [[row.get(one.key) for one in columns] for row in rows]
        )
        cells = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        (table,) = own_tables([Sheet(name, tuple(tuple(row) for row in cells))])
        found = list(asked(table, _held(plan)))
        assert len(found) == len(rows)
        assert [row for row in found if not row.asks_nothing] == []


@given(plan=PLANS, data=st.data())
@_ROUND
def test_one_cell_typed_over_asks_for_that_change_alone(plan: Any, data: Any) -> None:
    rows = _coded(plan)["Actions"]
    columns = ACTIONS.columns
    cells = [[one.title for one in columns], *([_text(row.get(one.key)) for one in columns] for row in rows)]
    at = data.draw(st.integers(1, len(rows)))
    place = data.draw(st.sampled_from([n for n, one in enumerate(columns) if one.use is Use.EDIT]))
    was, typed = cells[at][place], data.draw(WORDS)
    cells[at][place] = typed
    (table,) = own_tables([Sheet("Actions", tuple(tuple(row) for row in cells))])
    found = [row for row in asked(table, {"action": {row["code"]: row for row in rows}}) if row.edits]
    if same(typed, was):
        assert found == []
    else:
        assert [(row.row, [edit.column for edit in row.edits]) for row in found] in (
            [(at + 1, [columns[place].title])],
            [],  # the mark of a CSV typed before the same words
        )


def _text(value: object) -> str:
    return "" if value is None else str(value)

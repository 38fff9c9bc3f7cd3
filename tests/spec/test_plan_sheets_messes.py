"""Plans of any mess: every row below the headings is accounted for, and nothing is made of a doubt."""

from __future__ import annotations

import io
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.errors import InputRefused
from goldenthread.papers.plan_sheets.days import read_day
from goldenthread.papers.plan_sheets.layout import Field, Table, guessed, tables
from goldenthread.papers.plan_sheets.opening import Sheet, open_sheets
from goldenthread.papers.plan_sheets.own import own_tables
from goldenthread.papers.plan_sheets.people import read_owner
from goldenthread.papers.plan_sheets.rows import Choices, Headings, Known, read_rows
from goldenthread.papers.plan_sheets.said import How
from goldenthread.papers.plan_sheets.states import read_state
from sheets_made_up import TRACKER, workbook_of

_SETTINGS = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
HEADINGS = (
    *("No.", "What?", "Who?", "When?", "RAG", "Aim", "How?", "Success measures", "Q1", "Q2", "Workstream"),
    *("Signed off by", "Original date", "Revised date", "Reason", "", "Cost", "What? ", "who"),
)
CELLS = (
    *("", "", "", "1.1", "1.10", "Do it", "A Made", "A Made / B Up", "End of March 2014", "ongoing", "Amber"),
    *("COMPLETED - see below", "31/02/2014", "2027-03-31 00:00:00", "Theme 1", "#REF!", "=1+1", "-", "n/a"),
    *("\u00a0", "x" * 5000, "Q3 2026/27", "41729", "'=cmd|' /C calc'!A0", "No.", "What?"),
)
KNOWN = Known({"1": "A Made"}, {"O1": "Theme 1"})


def _table(rng: Random) -> Table:
    headings = tuple(rng.sample(HEADINGS, rng.randint(3, 10)))
    rows = [tuple(rng.choice(CELLS) for _ in range(rng.randint(0, len(headings) + 1))) for _ in range(12)]
    return Table(Sheet("Plan", (headings, *rows)), 1)


@pytest.mark.parametrize("seed", range(150))
def test_every_row_is_an_action_a_heading_or_refused_with_a_reason(seed: int) -> None:
    rng = Random(seed)
    table = _table(rng)
    choices = Choices(
        table.guess,
        headings=rng.choice(list(Headings)),
        above=frozenset(rng.sample(list(Field), 3)),
        fallback=rng.choice(["", "code:O1"]),
    )
    read = read_rows(table, choices, KNOWN)
    assert [draft.row for draft in read.drafts] == [number for number, _ in table.body]
    for draft in read.drafts:
        assert draft.left or draft.fault or (draft.text and draft.owner and draft.objective)
    asked = {row for question in read.questions for row in question.rows}
    taken = {draft.row for draft in read.drafts if not (draft.fault or draft.left)}
    assert not asked & taken  # nobody has answered anything


@given(st.text(max_size=40) | st.from_regex(r"[0-9/\-. ]{1,12}", fullmatch=True))
@_SETTINGS
def test_any_cell_at_all_is_read_doubtful_refused_or_blank(cell: str) -> None:
    for said in (read_day(cell), read_state(cell), read_owner(cell, KNOWN.people)):
        assert said.cell == cell
        assert (said.value is not None) == (said.how is How.READ)
        assert bool(said.why) == (said.how in {How.DOUBTFUL, How.REFUSED})


@given(st.lists(st.lists(st.text(max_size=12) | st.sampled_from(HEADINGS), max_size=8), max_size=8))
@_SETTINGS
def test_any_sheet_at_all_is_looked_through_for_headings(rows: list[list[str]]) -> None:
    sheets = [Sheet("Any", tuple(tuple(row) for row in rows))]
    for table in tables(sheets):
        assert len(table.guess) == len(table.headings)
        assert all(len(cells) >= len(table.headings) for _, cells in table.body)
    assert len(own_tables(sheets)) <= 1


@given(st.lists(st.sampled_from(HEADINGS), max_size=12))
@_SETTINGS
def test_no_two_columns_are_guessed_to_be_the_same_thing(headings: list[str]) -> None:
    found = [one for one in guessed(headings) if one not in {Field.NOTE, Field.OUT, Field.MORE}]
    assert len(found) == len(set(found))


def test_a_workbook_cut_anywhere_or_with_bytes_changed_is_read_or_refused_in_a_sentence() -> None:
    """Damage of any kind: a sentence, never a traceback."""
    whole, rng = workbook_of({"Tracker": TRACKER}), Random(20261130)
    told = [why for number in range(24) if (why := _refused(_broken(whole, rng, cut=bool(number % 2))))]
    assert len(told) >= 12
    assert all(why.why and why.what_to_do for why in told)


def _broken(whole: bytes, rng: Random, *, cut: bool) -> bytes:
    broken = bytearray(whole)
    if cut:
        return bytes(broken[: rng.randrange(1, len(broken))])
    for _ in range(20):
        broken[rng.randrange(len(broken))] = rng.randrange(256)
    return bytes(broken)


def _refused(content: bytes) -> InputRefused | None:
    try:
        open_sheets(content, name="tracker.xlsx")
    except InputRefused as why:
        return why
    return None


def _of(**sheets: Any) -> bytes:
    return workbook_of(sheets)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (_of(Plan=[["x"] * 61]), "more than 5,000 rows or 60 columns"),
        (_of(Plan=[["x"]] * 5_001), "more than 5,000 rows or 60 columns"),
        (_of(Plan=[["x"] * 50] * 2_001), "far too many cells"),
        (_of(Plan=[[]]), "it holds nothing"),
    ],
    ids=["wide", "long", "full", "empty"],
)
def test_a_file_larger_than_any_plan_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(InputRefused, match=said):
        open_sheets(content, name="plan.xlsx")


def test_a_workbook_with_macros_or_another_file_inside_is_refused() -> None:
    import zipfile

    held = io.BytesIO(workbook_of({"Tracker": TRACKER}))
    with zipfile.ZipFile(held, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"made up")
    with pytest.raises(InputRefused, match="macros"):
        open_sheets(held.getvalue(), name="tracker.xlsx")

"""`annex-a`: the workbook an inspection asks for, and its note of counts."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

import drawn
from goldenthread.cli.run import run
from goldenthread.records import store
from goldenthread.records.annex_a import AnnexA
from goldenthread.records.annex_a.between import between_lists
from goldenthread.records.annex_a.lists import schema
from goldenthread.records.store import Source
from goldenthread.records.whole import whole_records

MARCH = date(2026, 3, 31)
LIVE = '=HYPERLINK("http://127.0.0.1","x")'
TABLES = {
    "ssd_person": "pers_person_id | pers_gender | pers_dob\nann | F | 2015-05-01\nben | M | 2014-05-01",
    "ssd_contacts": f"""
        cont_contact_id | cont_person_id | cont_contact_date
        1               | kid1            | 2025-09-29
        2               | kid1            | 2025-09-30
        3               | kid2            | 2026-03-31
        4               | kid2            | 2026-03-31
        5               | {LIVE}         | 2026-03-30
    """,
    "ssd_cp_plans": """
        cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date
        1               | kid2            | 2026-01-05
    """,
}


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """Full history as at the end of March. The second contact of Ben's is an exact copy; his plan has no
    episode of need beside it."""
    records = drawn.records(MARCH, **TABLES)
    kept = whole_records(
        records, as_at=MARCH, name="records", sources=(Source("records", "a"),), made_up=True
    )
    store.keep(kept, tmp_path / "store")
    return tmp_path / "store"


def asked(held: Path, out: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert run(["annex-a", "--store", str(held), "--out", str(out), "--json", *options]) == 0
    said = json.loads(capsys.readouterr().out)
    assert isinstance(said, dict)
    return said


def test_it_has_the_eleven_lists_in_their_windows_for_its_owners_eyes(
    held: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "annex-a.xlsx"
    said = asked(held, out, capsys, "--as-at", "2026-03-31")
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Front_Sheet", *(f"List_{number}" for number in range(1, 12))]
    assert out.stat().st_mode & 0o777 == 0o600
    contacts = [row[0] for row in book["List_1"].iter_rows(min_row=3, values_only=True)]
    assert contacts == [LIVE, "kid1", "kid2", "kid2"]
    assert [(one["from"], one["rows"]) for one in said["lists"]][:1] == [("2025-09-30", 4)]
    assert said["lists"][8]["from"] is None  # care leavers as they stand on the day


def test_no_cell_is_a_formula(held: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "annex-a.xlsx"
    asked(held, out, capsys)
    book = openpyxl.load_workbook(out)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    assert "f" not in kinds


def test_the_note_has_counts_and_names_no_child(
    held: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = asked(held, tmp_path / "annex-a.xlsx", capsys)
    note = (tmp_path / "annex-a-cover-note.txt").read_text(encoding="utf-8")
    assert said["note"] == str(tmp_path / "annex-a-cover-note.txt")
    assert "as at 31/03/2026" in note
    assert said["sha256"] in note
    assert "List 1: Contacts: 4 rows of 3 children, from 30/09/2025; 1 of them a reader sets aside" in note
    assert "1: on a protection plan now, and not among the children in need (list 7 and list 6)" in note
    assert "0: in care now, and not among the children in need (list 8 and list 6)" in note
    assert not any(child in note for child in ("kid1", "kid2", LIVE))


def test_the_same_records_give_the_same_bytes(
    held: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = (asked(held, tmp_path / name, capsys) for name in ("a.xlsx", "b.xlsx"))
    assert first["sha256"] == second["sha256"]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--out", "OUT/no/annex-a.xlsx"], "its folder does not exist"),
        (["--out", "OUT/annex-a.csv"], "is not named .xlsx"),
        (["--out", "OUT/annex-a.xlsx", "--as-at", "2026-02-28"], "holds no snapshot as at 2026-02-28"),
    ],
)
def test_what_it_cannot_do_is_refused_and_nothing_is_written(
    options: list[str], why: str, held: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = [one.replace("OUT", str(tmp_path)) for one in options]
    assert run(["annex-a", "--store", str(held), *told]) == 2
    assert why in capsys.readouterr().err
    assert list(tmp_path.glob("*.xlsx")) == []


# Between the lists ----------------------------------------------------------------------------------------


def _lists(**drawn_lists: str) -> AnnexA:
    frames = {int(name.removeprefix("list_")): text for name, text in drawn_lists.items()}
    return AnnexA(MARCH, None, {number: drawn.frame(text, schema(number)) for number, text in frames.items()})


def _found(lists: AnnexA) -> dict[str, int | None]:
    return {one.says: one.children for one in between_lists(lists) if one.children}


NEED = """
    child_id | cin_closed | case_status
    care     |            | a
    plan     |            | b
    closed   | 2026-03-01 | e
"""


@pytest.mark.parametrize(
    ("lists", "says"),
    [
        ({"list_8": "child_id | care_end\ncare |\nclosed |\nleft | 2026-01-01"}, "in care now, and not"),
        ({"list_7": "child_id | plan_end\nplan |\nother |"}, "on a protection plan now, and not"),
        ({"list_4": "child_id | assessment_authorised\nother |\nplan |"}, "with an open assessment"),
        ({"list_8": "child_id | care_end\nplan |\ncare | 2026-03-01"}, "with the status of a child in care"),
        ({"list_7": "child_id | plan_end\nplan | 2026-03-01"}, "with the status of a child on a protection"),
    ],
)
def test_a_child_whom_two_lists_disagree_about_is_counted(lists: dict[str, str], says: str) -> None:
    found = _found(_lists(list_6=NEED, **lists))
    assert {one: count for one, count in found.items() if says in one} == {
        next(one for one in found if says in one): 1
    }


def test_a_conference_that_led_to_a_plan_wants_the_plan_and_adoption_wants_care() -> None:
    lists = _lists(
        list_5="child_id | conference_led_to_plan\nplan | Y\nother | Y\nnone | N",
        list_7="child_id | plan_end\nplan |",
        list_8="child_id | care_end\ncare |",
        list_10="child_id | adoption_order | decision_reversed\ncare | |\ngone | |\ndone | 2026-01-01 |",
    )
    assert list(_found(lists).values()) == [1, 1]


def test_what_is_not_given_is_not_asked() -> None:
    assert {one.children for one in between_lists(_lists(list_6=NEED))} == {None}
    empty = AnnexA(MARCH, None, {number: pl.DataFrame(schema=schema(number)) for number in range(1, 12)})
    assert {one.children for one in between_lists(empty)} == {0}

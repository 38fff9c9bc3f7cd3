"""The workbook written, seen by an independent reader."""

import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from annex_a_made_up import AS_AT, clean_lists, headers
from goldenthread.records.annex_a import AnnexA, write_workbook
from goldenthread.records.annex_a.lists import LISTS, schema
from goldenthread.standards.annex_a import Layout, standard


def _expected(lists: AnnexA, number: int, layout: Layout) -> list[tuple[Any, ...]]:
    """A list's rows as a reader of the workbook should see them."""
    columns = standard().lists[number].in_layout(layout)
    printed = {name: code_set.printed for name, code_set in standard().code_sets.items()}

    def seen(value: Any, codes: str | None) -> Any:
        if isinstance(value, date):
            return datetime(value.year, value.month, value.day)  # noqa: DTZ001
        return printed[codes].get(value, value) if codes else value

    rows = lists.frame(number).select(column.name for column in columns).iter_rows()
    return [
        tuple(seen(value, column.codes) for value, column in zip(row, columns, strict=True)) for row in rows
    ]


@pytest.mark.parametrize("layout", ["A", "B"])
def test_another_reader_sees_the_same_cells(tmp_path: Path, layout: Layout) -> None:
    lists = clean_lists(11, 25)
    write_workbook(lists, tmp_path / "lists.xlsx", layout=layout)
    book = openpyxl.load_workbook(tmp_path / "lists.xlsx")
    assert book.sheetnames == ["Front_Sheet", *(f"List_{number}" for number in LISTS)]
    for number in LISTS:
        rows = list(book[f"List_{number}"].iter_rows(values_only=True))
        assert rows[0][0] == standard().lists[number].template_title
        assert list(rows[1]) == headers(number, layout)
        assert rows[2:] == _expected(lists, number, layout)


def test_dates_are_true_dates_shown_day_first(tmp_path: Path) -> None:
    lists = clean_lists(11, 25)
    write_workbook(lists, tmp_path / "lists.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "lists.xlsx")["List_1"]["F3"]
    assert (cell.is_date, cell.number_format) == (True, "dd/mm/yyyy")


def _one_contact(**cells: Any) -> AnnexA:
    row = {"child_id": "K1", "contact_date": date(2025, 9, 1), "gender": "M"} | cells
    return AnnexA(as_at=AS_AT, authority=None, lists={1: pl.DataFrame([row], schema=schema(1))})


@pytest.mark.parametrize(
    "text", ["=1+1", "+44", "@SUM(A1)", "-1", '=HYPERLINK("x")', "http://example.org", "0012"]
)
def test_no_text_is_ever_a_formula_a_number_or_a_link(tmp_path: Path, text: str) -> None:
    write_workbook(_one_contact(child_id=text), tmp_path / "lists.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "lists.xlsx")["List_1"]["A3"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_day_before_excels_calendar_is_written_as_text(tmp_path: Path) -> None:
    write_workbook(_one_contact(date_of_birth=date(1899, 12, 31)), tmp_path / "lists.xlsx")
    assert openpyxl.load_workbook(tmp_path / "lists.xlsx")["List_1"]["D3"].value == "31/12/1899"


def test_control_characters_never_reach_the_file(tmp_path: Path) -> None:
    write_workbook(_one_contact(child_id="K\x001\x0b"), tmp_path / "lists.xlsx")
    assert openpyxl.load_workbook(tmp_path / "lists.xlsx")["List_1"]["A3"].value == "K1"


def test_the_same_lists_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_workbook(clean_lists(5, 20), tmp_path / f"{name}.xlsx", note="Made-up data.")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_no_time_of_writing_is_left_in_the_file(tmp_path: Path) -> None:
    write_workbook(clean_lists(5, 2), tmp_path / "lists.xlsx")
    with zipfile.ZipFile(tmp_path / "lists.xlsx") as parts:
        core = parts.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2025-10-31T00:00:00Z"}


def test_the_front_sheet_says_what_it_is_and_that_it_is_made_up(tmp_path: Path) -> None:
    write_workbook(clean_lists(5, 20), tmp_path / "lists.xlsx", note="Made-up data: no child here is real.")
    sheet = openpyxl.load_workbook(tmp_path / "lists.xlsx")["Front_Sheet"]
    cells = {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}
    assert "Made-up data: no child here is real." in cells
    assert (cells["Authority"], cells["As at"]) == ("Marlford", "31/10/2025")
    assert cells["List 1: Contacts"] == clean_lists(5, 20).frame(1).height

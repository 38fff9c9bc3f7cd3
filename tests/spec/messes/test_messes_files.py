"""Messes of files and sheets (F): what arrives, and what a good import does with it."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from annex_a_made_up import AS_AT, clean_lists, headers, workbook_of
from goldenthread.errors import InputRefused
from goldenthread.records import load, store
from goldenthread.records.annex_a import read_workbook, write_workbook
from goldenthread.records.annex_a.sheets import opened_here
from messes import about, contact, met, read_rows, read_sheets, said

SUBJECTS = {
    1: "Contacts",
    2: "Early Help",
    3: "Referrals",
    4: "Assessments",
    5: "Sec47 and ICPC",
    6: "Children in Need",
    7: "Child Protection",
    8: "Children in Care",
}


@pytest.mark.parametrize(
    "names",
    [
        met("F01", {number: f"List {number}" for number in range(1, 12)}),
        met("F01", {number: f"List_{number}" for number in range(1, 12)}),
        met("F02", SUBJECTS),
        met("F23", {1: "List_1", 2: "List_2", 3: "List 3", 4: "List_4"}),
        met("F05", {10: "List 10 Adoption", 1: "List 1"}),
        met("F05", {11: "List 1", 1: "List 11"}),
        met("F06", {9: "Leaving Care", 8: "Care", 2: "Early Help Assessments", 4: "help"}),
    ],
)
def test_a_sheet_is_the_list_whose_headers_it_has(tmp_path: Path, names: dict[int, str]) -> None:
    result = read_sheets(tmp_path, {name: [headers(number)] for number, name in names.items()})
    assert set(result.counts) == set(names)


@about("F03")
def test_order_is_a_last_resort_among_eleven_sheets_and_is_queried(tmp_path: Path) -> None:
    shared = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)"]
    sheets = {f"Sheet{number}": [headers(number)] for number in range(1, 12)}
    result = read_sheets(tmp_path, sheets | {"Sheet2": [shared, ["K1", "M", "WBRI", "05/05/2015", "10"]]})
    assert set(result.counts) == set(range(1, 12))
    assert (None, "taken for list 2 by its place among eleven sheets alone") in said(result, "query")


@about("F03")
def test_order_is_no_clue_where_there_are_not_eleven(tmp_path: Path) -> None:
    shared = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)"]
    result = read_sheets(tmp_path, {"Sheet1": [headers(1)], "Sheet2": [shared]})
    assert set(result.counts) == {1}


def _csv(number: int, *rows: list[str]) -> str:
    lines = [headers(number), *rows]
    return "".join(",".join(f'"{cell}"' for cell in line) + "\n" for line in lines)


_CONTACT = ["K1", "M", "WBRI", "05/05/2015", "10", "01/09/2025", "1A"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        met("F04", "LA List 1.csv", _csv(1, _CONTACT).encode()),
        met("F12", "LA List 1.csv", b"\xef\xbb\xbf" + _csv(1, _CONTACT).encode()),
        met("F15", "LA LIST 1.CSV", _csv(1, _CONTACT).encode()),
    ],
)
@pytest.mark.parametrize("as_zip", [False, True], ids=["folder", "zip"])
def test_the_lists_may_come_as_csv(tmp_path: Path, name: str, data: bytes, as_zip: bool) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / name).write_bytes(data)
    path = tmp_path / "lists"
    if as_zip:
        path = tmp_path / "lists.zip"
        with zipfile.ZipFile(path, "w") as parts:
            parts.writestr(f"lists/{name}", data)
    result = read_workbook(path, as_at=AS_AT, open_with=opened_here)
    assert result.annex_a.frame(1)["contact_date"].to_list() == [date(2025, 9, 1)]


@about("F04")
def test_eleven_csv_files_hold_what_the_workbook_holds(tmp_path: Path) -> None:
    lists = clean_lists(4, 20)
    write_workbook(lists, tmp_path / "lists.xlsx")
    opened = opened_here(tmp_path / "lists.xlsx")
    (tmp_path / "csv").mkdir()
    for sheet in opened.sheets:
        sheet.cells.write_csv(tmp_path / "csv" / f"{sheet.name}.csv", include_header=False)
    read = read_workbook(tmp_path / "csv", as_at=AS_AT, open_with=opened_here)
    assert all(read.annex_a.frame(number).equals(lists.frame(number)) for number in range(1, 12))


@pytest.mark.parametrize(
    ("files", "why"),
    [
        met("F13", {"list.csv": _csv(1).encode("utf-16")}, "it is in UTF-16; save it as CSV UTF-8"),
        met("F13", {"list.csv": _csv(1, ["Zoë"]).encode("cp1252")}, "row 2 is not in UTF-8"),
        met("F14", {"a.csv": b"x", "return.xml": b"<a/>"}, "remove return.xml, or the rest"),
        met("F14", {"a.csv": b"x", "lists.xlsx": b"PK"}, "remove lists.xlsx, or the rest"),
        met("F14", {"list.csv": b"PK\x03\x04"}, "it is a zip file or a workbook, not CSV"),
    ],
)
def test_files_that_cannot_be_told_are_refused_with_what_to_do(
    tmp_path: Path, files: dict[str, bytes], why: str
) -> None:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(InputRefused) as refused:
        read_workbook(tmp_path, open_with=opened_here)
    assert why in str(refused.value)


@about("F16")
def test_two_files_of_one_list_are_not_mixed(tmp_path: Path) -> None:
    for name in ("2024 contacts", "2025 contacts"):
        (tmp_path / f"{name}.csv").write_text(_csv(1, _CONTACT))
    result = read_workbook(tmp_path, as_at=AS_AT, open_with=opened_here)
    assert said(result, "query") == [
        (None, "also looks like list 1, which was read from another sheet; left out")
    ]


@pytest.mark.parametrize(
    ("name", "guess"),
    [
        met("F17", "lists 2022.xlsx", "the year to 31 March 2022"),
        met("F17", "14032021.xlsx", "14 March 2021"),
        met("F17", "lists 2017-18.xlsx", "the year to 31 March 2018"),
        met("F17", "lists 201819.xlsx", "the year to 31 March 2019"),
        met("F17", "lists 1920.xlsx", "the year to 31 March 2020"),
        met("F17", "lists 21-22.xlsx", "the year to 31 March 2022"),
        met("F17", "jan 2022.xlsx", "31 January 2022"),
        met("F17", "January 2022.xlsx", "31 January 2022"),
    ],
)
def test_a_date_in_the_name_is_offered_and_never_taken(tmp_path: Path, name: str, guess: str) -> None:
    path = workbook_of(tmp_path / name, {"x": [headers(1), contact()]})
    with pytest.raises(InputRefused) as refused:
        load.read(path)
    assert f"its name suggests {guess}" in str(refused.value)


@pytest.mark.parametrize(
    "extra",
    [
        met("F07", {"Pivot": [["a", "b"], [1, 2]]}),
        met("F07", {"Notes": [["For the inspectors"]]}),
    ],
)
def test_other_sheets_are_set_aside_and_listed(tmp_path: Path, extra: dict[str, Any]) -> None:
    result = read_sheets(tmp_path, {"List_1": [headers(1), contact()]} | extra)
    assert result.notes.filter(sheet=next(iter(extra)))["message"].to_list() == [
        "not one of the lists; left out"
    ]


@about("F22")
@pytest.mark.parametrize("helper", ["Front_Sheet", "FAQ_and_changes", "Guidance", "Codes_used"])
def test_the_templates_own_sheets_are_skipped_without_a_word(tmp_path: Path, helper: str) -> None:
    result = read_sheets(tmp_path, {"List_1": [headers(1), contact()], helper: [headers(1), ["x"] * 7]})
    assert result.notes.filter(sheet=helper).is_empty()


@about("F08", "F26")
def test_headers_without_rows_are_an_empty_list(tmp_path: Path) -> None:
    result = read_rows(tmp_path, 1)
    assert (result.counts[1].rows_read, result.counts[1].rows_loaded) == (0, 0)
    assert said(result, "note") == [(None, "the list has headers and no rows")]


@pytest.mark.parametrize(
    "above",
    [
        met("F09", [[None]]),
        met("F09", [[None], [None], [None]]),
        met("F10", [["List 1: Contacts"]]),
        met("F21", [["List 1: Contacts", None, None], ["Guidance", None]]),
    ],
)
def test_the_header_row_is_looked_for_down_the_first_rows(tmp_path: Path, above: list[list[Any]]) -> None:
    result = read_sheets(tmp_path, {"x": [*above, headers(1), contact()]})
    assert result.counts[1].rows_loaded == 1


@about("F11")
def test_columns_worked_out_by_other_tools_are_left_out_and_named(tmp_path: Path) -> None:
    chat = ["Gender group", "Contacts per child (distinct count)"]
    result = read_sheets(tmp_path, {"x": [[*headers(1), *chat], [*contact(), "Boys", 1]]})
    left_out = result.notes.filter(message="a column the list does not have; left out")
    assert left_out["column"].to_list() == chat


@about("F21")
def test_of_merged_cells_the_first_holds_the_value(tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "merged.xlsx"))
    sheet = book.add_worksheet("x")
    sheet.merge_range(0, 0, 0, 6, "List 1: Contacts")
    sheet.write_row(1, 0, headers(1))
    sheet.write_row(2, 0, ["K1", "M", "WBRI", "05/05/2015", 10, "01/09/2025"])
    book.close()
    result = read_workbook(tmp_path / "merged.xlsx", as_at=AS_AT, open_with=opened_here)
    assert result.annex_a.frame(1)["child_id"].to_list() == ["K1"]


@about("F24")
def test_an_old_binary_workbook_is_refused_with_what_to_save_it_as(tmp_path: Path) -> None:
    (tmp_path / "lists.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    with pytest.raises(InputRefused, match=r"it is an old binary workbook; open it and save it as \.xlsx"):
        read_workbook(tmp_path / "lists.xls", open_with=opened_here)


@about("F25")
def test_each_workbook_is_a_snapshot_of_its_own(tmp_path: Path) -> None:
    for day in ("2025-09-30", "2025-10-31"):
        path = workbook_of(tmp_path / f"lists {day}.xlsx", {"x": [headers(1), contact()]})
        load.load(path, store_folder=tmp_path / "store")
    assert [str(manifest.as_at) for manifest in store.manifests(tmp_path / "store")] == [
        "2025-09-30",
        "2025-10-31",
    ]

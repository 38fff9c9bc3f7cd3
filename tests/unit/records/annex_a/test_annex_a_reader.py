"""Reading messy workbooks. The ids in brackets are those of the list of messes met in real files."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from annex_a_made_up import AS_AT, clean_lists, headers, read_here, row_of, workbook_of
from goldenthread.errors import InputRefused
from goldenthread.records.annex_a import ReadResult, write_workbook
from goldenthread.records.annex_a.reader import DUPLICATE, NO_IDENTIFIER, NO_KEY_DATE, STRAY_ROW

_BORN = date(2015, 5, 5)


def _contact(child: Any = "K1", day: Any = date(2025, 9, 1), **more: Any) -> list[Any]:
    cells = {
        "gender": "a) Male",
        "ethnicity": "a) WBRI",
        "date_of_birth": _BORN,
        "age": 10,
        "contact_source": "1A",
    }
    return row_of(1, **(cells | {"child_id": child, "contact_date": day} | more))


def _read(tmp_path: Path, sheets: dict[str, list[list[Any]]], as_at: date | None = AS_AT) -> ReadResult:
    return read_here(workbook_of(tmp_path / "lists.xlsx", sheets), as_at=as_at)


def _contacts_read(tmp_path: Path, *rows: list[Any]) -> ReadResult:
    return _read(tmp_path, {"List_1": [["List 1: Contacts"], headers(1), *rows]})


def _messages(result: ReadResult, kind: str, number: int | None = 1) -> list[tuple[int | None, str]]:
    notes = result.notes.filter(pl.col("kind") == kind, pl.col("list") == number, pl.col("row").is_not_null())
    return list(notes.select("row", "message").iter_rows())


def _aside(result: ReadResult) -> list[tuple[int, str]]:
    return list(result.set_aside.select("row", "reason").iter_rows())


def test_a_clean_row_raises_nothing(tmp_path: Path) -> None:
    result = _contacts_read(tmp_path, _contact())
    row = result.annex_a.frame(1).row(0, named=True)
    assert row == {
        "child_id": "K1",
        "gender": "M",
        "ethnicity": "WBRI",
        "date_of_birth": _BORN,
        "age": 10,
        "contact_date": date(2025, 9, 1),
        "contact_source": "1A",
    }
    assert _messages(result, "query") == []


@pytest.mark.parametrize(
    "above",
    [
        [],
        [[None]],
        [["List 1: Contacts"]],
        [["Marlford", "October"], [None], ["Contacts in the last six months"]],
    ],
    ids=["none", "blank (F09)", "title (F10, F21)", "several"],
)
def test_the_header_row_is_found_wherever_it_is(tmp_path: Path, above: list[list[Any]]) -> None:
    result = _read(tmp_path, {"Sheet1": [*above, headers(1), _contact(), _contact(child=None)]})
    assert result.counts[1].rows_loaded == 1
    assert _aside(result) == [(len(above) + 3, NO_IDENTIFIER)]  # the sheet's own row number


def test_sheets_are_known_by_their_headers_not_their_names(tmp_path: Path) -> None:  # F01, F02, F03, F05, F06
    names = {1: "List 10 Adoption", 8: "Leaving Care", 10: "x", 11: "List 1"}
    result = _read(tmp_path, {name: [headers(number)] for number, name in names.items()})
    assert set(result.counts) == set(names)


def test_helper_sheets_are_skipped_and_others_are_said(tmp_path: Path) -> None:  # F07, F22
    sheets = {"List_1": [headers(1), _contact()], "Guidance": [headers(3)], "Pivot": [["a", "b"], [1, 2]]}
    result = _read(tmp_path, sheets)
    assert set(result.counts) == {1}
    said = result.notes.filter(pl.col("sheet").is_in(["Guidance", "Pivot"]))["sheet"].to_list()
    assert said == ["Pivot"]


def test_a_list_with_headers_and_no_rows_is_an_empty_list(tmp_path: Path) -> None:  # F08, F26
    result = _contacts_read(tmp_path)
    assert (result.counts[1].rows_read, result.counts[1].rows_loaded) == (0, 0)
    assert "the list has headers and no rows" in result.notes["message"].to_list()


def test_eleven_csv_files_are_read_as_the_lists(tmp_path: Path) -> None:  # F04, F12, F15
    text = ",".join(f'"{header}"' for header in headers(1))
    (tmp_path / "LA List 1.CSV").write_bytes(
        b"\xef\xbb\xbf" + f"{text}\nK1,M,WBRI,05/05/2015,10,01/09/2025,1A\n".encode()
    )
    result = read_here(tmp_path, as_at=AS_AT)
    assert result.annex_a.frame(1)["contact_date"].to_list() == [date(2025, 9, 1)]


def test_a_csv_in_utf_16_is_refused(tmp_path: Path) -> None:  # F13
    (tmp_path / "list.csv").write_bytes(",".join(headers(1)).encode("utf-16"))
    with pytest.raises(InputRefused, match="save it as CSV UTF-8"):
        read_here(tmp_path)


def test_a_folder_without_csv_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="holds no CSV files"):
        read_here(tmp_path)


def test_headers_are_known_in_other_spellings(tmp_path: Path) -> None:  # H01, H02, H03, H09, H16
    spelt = ["DateOfContact", " gender ", "ETHNICITY", "dob", "Age", "ContactSource", "ChildUniqueID"]
    row = [date(2025, 9, 1), "M", "WBRI", _BORN, 10, "1A", "K1"]
    result = _read(tmp_path, {"x": [spelt, row]})
    assert result.annex_a.frame(1).row(0) == ("K1", "M", "WBRI", _BORN, 10, date(2025, 9, 1), "1A")


def test_curly_quotes_question_marks_and_slips_in_headers_are_read(
    tmp_path: Path,
) -> None:  # H04, H05, H06, H07
    typed = {
        4: ["Was the child assessed as requiring LA children’s social care support"],
        8: ["Number of Episodes the Child has been ‘Missing’ from their Placement in the last 12 months"],
        9: ["Eligibity Category", "Suitability of Accomodation"],
    }
    result = _read(
        tmp_path, {f"s{number}": [[*headers(number)[:5], *slips]] for number, slips in typed.items()}
    )
    missing = result.notes.filter(pl.col("message").str.starts_with("the column is missing"))[
        "column"
    ].to_list()
    assert not any("Eligib" in header or "Missing" in header or "assessed as" in header for header in missing)


def test_an_identifier_header_in_another_word_order_is_known_by_pattern(tmp_path: Path) -> None:  # H08
    result = _read(tmp_path, {"x": [["Identifier of the child", *headers(1)[1:]], _contact()]})
    assert result.annex_a.frame(1)["child_id"].to_list() == ["K1"]


def test_a_loose_pattern_does_not_take_another_lists_column(tmp_path: Path) -> None:  # H14
    result = _read(
        tmp_path,
        {
            "x": [
                ["Child Unique ID", "Date Stage 1 started", "No. of children placed"],
                ["A1", date(2025, 9, 1), 2],
            ]
        },
    )
    assert set(result.counts) == {11}


def test_a_column_that_comes_twice_is_taken_once_and_queried(tmp_path: Path) -> None:  # H10
    result = _read(tmp_path, {"x": [[*headers(1), "Child Unique ID"], [*_contact(), "K2"]]})
    assert result.annex_a.frame(1)["child_id"].to_list() == ["K1"]
    assert "the header comes twice; the first column is used" in result.notes["message"].to_list()


def test_a_missing_column_costs_that_column_only(tmp_path: Path) -> None:  # H11
    without = [header for header in headers(1) if header != "Ethnicity"]
    row = [cell for header, cell in zip(headers(1), _contact(), strict=True) if header != "Ethnicity"]
    result = _read(tmp_path, {"x": [without, row]})
    assert result.annex_a.frame(1)["ethnicity"].to_list() == [None]
    assert result.counts[1].rows_loaded == 1
    missing = result.notes.filter(pl.col("column") == "Ethnicity")
    assert missing["message"].to_list() == ["the column is missing; left unknown"]


def test_extra_columns_are_left_out_and_named(tmp_path: Path) -> None:  # F11, H12
    result = _read(tmp_path, {"x": [[*headers(1), "Ethnic group"], [*_contact(), "a) White"]]})
    assert result.notes.filter(pl.col("column") == "Ethnic group")["kind"].to_list() == ["note"]


def test_the_earlier_layout_leaves_four_fields_unknown_not_no(tmp_path: Path) -> None:  # H15
    row = [
        "K1",
        "M",
        "WBRI",
        date(2005, 5, 5),
        20,
        "N",
        "Heron",
        "A. Madeup",
        "b) Former relevant child",
        "Y",
    ]
    result = _read(tmp_path, {"x": [headers(9, "A"), row]})
    assert result.layout == "A"
    assert result.annex_a.frame(9)["uasc"].to_list() == [None]


def test_only_four_kinds_of_row_are_set_aside(tmp_path: Path) -> None:  # R01, R02, R03, R04
    result = _contacts_read(
        tmp_path,
        _contact(),
        [None, "  "],
        _contact(child=None),
        _contact(child="K2", day="soon"),
        ["Total: 4"],
        _contact(),
        _contact(child="K3"),
    )
    assert _aside(result) == [(5, NO_IDENTIFIER), (6, NO_KEY_DATE), (7, STRAY_ROW), (8, DUPLICATE)]
    counts = result.counts[1]
    assert (counts.rows_read, counts.rows_loaded, counts.rows_set_aside) == (6, 2, 4)


def test_a_row_set_aside_is_kept_as_it_was_typed(tmp_path: Path) -> None:
    result = _contacts_read(tmp_path, _contact(day="soon"))
    cells = json.loads(result.set_aside["cells"][0])
    assert (cells["Date of Contact"], cells["Child Unique ID"]) == ("soon", "K1")


def test_a_child_may_come_more_than_once_in_lists_1_to_5(tmp_path: Path) -> None:  # R05
    result = _contacts_read(tmp_path, _contact(), _contact(day=date(2025, 9, 2)))
    assert (result.counts[1].rows_loaded, _messages(result, "query")) == (2, [])


def test_the_same_event_with_another_detail_is_queried_and_kept(tmp_path: Path) -> None:  # R06
    result = _contacts_read(tmp_path, _contact(), _contact(ethnicity="b) WIRI"))
    assert result.counts[1].rows_loaded == 2
    assert [row for row, _ in _messages(result, "query")] == [4]


def test_a_second_plan_of_one_child_is_queried_and_kept(tmp_path: Path) -> None:  # R13
    shared = {"child_id": "K1", "gender": "M", "date_of_birth": _BORN, "age": 10}
    plans = [row_of(7, **shared, plan_start=day) for day in (date(2025, 9, 1), date(2024, 1, 8))]
    result = _read(tmp_path, {"x": [headers(7), *plans]})
    assert result.counts[7].rows_loaded == 2
    assert _messages(result, "query", 7) == [(3, "another row of this child is later, and is the one used")]


@pytest.mark.parametrize(
    ("day", "queried"),
    [
        (date(2025, 4, 29), True),
        (date(2025, 4, 30), False),
        (date(2025, 10, 31), False),
        (date(2025, 11, 1), True),
    ],
)
def test_a_row_outside_the_window_is_queried_and_kept(
    tmp_path: Path, day: date, queried: bool
) -> None:  # R11
    result = _contacts_read(tmp_path, _contact(day=day))
    assert result.counts[1].rows_loaded == 1
    assert bool(_messages(result, "query")) == queried


def test_begun_long_ago_and_still_open_is_in_the_window(tmp_path: Path) -> None:  # R12
    shared = {"child_id": "K1", "gender": "M", "date_of_birth": _BORN, "age": 10}
    result = _read(tmp_path, {"x": [headers(4), row_of(4, **shared, assessment_start=date(2019, 1, 7))]})
    assert _messages(result, "query", 4) == []


def test_a_broken_date_order_is_queried_and_kept(tmp_path: Path) -> None:  # D14
    dates = {"assessment_start": date(2025, 9, 2), "assessment_authorised": date(2025, 9, 1)}
    row = row_of(4, child_id="K1", gender="M", date_of_birth=_BORN, age=10, **dates)
    result = _read(tmp_path, {"x": [headers(4), row]})
    assert result.annex_a.frame(4)["assessment_authorised"].to_list() == [date(2025, 9, 1)]
    assert _messages(result, "query", 4) == [(2, "comes before Continuous Assessment Start Date")]


@pytest.mark.parametrize(("born", "queried"), [(date(2026, 6, 8), False), (date(2026, 6, 9), True)])
def test_a_contact_may_come_40_weeks_before_the_birth(
    tmp_path: Path, born: date, queried: bool
) -> None:  # D13
    result = _contacts_read(
        tmp_path, _contact(day=date(2025, 9, 1), date_of_birth=born, age=-1, gender="Unborn")
    )
    assert bool(_messages(result, "query")) == queried


def test_an_unborn_child_without_a_date_of_birth_raises_nothing(tmp_path: Path) -> None:  # D11, N03, U01, U02
    unborn = _contact(gender="c) Not stated/recorded (or unborn)", date_of_birth=None, age=-1)
    result = _contacts_read(tmp_path, unborn)
    assert result.annex_a.frame(1)["age"].to_list() == [-1]
    assert _messages(result, "query") == []


def test_a_child_without_a_date_of_birth_is_kept_with_a_query(tmp_path: Path) -> None:  # D11
    result = _contacts_read(tmp_path, _contact(date_of_birth=None))
    assert _messages(result, "query") == [(3, "no date of birth")]


def test_a_care_leaver_without_a_date_of_birth_is_kept(tmp_path: Path) -> None:
    result = _read(tmp_path, {"x": [headers(9), row_of(9, child_id="K1", gender="M", age=19)]})
    assert (result.counts[9].rows_loaded, _messages(result, "query", 9)) == (1, [(2, "no date of birth")])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (9212044, "9212044"),  # I01
        ("9212044.0", "9212044"),  # I02
        ("DfEX0000001", "DfEX0000001"),  # I03
        ("0012", "0012"),
        ("9212044_301", "9212044_301"),  # I05
        (" K1\u00a0", "K1"),
    ],
)
def test_an_identifier_is_kept_as_typed_but_for_a_number_cells_point(
    tmp_path: Path, typed: Any, read: str
) -> None:
    result = _contacts_read(tmp_path, _contact(child=typed))
    assert result.annex_a.frame(1)["child_id"].to_list() == [read]


@pytest.mark.parametrize("typed", ["-", "N/A", "nan", " "])
def test_a_way_of_saying_nothing_is_no_identifier(tmp_path: Path, typed: str) -> None:
    assert _aside(_contacts_read(tmp_path, _contact(child=typed))) == [(3, NO_IDENTIFIER)]


def test_a_cell_queried_is_kept_beside_what_it_was_read_as(tmp_path: Path) -> None:
    result = _contacts_read(tmp_path, _contact(ethnicity="Martian"))
    assert result.annex_a.frame(1)["ethnicity"].to_list() == [None]
    assert result.queried_cells.select("row", "column", "cell").rows() == [(3, "ethnicity", "Martian")]


def test_no_note_repeats_a_childs_details(tmp_path: Path) -> None:
    result = _contacts_read(
        tmp_path,
        _contact(child="SECRET1", ethnicity="SECRET2"),
        _contact(child="SECRET1", day="SECRET3"),
        _contact("SECRET1"),
    )
    said = " ".join(str(cell) for row in result.notes.iter_rows() for cell in row)
    assert "SECRET" not in said
    assert "2015" not in said


def test_a_cell_with_an_excel_error_is_blank_and_noted_where_it_is(tmp_path: Path) -> None:  # I17
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "errors.xlsx"))
    sheet = book.add_worksheet("x")
    sheet.write_row(0, 0, headers(1))
    sheet.write_row(1, 0, ["K1", "M", "WBRI", "05/05/2015", 10, "01/09/2025"])
    sheet.write_formula(1, 6, "=NA()", None, "#N/A")
    book.close()
    result = read_here(tmp_path / "errors.xlsx")
    assert result.annex_a.frame(1)["contact_source"].to_list() == [None]
    assert _messages(result, "note") == [(2, "an error such as #N/A in place of a value; left blank")]
    assert result.queried_cells.select("row", "column", "cell").rows() == [(2, "contact_source", "#N/A")]


def test_two_sheets_of_one_list_are_not_mixed(tmp_path: Path) -> None:
    result = _read(tmp_path, {"List 1": [headers(1), _contact()], "old": [headers(1), _contact("K9")]})
    assert result.annex_a.frame(1)["child_id"].to_list() == ["K1"]
    assert result.notes.filter(pl.col("sheet") == "old")["kind"].to_list() == ["query"]


def test_lists_that_are_not_there_are_said(tmp_path: Path) -> None:
    result = _contacts_read(tmp_path, _contact())
    said = [message for message in result.notes["message"] if message.endswith("is not here")]
    assert len(said) == 10


def test_rows_read_are_always_rows_loaded_and_set_aside(tmp_path: Path) -> None:
    write_workbook(clean_lists(3, 40), tmp_path / "lists.xlsx")
    for counts in read_here(tmp_path / "lists.xlsx").counts.values():
        assert counts.rows_read == counts.rows_loaded + counts.rows_set_aside

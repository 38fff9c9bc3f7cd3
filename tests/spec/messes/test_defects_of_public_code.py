"""The twelve defects met in public code for the same files, each kept out by name."""

from datetime import date
from pathlib import Path

import pytest

from annex_a_made_up import AS_AT, headers, row_of
from goldenthread.records.annex_a import from_records, to_records
from goldenthread.records.annex_a.codes import read_code
from goldenthread.records.annex_a.reader import NO_KEY_DATE
from goldenthread.records.returns.ssda903_checks import CHECKS, EVERY, Check
from goldenthread.standards.returns import ssda903
from messes import cell, child, contact, read_rows, read_sheets
from returns_made_up import EPISODE, census, queries, read_return_here, table
from returns_made_up import child as census_child
from returns_made_up import read_here as read_census_here


def test_defect_1_a_blank_referral_date_is_said(tmp_path: Path) -> None:
    result = read_rows(tmp_path, 3, row_of(3, **child(referral_date=None, referral_source="1A")))
    assert result.set_aside["reason"].to_list() == [NO_KEY_DATE]


@pytest.mark.parametrize(
    ("codes", "typed", "read"),
    [
        ("closure_reason", "RC6:Transferred to adult social services", "RC6"),
        ("uasc_flag", "CLA", None),
        ("primary_need", "No", None),
    ],
)
def test_defect_2_no_code_is_filed_under_another(codes: str, typed: str, read: str | None) -> None:
    assert read_code(typed, codes=codes).value == read


def test_defect_3_staying_with_carers_at_18_is_not_living_with_relatives() -> None:
    carers, relatives = (read_code(code, codes="reason_ceased_looked_after").value for code in ("E17", "E13"))
    assert (carers, relatives) == ("E17", "E13")


@pytest.mark.parametrize("typed", ["Flat 4, the annexe", "6 of them", "see note 10"])
def test_defect_4_a_digit_somewhere_in_a_cell_is_no_code(typed: str) -> None:
    assert read_code(typed, codes="referral_source").value is None
    assert read_code(typed, codes="accommodation").value is None


@pytest.mark.parametrize(
    "typed", ["F1: Full time in higher education", "F1)", "F1", "F1 - full time in higher education"]
)
def test_defect_5_an_activity_is_known_with_any_mark_after_its_code(typed: str) -> None:
    assert read_code(typed, codes="activity").value == "F1"


@pytest.mark.parametrize(
    ("codes", "typed"),
    [("placement_type", "P10"), ("case_status", "abcde"), ("accommodation", "Basement flat")],
)
def test_defect_6_a_code_inside_another_word_is_no_code_and_the_cell_is_kept(
    tmp_path: Path, codes: str, typed: str
) -> None:
    assert read_code(typed, codes=codes).value is None
    row = row_of(8, **child(care_start="01/09/2025", placement_type="P10"))
    result = read_rows(tmp_path, 8, row)
    assert ("placement_type", "P10") in result.queried_cells.select("column", "cell").rows()


def test_defect_7_a_title_a_missing_column_and_an_age_of_minus_one_cost_no_sheet(tmp_path: Path) -> None:
    without = [header for header in headers(1) if header != "Ethnicity"]
    row = ["K1", "U", None, -1, "01/09/2025", "1A"]
    result = read_sheets(tmp_path, {"x": [["List 1: Contacts"], without, row]})
    assert (result.counts[1].rows_loaded, result.annex_a.frame(1)["age"].to_list()) == (1, [-1])


def test_defect_9_a_date_is_never_guessed_at_and_a_bad_one_is_said() -> None:
    assert cell(1, "contact_date", "03/04/2021") == (date(2021, 4, 3), None)
    assert cell(1, "contact_date", "2021-13-45") == (None, "query")
    assert cell(4, "team", "01/02/2021") == ("01/02/2021", None)


def test_defect_12_list_10_and_list_11_meet_on_the_family_and_list_8_has_its_place(tmp_path: Path) -> None:
    adoption = row_of(10, **child(family_id="F1", adoption_decision="01/09/2025"))
    care = {"care_start": "01/09/2025", "placement_location": "OUT", "placement_la": "Otherfordshire"}
    adopter = row_of(11, adopter_id="A1", family_id="F1", enquiry_date="01/09/2025")
    result = read_sheets(
        tmp_path,
        {
            "8": [headers(8), row_of(8, **child(**care))],
            "10": [headers(10), adoption],
            "11": [headers(11), adopter],
        },
    )
    again = from_records(to_records(result.annex_a, as_at=AS_AT, authority=""))
    assert again.frame(10)["family_id"].to_list() == again.frame(11)["family_id"].to_list() == ["F1"]
    assert again.frame(8).select("placement_location", "placement_la").row(0) == ("OUT", "Otherfordshire")


def test_a_row_with_everything_blank_but_what_it_must_have_is_loaded(tmp_path: Path) -> None:
    result = read_rows(tmp_path, 1, contact(ethnicity=None, contact_source=None))
    assert result.counts[1].rows_loaded == 1


@pytest.mark.parametrize("between", ["", "</Reviews><Reviews>"])
def test_defect_8_every_review_date_is_read_in_one_block_or_in_several(between: str, tmp_path: Path) -> None:
    days = ("2025-09-01", "2026-02-01")
    reviews = between.join(f"<CPPreviewDate>{day}</CPPreviewDate>" for day in days)
    plan = f"<CPPstartDate>2025-07-01</CPPstartDate><Reviews>{reviews}</Reviews>"
    episode = f"{EPISODE}<ChildProtectionPlans>{plan}</ChildProtectionPlans>"
    found = table(read_census_here(census(tmp_path, census_child(episode))), "ssd_cp_reviews")
    assert [day.isoformat() for day in found["cppr_cp_review_date"]] == list(days)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_defect_10_no_check_reads_a_column_its_tables_do_not_have(check: Check) -> None:
    read = {(table, column) for table, columns in check.reads.items() for column in columns}
    of_one = {(table, column) for table, column in read if table != EVERY}
    assert of_one <= {(name, one) for name, table in ssda903().tables.items() for one in table.column_names}
    assert {column for table, column in read if table == EVERY} <= {"CHILD", "DOB"}


AMISS = {
    "Header": "K1 | F | 05/05/2010 | WBRI | UN1 | |",
    "Episodes": (
        "K1 | 01/05/2025 | S | C2 | N1 | U6 | PR1 | 30/04/2025 | X1 | | AA1 1AA | AA1 1AA |\n"
        "K1 | 01/06/2025 | S | C2 | N1 | U6 | PR1 | | E4A | | | |\n"
        "K1 | 01/07/2025 | S | C2 | N1 | U6 | PR1 | 03/07/2025 | | | | |\n"
        "K1 | 02/07/2026 | S | C2 | N1 | U6 | PR1 | 02/08/2026 | E2 | | | |\n"
        "K2 | 01/05/2025 | S | C2 | N1 | U6 | PR1 | 30/06/2025 | X1 | | | |\n"
        "K2 | 01/06/2025 | S | C2 | N1 | U6 | PR1 | | | | | |"
    ),
    "UASC": "K1 | F | 06/05/2010 | 01/01/2030",
    "OC2": "K1 | 05/05/2010 | 12 | SDQ2 | | | | | | | |",
    "OC3": "K1 | 05/05/2010 | YES | F2 | B1",
    "Missing": "K1 | 05/05/2010 | M | 02/05/2025 | 01/05/2025",
}


def test_defect_11_every_check_there_is_runs(tmp_path: Path) -> None:
    said = {message for _, _, message in queries(read_return_here(tmp_path, **AMISS))}
    assert {check.id for check in CHECKS if check.message not in said} == set()

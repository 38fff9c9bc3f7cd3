"""Messes of headers (H): a column is known by its header's text, in its own list, and never by its place."""

from pathlib import Path
from typing import Any

import pytest

from annex_a_made_up import headers, row_of
from goldenthread.records.annex_a import ReadResult
from goldenthread.standards.annex_a import standard
from messes import about, child, contact, met, read_sheets, said


def _with_header(tmp_path: Path, number: int, name: str, typed: str) -> ReadResult:
    """The list with one header typed otherwise."""
    names = standard().lists[number].column_names
    header_of = dict(zip(names, headers(number), strict=True)) | {name: typed}
    return read_sheets(tmp_path, {"x": [list(header_of.values())]})


def _known(result: ReadResult, number: int, name: str) -> bool:
    header = standard().lists[number].column(name).header
    lost = result.notes.filter(message="the column is missing; left unknown")["column"].to_list()
    return number in result.counts and header not in lost


@pytest.mark.parametrize(
    ("number", "name", "typed"),
    [
        met("H01", 3, "referral_date", "Date of Referral"),
        met("H01", 1, "contact_date", "date of Contact"),
        met("H02", 11, "adoption_order", "Date of Adoption Order "),
        met("H02", 9, "in_touch", "LA In Touch "),
        met("H02", 8, "care_end", "Date Ceased to be Looked After "),
        met("H02", 1, "gender", " Gender"),
        met("H03", 1, "age", "Age"),
        met("H08", 1, "child_id", "ID of child"),
        met("H08", 1, "child_id", "Child Identifier"),
        met("H09", 1, "child_id", "ChildUniqueID"),
        met("H09", 1, "contact_date", "DateOfContact"),
        met("H09", 8, "care_start", "LoookedAfterStartDate"),
    ],
)
def test_a_header_is_known_in_the_spellings_of_real_files(
    tmp_path: Path, number: int, name: str, typed: str
) -> None:
    assert _known(_with_header(tmp_path, number, name, typed), number, name)


@pytest.mark.parametrize(
    ("number", "name", "before", "after"),
    [
        met("H04", 3, "referrals_12m", "12 Months", "12 Months (Y/N))"),
        met("H05", 4, "support_required", "’", "'"),
        met("H05", 4, "support_required", "'", "’"),
        met("H06", 4, "support_required", "?", ""),
    ],
)
def test_brackets_quotes_and_question_marks_do_not_matter(
    tmp_path: Path, number: int, name: str, before: str, after: str
) -> None:
    header = standard().lists[number].column(name).template_header
    if before not in header and name == "referrals_12m":
        header, before, after = f"{header})", ")", "))"
    assert _known(_with_header(tmp_path, number, name, header.replace(before, after)), number, name)


@pytest.mark.parametrize(
    ("number", "name", "typed"),
    [
        met("H07", 9, "eligibility", "Eligibity Category"),
        met("H07", 9, "suitability", "Suitability of Accomodation"),
        met("H07", 9, "accommodation", "AccomodationType"),
        met("H07", 3, "referral_date", "Date of refferal"),
    ],
)
def test_a_misspelt_header_is_read_with_a_note(tmp_path: Path, number: int, name: str, typed: str) -> None:
    result = _with_header(tmp_path, number, name, typed)
    assert _known(result, number, name)
    assert (None, "the header is misspelt; read as this one") in said(result, "note")


@about("H07")
def test_a_header_misspelt_by_a_tool_is_read_with_a_note(tmp_path: Path) -> None:
    typed = "Date the child was placed for fostering in FostingForAdoption or concurrent planning placement"
    assert _known(
        _with_header(tmp_path, 10, "foster_to_adopt_placement", typed), 10, "foster_to_adopt_placement"
    )


@about("H10")
def test_of_two_columns_with_one_header_the_first_is_used_and_queried(tmp_path: Path) -> None:
    result = read_sheets(tmp_path, {"x": [[*headers(1), "Child Unique ID"], [*contact(), "K2"]]})
    assert result.annex_a.frame(1)["child_id"].to_list() == ["K1"]
    assert said(result, "query") == [(None, "the header comes twice; the first column is used")]


@about("H11")
def test_a_missing_column_costs_that_column_alone(tmp_path: Path) -> None:
    without = [header for header in headers(8) if header != "URN of Placement"]
    assert len(without) == len(headers(8)) - 1
    names = standard().lists[8].column_names
    cells = row_of(8, **child(care_start="01/09/2025", uasc="N"))
    row = [cell for name, cell in zip(names, cells, strict=True) if name != "placement_urn"]
    result = read_sheets(tmp_path, {"x": [without, row]})
    assert (result.counts[8].rows_loaded, result.annex_a.frame(8)["uasc"].to_list()) == (1, ["N"])
    assert (None, "the column is missing; left unknown") in said(result, "note")


@about("H12")
def test_extra_local_columns_are_left_out_and_listed(tmp_path: Path) -> None:
    result = read_sheets(tmp_path, {"x": [[*headers(1), "Extra Header 1"], [*contact(), "x"]]})
    assert result.notes.filter(column="Extra Header 1")["kind"].to_list() == ["note"]


@about("H13")
def test_a_header_is_tied_to_its_list(tmp_path: Path) -> None:
    adoption = row_of(10, **child(family_id="F1", adoption_decision="01/09/2025"))
    adopter = row_of(11, adopter_id="A1", family_id="F1", enquiry_date="01/09/2025")
    result = read_sheets(tmp_path, {"a": [headers(11), adopter], "b": [headers(10), adoption]})
    assert result.annex_a.frame(10)["family_id"].to_list() == ["F1"]
    assert result.annex_a.frame(11)["family_id"].to_list() == ["F1"]


@pytest.mark.parametrize(
    ("number", "name", "typed"),
    [
        met("H14", 1, "age", "Stage 1 started"),
        met("H14", 11, "stage_1_start", "Date Stage 2 begun"),
    ],
)
def test_a_loose_pattern_takes_no_other_column(tmp_path: Path, number: int, name: str, typed: str) -> None:
    assert not _known(_with_header(tmp_path, number, name, typed), number, name)


@about("H14")
def test_the_latest_contact_is_not_taken_for_the_contact(tmp_path: Path) -> None:
    typed = ["Child Unique ID", "Gender", "Latest Date of Contact", "Contact Source", "Date of Contact"]
    result = read_sheets(tmp_path, {"x": [typed, ["K1", "M", "01/01/2025", "1A", "01/09/2025"]]})
    assert str(result.annex_a.frame(1)["contact_date"][0]) == "2025-09-01"


@about("H15")
def test_the_earlier_layout_leaves_four_fields_unknown_and_not_no(tmp_path: Path) -> None:
    row: list[Any] = [
        "K1",
        "M",
        "WBRI",
        "05/05/2005",
        20,
        "N",
        "Heron",
        "A. Madeup",
        "b) Former relevant child",
    ]
    result = read_sheets(tmp_path, {"x": [headers(9, "A"), row]})
    added = ("uasc", "personal_adviser", "pathway_plan_review", "latest_contact")
    assert result.layout == "A"
    assert [result.annex_a.frame(9)[name][0] for name in added] == [None] * 4


@about("H16")
def test_the_order_of_the_columns_does_not_matter(tmp_path: Path) -> None:
    result = read_sheets(tmp_path, {"x": [headers(1)[::-1], contact()[::-1]]})
    assert result.annex_a.frame(1)["child_id"].to_list() == ["K1"]
    assert said(result, "query") == []

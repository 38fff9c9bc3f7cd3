"""The messes of a children in need census."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from goldenthread.records.returns import cells
from goldenthread.records.returns.cells import read_pupil_number
from goldenthread.records.returns.cin_census import YEARS_DISAGREE
from messes import about, met
from returns_made_up import EPISODE, HEADER, IDENTIFIERS, census, child, read_here, said, table


@about("F18")
def test_text_between_elements_is_left_out_and_said(tmp_path: Path) -> None:
    stray = IDENTIFIERS.replace("<Sex>", "<UPNunknown>UN3</UPNunknown>PersonBirthDate<Sex>")
    found = read_here(census(tmp_path, child(EPISODE, identifiers=stray)))
    assert table(found, "ssd_person").select("pers_upn_unknown", "pers_gender").rows() == [("UN3", "F")]
    (note,) = [message for _, _, message in said(found, "note")]
    assert "between elements in 1 places" in note


@about("F19")
def test_a_header_against_itself_is_queried_and_its_date_is_used(tmp_path: Path) -> None:
    header = HEADER.replace("<Year>2026", "<Year>2023")
    found = read_here(census(tmp_path, child(EPISODE), header=header))
    assert found.as_at == date(2026, 3, 31)
    assert said(found, "query") == [("Header", "Year", YEARS_DISAGREE)]


@about("F20")
def test_a_block_or_header_that_is_not_there_is_none(tmp_path: Path) -> None:
    found = read_here(
        census(tmp_path, child(EPISODE, characteristics=""), header=""), as_at=date(2026, 3, 31)
    )
    assert table(found, "ssd_disability").height == 0
    assert table(found, "ssd_person")["pers_ethnicity"].to_list() == [None]
    assert table(found, "ssd_cin_episodes").height == 1


@pytest.mark.parametrize(
    ("typed", "read", "kind"),
    [
        met("I10", "UN3", "UN3", "note"),
        met("I10", "UN7", "UN7", "note"),
        met("I10", "12345", None, "query"),
        met("I10", "A1234567890123456", None, "query"),
        met("I12", "X98765432123B", "X98765432123B", None),
    ],
)
def test_a_pupil_number_or_the_reason_there_is_none(typed: str, read: str | None, kind: str | None) -> None:
    found = read_pupil_number(typed)
    assert (found.value, found.kind) == (read, kind)


@about("I10", "I12")
def test_a_reason_in_place_of_a_pupil_number_is_no_number_and_a_former_one_is(tmp_path: Path) -> None:
    numbers = IDENTIFIERS.replace("<Sex>", "<UPN>UN4</UPN><FormerUPN>X98765432123B</FormerUPN><Sex>")
    found = read_here(census(tmp_path, child(EPISODE, identifiers=numbers)))
    assert table(found, "ssd_person")["pers_upn_unknown"].to_list() == ["UN4"]
    assert table(found, "ssd_linked_identifiers").select(
        "link_identifier_type", "link_identifier_value"
    ).rows() == [("Former Unique Pupil Number", "X98765432123B")]


@about("C26")
def test_a_new_field_with_an_old_value_is_read_and_queried(tmp_path: Path) -> None:
    found = read_here(census(tmp_path, child(EPISODE, identifiers=IDENTIFIERS.replace(">F<", ">1<"))))
    assert table(found, "ssd_person")["pers_gender"].to_list() == ["M"]
    assert said(found, "query") == [("Child", "Sex", cells.OTHER_YEAR)]


@about("C32")
def test_a_factor_that_is_none_is_set_aside_and_the_others_are_read(tmp_path: Path) -> None:
    factors = "<AssessmentFactors>RB</AssessmentFactors><AssessmentFactors>2B</AssessmentFactors>"
    assessed = (
        "<Assessments><AssessmentActualStartDate>2025-06-03</AssessmentActualStartDate>"
        f"<FactorsIdentifiedAtAssessment>{factors}</FactorsIdentifiedAtAssessment></Assessments>"
    )
    found = read_here(census(tmp_path, child(EPISODE + assessed)))
    assert table(found, "ssd_assessment_factors")["cinf_assessment_factors_json"].to_list() == ['["2B"]']
    assert found.blocks["AssessmentFactors"].set_aside["cells"].str.contains('"RB"').to_list() == [True]

"""Messes of categories (C): a stable code is found per column, in whatever spelling, or it is asked about."""

from pathlib import Path

import pytest

from annex_a_made_up import row_of
from goldenthread.records.annex_a.codes import CONDITION, CUT_SHORT, GROUP_READ, RETIRED, SUB_CODE, WHERE_TOO
from goldenthread.records.annex_a.typing import CENSUS_STYLE
from messes import about, cell, child, column, contact, met, read_rows

ETHNICITY = (1, "ethnicity")
SOURCE = (1, "contact_source")
NEED = (6, "primary_need")
CLOSED = (6, "closure_reason")
LEGAL = (8, "legal_status")
PLACEMENT = (8, "placement_type")
CEASED = (8, "care_end_reason")
PROVIDER = (8, "placement_provider")
ABUSE = (7, "initial_category")
HOME = (9, "accommodation")
SUITABLE = (9, "suitability")
TOUCH = (9, "in_touch")
ACTIVITY = (9, "activity")
DISABLED = (4, "disability")
ADOPTER = (11, "gender")
REVERSAL = (10, "reversal_reason")
YES = (8, "second_period_12m")
UASC = (8, "uasc")
SEX = (1, "gender")


@pytest.mark.parametrize(
    ("of", "typed", "read", "kind"),
    [
        met("C01", ETHNICITY, "a) WBRI", "WBRI", None),
        met("C02", ETHNICITY, "WBRI", "WBRI", None),
        met("C02", ETHNICITY, "White British", "WBRI", None),
        met("C02", ETHNICITY, "WBRI - White British", "WBRI", None),
        met("C02", ETHNICITY, "WBRI:White British", "WBRI", None),
        met("C02", ETHNICITY, "A1: A1 - White - British", "WBRI", None),
        met("C02", ETHNICITY, "White - British [WBRI]", "WBRI", None),
        met("C02", ETHNICITY, "(A.A1)White - British", "WBRI", None),
        met("C02", ETHNICITY, "A.A1 White > British", "WBRI", None),
        met("C03", ETHNICITY, "s) NOBT", "NOBT", None),
        met("C03", ETHNICITY, "t) NOBT", "NOBT", None),
        met("C05", ETHNICITY, "WPOR", "WOTH", "note"),
        met("C05", ETHNICITY, "WEEU", "WOTH", "note"),
        met("C05", NEED, "N1.SE", "N1", None),
        met("C05", NEED, "N3SB : Children whose parents abuse drugs", "N3", "note"),
        met("C05", NEED, "6SOCUNAC - Socially unacceptable", "N6", "note"),
        met("C06", ETHNICITY, "White  British", "WBRI", None),
        met("C06", ETHNICITY, "WIRI – White Irish", "WIRI", None),
        met("C06", SOURCE, "‘9", "9", None),
        met("C06", SOURCE, "‘ANONYMOUS’.", "9", None),
        met("C07", REVERSAL, "RD1 Childâ€™s Needs Changed Subsequent to the Decision", "RD1", "note"),
        met("C08", ETHNICITY, "Gyspy/Roma", "WROM", None),
        met("C08", ETHNICITY, "White and Black Carribean", "MWBC", None),
        met("C08", PLACEMENT, "T1 Temporary Periods in Hosptial", "T1", None),
        met("C08", NEED, "N2 - Disablilty: Children with multiple disabilities", "N2", None),
        met("C08", CEASED, "Sentanced to custody", "E9", None),
        met("C08", CLOSED, "RC5 Transferr", "RC5", None),
        met("C08", HOME, "Y Other accomodation", "Y", None),
        met("C09", ETHNICITY, "Mixed - White/Black Carib", "MWBC", None),
        met("C09", NEED, "Parental disability or ill", "N3", "note"),
        met("C09", (8, "placement_la"), "KINGSTON UPON HU", "KINGSTON UPON HU", None),
        met("C10", LEGAL, "Code 'C1' is not mapped", "C1", None),
        met("C10", LEGAL, "Code 'ESCC' is not mapped", None, "query"),
        met("C11", ABUSE, "#MULTIVALUE", None, "query"),
        met("C11", ABUSE, "Neglect; Emotional abuse", "MUL", None),
        met("C11", (6, "case_status"), "CLA&CPP", "a", None),
        met("C12", ABUSE, "YNNN", "NEG", None),
        met("C12", ABUSE, "NNYN", "SAB", None),
        met("C12", ABUSE, "YNYN", "MUL", None),
        met("C13", NEED, "A3", None, "query"),
        met("C13", NEED, "LD1", None, "query"),
        met("C13", NEED, "PSRMEM - Something", None, "query"),
        met("C14", CEASED, "E43", "E43", "note"),
        met("C14", CEASED, "E44", "E44", "note"),
        met("C14", ACTIVITY, "F3", "F3", "note"),
        met("C14", ACTIVITY, "P3", "P3", "note"),
        met("C14", PLACEMENT, "P2", "P2", "note"),
        met("C14", PLACEMENT, "H5", "H5", "note"),
        met("C14", LEGAL, "D1", "D1", "note"),
        met("C14", PLACEMENT, "Z1", "Z1", "note"),
        met("C14", PLACEMENT, "K3", "K3", None),
        met("C14", PLACEMENT, "Z11", "Z11", None),
        met("C15", (3, "referral_nfa"), "No further action", "Y", None),
        met("C15", NEED, "No", None, "query"),
        met("C16", LEGAL, "E1", "E1", None),
        met("C16", CEASED, "E1", None, "query"),
        met("C16", PLACEMENT, "A1", None, "query"),
        met("C16", ACTIVITY, "P2", "P2", None),
        met("C17", SOURCE, "7 - Police", "6", None),
        met("C17", SOURCE, "7 - Law - Probation", "7", None),
        met("C17", SOURCE, "39) Education - Other", "2B", None),
        met("C17", SOURCE, "91) Anonymous", "9", None),
        met("C18", YES, "1", "Y", None),
        met("C18", YES, "0", "N", None),
        met("C18", YES, "Y", "Y", None),
        met("C18", YES, "N", "N", None),
        met("C18", YES, "a. Yes", "Y", None),
        met("C18", YES, "1 - Yes", "Y", None),
        met("C18", YES, "1 = Yes", "Y", None),
        met("C18", YES, "True", "Y", None),
        met("C18", YES, "false", "N", None),
        met("C19", SUITABLE, "0 - Unsuitable", "2", None),
        met("C19", SUITABLE, "1", "1", None),
        met("C19", SUITABLE, "2", "2", None),
        met("C19", SUITABLE, "0", None, "note"),
        met("C20", DISABLED, "AUT", "Y", "note"),
        met("C20", DISABLED, "COMM", "Y", "note"),
        met("C20", DISABLED, "VISION", "Y", "note"),
        met("C20", DISABLED, "ASPERGER SYNDROME", "Y", "note"),
        met("C20", DISABLED, "Yes", "Y", None),
        *(
            met("C21", CLOSED, typed, None, None)
            for typed in ("-", " - ", ".", "..", "<blank>", "nan", "No data", "Not recorded")
        ),
        met("C21", CLOSED, "Data not captured in MOSAIC", None, None),
        met("C22", CLOSED, "care order made change of plan returned to Dad", None, "query"),
        met("C22", CLOSED, "CS Assessment Updated", None, "query"),
        met("C23", HOME, "Z\nWith former foster carers:\nwhere they stay on\nafter 18", "Z", None),
        met("C24", SEX, "Unborn", "U", None),
        met("C24", SEX, "Withheld", "U", None),
        met("C24", SEX, "I", "I", None),
        met("C24", SEX, "U", "U", None),
        met("C24", SEX, "9", "U", None),
        met("C24", SEX, "Transgender Male", "I", None),
        met("C24", SEX, "Non-Binary", "I", None),
        met("C27", TOUCH, "08 - Young Person Refuses Contact", "REFU", None),
        met("C27", TOUCH, "03 - Yes, gone abroad", "YES", "note"),
        met("C28", (9, "eligibility"), "Relevant'", "R", None),
        met("C29", ETHNICITY, "A) wbri ", "WBRI", None),
        met("C29", (8, "placement_la"), "Calderdale ", "Calderdale", None),
        met("C30", LEGAL, "V3", "V3", "query"),
        met("C30", LEGAL, "V4", "V4", "query"),
        met("C31", PROVIDER, "b) PR1: Own provision", "PR1", None),
        met("C31", PROVIDER, "b) PR1 - Own provision", "PR1", None),
        met("C33", ADOPTER, "c) Neither", "I", None),
        met("C33", ADOPTER, "d) Not stated/recorded", "U", None),
        met("C34", PLACEMENT, "j) A6: Placed for adoption - order - foster", "A6", None),
        met("C35", (2, "organisation"), "N/A", None, "note"),
        met("C36", ETHNICITY, "a) White", "White", "note"),
        met("C36", ETHNICITY, "d) Asian", "Asian or Asian British", "note"),
        met("C36", SOURCE, "g) Police", "6", None),
    ],
)
def test_a_category_cell(of: tuple[int, str], typed: str, read: str | None, kind: str | None) -> None:
    assert cell(*of, typed) == (read, kind)


@pytest.mark.parametrize(
    ("of", "typed", "message"),
    [
        met("C05", ETHNICITY, "WPOR", SUB_CODE),
        met("C09", NEED, "Parental disability or ill", CUT_SHORT),
        met("C14", PLACEMENT, "H5", RETIRED),
        met("C20", DISABLED, "AUT", CONDITION),
        met("C27", TOUCH, "03 - Yes, gone abroad", WHERE_TOO),
        met("C36", ETHNICITY, "a) White", GROUP_READ),
    ],
)
def test_what_was_read_otherwise_than_typed_is_noted_and_the_cell_kept(
    of: tuple[int, str], typed: str, message: str
) -> None:
    read = column(*of, typed)
    assert read.notes["message"].to_list() == [message]
    assert read.queried_cells.select("column", "cell").rows() == [(of[1], typed)]


@about("C08")
def test_the_nearest_value_is_offered_for_what_nobody_could_read() -> None:
    read = column(*LEGAL, "Interim care ordr")
    assert read.rows["legal_status"].to_list() == [None]
    assert "Near to C1: ICO: is that meant?" in read.notes["message"][0]


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        met("C04", ["A1", "A4", None, "E1"], ["WBRI", "WIRT", None, "CHNE"]),
        met("C04", ["A1", "WBRI"], [None, "WBRI"]),
        met("C04", ["A1", "Martian"], [None, None]),
    ],
)
def test_codes_of_another_scheme_are_taken_only_where_the_whole_column_has_them(
    cells: list[str | None], read: list[str | None]
) -> None:
    found = column(*ETHNICITY, *cells)
    assert found.rows["ethnicity"].to_list() == read
    assert (CENSUS_STYLE in found.notes["message"].to_list()) == (None not in read or read[0] == "WBRI")


@about("C22")
def test_free_text_is_never_repeated_in_what_is_said(tmp_path: Path) -> None:
    result = read_rows(
        tmp_path, 6, row_of(6, **child(cin_start="01/09/2025", closure_reason="to Wren's Dad"))
    )
    assert "Wren" not in " ".join(result.notes["message"].to_list())


@about("C25")
@pytest.mark.parametrize(("typed", "read"), [("1", "M"), ("2", "F"), ("0", "U"), ("9", "U"), ("M", "M")])
def test_older_codes_of_sex_are_read(typed: str, read: str) -> None:
    assert cell(*SEX, typed) == (read, None)


@about("C35")
def test_a_team_that_is_not_applicable_is_blank(tmp_path: Path) -> None:
    result = read_rows(tmp_path, 2, row_of(2, **child(start_date="01/09/2025", organisation="N/A")))
    assert result.annex_a.frame(2)["organisation"].to_list() == [None]


@about("C01")
def test_a_row_whose_category_cannot_be_read_is_loaded(tmp_path: Path) -> None:
    assert read_rows(tmp_path, 1, contact(ethnicity="Martian")).counts[1].rows_loaded == 1

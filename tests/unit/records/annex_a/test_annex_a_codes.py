"""Category cells by stable code. The ids in brackets are those of the list of messes met in real files."""

import pytest

from goldenthread.records.annex_a.codes import read_code
from goldenthread.standards.annex_a import Code, standard

_EVERY_CODE = [(name, code) for name, code_set in standard().code_sets.items() for code in code_set.codes]


@pytest.mark.parametrize(
    ("name", "code"), _EVERY_CODE, ids=[f"{name}-{code.raw}" for name, code in _EVERY_CODE]
)
def test_every_code_is_read_as_printed_and_as_stored(name: str, code: Code) -> None:
    assert read_code(code.printed, codes=name).value == code.raw
    assert read_code(code.raw, codes=name).value == code.raw


_WITH_ALIASES = [(name, code, alias) for name, code in _EVERY_CODE for alias in code.aliases]


def test_nearly_every_spelling_met_is_read_as_its_own_code() -> None:
    """Where two codes claim one spelling the first has it; no more than that is lost."""
    wrong = [
        (name, alias) for name, code, alias in _WITH_ALIASES if read_code(alias, codes=name).value != code.raw
    ]
    claimed = [(name, alias.casefold()) for name, _, alias in _WITH_ALIASES]
    clashing = [(name, alias) for name, alias in wrong if claimed.count((name, alias.casefold())) < 2]
    assert clashing == []


@pytest.mark.parametrize(
    ("codes", "typed", "raw"),
    [
        ("ethnicity", "a) WBRI", "WBRI"),  # C01
        ("ethnicity", "WBRI - White British", "WBRI"),  # C02
        ("ethnicity", "WBRI:White British", "WBRI"),
        ("ethnicity", "White - British [WBRI]", "WBRI"),
        ("ethnicity", "White British", "WBRI"),
        ("ethnicity", "s) NOBT", "NOBT"),  # C03: the code, not the letter
        ("ethnicity", "t) NOBT", "NOBT"),
        ("ethnicity", "WIRI – White  Irish", "WIRI"),  # C06
        ("adoption_reversal_reason", "RD1 Childâ€™s Needs Changed Subsequent to the Decision", "RD1"),  # C07
        ("legal_status", "Code 'C1' is not mapped", "C1"),  # C10
        ("primary_need", "N1.SE", "N1"),  # C05
        ("primary_need", "N3SB : Children whose parents abuse drugs", "N3"),
        ("abuse_category", "YNNN", "NEG"),  # C12
        ("abuse_category", "NNYN", "SAB"),
        ("abuse_category", "YNYN", "MUL"),
        ("abuse_category", "Neglect; Emotional abuse", "MUL"),  # C11
        ("case_status", "CLA&CPP", "a"),
        ("referral_nfa", "No further action", "Y"),  # C15
        ("legal_status", "E1", "E1"),  # C16
        ("placement_type", "P2", "P2"),
        ("activity", "P2", "P2"),
        ("referral_source", "7 - Police", "6"),  # C17: words before digits
        ("yes_no", "1", "Y"),  # C18
        ("yes_no", "a. Yes", "Y"),
        ("yes_no", "false", "N"),
        ("suitability", "0 - Unsuitable", "2"),  # C19
        ("disability", "AUT", "Y"),  # C20
        ("eligibility", "Relevant'", "R"),  # C28
        ("placement_provider", "b) PR1 - Own provision", "PR1"),  # C31
        ("gender_adopter", "c) Neither", "I"),  # C33
        ("gender_adopter", "d) Not stated/recorded", "U"),
        ("gender", "Unborn", "U"),  # C24
        ("gender", "Withheld", "U"),
        ("gender", "Indeterminate", "I"),
        ("in_touch", "08 - Young Person Refuses Contact", "REFU"),  # C27
        ("activity", "F1: Full time in higher education", "F1"),
        ("accommodation", "(S) No Fixed Above/Homeless", "S"),
        ("placement_location", "Y", "IN"),  # P08
        ("la_of_placement", "CAERDYDD - CARDIFF", "WAL"),  # P06
        ("la_of_placement", "Anytown", "Anytown"),  # P04: kept as it stands
        ("referral_source", "g) Police", "6"),  # C36: the group holds one code
    ],
)
def test_a_code_is_found_in_the_spellings_of_real_files(codes: str, typed: str, raw: str) -> None:
    assert read_code(typed, codes=codes).value == raw


@pytest.mark.parametrize(
    ("codes", "typed"),
    [
        ("primary_need", "LD1"),  # C13: from another list
        ("closure_reason", "CS Assessment Updated"),  # C22
        ("abuse_category", "#MULTIVALUE"),  # C11
        ("legal_status", "Code 'ESCC' is not mapped"),  # C10
        ("legal_status", "was C2, now E1"),
    ],
)
def test_what_is_no_code_is_blank_with_a_query(codes: str, typed: str) -> None:
    reading = read_code(typed, codes=codes)
    assert (reading.value, reading.kind) == (None, "query")


@pytest.mark.parametrize("typed", ["-", "nan", "", "No data"])
def test_a_way_of_saying_nothing_is_blank_without_a_query(typed: str) -> None:  # C21
    assert read_code(typed, codes="yes_no").value is None
    assert read_code(typed, codes="yes_no").kind is None


def test_a_retired_code_is_read_with_a_note() -> None:  # C14
    assert (read_code("F3", codes="activity").value, read_code("F3", codes="activity").kind) == ("F3", "note")


def test_short_breaks_among_children_in_care_are_queried() -> None:  # C30
    reading = read_code("V4: Short term breaks, agreements recorded", codes="legal_status")
    assert (reading.value, reading.kind) == ("V4", "query")


def test_a_message_never_repeats_the_cell() -> None:
    reading = read_code("care order made, plan for Wren changed", codes="closure_reason")
    assert "Wren" not in str(reading.message)

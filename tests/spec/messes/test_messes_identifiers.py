"""Messes of identifiers (I): kept as typed, joined on nothing else, and what is odd about them said once."""

from pathlib import Path
from typing import Any

import pytest

from annex_a_made_up import AS_AT, headers, row_of
from goldenthread.records.annex_a import to_records
from goldenthread.records.annex_a.across import ANOTHER_SYSTEM
from messes import about, cell, child, contact, met, read_rows, read_sheets, said


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        met("I01", 9212044, "9212044"),
        met("I02", "9212044.0", "9212044"),
        met("I03", "DfEX0000001", "DfEX0000001"),
        met("I03", "CHILD10", "CHILD10"),
        met("I03", "0012", "0012"),
        met("I04", "child_fails_assessments", "child_fails_assessments"),
        met("I05", "9212044_301", "9212044_301"),
        met("I06", "a" * 64, "a" * 64),
        met("I01", "123456789012345678", "123456789012345678"),
    ],
)
def test_an_identifier_is_kept_as_it_was_typed(tmp_path: Path, typed: Any, read: str) -> None:
    result = read_rows(tmp_path, 1, contact(child_id=typed))
    assert result.annex_a.frame(1)["child_id"].to_list() == [read]


@pytest.mark.parametrize(
    ("identifiers", "kind", "message"),
    [
        met(
            "I04",
            ["child_fails_assessments", "K2"],
            "query",
            "identifiers over 20 characters or with punctuation: 1; kept",
        ),
        met(
            "I05",
            [f"92120{n}_301" for n in range(5)],
            "query",
            "every identifier ends in _301, as if a tool had put the council's code there; kept",
        ),
        met(
            "I06",
            ["a" * 64, "b" * 64],
            "note",
            "identifiers that look like digests: 2; they join to no file with real ones",
        ),
        met(
            "I01",
            ["1.23456789012346E+17"],
            "query",
            "identifiers a spreadsheet has cut to 15 digits: 1; export the column as text",
        ),
    ],
)
def test_what_is_odd_about_identifiers_is_said_once_for_the_column(
    tmp_path: Path, identifiers: list[str], kind: str, message: str
) -> None:
    result = read_rows(tmp_path, 1, *(contact(child_id=name) for name in identifiers))
    assert (None, message) in said(result, kind)
    assert result.counts[1].rows_loaded == len(identifiers)


def _lists(tmp_path: Path, of_plans: str) -> list[tuple[int | None, str]]:
    """Contacts, needs and plans of five children; the plans under identifiers that begin otherwise."""
    made = {
        1: [contact(child_id=f"K{n}") for n in range(5)],
        6: [row_of(6, **child(child_id=f"K{n}", cin_start="01/09/2025")) for n in range(5)],
        7: [row_of(7, **child(child_id=f"{of_plans}{n}", plan_start="01/09/2025")) for n in range(5)],
    }
    return said(
        read_sheets(tmp_path, {f"List_{number}": [headers(number), *rows] for number, rows in made.items()}),
        "query",
    )


@pytest.mark.parametrize(("of_plans", "queried"), [met("I07", "P", True), met("I07", "K", False)])
def test_a_list_whose_identifiers_are_in_no_other_is_queried(
    tmp_path: Path, of_plans: str, queried: bool
) -> None:
    assert ((None, ANOTHER_SYSTEM) in _lists(tmp_path, of_plans)) == queried


@about("I08")
def test_two_identifiers_are_two_children_whatever_else_they_share(tmp_path: Path) -> None:
    result = read_rows(tmp_path, 1, contact(), contact(child_id="K2"))
    assert to_records(result.annex_a, as_at=AS_AT, authority="").table("ssd_person").collect().height == 2


@about("I09")
def test_an_adopter_is_no_child_though_the_identifier_looks_like_one(tmp_path: Path) -> None:
    adopter = row_of(11, adopter_id="10898578", enquiry_date="01/09/2025")
    sheets = {"a": [headers(1), contact(child_id="10898578")], "b": [headers(11), adopter]}
    records = to_records(read_sheets(tmp_path, sheets).annex_a, as_at=AS_AT, authority="")
    assert records.table("ssd_person").collect().height == 1
    assert records.table("adopters").collect()["adop_adopter_id"].to_list() == ["10898578"]


@pytest.mark.parametrize(
    ("number", "name", "typed", "read", "kind"),
    [
        met("I13", 8, "placement_urn", "XXXXXXX", None, "note"),
        met("I13", 8, "placement_urn", "SC000001", "SC000001", None),
        met("I14", 8, "placement_urn", None, None, None),
        met("I16", 6, "worker", "Wren\u00a0Hollow", "Wren Hollow", None),
        met("I17", 6, "worker", "#N/A", None, "note"),
        met("I17", 6, "team", "#REF!", None, "note"),
    ],
)
def test_providers_workers_and_teams(
    number: int, name: str, typed: str | None, read: str | None, kind: str | None
) -> None:
    assert cell(number, name, typed) == (read, kind)

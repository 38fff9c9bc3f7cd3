"""Messes of unborn children, asylum seekers and ended care (U)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from annex_a_made_up import AS_AT, headers, row_of
from goldenthread.records.annex_a import to_records
from goldenthread.records.tables import Records
from messes import about, cell, child, contact, met, read_rows, read_sheets, said


def _records(tmp_path: Path, number: int, **cells: Any) -> Records:
    result = read_rows(tmp_path, number, row_of(number, **child(**cells)))
    return to_records(result.annex_a, as_at=AS_AT, authority="")


@pytest.mark.parametrize(
    ("born", "held"),
    [
        met("U01", date(2026, 2, 1), (None, date(2026, 2, 1))),
        met("U01", date(2025, 2, 1), (date(2025, 2, 1), None)),
        met("U01", None, (None, None)),
    ],
)
def test_a_date_of_birth_is_held_as_born_or_as_expected_and_never_both(
    tmp_path: Path, born: date | None, held: tuple[date | None, date | None]
) -> None:
    records = _records(tmp_path, 1, contact_date="01/09/2025", date_of_birth=born, age=-1, gender="U")
    assert records.table("ssd_person").collect().select("pers_dob", "pers_expected_dob").row(0) == held


@pytest.mark.parametrize(
    "cells",
    [
        met("U02", {"gender": "Unborn", "age": None}),
        met("U02", {"child_seen": "Unborn", "gender": "U", "age": None}),
        met("U02", {"age": -1, "gender": "c) Not stated/recorded (or unborn)"}),
        met("U02", {"age": "Unborn", "gender": "U"}),
    ],
)
def test_any_of_the_ways_of_saying_unborn_sets_one_flag(tmp_path: Path, cells: dict[str, Any]) -> None:
    records = _records(tmp_path, 4, assessment_start="01/09/2025", date_of_birth=None, **cells)
    assert records.table("ssd_person").collect()["pers_stated_unborn"].to_list() == ["Y"]


@about("U02")
def test_an_unborn_child_as_the_guidance_asks_raises_nothing(tmp_path: Path) -> None:
    unborn = contact(gender="c) Not stated/recorded (or unborn)", date_of_birth=None, age=-1)
    result = read_rows(tmp_path, 1, unborn)
    assert (said(result, "query"), said(result, "note")) == ([], [])


@about("U03")
def test_figures_that_leave_unborn_children_out_say_so() -> None:
    from goldenthread.indicators.catalogue import INDICATORS

    cautions = [caution for definition in INDICATORS for caution in definition.cautions]
    assert any("Unborn children are left out" in caution for caution in cautions)


@pytest.mark.parametrize(
    ("sex", "queried"), [met("U04", "M", True), met("U04", "F", True), met("U04", "U", False)]
)
def test_an_unborn_child_with_a_sex_is_queried(tmp_path: Path, sex: str, queried: bool) -> None:
    result = read_rows(tmp_path, 1, contact(gender=sex, age=-1, date_of_birth=None))
    assert ((3 - 1, "an unborn child is given a sex") in said(result, "query")) == queried


@pytest.mark.parametrize(
    ("typed", "read", "kind"),
    [
        met("U05", "UASC", "Y", None),
        met("U05", "Unaccompanied Asylum Seeking Child (UASC)", "Y", None),
        met("U05", "Non-UASC", "N", None),
        met("U05", "CLA", None, "query"),
        met("U05", "Non-CLA", None, "query"),
    ],
)
def test_asylum_status_by_its_names(typed: str, read: str | None, kind: str | None) -> None:
    assert cell(8, "uasc", typed) == (read, kind)


@about("U06")
def test_a_young_person_who_was_unaccompanied_is_formerly_so(tmp_path: Path) -> None:
    sheets = {
        "8": [headers(8), row_of(8, **child(care_start="01/03/2025", uasc="N"))],
        "9": [headers(9), row_of(9, **child(uasc="Y"))],
    }
    records = to_records(read_sheets(tmp_path, sheets).annex_a, as_at=AS_AT, authority="")
    status = records.table("ssd_immigration_status").collect()["immi_immigration_status"]
    assert status.to_list() == ["formerly UASC"]


@pytest.mark.parametrize(("ended", "queried"), [met("U09", None, True), met("U09", date(2025, 9, 30), False)])
def test_an_end_reason_without_a_date_is_queried_and_the_care_is_open(
    tmp_path: Path, ended: date | None, queried: bool
) -> None:
    row = row_of(8, **child(care_start="01/03/2025", care_end=ended, care_end_reason="E3", uasc="N"))
    result = read_rows(tmp_path, 8, row)
    message = "a reason without Date Ceased to be Looked After: read as not ended"
    assert ((2, message) in said(result, "query")) == queried
    assert result.annex_a.frame(8)["care_end"].to_list() == [ended]


@pytest.mark.parametrize(
    ("name", "other", "queried"),
    [
        met("U11", "date_of_birth", date(2015, 5, 6), True),
        met("U11", "gender", "F", True),
        met("U11", "gender", "U", False),
    ],
)
def test_two_dates_of_birth_for_one_child_are_queried_and_the_surest_list_is_believed(
    tmp_path: Path, name: str, other: Any, queried: bool
) -> None:
    in_care = row_of(8, **child(care_start="01/03/2025", uasc="N"))
    sheets = {"1": [headers(1), contact(**{name: other})], "8": [headers(8), in_care]}
    result = read_sheets(tmp_path, sheets)
    person = to_records(result.annex_a, as_at=AS_AT, authority="").table("ssd_person").collect()
    message = "another list says otherwise of this child, and is believed"
    assert ((2, message) in said(result, "query")) == queried
    assert person.select("pers_dob", "pers_gender").row(0) == (date(2015, 5, 5), "M")


@pytest.mark.parametrize(
    ("typed", "read", "kind"),
    [
        met("U14", "01", None, "query"),
        met("U14", "S1", None, "query"),
        met("U14", "X1", None, "query"),
        met("U14", "0", None, "note"),
    ],
)
def test_odd_codes_of_a_care_leavers_home(typed: str, read: str | None, kind: str | None) -> None:
    assert cell(9, "accommodation", typed) == (read, kind)

"""Messes of rows (R): none is lost without a word; rows read are always rows loaded and rows set aside."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from annex_a_made_up import AS_AT, headers, row_of
from goldenthread.records.annex_a import to_records
from goldenthread.records.annex_a.reader import DUPLICATE, NO_IDENTIFIER, NO_KEY_DATE, STRAY_ROW
from messes import about, child, contact, everything_adds_up, met, read_rows, read_sheets, said

ANOTHER_LATER = "another row of this child is later, and is the one used"
ANOTHER_ALIKE = "another row has the same child, date and kind"


@about("R01")
def test_blank_rows_are_passed_over_and_counted(tmp_path: Path) -> None:
    result = read_rows(tmp_path, 1, contact(), [None], [" "], contact(child_id="K2"), [None], [""])
    assert result.counts[1].rows_read == 2
    assert said(result, "note") == [(None, "wholly blank rows in the table, passed over: 2")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        met("R02", ["Total: 4"], STRAY_ROW),
        met("R03", contact(contact_date=None), NO_KEY_DATE),
        met("R03", contact(contact_date="soon"), NO_KEY_DATE),
        met("R03", contact(child_id=None), NO_IDENTIFIER),
        met("R04", contact(), DUPLICATE),
    ],
)
def test_a_row_that_cannot_be_used_is_set_aside_and_listed(
    tmp_path: Path, row: list[Any], reason: str
) -> None:
    result = read_rows(tmp_path, 1, contact(), row)
    assert result.set_aside.select("row", "reason").rows() == [(3, reason)]
    assert everything_adds_up(result)


@about("R02")
def test_a_row_with_two_values_is_no_stray(tmp_path: Path) -> None:
    result = read_rows(tmp_path, 1, ["K1", None, None, None, None, "01/09/2025"])
    assert result.counts[1].rows_loaded == 1


@about("R04")
def test_rows_alike_in_all_but_a_column_the_list_does_not_have_are_both_kept(tmp_path: Path) -> None:
    sheet = [[*headers(1), "Contact number"], [*contact(), 1], [*contact(), 2]]
    result = read_sheets(tmp_path, {"x": sheet})
    records = to_records(result.annex_a, as_at=AS_AT, authority="Marlford")
    assert result.counts[1].rows_loaded == 2
    assert records.table("ssd_contacts").collect().height == 2


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
@about("R05")
def test_a_child_may_come_more_than_once_in_lists_1_to_5(tmp_path: Path, number: int) -> None:
    key = {1: "contact_date", 2: "start_date", 3: "referral_date", 4: "assessment_start", 5: "enquiry_start"}
    days = (date(2025, 9, 1), date(2025, 9, 2))
    result = read_rows(tmp_path, number, *(row_of(number, **child(**{key[number]: day})) for day in days))
    assert result.counts[number].rows_loaded == 2
    assert ANOTHER_LATER not in [message for _, message in said(result, "query")]


@about("R06")
def test_one_event_with_two_workers_is_kept_twice_and_queried(tmp_path: Path) -> None:
    rows = [
        row_of(3, **child(referral_date="01/09/2025", referral_source="1A", worker=worker))
        for worker in ("A. Madeup", "B. Invented")
    ]
    result = read_rows(tmp_path, 3, *rows)
    assert (result.counts[3].rows_loaded, said(result, "query")) == (2, [(3, ANOTHER_ALIKE)])


@about("R07")
def test_a_form_that_covers_brothers_and_sisters_is_an_enquiry_for_each(tmp_path: Path) -> None:
    rows = [row_of(5, **child(child_id=name, enquiry_start="01/09/2025")) for name in ("K1", "K2")]
    result = read_rows(tmp_path, 5, *rows)
    enquiries = to_records(result.annex_a, as_at=AS_AT, authority="").table("ssd_s47_enquiry").collect()
    assert enquiries["s47e_s47_enquiry_id"].n_unique() == 2
    assert said(result, "query") == []


@about("R08")
def test_two_enquiries_that_start_on_one_day_are_both_kept_and_queried(tmp_path: Path) -> None:
    rows = [row_of(5, **child(enquiry_start="01/09/2025", team=team)) for team in ("Heron", "Kestrel")]
    result = read_rows(tmp_path, 5, *rows)
    enquiries = to_records(result.annex_a, as_at=AS_AT, authority="").table("ssd_s47_enquiry").collect()
    assert (enquiries.height, said(result, "query")) == (2, [(3, ANOTHER_ALIKE)])


@about("R10")
@pytest.mark.parametrize("latest_first", [True, False])
def test_of_one_care_period_the_latest_placement_is_kept_and_the_rest_queried(
    tmp_path: Path, latest_first: bool
) -> None:
    shared = {"care_start": "01/03/2025", "legal_status": "C2", "uasc": "N"}
    rows = [
        row_of(8, **child(**shared, placement_start=day, placement_type=kind))
        for day, kind in (("01/08/2025", "U6"), ("01/03/2025", "K2"))
    ]
    result = read_rows(tmp_path, 8, *(rows if latest_first else rows[::-1]))
    placements = to_records(result.annex_a, as_at=AS_AT, authority="").table("ssd_cla_placement").collect()
    assert placements["clap_cla_placement_type"].to_list() == ["U6"]
    assert said(result, "query") == [(3 if latest_first else 2, ANOTHER_LATER)]


@pytest.mark.parametrize(
    ("day", "outside"),
    [
        met("R11", date(2025, 2, 28), True),
        met("R11", date(2025, 4, 29), True),
        met("R11", date(2025, 4, 30), False),
        met("R11", date(2025, 10, 31), False),
        met("R11", date(2025, 11, 1), True),
    ],
)
def test_a_row_outside_the_lists_window_is_kept_and_queried(tmp_path: Path, day: date, outside: bool) -> None:
    result = read_rows(tmp_path, 1, contact(contact_date=day))
    assert (result.counts[1].rows_loaded, bool(said(result, "query"))) == (1, outside)


@pytest.mark.parametrize(
    ("authorised", "outside"),
    [met("R12", None, False), met("R12", "01/09/2025", False), met("R12", "01/02/2025", True)],
)
def test_begun_before_the_window_and_open_or_ended_in_it_is_right(
    tmp_path: Path, authorised: str | None, outside: bool
) -> None:
    dates = {"assessment_start": "07/01/2019", "assessment_authorised": authorised}
    result = read_rows(tmp_path, 4, row_of(4, **child(**dates)))
    assert (result.counts[4].rows_loaded, bool(said(result, "query"))) == (1, outside)


@pytest.mark.parametrize("number", [6, 7, 8, 9])
@about("R13")
def test_a_second_row_in_a_list_that_asks_for_one_is_kept_and_queried(tmp_path: Path, number: int) -> None:
    key = {6: "cin_start", 7: "plan_start", 8: "care_start", 9: "latest_contact"}[number]
    rows = [row_of(number, **child(**{key: day})) for day in ("01/09/2025", "08/01/2025")]
    result = read_rows(tmp_path, number, *rows)
    assert (result.counts[number].rows_loaded, said(result, "query")) == (2, [(3, ANOTHER_LATER)])


@about("R14")
def test_a_couple_is_two_rows_of_one_family(tmp_path: Path) -> None:
    rows = [
        row_of(11, adopter_id=name, family_id="F1", enquiry_date="01/09/2025", children_placed=2)
        for name in ("P1", "P2")
    ]
    result = read_rows(tmp_path, 11, *rows)
    adopters = to_records(result.annex_a, as_at=AS_AT, authority="").table("adopters").collect()
    assert adopters["adop_family_id"].to_list() == ["F1", "F1"]
    assert adopters["adop_children_placed"].to_list() == [2, 2]
    assert said(result, "query") == []

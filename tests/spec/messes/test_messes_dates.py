"""Messes of dates (D) and of ages and numbers (N)."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from annex_a_made_up import AS_AT, row_of
from goldenthread.records.annex_a import from_records, to_records
from messes import about, cell, child, contact, met, read_rows, said

SEPTEMBER = date(2020, 9, 16)


@pytest.mark.parametrize(
    ("typed", "read", "kind"),
    [
        met("D01", "2020-09-16 00:00:00", SEPTEMBER, None),
        met("D02", "15/03/2017", date(2017, 3, 15), None),
        met("D02", "15/2/2021", date(2021, 2, 15), None),
        met("D03", "2015-03-27", date(2015, 3, 27), None),
        met("D03", "2023-05-23T11:14:05", date(2023, 5, 23), None),
        met("D04", "2022/03/31", date(2022, 3, 31), None),
        met("D05", "03/04/2021", date(2021, 4, 3), None),
        met("D06", "not_date", None, "query"),
        met("D06", "Yes", None, "query"),
        met("D06", "31/02/2021", None, "query"),
        met("D07", "2020-09-16 00:00:00", SEPTEMBER, None),
        met("D07", "2020-09-16 14:30:00", SEPTEMBER, None),
        met("D08", "99991231", None, "note"),
        met("D08", "31/12/9999", None, "note"),
        met("D09", "44090", SEPTEMBER, "note"),
        met("D09", "44090.5", SEPTEMBER, "note"),
        met("D09", "12", None, "query"),
        met("D10", "00/03/2015", None, "query"),
        met("D10", "??/??/2015", None, "query"),
        met("D10", "March 2015", None, "query"),
    ],
)
def test_a_date_cell(typed: str, read: date | None, kind: str | None) -> None:
    assert cell(4, "assessment_authorised", typed) == (read, kind)


@about("D10")
def test_a_partly_known_date_keeps_its_text_beside_it(tmp_path: Path) -> None:
    row = row_of(4, **child(assessment_start="01/09/2025", assessment_authorised="00/10/2025"))
    result = read_rows(tmp_path, 4, row)
    assert result.queried_cells.select("column", "cell").rows() == [("assessment_authorised", "00/10/2025")]


_NINE_O_CLOCK = datetime(2025, 9, 1, 9, tzinfo=UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    "typed", [met("D01", date(2025, 9, 1)), met("D07", _NINE_O_CLOCK), met("D02", "1/9/2025")]
)
def test_a_true_date_of_the_workbook_is_read(tmp_path: Path, typed: Any) -> None:
    result = read_rows(tmp_path, 1, contact(contact_date=typed))
    assert result.annex_a.frame(1)["contact_date"].to_list() == [date(2025, 9, 1)]


@pytest.mark.parametrize(
    ("cells", "kind", "message"),
    [
        met("D11", {"date_of_birth": None}, "query", "no date of birth"),
        met("D11", {"date_of_birth": None, "age": -1, "gender": "c) Not stated/recorded"}, None, ""),
        met("D12", {"date_of_birth": date(2026, 2, 1), "age": None, "gender": "U"}, "note", "still to come"),
        met("D12", {"date_of_birth": date(2026, 2, 1), "age": -1, "gender": "U"}, None, ""),
    ],
)
def test_a_birth_unknown_or_still_to_come(
    tmp_path: Path, cells: dict[str, Any], kind: str | None, message: str
) -> None:
    result = read_rows(tmp_path, 1, contact(**cells))
    told = {found: [said_ for _, said_ in said(result, found)] for found in ("query", "note")}
    assert result.counts[1].rows_loaded == 1
    assert {found for found, messages in told.items() if messages} == ({kind} if kind else set())
    assert kind is None or message in told[kind][0]


@about("D12")
def test_a_date_of_birth_to_come_is_held_as_an_expected_one(tmp_path: Path) -> None:
    result = read_rows(tmp_path, 1, contact(date_of_birth=date(2026, 2, 1), age=None, gender="U"))
    person = to_records(result.annex_a, as_at=AS_AT, authority="").table("ssd_person").collect()
    assert person.select("pers_dob", "pers_expected_dob").row(0) == (None, date(2026, 2, 1))


@pytest.mark.parametrize(
    ("born", "queried"),
    [
        met("D13", date(2021, 1, 4), False),
        met("D13", date(2021, 8, 30), False),
        met("D13", date(2021, 8, 31), True),
    ],
)
def test_a_plan_may_start_up_to_40_weeks_before_the_birth(tmp_path: Path, born: date, queried: bool) -> None:
    row = row_of(7, **child(date_of_birth=born, age=4, plan_start=date(2020, 11, 23)))
    messages = [message for _, message in said(read_rows(tmp_path, 7, row), "query")]
    assert ("comes before Date of Birth" in messages) == queried


@about("D14")
def test_an_end_before_its_start_is_kept_and_queried(tmp_path: Path) -> None:
    dates = {"assessment_start": date(2025, 9, 2), "assessment_authorised": date(2025, 9, 1)}
    result = read_rows(tmp_path, 4, row_of(4, **child(**dates)))
    assert result.annex_a.frame(4)["assessment_authorised"].to_list() == [date(2025, 9, 1)]
    assert said(result, "query") == [(2, "comes before Continuous Assessment Start Date")]


@about("D15")
def test_an_age_is_worked_out_again_from_the_date_of_birth(tmp_path: Path) -> None:
    result = read_rows(tmp_path, 6, row_of(6, **child(age=22, cin_start="01/09/2025")))
    again = from_records(to_records(result.annex_a, as_at=AS_AT, authority=""))
    assert again.frame(6)["age"].to_list() == [10]


@about("D16")
def test_what_happened_on_one_day_is_told_in_a_fixed_order() -> None:
    from goldenthread.web.oversight.timeline import EVENTS

    order = [event.day for event in EVENTS]
    wanted = [
        "cont_contact_date",
        "cine_referral_date",
        "cina_assessment_start_date",
        "cina_assessment_auth_date",
    ]
    assert [day for day in order if day in wanted] == wanted


@pytest.mark.parametrize(
    ("name", "typed", "read", "kind"),
    [
        met("N01", "age", "6.138261464750171", 6, None),
        met("N02", "age", "<1", 0, None),
        met("N02", "age", "18m", 1, None),
        met("N02", "age", "6 months", 0, None),
        met("N02", "age", "8.5yrs", 8, None),
        met("N03", "age", "-1", -1, None),
        met("N04", "referrals_12m", "3,000", 3000, None),
        met("N04", "referrals_12m", "1.0", 1, None),
        met("N05", "referrals_12m", None, None, None),
        met("N05", "referrals_12m", "0", 0, None),
        met("N07", "referrals_12m", "-1", None, "query"),
    ],
)
def test_an_age_or_a_count(name: str, typed: str | None, read: int | None, kind: str | None) -> None:
    assert cell(3, name, typed) == (read, kind)


@about("N06", "N08")
def test_a_stated_count_stays_what_the_row_states_and_is_added_to_nothing(tmp_path: Path) -> None:
    rows = [row_of(3, **child(referral_date=day, referrals_12m=2)) for day in ("01/09/2025", "02/09/2025")]
    referrals = to_records(read_rows(tmp_path, 3, *rows).annex_a, as_at=AS_AT, authority="")
    stated = referrals.table("ssd_cin_episodes").collect()["cine_stated_referrals_12m"]
    assert stated.to_list() == [2, 2]

"""What each kind of cell is read as. Ids in brackets are those of the list of messes met in real files."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from goldenthread.records.annex_a.reading import Reading
from goldenthread.records.annex_a.values import (
    read_age,
    read_date,
    read_integer,
    read_postcode,
    read_text,
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2020-09-16 00:00:00", date(2020, 9, 16)),  # D01
        ("2020-09-16", date(2020, 9, 16)),
        ("15/03/2017", date(2017, 3, 15)),  # D02
        ("15/2/2021", date(2021, 2, 15)),
        ("2023-05-23T11:14:05", date(2023, 5, 23)),  # D03
        ("2022/03/31", date(2022, 3, 31)),  # D04
        ("03/04/2021", date(2021, 4, 3)),  # D05: never month first
        ("2020-09-16 10:30:00", date(2020, 9, 16)),  # D07
        ("16 September 2020", date(2020, 9, 16)),
        ("16-Sep-2020", date(2020, 9, 16)),
        ("16.09.2020", date(2020, 9, 16)),
        ("20200916", date(2020, 9, 16)),
        (" 16/09/2020\u00a0", date(2020, 9, 16)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_a_date_is_read_day_first_and_without_its_time(typed: str, read: date) -> None:
    assert read_date(typed).value == read
    assert read_date(typed).kind is None


@pytest.mark.parametrize(
    "typed", ["not_date", "Yes", "31/02/2021", "29/02/2023", "12/13/2021", "1/1/21", "0000-00-00"]
)
def test_what_is_not_a_date_is_blank_with_a_query(typed: str) -> None:  # D06
    assert (read_date(typed).value, read_date(typed).kind) == (None, "query")


@pytest.mark.parametrize("typed", ["99991231", "31/12/9999", "9999-12-31 00:00:00"])
def test_a_far_future_date_stands_for_open(typed: str) -> None:  # D08
    assert (read_date(typed).value, read_date(typed).kind) == (None, "note")


def test_a_day_number_is_read_as_a_date_with_a_note() -> None:  # D09
    assert read_date("44090").value == date(2020, 9, 16)
    assert read_date("44090").kind == "note"


@pytest.mark.parametrize("typed", ["", " ", "-", "..", "<blank>", "nan", "No data", "N/A"])
def test_the_ways_of_saying_nothing_are_blank(typed: str) -> None:  # C21, I17
    assert read_date(typed).value is None
    assert read_date(typed).kind is None
    assert read_text(typed).value is None


@pytest.mark.parametrize("read", [read_date, read_age, read_text, read_postcode])
def test_an_error_of_a_spreadsheet_is_blank_with_a_note(read: Callable[[str], Reading[Any]]) -> None:  # I17
    assert (read("#N/A").value, read("#N/A").kind) == (None, "note")


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("6.138261464750171", 6),  # N01
        ("<1", 0),  # N02
        ("18m", 1),
        ("6 months", 0),
        ("8.5yrs", 8),
        ("-1", -1),  # N03
        ("Unborn", -1),
        ("17.0", 17),
        ("0", 0),
    ],
)
def test_an_age_is_whole_years(typed: str, years: int) -> None:
    assert read_age(typed).value == years
    assert read_age(typed).kind is None


@pytest.mark.parametrize("typed", ["-2", "-0.5", "300", "teenager"])
def test_an_impossible_age_is_blank_with_a_query(typed: str) -> None:
    assert (read_age(typed).value, read_age(typed).kind) == (None, "query")


@pytest.mark.parametrize(("typed", "number"), [("3,000", 3000), ("1.0", 1), ("0", 0), ("12", 12)])
def test_a_count_is_a_whole_number(typed: str, number: int) -> None:  # N04
    assert read_integer(typed, minimum=0).value == number


def test_a_blank_count_is_not_zero() -> None:  # N05
    assert read_integer("", minimum=0).value is None


@pytest.mark.parametrize("typed", ["-1", "1.5", "many"])
def test_what_is_not_a_count_is_blank_with_a_query(typed: str) -> None:  # N07
    assert (read_integer(typed, minimum=0).value, read_integer(typed, minimum=0).kind) == (None, "query")


def test_a_count_under_its_least_is_kept_with_a_query() -> None:
    assert (read_integer("0", minimum=1).value, read_integer("0", minimum=1).kind) == (0, "query")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("AA94AA", "AA9 4AA"),
        ("A A 9 4 A A", "AA9 4AA"),
        ("al1 3zv", "AL1 3ZV"),
        ("   SW19 3XL   ", "SW19 3XL"),
    ],
)
def test_a_postcode_is_put_in_its_one_form(typed: str, read: str) -> None:  # P01
    assert read_postcode(typed).value == read


@pytest.mark.parametrize("typed", ["xxSW19 3XLzz", "nope"])
def test_what_is_not_a_postcode_is_blank_with_a_query(typed: str) -> None:  # P02, P03
    assert (read_postcode(typed).value, read_postcode(typed).kind) == (None, "query")


def test_a_confidential_placement_has_no_postcode_and_raises_nothing() -> None:  # P07
    assert (read_postcode("CON").value, read_postcode("CON").kind) == (None, None)


def test_a_postcode_sector_is_kept_as_a_sector() -> None:  # P11
    assert read_postcode("AA9 4").value == "AA9 4"


def test_a_hard_space_in_a_name_becomes_a_plain_one() -> None:  # I16
    assert read_text("Wren\u00a0 Hollow team").value == "Wren Hollow team"

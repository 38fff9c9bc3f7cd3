"""One rule, two faces: the plain due date and the bulk expression."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.clocks.rules import Dated, Days, Hours, Months, Rule, Weeks, WorkingDays, leg, rule
from goldenthread.standards.timescales import Limit, LocalStandard, timescales

STARTS = st.dates(date(1995, 1, 1), date(2033, 12, 31))
UNITS = st.sampled_from(["working_days", "calendar_days", "weeks", "calendar_months", "elapsed_hours"])


def in_bulk(of: Rule, starts: list[date | None]) -> list[date | None]:
    frame = pl.DataFrame({"started": starts}, schema={"started": pl.Date}).lazy()
    return frame.select(due=of.in_bulk(pl.col("started"))).collect()["due"].to_list()


def standard(value: int, unit: str, start: date) -> LocalStandard:
    return LocalStandard("ts_cp_visit", value, unit, start, "Practice lead")


@given(UNITS, st.integers(1, 60), st.lists(STARTS, max_size=20))
def test_the_two_faces_of_a_rule_agree(unit: str, value: int, starts: list[date]) -> None:
    of = rule(Limit(value, unit))
    if unit == "calendar_months":
        of = rule(Limit(min(value, 24), unit))
    assert in_bulk(of, [*starts, None]) == [*map(of.due, starts), None]


@given(st.lists(st.tuples(st.integers(1, 20), UNITS, STARTS), min_size=1, max_size=4), st.lists(STARTS))
def test_the_two_faces_of_a_dated_standard_agree(
    set_: list[tuple[int, str, date]], starts: list[date]
) -> None:
    of = Dated(tuple(sorted((standard(*each) for each in set_), key=lambda each: each.from_date)))
    assert in_bulk(of, [*starts, *(each[2] for each in set_)]) == [
        of.due(day) for day in [*starts, *(each[2] for each in set_)]
    ]


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (WorkingDays(45), "45 working days"),
        (WorkingDays(1), "1 working day"),
        (Days(7), "7 days"),
        (Weeks(1), "1 week"),
        (Weeks(6), "6 weeks"),
        (Months(3), "3 months"),
        (Hours(72), "72 hours"),
    ],
)
def test_a_rule_says_itself_in_words(of: Rule, words: str) -> None:
    assert of.words == words


def test_a_dated_standard_says_the_latest_and_in_bulk_the_one_in_force() -> None:
    of = Dated((standard(5, "working_days", date(2020, 1, 1)), standard(3, "weeks", date(2024, 4, 1))))
    starts = pl.DataFrame({"started": [date(2019, 1, 1), date(2024, 3, 31), date(2024, 4, 1)]})
    assert of.words == "3 weeks"
    assert starts.select(said=of.words_in_bulk(pl.col("started")))["said"].to_list() == [
        "5 working days",
        "5 working days",
        "3 weeks",
    ]


def test_every_leg_held_is_a_rule_a_clock_can_count() -> None:
    legs = [(entry.id, name) for entry in timescales().values() for name in entry.legs]
    assert len(legs) == 50
    assert all(leg(*each).due(date(2024, 1, 2)) > date(2024, 1, 2) for each in legs)


def test_a_unit_no_clock_can_count_is_an_error() -> None:
    with pytest.raises(KeyError):
        rule(Limit(1, "term"))


LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("what", "start", "due"),
    [
        ("an ordinary week", "2024-06-03 14:30", "2024-06-06 14:30"),
        ("over a weekend and a bank holiday", "2024-05-03 09:00", "2024-05-06 09:00"),
        ("clocks go forward: an hour later by the clock", "2024-03-29 23:30", "2024-04-02 00:30"),
        ("clocks go back: an hour earlier by the clock", "2024-10-25 12:00", "2024-10-28 11:00"),
        ("over 29 February", "2024-02-28 10:00", "2024-03-02 10:00"),
    ],
)
def test_72_hours_are_clock_hours_in_london(what: str, start: str, due: str) -> None:
    moment = datetime.fromisoformat(start).replace(tzinfo=LONDON)
    assert f"{Hours(72).due_at(moment):%Y-%m-%d %H:%M}" == due, what


def test_hours_from_a_day_without_its_hour_are_whole_days() -> None:
    assert Hours(72).due(date(2024, 5, 3)) == date(2024, 5, 6)
    assert Hours(25).due(date(2024, 5, 3)) == date(2024, 5, 5)

"""England's working days and calendar months, one day at a time and in bulk."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import table
from goldenthread.errors import CalendarExhausted
from goldenthread.standards import calendar

DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2034, 12, 31))


def in_bulk(expression: pl.Expr, **columns: list[date | None]) -> list[object]:
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Date)).lazy()
    return frame.select(answer=expression).collect()["answer"].to_list()


def test_the_bank_holidays_held_are_those_a_second_source_gives_for_england() -> None:
    second = holidays.country_holidays("GB", subdiv="ENG", years=range(1995, 2036))
    weekdays = {day for day in second if day.weekday() < 5}
    assert {holiday.day for holiday in calendar.bank_holidays()} == weekdays


@pytest.mark.parametrize(
    "row",
    table("""
    one-off day
    1999-12-31
    2002-06-03
    2011-04-29
    2012-06-04
    2012-06-05
    2020-05-08
    2022-06-02
    2022-06-03
    2022-09-19
    2023-05-08
    """),
    ids=lambda row: str(row["one-off day"]),
)
def test_a_one_off_bank_holiday_is_no_working_day(row: dict[str, date]) -> None:
    assert not calendar.is_working_day(row["one-off day"])


@pytest.mark.parametrize("day", [date(2020, 5, 4), date(2022, 5, 30), date(2012, 5, 28)])
def test_the_monday_a_holiday_moved_away_from_is_a_working_day(day: date) -> None:
    assert calendar.is_working_day(day)


@pytest.mark.parametrize(
    "row",
    table("""
    what                              | start      | n  | due
    an ordinary week                  | 2024-01-08 | 5  | 2024-01-15
    start on a Saturday               | 2024-01-06 | 1  | 2024-01-08
    start on a Sunday                 | 2024-01-07 | 1  | 2024-01-08
    start on a bank holiday           | 2024-01-01 | 1  | 2024-01-02
    day 0 is the day itself           | 2024-01-06 | 0  | 2024-01-06
    fifteen days across Christmas     | 2023-12-11 | 15 | 2024-01-04
    forty-five days                   | 2024-01-02 | 45 | 2024-03-05
    across the state funeral          | 2022-09-16 | 1  | 2022-09-20
    """),
    ids=lambda row: row["what"],
)
def test_working_days_are_counted_from_the_day_after_the_trigger(row: dict[str, object]) -> None:
    start, n, due = row["start"], int(str(row["n"])), row["due"]
    assert isinstance(start, date)
    assert calendar.add_working_days(start, n) == due
    assert in_bulk(calendar.add_working_days_in_bulk(pl.col("start"), n), start=[start]) == [due]


@pytest.mark.parametrize(
    "row",
    table("""
    what                        | start      | end        | days
    the day itself              | 2024-01-08 | 2024-01-08 | 0
    Friday to Monday            | 2024-01-05 | 2024-01-08 | 1
    Saturday to Monday          | 2024-01-06 | 2024-01-08 | 1
    Saturday to Sunday          | 2024-01-06 | 2024-01-07 | 0
    over Easter                 | 2024-03-28 | 2024-04-02 | 1
    the end before the start    | 2024-01-08 | 2024-01-05 | -1
    """),
    ids=lambda row: row["what"],
)
def test_working_days_after_leaves_the_start_out_and_takes_the_end_in(row: dict[str, object]) -> None:
    start, end = row["start"], row["end"]
    assert isinstance(start, date)
    assert isinstance(end, date)
    assert calendar.working_days_after(start, end) == int(str(row["days"]))


@pytest.mark.parametrize(
    "row",
    table("""
    what                          | day        | n | due
    the same day of the month     | 2024-01-15 | 3 | 2024-04-15
    31 August in a common year    | 2022-08-31 | 6 | 2023-02-28
    31 August before a leap year  | 2023-08-31 | 6 | 2024-02-29
    29 February a year on         | 2024-02-29 | 12| 2025-02-28
    over the turn of the year     | 2023-11-30 | 3 | 2024-02-29
    """),
    ids=lambda row: row["what"],
)
def test_months_keep_the_day_of_the_month_or_take_the_last(row: dict[str, object]) -> None:
    day, n = row["day"], int(str(row["n"]))
    assert isinstance(day, date)
    assert calendar.add_months(day, n) == row["due"]
    assert in_bulk(calendar.add_months_in_bulk(pl.col("day"), n), day=[day]) == [row["due"]]


@given(start=DAYS, n=st.integers(0, 200))
def test_plain_and_bulk_additions_agree(start: date, n: int) -> None:
    assert in_bulk(calendar.add_working_days_in_bulk(pl.col("d"), n), d=[start, None]) == [
        calendar.add_working_days(start, n),
        None,
    ]
    assert in_bulk(calendar.add_months_in_bulk(pl.col("d"), n), d=[start, None]) == [
        calendar.add_months(start, n),
        None,
    ]


@given(start=DAYS, end=DAYS)
def test_plain_and_bulk_counts_agree(start: date, end: date) -> None:
    bulk = calendar.working_days_after_in_bulk(pl.col("a"), pl.col("b"))
    assert in_bulk(bulk, a=[start, None], b=[end, end]) == [calendar.working_days_after(start, end), None]


@given(start=DAYS, n=st.integers(1, 200))
def test_the_nth_working_day_is_n_working_days_after(start: date, n: int) -> None:
    due = calendar.add_working_days(start, n)
    assert calendar.is_working_day(due)
    assert calendar.working_days_after(start, due) == n


def test_the_calendar_table_runs_day_by_day_with_a_running_number() -> None:
    frame = calendar.working_day_frame()
    assert frame["day"].to_list() == [
        calendar.first_day() + timedelta(days=i)
        for i in range((calendar.last_day() - calendar.first_day()).days + 1)
    ]
    assert frame["is_working_day"].cast(pl.Int64).cum_sum().to_list() == frame["working_day_number"].to_list()


@pytest.mark.parametrize("day", [date(1994, 12, 31), date(2036, 1, 1)])
def test_a_day_outside_the_calendar_is_an_error_in_both_forms(day: date) -> None:
    with pytest.raises(CalendarExhausted, match="bank holidays held"):
        calendar.add_working_days(day, 1)
    with pytest.raises(CalendarExhausted, match="bank holidays held"):
        in_bulk(calendar.add_working_days_in_bulk(pl.col("d"), 1), d=[date(2024, 1, 1), day])


def test_a_due_date_past_the_last_day_is_an_error_in_both_forms() -> None:
    start = date(2035, 12, 20)
    with pytest.raises(CalendarExhausted):
        calendar.add_working_days(start, 45)
    with pytest.raises(CalendarExhausted):
        in_bulk(calendar.add_working_days_in_bulk(pl.col("d"), 45), d=[start])


def test_working_days_are_never_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        calendar.add_working_days(date(2024, 1, 1), -1)

"""Which periods are given: those wholly covered and ended, the financial year's quarters, nothing partial."""

from datetime import date

import polars as pl
import pytest

from drawn import records
from goldenthread.errors import InputRefused
from goldenthread.indicators.catalogue import get
from goldenthread.indicators.compute import figures
from goldenthread.indicators.periods import Span, answered, end_of_period
from unit.indicators.counting import NO_CLOCKS

CONTACTS, PLANS = get("contacts_count"), get("cpp_count")


def ends(indicator, drawn, period):
    return [str(span.end) for span in answered(indicator, drawn, period)]


@pytest.mark.parametrize(
    ("as_at", "end"),
    [
        (date(2026, 3, 31), "2026-03-31"),  # a month ended on the as-at date is a full month
        (date(2026, 3, 30), "2026-02-28"),
        (date(2024, 2, 29), "2024-02-29"),
        (date(2024, 2, 28), "2024-01-31"),
    ],
)
def test_without_a_period_events_are_those_of_the_last_full_month(as_at, end):
    assert ends(CONTACTS, records(as_at), None) == [end]


def test_without_a_period_stock_is_taken_at_the_as_at_date():
    assert answered(PLANS, records(date(2026, 3, 17)), None) == (Span(None, date(2026, 3, 17)),)


def test_a_month_only_partly_in_the_window_is_absent():
    drawn = records(date(2026, 3, 30), window_start=date(2025, 12, 2))
    assert ends(CONTACTS, drawn, "month") == ["2026-01-31", "2026-02-28"]


def test_quarters_and_years_are_the_financial_ones():
    drawn = records(date(2026, 6, 30), window_start=date(2024, 4, 1))
    spans = answered(CONTACTS, drawn, "year")
    assert [(span.start, span.end) for span in spans] == [
        (date(2024, 4, 1), date(2025, 3, 31)),
        (date(2025, 4, 1), date(2026, 3, 31)),
    ]
    assert ends(CONTACTS, drawn, "quarter")[:2] == ["2024-06-30", "2024-09-30"]
    assert ends(CONTACTS, drawn, "quarter")[-1] == "2026-06-30"


def test_stock_of_a_complete_history_is_given_at_each_period_end():
    drawn = records(date(2026, 3, 17), window_start=date(2025, 12, 1))
    assert ends(PLANS, drawn, "month") == ["2025-12-31", "2026-01-31", "2026-02-28"]


def test_stock_of_latest_rows_is_given_at_the_as_at_date_alone():
    drawn = records(date(2026, 3, 31), history="latest", window_start=date(2025, 9, 30))
    for period in (None, "month", "quarter", "year"):
        assert ends(PLANS, drawn, period) == ["2026-03-31"]


def test_what_is_said_only_as_it_stands_now_has_no_past():
    assert ends(get("cl_count"), records(date(2026, 3, 31)), "month") == ["2026-03-31"]


def test_a_window_too_short_for_a_month_answers_no_event():
    drawn = records(date(2026, 3, 30), history="window", window_start=date(2026, 3, 1))
    assert answered(CONTACTS, drawn, None) == ()


@pytest.mark.parametrize(
    ("day", "month", "quarter", "year"),
    [
        ("2026-03-31", "2026-03-31", "2026-03-31", "2026-03-31"),
        ("2026-04-01", "2026-04-30", "2026-06-30", "2027-03-31"),
        ("2024-02-29", "2024-02-29", "2024-03-31", "2024-03-31"),
        ("2025-12-31", "2025-12-31", "2025-12-31", "2026-03-31"),
        ("2026-01-01", "2026-01-31", "2026-03-31", "2026-03-31"),
        ("2025-05-31", "2025-05-31", "2025-06-30", "2026-03-31"),
    ],
)
def test_a_day_falls_in_one_month_one_quarter_and_one_year(day, month, quarter, year):
    frame = pl.DataFrame({"on": [date.fromisoformat(day)]})
    found = frame.select(
        month=end_of_period(pl.col("on"), "month"),
        quarter=end_of_period(pl.col("on"), "quarter"),
        year=end_of_period(pl.col("on"), "year"),
    )
    assert [str(end) for end in found.row(0)] == [month, quarter, year]


def test_an_unknown_period_is_refused_with_those_there_are():
    with pytest.raises(InputRefused, match="month, quarter or year"):
        figures(records(date(2026, 3, 31)), NO_CLOCKS, period="week")

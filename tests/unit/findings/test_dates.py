"""Dates as reports print them."""

from __future__ import annotations

import pytest

from goldenthread.findings.dates import date_span, printed_dates


@pytest.mark.parametrize(
    ("printed", "dates"),
    [
        ("24 February – 18 March 2015", ["2015-02-24", "2015-03-18"]),
        ("4 July 2016–28 July 2016", ["2016-07-04", "2016-07-28"]),
        ("15-19 July 2013", ["2013-07-15", "2013-07-19"]),
        ("21 to 25 March 2022", ["2022-03-21", "2022-03-25"]),
        ("11 November 2019 to 22 November 2019", ["2019-11-11", "2019-11-22"]),
        ("30 November to 11 December 2020", ["2020-11-30", "2020-12-11"]),
        ("14 December to 8 January 2016", ["2015-12-14", "2016-01-08"]),
        ("12th May 2015", ["2015-05-12"]),
        ("5 and 6 February 2019", ["2019-02-05", "2019-02-06"]),
        ("Monday 3 February 2020", ["2020-02-03"]),
        ("31 June 2020", []),
        ("to be arranged", []),
    ],
)
def test_a_printed_span_gives_its_dates(printed: str, dates: list[str]) -> None:
    assert [day.isoformat() for day in printed_dates(printed)] == dates


def test_a_span_ends_where_the_dates_end() -> None:
    assert printed_dates(
        date_span(" 2 to 6 December 2024 Lead inspector: 3 people, 1 May 2020")
    ) == printed_dates("2 to 6 December 2024")

"""A change is called clear when three months differ from the three before by three standard errors."""

from __future__ import annotations

import pytest

from drawn import table
from goldenthread.papers.change import change
from goldenthread.papers.figures import authority_series
from unit.papers.papers_made_up import measure_words, month_figures

# Three months before, then the last three: of 300 a side, 3 standard errors at about a half is 12.2 points.
PERCENTAGES = """
before               | recent               | verdict
---------------------+----------------------+-------------------------
50/100 50/100 50/100 | 62/100 62/100 62/100 | no clear change
50/100 50/100 50/100 | 63/100 62/100 62/100 | a clear rise
63/100 62/100 62/100 | 50/100 50/100 50/100 | a clear fall
10/10  0/10   0/0    | 0/10   0/10   0/10   | a clear fall
10/10  0/9    0/0    | 0/10   0/10   0/10   | too few to judge a change
0/0    0/0    0/0    | 0/0    0/0    0/0    | too few to judge a change
0/100  0/100  0/100  | 0/100  0/100  0/100  | no clear change
50/50  50/50  50/50  | 50/50  50/50  50/50  | no clear change
"""

# 100 against 149 is 3.1 standard errors of the difference; 100 against 147 is 2.99.
COUNTS = """
before   | recent   | verdict
---------+----------+--------------------------
40 30 30 | 50 50 49 | a clear rise
40 30 30 | 50 50 47 | no clear change
50 50 49 | 40 30 30 | a clear fall
9 5 5    | 50 50 50 | too few to judge a change
10 5 5   | 50 50 50 | a clear rise
"""


def _pairs(cell: str) -> list[tuple[int | None, int | None]]:
    return [
        (int(counts.split("/")[0]), int(counts.split("/")[1]) if "/" in counts else None)
        for counts in cell.split()
    ]


@pytest.mark.parametrize("row", table(PERCENTAGES), ids=lambda row: f"{row['before']} to {row['recent']}")
def test_percentages_are_judged_on_both_counts(row: dict[str, str]) -> None:
    figures = month_figures("in_time", _pairs(row["before"]) + _pairs(row["recent"]))
    judged = change(measure_words("in_time", "In time"), authority_series(figures))
    assert str(judged.verdict) == row["verdict"]


@pytest.mark.parametrize("row", table(COUNTS), ids=lambda row: f"{row['before']} to {row['recent']}")
def test_counts_of_events_are_judged_as_counts(row: dict[str, str]) -> None:
    figures = month_figures("referrals", _pairs(row["before"]) + _pairs(row["recent"]), "count")
    judged = change(measure_words("referrals", "Referrals", unit="count"), authority_series(figures))
    assert str(judged.verdict) == row["verdict"]


def test_only_the_last_six_months_bear_on_it() -> None:
    months = [(0, 100)] * 6 + [(50, 100)] * 6
    judged = change(measure_words("in_time", "In time"), authority_series(month_figures("in_time", months)))
    assert str(judged.verdict) == "no clear change"


@pytest.mark.parametrize(
    ("unit", "basis", "months"),
    [("percent", "events", 5), ("percent", "stock", 6), ("median_working_days", "events", 6)],
)
def test_short_series_children_on_a_day_and_averages_are_unjudged_never_steady(
    unit: str, basis: str, months: int
) -> None:
    figures = month_figures("one", [(50, 100)] * months, unit)
    judged = change(measure_words("one", "One", unit=unit, basis=basis), authority_series(figures))
    assert str(judged.verdict) == "change not judged"


def test_a_month_missing_from_the_series_makes_it_unjudged() -> None:
    figures = month_figures("in_time", [(50, 100)] * 7)
    gapped = figures.filter(figures["period_end"].dt.month() != 8)
    judged = change(measure_words("in_time", "In time"), authority_series(gapped))
    assert str(judged.verdict) == "change not judged"


# Twelve months apart, the months between notwithstanding; 14 months hold no such pair.
A_YEAR_AGO = """
months | verdict
-------+---------------------
15     | a clear rise
14     | change not judged
"""


@pytest.mark.parametrize("row", table(A_YEAR_AGO), ids=lambda row: f"{row['months']} months held")
def test_the_same_months_a_year_ago_show_what_lasts(row: dict[str, str]) -> None:
    held = int(row["months"])
    months = [(50, 100)] * (held - 6) + [(80, 100)] * 6  # it rose half a year ago and has stayed
    series = authority_series(month_figures("in_time", months))
    assert str(change(measure_words("in_time", "In time"), series).verdict) == "no clear change"
    assert str(change(measure_words("in_time", "In time"), series, months_back=12).verdict) == row["verdict"]

"""From a month's lists and from whole history alike: where both can answer, they say the same."""

from datetime import date
from functools import cache

import pytest

from goldenthread.clocks.engine import all_clocks
from goldenthread.indicators.catalogue import answerable, only_lately
from goldenthread.indicators.compute import figures
from goldenthread.indicators.population import with_population
from goldenthread.records.annex_a import from_records, to_records
from goldenthread.synthetic.authority import synthesise

HERE = {2025: 12_000}

# What the lists cannot tell, and why, in place of a silent difference.
DIFFERS = {
    "cin_ends": "a child is listed once, with the last episode",
    "cin_closed_duration_bands": "a child is listed once, with the last episode",
    "cin_closure_reasons": "a child is listed once, with the last episode",
    "stepdown_to_early_help": "a child is listed once, with the last episode",
    "cin_plan_count": "status is stated for each child, and looked after or a protection plan comes first",
    "icpc_count": "the lists do not mark a conference of a child moving in",
    "icpc_to_plan": "the lists do not mark a conference of a child moving in",
}


@cache
def both_ways(seed):
    history = synthesise(children=400, months=24, end=date(2026, 3, 31), seed=seed)
    lists = to_records(from_records(history), as_at=history.as_at, authority=history.authority)
    return with_population(history, HERE), with_population(lists, HERE)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_last_month_and_the_stock_are_the_same_from_lists_as_from_history(seed):
    history, lists = both_ways(seed)
    shared = [one.id for one in answerable(lists) if one.id not in DIFFERS]
    counts = ("indicator", "period_end", "part", "numerator", "denominator", "value")
    whole = figures(history, all_clocks(history), ids=shared).select(counts)
    listed = figures(lists, all_clocks(lists), ids=shared).select(counts)
    assert listed.rows() == whole.rows()
    assert listed["indicator"].n_unique() > 110


@pytest.mark.parametrize("seed", [1, 2])
def test_lists_give_stock_only_at_their_date_and_events_only_in_their_window(seed):
    _, lists = both_ways(seed)
    found = figures(lists, all_clocks(lists), period="month")
    stock, flow = found.filter(found["period_start"].is_null()), found.drop_nulls("period_start")
    assert set(stock["period_end"]) == {date(2026, 3, 31)}
    adoption = flow["indicator"].str.starts_with("adopt")
    assert min(flow.filter(~adoption)["period_start"]) == date(2025, 10, 1)
    assert min(flow.filter(adoption)["period_start"]) == date(2025, 4, 1)  # lists 10 and 11 reach back a year


ONLY_LATELY = {"cin_starts", "cin_ends", "stepdown_to_early_help", "cpp_ends", "cin_closure_reasons"}


@pytest.mark.parametrize("seed", [1, 2])
def test_what_lists_of_latest_spells_would_understate_is_given_for_the_last_month_only(seed):
    history, lists = both_ways(seed)
    rows = figures(lists, all_clocks(lists), ids=sorted(ONLY_LATELY), period="month")
    assert set(rows["period_end"]) == {date(2026, 3, 31)}
    assert {one.id for one in only_lately(lists)} >= ONLY_LATELY
    assert only_lately(history) == ()

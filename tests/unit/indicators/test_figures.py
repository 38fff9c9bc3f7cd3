# ruff: noqa: E501  drawn tables are as wide as their headings
"""The shape of figures: columns, order, noughts, groups, and what each kind shows."""

from datetime import date

import polars as pl
import pytest

from drawn import records
from goldenthread.errors import InputRefused, NotAnswerable
from goldenthread.indicators.catalogue import get
from goldenthread.indicators.compute import cases, children, figures
from goldenthread.indicators.figures import tally
from goldenthread.indicators.source import CASES
from unit.indicators.counting import NO_CLOCKS

MARCH = date(2026, 3, 31)

DRAWN = {
    "ssd_department": """
        dept_team_id | dept_team_name
        t1           | North
        t2           | South
    """,
    "ssd_professionals": """
        prof_professional_id | prof_professional_name
        w1                   | Worker One
    """,
    "ssd_cin_episodes": """
        cine_referral_id | cine_person_id | cine_referral_date | cine_referral_nfa | cine_referral_team | cine_referral_worker_id
        r1               | ann            | 2026-01-05         | Y                 | t1                 | w1
        r2               | bob            | 2026-03-05         | N                 | t1                 | w2
        r3               | cat            | 2026-03-05         | Y                 | t2                 | w1
        r4               | dan            | 2026-03-05         | N                 |                    |
        r5               | eve            | 2026-03-05         | N                 | t9                 |
    """,
}


def drawn(**more):
    return records(MARCH, window_start=date(2026, 1, 1), **DRAWN, **more)


def rows(frame, *columns):
    return frame.select(frame["period_end"].dt.to_string("%Y-%m").alias("month"), *columns).rows()


def test_columns_are_as_promised_with_the_groups_after_the_period():
    found = figures(drawn(), NO_CLOCKS, ids=["referrals_count"], by=["worker", "team"])
    assert found.columns == [
        *("indicator", "period_start", "period_end", "worker", "team"),
        *("numerator", "denominator", "value", "unit", "snapshot", "definition"),
    ]
    assert found["definition"].unique().to_list() == ["referrals_count/1"]


def test_rows_are_in_order_of_period_then_indicator_then_group():
    found = figures(drawn(), NO_CLOCKS, ids=["referrals_nfa", "referrals_count"], by=["team"], period="month")
    keys = found.select("period_end", "indicator", "team").rows()
    assert keys == sorted(keys)


def test_a_count_is_numerator_and_value_and_a_month_with_none_is_a_row_of_nought():
    found = figures(drawn(), NO_CLOCKS, ids=["referrals_count"], period="month")
    assert rows(found, "numerator", "denominator", "value") == [
        ("2026-01", 1, None, 1.0),
        ("2026-02", 0, None, 0.0),
        ("2026-03", 4, None, 4.0),
    ]


def test_a_percent_of_nothing_is_null_and_both_counts_are_shown():
    found = figures(drawn(), NO_CLOCKS, ids=["referrals_nfa"], period="month")
    assert rows(found, "numerator", "denominator", "value") == [
        ("2026-01", 1, 1, 100.0),
        ("2026-02", 0, 0, None),
        ("2026-03", 1, 4, 25.0),
    ]


def test_a_missing_team_is_shown_and_a_team_met_once_has_a_row_in_every_month():
    found = figures(drawn(), NO_CLOCKS, ids=["referrals_count"], by=["team"], period="month")
    assert rows(found, "team", "numerator") == [
        *(("2026-01", "North", 1), ("2026-01", "South", 0)),
        *(("2026-01", "no team recorded", 0), ("2026-01", "t9", 0)),
        *(("2026-02", "North", 0), ("2026-02", "South", 0)),
        *(("2026-02", "no team recorded", 0), ("2026-02", "t9", 0)),
        *(("2026-03", "North", 1), ("2026-03", "South", 1)),
        *(("2026-03", "no team recorded", 1), ("2026-03", "t9", 1)),
    ]


def test_stock_has_its_date_as_period_end_and_no_start():
    found = figures(drawn(), NO_CLOCKS, ids=["cin_count"])
    assert found.select("period_start", "period_end").row(0) == (None, MARCH)


def test_figures_name_the_snapshot_they_were_made_from():
    kept = drawn()
    named = type(kept)(
        as_at=kept.as_at,
        authority=kept.authority,
        frames=kept.frames,
        coverage=kept.coverage,
        snapshot="0123abcd",
    )
    found = figures(named, NO_CLOCKS, ids=["referrals_count"])
    assert found["snapshot"].to_list() == ["0123abcd"]


def test_cases_have_one_fixed_shape():
    found = cases(drawn(), NO_CLOCKS, period="month")
    assert dict(found.schema) == dict(CASES)
    assert set(found.filter(indicator="referrals_count")["child_id"]) == {"ann", "bob", "cat", "dan", "eve"}


def test_the_children_behind_a_figure_are_those_of_its_period():
    found = children(drawn(), NO_CLOCKS, id="referrals_nfa")
    assert found.columns == ["indicator", "child_id", "on", "in_numerator", "about", "team", "worker"]
    assert found.select("child_id", "in_numerator", "about", "team", "worker").rows() == [
        ("bob", False, "r2", "North", "w2"),
        ("cat", True, "r3", "South", "Worker One"),
        ("dan", False, "r4", None, None),
        ("eve", False, "r5", "t9", None),
    ]


def test_an_unknown_group_is_refused_naming_those_there_are():
    with pytest.raises(InputRefused, match="team, worker"):
        figures(drawn(), NO_CLOCKS, by=["colour"])


def test_an_unknown_indicator_is_refused_with_the_nearest_names():
    with pytest.raises(InputRefused, match="referrals_count"):
        figures(drawn(), NO_CLOCKS, ids=["referral_count"])


def test_an_indicator_the_source_cannot_carry_is_said_and_not_computed():
    lists = records(MARCH, history="latest", window_start=date(2025, 9, 30))
    with pytest.raises(NotAnswerable, match="holds only the latest"):
        figures(lists, NO_CLOCKS, ids=["cla_review_timely"])
    assert "cla_review_timely" not in figures(lists, NO_CLOCKS)["indicator"]


def test_a_known_indicator_with_no_whole_year_in_the_window_gives_no_row():
    assert figures(drawn(), NO_CLOCKS, ids=["referrals_count"], period="year").is_empty()


def test_a_mean_is_the_same_to_the_last_digit_in_whatever_order_its_cases_come():
    values = [1e16, 1.0, -1e16, 1.0]
    of_a_mean = pl.DataFrame({"on": [MARCH] * 4, "in_numerator": [True] * 4, "value": values}).lazy()
    one = get("adoption_decision_to_match")
    assert one.kind == "mean"
    found = [tally(each, one, by=(), period="month").collect() for each in (of_a_mean, of_a_mean.reverse())]
    assert found[0].equals(found[1])

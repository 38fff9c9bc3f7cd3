"""The figures the benchmark writes straight in Polars are the same figures: it compares like with like."""

from datetime import date

import polars as pl
import pytest

from bench.indicators import BY_HAND
from goldenthread.clocks.engine import all_clocks
from goldenthread.indicators.compute import figures
from goldenthread.synthetic.authority import synthesise


@pytest.mark.parametrize("id", list(BY_HAND))
def test_written_by_hand_or_by_definition_the_figure_is_the_same(id):
    records = synthesise(children=300, months=24, end=date(2026, 3, 31), seed=7)
    by_hand = BY_HAND[id](records)
    day = by_hand.columns[0]
    counts = by_hand.group_by(period_end=day).agg(pl.col("^len|counted$").sum())
    parts = figures(records, all_clocks(records), ids=[id], period="month")
    ours = parts.group_by("period_end").agg(
        pl.col("numerator", "denominator").sum()
    )  # one row, but of a split
    both = ours.join(counts, on="period_end", how="left").fill_null(0)
    if "counted" in both.columns:
        assert both["numerator"].equals(both["counted"])
        assert both["denominator"].equals(both["len"])
    else:
        assert both["numerator"].equals(both["len"])

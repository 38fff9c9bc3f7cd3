"""Control charts: published worked values, each signal drawn at its boundary, and a second implementation."""

from __future__ import annotations

import math
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.indicators.control_charts import (
    BASELINE,
    ControlChart,
    Kind,
    Observation,
    Rebase,
    Signal,
    average_moving_range,
    control_chart,
)
from goldenthread.standards.calendar import add_months

START = date(2024, 4, 30)


def _series(values: list[float | None], bases: list[int] | None = None) -> list[Observation]:
    days = [add_months(START, months) for months in range(len(values))]
    counted = bases or [None] * len(values)
    return [Observation(day, value, base) for day, value, base in zip(days, values, counted, strict=True)]


def _xmr(values: list[float | None], **more: object) -> ControlChart:
    return control_chart(_series(values), kind=Kind.INDIVIDUALS, **more)  # type: ignore[arg-type]


def _places(chart: ControlChart, signal: Signal) -> list[int]:
    return [at for at, point in enumerate(chart.points) if any(one.signal is signal for one in point.signals)]


def test_individuals_against_the_nist_handbook() -> None:
    """NIST/SEMATECH e-Handbook 6.3.2.2, flow rates of ten batches: 50.81, 45.8159 to 55.8041 (there with
    3/1.128 unrounded; 2.66 differs in the third decimal place)."""
    values = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    assert average_moving_range(values) == pytest.approx(1.8778, abs=0.00005)
    limits = _xmr(list(values)).points[0].limits
    assert limits is not None
    assert limits.mean == pytest.approx(50.81)
    assert (limits.lower, limits.upper) == pytest.approx((45.8159, 55.8041), abs=0.002)
    assert _xmr(list(values)).phases[0].trial


def test_proportions_against_a_published_example() -> None:
    """Ten samples of 200, defectives 40 44 22 34 24 32 28 32 34 30: an introduction to business statistics,
    example 16.6, gives 0.16, 0.0822 and 0.2378."""
    defective = [40, 44, 22, 34, 24, 32, 28, 32, 34, 30]
    series = _series([100 * one / 200 for one in defective], [200] * 10)
    limits = control_chart(series, kind=Kind.PROPORTIONS).points[0].limits
    assert limits is not None
    assert (limits.mean, limits.lower, limits.upper) == pytest.approx((16.0, 8.22, 23.78), abs=0.005)


def test_limits_of_proportions_step_with_the_base() -> None:
    series = _series([50.0] * 6, [100, 100, 100, 25, 25, 400])
    widths = [
        point.limits.outer for point in control_chart(series, kind=Kind.PROPORTIONS).points if point.limits
    ]
    assert widths == pytest.approx([15.0] * 3 + [30.0] * 2 + [7.5])


# A quiet process with mean 50 and average moving range 2: limits 44.68 and 55.32, inner 46.454 and 53.546.
QUIET = [49.0, 51.0] * 6


@pytest.mark.parametrize(
    ("after", "signal", "marked"),
    [
        ([55.32], Signal.OUTSIDE, []),  # on the limit is within
        ([55.33], Signal.OUTSIDE, [12]),
        ([44.67], Signal.OUTSIDE, [12]),
        ([53.55, 50, 53.55], Signal.TWO_OF_THREE, [12, 14]),  # beyond the inner limit on one side
        ([53.55, 50, 50, 53.55], Signal.TWO_OF_THREE, []),  # two of four
        ([53.55, 50, 46.4], Signal.TWO_OF_THREE, []),  # on either side
        ([53.54, 50, 53.54], Signal.TWO_OF_THREE, []),
        ([50.5] * 6, Signal.SHIFT, list(range(11, 18))),  # with the point of 51 before: seven above
        ([49.9, *[50.5] * 6], Signal.SHIFT, []),  # six
        ([49.9, *[50.5] * 7], Signal.SHIFT, list(range(13, 20))),
        ([49.9, *[50.5] * 3, 50.0, *[50.5] * 3], Signal.SHIFT, []),  # the mean itself is on neither side
        ([49, 49.2, 49.4, 49.6, 49.8, 50.1, 50.2], Signal.TREND, list(range(12, 19))),  # six steps up
        ([49, 49.2, 49.4, 49.6, 49.8, 50.1], Signal.TREND, []),  # five
        ([49, 49.2, 49.4, 49.4, 49.6, 49.8, 50.1], Signal.TREND, []),  # level is not rising
        ([51.5, 51.4, 51.3, 50.2, 49.8, 49.6, 49.5], Signal.TREND, list(range(12, 19))),
        ([49, 49.2, 49.4, None, 49.6, 49.8, 50.1, 50.2], Signal.TREND, []),  # a gap breaks a run
    ],
)
def test_each_signal_at_its_boundary(after: list[float | None], signal: Signal, marked: list[int]) -> None:
    assert _places(_xmr([*QUIET, *after]), signal) == marked


def test_limits_are_locked_on_the_first_twelve_points() -> None:
    chart = _xmr([*QUIET, *[90.0, 10.0] * 6])
    assert {point.limits for point in chart.points} == {_xmr(list(QUIET)).points[0].limits}
    assert not chart.phases[0].trial
    assert _xmr(list(QUIET[:-1])).phases[0].trial


def test_a_month_without_a_value_is_no_point_of_the_baseline() -> None:
    chart = _xmr([None, *QUIET, 80.0])
    assert chart.points[0].limits == chart.points[-1].limits
    assert chart.points[-1].limits == _xmr(list(QUIET)).points[0].limits
    assert chart.points[0].signals == ()


def test_a_process_that_never_varied_has_limits_on_its_mean() -> None:
    chart = _xmr([100.0] * 12 + [99.0])
    assert _places(chart, Signal.OUTSIDE) == [12]
    assert chart.points[0].signals == ()


def test_two_points_make_no_limits() -> None:
    assert [point.limits for point in _xmr([5.0, 6.0]).points] == [None, None]
    assert control_chart([], kind=Kind.INDIVIDUALS).latest is None


def test_a_rebasing_starts_limits_and_runs_afresh_and_keeps_its_reason() -> None:
    on = add_months(START, 12)
    chart = _xmr([*QUIET, *[70.0, 72.0] * 6], rebased=[Rebase(on, "new case system")])
    assert [phase.reason for phase in chart.phases] == ["", "new case system"]
    assert [phase.mean for phase in chart.phases] == [50.0, 71.0]
    assert all(not point.signals for point in chart.points)


def test_a_rebasing_outside_the_series_cuts_nothing() -> None:
    before, after = Rebase(date(2020, 1, 1), "before"), Rebase(date(2030, 1, 1), "after")
    assert [phase.reason for phase in _xmr(list(QUIET), rebased=[before, after]).phases] == ["before"]


def test_what_is_drawn_is_clipped_and_what_is_tested_is_not() -> None:
    limits = _xmr([98.0, 90.0] * 6).points[0].limits
    assert limits is not None
    assert limits.upper > 100
    assert limits.shown("percent")[1] == 100
    assert limits.shown("days")[1] == limits.upper


def test_a_series_out_of_order_or_without_its_base_is_refused() -> None:
    with pytest.raises(ValueError, match="oldest period"):
        control_chart(_series([1.0, 2.0])[::-1], kind=Kind.INDIVIDUALS)
    with pytest.raises(ValueError, match="taken of"):
        control_chart(_series([50.0]), kind=Kind.PROPORTIONS)


# A second implementation, written from the words of the rules: every window, every side.

VALUES = st.lists(st.integers(0, 12), min_size=3, max_size=30)


def _plain(values: list[int]) -> list[set[tuple[str, bool]]]:
    base = values[:BASELINE]
    mean = math.fsum(base) / len(base)
    ranges = [abs(base[at] - base[at - 1]) for at in range(1, len(base))]
    spread = math.fsum(ranges) / len(ranges)
    marks: list[set[tuple[str, bool]]] = [set() for _ in values]
    for at, value in enumerate(values):
        if not mean - 2.66 * spread <= value <= mean + 2.66 * spread:
            marks[at].add(("outside", value > mean))
        seven = values[at : at + 7]
        if len(seven) == 7:
            for high in (True, False):
                one_side = all(one > mean if high else one < mean for one in seven)
                moving = sorted(set(seven), reverse=not high) == seven
                for place in range(at, at + 7):
                    marks[place] |= {("shift", high)} if one_side else set()
                    marks[place] |= {("trend", high)} if moving else set()
        for first, second in combinations(range(at, min(at + 3, len(values))), 2):
            for high in (True, False):
                bound = mean + (1.773 if high else -1.773) * spread
                if all(values[one] > bound if high else values[one] < bound for one in (first, second)):
                    marks[first].add(("near", high))
                    marks[second].add(("near", high))
    return marks


NAMES = {
    Signal.OUTSIDE: "outside",
    Signal.SHIFT: "shift",
    Signal.TREND: "trend",
    Signal.TWO_OF_THREE: "near",
}


@given(VALUES)
def test_a_second_implementation_finds_the_same_signals(values: list[int]) -> None:
    found = [{(NAMES[one.signal], one.high) for one in point.signals} for point in _xmr(list(values)).points]
    assert found == _plain(values)


@given(VALUES, st.integers(-50, 50))
def test_the_same_process_at_another_level_signals_the_same(values: list[int], level: int) -> None:
    moved = [value * 4 + level * 8 for value in values]  # whole steps, so that no rounding decides a tie
    as_it_was = [point.signals for point in _xmr([value * 4 for value in values]).points]
    assert [point.signals for point in _xmr(list(moved)).points] == as_it_was

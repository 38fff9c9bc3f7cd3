"""Is it a real change, will it meet the target, and where is it heading."""

from __future__ import annotations

import math
import statistics
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.indicators.control_charts import ControlChart, Kind, Observation, control_chart
from goldenthread.indicators.judging import (
    Assurance,
    Unfit,
    Verdict,
    assurance,
    fitting,
    run_up_to_latest,
    verdict,
)
from goldenthread.indicators.targets import (
    Forecast,
    Milestone,
    Outlook,
    Target,
    Track,
    forecast,
    outlook,
    track,
)
from goldenthread.standards.calendar import add_months

START = date(2024, 4, 30)
QUIET = [49.0, 51.0] * 6  # mean 50, limits 44.68 and 55.32


def _chart(values: list[float | None]) -> ControlChart:
    series = [Observation(add_months(START, month), value) for month, value in enumerate(values)]
    return control_chart(series, kind=Kind.INDIVIDUALS)


@pytest.mark.parametrize(
    ("latest", "polarity", "said"),
    [
        (50.0, "higher_better", Verdict.STEADY),
        (56.0, "higher_better", Verdict.IMPROVING),
        (44.0, "higher_better", Verdict.CONCERNING),
        (56.0, "lower_better", Verdict.CONCERNING),
        (44.0, "lower_better", Verdict.IMPROVING),
        (56.0, "neutral", Verdict.HIGHER),  # no better direction: never good or bad
        (44.0, "neutral", Verdict.LOWER),
    ],
)
def test_the_latest_point_tells_of_a_real_change(latest: float, polarity: str, said: Verdict) -> None:
    assert verdict(_chart([*QUIET, latest]), polarity) is said  # type: ignore[arg-type]


def test_a_signal_of_the_past_is_not_told_as_news() -> None:
    assert verdict(_chart([*QUIET, 60.0, 50.0, 50.0]), "higher_better") is Verdict.STEADY


def test_a_month_without_a_value_leaves_the_month_before_it_as_the_latest() -> None:
    assert verdict(_chart([*QUIET, 60.0, None]), "higher_better") is Verdict.IMPROVING


def test_too_few_points_are_not_judged() -> None:
    assert verdict(_chart([50.0, 60.0]), "higher_better") is Verdict.UNJUDGED
    assert verdict(_chart([]), "higher_better") is Verdict.UNJUDGED


@pytest.mark.parametrize(
    ("target", "polarity", "said"),
    [
        (44.68, "higher_better", Assurance.PASSES),  # the limit itself meets it
        (44.69, "higher_better", Assurance.HIT_AND_MISS),
        (55.32, "higher_better", Assurance.HIT_AND_MISS),
        (55.33, "higher_better", Assurance.FAILS),
        (55.32, "lower_better", Assurance.PASSES),
        (44.68, "lower_better", Assurance.HIT_AND_MISS),
        (44.67, "lower_better", Assurance.FAILS),
        (50.0, "neutral", None),
        (None, "higher_better", None),
    ],
)
def test_a_target_against_the_limits(target: float | None, polarity: str, said: Assurance | None) -> None:
    found = assurance(_chart(list(QUIET)), target=target, polarity=polarity)  # type: ignore[arg-type]
    assert found is said


BASES = [100] * 12


@pytest.mark.parametrize(
    ("unit", "basis", "values", "bases", "fits"),
    [
        ("percent", "events", [50.0] * 12, BASES, Kind.INDIVIDUALS),
        ("percent", "events", [50.0] * 12, [80, 120] * 6, Kind.INDIVIDUALS),  # within a quarter of 100
        ("percent", "events", [50.0] * 12, [74, 126] * 6, Kind.PROPORTIONS),
        ("percent", "events", [50.0] * 12, [20] * 12, Kind.INDIVIDUALS),
        ("percent", "events", [50.0] * 12, [19] * 12, "fewer than 20"),
        ("count", "events", [20.0] * 12, [None] * 12, Kind.INDIVIDUALS),
        ("count", "events", [19.0] * 12, [None] * 12, "fewer than 20"),
        ("median_days", "events", [5.0] * 12, BASES, Kind.INDIVIDUALS),
        ("percent", "stock", [50.0] * 12, BASES, "rests on the day before"),
        ("percent", "events", [None] * 3, [0] * 3, "no value"),
    ],
)
def test_which_chart_fits(
    unit: str, basis: str, values: list[float | None], bases: list[int | None], fits: Kind | str
) -> None:
    series = [
        Observation(add_months(START, month), value, base)
        for month, (value, base) in enumerate(zip(values, bases, strict=True))
    ]
    found = fitting(unit, basis, series)  # type: ignore[arg-type]
    if isinstance(fits, Kind):
        assert found is fits
    else:
        assert isinstance(found, Unfit)
        assert fits in found.reason


@pytest.mark.parametrize(
    ("after", "run"),
    [
        ([50.0], []),
        ([60.0], []),  # one point outside is no run
        ([49.9, *[50.5] * 7], [50.5] * 7),
        ([49.9, *[50.5] * 9], [50.5] * 9),
        ([49.9, *[50.5] * 7, None], [50.5] * 7),
        ([49.0, 49.2, 49.4, 49.6, 49.8, 50.1, 50.2], [49.0, 49.2, 49.4, 49.6, 49.8, 50.1, 50.2]),
    ],
)
def test_the_run_that_the_latest_point_belongs_to(after: list[float | None], run: list[float]) -> None:
    assert [value for _, value in run_up_to_latest(_chart([*QUIET, *after]))] == run


# Targets


def _target(polarity: str = "higher_better", tolerance: float = 2.0) -> Target:
    steps = (Milestone(date(2026, 1, 31), 60.0), Milestone(date(2026, 7, 30), 90.0))  # 180 days, 30 points
    return Target("assessment_45wd", polarity, steps, tolerance)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 1, 30), None),
        (date(2026, 1, 31), 60.0),
        (date(2026, 2, 6), 61.0),
        (date(2026, 7, 30), 90.0),
        (date(2027, 1, 1), 90.0),
    ],
)
def test_where_a_measure_should_be_on_a_day(on: date, expected: float | None) -> None:
    assert _target().expected(on) == expected


@pytest.mark.parametrize(
    ("polarity", "value", "stands"),
    [
        ("higher_better", 61.0, Track.ON),
        ("higher_better", 60.9, Track.NEAR),
        ("higher_better", 59.0, Track.NEAR),
        ("higher_better", 58.9, Track.OFF),
        ("lower_better", 61.0, Track.ON),
        ("lower_better", 63.0, Track.NEAR),
        ("lower_better", 63.1, Track.OFF),
        ("higher_better", None, None),
    ],
)
def test_a_value_against_its_trajectory(polarity: str, value: float | None, stands: Track | None) -> None:
    assert track(_target(polarity), value=value, on=date(2026, 2, 6)) is stands


def test_before_the_baseline_nothing_is_expected() -> None:
    assert track(_target(), value=10.0, on=date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("polarity", "steps", "tolerance", "why"),
    [
        ("higher_better", (), 0.0, "at least one dated value"),
        ("higher_better", ((date(2026, 2, 1), 1.0), (date(2026, 1, 1), 2.0)), 0.0, "oldest first"),
        ("higher_better", ((date(2026, 2, 1), 1.0), (date(2026, 2, 1), 2.0)), 0.0, "one for a day"),
        ("higher_better", ((date(2026, 2, 1), 1.0),), -0.1, "nought or more"),
        ("neutral", ((date(2026, 2, 1), 1.0),), 0.0, "no target"),
    ],
)
def test_a_target_that_is_none_is_refused(
    polarity: str, steps: tuple[tuple[date, float], ...], tolerance: float, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        Target("x", polarity, tuple(Milestone(*step) for step in steps), tolerance)  # type: ignore[arg-type]


# Forecasts


def _forecast(values: list[float | None], *, months: int = 12, unit: str = "percent") -> Forecast:
    chart = _chart(values)
    latest = chart.latest
    assert latest is not None
    found = forecast(chart, on=add_months(latest.on, months), unit=unit)
    assert found is not None
    return found


def test_a_steady_measure_is_expected_to_stay_and_vary_as_it_does() -> None:
    found = _forecast([*QUIET, 50.0])
    assert (found.value, found.drawn_on) == (50.0, False)
    sigma = 2.0 / 1.128  # the average moving range over d2
    normal = statistics.NormalDist().inv_cdf(0.9)
    assert found.upper - found.value == pytest.approx(normal * sigma, rel=1e-3)
    assert found.value - found.lower == pytest.approx(normal * sigma, rel=1e-3)


def test_after_a_shift_it_is_expected_at_its_new_level() -> None:
    assert _forecast([*QUIET, 49.9, *[53.0, 54.0] * 4]).value == 53.5


def test_a_run_is_drawn_on_as_a_straight_line_and_no_further_than_it_is_long() -> None:
    run = [46.0, 47.0, 48.0, 49.0, 50.0, 51.0, 52.0]
    near, far = _forecast([*QUIET, *run], months=3), _forecast([*QUIET, *run], months=60)
    assert near.drawn_on
    assert near.value == pytest.approx(55.0, abs=0.2)  # months are not all of one length
    assert far.value == pytest.approx(58.0, abs=0.2)


def test_the_reach_of_a_run_against_the_textbook_formula() -> None:
    run = [46.0, 47.5, 48.0, 49.5, 50.0, 51.5, 52.0]
    chart = _chart([*QUIET, *run])
    days = [point.on.toordinal() for point in chart.points[12:]]
    on = days[-1] + 60
    line = statistics.linear_regression(days, run)
    misses = [value - line.intercept - line.slope * day for day, value in zip(days, run, strict=True)]
    error = math.sqrt(sum(miss**2 for miss in misses) / 5)
    away = (on - statistics.mean(days)) ** 2 / (statistics.pvariance(days) * 7)
    found = forecast(chart, on=date.fromordinal(on), unit="days")
    assert found is not None
    assert found.value == pytest.approx(line.intercept + line.slope * on)
    assert found.upper - found.value == pytest.approx(1.476 * error * math.sqrt(1 + 1 / 7 + away))


@given(st.lists(st.floats(0, 100), min_size=12, max_size=30), st.integers(1, 1000))
def test_a_percentage_is_never_forecast_outside_nought_to_a_hundred(values: list[float], days: int) -> None:
    chart = _chart(list(values))
    found = forecast(chart, on=chart.points[-1].on + timedelta(days=days), unit="percent")
    assert found is not None
    assert 0 <= found.lower <= found.value <= found.upper <= 100


def test_without_limits_nothing_is_forecast() -> None:
    assert forecast(_chart([50.0]), on=date(2027, 1, 1), unit="percent") is None


@pytest.mark.parametrize(
    ("polarity", "lower", "upper", "said"),
    [
        ("higher_better", 90.0, 95.0, Outlook.LIKELY),
        ("higher_better", 89.9, 95.0, Outlook.OPEN),
        ("higher_better", 85.0, 90.0, Outlook.OPEN),
        ("higher_better", 85.0, 89.9, Outlook.UNLIKELY),
        ("lower_better", 85.0, 90.0, Outlook.LIKELY),
        ("lower_better", 90.0, 95.0, Outlook.OPEN),
        ("lower_better", 90.1, 95.0, Outlook.UNLIKELY),
    ],
)
def test_the_target_against_the_forecast(polarity: str, lower: float, upper: float, said: Outlook) -> None:
    seen = Forecast(date(2026, 7, 30), (lower + upper) / 2, lower, upper, drawn_on=False)
    assert outlook(_target(polarity), seen) is said

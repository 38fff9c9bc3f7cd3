"""What is said of a measure's chart and target, drawn as series of months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from goldenthread.indicators.judging import Assurance, Verdict
from goldenthread.indicators.targets import Milestone, Outlook, Track
from goldenthread.papers import judged_words
from goldenthread.papers.figures import Figure
from goldenthread.papers.judgement import Aim, ChartEvent, Judgement, judge
from goldenthread.papers.words import MeasureWords, published_words
from goldenthread.standards.calendar import add_months

WORDS = published_words().measures
IN_TIME, CONTACTS, ON_PLANS = WORDS["assessment_45wd"], WORDS["contacts_count"], WORDS["cpp_count"]
WOBBLE = [70, 72, 68, 71, 69, 70, 72, 68, 71, 69, 70, 70]
FIRST = date(2025, 1, 1)


def series(*values: int | None, base: int = 100) -> list[Figure]:
    """Months from January 2025; of a hundred each, so that the count is the percentage."""
    return [_month(place, value, base) for place, value in enumerate(values)]


def _month(place: int, value: int | None, base: int) -> Figure:
    start = add_months(FIRST, place)
    end = add_months(start, 1) - timedelta(days=1)
    denominator = None if value is None else base
    return Figure(start, end, value, denominator, None if value is None else float(value), "s", "d/1")


def judged(
    *values: int | None,
    words: MeasureWords = IN_TIME,
    aim: Aim | None = None,
    events: tuple[ChartEvent, ...] = (),
) -> Judgement:
    return judge(words, series(*values), events=events, aim=aim)


def aim(final: float, *, by: date = date(2027, 3, 31), tolerance: float = 0) -> Aim:
    return Aim((Milestone(date(2025, 1, 31), 70), Milestone(by, final)), tolerance)


# What follows twelve months around 70; higher is better
VERDICTS = [
    (
        "one more as before",
        [70],
        Verdict.STEADY,
        "In January 2026, the figure is what chance alone explains.",
    ),
    ("far above", [95], Verdict.IMPROVING, "In January 2026, the figure is above the limits"),
    ("far below", [40], Verdict.CONCERNING, "In January 2026, the figure is below the limits"),
    ("seven a little above", [72] * 7, Verdict.IMPROVING, "In July 2026, seven points in a row are above"),
    ("six a little above", [72] * 6, Verdict.STEADY, "In June 2026, the figure is what chance"),
]


@pytest.mark.parametrize(("why", "then", "verdict", "said"), VERDICTS, ids=[one[0] for one in VERDICTS])
def test_what_the_chart_says(why: str, then: list[int], verdict: Verdict, said: str) -> None:
    found = judged(*WOBBLE, *then)
    assert found.verdict is verdict
    assert said in judged_words.verdict_said(found)


def test_where_neither_direction_is_better_it_is_higher_or_lower_and_never_good_or_bad() -> None:
    found = judged(*WOBBLE, 95, words=CONTACTS)
    told = judged_words.verdict_said(found)
    assert found.verdict is Verdict.HIGHER
    assert told.startswith("A real change: higher.")
    assert not any(word in told for word in ("better", "worse", "improv"))


def test_limits_are_locked_on_the_first_twelve_points_whatever_comes_after() -> None:
    alone, later = judged(*WOBBLE), judged(*WOBBLE, 95, 96, 97)
    told = judged_words.limits_said(later, "percent")
    assert "locked on the twelve points from January 2025 to December 2025" in told
    assert alone.chart is not None
    assert later.chart is not None
    assert alone.chart.points[0].limits == later.chart.points[-1].limits


def test_fewer_than_twelve_points_make_trial_limits_and_that_is_said() -> None:
    found = judged(*WOBBLE[:11])
    assert found.is_trial
    assert "trial limits: they rest on 11 points" in judged_words.limits_said(found, "percent")


def test_a_person_begins_the_limits_anew_for_a_reason_that_stands_there() -> None:
    anew = ChartEvent(date(2026, 1, 1), "new case system", rebases=True)
    marked = ChartEvent(date(2026, 1, 1), "new case system")
    moved = [*WOBBLE, *(88, 90, 86, 89, 87)]
    assert judged(*moved, events=(marked,)).verdict is Verdict.IMPROVING
    found = judged(*moved, events=(anew,))
    assert found.verdict is Verdict.STEADY
    told = judged_words.limits_said(found, "percent")
    assert "trial limits: they rest on 5 points" in told
    assert "New limits began in January 2026: new case system." in told


def test_stock_has_no_chart_and_why_is_said() -> None:
    found = judged(*WOBBLE, words=ON_PLANS)
    assert found.chart is None
    assert "because each day's number rests on the day before" in judged_words.verdict_said(found)


def test_a_month_without_a_figure_is_named_by_no_verdict_and_lends_no_limit() -> None:
    found = judged(*WOBBLE, 95, None)
    assert "In January 2026" in judged_words.verdict_said(found)
    assert found.by_end[date(2026, 2, 28)].value is None


# The way goes from 70 in January 2025 to 96 in March 2027, a point a month; 83 in February 2026
TRACKS = [(83, 0, Track.ON), (82, 0, Track.OFF), (82, 2, Track.NEAR), (80, 2, Track.OFF), (90, 0, Track.ON)]


@pytest.mark.parametrize(("now", "tolerance", "track"), TRACKS)
def test_red_amber_and_green_come_from_the_way_to_the_target(
    now: int, tolerance: float, track: Track
) -> None:
    found = judged(*WOBBLE, 70, now, aim=aim(96, tolerance=tolerance))
    assert round(found.expected or 0) == 83
    assert found.track is track


# Whether a process of 65 to 75 meets the target as it is
ASSURED = [(60, Assurance.PASSES, Outlook.LIKELY), (70, Assurance.HIT_AND_MISS, Outlook.OPEN),
           (90, Assurance.FAILS, Outlook.UNLIKELY)]  # fmt: skip


@pytest.mark.parametrize(("target", "assurance", "outlook"), ASSURED)
def test_whether_it_will_get_there_as_it_is(target: int, assurance: Assurance, outlook: Outlook) -> None:
    found = judged(*WOBBLE, 70, aim=aim(target))
    assert (found.assurance, found.outlook) == (assurance, outlook)
    told = judged_words.forecast_said(found, "percent")
    assert told.startswith(
        "Forecast for 31 March 2027, if nothing changes: about 70.0%, and four times in five"
    )


def test_after_the_targets_date_nothing_is_forecast() -> None:
    found = judged(*WOBBLE, 70, aim=aim(80, by=date(2026, 1, 31)))
    assert found.forecast is None
    assert "date has come" in judged_words.forecast_said(found, "percent")


def test_a_measure_without_a_better_direction_is_held_to_no_target() -> None:
    assert judged(*WOBBLE, words=CONTACTS, aim=aim(80)).target is None


def test_a_target_and_an_event_are_the_same_after_they_were_written_down() -> None:
    target, event = aim(80, tolerance=1.5), ChartEvent(date(2026, 1, 1), "new", rebases=True)
    assert Aim.from_json(target.to_json()) == target
    assert ChartEvent.from_json(event.to_json()) == event

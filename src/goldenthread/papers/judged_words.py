"""What is said of a measure's control chart and target: the words of the site's pages and of papers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from goldenthread.indicators.control_charts import RUN, Fired, Phase, Point, Signal
from goldenthread.indicators.judging import Assurance, Verdict, latest_signal
from goldenthread.indicators.targets import Outlook, Track
from goldenthread.papers.figures import Figure
from goldenthread.papers.judgement import Judgement
from goldenthread.papers.wording import (
    counted,
    in_period,
    joined,
    long_date,
    month_and_year,
    value_in_words,
)
from goldenthread.standards.indicators import Polarity

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
VERDICTS = {
    Verdict.STEADY: "No real change",
    Verdict.IMPROVING: "A real change for the better",
    Verdict.CONCERNING: "A real change for the worse",
    Verdict.HIGHER: "A real change: higher",
    Verdict.LOWER: "A real change: lower",
    Verdict.UNJUDGED: "Not judged",
}
ASSURED = {
    Assurance.PASSES: "Left as it is, it will meet the target each time",
    Assurance.FAILS: "Left as it is, it will not meet the target: the way the work is done has to change",
    Assurance.HIT_AND_MISS: "Left as it is, it will hit the target some months and miss it others, by chance",
}
_OLDER = " This goes by limits from before the change: begin them anew once it is understood."
TRACKED = {Track.ON: "On track", Track.NEAR: "Within tolerance", Track.OFF: "Off track"}


def verdict_said(judged: Judgement) -> str:
    """Whether there is a real change, and what tells: a sentence or two."""
    if judged.verdict is Verdict.UNJUDGED:
        return what_tells(judged)
    return f"{VERDICTS[judged.verdict]}. {what_tells(judged)}"


def what_tells(judged: Judgement) -> str:
    """What the verdict rests on, with the month it is of: the latest that has a figure."""
    latest = judged.chart.latest if judged.chart else None
    if judged.unfit:
        return f"Not judged on a control chart, because {judged.unfit}."
    if latest is None or latest.limits is None:
        return "Not judged on a control chart, because there are too few points to draw limits from."
    fired = latest_signal(judged.chart) if judged.chart else None
    why = signal_said(fired) if fired else "the figure is what chance alone explains"
    return f"In {month_and_year(latest.on)}, {why}."


def signal_said(fired: Fired) -> str:
    """A signal as a clause, for the point it stands at."""
    side, way = ("above", "risen") if fired.high else ("below", "fallen")
    edge = "upper" if fired.high else "lower"
    return {
        Signal.OUTSIDE: f"the figure is {side} the limits of what chance explains",
        Signal.TREND: f"{_COUNTS[RUN]} points in a row have {way}",
        Signal.TWO_OF_THREE: f"two of three points are close to the {edge} limit",
        Signal.SHIFT: f"{_COUNTS[RUN]} points in a row are {side} the average",
    }[fired.signal]


def limits_said(judged: Judgement, unit: str) -> str:
    """The average and the limits now in force, and what they rest on; "" where there are none."""
    phase, latest = judged.phase, judged.chart.latest if judged.chart else None
    if phase is None or latest is None or latest.limits is None:
        return ""
    low, high = latest.limits.shown(unit)
    return (
        f"The average is {value_in_words(latest.limits.mean, unit)}; chance alone moves it between "
        f"{value_in_words(low, unit)} and {value_in_words(high, unit)}. {rests_on(phase)}"
    )


def rests_on(phase: Phase) -> str:
    """What the limits of a stretch are made from."""
    known = [point for point in phase.points if point.value is not None]
    first = month_and_year(known[0].on) if known else ""
    anew = f" New limits began in {month_and_year(phase.start)}: {phase.reason}." if phase.reason else ""
    if phase.trial:
        points = counted(len(known), "point")
        return f"These are trial limits: they rest on {points}, and are locked at twelve.{anew}"
    return f"The limits are locked on the twelve points from {first} to {month_and_year(known[11].on)}.{anew}"


def signals_said(points: Sequence[Point]) -> str:
    """Every signal on a chart, oldest first, for somebody who cannot see it; "" where there is none."""
    told = []
    for fired, run in groupby(points, key=lambda point: point.signals[0] if point.signals else None):
        if fired is None:
            continue
        days = [month_and_year(point.on) for point in run]
        when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
        told.append(f"{when}, {signal_at(fired)}")
    return f"Signals: {'; '.join(told)}." if told else "No point is a signal."


def signal_at(fired: Fired) -> str:
    """A signal in a few words, for a row of a table."""
    side = "above" if fired.high else "below"
    return {
        Signal.OUTSIDE: f"outside the limits, {side}",
        Signal.TREND: f"a run {'rising' if fired.high else 'falling'}",
        Signal.TWO_OF_THREE: f"two of three near the {'upper' if fired.high else 'lower'} limit",
        Signal.SHIFT: f"a run {side} the average",
    }[fired.signal]


def good_or_bad(fired: Fired, polarity: Polarity) -> str:
    """Better or worse; "" where neither direction is."""
    if polarity == "neutral":
        return ""
    return "better" if fired.high == (polarity == "higher_better") else "worse"


def target_said(judged: Judgement, unit: str) -> str:
    """The target, its date and the way there: The target is 90.0% by 31 March 2027, from 82.0% ..."""
    if judged.target is None:
        return ""
    first, final = judged.target.trajectory[0], judged.target.final
    start = f", from {value_in_words(first.value, unit)} on {long_date(first.on)}" if first != final else ""
    between = [
        f"{value_in_words(one.value, unit)} by {long_date(one.on)}" for one in judged.target.trajectory[1:-1]
    ]
    by_way_of = f" by way of {joined(between)}" if between else ""
    return f"The target is {value_in_words(final.value, unit)} by {long_date(final.on)}{start}{by_way_of}."


def track_said(judged: Judgement, latest: Figure | None, unit: str) -> str:
    """How the latest figure stands to the trajectory, in a sentence; "" where there is no target."""
    if judged.target is None:
        return ""
    if latest is None or judged.track is None or judged.expected is None:
        return "There is no figure yet to hold against it."
    near = judged.target.tolerance
    tolerance = f" (as much as {value_in_words(near, unit)} away is within tolerance)" if near else ""
    now = f"{value_in_words(latest.value, unit)} {in_period(latest.start, latest.end)}"
    expected = value_in_words(judged.expected, unit)
    return f"{TRACKED[judged.track]}: {now}, where the way to the target has {expected}{tolerance}."


def assurance_said(judged: Judgement) -> str:
    """Whether the process meets the target as it is; "" where there is no target."""
    if judged.target is None:
        return ""
    if judged.assurance is None:
        return "Whether it will meet the target as it is cannot be said without limits."
    changed = judged.verdict not in (Verdict.STEADY, Verdict.UNJUDGED)
    older = (
        " This goes by limits from before the change: begin them anew once it is understood."
        if changed
        else ""
    )
    return f"{ASSURED[judged.assurance]}.{older}"


def forecast_said(judged: Judgement, unit: str) -> str:
    """Where it is heading by the target's date, and how sure that is; "" where there is no target."""
    if judged.target is None:
        return ""
    seen = judged.forecast
    if seen is None:
        return _no_forecast(judged)
    basis = "if the present run goes on" if seen.drawn_on else "if nothing changes"
    outlook = {
        Outlook.LIKELY: "likely to be met",
        Outlook.OPEN: "open: it may or may not be met",
        Outlook.UNLIKELY: "unlikely to be met",
        None: "not judged",
    }[judged.outlook]
    return (
        f"Forecast for {long_date(seen.on)}, {basis}: about {value_in_words(seen.value, unit)}, and four "
        f"times in five between {value_in_words(seen.lower, unit)} and {value_in_words(seen.upper, unit)}. "
        f"The target is {outlook}."
    )


def _no_forecast(judged: Judgement) -> str:
    latest = judged.chart.latest if judged.chart else None
    assert judged.target is not None
    if latest is not None and judged.target.final.on <= latest.on:
        return "The target’s date has come, so nothing is forecast."
    return "No forecast is made, because there are no limits to make it from."

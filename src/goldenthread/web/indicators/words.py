"""What pages say of figures and of how they move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.indicators.judging import Verdict as ChartVerdict
from goldenthread.indicators.targets import Track
from goldenthread.papers import judged_words
from goldenthread.papers.change import Verdict
from goldenthread.papers.compared import Line, own_said
from goldenthread.papers.figures import Figure
from goldenthread.papers.measures import overdue_said, shows
from goldenthread.papers.wording import (
    average_name,
    both_counts,
    capital,
    counted,
    in_period,
    joined,
    long_date,
    plain_number,
    value_in_words,
)
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.indicators.disclosure import WITHHELD, Withheld
from goldenthread.web.indicators.measures import ShownMeasure


@dataclass(frozen=True)
class Tag:
    """A state in words; the colour only repeats it."""

    text: str
    colour: str


@dataclass(frozen=True)
class Moved:
    """How many measures have clearly moved, and how."""

    better: int
    worse: int
    other: int
    steady: int
    unjudged: int


def value_said(figure: Figure, unit: str) -> str:
    """82.0%; withheld (small); a dash where there was nothing to count."""
    return WITHHELD if isinstance(figure, Withheld) else value_in_words(figure.value, unit)


def counts_said(figure: Figure, unit: str) -> str:
    """41 of 50; the middle value of 12; empty for a count."""
    if figure.numerator is None and figure.denominator is not None:
        return f"{average_name(unit)} of {plain_number(figure.denominator)}"
    return both_counts(figure.numerator, figure.denominator)


def said(figure: Figure, unit: str) -> str:
    """The figure with its counts: 82.0% (41 of 50)."""
    if isinstance(figure, Withheld):
        return WITHHELD
    counts = counts_said(figure, unit)
    if figure.value is None:
        return f"nothing to count ({counts})" if unit == "percent" else "nothing to count"
    return value_in_words(figure.value, unit) + (f" ({counts})" if counts else "")


def sentence(measure: ShownMeasure) -> str:
    """What a measure shows, in a sentence or two."""
    held = (measure.latest, measure.earlier)
    if not any(isinstance(one, Withheld) for one in held):
        return shows(measure)
    return figure_sentence(measure.latest, measure.words.unit)


def figure_sentence(figure: Figure, unit: str) -> str:
    """In March 2026: 82.0% (41 of 50)."""
    return f"{capital(in_period(figure.start, figure.end))}: {said(figure, unit)}."


def since(measure: ShownMeasure) -> str:
    """The change since the period before: Up from 81.0% (121 of 150) in February 2026."""
    before, now, unit = measure.previous, measure.latest, measure.words.unit
    if before is None:
        return "No period before it to compare"
    when = in_period(before.start, before.end)
    if isinstance(now, Withheld) or isinstance(before, Withheld):
        return f"Cannot be compared: a figure is {WITHHELD}"
    if now.value is None or before.value is None:
        return f"Nothing to compare: {said(before, unit)} {when}"
    if value_in_words(now.value, unit) == value_in_words(before.value, unit):
        return f"The same as {when}"
    return f"{'Up' if now.value > before.value else 'Down'} from {said(before, unit)} {when}"


def verdict(measure: ShownMeasure) -> Tag:
    """The last three months against the three before, or against the same three a year ago."""
    if measure.clear is None:
        words = {Verdict.STEADY: "No clear change", Verdict.TOO_FEW: "Too few to judge"}
        return Tag(words.get(measure.change.verdict, "Not judged"), "grey")
    moved = "Clear rise" if measure.clear.verdict is Verdict.RISE else "Clear fall"
    since_when = "" if measure.change.is_clear else " since a year ago"
    good = f": {measure.direction}" if measure.direction else ""
    colour = {"better": "green", "worse": "red"}.get(measure.direction, "blue")
    return Tag(f"{moved}{since_when}{good}", colour)


_CHART_COLOURS = {
    ChartVerdict.IMPROVING: "blue",
    ChartVerdict.CONCERNING: "orange",
    ChartVerdict.HIGHER: "purple",
    ChartVerdict.LOWER: "purple",
}
_RAG = {Track.ON: ("Green", "green"), Track.NEAR: ("Amber", "yellow"), Track.OFF: ("Red", "red")}


def chart_verdict(measure: ShownMeasure) -> Tag:
    """What the control chart says, in the colours of Making Data Count; purple where neither is better."""
    judged = measure.judgement
    trial = " (trial limits)" if judged.is_trial and judged.verdict is not ChartVerdict.UNJUDGED else ""
    text = f"{judged_words.VERDICTS[judged.verdict]}{trial}"
    return Tag(text, _CHART_COLOURS.get(judged.verdict, "grey"))


def rag(measure: ShownMeasure) -> Tag | None:
    """How it stands to the way to its target: Red: off track. None without a target or a figure."""
    track = measure.judgement.track
    if track is None:
        return None
    colour, look = _RAG[track]
    return Tag(f"{colour}: {judged_words.TRACKED[track].lower()}", look)


@dataclass(frozen=True)
class OnTarget:
    """What is said of a measure's target, a sentence each: "" where there is nothing to say."""

    target: str
    track: str
    assurance: str
    forecast: str


def on_target(measure: ShownMeasure) -> OnTarget | None:
    """The target, how it stands to it, whether it will meet it, and where it is heading; None without one."""
    judged, unit, latest = measure.judgement, measure.words.unit, measure.latest_known
    if judged.target is None:
        return None
    return OnTarget(
        target=judged_words.target_said(judged, unit),
        track=judged_words.track_said(judged, latest, unit),
        assurance=judged_words.assurance_said(judged),
        forecast=judged_words.forecast_said(judged, unit),
    )


@dataclass(frozen=True)
class Beside:
    """One published comparison as the page shows it."""

    period: str
    source: str
    lines: tuple[Line, ...]
    sentence: str
    own: str


def beside(measure: ShownMeasure) -> list[Beside]:
    """What is published elsewhere, and where our own latest figure lies in it."""
    return [
        Beside(
            period=one.period,
            source=one.source,
            lines=one.lines,
            sentence=one.sentence,
            own=own_said(measure.words, measure.series, one),
        )
        for one in measure.compared
    ]


def overdue(measure: ShownMeasure, tier: FigureTier) -> str:
    """What is open and overdue beside timeliness; empty for other measures. Of the longest delay, which is
    one child's, those from outside are not told."""
    if measure.overdue_withheld:
        return f"Open and overdue now: {WITHHELD}."
    if measure.overdue is None:
        return ""
    if tier is FigureTier.INTERNAL:
        return overdue_said(measure)
    counts = both_counts(measure.overdue.overdue, measure.overdue.running)
    return f"Open now: {counts} overdue."


def moved(measures: Sequence[ShownMeasure]) -> Moved:
    """Every measure counted once, by what may be said of its change."""
    clear = [one for one in measures if one.clear]
    better = sum(one.direction == "better" for one in clear)
    worse = sum(one.direction == "worse" for one in clear)
    steady = sum(one.change.verdict is Verdict.STEADY for one in measures if not one.clear)
    return Moved(
        better=better,
        worse=worse,
        other=len(clear) - better - worse,
        steady=steady,
        unjudged=len(measures) - len(clear) - steady,
    )


def scorecard_sentence(counts: Moved, *, all_measures: int, as_at: date) -> str:
    """Of 85 measures, 84 have a figure in the records as at …; then what has clearly moved."""
    clear = counts.better + counts.worse + counts.other
    shown = clear + counts.steady + counts.unjudged
    when = long_date(as_at)
    first = f"Of {counted(all_measures, 'measure')}, {shown} have a figure in the records as at {when}."
    if not clear and not counts.steady:
        return f"{first} None has enough months or enough events to judge a change."
    said_of = (
        (counts.worse, "clearly worse"),
        (counts.better, "clearly better"),
        (counts.other, "clearly moved, neither better nor worse by itself"),
        (counts.steady, "with no clear change"),
        (counts.unjudged, "that cannot be judged this way"),
    )
    parts = [f"{number} {words}" for number, words in said_of if number]
    return f"{first} The last three months against the three before, or a year before: {joined(parts)}."

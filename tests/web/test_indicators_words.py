"""What is said of a measure, drawn as the months it rests on: each is a count in time and a base."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from goldenthread.papers.change import A_YEAR, change
from goldenthread.papers.duties import Duty, TeamDuty
from goldenthread.papers.figures import Figure
from goldenthread.papers.words import ClockWords
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.indicators import words
from goldenthread.web.indicators.disclosure import withheld
from goldenthread.web.indicators.measures import ShownMeasure, words_of
from goldenthread.web.indicators.moved_words import share_said
from goldenthread.web.indicators.sparkline import sparkline
from web_figures import seen

INSIDE, OUTSIDE = FigureTier.INTERNAL, FigureTier.SUPPRESSED
Months = Sequence[tuple[int, int]]


def _series(months: Months) -> tuple[Figure, ...]:
    ends = _month_ends(len(months))
    return tuple(_month(end, *counts) for end, counts in zip(ends, months, strict=True))


def _month(end: date, numerator: int, denominator: int) -> Figure:
    value = 100 * numerator / denominator if denominator else None
    return Figure(end.replace(day=1), end, numerator, denominator, value, "s", "assessment_45wd/1")


def _month_ends(number: int) -> list[date]:
    ends = [date(2026, 3, 31)]
    while len(ends) < number:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    return ends[::-1]


def _measure(
    months: Months, *, tier: FigureTier = INSIDE, duty: tuple[int, int] | None = None
) -> ShownMeasure:
    about = words_of()["assessment_45wd"]
    series = seen(_series(months), kind="percent", tier=tier)
    return ShownMeasure(
        words=about,
        series=series,
        by_team=(),
        change=change(about, series),
        since_a_year=change(about, series, months_back=A_YEAR),
        overdue=_duty(*duty) if duty else None,
    )


def _duty(overdue: int, running: int) -> Duty:
    return Duty(ClockWords("c", "Assessment"), (TeamDuty("North", running, overdue, 0, 27),), (), 0, ())


SINCE = [
    ([(8, 10)], "No period before it to compare"),
    ([(8, 10), (9, 10)], "Up from 80.0% (8 of 10) in February 2026"),
    ([(9, 10), (8, 10)], "Down from 90.0% (9 of 10) in February 2026"),
    ([(16, 20), (8, 10)], "The same as in February 2026"),
    ([(0, 0), (8, 10)], "Nothing to compare: nothing to count (0 of 0) in February 2026"),
    ([(8, 10), (0, 0)], "Nothing to compare: 80.0% (8 of 10) in February 2026"),
]


@pytest.mark.parametrize(("months", "said"), SINCE)
def test_the_change_since_the_period_before(months: Months, said: str) -> None:
    assert words.since(_measure(months)) == said


@pytest.mark.parametrize("months", [[(2, 40), (20, 40)], [(20, 40), (2, 40)]])
def test_a_withheld_figure_is_compared_with_nothing(months: Months) -> None:
    said = words.since(_measure(months, tier=OUTSIDE))
    assert said == "Cannot be compared: a figure is withheld (small)"


UP, DOWN, LEVEL, FEW = (45, 50), (20, 50), (30, 50), (3, 5)
VERDICTS = [
    ("a rise is better", [LEVEL] * 3 + [UP] * 3, "Clear rise: better", "green"),
    ("a fall is worse", [LEVEL] * 3 + [DOWN] * 3, "Clear fall: worse", "red"),
    ("level", [LEVEL] * 6, "No clear change", "grey"),
    ("few", [FEW] * 6, "Too few to judge", "grey"),
    ("short", [LEVEL] * 5, "Not judged", "grey"),
    ("a year ago", [LEVEL] * 3 + [UP] * 12, "Clear rise since a year ago: better", "green"),
    ("new before old", [UP] * 12 + [DOWN] * 3, "Clear fall: worse", "red"),
]


@pytest.mark.parametrize(("why", "months", "text", "colour"), VERDICTS, ids=[case[0] for case in VERDICTS])
def test_the_verdict_in_words_and_colour(why: str, months: Months, text: str, colour: str) -> None:
    assert words.verdict(_measure(months)) == words.Tag(text, colour)


def test_no_verdict_rests_on_a_withheld_month() -> None:
    months = [LEVEL] * 3 + [UP, UP, (48, 50)]  # two late in the last
    assert words.verdict(_measure(months)).text == "Clear rise: better"
    assert words.verdict(_measure(months, tier=OUTSIDE)).text == "Not judged"


def test_a_withheld_figure_is_a_kind_of_value_neither_blank_nor_nought() -> None:
    (figure,) = _series([(3, 40)])
    assert words.said(withheld(figure), "percent") == "withheld (small)"
    assert words.value_said(withheld(figure), "percent") == "withheld (small)"
    assert words.sentence(_measure([(3, 40)], tier=OUTSIDE)) == "In March 2026: withheld (small)."


@pytest.mark.parametrize(
    ("tier", "said"),
    [
        (INSIDE, "Open now: 7 of 40 overdue; the longest is 27 working days late."),
        (OUTSIDE, "Open now: 7 of 40 overdue."),  # the longest delay is one child's
    ],
)
def test_what_is_overdue_stands_beside_timeliness(tier: FigureTier, said: str) -> None:
    assert words.overdue(_measure([UP], duty=(7, 40)), tier) == said


def test_every_measure_is_counted_once_in_the_sentence() -> None:
    measures = [_measure([LEVEL] * 3 + last) for last in ([UP] * 3, [DOWN] * 3, [LEVEL] * 3)] + [
        _measure([UP])
    ]
    said = words.scorecard_sentence(words.moved(measures), all_measures=6, as_at=date(2026, 3, 31))
    assert said == (
        "Of 6 measures, 4 have a figure in the records as at 31 March 2026. "
        "The last three months against the three before, or a year before: "
        "1 clearly worse, 1 clearly better, 1 with no clear change and 1 that cannot be judged this way."
    )


def test_where_nothing_can_be_judged_the_sentence_says_so() -> None:
    said = words.scorecard_sentence(words.moved([_measure([UP])]), all_measures=1, as_at=date(2026, 3, 31))
    assert said.endswith("None has enough months or enough events to judge a change.")


def test_a_sparkline_starts_from_nought_and_breaks_where_there_is_no_value() -> None:
    line = sparkline(_series([(0, 10), (10, 10), (0, 0), (5, 10), (5, 10)]), unit="percent")
    assert line.runs == ("4.0,28.0 32.0,4.0", "88.0,16.0 116.0,16.0")
    assert line.last == ("116.0", "16.0")


@pytest.mark.parametrize(
    ("moved", "whole", "said"),
    [
        (-12, -12, "-12 of -12"),
        (3, 11, "+3 of +11"),
        (-2, 11, "-2 of +11"),
        (0, 11, "No change"),
        (0, 0, "No change"),
        (3, 0, "+3; all together did not change"),
    ],
)
def test_a_teams_share_of_a_change_is_said_in_words_where_there_is_none(
    moved: int, whole: int, said: str
) -> None:
    assert share_said(moved, whole) == said

"""Measures by service area, each with its series, what it shows in words, and what is overdue beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from goldenthread.papers import judged_words
from goldenthread.papers.alongside import Alongside
from goldenthread.papers.change import A_YEAR, MONTHS_POOLED, Change, Pooled, Verdict, change
from goldenthread.papers.compared import Compared
from goldenthread.papers.duties import Duty
from goldenthread.papers.figures import (
    WITHHELD,
    Figure,
    Withheld,
    authority_series,
    latest_by_team,
    with_team,
)
from goldenthread.papers.judgement import Aim, ChartEvent, Judgement, judge
from goldenthread.papers.withholding import Outward, aim_as_shown
from goldenthread.papers.wording import (
    average_name,
    both_counts,
    capital,
    counted,
    in_period,
    long_date,
    plain_number,
    value_in_words,
)
from goldenthread.papers.words import MeasureWords
from goldenthread.standards.calendar import add_months

AREA_TITLES = {
    "front_door": "The front door: contacts and referrals",
    "early_help": "Early help",
    "assessment": "Assessments and section 47 enquiries",
    "cin": "Children in need",
    "cp": "Child protection",
    "cla": "Children in care",
    "care_leavers": "Care leavers",
    "practice_oversight": "Management oversight",
    "adoption": "Adoption",
    "workforce": "Workers",
    "QA": "Quality of records",
}


@dataclass(frozen=True)
class Measure:
    """One indicator for a board: `series` is never empty; `by_team` is for the last period of the series."""

    words: MeasureWords
    series: tuple[Figure, ...]
    by_team: tuple[Figure, ...]
    change: Change
    since_a_year: Change
    overdue: Duty | None
    events: tuple[ChartEvent, ...] = ()
    aim: Aim | None = None
    compared: tuple[Compared, ...] = ()
    teams_withheld: bool = False

    @cached_property
    def judgement(self) -> Judgement:
        """Its control chart and target, from its series as it stands here."""
        return judge(self.words, self.series, events=self.events, aim=self.aim)

    @property
    def latest_known(self) -> Figure | None:
        """The latest figure that has a value."""
        return next((one for one in reversed(self.series) if one.value is not None), None)

    @property
    def latest(self) -> Figure:
        return self.series[-1]

    @property
    def heading(self) -> str:
        """The title with what it shows: Assessments in time: 82.0%, no clear change."""
        if isinstance(self.latest, Withheld):
            return f"{self.words.title}: {WITHHELD}"
        return f"{self.words.title}: {value_in_words(self.latest.value, self.words.unit)}{self._moved}"

    @property
    def _moved(self) -> str:
        """What is new, else what has lasted since a year ago, else that nothing is clear."""
        if self.since_a_year.is_clear and not self.change.is_clear:
            return f", {self.since_a_year.verdict} since a year ago"
        if self.change.verdict in (Verdict.UNJUDGED, Verdict.TOO_FEW):
            return ""
        return f", {self.change.verdict}"

    @property
    def earlier(self) -> Figure | None:
        """The figure of three months before the latest, where the series holds it."""
        then = add_months(self.latest.end.replace(day=1), -MONTHS_POOLED)
        held = (one for one in self.series if (one.end.year, one.end.month) == (then.year, then.month))
        return next(held, None)

    @property
    def better_or_worse(self) -> str:
        """Better or worse for a clear change of a measure that has a good direction; else empty."""
        return self.judged(self.change)

    def judged(self, moved: Change) -> str:
        """Better or worse for one of the measure's changes, where it is clear and a direction is good."""
        if not moved.is_clear or self.words.polarity == "neutral":
            return ""
        rise_is_good = self.words.polarity == "higher_better"
        return "better" if (moved.verdict is Verdict.RISE) == rise_is_good else "worse"


@dataclass(frozen=True)
class ServiceArea:
    """A part of the service and its measures."""

    id: str
    title: str
    measures: tuple[Measure, ...]


def service_areas(
    figures: pl.DataFrame,
    words: Mapping[str, MeasureWords],
    duties: Sequence[Duty],
    alongside: Mapping[str, Alongside] | None = None,
    *,
    out: Outward | None = None,
) -> tuple[ServiceArea, ...]:
    """Every measure with a figure, by service area in the order of a child's way through the service; as
    `out` may be shown it, where the paper is for readers outside."""
    by_clock = {duty.words.id: duty for duty in duties}
    rows = with_team(figures)
    held = alongside or {}
    found = [
        _measure(words[id], rows.filter(indicator=id), by_clock, held.get(id, Alongside()), out)
        for id in _ordered(rows, words)
    ]
    measures = [measure for measure in found if measure is not None]
    areas = dict.fromkeys([*AREA_TITLES, *(measure.words.service_area for measure in measures)])
    made = (ServiceArea(id, _area_title(id), _in_area(measures, id)) for id in areas)
    return tuple(area for area in made if area.measures)


def shows(measure: Measure) -> str:
    """What a measure shows, in a sentence or two, with both counts beside every percentage."""
    latest, unit = measure.latest, measure.words.unit
    when = capital(in_period(latest.start, latest.end))
    return f"{when}: {_said(latest, unit)}.{_change_said(measure)}"


def pooled_said(side: Pooled, unit: str) -> str:
    """Three months taken together: 80.7% (121 of 150), or a total."""
    value = value_in_words(side.value, unit)
    return value if side.denominator is None else f"{value} ({both_counts(side.numerator, side.denominator)})"


def overdue_said(measure: Measure) -> str:
    """What is open and overdue beside a measure of timeliness; empty for other measures."""
    duty = measure.overdue
    if duty is None:
        return ""
    late = f"; the longest is {counted(duty.longest_late, 'working day')} late" if duty.longest_late else ""
    return f"Open now: {plain_number(duty.overdue)} of {plain_number(duty.running)} overdue{late}."


def cautions(measure: Measure) -> str:
    """What to bear in mind about a measure, as one line of sentences."""
    return " ".join(f"{caution.rstrip('.')}." for caution in measure.words.cautions)


def alternative_text(measure: Measure) -> str:
    """What a chart shows, for somebody who cannot see it."""
    unit, series = measure.words.unit, measure.series
    known = [figure for figure in series if figure.value is not None]
    hidden = any(isinstance(figure, Withheld) for figure in series)
    gap = " Where a figure is withheld as small, the line has a gap." if hidden else ""
    latest = WITHHELD if isinstance(series[-1], Withheld) else value_in_words(series[-1].value, unit)
    if not known:
        return f"Chart of {measure.words.title}. There is no value to draw.{gap}"
    lowest, highest = min(known, key=_value), max(known, key=_value)
    return (
        f"Line chart of {measure.words.title}, {long_date(series[0].end)} to {long_date(series[-1].end)}. "
        f"Lowest {value_in_words(lowest.value, unit)} {in_period(lowest.start, lowest.end)}, "
        f"highest {value_in_words(highest.value, unit)} {in_period(highest.start, highest.end)}, "
        f"latest {latest}. {_lines_said(measure)}"
        f"The table beside it gives the figures.{gap}"
    )


def _lines_said(measure: Measure) -> str:
    """What else is drawn: limits, signals, and the way to the target."""
    judged, unit = measure.judgement, measure.words.unit
    said = [judged_words.limits_said(judged, unit)]
    if said[0] and judged.chart:
        said.append(judged_words.signals_said(judged.chart.points))
    said.append(judged_words.target_said(judged, unit))
    return "".join(f"{one} " for one in said if one)


def _value(figure: Figure) -> float:
    assert figure.value is not None
    return figure.value


def _said(figure: Figure, unit: str) -> str:
    if isinstance(figure, Withheld):
        return WITHHELD
    if figure.value is None:
        return "nothing to count" + (" (0 of 0)" if unit == "percent" else "")
    counts = both_counts(figure.numerator, figure.denominator)
    if not counts and figure.denominator is not None:
        counts = f"{average_name(unit)} of {plain_number(figure.denominator)}"
    return value_in_words(figure.value, unit) + (f" ({counts})" if counts else "")


def _change_said(measure: Measure) -> str:
    moved = measure.change
    if moved.recent is None or moved.before is None:
        return _earlier_said(measure)
    unit = measure.words.unit
    good = measure.better_or_worse
    verdict = f"{moved.verdict}, which is {good}" if good else str(moved.verdict)
    recent, before = pooled_said(moved.recent, unit), pooled_said(moved.before, unit)
    return f" Last three months: {recent}; three months before: {before}: {verdict}.{_year_said(measure)}"


def _year_said(measure: Measure) -> str:
    """Against the same three months a year ago, where that shows a clear change."""
    moved = measure.since_a_year
    if not moved.is_clear or moved.before is None:
        return ""
    good = measure.judged(moved)
    which = f", which is {good}" if good else ""
    return f" A year ago: {pooled_said(moved.before, measure.words.unit)}: {moved.verdict}{which}."


def _earlier_said(measure: Measure) -> str:
    earlier = measure.earlier
    if earlier is None:
        return ""
    return f" {capital(in_period(earlier.start, earlier.end))}: {_said(earlier, measure.words.unit)}."


def _ordered(rows: pl.DataFrame, words: Mapping[str, MeasureWords]) -> list[str]:
    present = set(rows["indicator"].to_list())
    return [id for id in words if id in present]


def _measure(
    words: MeasureWords,
    rows: pl.DataFrame,
    by_clock: Mapping[str, Duty],
    beside: Alongside,
    out: Outward | None,
) -> Measure | None:
    whole = authority_series(rows)
    if not whole:
        return None
    teams = latest_by_team(rows, whole)
    series = out.series(words, whole) if out else whole
    by_team = out.teams(words, teams) if out else teams
    return Measure(
        words=words,
        series=series,
        by_team=by_team,
        teams_withheld=bool(teams) and not by_team,
        change=change(words, series),
        since_a_year=change(words, series, months_back=A_YEAR),
        overdue=by_clock.get(words.clock or ""),
        events=beside.events,
        aim=aim_as_shown(beside.aim, series) if beside.aim else None,
        compared=beside.compared,
    )


def _in_area(measures: Sequence[Measure], area: str) -> tuple[Measure, ...]:
    return tuple(measure for measure in measures if measure.words.service_area == area)


def _area_title(area: str) -> str:
    return AREA_TITLES.get(area, capital(area.replace("_", " ")))
